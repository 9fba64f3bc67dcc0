/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of words: what may go in, whom a line is for, what a row's columns allow. */
#include <stdio.h>

#include "request/address.h"
#include "request/command.h"
#include "request/request.h"
#include "test.h"

struct call {
	int count, argc;
	char args[4][64];
};

static struct call call;

static void record(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self, (void)rq;
	call = (struct call){.count = call.count + 1, .argc = argc};
	for (int i = 0; i < argc && i < 4; i++)
		snprintf(call.args[i], sizeof call.args[i], "%s", argv[i]);
}

#define ROW(word, use, ...)                                                                        \
	{                                                                                          \
		.name = word, .usage = use, .summary = "It.", .example = word, .run = record,      \
		__VA_ARGS__                                                                        \
	}

static const struct command rows[] = {
	ROW("roll", "DICE", .aliases = "r throw", .min_args = 1, .max_args = 1),
	ROW("two", "A [B]", .min_args = 1, .max_args = 2),
	ROW("none", "", .max_args = 0),
	ROW("boss", "", .role = ROLE_ADMIN),
	ROW("slow", "", .cooldown_ms = 1000),
	ROW("secret", "", .flags = COMMAND_PRIVATE),
	ROW("vault", "KEY", .role = ROLE_ADMIN, .flags = COMMAND_PRIVATE, .cooldown_ms = 1000,
		.min_args = 1, .max_args = 1),
	{.name = NULL},
};

static void test_address(void **state)
{
	static const struct {
		const char *text;
		bool in_private;
		enum address address;
		const char *rest;
	} lines[] = {
		{"!roll 3d6", false, ADDRESS_PREFIX, "roll 3d6"},
		{"!", false, ADDRESS_NONE, ""},
		{"! roll", false, ADDRESS_NONE, ""},
		{"! roll 1d20", false, ADDRESS_PREFIX, "roll 1d20"},
		{"! !", false, ADDRESS_NONE, ""},
		{"!!!", false, ADDRESS_NONE, ""},
		{"roll 3d6", false, ADDRESS_NONE, ""},
		{"", false, ADDRESS_NONE, ""},
		{"Bot: roll", false, ADDRESS_NICK, "roll"},
		{"bot,roll", false, ADDRESS_NICK, "roll"},
		{"BOT:   !roll", false, ADDRESS_NICK, "roll"},
		{"Bot roll", false, ADDRESS_NONE, ""},
		{"Bottom: roll", false, ADDRESS_NONE, ""},
		{"roll", true, ADDRESS_PRIVATE, "roll"},
		{"!roll", true, ADDRESS_PRIVATE, "roll"},
		{"bot: !roll", true, ADDRESS_PRIVATE, "roll"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		const char *rest = "";
		const struct addressing how = {"!", "bot", CASEMAP_RFC1459, lines[i].in_private};
		enum address address = address_of(&how, lines[i].text, &rest);
		if (address != lines[i].address || strcmp(rest, lines[i].rest) != 0)
			fail_msg("\"%s\": %d \"%s\"", lines[i].text, (int)address, rest);
	}
}

static void test_table(void **state)
{
	static const struct command taken[] = {
		ROW("fresh", "", .max_args = 0), ROW("other", "", .aliases = "r"), {.name = NULL}};
	static const struct command malformed[] = {ROW("Fresh", "", .max_args = 0), {.name = NULL}};
	struct commands *commands = commands_new();
	static const char *const sorted[] = {
		"boss", "none", "roll", "secret", "slow", "two", "vault"};
	const struct command_entry *entry;
	struct error err;
	size_t at = 0, count = 0;
	int owner;

	(void)state;
	assert_true(commands_add(commands, rows, NULL, &err));
	assert_false(commands_add(commands, taken, (void *)&owner, &err));
	assert_string_equal(err.text, "the word \"r\" is taken already, by \"roll\"");
	assert_null(commands_find(commands, "fresh", NULL));
	assert_false(commands_add(commands, malformed, (void *)&owner, &err));
	assert_string_equal(commands_find(commands, "THROW", "home/#table")->row->name, "roll");
	while ((entry = commands_next(commands, &at, "home/#table")) != NULL)
		assert_string_equal(entry->row->name, sorted[count++]);
	assert_int_equal(count, COUNT_OF(sorted));
	commands_sweep(commands, NULL);
	assert_null(commands_find(commands, "throw", NULL));
	commands_free(commands);
}

static struct request request(struct arena *arena, const struct config_channel_settings *settings)
{
	struct request rq = {.network = "net",
		.nick = "ann",
		.hostmask = "ann!a@h",
		.channel = "#t",
		.place = "net/#t",
		.prefix = "!",
		.settings = settings,
		.now_ms = 5000,
		.arena = arena};

	return rq;
}

static void test_columns(void **state)
{
	static const struct {
		const char *line;
		int calls; /* so far */
		const char *said;
	} lines[] = {
		{"roll  3d6 to hit ", 1, NULL},
		{"ROLL 1", 2, NULL},
		{"roll", 2, "Usage: !roll DICE"},
		{"none whatever", 3, NULL},
		{"boss", 3, "boss is for admins only."},
		{"slow", 4, NULL},
		{"slow", 4, "slow can be used again in 1 s."},
		{"slow", 4, NULL},
		{"secret", 4, "Say that to me in private: /msg me, not the channel."},
	};
	static const struct config_channel_settings settings = {.max_lines = 4, .colour = true};
	struct commands *commands = commands_new();
	struct arena arena = ARENA_INIT;

	(void)state;
	call.count = 0;
	assert_true(commands_add(commands, rows, NULL, NULL));
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct request rq = request(&arena, &settings);
		request_init(&rq);
		assert_true(commands_run(commands, &rq, lines[i].line));
		assert_int_equal(call.count, lines[i].calls);
		if (lines[i].said == NULL)
			assert_null(rq.first);
		else
			assert_string_equal(rq.first->text, lines[i].said);
	}
	arena_release(&arena);
	commands_free(commands);
}

