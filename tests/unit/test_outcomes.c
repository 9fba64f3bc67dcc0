/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chance of what game systems say: against fractions worked out by hand, against every way that
 * the dice of small rolls can fall, and against many rolls of every example that is shipped. */
#include "unit/dice_rows.h"

#include <math.h>

#include "base/mem.h"
#include "dice/odds/impl.h"
#include "dice/outcomes/outcomes.h"
#include "dice/systems/system.h"

static const struct dice_limits limits = DICE_LIMITS_DEFAULT;

static struct odds *ask(const char *line)
{
	struct error err = {.text = ""};
	struct odds *odds = odds_new(line, shipped_book(), &limits, &err);

	if (odds == NULL)
		fail_msg("%s: %s", line, err.text);
	return odds;
}

/* The chance of all outcomes whose words begin with WORDS. */
static double chance_of(const struct odds *odds, const char *words)
{
	const struct odds_side *side = &odds->sides[0];
	double sum = 0;

	for (size_t i = 0; i < side->outcome_count; i++)
		if (strncmp(side->outcomes[i].words, words, strlen(words)) == 0)
			sum += side->outcomes[i].chance;
	return sum;
}

/* ---- by hand ---- */

static const struct {
	const char *line, *words;
	double ways, of;
} known[] = {
	{"coc 50", "critical success", 1, 100},
	{"coc 50", "extreme success", 9, 100},
	{"coc 50", "hard success", 15, 100},
	{"coc 50", "regular success", 25, 100},
	{"coc 50", "failure", 49, 100},
	{"coc 50", "fumble", 1, 100},
	{"coc 50 b1", "extreme success", 171, 1000},
	{"coc 50 b1", "fumble", 1, 1000},
	{"coc 50 p1", "failure", 731, 1000},
	{"coc 50 p1", "fumble", 19, 1000},
	{"vtm 3h1 2", "success", 59, 125},
	{"vtm 3h1 2", "critical win", 9, 1000},
	{"vtm 3h1 2", "messy critical", 19, 1000},
	{"vtm 3h1 2", "bestial failure", 3, 40},
	{"vtm 3h1 2", "failure", 13, 40},
	{"vtm 3h1 2", "total failure", 1, 10},
	{"sr 6", "glitch", 126, 23328},
	{"sr 6", "critical glitch", 77, 23328},
	{"fitd 3", "critical success", 2, 27},
	{"fitd 3", "success", 25, 72},
	{"fitd 3", "partial success", 49, 108},
	{"fitd 0", "success", 1, 36},
	{"pbta +1", "full success", 5, 18},
	{"pbta +1", "partial success", 4, 9},
	{"wod 5 6", "botch", 2101, 100000},
	{"wod 5 6", "", 211, 250},
	{"cod 3", "failure", 343, 1000},
	{"sp 3", "failure", 216, 1000},
	{"ms 45", "critical success", 5, 100},
	{"ms 45", "success", 40, 100},
	{"ms 45 adv", "critical success", 39, 400},
	{"ms 45 adv", "success", 3, 5},
	{"ms 45 adv", "failure", 3, 10},
	{"ms 45 adv", "critical failure", 1, 400},
	{"wfrp 45", "success", 41, 100},
	{"wfrp 45", "fumble", 6, 100},
	{"alien 5s2", "panic", 11, 36},
	{"cypher 3", "failure", 35, 100},
	{"cypher 3", "success", 60, 100},
	{"mnm +5 dc15", "N degrees of success", 55, 100},
	{"d6s3", "complication", 1, 6},
	{"cpr +12 vs 15", "success", 7, 10},
	{"cpr +12 vs 15", "failure, ties", 1, 10},
	{"cpd 3", "critical injury", 2, 27},
	{"conan 12 f3 d2", "success", 12, 25},
	{"gurps 12", "critical success", 1, 54},
	{"gurps 12", "success", 13, 18},
	{"gurps 12", "failure", 13, 54},
	{"gurps 6", "critical failure", 5, 108},
	{"pf2 +10 dc20", "success", 50, 100},
	{"pf2 +10 dc20", "critical failure", 5, 100},
	{"dg 50", "fumble", 6, 100},
	{"ua 45", "failure, flipped", 21, 100},
	{"brp 65", "special success", 10, 100},
	{"brp 70", "critical success", 4, 100}, /* by the published table of RuneQuest */
	{"brp 70", "fumble", 2, 100},
	{"brp 71", "fumble", 1, 100},
	{"brp 5", "critical success", 1, 100},
	{"brp 5", "fumble", 5, 100},
	{"brp 98", "failure", 4, 100},
	{"mythras 65", "success", 58, 100},
	{"pend 15", "success", 70, 100},
	{"pend 23", "critical success", 20, 100},
	{"iron +2", "strong hit", 139, 600},
	{"iron +2", "weak hit", 131, 300},
	{"iron +2", "miss", 199, 600},
	{"steel +2", "tier 1", 36, 100},
	{"steel +2", "tier 2", 43, 100},
	{"steel +2", "tier 3", 21, 100},
	{"cairn 12 adv", "success", 21, 25},
	{"tor 2 tn14", "success", 181, 432},
	{"trophy 1 1", "success,", 1, 6},
	{"br 10 8", "failure", 5, 16},
	{"br 10 8", "critical success", 1, 4},
	{"ore 2", "no set", 9, 10},
	{"ars +3", "N botches", 1, 100},
	{"sw 8", "success, N raises", 71, 288},
	{"sw 8", "critical failure", 1, 48},
	{"dl 3d8", "bust", 11, 256},
	{"dl 3d8", "success", 109, 128},
	{"dheart +2 dc15", "success with Hope", 1, 4},
	{"dheart +2 dc15", "failure with Fear", 5, 24},
	{"trav", "exceptional failure", 1, 36},
	{"fate +2 vs 2", "tie", 19, 81},
	{"fate +2 vs 2", "success with style", 5, 81},
	{"genesys g p", "success", 11, 32},
	{"ed 9", "failure", 1, 48},
	{"risk 3 2", "the attacker loses 2", 2275, 7776},
	{"risk 3 2", "each loses 1", 2611, 7776},
	{"risk 3 2", "the defender loses 2", 2890, 7776},
	{"risk 1 1", "the defender loses 1", 5, 12},
	{"contest", "a tie", 1, 20},
	{"cortex 6 6", "effect d4, N hitches", 10, 36},
	{"cortex 6 6", "botch", 1, 36},
	{"cortex 12 12 12 12 12 12 12 12", "botch", 1, 429981696},
};

