/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read when a line of dice is wrong: the whole line, with its column. */
#include "unit/test.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "random.h"

#include <stdlib.h>

struct row {
	const char *line;
	const char *wanted;
};

#define OPERAND "a number or dice, such as 3d6, should stand here"
#define CHARACTER "this character cannot begin a number or dice, such as 3d6"
#define SIDES "a die needs its sides after the d: a number, % or F, such as 3d6"
#define NOT_UNDERSTOOD "this is not understood; a comment needs a blank before it"
#define REPEAT                                                                                     \
	"x repeats a whole roll and stands before it, such as 6x3d6; * multiplies, ! explodes"
#define TOO_LARGE "the result is beyond 9007199254740992 (2^53)"

static const struct row syntax[] = {
	{"", "there is nothing to roll; write dice, such as 3d6 (column 1)"},
	{" \t", "there is nothing to roll; write dice, such as 3d6 (column 1)"},
	{"#", "#: " OPERAND " (column 1)"},
	{";", ";: " OPERAND " (column 1)"},
	{"d", "d: " SIDES " (column 2)"},
	{"3d", "3d: " SIDES " (column 3)"},
	{"3dx", "3dx: " SIDES " (column 3)"},
	{"3d 6", "3d 6: " SIDES " (column 3)"},
	{"2d6+", "2d6+: " OPERAND " (column 5)"},
	{"2d6+ fire", "2d6+ fire: this is neither a number nor dice, such as 3d6 (column 6)"},
	{"2d6++", "2d6++: " OPERAND " (column 6)"},
	{"*2", "*2: " CHARACTER " (column 1)"},
	{"fire", "fire: this is neither a number nor dice, such as 3d6 (column 1)"},
	{"  fire", "fire: this is neither a number nor dice, such as 3d6 (column 1)"},
	{"\xc3\xa9", "\xc3\xa9: " CHARACTER " (column 1)"},
	{"d6+\xe2\x82\xac+d", "d6+\xe2\x82\xac+d: " CHARACTER " (column 4)"},
	{"(\xe2\x82\xac)", "(\xe2\x82\xac): " CHARACTER " (column 2)"},
	{"d6\x01", "d6?: " NOT_UNDERSTOOD " (column 3)"},
	{"5d4x10 gp", "5d4x10 gp: " REPEAT " (column 4)"},
	{"1+2x3d6", "1+2x3d6: " REPEAT " (column 4)"},
	{"2x 3d6", "2x 3d6: no blank can stand after the x: write 6x3d6 (column 3)"},
	{"2x", "2x: " OPERAND " (column 3)"},
	{"2(3)", "2(3): an operator is missing here, such as 2*(3) (column 2)"},
	{"(2)(3)", "(2)(3): an operator is missing here, such as 2*(3) (column 4)"},
	{"2abc", "2abc: " NOT_UNDERSTOOD " (column 2)"},
	{"1..5", "1..5: " NOT_UNDERSTOOD " (column 2)"},
	{"dF.3", "dF.3: " NOT_UNDERSTOOD " (column 3)"},
	{"d6.5", "d6.5: " NOT_UNDERSTOOD " (column 3)"},
	{"(2d6", "(2d6: this bracket is never closed (column 1)"},
	{"1+((2d6) # )", "1+((2d6) # ): this bracket is never closed (column 3)"},
	{"2d6)", "2d6): this bracket was never opened (column 4)"},
	{"()", "(): " OPERAND " (column 2)"},
	{"(1;2)", "(1;2): an operator or a closing bracket should stand here (column 3)"},
	{"1d6,2", "1d6,2: a comma stands only between the numbers of a function or in { } (column "
		  "4)"},
	{"(3 d6)", "(3 d6): a blank cannot stand within dice: write 3d6 (column 4)"},
	{"sqrt", "sqrt: a function needs its numbers in brackets, such as floor(1d6/2) (column 5)"},
	{"sqrt(4", "sqrt(4: a comma or a closing bracket should stand here (column 7)"},
	{"sqrt(1,2)", "sqrt(1,2): sqrt takes 1 number, not 2 (column 1)"},
	{"1+min(1)", "1+min(1): min takes 2 numbers or more, not 1 (column 3)"},
	{"pow()", "pow(): " OPERAND " (column 5)"},
};

