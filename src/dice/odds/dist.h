/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_DIST_H
#define LOGIOS_DICE_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Distributions: the values that something can take, each with its chance, and what becomes of them
 * when independent ones are computed with.
 *
 * Chances are doubles that are only ever added, multiplied and divided, never taken from one
 * another, so nothing cancels: each is off by at most one rounding (2^-53 of itself) a step, which
 * the bound on steps keeps below 6e-9 of itself; after a hundred dice it is some 1e-14. Chances
 * below 1e-308 become zero. The sum of all is 1, or less by what was cut (see odds.h). */

enum {
	DIST_MAX_STEPS = 200 * 1000 * 1000, /* multiplications and additions, about 0.2 s */
	DIST_MAX_BYTES = 16 * 1000 * 1000,  /* held at any moment */
};

enum dist_spent { DIST_FINE, DIST_NO_STEPS, DIST_NO_BYTES };

/* Memory and time for one question. All that was taken is freed with it, so nothing leaks when a
 * computation is given up half way; what is dropped before counts no longer. */
struct dist_pool {
	struct dist_block *blocks;
	uint64_t steps_left;
	size_t bytes_left;
	enum dist_spent spent; /* why something was NULL or false */
};

#define DIST_POOL_INIT                                                                             \
	{                                                                                          \
		.steps_left = DIST_MAX_STEPS, .bytes_left = DIST_MAX_BYTES                         \
	}

void dist_pool_release(struct dist_pool *pool);

/* Account for STEPS more; false, and `spent` says so, if that is too many. */
bool dist_charge(struct dist_pool *pool, uint64_t steps);

/* COUNT elements of SIZE bytes, all zero; NULL, and `spent` says so, if that is too much. */
void *dist_take(struct dist_pool *pool, size_t count, size_t size);

/* Give back what dist_take gave; NULL is fine. */
void dist_drop(struct dist_pool *pool, void *memory);

/* At least one value, in ascending order. Of whole numbers close together the first is enough: then
 * `values` is NULL, and a value between may have no chance. */
struct dist {
	size_t count;
	double first;
	double *values; /* or NULL */
	double *chances;
};

static inline double dist_value(const struct dist *dist, size_t index)
{
	return dist->values != NULL ? dist->values[index] : dist->first + (double)index;
}

/* A value and its chance, before they are in order. */
struct dist_pair {
	double value, chance;
};

/* What all these return is the pool's; NULL when the pool is spent. Arguments that are not const
 * are used up. */

/* The COUNT whole numbers from FIRST on, each with no chance yet. */
struct dist *dist_new(struct dist_pool *pool, double first, size_t count);

/* VALUE for certain. */
struct dist *dist_point(struct dist_pool *pool, double value);

/* The COUNT whole numbers from FIRST on, all alike. */
struct dist *dist_uniform(struct dist_pool *pool, double first, size_t count);

/* What PAIRS say, which came from dist_take and is used up; equal values are added. COUNT >= 1. */
struct dist *dist_gather(struct dist_pool *pool, struct dist_pair *pairs, size_t count);

struct dist *dist_copy(struct dist_pool *pool, const struct dist *dist);

/* The sum of both. */
struct dist *dist_sum(struct dist_pool *pool, struct dist *left, struct dist *right);

/* The sum of TIMES like it. */
struct dist *dist_power(struct dist_pool *pool, struct dist *dist, uint32_t times);

void dist_negate(struct dist *dist);

/* Leave out values at both ends that have no chance; one at least stays. */
void dist_trim(struct dist *dist);

/* All chances times FACTOR. */
void dist_scale(struct dist *dist, double factor);

/* INTO (NULL: nothing yet) and MORE beside each other: the chances of equal values are added. */
struct dist *dist_join(struct dist_pool *pool, struct dist *into, struct dist *more);

/* What becomes of a value; false gives up. */
typedef bool dist_function(void *arg, double value, double *out);
struct dist *dist_map(
	struct dist_pool *pool, struct dist *dist, dist_function *function, void *arg);

/* What becomes of two values; false gives up. */
typedef bool dist_operator(void *arg, double left, double right, double *out);
struct dist *dist_combine(struct dist_pool *pool, struct dist *left, struct dist *right,
	dist_operator *operate, void *arg);

/* Of DIST those values of which IS says WANTED, with their chances; may have no value at all, then
 * `count` is 0 and it is good for nothing but dist_mass. */
typedef bool dist_test(void *arg, double value);
struct dist *dist_filter(
	struct dist_pool *pool, const struct dist *dist, dist_test *is, void *arg, bool wanted);

/* The sum of all chances. */
double dist_mass(const struct dist *dist);

double dist_min(const struct dist *dist);
double dist_max(const struct dist *dist);
double dist_mean(const struct dist *dist);

/* The standard deviation. */
double dist_deviation(const struct dist *dist);

/* The chance of VALUE or more. */
double dist_at_least(const struct dist *dist, double value);

/* The chance of VALUE or less. */
double dist_at_most(const struct dist *dist, double value);

#endif
