/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Odds against dice: random expressions (the same ones every time) are asked about, then rolled by
 * the evaluator with every sequence of faces that there is, or, where that would take too long,
 * with as many as have some likelihood; and simulated. Whatever the evaluator does, odds have to
 * know. */
#include "unit/test.h"

#include <math.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "dice/odds/impl.h"
#include "crypto/random.h"

enum {
	EXPRESSIONS = 700, /* of which at least WANTED are answered, EXACT of them gone through */
	WANTED = 550,
	EXACT = 300,
	MAX_FACES = 8192,
	SPARE_FACES = 3000,
	SIMULATED = 2000,
};

/* A sequence of faces that is less likely is not gone through. */
static const double rare = 1.0 / 3000;

/* How far a simulated chance may be off, by Dvoretzky, Kiefer and Wolfowitz: more happens to one in
 * exp(2 * 2000 * 0.055^2) / 2, some 90000, expressions. */
static const double simulated_off = 0.055;

/* ---- expressions ---- */

static uint32_t pick(struct rng *rng, uint32_t count)
{
	uint32_t face = 1;

	assert_true(rng_uniform(rng, count, &face));
	return face - 1;
}

static void add_one_of(
	struct strbuf *out, struct rng *rng, const char *const *words, uint32_t count)
{
	strbuf_addstr(out, words[pick(rng, count)]);
}

static bool often(struct rng *rng, uint32_t percent)
{
	return pick(rng, 100) < percent;
}

static void add_modifiers(struct strbuf *out, struct rng *rng)
{
	static const char *const early[] = {"r", "r2", "ro", "ro<3", "u", "uo", "!", "!o", "!!",
		"!p", "!!p", "!2", "!>=3", "r1!", "ro1!o", "ir1!!", "x", "r1r2"};
	static const char *const clamps[] = {"min2", "max3", "min2max4", "ma2"};
	static const char *const keeps[] = {
		"k", "k2", "kl", "kl2", "d", "d2", "dh", "km", "km2", "k2d1", "d1dh1", "v1", "k9"};
	static const char *const tallies[] = {">=3", "=2", "<>2", "<3", "t4f1", ">2ds", ">=2ds4f=1",
		"even", "odd", "m", "m3", "ms5", "ms<=4"};
	static const char *const shown[] = {"cs", "cf1", "sa", "sd", "[fire]"};

	if (often(rng, 40))
		add_one_of(out, rng, early, COUNT_OF(early));
	if (often(rng, 15))
		add_one_of(out, rng, clamps, COUNT_OF(clamps));
	if (often(rng, 40))
		add_one_of(out, rng, keeps, COUNT_OF(keeps));
	if (often(rng, 30))
		add_one_of(out, rng, tallies, COUNT_OF(tallies));
	if (often(rng, 5))
		add_one_of(out, rng, shown, COUNT_OF(shown));
}

static void add_dice(struct strbuf *out, struct rng *rng)
{
	static const char *const counts[] = {
		"", "1", "2", "2", "3", "3", "4", "5", "0", "(d2)", "(d3-1)"};
	static const char *const sides[] = {"2", "3", "4", "4", "6", "6", "8", "10", "F", "F.1",
		"[2..5]", "[1,1,3]", "[-1,0,4]", "(d4)", "(1+d3)"};

	add_one_of(out, rng, counts, COUNT_OF(counts));
	strbuf_addch(out, 'd');
	add_one_of(out, rng, sides, COUNT_OF(sides));
	if (often(rng, 75))
		add_modifiers(out, rng);
}

static void add_small(struct strbuf *out, struct rng *rng)
{
	static const char *const small[] = {
		"d4", "2d3", "d6", "2d4", "d3!", "2d2", "d2!o", "3d2k2", "dF"};

	add_one_of(out, rng, small, COUNT_OF(small));
}

static void add_arithmetic(struct strbuf *out, struct rng *rng)
{
	static const char *const operators[] = {
		"+", "-", "*", "/", "//", "%", "^", " + ", "-2*", "+3/"};
	static const char *const numbers[] = {"1", "2", "3", "1.5", "-2", "0"};

	if (often(rng, 50)) {
		add_dice(out, rng);
		add_one_of(out, rng, operators, COUNT_OF(operators));
		add_one_of(out, rng, numbers, COUNT_OF(numbers));
		return;
	}
	add_small(out, rng);
	add_one_of(out, rng, operators, COUNT_OF(operators));
	add_small(out, rng);
}

