/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept and dropped dice: against order statistics, and against going through every outcome. */
#include "unit/test.h"

#include <math.h>
#include <stdlib.h>

#include "dice/odds/keep.h"

enum { MAX_DICE = 8, MAX_FACES = 20, MAX_SUM = 400 };

static struct dist_pool fresh(void)
{
	struct dist_pool pool = DIST_POOL_INIT;

	return pool;
}

static void assert_close(double got, double wanted)
{
	if (fabs(got - wanted) > 1e-11 * fabs(wanted) + 1e-300)
		fail_msg("%.17g instead of %.17g", got, wanted);
}

static void fill_faces(struct keep_face *faces, unsigned sides)
{
	for (unsigned i = 0; i < sides; i++)
		faces[i] = (struct keep_face){i + 1, i + 1, 1.0 / sides};
}

/* The R-th lowest of N dice is at most V as often as at least R of them are. */
static double at_most(unsigned n, unsigned rank, double p)
{
	double sum = 0;

	for (unsigned k = rank; k <= n; k++) {
		double ways = 1;

		for (unsigned i = 1; i <= k; i++)
			ways *= (double)(n - k + i) / i;
		sum += ways * pow(p, k) * pow(1 - p, n - k);
	}
	return sum;
}

static void order_statistics(void **state)
{
	static const struct {
		unsigned dice, sides, rank;
	} rows[] = {{2, 20, 2}, {2, 20, 1}, {3, 6, 2}, {10, 10, 10}, {10, 10, 1}, {10, 10, 4},
		{30, 6, 15}};
	struct keep_face faces[MAX_FACES];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned sides = rows[i].sides;
		struct keep_kind kind = {rows[i].dice, sides, faces};
		struct kept kept = {&kind, 1, rows[i].rank - 1, rows[i].rank, 0};
		struct dist_pool pool = fresh();
		struct dist *die;

		fill_faces(faces, sides);
		die = keep_ranks(&pool, &kept);
		for (unsigned v = 1; v <= sides; v++)
			assert_close(dist_at_most(die, v),
				at_most(rows[i].dice, rows[i].rank, (double)v / sides));
		dist_pool_release(&pool);
	}
}

/* ---- every outcome ---- */

struct dice {
	struct keep_kind kinds[3];
	size_t kind_count;
	uint32_t first, last, match_size;
	bool distinct;
};

/* The chances of each worth. */
struct outcomes {
	const struct dice *dice;
	double chances[MAX_SUM];
};

struct shown {
	const struct keep_face *face;
	size_t number;
};

