/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what kept dice are worth that all differ: they are so many of the faces. If all faces are
 * alike, every choice of so many is as likely as any other. If not, it matters what came before,
 * and the sets of faces are gone through. */
#include "dice/odds/keep.h"

struct choice {
	struct dist_pool *pool;
	const struct keep_face *faces; /* by ascending rank */
	size_t face_count;
	uint32_t count, first, last; /* dice; ranks that are kept */
	int64_t low;                 /* no kept die is worth less, or more than `span` above it */
	size_t span;
	struct dist *out;
};

static bool is_kept(const struct choice *c, uint32_t rank)
{
	return rank >= c->first && rank < c->last;
}

static bool equal_chances(const struct choice *c)
{
	for (size_t i = 1; i < c->face_count; i++)
		if (c->faces[i].chance != c->faces[0].chance)
			return false;
	return true;
}

static void find_worths(struct choice *c)
{
	int64_t high = c->faces[0].worth;

	c->low = high;
	for (size_t i = 1; i < c->face_count; i++) {
		c->low = c->faces[i].worth < c->low ? c->faces[i].worth : c->low;
		high = c->faces[i].worth > high ? c->faces[i].worth : high;
	}
	c->span = (size_t)(high - c->low);
}

/* Of the faces in order, each is among the chosen with the chance of as many as are still to be
 * chosen over as many as are left. TABLE holds, by the number chosen, what these are worth. */
static bool choose_face(struct choice *c, double *table, size_t width, size_t index)
{
	double left = (double)(c->face_count - index);
	size_t worth = (size_t)(c->faces[index].worth - c->low);

	if (!dist_charge(c->pool, (uint64_t)width * c->count * 2))
		return false;
	for (uint32_t chosen = c->count; chosen-- > 0;) {
		double *from = table + chosen * width, *to = from + width;
		double open = c->count - chosen;
		size_t shift = is_kept(c, chosen) ? worth : 0;

		if (open > left)
			continue; /* cannot be: so many must have been chosen before */
		for (size_t i = 0; i + shift < width; i++)
			to[i + shift] += from[i] * (open / left);
		for (size_t i = 0; i < width; i++)
			from[i] *= (left - open) / left;
	}
	return true;
}

static bool choose_alike(struct choice *c)
{
	size_t width = c->out->count;
	double *table = dist_take(c->pool, width * (c->count + 1), sizeof *table);

	if (table == NULL)
		return false;
	table[0] = 1;
	for (size_t i = 0; i < c->face_count; i++)
		if (!choose_face(c, table, width, i))
			return false;
	for (size_t i = 0; i < width; i++)
		c->out->chances[i] = table[c->count * width + i];
	dist_drop(c->pool, table);
	return true;
}

static size_t kept_worth(const struct choice *c, size_t set)
{
	size_t worth = 0;
	uint32_t rank = 0;

	for (size_t i = 0; i < c->face_count; i++)
		if ((set >> i & 1) != 0 && is_kept(c, rank++))
			worth += (size_t)(c->faces[i].worth - c->low);
	return worth;
}

/* From the SET that has shown so far, with its chance, one more face shows. */
static void extend_set(const struct choice *c, double *chances, size_t set)
{
	double open = 0;

	for (size_t i = 0; i < c->face_count; i++)
		open += (set >> i & 1) == 0 ? c->faces[i].chance : 0;
	for (size_t i = 0; i < c->face_count; i++)
		if ((set >> i & 1) == 0)
			chances[set | (size_t)1 << i] += chances[set] * c->faces[i].chance / open;
}

static bool choose_sets(struct choice *c)
{
	size_t sets = (size_t)1 << c->face_count;
	double *chances = dist_take(c->pool, sets, sizeof *chances);

	if (chances == NULL || !dist_charge(c->pool, (uint64_t)sets * c->face_count * 2))
		return false;
	chances[0] = 1;
	for (size_t set = 0; set < sets; set++) {
		if (chances[set] == 0)
			continue;
		if ((uint32_t)__builtin_popcountll(set) < c->count)
			extend_set(c, chances, set);
		else
			c->out->chances[kept_worth(c, set)] += chances[set];
	}
	dist_drop(c->pool, chances);
	return true;
}

struct dist *keep_distinct(struct dist_pool *pool, const struct keep_face *faces, size_t face_count,
	uint32_t count, uint32_t first, uint32_t last)
{
	struct choice c = {.pool = pool,
		.faces = faces,
		.face_count = face_count,
		.count = count,
		.first = first,
		.last = last};
	uint32_t keep = last - first;

	find_worths(&c);
	c.out = dist_new(pool, (double)(keep * c.low), keep * c.span + 1);
	if (c.out == NULL || !(equal_chances(&c) ? choose_alike(&c) : choose_sets(&c)))
		return NULL;
	dist_trim(c.out);
	return c.out;
}