static void add_call(struct strbuf *out, struct rng *rng)
{
	static const char *const calls[] = {"floor(", "ceil(1.5*", "abs(3-", "max(3,", "min(d4,4,",
		"round(0.4*", "sign(2-", "sqrt(", "pow(2,", "-(", "max(d2,d3,"};

	add_one_of(out, rng, calls, COUNT_OF(calls));
	add_small(out, rng);
	strbuf_addch(out, ')');
}

static void add_group(struct strbuf *out, struct rng *rng)
{
	static const char *const members[] = {"2d4+d6", "d6-d4", "2*d4-3+d3", "-(2d3)+d4*2", "3d4",
		"4d3!", "2d4!!+d3", "2d4k1,d6", "d4,d6,d3+1", "d6,d6", "2d3,d4,d2-1,d3",
		"d4r1+d6min2"};
	static const char *const ends[] = {"", "k", "kl", "d1", "dh1", "k2", "km", "d1dh1", ">=4",
		"<3f5", "kl2", "ms5", "k1>=3"};

	strbuf_addch(out, '{');
	add_one_of(out, rng, members, COUNT_OF(members));
	strbuf_addch(out, '}');
	add_one_of(out, rng, ends, COUNT_OF(ends));
}

static void make_expression(struct strbuf *out, struct rng *rng)
{
	uint32_t kind = pick(rng, 100);

	strbuf_reset(out);
	if (often(rng, 5))
		strbuf_addstr(out, "2x");
	if (kind < 55)
		add_dice(out, rng);
	else if (kind < 70)
		add_arithmetic(out, rng);
	else if (kind < 78)
		add_call(out, rng);
	else
		add_group(out, rng);
}

/* ---- all outcomes ---- */

struct play {
	const char *text;
	const struct dice_line *line;
	const struct odds *odds;
	struct arena rolled;
	uint32_t faces[MAX_FACES], sides[MAX_FACES]; /* the sequence being gone through */
	size_t count;
	double known, unknown;
	struct dist_pair *found; /* totals and their chances */
	size_t found_count, found_room;
	struct error err;
};

static const struct dice_limits limits = DICE_LIMITS_DEFAULT;

static void note(struct play *play, double total, double chance)
{
	for (size_t i = 0; i < play->found_count; i++)
		if (play->found[i].value == total) {
			play->found[i].chance += chance;
			return;
		}
	if (play->found_count == play->found_room) {
		play->found_room = play->found_room * 2 + 16;
		play->found = realloc(play->found, play->found_room * sizeof *play->found);
		assert_non_null(play->found);
	}
	play->found[play->found_count++] = (struct dist_pair){total, chance};
}

/* Roll with the faces up to COUNT, then ones. False when that is an error. */
static bool roll(struct play *play, double *total)
{
	struct rng *rng;
	const struct dice_result *result;

	for (size_t i = play->count; i < play->count + SPARE_FACES; i++)
		play->faces[i] = 1;
	assert_true(play->count + SPARE_FACES <= MAX_FACES);
	arena_reset(&play->rolled);
	rng = rng_new_scripted(play->faces, play->count + SPARE_FACES);
	result = dice_roll(play->line, &limits, rng, &play->rolled, &play->err);
	rng_free(rng);
	if (result == NULL)
		return false;
	*total = result->outcomes[0].total;
	play->count = result->outcomes[0].face_count;
	for (size_t i = 0; i < play->count; i++)
		play->sides[i] = result->outcomes[0].faces[i].sides;
	return true;
}

/* Cut the sequence where it gets too unlikely; returns its chance. */
static double cut_rare(struct play *play)
{
	double chance = 1;

	for (size_t i = 0; i < play->count; i++) {
		chance /= play->sides[i];
		if (chance < rare && i + 1 < play->count) {
			play->count = i + 1;
			break;
		}
	}
	return chance;
}

/* The next sequence: the last face goes up, and those at their ends go away. */
static bool next_sequence(struct play *play)
{
	while (play->count > 0 && play->faces[play->count - 1] == play->sides[play->count - 1])
		play->count--;
	if (play->count == 0)
		return false;
	play->faces[play->count - 1]++;
	return true;
}

