/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_STATES_H
#define LOGIOS_DICE_STATES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dice/odds/dist.h"

/* What dice may have come to, as far as it matters: numbers about them, and how likely. Dice that
 * come to the same numbers are one state, so there are few of them however many dice there are. */

enum { STATES_MAX_WIDTH = 64 }; /* numbers */

/* How two dice become one number. Each has its number for no dice at all. */
enum merge {
	MERGE_SUM,   /* 0 */
	MERGE_MOST,  /* -INFINITY */
	MERGE_LEAST, /* INFINITY */
	MERGE_FIRST, /* NAN */
	MERGE_BEST, /* -INFINITY: one of several numbers that are the keys of the best dice, falling
		     */
	MERGE_REST, /* 0: behind those, the most sides of any other die */
};

enum { BEST_SIDES = 1024 }; /* less has a die with a key */

/* The key of a die that shows VALUE: the higher the better, and among equals the smaller die. */
static inline double best_key(double value, uint32_t sides)
{
	return value * BEST_SIDES - sides;
}

static inline double best_value(double key)
{
	return floor(key / BEST_SIDES) + 1;
}

static inline double best_sides(double key)
{
	return best_value(key) * BEST_SIDES - key;
}

struct states {
	struct dist_pool *pool;
	size_t width; /* numbers of a state */
	size_t count, room;
	double *numbers; /* WIDTH for each */
	double *chances;
	uint32_t *slots; /* a hash table of their places, from 1 */
	size_t slot_count;
};

/* Make STATES none, of WIDTH numbers. What they hold is POOL's. */
void states_init(struct states *states, struct dist_pool *pool, size_t width);
void states_drop(struct states *states);

/* Add CHANCE to the state with NUMBERS. Returns false when the pool is spent. */
bool states_add(struct states *states, const double *numbers, double chance);

/* Fill NUMBERS with what no dice come to. */
void states_none(const enum merge *merges, size_t width, double *numbers);

/* Make OUT, which is none yet, of what LEFT and then RIGHT come to together. Returns false when the
 * pool is spent. */
bool states_join(const struct states *left, const struct states *right, const enum merge *merges,
	struct states *out);

static inline const double *states_at(const struct states *states, size_t index)
{
	return states->numbers + index * states->width;
}

#endif
