/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What !help answers, and that a topic can never name a file outside of help/. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "words/help.h"
#include "request/request.h"
#include "test.h"

static char folder[] = "/tmp/logios-help-XXXXXX";

static void never(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self, (void)rq, (void)argc, (void)argv;
	fail();
}

static const struct command rows[] = {
	{.name = "roll",
		.aliases = "r throw",
		.usage = "DICE [comment]",
		.summary = "Roll dice.",
		.example = "roll 3d6",
		.min_args = 1,
		.max_args = 1,
		.run = never},
	{.name = "cards", .usage = "", .summary = "Cards.", .example = "cards", .run = never},
	{.name = "quit",
		.usage = "",
		.summary = "Leave for good.",
		.example = "quit",
		.role = ROLE_OWNER,
		.run = never},
	{.name = NULL},
};

/* What is said to TOPIC, a line each. */
static const char *answer(struct strbuf *out, enum role role, const char *prefix, const char *topic)
{
	static const struct config_channel_settings settings = {.max_lines = 4};
	struct commands *commands = commands_new();
	struct arena arena = ARENA_INIT;
	struct request rq = {
		.role = role, .prefix = prefix, .settings = &settings, .arena = &arena};

	assert_true(commands_add(commands, rows, NULL, NULL));
	request_init(&rq);
	help_reply(&rq, commands, NULL, folder, topic);
	strbuf_reset(out);
	for (const struct reply_line *line = rq.first; line != NULL; line = line->next)
		strbuf_addf(out, "%s%s\n", line->alone ? "> " : "", line->text);
	arena_release(&arena);
	commands_free(commands);
	return out->text;
}

#define UNKNOWN "Command not found. !help lists what I know.\n"

static void test_answers(void **state)
{
	static const struct {
		enum role role;
		const char *prefix, *topic, *said;
	} cases[] = {
		{ROLE_ANYONE, "!", "", "I know: cards roll. !help and a word explains it.\n"},
		{ROLE_OWNER, ".", "", "I know: cards quit roll. .help and a word explains it.\n"},
		{ROLE_ANYONE, "!", "roll",
			"!roll DICE [comment] || Roll dice. || Example: !roll 3d6 || Also: r "
			"throw\n"},
		{ROLE_ANYONE, "!", "!Throw",
			"!roll DICE [comment] || Roll dice. || Example: !roll 3d6 || Also: r "
			"throw\n"},
		{ROLE_OWNER, "!", "quit",
			"!quit || Leave for good. || Example: !quit || For owners\n"},
		{ROLE_ANYONE, "!", "dice", "First line.\nThird.\n"},
		{ROLE_ANYONE, "!", "DICE", "First line.\nThird.\n"},
		{ROLE_ANYONE, "!", "Topics", "Topics: cards dice long.\n"},
		/* a word with a page of its own */
		{ROLE_ANYONE, "!", "cards",
			"!cards || Cards. || Example: !cards\nA deck has many.\n"},
		{ROLE_ANYONE, "!", "rol", "Command not found. Did you mean roll?\n"},
		{ROLE_ANYONE, "!", "zebra", UNKNOWN},
		/* what may not be used is not suggested */
		{ROLE_ANYONE, "!", "quti", UNKNOWN},
		{ROLE_OWNER, "!", "quti", "Command not found. Did you mean quit?\n"},
		/* no way out of the folder */
		{ROLE_ANYONE, "!", "../secret", UNKNOWN},
		{ROLE_ANYONE, "!", "..", UNKNOWN},
		{ROLE_ANYONE, "!", "dice.txt", UNKNOWN},
		{ROLE_ANYONE, "!", "/etc/passwd", UNKNOWN},
		{ROLE_ANYONE, "!", "abcdefghijklmnopqrstuvwxyz0123456789", UNKNOWN},
	};
	struct strbuf out = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *got = answer(&out, cases[i].role, cases[i].prefix, cases[i].topic);
		if (strcmp(got, cases[i].said) != 0)
			fail_msg("\"%s\": %s", cases[i].topic, got);
	}
	strbuf_release(&out);
}

/* A page can be long: only its beginning is said. */
static void test_long_page(void **state)
{
	struct strbuf out = STRBUF_INIT;
	const char *text = answer(&out, ROLE_ANYONE, "!", "long");
	int lines = 0;

	(void)state;
	for (; *text != '\0'; text++)
		lines += *text == '\n';
	assert_int_equal(lines, 20);
	strbuf_release(&out);
}

static void write_file(const char *name, const char *text, int times)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	while (times-- > 0)
		fputs(text, file);
	fclose(file);
	free(path);
}

static int set_up(void **state)
{
	char *help;

	(void)state;
	assert_non_null(mkdtemp(folder));
	help = mem_printf("%s/help", folder);
	mkdir(help, 0700);
	free(help);
	write_file("help/dice.txt", "First line.\r\n# not this\n\nThird.\n", 1);
	write_file("help/cards.txt", "A deck has many.", 1);
	write_file("help/long.txt", "On and on.\n", 100);
	write_file("secret.txt", "Not for anybody.\n", 1);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = {
		"help/dice.txt", "help/cards.txt", "help/long.txt", "help", "secret.txt", ""};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char *path = mem_printf("%s/%s", folder, names[i]);
		remove(path);
		free(path);
	}
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_long_page),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
