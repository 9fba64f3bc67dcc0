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
		SIZE(plugin_info, 104),
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
		{"LOGIOS_PLUGIN_ABI", LOGIOS_PLUGIN_ABI, 5},
		{"ROLE_ANYONE", ROLE_ANYONE, 0},
		{"ROLE_GM", ROLE_GM, 1},
		{"ROLE_OPERATOR", ROLE_OPERATOR, 2},
		{"ROLE_ADMIN", ROLE_ADMIN, 3},
		{"ROLE_OWNER", ROLE_OWNER, 4},
		{"PASS", PASS, 0},
		{"TAKEN", TAKEN, 1},
		{"COMMAND_PRIVATE", COMMAND_PRIVATE, 1},
		{"COMMAND_SECRET", COMMAND_SECRET, 2},
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