static void test_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		struct odds *odds = ask(known[i].line);
		double chance = chance_of(odds, known[i].words);

		if (fabs(chance - known[i].ways / known[i].of) > 1e-12 &&
			(*known[i].words != '\0' || odds->sides[0].outcome_count == 0))
			fail_msg("%s: %s has %.15g, not %g of %g", known[i].line, known[i].words,
				chance, known[i].ways, known[i].of);
		odds_free(odds);
	}
}

/* The raises of so many dice, worked out by hand. */
static void test_raises(void **state)
{
	static const double ways[] = {126, 3766, 5801, 306, 1};
	struct odds *odds = ask("raise 4");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		assert_true(fabs(odds->sides[0].dist->chances[i] - ways[i] / 10000) < 1e-12);
	odds_free(odds);
}

/* ---- every way that dice can fall ---- */

enum { MAX_FACES = 64, MAX_WAYS = 400000 };

/* The faces of one way, and those after them that are not used. */
struct way {
	uint32_t faces[MAX_FACES], sides[MAX_FACES];
	size_t count;
	double chance;
};

/* Roll PARSED with the faces of WAY, which gets the sides of the dice that were used. */
static const struct dice_result *roll_way(
	const struct dice_line *parsed, struct way *way, struct arena *arena)
{
	struct rng *rng = rng_new_scripted(way->faces, MAX_FACES);
	const struct dice_result *result = dice_roll(parsed, &limits, rng, arena, NULL);

	assert_non_null(result);
	way->count = result->outcomes[0].face_count;
	way->chance = 1;
	for (size_t i = 0; i < way->count; i++) {
		way->sides[i] = result->outcomes[0].faces[i].sides;
		way->chance /= way->sides[i];
	}
	rng_free(rng);
	return result;
}

/* Go on to the next way: the last of the first DICE that can shows more, all after it show 1, so
 * that what is rare after explosions is left out. Returns false after the last. */
