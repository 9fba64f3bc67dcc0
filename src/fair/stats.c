/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Count how dice fell, and say whether that is as expected. */
#include "fair/stats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/chi.h"
#include "base/mem.h"
#include "base/packed.h"
#include "base/strbuf.h"

enum { GROUP_EXPECTED = 5 }; /* smallest expected count per group */

void fair_stats_release(struct fair_stats *stats)
{
	for (size_t i = 0; i < stats->count; i++)
		free(stats->dice[i].faces);
	*stats = (struct fair_stats){.count = 0};
}

const struct fair_die *fair_stats_find(const struct fair_stats *stats, uint32_t sides)
{
	for (size_t i = 0; i < stats->count; i++)
		if (stats->dice[i].sides == sides)
			return &stats->dice[i];
	return NULL;
}

static struct fair_die *find_or_add(struct fair_stats *stats, uint32_t sides)
{
	struct fair_die *die;

	for (size_t i = 0; i < stats->count; i++)
		if (stats->dice[i].sides == sides)
			return &stats->dice[i];
	if (stats->count == FAIR_STATS_SIZES)
		return NULL;
	die = &stats->dice[stats->count++];
	*die = (struct fair_die){.sides = sides, .faces = mem_zalloc(sides, sizeof *die->faces)};
	return die;
}

static void add_one(struct fair_stats *stats, uint32_t sides, uint32_t face)
{
	struct fair_die *die;

	if (sides < 2 || sides > FAIR_STATS_SIDES)
		return;
	die = find_or_add(stats, sides);
	if (die == NULL)
		return;
	die->count++;
	die->faces[face - 1]++;
}

void fair_stats_add(struct fair_stats *stats, const void *dice, size_t len)
{
	struct packed_reader reader;
	uint32_t sides, face;

	packed_read(&reader, dice, len);
	while (packed_next(&reader, &sides, &face))
		add_one(stats, sides, face);
}

static int by_count(const void *a, const void *b)
{
	const struct fair_die *first = a, *second = b;

	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return first->sides < second->sides ? -1 : first->sides > second->sides;
}

void fair_stats_sort(struct fair_stats *stats)
{
	qsort(stats->dice, stats->count, sizeof *stats->dice, by_count);
}

/* ---- what they say ---- */

double fair_die_mean(const struct fair_die *die)
{
	double sum = 0;

	for (uint32_t i = 0; i < die->sides; i++)
		sum += (double)die->faces[i] * (i + 1);
	return die->count > 0 ? sum / (double)die->count : 0;
}

/* Return chi-square of DIE. Faces from WIDTH to the next multiple of it make a group; the last one
 * may be smaller. */
static double chi_square(const struct fair_die *die, uint32_t width, double *freedom)
{
	double each = (double)die->count / die->sides, chi = 0;
	uint32_t groups = 0;

	for (uint32_t at = 0; at < die->sides; groups++) {
		uint32_t end = die->sides - at < 2 * width ? die->sides : at + width;
		double seen = 0, expected = each * (end - at);
		for (; at < end; at++)
			seen += (double)die->faces[at];
		chi += (seen - expected) * (seen - expected) / expected;
	}
	*freedom = groups - 1.0;
	return chi;
}

double fair_die_chance(const struct fair_die *die)
{
	double each = (double)die->count / die->sides, freedom, chi;
	uint32_t width = 1;

	if (die->count < FAIR_STATS_FEW)
		return -1;
	while (each * width < GROUP_EXPECTED)
		width++;
	chi = chi_square(die, width, &freedom);
	return freedom >= 1 ? chi_tail(chi, freedom) : -1;
}

static void add_verdict(struct strbuf *out, double chance)
{
	if (chance < 0)
		strbuf_addf(out, "; fewer than %d are too few to tell more", FAIR_STATS_FEW);
	else if (chance < 0.001)
		strbuf_addf(out, "; very unusual, p = %.2g", chance);
	else if (chance < 0.01)
		strbuf_addf(out, "; unusual, p = %.3f", chance);
	else
		strbuf_addf(out, "; nothing unusual, p = %.2f", chance);
}

void fair_die_describe(struct strbuf *out, const struct fair_die *die)
{
	uint64_t low = die->faces[0], high = die->faces[die->sides - 1];

	strbuf_addf(out, "%" PRIu64 " d%" PRIu32 "%s: mean %.2f (%.1f expected)", die->count,
		die->sides, die->count == 1 ? "" : "s", fair_die_mean(die), (die->sides + 1) / 2.0);
	if (die->sides == 20)
		strbuf_addf(out, "; %" PRIu64 " natural 20%s, %" PRIu64 " natural 1%s", high,
			high == 1 ? "" : "s", low, low == 1 ? "" : "s");
	add_verdict(out, fair_die_chance(die));
}
