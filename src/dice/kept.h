/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_KEPT_H
#define LOGIOS_DICE_KEPT_H

#include <stdint.h>

#include "dice/again.h"

/* A line that dice_keep wrote: "HISTORY SYSTEM PARAMS MARK FACES TYPED", with - for nothing. */
struct kept {
	const char *history, *system, *params;
	uint32_t mark; /* see kept_mark */
	const char *typed;
	uint32_t faces[DICE_KEPT_FACES];
	unsigned marks[DICE_KEPT_FACES]; /* of dice that were picked: see lying_die */
	size_t face_count;
};

/* Read TEXT into KEPT, whose strings live in ARENA. Returns false if it is no such line. */
bool kept_read(struct kept *kept, const char *text, struct arena *arena);

/* Return a mark of the expression that ROLL's game made of what was typed: the dice that lie there
 * are no others while it is the same. */
uint32_t kept_mark(const struct dice_roll *roll);

#endif