static bool next_way(struct way *way, size_t dice)
{
	size_t at = way->count;

	while (at > 0 && (way->faces[at - 1] == way->sides[at - 1] || at > dice))
		at--;
	if (at == 0)
		return false;
	way->faces[at - 1]++;
	for (; at < MAX_FACES; at++)
		way->faces[at] = 1;
	return true;
}

static bool same_words(const char *a, const char *b);

/* Add CHANCE to each of the things said in VERDICT, parted by commas. */
static void add_apart(
	const struct odds_side *side, const char *verdict, double chance, double *seen)
{
	char part[200];

	while (*verdict != '\0') {
		size_t len = strcspn(verdict, ",");

		snprintf(part, sizeof part, "%.*s", (int)len, verdict);
		for (size_t i = 0; i < side->outcome_count; i++)
			seen[i] += same_words(side->outcomes[i].words, part) ? chance : 0;
		verdict += len + (verdict[len] == ',') + (verdict[len] == ',');
	}
}

/* Add the chance of WAY to what was said. */
static void add_way(const struct odds_side *side, const char *verdict, double chance, double *seen)
{
	verdict = verdict != NULL ? verdict : "";
	if (side->apart) {
		add_apart(side, verdict, chance, seen);
		return;
	}
	for (size_t i = 0; i < side->outcome_count; i++)
		if (same_words(side->outcomes[i].words, verdict)) {
			seen[i] += chance;
			return;
		}
	if (side->outcome_count > 0)
		fail_msg("%s says %s, which has no odds", side->expression, verdict);
}

/* Add the chance of a way to come to TOTAL. */
static void add_total(const struct odds_side *side, double total, double chance, double *totals)
{
	for (size_t i = 0; i < side->dist->count; i++)
		if (dist_value(side->dist, i) == total) {
			totals[i] += chance;
			return;
		}
	if (chance > 1e-6)
		fail_msg("%s comes to %g, which has no odds", side->expression, total);
}

/* All ways that LINE can be rolled, with up to DICE of them, make the same chances if they are few.
 * Returns whether. */
static bool check_ways(const char *line, size_t dice)
{
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	const struct dice_line *parsed = dice_parse(line, shipped_book(), &arena, NULL);
	struct odds *odds = ask(line);
	const struct odds_side *side = &odds->sides[0];
	double seen[OUTCOMES_MAX] = {0}, whole = 0;
	double *totals = mem_zalloc(side->dist->count, sizeof *totals);
	struct way way = {.count = 0};
	size_t ways = 0;

	for (size_t i = 0; i < MAX_FACES; i++)
		way.faces[i] = 1;
	do {
		const struct dice_result *result = roll_way(parsed, &way, &scratch);

		whole += way.chance;
		add_way(side, result->outcomes[0].verdict, way.chance, seen);
		add_total(side, result->outcomes[0].total, way.chance, totals);
		arena_reset(&scratch);
	} while (++ways < MAX_WAYS && next_way(&way, dice));
	for (size_t i = 0; ways < MAX_WAYS && i < side->outcome_count; i++) {
		double chance = side->outcomes[i].chance;

		for (size_t n = 0; n < side->outcome_count; n++)
			if (n != i && same_words(side->outcomes[n].words, side->outcomes[i].words))
				chance = seen[i] = 0; /* told apart only by numbers */
		if (fabs(seen[i] - chance) > 1e-9 + (1 - whole))
			fail_msg("%s: %s has %.15g, of all ways %.15g", line,
				side->outcomes[i].words, chance, seen[i]);
	}
	for (size_t i = 0; ways < MAX_WAYS && i < side->dist->count; i++)
		if (fabs(totals[i] - side->dist->chances[i]) > 1e-9 + (1 - whole))
			fail_msg("%s: %g has %.15g, of all ways %.15g", line,
				dist_value(side->dist, i), side->dist->chances[i], totals[i]);
	free(totals);
	odds_free(odds);
	arena_release(&arena);
	arena_release(&scratch);
	return ways < MAX_WAYS;
}

/* Whether one of the COUNT LINES is of SYSTEM. */
static bool is_among(const struct system *system, const char *const *lines, size_t count)
{
	struct arena arena = ARENA_INIT;
	bool among = false;

	for (size_t i = 0; i < count && !among; i++) {
		const struct system_use *use =
			dice_parse(lines[i], shipped_book(), &arena, NULL)->rolls[0].use;

		among = use != NULL && use->system == system;
	}
	arena_release(&arena);
	return among;
}

