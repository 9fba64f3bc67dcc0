/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about odds: what is said, byte for byte, what is wrong with them, and chances in closed
 * form. */
#include "unit/test.h"

#include <math.h>

#include "base/strbuf.h"
#include "book.h"
#include "dice/odds/impl.h"

static const struct dice_limits limits = DICE_LIMITS_DEFAULT;

/* ---- what is said ---- */

static const struct {
	const char *line, *reply; /* ^B is bold */
} replies[] = {
	{"3d6", "3d6 || 11 or more 50%, 11 or less 62.5% || mean 10.5, deviation 2.96 || "
		"3 ▁▁▂▃▄▆▇██▇▆▄▃▂▁▁ 18"},
	{"4d6kh3 >= 15", "4d6kh3 >= 15: ^B23.1%^B || 15 or more 23.1%, 15 or less 87% || "
			 "mean 12.24, deviation 2.85 || 3 ▁▁▁▁▂▃▄▆▇██▇▆▄▃▁ 18"},
	{"2d20kh1+5 >= 15 vs 1d20+7",
		"2d20kh1+5 >= 15: ^B79.8%^B vs 1d20+7 >= 15: ^B65%^B || the first is higher 54.2%, "
		"equal 4.95%, lower 40.9% || mean 18.82, deviation 4.71 vs mean 17.5, deviation "
		"5.77"},
	{"1d20+7 vs 2d20kh1+5 >= 15",
		"1d20+7 >= 15: ^B65%^B vs 2d20kh1+5 >= 15: ^B79.8%^B || the first is higher 40.9%, "
		"equal 4.95%, lower 54.2% || mean 17.5, deviation 5.77 vs mean 18.82, deviation "
		"4.71"},
	{"1d4 vs 1d4", "1d4 vs 1d4 || the first is higher ^B37.5%^B, equal 25%, lower 37.5% || "
		       "mean 2.5, deviation 1.12 vs mean 2.5, deviation 1.12"},
	{"1d4 >= 2 vs 1d6 >= 5",
		"1d4 >= 2: ^B75%^B vs 1d6 >= 5: ^B33.3%^B || the first is higher 25%, equal 16.7%, "
		"lower 58.3% || mean 2.5, deviation 1.12 vs mean 3.5, deviation 1.71"},
	/* A blank makes it the total, or what cannot be a count of dice. */
	{"5d10>=8", "5d10>=8 || 2 or more 47.2%, 2 or less 83.7% || mean 1.5, deviation 1.02 || "
		    "0 ▄█▇▃▁▁ 5"},
	{"5d10>=8 >= 3", "5d10>=8 >= 3: ^B16.3%^B || 3 or more 16.3%, 3 or less 96.9% || "
			 "mean 1.5, deviation 1.02 || 0 ▄█▇▃▁▁ 5"},
	{"2d4+3>=9", "2d4+3 >= 9: ^B37.5%^B || 9 or more 37.5%, 9 or less 81.3% || "
		     "mean 8, deviation 1.58 || 5 ▂▄▆█▆▄▂ 11"},
	{"(2d4)>=6", "(2d4) >= 6: ^B37.5%^B || 6 or more 37.5%, 6 or less 81.3% || "
		     "mean 5, deviation 1.58 || 2 ▂▄▆█▆▄▂ 8"},
	/* What no face can meet is about the total, as it is when it is rolled. */
	{"2d4>=6", "2d4 >= 6: ^B37.5%^B || 6 or more 37.5%, 6 or less 81.3% || mean 5, deviation "
		   "1.58 || 2 ▂▄▆█▆▄▂ 8"},
	{"2d4 at least 6", "2d4 >= 6: ^B37.5%^B || 6 or more 37.5%, 6 or less 81.3% || mean 5, "
			   "deviation 1.58 || 2 ▂▄▆█▆▄▂ 8"},
	{"DC 6: 2d4", "2d4 >= 6: ^B37.5%^B || 6 or more 37.5%, 6 or less 81.3% || mean 5, "
		      "deviation 1.58 || 2 ▂▄▆█▆▄▂ 8"},
	{"1d4+1 vs 4 adv", "2d4kh1+1 >= 4: ^B75%^B || 4 or more 75%, 4 or less 56.3% || mean 4.12, "
			   "deviation 0.93 || 2 ▁▃▆█ 5"},
	{"1d4 3+", "1d4 >= 3: ^B50%^B || 3 or more 50%, 3 or less 75% || mean 2.5, deviation 1.12 "
		   "|| 1 ████ 4"},
	{"1d4+1 vs 4", "1d4+1 >= 4: ^B50%^B || 4 or more 50%, 4 or less 75% || mean 3.5, deviation "
		       "1.12 || 2 ████ 5"},
	{"1d4+1 vs AC 4", "1d4+1 >= 4: ^B50%^B || 4 or more 50%, 4 or less 75% || mean 3.5, "
			  "deviation 1.12 || 2 ████ 5"},
	{"1d4+1 vs DV 4", "1d4+1 >= 4: ^B50%^B || 4 or more 50%, 4 or less 75% || mean 3.5, "
			  "deviation 1.12 || 2 ████ 5"},
	{"sr 2 vs 1", "sr 2 vs sr 1 || the first wins ^B40.7%^B, a tie, which the second wins, "
		      "44.4%, the second wins 14.8% || mean 0.67, deviation 0.67 vs mean 0.33, "
		      "deviation 0.47"},
	{"1d4 = 4",
		"1d4 = 4: ^B25%^B || 4 or more 25%, 4 or less always || mean 2.5, deviation 1.12 "
		"|| 1 ████ 4"},
	{"1d4 == 4", "1d4 = 4: ^B25%^B || 4 or more 25%, 4 or less always || mean 2.5, deviation "
		     "1.12 || 1 ████ 4"},
	{"1d4 != 4", "1d4 <> 4: ^B75%^B || 4 or more 25%, 4 or less always || mean 2.5, deviation "
		     "1.12 || 1 ████ 4"},
	{"1d4 ≤ 3",
		"1d4 <= 3: ^B75%^B || 3 or more 50%, 3 or less 75% || mean 2.5, deviation 1.12 || "
		"1 ████ 4"},
	{"1d4 ≥ 2.5", "1d4 >= 2.5: ^B50%^B || 2.5 or more 50%, 2.5 or less 50% || mean 2.5, "
		      "deviation 1.12 || 1 ████ 4"},
	{"1d4 > -1", "1d4 > -1: ^Balways^B || -1 or more always, -1 or less never || mean 2.5, "
		     "deviation 1.12 || 1 ████ 4"},
	{"1d4 > 4", "1d4 > 4: ^Bnever^B || 4 or more 25%, 4 or less always || mean 2.5, deviation "
		    "1.12 || 1 ████ 4"},
	/* The rare and the nearly certain. */
	{"8d6 >= 48",
		"8d6 >= 48: ^B1 in 1,700,000^B || 48 or more 1 in 1,700,000, 48 or less always "
		"|| mean 28, deviation 4.83 || 14 ▁▁▁▃▄▆██▇▅▃▂▁▁▁ 42"},
	{"8d6 < 48",
		"8d6 < 48: ^Ball but 1 in 1,700,000^B || 48 or more 1 in 1,700,000, 48 or less "
		"always || mean 28, deviation 4.83 || 14 ▁▁▁▃▄▆██▇▅▃▂▁▁▁ 42"},
	{"100d6 = 100",
		"100d6 = 100: ^B1 in 10^78^B || 100 or more always, 100 or less 1 in 10^78 || "
		"mean 350, deviation 17.08 || 297 ▁▁▁▁▂▃▄▅▇███▇▆▄▃▂▁▁▁▁▁ 403"},
	{"1d2/3", "1d2/3 || 0.67 or more 50%, 0.67 or less always || mean 0.5, deviation 0.17 || "
		  "0.33 █                      █ 0.67"},
	{"d2!", "d2! || 3 or more 50%, 3 or less 75% || mean 3, deviation 2.83, cut: 1 in 10^12 is "
		"left out || 1 █ ▄ ▂ ▁ ▁ ▁ ▁ ▁ ▁ ▁ 19"},
	{"besm +2 >= 9", "2d6+2 >= 9: ^B58.3%^B || 9 or more 58.3%, 9 or less 58.3% || mean 9, "
			 "deviation 2.42 || 4 ▁▃▄▅▇█▇▅▄▃▁ 14"},
	{"4d6kh3[might] + 2 >= 17 VS 3d6",
		"4d6kh3[might] + 2 >= 17: ^B23.1%^B vs 3d6 >= 17: ^B1.85%^B || the first is "
		"higher "
		"78.3%, equal 6.27%, lower 15.4% || mean 14.24, deviation 2.85 vs mean 10.5, "
		"deviation 2.96"},
	{"7", "7 || 7 or more always, 7 or less always || mean 7, deviation 0 || 7 █ 7"},
};

