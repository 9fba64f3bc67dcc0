/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A million rolls of each kind, through the whole engine, against their exact probabilities. */
#include "unit/test.h"

#include <math.h>

#include "base/arena.h"
#include "book.h"
#include "dice/dice.h"
#include "crypto/random.h"

enum { ROLLS = 1000000, MAX_BUCKETS = 1024 };

struct distribution {
	double p[MAX_BUCKETS];
	size_t count;
	double lowest; /* the total of bucket 0 */
	double width;  /* totals in a bucket */
};

/* The value of chi-square that is exceeded once in 10 000 times (Wilson and Hilferty). */
static double critical(double freedom)
{
	double k = 2 / (9 * freedom);
	double root = 1 - k + 3.719 * sqrt(k);

	return freedom * root * root * root;
}

/* Roll EXPR with SEED; chi-square against D, and its degrees of freedom into FREEDOM. Totals beyond
 * the last bucket count into it. */
static double chi_square(
	const char *expr, uint64_t seed, const struct distribution *d, double *freedom)
{
	static unsigned seen[MAX_BUCKETS];
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena parsed = ARENA_INIT, rolled = ARENA_INIT;
	struct rng *rng = rng_new_seeded(seed);
	const struct dice_line *line = dice_parse(expr, shipped_book(), &parsed, NULL);
	double chi = 0;

	assert_non_null(line);
	memset(seen, 0, sizeof seen);
	for (int i = 0; i < ROLLS; i++) {
		const struct dice_result *result = dice_roll(line, &limits, rng, &rolled, NULL);
		size_t bucket = (size_t)((result->outcomes[0].total - d->lowest) / d->width);
		seen[bucket < d->count ? bucket : d->count - 1]++;
		arena_reset(&rolled);
	}
	for (size_t i = 0; i < d->count; i++) {
		double off = seen[i] - ROLLS * d->p[i];
		chi += off * off / (ROLLS * d->p[i]);
	}
	rng_free(rng);
	arena_release(&parsed);
	arena_release(&rolled);
	*freedom = (double)d->count - 1;
	return chi;
}

static void assert_fits(const char *expr, uint64_t seed, const struct distribution *d)
{
	double freedom, chi = chi_square(expr, seed, d, &freedom);

	if (chi > critical(freedom))
		fail_msg("%s: chi-square is %.1f, more than %.1f", expr, chi, critical(freedom));
}

static void even(struct distribution *d, size_t buckets, double width)
{
	d->count = buckets;
	d->lowest = 1;
	d->width = width;
	for (size_t i = 0; i < buckets; i++)
		d->p[i] = 1.0 / (double)buckets;
}

/* The sum of COUNT dice of which each is worth 0, 1, … with the probabilities in DIE. */
static void sum_of(
	struct distribution *d, size_t count, const double *die, size_t faces, double lowest)
{
	memset(d, 0, sizeof *d);
	d->p[0] = 1;
	d->count = 1;
	d->lowest = lowest;
	d->width = 1;
	for (size_t n = 0; n < count; n++) {
		double next[MAX_BUCKETS] = {0};
		for (size_t i = 0; i < d->count; i++)
			for (size_t face = 0; face < faces; face++)
				next[i + face] += d->p[i] * die[face];
		d->count += faces - 1;
		memcpy(d->p, next, sizeof next);
	}
}

/* Let everything from bucket LAST on count as one. */
static void fold_tail(struct distribution *d, size_t last)
{
	for (; d->count > last + 1; d->count--)
		d->p[last] += d->p[d->count - 1];
}

static void single_dice(void **state)
{
	struct distribution d;

	(void)state;
	even(&d, 6, 1);
	assert_fits("d6", 101, &d);
	even(&d, 20, 1);
	assert_fits("d20", 102, &d);
	even(&d, 100, 1);
	assert_fits("d%", 103, &d);
	even(&d, 1000, 1000);
	assert_fits("d1000000", 104, &d);
}

static void three_dice(void **state)
{
	static const double die[] = {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0};
	struct distribution d;

	(void)state;
	sum_of(&d, 3, die, 6, 3);
	assert_fits("3d6", 105, &d);
}

static void fate(void **state)
{
	static const double die[] = {1 / 3.0, 1 / 3.0, 1 / 3.0},
			    one[] = {1 / 6.0, 4 / 6.0, 1 / 6.0};
	struct distribution d;

	(void)state;
	sum_of(&d, 1, die, 3, -1);
	assert_fits("dF", 106, &d);
	sum_of(&d, 4, die, 3, -4);
	assert_fits("4dF", 107, &d);
	sum_of(&d, 4, one, 3, -4);
	assert_fits("4dF.1", 108, &d);
}

static void scion(void **state)
{
	static const double die[] = {0.6, 0.3, 0.1};
	struct distribution d;

	(void)state;
	sum_of(&d, 5, die, 3, 0);
	assert_fits("scion 5", 109, &d);
}

/* One die succeeds k times: a ten is one success and another die. */
static void world_of_darkness(void **state)
{
	double die[20] = {0.7, 0.2 + 0.1 * 0.7};
	struct distribution d;

	(void)state;
	for (size_t k = 2; k < COUNT_OF(die); k++)
		die[k] = die[k - 1] * 0.1;
	sum_of(&d, 4, die, COUNT_OF(die), 0);
	fold_tail(&d, 8);
	assert_fits("ww 4", 110, &d);
}

static void a_wrong_distribution_is_found(void **state)
{
	struct distribution d;
	double freedom;

	(void)state;
	even(&d, 6, 1);
	d.p[0] += 0.002;
	d.p[5] -= 0.002;
	assert_true(chi_square("d6", 101, &d, &freedom) > critical(5));
	even(&d, 20, 1);
	assert_true(chi_square("d10+d11-1", 101, &d, &freedom) > 1000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_dice),
		cmocka_unit_test(three_dice),
		cmocka_unit_test(fate),
		cmocka_unit_test(scion),
		cmocka_unit_test(world_of_darkness),
		cmocka_unit_test(a_wrong_distribution_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
