/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_HABITS_H
#define LOGIOS_PLUGIN_DICE_HABITS_H

/* What people and channels have asked for: how much is said of a roll, say, or which game is usual.
 * It is kept in the plugin's store, a place and a key each, and remembered in a map, since rolls
 * are read far more often than it changes. */

#include "base/map.h"
#include "dice/dice.h"
#include "logios.h"

/* The word for each amount, by enum dice_amount. */
extern const char *const amount_words[];

/* Find the amount that WORD names. False, and AMOUNT unchanged, when there is none. */
bool amount_find(const char *word, enum dice_amount *amount);

/* Return the value kept under PLACE and KEY, "" for none. It is lent until the next call. */
const char *habit_get(struct plugin *self, struct map *habits, const char *place, const char *key);

/* Keep VALUE under PLACE and KEY, or nothing any more for "". A failure is reported to RQ. */
void habit_change(struct plugin *self, struct request *rq, struct map *habits, const char *place,
	const char *key, const char *value);

/* Empty the map; what is asked for next is read from the store again. */
void habits_forget(struct map *habits);

#endif
