/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/test.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/dice.h"

static const struct {
	const char *text, *total;
} sums[] = {
	{"2*(3+4)", "14"},
	{" 2 * ( 3 + 4 ) ", "14"},
	{"7", "7"},
	{"1+2*3", "7"},
	{"2*3+1", "7"},
	{"10-4-3", "3"},
	{"100/10/5", "2"},
	{"7/2", "3.5"},
	{"7//2", "3"},
	{"-7//2", "-4"},
	{"7%3", "1"},
	{"-7%3", "2"},
	{"7%-3", "-2"},
	{"-7%-3", "-1"},
	{"6%3", "0"},
	{"5.5%2", "1.5"},
	{"2^10", "1024"},
	{"2**10", "1024"},
	{"2^3^2", "512"},
	{"-2^2", "-4"},
	{"(-2)^2", "4"},
	{"2^-1", "0.5"},
	{"2^-2^1*4", "1"},
	{"2*-3+4", "-2"},
	{"--3", "3"},
	{"+-+3", "-3"},
	{"1 2", NULL},
	{"0.1+0.2", "0.3"},
	{".5*4", "2"},
	{"3.14159", "3.14"},
	{"1/3", "0.33"},
	{"floor(-2.5)", "-3"},
	{"ceil(2.1)", "3"},
	{"round(2.5)", "3"},
	{"round(-2.5)", "-3"},
	{"round(2.4)", "2"},
	{"abs(-3)", "3"},
	{"sqrt(16)", "4"},
	{"sign(-9)", "-1"},
	{"sign(0)", "0"},
	{"SIGN(2)", "1"},
	{"pow(2,5)", "32"},
	{"min(3,1,2)", "1"},
	{"max(3,1,2,5)", "5"},
	{"max(min(1,2),0)*2", "2"},
	{"4503599627370496*2", "9007199254740992"},
	{"0.000000000000000000000000000000000001", "0"},
	{"1.99999999999999999999999999", "2"},
};

static void sums_are_computed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(sums); i++) {
		struct arena arena = ARENA_INIT;
		struct strbuf text = STRBUF_INIT;
		struct error err;
		double total = 0;

		if (dice_calculate(sums[i].text, &arena, &total, &err) == DICE_SUM_DONE)
			dice_number(&text, total);
		assert_string_equal(text.text, sums[i].total != NULL ? sums[i].total : "");
		strbuf_release(&text);
		arena_release(&arena);
	}
}

static const struct {
	const char *text;
	enum dice_sum wanted;
} mistakes[] = {
	{"1/0", DICE_SUM_ZERO_DIVISOR},
	{"1//(2-2)", DICE_SUM_ZERO_DIVISOR},
	{"5%0", DICE_SUM_ZERO_DIVISOR},
	{"0^-1", DICE_SUM_ZERO_DIVISOR},
	{"max(1,2/0)", DICE_SUM_ZERO_DIVISOR},
	{"", DICE_SUM_INVALID},
	{"2+", DICE_SUM_INVALID},
	{"two", DICE_SUM_INVALID},
	{"2 x", DICE_SUM_INVALID},
	{"2x3", DICE_SUM_INVALID},
	{"1d6", DICE_SUM_INVALID},
	{"d6", DICE_SUM_INVALID},
	{"2 # two", DICE_SUM_INVALID},
	{"1;2", DICE_SUM_INVALID},
	{"1,2", DICE_SUM_INVALID},
	{"(1", DICE_SUM_INVALID},
	{"1)", DICE_SUM_INVALID},
	{"9^9^9^9", DICE_SUM_INVALID},
	{"sqrt(-1)", DICE_SUM_INVALID},
	{"(-1)^.5", DICE_SUM_INVALID},
	{"system(1)", DICE_SUM_INVALID},
	{"9007199254740993+1", DICE_SUM_INVALID},
};

static void mistakes_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct arena arena = ARENA_INIT;
		struct error err = {.text = ""};
		double total = 0;

		if (dice_calculate(mistakes[i].text, &arena, &total, &err) != mistakes[i].wanted)
			fail_msg("%s", mistakes[i].text);
		assert_true(err.text[0] != '\0' && err.column >= 1);
		arena_release(&arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_computed),
		cmocka_unit_test(mistakes_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
