/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_AGAIN_IMPL_H
#define LOGIOS_DICE_AGAIN_IMPL_H

/* Shares what again.c and again_dice.c need of a roll that is rolled again. */

#include "dice/again.h"
#include "dice/kept.h"
#include "dice/roll/eval.h"
#include "dice/systems/system.h"

struct dice_again {
	const struct system_again *way;
	const struct dice_asked *asked;
	const char *number; /* of the roll, as people know it */
	struct kept kept;
	struct dice_roll roll; /* as it lay there; then as it is to be rolled */
	const struct dice_outcome *lay;
	struct lying_die *lying;
	size_t lying_count, again_count;
	long values[SYSTEM_MAX_PARAMS];
	const char *recorded;
	struct error *err;
};

/* Set the error: the roll is not rolled again, and WHY. Always returns false. -- again_dice.c */
bool again_stays(const struct dice_again *again, const char *why);

/* Choose which of the dice that lie there are rolled again, as the game and the player say; SCENE
 * is what the game's rules know of them. On failure sets the error and returns false. --
 * again_dice.c */
bool again_choose_dice(
	struct dice_again *again, const struct rule_scene *scene, struct arena *arena);

#endif
