/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that name one another: which are left out and why, what a draw comes to, and its bounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "plugins/tables/draw.h"
#include "test.h"

/* Put TEXT, as the file NAME.txt, into TABLES. */
static void put(struct tables *tables, const char *name, const char *text)
{
	char path[64];
	struct error err = {.text = ""};
	struct tablefile *file;

	snprintf(path, sizeof path, "%s.txt", name);
	file = tablefile_parse(path, text, strlen(text), &err);
	if (file == NULL || !tables_add(tables, name, path, file, &err))
		fail_msg("%s", err.text);
}

static void links(void **state)
{
	static const struct {
		const char *a, *b, *c; /* texts of tables, or NULL */
		const char *left;      /* which stay */
		const char *mistakes;
	} rows[] = {
		{"x [@b]\n", "y\n", NULL, "ab", ""},
		{"x [@B]\n", "y\n", NULL, "ab", ""},
		{"x [@d]\n", "y\n", NULL, "b", "a.txt:1: [@d] names no table\n"},
		{"x\ny [@d]\n", "[@a]\n", "[@b]\n", "",
			"a.txt:2: [@d] names no table\n"
			"b.txt:1: [@a] names a table that is left out\n"
			"c.txt:1: [@b] names a table that is left out\n"},
		{"[@a]\n", NULL, NULL, "",
			"a.txt:1: [@a] never ends: every entry leads to another table, for ever\n"},
		{"[@b]\n", "[@c]\n[@a]\n", "x\n[@b]\n", "abc", ""},
		{"# no\n[@b]\n", "[@c]\n", "[@a] [@b]\n", "",
			"a.txt:2: [@b] never ends: every entry leads to another table, for ever\n"
			"b.txt:1: [@c] never ends: every entry leads to another table, for ever\n"
			"c.txt:1: [@a] never ends: every entry leads to another table, for ever\n"},
		{"x\n[@b]\n", "[@b]\n", NULL, "",
			"b.txt:1: [@b] never ends: every entry leads to another table, for ever\n"
			"a.txt:2: [@b] names a table that is left out\n"},
		{"x\n[@a] and [@a]\n", NULL, NULL, "a", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tables *tables = tables_new();
		struct strbuf mistakes = STRBUF_INIT, left = STRBUF_INIT;

		put(tables, "a", rows[i].a);
		if (rows[i].c != NULL)
			put(tables, "c", rows[i].c);
		if (rows[i].b != NULL)
			put(tables, "b", rows[i].b);
		tables_link(tables, &mistakes);
		for (size_t j = 0; j < tables_count(tables); j++)
			strbuf_addstr(&left, tables_name(tables, j));
		assert_string_equal(mistakes.text, rows[i].mistakes);
		assert_string_equal(left.text, rows[i].left);
		strbuf_release(&mistakes);
		strbuf_release(&left);
		tables_free(tables);
	}
}

/* Dice that show what a script says, and what they were. */
struct dice {
	const double *numbers;
	struct strbuf asked;
	size_t at;
};

static bool roll(
	void *arg, const char *dice, const struct tablefile *file, double *total, struct error *err)
{
	struct dice *script = arg;

	strbuf_addf(&script->asked, "%s%s ", file != NULL ? "@" : "", dice);
	*total = script->numbers[script->at];
	if (*total == 0)
		return error_set(err, "the dice are gone");
	if (script->numbers[script->at + 1] != 0)
		script->at++;
	return true;
}

static void draws(void **state)
{
	static const struct {
		double numbers[8];
		const char *drawn, *asked;
		bool cut;
	} rows[] = {
		{{1}, "nothing", "@1d4 ", false},
		{{2, 7}, "7 gold", "@1d4 2d6 ", false},
		{{2, 2.5}, "2.5 gold", "@1d4 2d6 ", false},
		{{3, 2, 9, 2}, "9 gold and red", "@1d4 @1d4 2d6 @2d2 ", false},
		{{4, 4, 4, 1}, "nothing, again, again, again", "@1d4 @1d4 @1d4 @1d4 ", false},
		{{4, 4, 4, 4, 4, 4, 4, 4},
			"…, again, again, again, again, again, again, again, again",
			"@1d4 @1d4 @1d4 @1d4 @1d4 @1d4 @1d4 @1d4 ", true},
	};
	struct tables *tables = tables_new();
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	put(tables, "a", "nothing\n[[2d6]] gold\n[@a] and [@b]\n[@a], again\n");
	put(tables, "b", "roll: 2d2\n2-3 red\n4 blue\n");
	tables_link(tables, &mistakes);
	assert_string_equal(mistakes.text, "");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct dice dice = {.numbers = rows[i].numbers, .asked = STRBUF_INIT};
		struct draw draw = {.tables = tables, .roll = roll, .arg = &dice};
		struct strbuf out = STRBUF_INIT;
		struct error err;

		assert_true(draw_from(&draw, tables_find(tables, "A"), &out, &err));
		assert_string_equal(out.text, rows[i].drawn);
		assert_string_equal(dice.asked.text, rows[i].asked);
		assert_int_equal(draw.cut, rows[i].cut);
		strbuf_release(&out);
		strbuf_release(&dice.asked);
	}
	tables_free(tables);
}