/* Place, then role, then cooldown, then arguments: the first that forbids is the one that
 * speaks. */
static void test_order_of_checks(void **state)
{
	static const struct {
		const char *channel;
		enum role role;
		const char *hostmask, *line;
		int64_t now_ms;
		int calls; /* so far */
		const char *said;
	} lines[] = {
		{"#t", ROLE_ANYONE, "a!a@h", "vault", 0, 0,
			"Say that to me in private: /msg me, not the channel."},
		{NULL, ROLE_OPERATOR, "a!a@h", "vault", 0, 0, "vault is for admins only."},
		{NULL, ROLE_ADMIN, "a!a@h", "vault", 0, 0, "Usage: !vault KEY"},
		{NULL, ROLE_ADMIN, "a!a@h", "vault k", 999, 0, "vault can be used again in 1 s."},
		{NULL, ROLE_ADMIN, "b!a@h", "vault k", 999, 0,
			NULL}, /* a nick is no other person */
		{NULL, ROLE_ADMIN, "a!a@other", "vault k", 999, 1, NULL},
		{NULL, ROLE_OWNER, "a!a@h", "vault k", 1000, 2, NULL},
		{NULL, ROLE_OWNER, "a!a@h", "secret", 1001, 3, NULL},
	};
	static const struct config_channel_settings settings = {.max_lines = 4, .colour = true};
	struct commands *commands = commands_new();
	struct arena arena = ARENA_INIT;

	(void)state;
	call.count = 0;
	assert_true(commands_add(commands, rows, NULL, NULL));
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct request rq = request(&arena, &settings);
		request_init(&rq);
		rq.channel = lines[i].channel;
		rq.role = lines[i].role;
		rq.hostmask = lines[i].hostmask;
		rq.now_ms = lines[i].now_ms;
		assert_true(commands_run(commands, &rq, lines[i].line));
		assert_int_equal(call.count, lines[i].calls);
		if (lines[i].said == NULL)
			assert_null(rq.first);
		else
			assert_string_equal(rq.first->text, lines[i].said);
	}
	arena_release(&arena);
	commands_free(commands);
}

/* However many people come, the table of who used what stays small. */
static void test_many_people(void **state)
{
	static const struct config_channel_settings settings = {.max_lines = 4, .colour = true};
	struct commands *commands = commands_new();
	struct arena arena = ARENA_INIT;
	char hostmask[32];

	(void)state;
	call.count = 0;
	assert_true(commands_add(commands, rows, NULL, NULL));
	for (int i = 0; i < 10000; i++) {
		struct request rq = request(&arena, &settings);
		request_init(&rq);
		snprintf(hostmask, sizeof hostmask, "a!u@h%d", i);
		rq.hostmask = hostmask;
		for (int twice = 0; twice < 2; twice++)
			assert_true(commands_run(commands, &rq, "slow"));
		arena_reset(&arena);
	}
	assert_int_equal(call.count, 10000);
	arena_release(&arena);
	commands_free(commands);
}

static void test_arguments(void **state)
{
	static const struct config_channel_settings settings = {.max_lines = 4, .colour = true};
	struct commands *commands = commands_new();
	struct arena arena = ARENA_INIT;
	struct request rq = request(&arena, &settings);

	(void)state;
	assert_true(commands_add(commands, rows, NULL, NULL));
	request_init(&rq);
	assert_true(commands_run(commands, &rq, "Throw  3d6  to hit"));
	assert_int_equal(call.argc, 2);
	assert_string_equal(call.args[0], "throw");
	assert_string_equal(call.args[1], "3d6  to hit");
	assert_true(commands_run(commands, &rq, "two a  b c"));
	assert_int_equal(call.argc, 3);
	assert_string_equal(call.args[2], "b c");
	assert_false(commands_run(commands, &rq, "three"));
	assert_false(commands_run(commands, &rq, ""));
	assert_false(commands_run(
		commands, &rq, "averyveryveryveryveryveryveryveryveryveryverylongword indeed"));
	arena_release(&arena);
	commands_free(commands);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_order_of_checks),
		cmocka_unit_test(test_many_people),
		cmocka_unit_test(test_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
