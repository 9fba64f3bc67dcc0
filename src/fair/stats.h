/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_STATS_H
#define LOGIOS_FAIR_STATS_H

#include <stddef.h>
#include <stdint.h>

struct strbuf;

/* How often each face of each die came up. */

enum {
	FAIR_STATS_SIDES = 1000, /* dice with more are not counted */
	FAIR_STATS_SIZES = 64,   /* different dice; further ones are not counted */
	FAIR_STATS_FEW = 30,     /* fewer dice than this say nothing */
};

struct fair_die {
	uint32_t sides;
	uint64_t count;
	uint64_t *faces; /* `sides` of them: how often 1, 2, … came */
};

struct fair_stats {
	struct fair_die dice[FAIR_STATS_SIZES];
	size_t count;
};

/* Free what STATS holds. It begins as a zeroed struct. */
void fair_stats_release(struct fair_stats *stats);

/* Count the dice of a roll, which are packed in LEN bytes (base/packed.h), as far as they are
 * sound. */
void fair_stats_add(struct fair_stats *stats, const void *dice, size_t len);

/* Put the most frequent dice first. */
void fair_stats_sort(struct fair_stats *stats);

const struct fair_die *fair_stats_find(
	const struct fair_stats *stats, uint32_t sides); /* or NULL */

/* Return the chance that a fair DIE is off by as much as this one: of chi-square, with neighbouring
 * faces put together until each group is expected five times. Negative: too few to say. */
double fair_die_chance(const struct fair_die *die);

double fair_die_mean(const struct fair_die *die);

/* Append a line about DIE: "412 d20s: mean 10.62 (10.5 expected); 23 natural 20s, 18
 * natural 1s; nothing unusual, p = 0.37". */
void fair_die_describe(struct strbuf *out, const struct fair_die *die);

#endif
