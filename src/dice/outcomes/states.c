/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers states in a hash table with open addressing, at most half full. */
#include "dice/outcomes/states.h"

#include <math.h>
#include <string.h>

/* Looking a state up takes longer than a multiplication. */
enum { STEPS_A_NUMBER = 16 };

void states_init(struct states *states, struct dist_pool *pool, size_t width)
{
	*states = (struct states){.pool = pool, .width = width};
}

void states_drop(struct states *states)
{
	dist_drop(states->pool, states->numbers);
	dist_drop(states->pool, states->chances);
	dist_drop(states->pool, states->slots);
	states_init(states, states->pool, states->width);
}

/* Bit for bit, so that nothing is equal to nothing. Small whole numbers differ only in their high
 * bits, which are brought down before each multiplication (Knuth 6.4). */
static uint64_t hash_of(const double *numbers, size_t width)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < width; i++) {
		uint64_t bits;

		memcpy(&bits, &numbers[i], sizeof bits);
		hash ^= bits;
		hash = (hash ^ hash >> 32) * 0x9e3779b97f4a7c15U;
		hash ^= hash >> 29;
	}
	return hash;
}

static size_t slot_of(const struct states *states, const double *numbers)
{
	size_t at = hash_of(numbers, states->width) & (states->slot_count - 1);

	while (states->slots[at] != 0 && memcmp(states_at(states, states->slots[at] - 1), numbers,
						 states->width * sizeof *numbers) != 0)
		at = (at + 1) & (states->slot_count - 1);
	return at;
}

/* ARRAY with ROOM elements of SIZE bytes, of which COUNT are kept; NULL when the pool is spent. */
static void *grow(struct dist_pool *pool, void *array, size_t count, size_t room, size_t size)
{
	void *grown = dist_take(pool, room, size);

	if (grown != NULL && count > 0)
		memcpy(grown, array, count * size);
	dist_drop(pool, array);
	return grown;
}

static bool make_room(struct states *states)
{
	size_t room = states->room > 0 ? states->room * 2 : 16;

	states->numbers = grow(states->pool, states->numbers, states->count, room,
		states->width * sizeof *states->numbers);
	states->chances = grow(
		states->pool, states->chances, states->count, room, sizeof *states->chances);
	dist_drop(states->pool, states->slots);
	states->slots = dist_take(states->pool, room * 2, sizeof *states->slots);
	if (states->numbers == NULL || states->chances == NULL || states->slots == NULL)
		return false;
	states->room = room;
	states->slot_count = room * 2;
	for (size_t i = 0; i < states->count; i++)
		states->slots[slot_of(states, states_at(states, i))] = (uint32_t)i + 1;
	return true;
}

bool states_add(struct states *states, const double *numbers, double chance)
{
	size_t at;

	if (!dist_charge(states->pool, STEPS_A_NUMBER * states->width) ||
		(states->count == states->room && !make_room(states)))
		return false;
	at = slot_of(states, numbers);
	if (states->slots[at] == 0) {
		memcpy(states->numbers + states->count * states->width, numbers,
			states->width * sizeof *numbers);
		states->chances[states->count] = 0;
		states->slots[at] = (uint32_t)++states->count;
	}
	states->chances[states->slots[at] - 1] += chance;
	return true;
}

void states_none(const enum merge *merges, size_t width, double *numbers)
{
	static const double none[] = {
		[MERGE_SUM] = 0,
		[MERGE_MOST] = -INFINITY,
		[MERGE_LEAST] = INFINITY,
		[MERGE_FIRST] = NAN,
		[MERGE_BEST] = -INFINITY,
		[MERGE_REST] = 0,
	};

	for (size_t i = 0; i < width; i++)
		numbers[i] = none[merges[i]];
}

static double merged(enum merge merge, double left, double right)
{
	switch (merge) {
	case MERGE_SUM:
		return left + right;
	case MERGE_MOST:
	case MERGE_BEST:
	case MERGE_REST:
		return left > right ? left : right;
	case MERGE_LEAST:
		return left < right ? left : right;
	case MERGE_FIRST:
		break;
	}
	return isnan(left) ? right : left;
}

/* Merge the keys of the best dice, which begin at AT, and what is known of the rest. Returns where
 * that stands. */
static size_t merge_best(
	const enum merge *merges, size_t at, const double *left, const double *right, double *out)
{
	size_t l = at, r = at, n = at;

	for (; merges[n] == MERGE_BEST; n++)
		out[n] = left[l] >= right[r] ? left[l++] : right[r++];
	out[n] = merged(MERGE_REST, left[n], right[n]);
	for (; l < n && isfinite(left[l]); l++)
		out[n] = merged(MERGE_REST, out[n], best_sides(left[l]));
	for (; r < n && isfinite(right[r]); r++)
		out[n] = merged(MERGE_REST, out[n], best_sides(right[r]));
	return n;
}

static void merge_all(const enum merge *merges, size_t width, const double *left,
	const double *right, double *out)
{
	for (size_t n = 0; n < width; n++)
		if (merges[n] == MERGE_BEST)
			n = merge_best(merges, n, left, right, out);
		else
			out[n] = merged(merges[n], left[n], right[n]);
}

bool states_join(const struct states *left, const struct states *right, const enum merge *merges,
	struct states *out)
{
	double numbers[STATES_MAX_WIDTH];

	for (size_t i = 0; i < left->count; i++)
		for (size_t j = 0; j < right->count; j++) {
			merge_all(merges, out->width, states_at(left, i), states_at(right, j),
				numbers);
			if (!states_add(out, numbers, left->chances[i] * right->chances[j]))
				return false;
		}
	return true;
}