static int by_rank(const void *left, const void *right)
{
	const struct shown *a = left, *b = right;

	if (a->face->rank != b->face->rank)
		return a->face->rank < b->face->rank ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static size_t matches(const struct shown *shown, uint32_t count, uint32_t size)
{
	size_t found = 0;

	for (uint32_t i = 0, run = 1; i < count; i++, run++) {
		if (i + 1 < count && shown[i + 1].face->rank == shown[i].face->rank)
			continue;
		found += run >= size;
		run = 0;
	}
	return found;
}

static void settle(struct outcomes *all, const struct shown *shown, size_t count, double chance)
{
	const struct dice *dice = all->dice;
	struct shown sorted[MAX_DICE];
	int64_t worth = 0;

	memcpy(sorted, shown, count * sizeof *shown);
	qsort(sorted, count, sizeof *sorted, by_rank);
	for (uint32_t i = dice->first; i < dice->last; i++)
		worth += sorted[i].face->worth;
	if (dice->match_size > 0)
		worth = (int64_t)matches(
			sorted + dice->first, dice->last - dice->first, dice->match_size);
	assert_in_range(worth, 0, MAX_SUM - 1);
	all->chances[worth] += chance;
}

static bool seen(const struct shown *shown, size_t count, const struct keep_face *face)
{
	for (size_t i = 0; i < count; i++)
		if (shown[i].face == face)
			return true;
	return false;
}

static void roll_rest(struct outcomes *all, size_t kind, uint32_t done, struct shown *shown,
	size_t count, double chance)
{
	const struct dice *dice = all->dice;
	const struct keep_kind *now = &dice->kinds[kind];
	double open = 0;

	if (kind == dice->kind_count) {
		settle(all, shown, count, chance);
		return;
	}
	if (done == now->count) {
		roll_rest(all, kind + 1, 0, shown, count, chance);
		return;
	}
	for (size_t i = 0; i < now->face_count; i++)
		if (!dice->distinct || !seen(shown, count, &now->faces[i]))
			open += now->faces[i].chance;
	for (size_t i = 0; i < now->face_count; i++) {
		if (dice->distinct && seen(shown, count, &now->faces[i]))
			continue;
		shown[count] = (struct shown){&now->faces[i], count};
		roll_rest(all, kind, done + 1, shown, count + 1,
			chance * now->faces[i].chance / open);
	}
}

static void compare(const struct dice *dice, struct dist *got)
{
	struct outcomes all = {.dice = dice};
	struct shown shown[MAX_DICE];
	size_t low = MAX_SUM, high = 0;

	assert_non_null(got);
	roll_rest(&all, 0, 0, shown, 0, 1);
	for (size_t worth = 0; worth < MAX_SUM; worth++) {
		if (all.chances[worth] == 0)
			continue;
		low = worth < low ? worth : low;
		high = worth;
		assert_in_range(worth - (size_t)got->first, 0, got->count - 1);
		assert_close(got->chances[worth - (size_t)got->first], all.chances[worth]);
	}
	assert_close(dist_mass(got), 1);
	assert_int_equal(dist_min(got), low);
	assert_int_equal(dist_max(got), high);
}

static const struct keep_face d4[] = {{1, 1, .25}, {2, 2, .25}, {3, 3, .25}, {4, 4, .25}};
static const struct keep_face d6[] = {{1, 1, 1 / 6.}, {2, 2, 1 / 6.}, {3, 3, 1 / 6.},
	{4, 4, 1 / 6.}, {5, 5, 1 / 6.}, {6, 6, 1 / 6.}};
static const struct keep_face skewed[] = {{1, 7, .5}, {3, 0, .3}, {4, 2, .2}};
static const struct keep_face lone[] = {{6, 6, 1}};
static const struct keep_face low[] = {{1, 1, .2}, {2, 2, .2}, {3, 3, .2}, {4, 4, .2}, {5, 5, .2}};

static const struct dice rolls[] = {
	{{{4, 6, d6}}, 1, 1, 4, 0, false},
	{{{4, 6, d6}}, 1, 0, 1, 0, false},
	{{{5, 4, d4}}, 1, 1, 3, 0, false},
	{{{5, 4, d4}}, 1, 2, 5, 0, false},
	{{{5, 3, skewed}}, 1, 1, 3, 0, false},
	{{{5, 3, skewed}}, 1, 3, 4, 0, false},
	{{{2, 6, d6}, {2, 4, d4}}, 2, 2, 4, 0, false},
	{{{2, 6, d6}, {2, 4, d4}}, 2, 1, 2, 0, false},
	{{{2, 6, d6}, {2, 4, d4}, {2, 3, skewed}}, 3, 1, 5, 0, false},
	{{{2, 6, d6}, {2, 4, d4}, {2, 3, skewed}}, 3, 0, 2, 0, false},
	{{{2, 3, skewed}, {3, 6, d6}}, 2, 2, 3, 0, false},
	{{{2, 1, lone}, {3, 5, low}}, 2, 2, 5, 0, false},
	{{{0, 1, lone}, {3, 5, low}}, 2, 1, 3, 0, false},
	{{{4, 4, d4}}, 1, 0, 4, 2, false},
	{{{5, 4, d4}}, 1, 1, 5, 2, false},
	{{{5, 4, d4}}, 1, 0, 4, 3, false},
	{{{2, 1, lone}, {3, 5, low}}, 2, 1, 5, 2, false},
};

static void outcomes_are_all_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rolls); i++) {
		const struct dice *dice = &rolls[i];
		struct kept kept = {
			dice->kinds, dice->kind_count, dice->first, dice->last, dice->match_size};
		struct dist_pool pool = fresh();

		compare(dice, keep_ranks(&pool, &kept));
		dist_pool_release(&pool);
	}
}

static const struct dice distinct[] = {
	{{{3, 6, d6}}, 1, 0, 3, 0, true},
	{{{3, 6, d6}}, 1, 2, 3, 0, true},
	{{{5, 6, d6}}, 1, 1, 3, 0, true},
	{{{6, 6, d6}}, 1, 0, 6, 0, true},
	{{{6, 6, d6}}, 1, 0, 1, 0, true},
	{{{2, 3, skewed}}, 1, 0, 2, 0, true},
	{{{2, 3, skewed}}, 1, 1, 2, 0, true},
	{{{3, 3, skewed}}, 1, 0, 2, 0, true},
};

static void distinct_dice(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(distinct); i++) {
		struct dice dice = distinct[i];
		const struct keep_kind *kind = &dice.kinds[0];
		struct dist_pool pool = fresh();

		compare(&dice, keep_distinct(&pool, kind->faces, kind->face_count, kind->count,
				       dice.first, dice.last));
		dist_pool_release(&pool);
	}
}

/* Values that are not alike, kept at either end: the same as dice of as many kinds. */
static void values(void **state)
{
	static const struct keep_face *const faces[] = {d6, d4, low};
	static const size_t counts[] = {6, 4, 5};
	static const uint32_t windows[][2] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(windows); i++) {
		struct dice dice = {.kind_count = 3, .first = windows[i][0], .last = windows[i][1]};
		struct dist_pool pool = fresh();
		struct dist *parts[3];

		for (size_t k = 0; k < 3; k++) {
			dice.kinds[k] = (struct keep_kind){1, counts[k], faces[k]};
			parts[k] = dist_uniform(&pool, 1, counts[k]);
		}
		compare(&dice, keep_values(&pool, parts, 3, dice.first, dice.last));
		dist_pool_release(&pool);
	}
}

static void too_many_are_refused(void **state)
{
	struct keep_face faces[MAX_FACES];
	struct keep_kind kind = {1000, 20, faces};
	struct kept kept = {&kind, 1, 500, 1000, 0};
	struct dist_pool pool = fresh();

	(void)state;
	fill_faces(faces, 20);
	assert_null(keep_ranks(&pool, &kept));
	assert_true(pool.spent != DIST_FINE);
	dist_pool_release(&pool);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_statistics),
		cmocka_unit_test(outcomes_are_all_there),
		cmocka_unit_test(distinct_dice),
		cmocka_unit_test(values),
		cmocka_unit_test(too_many_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
