/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes distributions, one after another and beside each other. */
#include "dice/odds/dist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dice/limits.h"

/* ---- making them ---- */

/* The struct and its arrays in one piece. */
static struct dist *take(struct dist_pool *pool, size_t count, bool dense)
{
	size_t head = (sizeof(struct dist) + sizeof(double) - 1) / sizeof(double);
	size_t arrays = dense ? count : 2 * count;
	double *memory = dist_take(pool, head + arrays, sizeof(double));
	struct dist *dist = (void *)memory;

	if (memory == NULL)
		return NULL;
	dist->count = count;
	dist->chances = memory + head;
	dist->values = dense ? NULL : memory + head + count;
	return dist;
}

struct dist *dist_new(struct dist_pool *pool, double first, size_t count)
{
	struct dist *dist = take(pool, count, true);

	if (dist != NULL)
		dist->first = first;
	return dist;
}

double dist_max(const struct dist *dist)
{
	return dist_value(dist, dist->count - 1);
}

static bool is_whole(double value)
{
	return value == floor(value) && fabs(value) <= DICE_MAX_NUMBER;
}

struct dist *dist_point(struct dist_pool *pool, double value)
{
	struct dist *dist = take(pool, 1, is_whole(value));

	if (dist == NULL)
		return NULL;
	dist->first = value;
	dist->chances[0] = 1;
	if (dist->values != NULL)
		dist->values[0] = value;
	return dist;
}

struct dist *dist_uniform(struct dist_pool *pool, double first, size_t count)
{
	struct dist *dist = dist_new(pool, first, count);

	for (size_t i = 0; dist != NULL && i < count; i++)
		dist->chances[i] = 1 / (double)count;
	return dist;
}

struct dist *dist_copy(struct dist_pool *pool, const struct dist *from)
{
	struct dist *dist = take(pool, from->count, from->values == NULL);

	if (dist == NULL)
		return NULL;
	dist->first = from->first;
	memcpy(dist->chances, from->chances, from->count * sizeof *from->chances);
	if (dist->values != NULL)
		memcpy(dist->values, from->values, from->count * sizeof *from->values);
	return dist;
}

/* ---- from pairs ---- */

enum {
	STEPS_A_COMPARISON = 6, /* of sorting, in steps of the pool */
	STEPS_A_CALL = 8,       /* of a function for each value */
};

/* Whole numbers that fill at least about one place in eight of their range are kept dense. */
static bool range_of(const struct dist_pair *pairs, size_t count, double *first, size_t *span)
{
	double low = pairs[0].value, high = low;

	for (size_t i = 0; i < count; i++) {
		if (!is_whole(pairs[i].value))
			return false;
		low = fmin(low, pairs[i].value);
		high = fmax(high, pairs[i].value);
	}
	if (high - low >= 8 * (double)count + 256)
		return false;
	*first = low;
	*span = (size_t)(high - low) + 1;
	return true;
}

static struct dist *gather_dense(struct dist_pool *pool, const struct dist_pair *pairs,
	size_t count, double first, size_t span)
{
	struct dist *dist = dist_new(pool, first, span);

	for (size_t i = 0; dist != NULL && i < count; i++)
		dist->chances[(size_t)(pairs[i].value - first)] += pairs[i].chance;
	return dist;
}

static int by_value(const void *left, const void *right)
{
	double a = ((const struct dist_pair *)left)->value;
	double b = ((const struct dist_pair *)right)->value;

	return (a > b) - (a < b);
}

static struct dist *gather_sparse(struct dist_pool *pool, struct dist_pair *pairs, size_t count)
{
	size_t kinds = 0;
	struct dist *dist;

	if (!dist_charge(pool,
		    (uint64_t)((double)count * (log2((double)count) + 1)) * STEPS_A_COMPARISON))
		return NULL;
	qsort(pairs, count, sizeof *pairs, by_value);
	for (size_t i = 0; i < count; i++)
		kinds += i == 0 || pairs[i].value != pairs[i - 1].value;
	dist = take(pool, kinds, false);
	if (dist == NULL)
		return NULL;
	kinds = 0;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && pairs[i].value != pairs[i - 1].value)
			kinds++;
		dist->values[kinds] = pairs[i].value;
		dist->chances[kinds] += pairs[i].chance;
	}
	dist->first = dist->values[0];
	return dist;
}

struct dist *dist_gather(struct dist_pool *pool, struct dist_pair *pairs, size_t count)
{
	double first;
	size_t span;
	struct dist *dist;

	if (!dist_charge(pool, count))
		return NULL;
	if (range_of(pairs, count, &first, &span))
		dist = gather_dense(pool, pairs, count, first, span);
	else
		dist = gather_sparse(pool, pairs, count);
	dist_drop(pool, pairs);
	return dist;
}

/* ---- other operations ---- */