static const struct row bounds[] = {
	{"1d0", "1d0: a die needs at least 1 side (column 3)"},
	{"1d(1-2)", "1d(1-2): a die needs at least 1 side (column 4)"},
	{"1d(1/2)", "1d(1/2): the sides of a die are a whole number (column 4)"},
	{"1d1000001", "1d1000001: a die has at most 1000000 sides (column 3)"},
	{"1001d6", "1001d6: a term has at most 1000 dice (column 1)"},
	{"1.5d6", "1.5d6: the number of dice is a whole number (column 1)"},
	{"(1/2)d6", "(1/2)d6: the number of dice is a whole number (column 2)"},
	{"(-3)d6", "(-3)d6: the number of dice is 0 or more (column 2)"},
	{"d6;(-3)d6", "d6;(-3)d6: the number of dice is 0 or more (column 5)"},
	{"d6 \xe2\x82\xac; 1d0", "d6 \xe2\x82\xac; 1d0: a die needs at least 1 side (column 9)"},
	{"0x1d6", "0x1d6: a roll is repeated 1 to 20 times (column 1)"},
	{"21x1d6", "21x1d6: a roll is repeated 1 to 20 times (column 1)"},
	{"2x0x1d6", "2x0x1d6: a roll is repeated 1 to 20 times (column 3)"},
	{"2x2x2x2x1d6", "2x2x2x2x1d6: x stands at most three times in a row (column 8)"},
	{"20x20x20x2d6", "20x20x20x2d6: a line rolls at most 10000 dice (column 10)"},
	{"9x1000d6;9x200d6", "9x1000d6;9x200d6: a line rolls at most 10000 dice (column 12)"},
	{"20x20x20x0d6+0d6", "20x20x20x0d6+0d6: a line rolls at most 10000 times (column 10)"},
	{"d6;d6;d6;d6;d6", "d6;d6;d6;d6;d6: a line has at most 4 rolls (column 13)"},
	{"9^9^9^9", "9^9^9^9: " TOO_LARGE " (column 4)"},
	{"9007199254740993",
		"9007199254740993: numbers go up to 9007199254740992 (2^53) (column 1)"},
	{"9007199254740992+1*9", "9007199254740992+1*9: " TOO_LARGE " (column 17)"},
	{"2d6/0", "2d6/0: nothing can be divided by zero (column 5)"},
	{"1//(1-1)", "1//(1-1): nothing can be divided by zero (column 5)"},
	{"1%0", "1%0: nothing can be divided by zero (column 3)"},
	{"0^-1", "0^-1: nothing can be divided by zero (column 3)"},
	{"sqrt(-1)", "sqrt(-1): a negative number has no square root (column 1)"},
	{"1+(-8)^.5", "1+(-8)^.5: the result is not a real number (column 7)"},
	{"2x9007199254740992", "2x9007199254740992: " TOO_LARGE " (column 3)"},
};

static const struct row presets[] = {
	{"scion", "scion: scion needs the number of dice, such as scion 5+2 (column 6)"},
	{"scion fire", "scion fire: scion needs the number of dice, such as scion 5+2 (column 7)"},
	{"scion5", "scion5: this is neither a number nor dice, such as 3d6 (column 1)"},
	{"scion 0", "scion 0: scion rolls 1 to 100 dice (column 7)"},
	{"scion 101", "scion 101: scion rolls 1 to 100 dice (column 7)"},
	{"scion 2x101", "scion 2x101: scion rolls 1 to 100 dice (column 9)"},
	{"scion 21x1", "scion 21x1: a roll is repeated 1 to 20 times (column 7)"},
	{"scion 5*2",
		"scion 5*2: scion takes the number of dice and at most one +N or -N (column 8)"},
	{"scion 5+d6",
		"scion 5+d6: scion takes the number of dice and at most one +N or -N (column 8)"},
	{"scion 5+.5",
		"scion 5+.5: scion takes the number of dice and at most one +N or -N (column 8)"},
	{"ww 5+2+1", "ww 5+2+1: ww takes the number of dice and at most one +N or -N (column 7)"},
	{"ww 5+", "ww 5+: " OPERAND " (column 6)"},
	{"ww 5k1", "ww 5k1: ww takes no modifiers: its dice have theirs (column 4)"},
	{"d6; ww 101; d6; x", NULL}, /* not a roll: belongs to the comment up to the next one */
	{"besm +2d", "besm +2d: " SIDES " (column 9)"},
	{"besm 1d0", "besm 1d0: a die needs at least 1 side (column 8)"},
};

