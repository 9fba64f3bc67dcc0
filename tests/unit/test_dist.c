/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions against closed forms, and their bounds. */
#include "unit/test.h"

#include <math.h>

#include "dice/odds/dist.h"

static struct dist_pool fresh(void)
{
	struct dist_pool pool = DIST_POOL_INIT;

	return pool;
}

static void assert_close(double got, double wanted)
{
	if (fabs(got - wanted) > 1e-12 * fabs(wanted))
		fail_msg("%.17g instead of %.17g", got, wanted);
}

static double binomial(unsigned n, unsigned k)
{
	double product = 1;

	for (unsigned i = 1; i <= k; i++)
		product *= (double)(n - k + i) / i;
	return product < 1e15 ? round(product) : product;
}

/* The number of ways in which N dice of S sides show SUM, by inclusion and exclusion; few dice. */
static double ways(unsigned n, unsigned s, unsigned sum)
{
	double total = 0;

	for (unsigned k = 0; n + k * s <= sum; k++)
		total += (k % 2 ? -1 : 1) * binomial(n, k) * binomial(sum - s * k - 1, n - 1);
	return total;
}

static void sums_of_dice(void **state)
{
	static const struct {
		unsigned dice, sides;
	} rows[] = {
		{1, 6}, {2, 6}, {3, 6}, {4, 6}, {3, 2}, {5, 3}, {7, 4}, {6, 10}, {4, 20}, {2, 100}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct dist_pool pool = fresh();
		unsigned n = rows[i].dice, s = rows[i].sides;
		struct dist *sum = dist_power(&pool, dist_uniform(&pool, 1, s), n);

		assert_int_equal(sum->count, n * (s - 1) + 1);
		for (unsigned value = n; value <= n * s; value++)
			assert_close(sum->chances[value - n], ways(n, s, value) / pow(s, n));
		dist_pool_release(&pool);
	}
}

static bool is_six(void *arg, double value)
{
	(void)arg;
	return value == 6;
}

static bool six_to_one(void *arg, double value, double *out)
{
	(void)arg;
	*out = value == 6;
	return true;
}

static void successes_are_binomial(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *count;

	(void)state;
	count = dist_map(&pool, dist_uniform(&pool, 1, 6), six_to_one, NULL);
	count = dist_power(&pool, count, 100);
	assert_int_equal(count->count, 101);
	for (unsigned k = 0; k <= 100; k++)
		assert_close(count->chances[k],
			binomial(100, k) * pow(1.0 / 6, k) * pow(5.0 / 6, 100 - k));
	dist_pool_release(&pool);
}

/* Both ways of adding up, and the far end: one in 6^100 is as exact as the middle. */
static void rare_sums_are_exact(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *sum = dist_power(&pool, dist_uniform(&pool, 1, 6), 100);
	struct dist *again = dist_copy(&pool, sum), *both;

	(void)state;
	assert_close(sum->chances[0], pow(6, -100));
	assert_close(sum->chances[1], 100 * pow(6, -100));
	assert_close(sum->chances[500], pow(6, -100));
	assert_close(dist_mass(sum), 1);
	assert_close(dist_mean(sum), 350);
	assert_close(dist_deviation(sum), sqrt(100 * 35.0 / 12));
	both = dist_sum(&pool, sum, again);
	sum = dist_power(&pool, dist_uniform(&pool, 1, 6), 200);
	for (size_t i = 0; i < sum->count; i++)
		assert_close(both->chances[i], sum->chances[i]);
	dist_pool_release(&pool);
}

static bool divide(void *arg, double left, double right, double *out)
{
	(void)arg;
	*out = left / right;
	return right != 0;
}

static void fractions(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *quotient;

	(void)state;
	quotient = dist_combine(
		&pool, dist_uniform(&pool, 1, 4), dist_uniform(&pool, 1, 4), divide, NULL);
	assert_int_equal(quotient->count, 11);
	assert_close(dist_min(quotient), 0.25);
	assert_close(dist_max(quotient), 4);
	assert_close(dist_at_least(quotient, 1), 10.0 / 16);
	assert_close(dist_at_most(quotient, 1.0 / 3), 2.0 / 16);
	assert_close(dist_mean(quotient), (10 + 10 / 2.0 + 10 / 3.0 + 10 / 4.0) / 16);
	dist_negate(quotient);
	assert_close(dist_min(quotient), -4);
	assert_close(dist_at_most(quotient, -1), 10.0 / 16);
	assert_null(dist_combine(
		&pool, dist_uniform(&pool, 1, 4), dist_uniform(&pool, 0, 4), divide, NULL));
	assert_int_equal(pool.spent, DIST_FINE);
	dist_pool_release(&pool);
}

static void far_apart(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *low = dist_uniform(&pool, 1, 2), *high = dist_uniform(&pool, 1e9, 2), *both;

	(void)state;
	dist_scale(low, 0.25);
	dist_scale(high, 0.75);
	both = dist_join(&pool, low, high);
	assert_int_equal(both->count, 4);
	assert_close(dist_at_least(both, 3), 0.75);
	assert_close(dist_max(both), 1e9 + 1);
	both = dist_power(&pool, both, 3);
	assert_close(dist_mass(both), 1);
	assert_close(dist_max(both), 3e9 + 3);
	dist_pool_release(&pool);
}

static void filters(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *die = dist_uniform(&pool, 1, 6);
	struct dist *six = dist_filter(&pool, die, is_six, NULL, true);
	struct dist *others = dist_filter(&pool, die, is_six, NULL, false);

	(void)state;
	assert_int_equal(six->count, 1);
	assert_close(dist_min(six), 6);
	assert_close(dist_mass(six), 1.0 / 6);
	assert_close(dist_max(others), 5);
	assert_int_equal(dist_filter(&pool, six, is_six, NULL, false)->count, 0);
	assert_close(dist_mass(dist_join(&pool, others, six)), 1);
	dist_pool_release(&pool);
}

static void nothing_is_zero(void **state)
{
	struct dist_pool pool = fresh();
	struct dist *none = dist_power(&pool, dist_uniform(&pool, 1, 6), 0);

	(void)state;
	assert_int_equal(none->count, 1);
	assert_close(dist_value(none, 0) + 1, 1);
	assert_close(none->chances[0], 1);
	dist_pool_release(&pool);
}

static void too_much_is_refused(void **state)
{
	struct dist_pool steps = fresh(), bytes = fresh();

	(void)state;
	assert_null(dist_power(&steps, dist_uniform(&steps, 1, 1000), 1000));
	assert_int_equal(steps.spent, DIST_NO_STEPS);
	assert_null(dist_uniform(&steps, 1, 6));
	dist_pool_release(&steps);
	assert_null(dist_power(&bytes, dist_uniform(&bytes, 1, 1000000), 2));
	assert_int_equal(bytes.spent, DIST_NO_BYTES);
	dist_pool_release(&bytes);
}

static void memory_comes_back(void **state)
{
	struct dist_pool pool = fresh();
	size_t before = pool.bytes_left;

	(void)state;
	for (int i = 0; i < 100; i++)
		dist_drop(&pool, dist_power(&pool, dist_uniform(&pool, 1, 100), 30));
	assert_int_equal(pool.bytes_left, before);
	assert_null(pool.blocks);
	dist_pool_release(&pool);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_of_dice),
		cmocka_unit_test(successes_are_binomial),
		cmocka_unit_test(rare_sums_are_exact),
		cmocka_unit_test(fractions),
		cmocka_unit_test(far_apart),
		cmocka_unit_test(filters),
		cmocka_unit_test(nothing_is_zero),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(memory_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