/* Tables that grow without end are stopped, however the dice fall. */
static void stops(void **state)
{
	static const double ones[] = {1, 0}, none[] = {0};
	struct tables *tables = tables_new();
	struct dice dice = {.numbers = ones, .asked = STRBUF_INIT};
	struct draw draw = {.tables = tables, .roll = roll, .arg = &dice};
	struct strbuf out = STRBUF_INIT, mistakes = STRBUF_INIT, wide = STRBUF_INIT;
	struct error err;

	(void)state;
	for (int i = 0; i < 16; i++)
		strbuf_addstr(&wide, "[@a]");
	strbuf_addstr(&wide, "\nend\n");
	put(tables, "a", wide.text);
	tables_link(tables, &mistakes);
	assert_true(draw_from(&draw, tables_find(tables, "a"), &out, &err));
	assert_int_equal(draw.rolls, DRAW_ROLLS_MAX);
	assert_true(draw.cut);
	assert_true(out.len < DRAW_BYTES_MAX + TABLEFILE_ENTRY_BYTES_MAX);
	dice.numbers = none;
	dice.at = 0;
	assert_false(draw_from(&draw, tables_find(tables, "a"), &out, &err));
	assert_string_equal(err.text, "the dice are gone");
	strbuf_release(&out);
	strbuf_release(&wide);
	strbuf_release(&dice.asked);
	tables_free(tables);
}

/* ---- folders ---- */

static void write_file(const char *folder, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	free(path);
}

static void loads(void **state)
{
	static const char *const files[][2] = {{"Names.txt", "Ann\n"}, {"names.txt", "Bob\n"},
		{"bad.txt", "1 a\n3 b\n"}, {"my table.txt", "x\n"}, {"notes.md", "x\n"},
		{"French52.txt", "no card\n"}};
	char folder[] = "/tmp/logios-tables-XXXXXX", wanted[512];
	struct tables *tables = tables_new();
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < COUNT_OF(files); i++)
		write_file(folder, files[i][0], files[i][1]);
	tables_load(tables, folder, &mistakes);
	tables_load_decks(tables, "etc/decks");
	snprintf(wanted, sizeof wanted,
		"%s/bad.txt:2: a gap: no entry has 2\n"
		"%s/my table.txt:1: a table's name has at most 48 letters, digits, - and _\n"
		"%s/names.txt:1: Names.txt has the same name\n",
		folder, folder, folder);
	assert_string_equal(mistakes.text, wanted);
	assert_string_equal(tables_find(tables, "NAMES")->entries[0].text, "Ann");
	assert_string_equal(tables_find(tables, "French52")->entries[0].text, "no card");
	assert_string_equal(tables_find(tables, "french54")->dice, "1d54");
	assert_string_equal(tables_nearest(tables, "naems"), "Names");
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char *path = mem_printf("%s/%s", folder, files[i][0]);
		unlink(path);
		free(path);
	}
	rmdir(folder);
	strbuf_reset(&mistakes);
	tables_load(tables, folder, &mistakes);
	assert_string_equal(mistakes.text, "");
	tables_free(tables);
	strbuf_release(&mistakes);
}

static void keeps_few(void **state)
{
	struct tables *tables = tables_new();
	struct error err;
	char name[16];

	(void)state;
	for (int i = 0; i < TABLES_MAX; i++) {
		snprintf(name, sizeof name, "t%d", i);
		put(tables, name, "x\n");
	}
	assert_false(tables_add(
		tables, "more", "more.txt", tablefile_parse("more.txt", "x", 1, &err), &err));
	assert_string_equal(err.text, "more.txt:1: there are at most 500 tables, of 16 MiB");
	put(tables, "T7", "y\n");
	assert_string_equal(tables_find(tables, "t7")->entries[0].text, "y");
	tables_free(tables);
}

/* What we ship is without mistakes, and every table can be drawn from. */
static void ships(void **state)
{
	static const double ones[] = {2, 0};
	struct tables *tables = tables_new();
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	tables_load(tables, "etc/tables", &mistakes);
	tables_link(tables, &mistakes);
	assert_string_equal(mistakes.text, "");
	assert_in_range(tables_count(tables), 10, 100);
	for (size_t i = 0; i < tables_count(tables); i++) {
		struct dice dice = {.numbers = ones, .asked = STRBUF_INIT};
		struct draw draw = {.tables = tables, .roll = roll, .arg = &dice};
		struct strbuf out = STRBUF_INIT;
		struct error err;

		assert_true(draw_from(&draw, tables_at(tables, i), &out, &err));
		assert_true(out.len > 0);
		assert_string_not_equal(tables_at(tables, i)->title, "");
		strbuf_release(&out);
		strbuf_release(&dice.asked);
	}
	tables_free(tables);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(links), cmocka_unit_test(draws),
		cmocka_unit_test(stops), cmocka_unit_test(loads), cmocka_unit_test(keeps_few),
		cmocka_unit_test(ships)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