/* The error of LINE into OUT; nothing if there is none. */
static void error_line(const char *line, struct rng *rng, struct strbuf *out)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *parsed = dice_parse(line, &arena, &err);

	if (parsed == NULL || dice_roll(parsed, &limits, rng, &arena, &err) == NULL)
		dice_error_line(out, line, &err);
	arena_release(&arena);
}

static void check(const struct row *row)
{
	struct rng *rng = rng_new_seeded(1);
	struct strbuf text = STRBUF_INIT;

	error_line(row->line, rng, &text);
	assert_string_equal(text.text, row->wanted != NULL ? row->wanted : "");
	strbuf_release(&text);
	rng_free(rng);
}

static void test_syntax(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(syntax); i++)
		check(&syntax[i]);
}

static void test_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bounds); i++)
		check(&bounds[i]);
}

static void test_presets(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(presets); i++)
		check(&presets[i]);
}

/* A line of COUNT times UNIT. */
static void check_many(const char *unit, size_t count, const char *last, const char *wanted)
{
	struct strbuf line = STRBUF_INIT;
	struct row row = {.wanted = wanted};

	for (size_t i = 0; i < count; i++)
		strbuf_addstr(&line, unit);
	strbuf_addstr(&line, last);
	row.line = line.text;
	check(&row);
	strbuf_release(&line);
}

#define TOO_LONG "an expression has at most 400 bytes (column 401)"

static void monsters_are_refused_shortly(void **state)
{
	(void)state;
	check_many("(", 10000, "",
		"\xe2\x80\xa6(((((((((((((((((((((((((((((((((((((((((\xe2\x80\xa6: brackets nest "
		"at most "
		"64 deep (column 65)");
	check_many("9", 400, "",
		"9999999999999999999999999999999999999999\xe2\x80\xa6: numbers go up to "
		"9007199254740992 "
		"(2^53) (column 1)");
	check_many("-", 50000, "1",
		"\xe2\x80\xa6-----------------------------------------\xe2\x80\xa6: " TOO_LONG);
	check_many("1+", 200, "1",
		"\xe2\x80\xa6"
		"1+1+1+1+1+1+1+1+1+1+1+1+1+1+1: " TOO_LONG);
	check_many("1^", 20000, "1",
		"\xe2\x80\xa6"
		"1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1\xe2\x80\xa6: " TOO_LONG);
	check_many("d6;", 3000, "",
		"\xe2\x80\xa6"
		"d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6\xe2\x80\xa6: a line has at most 4096 "
		"bytes (column 4097)");
}

static void what_just_fits_is_rolled(void **state)
{
	(void)state;
	check_many("1+", 199, "1", NULL);
	check_many("(", 64, "1d6))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
		NULL);
	check_many("0d6+", 98, "1000d6", NULL);
}

static void limits_can_be_set(void **state)
{
	struct dice_limits limits = {.max_dice = 5, .max_sides = 10};
	struct rng *rng = rng_new_seeded(1);
	struct arena arena = ARENA_INIT;
	struct error err;

	(void)state;
	assert_non_null(dice_roll(dice_parse("5d10", &arena, NULL), &limits, rng, &arena, &err));
	assert_null(dice_roll(dice_parse("6d10", &arena, NULL), &limits, rng, &arena, &err));
	assert_string_equal(err.text, "a term has at most 5 dice");
	assert_null(dice_roll(dice_parse("5d11", &arena, NULL), &limits, rng, &arena, &err));
	assert_string_equal(err.text, "a die has at most 10 sides");
	arena_release(&arena);
	rng_free(rng);
}

static void a_dry_script_is_an_error_at_the_dice(void **state)
{
	struct rng *rng = rng_new_scripted((const uint32_t[]){1, 2, 3}, 3);
	struct strbuf text = STRBUF_INIT;

	(void)state;
	error_line("1d6+3d6", rng, &text);
	assert_string_equal(
		text.text, "1d6+3d6: the faces given ran out: there are only 3 (column 5)");
	strbuf_release(&text);
	rng_free(rng);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syntax),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_presets),
		cmocka_unit_test(monsters_are_refused_shortly),
		cmocka_unit_test(what_just_fits_is_rolled),
		cmocka_unit_test(limits_can_be_set),
		cmocka_unit_test(a_dry_script_is_an_error_at_the_dice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
