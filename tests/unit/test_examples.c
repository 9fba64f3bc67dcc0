/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every command that a plugin or the core offers has a help line with an example, and the example
 * works as it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "whole.h"

struct table {
	struct loop *loop;
	struct log *log;
	struct rng *rng;
	struct bot *bot;
	struct strbuf out;
};

static void ignore(void *arg)
{
	(void)arg;
}

static void on_write(void *arg, const char *bytes, size_t len)
{
	strbuf_add(arg, bytes, len);
}

static bool yes(void *arg)
{
	(void)arg;
	return true;
}

static void feed(struct table *table, const char *before, const char *text)
{
	char line[600];

	snprintf(line, sizeof line, "%s%s", before, text);
	network_line(table->bot->networks[0], line, strlen(line));
	loop_advance(table->loop, 5000);
}

static int set_up(void **state)
{
	static char text[] = "[logios]\nplugins = dice, cards, calc, example\n"
			     "[network testnet]\nhost = irc.test\ntls = no\nchannels = #table\n"
			     "[admin boss]\nmask = *!boss@trusted.test\nrole = owner\n";
	struct table *table = mem_zalloc(1, sizeof *table);
	struct transport transport = {.connect = ignore,
		.write = on_write,
		.close = ignore,
		.is_private = yes,
		.arg = &table->out};
	static struct transport kept;
	struct strbuf mistakes = STRBUF_INIT;
	FILE *file = fmemopen(text, sizeof text - 1, "r");
	struct config *config = config_read(file, "test.ini", 0600, &mistakes);

	fclose(file);
	assert_string_equal(mistakes.text, "");
	strbuf_release(&mistakes);
	kept = transport;
	table->out = (struct strbuf)STRBUF_INIT;
	table->loop = loop_new_scripted();
	table->log = log_new();
	table->rng = rng_new_seeded(1);
	table->bot = bot_new(table->loop, table->log, table->rng, NULL, config, &kept);
	bot_start(table->bot);
	loop_advance(table->loop, 0);
	network_connected(table->bot->networks[0]);
	feed(table, "", ":irc.test 001 Logios :Welcome");
	feed(table, "", ":irc.test 422 Logios :No MOTD");
	feed(table, "", ":Logios!logios@bot.test JOIN #table");
	*state = table;
	return 0;
}

static int tear_down(void **state)
{
	struct table *table = *state;

	bot_free(table->bot);
	rng_free(table->rng);
	loop_free(table->loop);
	log_free(table->log);
	strbuf_release(&table->out);
	free(table);
	return 0;
}

static const char *ask(struct table *table, const struct command *row, const char *text)
{
	strbuf_reset(&table->out);
	if (row->flags & COMMAND_PRIVATE)
		feed(table, ":bo!boss@trusted.test PRIVMSG Logios :", text);
	else
		feed(table, ":bo!boss@trusted.test PRIVMSG #table :!", text);
	return table->out.text;
}

static void check_row(struct table *table, const struct command *row)
{
	char help[128];
	const char *said;

	assert_non_null(row->summary);
	assert_non_null(row->example);
	snprintf(help, sizeof help, "help %s", row->name);
	said = ask(table, row, help);
	if (strstr(said, row->example) == NULL || strstr(said, row->summary) == NULL)
		fail_msg("!%s does not show summary and example, but: %s", help, said);
	/* The first word of an example is the command's own. */
	assert_int_equal(strncmp(row->example, row->name, strlen(row->name)), 0);
	said = ask(table, row, row->example);
	if (said[0] == '\0' || strstr(said, "Usage:") != NULL ||
		strstr(said, "do not know") != NULL || strstr(said, "not found") != NULL)
		fail_msg("the example \"%s\" is answered by: %s", row->example, said);
}

static void test_every_example(void **state)
{
	struct table *table = *state;
	size_t at = 0, count = 0;
	const struct command *rows[64];
	const struct command_entry *entry;

	while ((entry = commands_next(table->bot->commands, &at, NULL)) != NULL && count < 64)
		rows[count++] = entry->row;
	assert_in_range(count, 20, 63);
	/* Unloading and ending come last: the other rows would be gone. */
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i]->name, "quit") != 0 && strstr(rows[i]->name, "load") == NULL)
			check_row(table, rows[i]);
}

static void test_load_and_quit(void **state)
{
	static const char *const last[] = {"unload", "load", "reload", "quit"};
	struct table *table = *state;

	for (size_t i = 0; i < sizeof last / sizeof *last; i++)
		check_row(table, commands_find(table->bot->commands, last[i], NULL)->row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_example, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_load_and_quit, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