/* Every system is among the COUNT LINES, but for dndstats: nobody can go through 6^24 ways, so
 * those of a set are put together instead. */
static void check_covered(const char *const *lines, size_t count)
{
	const struct systems *systems = shipped_book()->systems;

	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);

		if (strcmp(system_name(system), "dndstats") != 0 && !is_among(system, lines, count))
			fail_msg("%s: no line of it is gone through", system_name(system));
	}
}

static void test_ways(void **state)
{
	static const char *const lines[] = {"coc 60 b1", "coc 40 p1", "fitd 3", "fitd 0", "pbta +1",
		"wod 4 6", "vtm 4h2 2", "ms 45", "panic 6", "wfrp 45", "sr 5", "sr 4 w", "cypher 3",
		"mnm +5 dc15", "pf2 +10 dc20", "gurps 12", "dg 50", "ua 45", "brp 65", "mythras 65",
		"pend 23", "pct 55", "dh2 45", "im 45 adv", "dcc d16", "steel +2 b", "cairn 12 dis",
		"tor 2 tn14 w", "tor 1 tn12 fav", "trophy 2 1", "br 10 8 adv", "conan 12 f3 d2",
		"cd 4", "trav +1 bane", "fate +2 vs 2", "resist 3", "dheart +2 dc15 adv", "iron +3",
		"age", "cpd 4", "wng 4", "yz 2 2 1", "genesys yg pp", "2lf4l", "sil 4", "hsh 7",
		"ars +3 b2", "cpr +12 vs 15", "cosmere +5 plot adv", "cod 0", "ex 4", "alien 3s1",
		"2dp", "wh 2 3+ 4+", "death", "hsk 2", "risk 3 2", "contest +1", "check +2",
		"coc 60 hard b", "d6s 2+1", "dl 2d4", "2dp", "hsn 2.5", "init +2", "sw d4",
		"swx d4", "trophy 1 1", "sr4 5", "sp 3", "cod 3", "codr 2", "wit +5", "ed 4",
		"raise 4", "raise 4 s4", "raise 3 s5", "raise 4 s3 danger", "dg lethality 10",
		"mythras 65 hard", "sp 3 ultra", "check +5 dc 15 dis", "ed 9 tn 7", "cod 2 rote",
		"age +1 tn 12", "gb", "ol 3", "lucky +2", "elven +1", "gwf 2d6", "adv +1", "dis",
		"dd34", "a5e +1", "besm", "scion 3", "ww 2", "dh 1", "sr 4 edge", "pct 30",
		"conan 9 n3", "ore 4", "ore 3 1hd", "rk 2k1", "ssea 2k1", "cortex 8 8 10 6",
		"cortex 4 6 12", "l5r 2 1", "l5r bw tn1", "cortex 10 10", "cortex 4 4 6 6 8"};
	static const char *const open[] = {"rm +50", "rm high"};
	const char *all[COUNT_OF(lines) + COUNT_OF(open)];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (!check_ways(lines[i], 7))
			fail_msg("%s can be rolled in too many ways", lines[i]);
	for (size_t i = 0; i < COUNT_OF(open); i++)
		if (!check_ways(open[i], 4)) /* of a hundred sides, of which five roll on */
			fail_msg("%s can be rolled in too many ways", open[i]);
	memcpy(all, lines, sizeof lines);
	memcpy(all + COUNT_OF(lines), open, sizeof open);
	check_covered(all, COUNT_OF(all));
}

/* Six times the best three of four dice, from the ways of one set. */
static void test_sets(void **state)
{
	double one[19] = {0}, sets[109] = {1}, more[109];
	struct odds *odds = ask("dndstats");
	const struct dist *dist = odds->sides[0].dist;

	(void)state;
	for (int way = 0; way < 6 * 6 * 6 * 6; way++) {
		int dice[] = {way % 6 + 1, way / 6 % 6 + 1, way / 36 % 6 + 1, way / 216 + 1},
		    least = 6;

		for (size_t i = 0; i < COUNT_OF(dice); i++)
			least = dice[i] < least ? dice[i] : least;
		one[dice[0] + dice[1] + dice[2] + dice[3] - least] += 1 / 1296.0;
	}
	for (int set = 0; set < 6; set++) {
		memset(more, 0, sizeof more);
		for (size_t sum = 0; sum + 18 < COUNT_OF(sets); sum++)
			for (size_t add = 3; add <= 18; add++)
				more[sum + add] += sets[sum] * one[add];
		memcpy(sets, more, sizeof sets);
	}
	for (size_t i = 0; i < dist->count; i++)
		assert_true(fabs(dist->chances[i] - sets[(size_t)dist_value(dist, i)]) < 1e-15);
	assert_int_equal(dist->count, 6 * 18 - 6 * 3 + 1);
	odds_free(odds);
}

