/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_KEEP_H
#define LOGIOS_DICE_KEEP_H

#include "dice/odds/dist.h"

/* The chances of dice of which only some count. Keeping and dropping, however often and in whatever
 * order, leaves the dice of neighbouring ranks: those from FIRST to before LAST, of all dice put in
 * ascending order (from 0). */

/* What one die may show. */
struct keep_face {
	double rank;   /* what dice are put in order by */
	int64_t worth; /* what it adds when it is kept */
	double chance;
};

/* COUNT dice that are alike, each showing one of FACES; those with equal ranks have equal
 * worths. */
struct keep_kind {
	uint32_t count;
	size_t face_count;
	const struct keep_face *faces;
};

struct kept {
	const struct keep_kind *kinds;
	size_t kind_count;
	uint32_t first, last; /* FIRST < LAST, which is at most the number of dice */
	uint32_t match_size;  /* 0: what is asked is what the kept dice are worth together; else how
			       * many  ranks at least so many of them have, and no rank is of two
			       * kinds */
};

/* The answer. Of equal ranks, the dice of an earlier kind come first. NULL when POOL is spent. */
struct dist *keep_ranks(struct dist_pool *pool, const struct kept *kept);

/* The same of COUNT dice that show different ones of FACES: each is rolled until it differs from
 * all before it. COUNT is at most the number of FACES, all of which have different ranks and
 * chances above zero. Unless these are all equal there are at most KEEP_MAX_UNEQUAL faces. */
enum { KEEP_MAX_UNEQUAL = 16 };
struct dist *keep_distinct(struct dist_pool *pool, const struct keep_face *faces, size_t face_count,
	uint32_t count, uint32_t first, uint32_t last);

/* What the kept ones of COUNT VALUES, independent but not alike, are together; all are used up.
 * Either FIRST is 0 or LAST is COUNT. */
struct dist *keep_values(
	struct dist_pool *pool, struct dist **values, size_t count, uint32_t first, uint32_t last);

#endif
