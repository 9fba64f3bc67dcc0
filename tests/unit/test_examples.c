/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every command that a plugin or the core offers has a help line with an example, and the example
 * works as it stands. */
#include "unit/table.h"

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