static void replies_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct error err = {.text = ""};
		struct odds *odds = odds_new(replies[i].line, shipped_book(), &limits, &err);
		struct strbuf text = STRBUF_INIT;
		char shown[600];

		if (odds == NULL)
			fail_msg("%s: %s", replies[i].line, err.text);
		odds_reply(&text, odds, 400);
		assert_string_equal(show_bold(text.text, shown, sizeof shown), replies[i].reply);
		strbuf_release(&text);
		odds_free(odds);
	}
}

/* What does not fit is left out from the end, part by part. */
static void replies_are_shortened(void **state)
{
	static const struct {
		size_t max;
		const char *reply;
	} rows[] = {
		{94, "3d6 >= 10: \x02"
		     "62.5%\x02 || 10 or more 62.5%, 10 or less 50% || mean 10.5, "
		     "deviation 2.96"},
		{66, "3d6 >= 10: \x02"
		     "62.5%\x02 || 10 or more 62.5%, 10 or less 50%"},
		{30, "3d6 >= 10: \x02"
		     "62.5%\x02"},
	};
	struct odds *odds = odds_new("3d6 >= 10", shipped_book(), &limits, NULL);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;

		odds_reply(&text, odds, rows[i].max);
		assert_string_equal(text.text, rows[i].reply);
		strbuf_release(&text);
	}
	odds_free(odds);
}

