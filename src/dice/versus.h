/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_VERSUS_H
#define LOGIOS_DICE_VERSUS_H

#include <stdbool.h>
#include <stddef.h>

#include "dice/dice.h"

/* Two rolls against each other: "1d20+5 vs 1d20+3", "sr 6 vs 5". Who wins is for the game to say
 * (versus, tie and margin in its file); plain dice compare their totals. */

/* The length of the word vs at TEXT, or of versus, with a blank behind; or 0. */
size_t versus_length(const char *text);

/* Where that word stands in LINE between blanks, outside of quotes and before any #; or NULL. */
const char *versus_find(const char *line);

/* Whether ROLL is of a game whose words are more than the total: a number behind vs is no total to
 * reach then. */
bool versus_is_ruled(const struct dice_roll *roll);

/* What stands behind vs as a roll: TEXT, or, where that is only what the game of FIRST takes, with
 * its word in front. It lives in ARENA. -- sides.c */
const char *versus_side(const struct dice_roll *first, const char *text,
	const struct dice_book *book, struct arena *arena);

/* Whether FIRST and SECOND can be compared; if not, ERR says why. */
bool versus_check(const struct dice_roll *first, const struct dice_roll *second, struct error *err);

/* Say in FIRST who wins against its other outcome. All lives in ARENA. */
void versus_judge(struct dice_outcome *first, struct arena *arena);

/* Compare two sides by the COUNT ranks that their game gives them: above 0 when FIRST wins, below
 * when SECOND does. */
int versus_compare(const double *first, const double *second, size_t count);

#endif