/* ---- many rolls ---- */

/* WORDS with N for its numbers, as outcomes are told. */
static void without_numbers(const char *words, char *out)
{
	while (*words != '\0') {
		size_t sign = *words == '-' && strchr("0123456789N", words[1]) != NULL;
		size_t digits = strspn(words + sign, "0123456789");

		if (digits > 0 || sign > 0) {
			*out++ = 'N';
			words += sign + (digits > 0 ? digits : 1);
		} else {
			*out++ = *words++;
		}
	}
	*out = '\0';
}

/* The same words may have numbers of their own ("tier 3"), or one thing ("1 raise"): they are
 * compared without numbers, and without the ends of plurals. */
static bool same_words(const char *a, const char *b)
{
	char left[400], right[400];

	without_numbers(a, left);
	without_numbers(b, right);
	a = left;
	b = right;
	while (*a != '\0' || *b != '\0') {
		if (*a == *b && *a != '\0') {
			a++, b++;
			continue;
		}
		a += *a == 's'                   ? 1
		     : strncmp(a, "es", 2) == 0  ? 2
		     : strncmp(a, "ies", 3) == 0 ? 3
						 : 0;
		b += *b == 'y' || *b == 'x' || *b == 's';
		if (*a != *b)
			return false;
	}
	return true;
}

enum { ROLLS = 20000 };

/* How often of ROLLS rolls of LINE the words are like WORDS; the sum of totals into SUM. */
static size_t count_rolls(const char *line, const char *words, double *sum)
{
	struct rng *rng = rng_new_seeded(7);
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	const struct dice_line *parsed = dice_parse(line, shipped_book(), &arena, NULL);
	size_t count = 0;

	*sum = 0;
	for (int i = 0; i < ROLLS; i++) {
		const struct dice_result *result = dice_roll(parsed, &limits, rng, &scratch, NULL);
		const char *verdict = result->outcomes[0].verdict;

		count += same_words(words, verdict != NULL ? verdict : "");
		*sum += result->outcomes[0].total;
		arena_reset(&scratch);
	}
	arena_release(&arena);
	arena_release(&scratch);
	rng_free(rng);
	return count;
}

/* The most likely outcome, and the mean, are within five deviations of what is rolled. */
static void check_rolls(const char *line)
{
	struct error err;
	struct odds *odds = odds_new(line, shipped_book(), &limits, &err);
	const struct outcome *most = NULL;
	double sum, chance = 0, whole = 0;
	size_t count;

	if (odds == NULL)
		return;
	for (size_t i = 0; i < odds->sides[0].outcome_count; i++) {
		const struct outcome *outcome = &odds->sides[0].outcomes[i];

		whole += outcome->chance;
		if (most == NULL || outcome->chance > most->chance)
			most = outcome;
	}
	if (most != NULL) {
		for (size_t i = 0; i < odds->sides[0].outcome_count; i++)
			if (same_words(most->words, odds->sides[0].outcomes[i].words))
				chance += odds->sides[0].outcomes[i].chance;
		count = count_rolls(line, most->words, &sum);
		if (fabs(whole - 1) > 1e-9 && !odds->sides[0].apart)
			fail_msg("%s: all outcomes have %.15g", line, whole);
		if (fabs((double)count - ROLLS * chance) >
			5 * sqrt(ROLLS * chance * (1 - chance)) + 1e-6)
			fail_msg("%s: %s came %zu times of %d, not %g of them", line, most->words,
				count, ROLLS, chance);
		if (fabs(sum / ROLLS - odds->sides[0].mean) >
			5 * odds->sides[0].deviation / sqrt(ROLLS) + 1e-6)
			fail_msg("%s: the mean of %d is %g, not %g", line, ROLLS, sum / ROLLS,
				odds->sides[0].mean);
	}
	odds_free(odds);
}

