/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rolls against each other: who wins, what is refused, and that the odds of it are those of all
 * the ways in which the dice can fall. */
#include "unit/dice_rows.h"

#include <math.h>

#include "dice/odds/impl.h"

static const struct dice_limits limits = DICE_LIMITS_DEFAULT;

static const struct dice_row told[] = {
	{"1d20+5 vs 1d20+3", "14 19",
		"1d20+5 vs 1d20+3 || 1d20: 14 = ^B14^B || +^B5^B || Total: ^B19^B || vs || 1d20: "
		"19 = ^B19^B || +^B3^B || Total: ^B22^B || ^Bthe second wins by 3^B"},
	{"2d6 VS 2d6 # duel", "3 4 2 5",
		"2d6 vs 2d6 # duel || 2d6: 3 4 = ^B7^B || Total: ^B7^B || vs || 2d6: 2 5 = ^B7^B "
		"|| "
		"Total: ^B7^B || ^Ba tie^B"},
	{"sr 2 vs 3", "5 6 1 5 5",
		"sr 2 vs 3 || 2d6t5: ^B5^B ^B6^B = ^B2^B successes ≥5 || Total: ^B2 hits^B || vs "
		"|| "
		"3d6t5: 1 ^B5^B ^B5^B = ^B2^B successes ≥5 || Total: ^B2 hits^B || ^Ba tie, which "
		"the second wins^B"},
	{"sr 2 vs sr 1", "5 6 1",
		"sr 2 vs sr 1 || 2d6t5: ^B5^B ^B6^B = ^B2^B successes ≥5 || Total: ^B2 hits^B || "
		"vs "
		"|| 1d6t5: 1 = ^B0^B successes ≥5 || Total: ^B0 hits^B || ^Bcritical glitch^B || "
		"^Bthe first wins by 2 "
		"net hits^B"},
	{"age +1 vs +2", "4 3 5 4 5 2",
		"age +1 vs +2 || 2d6: 4 3 = ^B7^B || +1d6[stunt]: 5 = ^B5^B || +^B1^B || Total: "
		"^B13^B || vs || 2d6: 4 5 = ^B9^B || +1d6[stunt]: 2 = ^B2^B || +^B2^B || Total: "
		"^B13^B "
		"|| ^Bthe first wins^B"},
	{"wng 2 vs 2", "4 5 4 4",
		"wng 2 vs 2 || 1d6t4ds6[wrath]: ^B4^B = ^B1^B success ≥4, twice ≥6 || +1d6t4ds6: "
		"^B5^B = "
		"^B1^B success ≥4, twice ≥6 || Total: ^B2 icons^B || vs || 1d6t4ds6[wrath]: ^B4^B "
		"= ^B1^B "
		"success ≥4, twice ≥6 || +1d6t4ds6: ^B4^B = ^B1^B success ≥4, twice ≥6 || Total: "
		"^B2 "
		"icons^B || ^Ba tie, which the first wins^B"},
	{"coc 60 vs 40", "4 5 2 9",
		"coc 60 vs 40: ^B35^B · ^Bregular success^B || vs: ^B19^B · ^Bhard success^B || "
		"^Bthe second wins^B"},
	{"coc 60 versus 40", "4 5 2 9",
		"coc 60 vs 40: ^B35^B · ^Bregular success^B || vs: ^B19^B · ^Bhard success^B || "
		"^Bthe second wins^B"},
	{"coc 60 vs 40", "4 5 4 9",
		"coc 60 vs 40: ^B35^B · ^Bregular success^B || vs: ^B39^B · ^Bregular success^B || "
		"^Bthe first wins^B"},
	{"coc 60 vs 40", "7 5 9 9",
		"coc 60 vs 40: ^B65^B · ^Bfailure^B || vs: ^B89^B · ^Bfailure^B || ^Ba tie^B"},
	{"pend 12 vs 10", "11 10",
		"pend 12 vs 10 || 1d20: 11 = ^B11^B || Total: ^B11^B || ^Bsuccess^B || vs || 1d20: "
		"10 = ^B10^B || Total: ^B10^B || ^Bcritical success^B || ^Bthe second wins^B"},
	{"1d20+5 vs 15", "10",
		"1d20+5 vs 15 || 1d20: 10 = ^B10^B || +^B5^B || Total: ^Bsuccess "
		"(15 ≥ 15)^B"},
	{"1d20+5 vs AC 16 to hit", "10",
		"1d20+5 vs AC 16 to hit || 1d20: 10 = ^B10^B || +^B5^B || Total: ^Bfailure (15 < "
		"16)^B"},
	{"adv+5 vs 15", "10 2",
		"adv+5 vs 15 || 2d20kh1: 10 (2) = ^B10^B || +^B5^B || Total: ^Bsuccess (15 ≥ "
		"15)^B"},
	{"1d20 vs the orc", "7", "1d20 vs the orc || 1d20: 7 = ^B7^B || Total: ^B7^B"},
	{"fate +2 vs 1", "3 3 3 3",
		"fate +2 vs 1 || 4dF: [^B0^B] [^B0^B] [^B0^B] [^B0^B] = ^B0^B || +^B2^B || Total: "
		"^B2^B || ^Bsuccess^B"},
	{"sr 6 vs cod 5", "", "sr 6 vs cod 5: sr is only compared with sr (column 1)"},
	{"cod 5 vs 1d20", "", "cod 5 vs 1d20: cod is only compared with cod (column 1)"},
	{"pbta +1 vs pbta", "",
		"pbta +1 vs pbta: pbta does not say how two rolls of it compare (column 1)"},
	{"1d20 vs 5d10>7", "",
		"1d20 vs 5d10>7: one side of vs counts dice, and the other adds them up (column "
		"1)"},
	{"2x1d20 vs 1d20", "",
		"2x1d20 vs 1d20: what is rolled several times is not compared by vs (column 1)"},
	{"1d20 vs 1d20 vs 1d20", "",
		"1d20 vs 1d20 vs 1d20: vs stands between two rolls, no more, and nothing else is "
		"in the line "
		"(column 9)"},
	{"1d20 vs 1d0", "4", "1d20 vs 1d0: a die needs at least 1 side (column 11)"},
	{"1d20 vs 1d", "", "1d20 vs 1d: a die needs its sides; write 1d6 (column 10)"},
};