static void reverse(double *numbers, size_t count, double factor)
{
	for (size_t i = 0; i < count / 2; i++) {
		double swap = numbers[i];

		numbers[i] = numbers[count - 1 - i];
		numbers[count - 1 - i] = swap;
	}
	for (size_t i = 0; factor != 1 && i < count; i++)
		numbers[i] *= factor;
}

void dist_negate(struct dist *dist)
{
	dist->first = -dist_max(dist);
	reverse(dist->chances, dist->count, 1);
	if (dist->values != NULL)
		reverse(dist->values, dist->count, -1);
}

void dist_scale(struct dist *dist, double factor)
{
	for (size_t i = 0; i < dist->count; i++)
		dist->chances[i] *= factor;
}

/* Add to PAIRS what DIST says; returns where the next pair goes. */
static struct dist_pair *add_pairs(struct dist_pair *pairs, const struct dist *dist)
{
	for (size_t i = 0; i < dist->count; i++)
		*pairs++ = (struct dist_pair){dist_value(dist, i), dist->chances[i]};
	return pairs;
}

/* Whether MORE has a place for every value of INTO. */
static bool covers(const struct dist *into, const struct dist *more)
{
	return into->values == NULL && more->values == NULL && more->first >= into->first &&
	       dist_max(more) <= dist_max(into);
}

struct dist *dist_join(struct dist_pool *pool, struct dist *into, struct dist *more)
{
	struct dist_pair *pairs;
	struct dist *out;

	if (into == NULL || more == NULL)
		return more;
	if (covers(into, more)) {
		if (!dist_charge(pool, more->count))
			return NULL;
		for (size_t i = 0, at = (size_t)(more->first - into->first); i < more->count; i++)
			into->chances[at + i] += more->chances[i];
		dist_drop(pool, more);
		return into;
	}
	pairs = dist_take(pool, into->count + more->count, sizeof *pairs);
	if (pairs == NULL)
		return NULL;
	add_pairs(add_pairs(pairs, into), more);
	out = dist_gather(pool, pairs, into->count + more->count);
	dist_drop(pool, into);
	dist_drop(pool, more);
	return out;
}

struct dist *dist_map(struct dist_pool *pool, struct dist *dist, dist_function *function, void *arg)
{
	struct dist_pair *pairs = NULL;
	size_t count = 0;

	if (dist_charge(pool, (uint64_t)dist->count * STEPS_A_CALL))
		pairs = dist_take(pool, dist->count, sizeof *pairs);
	if (pairs == NULL)
		return NULL;
	for (size_t i = 0; i < dist->count; i++) {
		/* A place between the values of a dense one: it cannot happen. */
		if (dist->chances[i] == 0 && i > 0 && i + 1 < dist->count)
			continue;
		if (!function(arg, dist_value(dist, i), &pairs[count].value))
			return NULL;
		pairs[count++].chance = dist->chances[i];
	}
	dist_drop(pool, dist);
	return dist_gather(pool, pairs, count);
}

struct dist *dist_combine(struct dist_pool *pool, struct dist *left, struct dist *right,
	dist_operator *operate, void *arg)
{
	uint64_t most = (uint64_t)left->count * right->count;
	struct dist_pair *pairs = NULL;
	size_t count = 0;

	if (dist_charge(pool, most * STEPS_A_CALL))
		pairs = dist_take(pool, most, sizeof *pairs);
	if (pairs == NULL)
		return NULL;
	for (size_t i = 0; i < left->count; i++)
		for (size_t j = 0; j < right->count; j++) {
			double chance = left->chances[i] * right->chances[j];

			if (chance == 0 && count > 0)
				continue;
			if (!operate(arg, dist_value(left, i), dist_value(right, j),
				    &pairs[count].value))
				return NULL;
			pairs[count++].chance = chance;
		}
	dist_drop(pool, left);
	dist_drop(pool, right);
	return dist_gather(pool, pairs, count);
}

/* Let DIST be COUNT of its values, from index FIRST on. */
static void narrow(struct dist *dist, size_t first, size_t count)
{
	dist->first = dist_value(dist, first);
	dist->chances += first;
	if (dist->values != NULL)
		dist->values += first;
	dist->count = count;
}

void dist_trim(struct dist *dist)
{
	size_t first = 0, last = dist->count - 1;

	while (first < last && dist->chances[first] == 0)
		first++;
	while (last > first && dist->chances[last] == 0)
		last--;
	narrow(dist, first, last - first + 1);
}

struct dist *dist_filter(
	struct dist_pool *pool, const struct dist *dist, dist_test *is, void *arg, bool wanted)
{
	struct dist *out = dist_copy(pool, dist);

	if (out == NULL || !dist_charge(pool, dist->count))
		return NULL;
	for (size_t i = 0; i < out->count; i++)
		if (is(arg, dist_value(out, i)) != wanted)
			out->chances[i] = 0;
	dist_trim(out);
	if (out->chances[0] == 0)
		out->count = 0;
	return out;
}