static void test_rolls(void **state)
{
	const struct systems *systems = shipped_book()->systems;

	(void)state;
	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);

		check_rolls(system->examples[0].input);
		if (system->example_count > 2)
			check_rolls(system->examples[system->example_count - 1].input);
	}
}

/* Whether it is known how likely all is that is said of LINE. */
static bool is_told(const char *line)
{
	struct arena arena = ARENA_INIT;
	struct error err;
	struct odds_work work = {.pool = DIST_POOL_INIT, .limits = &limits, .err = &err};
	const struct dice_line *parsed = dice_parse(line, shipped_book(), &arena, NULL);
	struct outcomes *outcomes = arena_zalloc(&arena, 1, sizeof *outcomes);
	bool told = outcomes_find(&work, &parsed->rolls[0], &arena, outcomes);

	dist_pool_release(&work.pool);
	arena_release(&arena);
	return told;
}

/* Which systems have words, but no odds of them. */
static void test_refused(void **state)
{
	static const char *const without[] = {"dndstats", "rk", "ssea"};
	const struct systems *systems = shipped_book()->systems;

	(void)state;
	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);
		bool wanted = true;

		for (size_t n = 0; n < COUNT_OF(without); n++)
			wanted = wanted && strcmp(system->name, without[n]) != 0;
		if (is_told(system->examples[0].input) != wanted)
			fail_msg("%s: the odds of its words are %sknown", system->examples[0].input,
				wanted ? "not " : "");
	}
}

/* ---- replies ---- */

static const struct {
	const char *line, *reply;
} replies[] = {
	{"coc 50", "coc 50 || critical success ^B1%^B; fumble ^B1%^B; failure ^B49%^B; extreme "
		   "success "
		   "^B9%^B; hard success ^B15%^B; regular success ^B25%^B"},
	{"pbta +1", "pbta +1 || full success ^B27.8%^B; partial success ^B44.4%^B; miss ^B27.8%^B "
		    "|| 8 or "
		    "more 58.3%, 8 or less 58.3% || mean 8, deviation 2.42 || 3 ▁▃▄▅▇█▇▅▄▃▁ 13"},
	{"vtm 6h2 3 >= 3",
		"vtm 6h2 3 >= 3: ^B66.6%^B || messy critical, margin N ^B7.19%^B; critical win, "
		"margin N ^B4.24%^B; success, margin N ^B55.1%^B; bestial failure ^B9.08%^B; total "
		"failure ^B1%^B; failure ^B23.4%^B || 3 or more 66.6%, 3 or less 61.4% || mean "
		"3.23, deviation 1.52 || 0 ▁▃▆█▆▃▁▁▁▁▁ ▁ 12"},
	{"2d6 5..9", "2d6 5..9: ^B66.7%^B || 5 or more 83.3%, 5 or less 27.8% || mean 7, deviation "
		     "2.42 || 2 ▁▃▄▅▇█▇▅▄▃▁ 12"},
	{"gen yyg ppk",
		"gen yyg ppk || success N ^B13.4%^B; success N, N threats ^B23.5%^B; success N, N "
		"advantages ^B14.2%^B; success N, N triumphs ^B2.45%^B; success N, N threats, N "
		"triumphs ^B6.86%^B; success N, N advantages, N triumphs ^B1.41%^B; failure "
		"^B4.01%^B; failure, N threats ^B3.05%^B; failure, N advantages ^B9.76%^B; failure "
		"N ^B2.44%^B; failure N, N advantages ^B12.4%^B; 7 others ^B6.47%^B"},
	{"1d6-1d6", "1d6-1d6 || 0 or more 58.3%, 0 or less 58.3% || mean 0, deviation 2.42 || -5 "
		    "▁▃▄▅▇█▇▅▄▃▁ 5"},
};

static void test_replies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct odds *odds = ask(replies[i].line);
		struct strbuf text = STRBUF_INIT;
		char shown[1000];

		odds_reply(&text, odds, 400);
		show_bold(text.text, shown, sizeof shown);
		assert_string_equal(shown, replies[i].reply);
		strbuf_release(&text);
		odds_free(odds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_raises),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_rolls),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
