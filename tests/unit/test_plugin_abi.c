/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin is compiled against logios.h and loaded by another build. Whoever changes the shape of
 * its structs must raise LOGIOS_PLUGIN_ABI, and then the numbers here. */
#include "logios.h"
#include "test.h"

/* A member of a struct that plugins are compiled against, where it must be. */
#define MEMBER(type, member, at)                                                                   \
	{                                                                                          \
#type "." #member, offsetof(struct type, member), at                               \
	}
#define SIZE(type, size)                                                                           \
	{                                                                                          \
#type, sizeof(struct type), size                                                   \
	}

static void test_layout(void **state)
{
	static const struct {
		const char *what;
		size_t is, must;
	} rows[] = {
		MEMBER(plugin_info, magic, 0),
		MEMBER(plugin_info, abi, 4),
		MEMBER(plugin_info, name, 8),
		MEMBER(plugin_info, aka, 16),
		MEMBER(plugin_info, version, 24),
		MEMBER(plugin_info, summary, 32),
		MEMBER(plugin_info, commands, 40),
		MEMBER(plugin_info, settings, 48),
		MEMBER(plugin_info, examine, 56),
		MEMBER(plugin_info, examine_text, 64),
		MEMBER(plugin_info, open, 72),
		MEMBER(plugin_info, close, 80),
		MEMBER(plugin_info, forget, 88),
		MEMBER(plugin_info, explain, 96),
		MEMBER(plugin_info, moved, 104),
		MEMBER(plugin_info, overhear, 112),
		MEMBER(plugin_info, replace, 120),
		MEMBER(plugin_info, adds_settings, 128),
		MEMBER(plugin_info, check, 136),
		MEMBER(plugin_info, rehash, 144),
		MEMBER(plugin_info, offer, 152),
		SIZE(plugin_info, 160),
		MEMBER(move, kind, 0),
		MEMBER(move, own, 4),
		MEMBER(move, network, 8),
		MEMBER(move, nick, 16),
		MEMBER(move, person, 24),
		MEMBER(move, person_now, 32),
		MEMBER(move, account, 40),
		MEMBER(move, now, 48),
		MEMBER(move, reason, 56),
		MEMBER(move, places, 64),
		MEMBER(move, place_count, 72),
		SIZE(move, 80),
		MEMBER(overheard, own, 0),
		MEMBER(overheard, action, 1),
		MEMBER(overheard, network, 8),
		MEMBER(overheard, channel, 16),
		MEMBER(overheard, place, 24),
		MEMBER(overheard, nick, 32),
		MEMBER(overheard, account, 40),
		MEMBER(overheard, text, 48),
		SIZE(overheard, 56),
		MEMBER(command, name, 0),
		MEMBER(command, aliases, 8),
		MEMBER(command, usage, 16),
		MEMBER(command, summary, 24),
		MEMBER(command, example, 32),
		MEMBER(command, role, 40),
		MEMBER(command, min_args, 44),
		MEMBER(command, max_args, 48),
		MEMBER(command, cooldown_ms, 52),
		MEMBER(command, flags, 56),
		MEMBER(command, run, 64),
		SIZE(command, 72),
		MEMBER(setting, name, 0),
		MEMBER(setting, type, 8),
		MEMBER(setting, value, 16),
		MEMBER(setting, min, 24),
		MEMBER(setting, max, 32),
		MEMBER(setting, help, 40),
		MEMBER(setting, per_channel, 48),
		SIZE(setting, 56),
		MEMBER(somebody, hostmask, 128),
		MEMBER(somebody, owner, 728),
		MEMBER(somebody, own, 1328),
		MEMBER(somebody, bot, 1329),
		SIZE(somebody, 1330),
		MEMBER(error, text, 0),
		MEMBER(error, column, 240),
		SIZE(error, 244),
	};

	(void)state;
	if (sizeof(void *) != 8)
		skip();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].is != rows[i].must)
			fail_msg("%s: %zu instead of %zu", rows[i].what, rows[i].is, rows[i].must);
}

static void test_values(void **state)
{
	static const struct {
		const char *what;
		unsigned is, must;
	} rows[] = {
		{"LOGIOS_PLUGIN_MAGIC", LOGIOS_PLUGIN_MAGIC, 0x4c4f4749u},
		{"LOGIOS_PLUGIN_ABI", LOGIOS_PLUGIN_ABI, 11},
		{"ROLE_ANYONE", ROLE_ANYONE, 0},
		{"ROLE_GM", ROLE_GM, 1},
		{"ROLE_OPERATOR", ROLE_OPERATOR, 2},
		{"ROLE_ADMIN", ROLE_ADMIN, 3},
		{"ROLE_OWNER", ROLE_OWNER, 4},
		{"PASS", PASS, 0},
		{"TAKEN", TAKEN, 1},
		{"COMMAND_PRIVATE", COMMAND_PRIVATE, 1},
		{"COMMAND_SECRET", COMMAND_SECRET, 2},
		{"MOVE_JOIN", MOVE_JOIN, 0},
		{"MOVE_PART", MOVE_PART, 1},
		{"MOVE_QUIT", MOVE_QUIT, 2},
		{"MOVE_NICK", MOVE_NICK, 3},
		{"MOVE_ACCOUNT", MOVE_ACCOUNT, 4},
		{"MOVE_HOST", MOVE_HOST, 5},
		{"SETTING_FLAG", SETTING_FLAG, 0},
		{"SETTING_NUMBER", SETTING_NUMBER, 1},
		{"SETTING_TEXT", SETTING_TEXT, 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].is != rows[i].must)
			fail_msg("%s: %u instead of %u", rows[i].what, rows[i].is, rows[i].must);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
