/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_OUTCOMES_H
#define LOGIOS_DICE_OUTCOMES_H

#include "dice/odds/impl.h"
#include "dice/systems/system.h"

struct dice_roll;

/* How likely it is what a game system says of its dice. */

enum { OUTCOMES_MAX = 32 };

/* The ranks by which a roll is compared with another, and how likely they are. */
struct outcome_ranks {
	double ranks[SYSTEM_MAX_VERSUS];
	double chance;
};

struct outcomes {
	struct outcome list[OUTCOMES_MAX];
	size_t count;
	struct dist *totals; /* of the work's pool */
	bool apart;          /* more than one may be said at once: each has a chance of its own */
	bool counts;         /* the totals mean something of themselves */
	const struct outcome_ranks *ranks; /* all different, in the arena; NULL: it has none */
	size_t rank_count;
};

/* Compute what ROLL, of a game system, may come to. Words live in ARENA. On failure says why in the
 * work's error and returns false. */
bool outcomes_find(struct odds_work *work, const struct dice_roll *roll, struct arena *arena,
	struct outcomes *out);

#endif