TEST_DICE(check_dice_row, told)

/* ---- every way that the dice can fall ---- */

enum { MAX_FACES = 24, MAX_WAYS = 300000 };

struct way {
	uint32_t faces[MAX_FACES], sides[MAX_FACES];
	size_t count;
};

/* Go on to the next way; what would explode for the third time is left out. */
static bool next_way(struct way *way)
{
	size_t at = way->count;

	while (at > 0 && way->faces[at - 1] == way->sides[at - 1])
		at--;
	if (at == 0)
		return false;
	way->faces[at - 1]++;
	for (; at < MAX_FACES; at++)
		way->faces[at] = 1;
	return true;
}

/* Add the chance of WAY to who wins. */
static void add_way(const struct dice_line *line, struct way *way, double seen[3])
{
	struct arena arena = ARENA_INIT;
	struct rng *rng = rng_new_scripted(way->faces, MAX_FACES);
	const struct dice_result *result = dice_roll(line, &limits, rng, &arena, NULL);
	double chance = 1;

	assert_non_null(result);
	way->count = result->outcomes[0].face_count;
	for (size_t i = 0; i < way->count; i++) {
		way->sides[i] = result->outcomes[0].faces[i].sides;
		chance /= way->sides[i];
	}
	seen[strncmp(result->outcomes[0].contest, "the first", 9) == 0  ? 0
		: strncmp(result->outcomes[0].contest, "a tie", 5) == 0 ? 1
									: 2] += chance;
	rng_free(rng);
	arena_release(&arena);
}

static void check_ways(const char *typed)
{
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *line = dice_parse(typed, shipped_book(), &arena, &err);
	struct odds *odds = odds_new(typed, shipped_book(), &limits, &err);
	double seen[3] = {0, 0, 0};
	struct way way = {.count = 0};
	size_t ways = 0;

	if (odds == NULL || line == NULL)
		fail_msg("%s: %s", typed, err.text);
	for (size_t i = 0; i < MAX_FACES; i++)
		way.faces[i] = 1;
	do
		add_way(line, &way, seen);
	while (++ways < MAX_WAYS && next_way(&way));
	if (ways == MAX_WAYS || fabs(seen[0] - odds->higher) > 1e-9 ||
		fabs(seen[1] - odds->equal) > 1e-9 || fabs(seen[2] - odds->lower) > 1e-9)
		fail_msg("%s: %zu ways, %.12g %.12g %.12g are not %.12g %.12g %.12g", typed, ways,
			odds->higher, odds->equal, odds->lower, seen[0], seen[1], seen[2]);
	odds_free(odds);
	arena_release(&arena);
}

static void test_ways(void **state)
{
	static const char *const lines[] = {"1d20+5 vs 1d20+3", "4d6kh3 vs 3d6", "2dF+2 vs 2dF",
		"3d6>4 vs 2d6>3", "adv+1 vs dis+3", "sr 4 vs 3", "sr4 3 vs sr4 3", "coc 60 vs 40",
		"coc 60 hard vs 55", "dg 50 vs 60", "brp 65 vs 40", "mythras 65 vs 110",
		"pend 12 vs 10", "pend 23 vs 15", "wfrp 45 vs 60", "im 45 vs 40", "dh2 45 vs 30",
		"gurps 12 vs 14", "trav +2 vs trav +1", "mnm +5 vs +3", "br 10 8 vs 8 8",
		"yz 3 vs 4", "vtm 2h1 vs vtm 3h1", "wod 2 7 vs wod 2", "ex 2 vs 3", "age vs age",
		"raise 2 vs 3", "sil 3 vs 2", "wng 3 vs 3", "dcc d16 vs dcc d20+2",
		"cosmere +5 vs +3"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		check_ways(lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