/* False if some sequence is an error. */
static bool play_all(struct play *play)
{
	play->count = 0;
	do {
		double total, chance;
		size_t before;

		if (!roll(play, &total))
			return false;
		before = play->count;
		chance = cut_rare(play);
		if (play->count < before)
			play->unknown += chance;
		else {
			play->known += chance;
			note(play, total, chance);
		}
	} while (next_sequence(play));
	assert_true(fabs(play->known + play->unknown - 1) < 1e-9);
	return true;
}

static double chance_of(const struct dist *dist, double value)
{
	for (size_t i = 0; i < dist->count; i++)
		if (dist_value(dist, i) == value)
			return dist->chances[i];
	return 0;
}

/* What was found of each total is no more than odds say, and no less than that but for the
 * unknown. */
static void compare(const struct play *play)
{
	const struct odds_side *side = &play->odds->sides[0];
	double slack = 1e-9 + side->cut, said = 0;

	for (size_t i = 0; i < play->found_count; i++) {
		double found = play->found[i].chance;
		double chance = chance_of(side->dist, play->found[i].value);

		said += chance;
		if (found > chance + slack || chance > found + play->unknown + slack)
			fail_msg("%s: %.12g is rolled with %.12g (and %.3g unknown), not %.12g",
				play->text, play->found[i].value, found, play->unknown, chance);
	}
	if (play->unknown == 0 && fabs(said - dist_mass(side->dist)) > slack)
		fail_msg("%s: odds know totals that are never rolled", play->text);
	if (play->unknown == 0)
		for (size_t i = 0; i < play->found_count; i++)
			assert_true(play->found[i].value >= dist_min(side->dist) &&
				    play->found[i].value <= dist_max(side->dist));
}

/* ---- simulation ---- */

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static void simulate(struct play *play, uint64_t seed)
{
	struct rng *rng = rng_new_seeded(seed);
	double totals[SIMULATED];

	for (size_t i = 0; i < SIMULATED; i++) {
		const struct dice_result *result;

		arena_reset(&play->rolled);
		result = dice_roll(play->line, &limits, rng, &play->rolled, &play->err);
		assert_non_null(result);
		totals[i] = result->outcomes[0].total;
	}
	rng_free(rng);
	qsort(totals, SIMULATED, sizeof *totals, ascending);
	for (size_t i = 0; i < SIMULATED; i++) {
		double said;

		if (i + 1 < SIMULATED && totals[i + 1] == totals[i])
			continue;
		said = dist_at_most(play->odds->sides[0].dist, totals[i]);
		if (fabs(said - (double)(i + 1) / SIMULATED) > simulated_off)
			fail_msg("%s: %g or less is said to be %g, and simulated %g", play->text,
				totals[i], said, (double)(i + 1) / SIMULATED);
	}
}

/* ---- both ---- */

struct tally_of {
	size_t answered, exact, refused;
};

static void check(const char *text, uint64_t seed, struct tally_of *count)
{
	struct arena parsed = ARENA_INIT;
	struct play *play = calloc(1, sizeof *play);
	struct odds *odds;

	assert_non_null(play);
	play->text = text;
	play->line = dice_parse(text, NULL, &parsed, &play->err);
	if (play->line != NULL) {
		odds = odds_new(text, NULL, &limits, &play->err);
		play->odds = odds;
		if (!play_all(play)) {
			/* Some that hardly ever end need more faces than there are. */
			if (odds != NULL && strstr(play->err.text, "ran out") == NULL)
				fail_msg("%s has odds, but fails: %s", text, play->err.text);
		} else if (odds != NULL) {
			compare(play);
			simulate(play, seed);
			count->answered++;
			count->exact += play->unknown == 0;
		} else
			count->refused++;
		odds_free(odds);
	}
	arena_release(&play->rolled);
	arena_release(&parsed);
	free(play->found);
	free(play);
}

static void random_expressions(void **state)
{
	struct rng *rng = rng_new_seeded(20);
	struct strbuf text = STRBUF_INIT;
	struct tally_of count = {0};

	(void)state;
	for (uint64_t i = 0; count.answered < EXPRESSIONS && i < 10 * EXPRESSIONS; i++) {
		make_expression(&text, rng);
		check(text.text, i, &count);
	}
	strbuf_release(&text);
	rng_free(rng);
	print_message("# %zu answered, %zu of them gone through, %zu refused\n", count.answered,
		count.exact, count.refused);
	assert_true(count.answered >= WANTED);
	assert_true(count.exact >= EXACT);
	assert_true(count.refused < count.answered / 10);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(random_expressions)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
