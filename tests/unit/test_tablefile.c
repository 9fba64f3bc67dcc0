/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table files as they are read: their entries, and every mistake with its line. */
#include <stdlib.h>

#include "base/strbuf.h"
#include "plugins/tables/tablefile.h"
#include "test.h"

/* The entries as "1-3 words|", with parts parted by \1. */
static void join(const struct tablefile *file, struct strbuf *out)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct table_entry *entry = &file->entries[i];

		strbuf_addf(out, "%u-%u ", entry->first, entry->last);
		for (size_t j = 0; j < entry->part_count; j++) {
			const struct table_part *part = &entry->parts[j];

			strbuf_addf(out,
				part->kind == PART_TEXT   ? "%s"
				: part->kind == PART_DICE ? "<%s>"
							  : "{%s}",
				part->text);
		}
		strbuf_addch(out, '|');
	}
}

static void reads(void **state)
{
	static const struct {
		const char *text, *dice, *entries, *why;
	} rows[] = {
		{"a\nb\n", "1d2", "1-1 a|2-2 b|", "plain lines weigh one"},
		{"a", "1d1", "1-1 a|", "no newline at the end"},
		{"3x rain\nsun\n2X\tsnow\n", "1d6", "1-3 rain|4-4 sun|5-6 snow|", "weights"},
		{"01-35 goblins\n36-00 none\n", "1d100", "1-35 goblins|36-100 none|", "a d100"},
		{"1 a\n2-3 b\n", "1d3", "1-1 a|2-3 b|", "single numbers"},
		{"1. a\n2) b\n3: c\n", "1d3", "1-1 a|2-2 b|3-3 c|", "as lists are written"},
		{"1 - 2 a\n3\xe2\x80\x93"
		 "4 b\n",
			"1d4", "1-2 a|3-4 b|", "blanks and other dashes"},
		{"001-500 a\n501-000 b\n", "1d1000", "1-500 a|501-1000 b|", "a d1000"},
		{"roll: 2d6\n2 a\n3-11 b\n12 c\n", "2d6", "2-2 a|3-11 b|12-12 c|", "two dice"},
		{"roll: 1d8+1\n2-9 a\n", "1d8+1", "2-9 a|", "dice and a number"},
		{"TITLE: T\nInner: YES\na\n", "1d1", "1-1 a|", "headers in any case"},
		{"a\ntitle: b\n", "1d2", "1-1 a|2-2 title: b|", "a header is at the head"},
		{"# no\n\n \t\n  # no\n a \r\n", "1d1", "1-1 a|", "comments, blanks, CR LF"},
		{"\xef\xbb\xbf# no\na\n", "1d1", "1-1 a|", "a byte order mark"},
		{"a\n3 dogs\n", "1d2", "1-1 a|2-2 3 dogs|", "a number among weights is words"},
		{"1x 3 dogs\na\n", "1d2", "1-1 3 dogs|2-2 a|", "as the mistake advises"},
		{"[[2d6]] gold and [@loot].\n", "1d1", "1-1 <2d6> gold and {loot}.|", "parts"},
		{"[@a][@b][[d4]]\n", "1d1", "1-1 {a}{b}<d4>|", "nothing between parts"},
		{"a [b] c]\n", "1d1", "1-1 a [b] c]|", "other brackets are words"},
		{"D\xc3\xa9j\xc3\xa0 vu\n", "1d1", "1-1 D\xc3\xa9j\xc3\xa0 vu|", "UTF-8"},
		{"%s%n\n", "1d1", "1-1 %s%n|", "no format"},
		{"4x\n", "1d1", "1-1 4x|", "a weight without words is words"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf entries = STRBUF_INIT;
		struct error err = {.text = ""};
		struct tablefile *file = tablefile_parse(
			"t.txt", rows[i].text, strlen(rows[i].text), &err);

		if (file == NULL)
			fail_msg("%s: %s", rows[i].why, err.text);
		join(file, &entries);
		if (strcmp(entries.text, rows[i].entries) != 0)
			fail_msg("%s: %s", rows[i].why, entries.text);
		assert_string_equal(file->dice, rows[i].dice);
		strbuf_release(&entries);
		tablefile_free(file);
	}
}

#define BYTES(text) text, sizeof text - 1

static void refuses(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *why;
	} rows[] = {
		{BYTES(""), "0: there is no entry in this file"},
		{BYTES("# a\n\n"), "2: there is no entry in this file"},
		{BYTES("1 a\n3 b\n"), "2: a gap: no entry has 2"},
		{BYTES("1-5 a\n5-6 b\n"), "2: an overlap: 5 is in line 1 already"},
		{BYTES("1 a\n2 b\n1 c\n"), "3: an overlap: 1 is in line 1 already"},
		{BYTES("1 a\n3-2 b\n"), "2: 3-2 goes backwards"},
		{BYTES("3 dogs\n"), "1: the first number is 1, not 3 (an entry whose words begin "
				    "with a number is written 1x 3 …)"},
		{BYTES("1 a\nb\n"), "2: here the numbers are missing, such as 2: every entry has "
				    "them, or none"},
		{BYTES("a\n1-2 b\n"), "2: a range among weights: every entry has one, or none"},
		{BYTES("0x a\n"), "1: a weight is at least 1"},
		{BYTES("999999x a\n2x b\n"), "2: all weights together are at most 1000000"},
		{BYTES("1000001x a\n"), "1: all weights together are at most 1000000"},
		{BYTES("99999999999999999999x a\n"), "1: all weights together are at most 1000000"},
		{BYTES("1-99999999999999 a\n"), "1: the numbers of a table end at 1000000"},
		{BYTES("roll: 2d6\n2-11 a\n"), "2: a gap: no entry has 12, and 2d6 shows up to 12"},
		{BYTES("roll: 2d6\n2-13 a\n"), "2: 2d6 shows at most 12"},
		{BYTES("roll: 2d6\n1-12 a\n"), "2: the first number is 2, not 1 (an entry whose "
					       "words begin with a number is written 1x 1 …)"},
		{BYTES("roll: 2d6\na\n"), "2: with roll: every entry begins with its numbers"},
		{BYTES("roll: some\n"),
			"1: roll: takes dice such as 2d6 or 1d8+1, that show at most 1000000"},
		{BYTES("roll: 2d-6\n"),
			"1: roll: takes dice such as 2d6 or 1d8+1, that show at most 1000000"},
		{BYTES("roll: 100d999999\n"),
			"1: roll: takes dice such as 2d6 or 1d8+1, that show at most 1000000"},
		{BYTES("inner: maybe\n"), "1: inner: takes yes or no"},
		{BYTES("a\x07\n"), "1: byte 2 is a control byte, 0x07"},
		{BYTES("a\nb\0c\n"), "2: byte 2 is a control byte, 0x00"},
		{BYTES("caf\xe9\n"), "1: byte 4, 0xe9, is not UTF-8"},
		{BYTES("a [[2d6\n"), "1: [[ without ]]"},
		{BYTES("a [@loot\n"), "1: [@ without ]"},
		{BYTES("a [@]\n"), "1: [@] is no name of a table: letters, digits, - and _"},
		{BYTES("a [@../x]\n"),
			"1: [@../x] is no name of a table: letters, digits, - and _"},
		{BYTES("[[7]]\n"), "1: [[7]]: there are no dice in this; write d7 or 7d6"},
		{BYTES("[[1d0]]\n"), "1: [[1d0]]: a die needs at least 1 side"},
		{BYTES("[[1d6;1d6]]\n"), "1: [[1d6;1d6]] is not one roll of dice with numbers, "
					 "such as [[2d6+1]]"},
		{BYTES("[[d[a,b] ]]\n"), "1: [[d[a,b] ]] is not one roll of dice with numbers, "
					 "such as [[2d6+1]]"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = {.text = ""};

		assert_null(tablefile_parse("t.txt", rows[i].text, rows[i].len, &err));
		assert_memory_equal(err.text, "t.txt:", 6);
		if (strcmp(err.text + 6, rows[i].why) != 0)
			fail_msg("%s: %s", rows[i].text, err.text);
	}
}

/* What REPEATS times LINE, then LAST, gives: how many entries, or 0 and ERR. */
static size_t count_entries(size_t repeats, const char *line, const char *last, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	struct tablefile *file;
	size_t count;

	for (size_t i = 0; i < repeats; i++)
		strbuf_addstr(&text, line);
	strbuf_addstr(&text, last);
	file = tablefile_parse("t.txt", text.text, text.len, err);
	count = file != NULL ? file->count : 0;
	tablefile_free(file);
	strbuf_release(&text);
	return count;
}

static void keeps_bounds(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(count_entries(10000, "x\n", "# end\n", &err), 10000);
	assert_int_equal(count_entries(100000, "x\n", "", &err), 0);
	assert_string_equal(err.text, "t.txt:10001: a table has at most 10000 entries");
	assert_int_equal(count_entries(100000, "\n", "x\n", &err), 1);
	assert_int_equal(count_entries(400, "x", "\n", &err), 1);
	assert_int_equal(count_entries(400, "x", "y\n", &err), 0);
	assert_string_equal(err.text, "t.txt:1: an entry has at most 400 bytes, this has 401");
	assert_int_equal(count_entries(TABLEFILE_BYTES_MAX - 1, "\n", "x", &err), 1);
	assert_int_equal(count_entries(TABLEFILE_BYTES_MAX, "\n", "x", &err), 0);
	assert_string_equal(err.text, "t.txt:1: a table's file has at most 1048576 bytes");
	assert_int_equal(count_entries(32, "[@a]", "\n", &err), 1);
	assert_int_equal(count_entries(32, "[@a]", "b\n", &err), 0);
	assert_string_equal(err.text, "t.txt:1: an entry has at most 32 parts");
}

static void finds_entries(void **state)
{
	static const char text[] = "roll: 1d6+1\n2 a\n3-5 b\n6-7 c\n";
	static const struct {
		double number;
		const char *entry; /* NULL: none */
	} rows[] = {
		{1, NULL}, {2, "a"}, {3, "b"}, {4, "b"}, {5, "b"}, {6, "c"}, {7, "c"}, {8, NULL}};
	struct tablefile *file = tablefile_parse("t.txt", text, sizeof text - 1, NULL);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct table_entry *entry = tablefile_entry(file, rows[i].number);

		if (rows[i].entry == NULL)
			assert_null(entry);
		else
			assert_string_equal(entry->text, rows[i].entry);
	}
	tablefile_free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(refuses),
		cmocka_unit_test(keeps_bounds), cmocka_unit_test(finds_entries)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
