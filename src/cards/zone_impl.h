/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_ZONE_IMPL_H
#define LOGIOS_CARDS_ZONE_IMPL_H

#include "cards/zone.h"

/* What zone.c and zone_bytes.c share. */

struct zone_change {
	size_t card;
	struct zone_spot before;
};

/* How many cards a zone has; all their ranks are in the range, while there are any. */
struct zone_sum {
	size_t count;
	int32_t least, greatest;
};

struct zones {
	size_t count;
	struct zone_spot *at; /* of each card */
	struct zone_sum sums[ZONES_MAX];
	struct zone_change *last; /* the last move, in its order */
	size_t last_count, last_room;
	char note[ZONE_NOTE_BYTES_MAX + 1]; /* what it was */
};

/* Fill in the sums. */
void zones_sum(struct zones *zones);

#endif