/* ---- mistakes ---- */

static const struct {
	const char *line, *error;
	int column;
} mistakes[] = {
	{"", "there is nothing to roll; write dice, such as 3d6", 1},
	{"4d6 2d8", "two rolls stand side by side; write 4d6 ; 2d8 or 4d6 + 2d8", 5},
	{"3d6 fire", "after a roll odds take a comparison, such as >= 15, or vs and another roll",
		5},
	{"3d6 >=", "after a roll odds take a comparison, such as >= 15, or vs and another roll", 5},
	{"3d6 >= x", "after a roll odds take a comparison, such as >= 15, or vs and another roll",
		5},
	{"3d6 >= 15 now",
		"after a roll odds take a comparison, such as >= 15, or vs and another roll", 5},
	{"3d6 >= 1234567890123456",
		"after a roll odds take a comparison, such as >= 15, or vs and another roll", 5},
	{"3d6; 2d8", "odds are of one roll, or of two with vs between them; write 3d6", 1},
	{"3d6 vs", "there is nothing to roll; write dice, such as 3d6", 7},
	{"  3d6 vs 1d0", "a die needs at least 1 side", 10},
	{"3d6 vs 2d6 fire",
		"after a roll odds take a comparison, such as >= 15, or vs and another roll", 12},
	{"1d6/(1d6-1)", "this roll can fail: nothing can be divided by zero", 4},
	{"2*sqrt(1d4-3)", "this roll can fail: a negative number has no square root", 3},
	{"9007199254740992*1d6", "this roll can fail: the result is beyond 9007199254740992 (2^53)",
		17},
	{"9007199254740992+1d6", "this roll can fail: the result is beyond 9007199254740992 (2^53)",
		17},
	{"(1d4-2)d6", "the number of dice is 0 or more", 2},
	{"(1d4/2)d6", "the number of dice is a whole number", 2},
	{"1d(1d4-1)", "a die needs at least 1 side", 4},
	{"1001d6", "a term has at most 1000 dice", 1},
	{"1d1000001", "a die has at most 1000000 sides", 3},
	{"20d6u", "20 dice cannot all differ: they have only 6 values", 5},
	{"4d6r<7", "every face would be rerolled, without end", 4},
	{"4d6!>=1", "every face would explode, without end: !o explodes once", 4},
	{"d[red,blue]", "dice that show words have no total", 1},
	{"1+1000d1000",
		"these odds take more than 200 million steps to compute; try fewer dice, or logios "
		"roll --repeat",
		3},
	{"2d1000000",
		"these odds take more than 16 MB to compute; try fewer dice, or logios roll "
		"--repeat",
		1},
	{"20x20x20x3d20",
		"the odds of so many rolls together take too long to compute; ask for one", 10},
	{"5d6!pk2", "the odds of !p with keep or drop are not known; those of !!p are", 1},
	{"3d6!om", "the odds of m after these modifiers are not known", 1},
	{"3d6um", "the odds of m among dice that differ are not known", 4},
	{"10d10uo",
		"there are too many outcomes of uo to look at; try fewer dice, or logios roll "
		"--repeat",
		6},
	{"2d10r<10!k1",
		"these dice explode too often to tell which are kept; try fewer dice, or logios "
		"roll --repeat",
		1},
	{"{1d6*1d4}k", "the odds of such a group are not known", 2},
	{"{floor(1d6/2)+1d4}k", "in a group of which dice are kept, odds know only + - and *", 2},
	{"{2d6k1+1d4}k", "the odds of a group of dice with these modifiers are not known", 2},
	{"{(1d4)d6+1d4}k", "the odds of a group with a rolled number here are not known", 3},
	{"{1d6/2,1d4/2,1d8/2}d1dh1",
		"the odds of fractions that are dropped at both ends are not known", 1},
};

