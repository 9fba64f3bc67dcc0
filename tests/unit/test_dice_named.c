/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice with names: the lines of their files, the files that come with the bot, and rolls of
 * them. */
#include "unit/dice_rows.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dice/notation/ast.h"
#include "dice/named.h"
#include "dice/notation/named.h"

static const struct {
	const char *line, *mistake; /* NULL: none */
} lines[] = {
	{"coin = heads, tails", NULL},
	{"  a b-c_2\t= 1..3 ", NULL},
	{"", NULL},
	{"# coin", NULL},
	{"  # coin = ", NULL},
	{"\xc3\xa9t\xc3\xa9 = a, b",
		"the name of a die is letters, then also digits, blanks, - and _"},
	{"coin", "a line is a name, =, and faces: coin = heads, tails"},
	{"= heads", "a line is a name, =, and faces: coin = heads, tails"},
	{"2d = 1, 2", "the name of a die is letters, then also digits, blanks, - and _"},
	{"a,b = 1, 2", "the name of a die is letters, then also digits, blanks, - and _"},
	{"a = ", "a face is empty: write d[1,2,3] or d[sword,shield]"},
	{"a = 1,,2", "a face is empty: write d[1,2,3] or d[sword,shield]"},
	{"a = b", "no die is named b; faces are parted by commas, such as d[sword,shield]"},
	{"a = 1,2] + d[3", "faces are parted by commas and have no brackets"},
	{"a = 1,2] comment", "faces are parted by commas and have no brackets"},
	{"a = [1,2]", "these faces are never closed"},
	{"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx = 1, 2",
		"the name of a die has at most 40 bytes"},
};

static void lines_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct named_dice *dice = named_dice_new();
		struct error err = {.text = ""};
		bool read = named_dice_line(dice, lines[i].line, &err);

		assert_string_equal(
			read ? "" : err.text, lines[i].mistake != NULL ? lines[i].mistake : "");
		named_dice_free(dice);
	}
}

static void names_are_found_in_any_case(void **state)
{
	struct named_dice *dice = named_dice_new();
	const struct die_kind *kind;

	(void)state;
	assert_true(named_dice_line(dice, "Coin = heads, tails", NULL));
	kind = named_dice_find(dice, "cOINx", 4);
	assert_non_null(kind);
	assert_string_equal(kind->label, "[Coin]");
	assert_string_equal(kind->words[2], "tails");
	assert_null(named_dice_find(dice, "coin", 3));
	assert_true(named_dice_line(dice, "coin = 5, 6, 7", NULL));
	kind = named_dice_find(dice, "coin", 4);
	assert_int_equal(kind->sides, 3);
	assert_int_equal(die_value(kind, 3), 7);
	named_dice_free(dice);
}

static void broken_lines_are_told_and_left_out(void **state)
{
	char folder[] = "/tmp/logios-dice-XXXXXX", path[64], wanted[200];
	struct named_dice *dice = named_dice_new();
	struct strbuf mistakes = STRBUF_INIT;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/mine.txt", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("# mine\r\ncoin = heads, tails\r\nnothing\nhurt = 1, \xff", file);
	fclose(file);
	named_dice_load(dice, folder, &mistakes);
	snprintf(wanted, sizeof wanted,
		"%s:3: a line is a name, =, and faces: coin = heads, tails\n", path);
	assert_string_equal(mistakes.text, wanted);
	assert_string_equal(named_dice_find(dice, "coin", 4)->words[2], "tails");
	assert_string_equal(named_dice_find(dice, "hurt", 4)->words[2], "\xef\xbf\xbd");
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0); /* which holds nothing up */
	strbuf_reset(&mistakes);
	named_dice_load(dice, folder, &mistakes);
	snprintf(wanted, sizeof wanted, "%s:1: it is no plain file\n", path);
	assert_string_equal(mistakes.text, wanted);
	unlink(path);
	rmdir(folder);
	named_dice_load(dice, folder, &mistakes);
	assert_string_equal(mistakes.text, wanted);
	strbuf_release(&mistakes);
	named_dice_free(dice);
}

static const struct dice_row rolls[] = {
	{"d[coin]", "2", "1d[coin]: tails || Total: ^B1 tails^B"},
	{"2d[Ability] + d[boost] + d[difficulty]", "4 7 5 8",
		"2d[ability]: success+success success+advantage || +1d[boost]: advantage+advantage "
		"|| "
		"+1d[difficulty]: failure+threat || Total: ^B3 success, 3 advantage, 1 failure, 1 "
		"threat^B"},
	{"2d[average]kh1+1", "1 6", "2d[average]kh1: (2) 5 = ^B5^B || +^B1^B || Total: ^B6^B"},
	{"5d[poker]m", "6 6 1 1 1",
		"5d[poker]m: ^Bace^B ^Bace^B ^Bnine^B ^Bnine^B ^Bnine^B = ^B2^B matches || "
		"Total: ^B2 matches^B"},
};

TEST_DICE(check_dice_rest, rolls)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(names_are_found_in_any_case),
		cmocka_unit_test(broken_lines_are_told_and_left_out),
		cmocka_unit_test(test_rolls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