static void mistakes_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct error err = {.text = ""};
		struct odds *odds = odds_new(mistakes[i].line, shipped_book(), &limits, &err);

		if (odds != NULL)
			fail_msg("%s has odds", mistakes[i].line);
		assert_string_equal(err.text, mistakes[i].error);
		if (err.column != mistakes[i].column)
			fail_msg("%s: column %d", mistakes[i].line, err.column);
	}
}

/* ---- closed forms ---- */

static double binomial(unsigned n, unsigned k, double p)
{
	return exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0)) * pow(p, k) *
	       pow(1 - p, n - k);
}

static void assert_near(const char *text, double got, double wanted)
{
	if (!(fabs(got - wanted) <= 1e-10))
		fail_msg("%s: %.15g instead of %.15g", text, got, wanted);
}

static void successes_are_binomial(void **state)
{
	static const struct {
		const char *text;
		unsigned dice;
		double chance;
	} rows[] = {
		{"20d6>=5", 20, 2 / 6.},
		{"50d10t8", 50, 0.3},
		{"12d20=20", 12, 0.05},
		{"30d8even", 30, 0.5},
		{"7d6ro<3>=5", 7, 4 / 9.},
		{"9d10r1=10", 9, 1 / 9.},
		{"25dF>0", 25, 1 / 3.},
		{"1000d100<=1", 1000, 0.01},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct odds *odds = odds_new(rows[i].text, shipped_book(), &limits, NULL);
		const struct dist *dist;

		assert_non_null(odds);
		dist = odds->sides[0].dist;
		assert_int_equal(dist_max(dist), rows[i].dice);
		for (unsigned k = 0; k <= rows[i].dice; k++)
			assert_near(rows[i].text, dist->chances[k],
				binomial(rows[i].dice, k, rows[i].chance));
		odds_free(odds);
	}
}

static double power_at_most(unsigned n, unsigned s, double v)
{
	return pow(v / s, n);
}

static void extremes_are_powers(void **state)
{
	static const struct {
		const char *text;
		unsigned dice, sides;
	} rows[] = {{"2d20kh1", 2, 20}, {"5d6k", 5, 6}, {"40d10kh", 40, 10}, {"3d1000k1", 3, 1000},
		{"{d12,d12,d12}k", 3, 12}, {"max(d8,d8,d8,d8)", 4, 8}, {"7d6d6", 7, 6},
		{"{1d20+1d20}kh1", 2, 20}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct odds *odds = odds_new(rows[i].text, shipped_book(), &limits, NULL);

		assert_non_null(odds);
		for (unsigned v = 1; v <= rows[i].sides; v++)
			assert_near(rows[i].text, dist_at_most(odds->sides[0].dist, v),
				power_at_most(rows[i].dice, rows[i].sides, v));
		odds_free(odds);
	}
}

/* The number of exploding dice is geometric, and the mean of a chain is that of a die over 1 -
 * q. */
static void means(void **state)
{
	static const struct {
		const char *text;
		double mean;
	} rows[] = {
		{"10d6!", 10 * 3.5 / (1 - 1 / 6.)},
		{"10d6!!", 10 * 3.5 / (1 - 1 / 6.)},
		{"3d10!>=8", 3 * 5.5 / (1 - 0.3)},
		{"4d6!o", 4 * (3.5 + 3.5 / 6)},
		{"4d6!p", 4 * (3.5 + 2.5 / 6 / (1 - 1 / 6.))},
		{"100d6", 350},
		{"6x4d6kh3", 6 * 12.244598765432098},
		{"(2d4)d(1d6)", 5 * 2.25},
		{"2d6*1d4", 17.5},
		{"3d20u", 31.5},
		{"10d[1,2,5]-3", 10 * 8 / 3. - 3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct odds *odds = odds_new(rows[i].text, shipped_book(), &limits, NULL);

		assert_non_null(odds);
		/* What is cut is rare, but would have been a lot. */
		assert_near(rows[i].text, odds->sides[0].mean * 0.1, rows[i].mean * 0.1);
		assert_true(odds->sides[0].cut < 1e-10);
		odds_free(odds);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_hold),
		cmocka_unit_test(replies_are_shortened),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(successes_are_binomial),
		cmocka_unit_test(extremes_are_powers),
		cmocka_unit_test(means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
