/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_HABITS_H
#define LOGIOS_DICE_HABITS_H

/* What people and channels have asked for: how much is said of a roll, and whether rolls in the middle
 * of a sentence are rolled. It is kept in the plugin's store, a place and a key each, and remembered
 * here, since rolls are read far more often than that changes. */

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "dice/dice.h"
#include "logios.h"

enum { HABITS_MAX = 4096 }; /* remembered; more than that, and all are read again */

static const char *const amount_words[] = {
	[DICE_BRIEF] = "brief", [DICE_NORMAL] = "normal", [DICE_FULL] = "full"};

static bool amount_find(const char *word, enum dice_amount *amount)
{
	for (size_t i = 0; i < sizeof amount_words / sizeof *amount_words; i++)
		if (strcmp(word, amount_words[i]) == 0) {
			*amount = (enum dice_amount)i;
			return true;
		}
	return false;
}

static void habits_forget(struct map *habits)
{
	size_t at = 0;
	const char *key;
	void *value;

	while ((value = map_next(habits, &at, &key)) != NULL) {
		map_remove(habits, key);
		free(value);
	}
}

/* The value that is kept under PLACE and KEY, "" for none; lent until the next change. */
static const char *habit(
	struct plugin *self, struct map *habits, const char *place, const char *key)
{
	char *name = mem_printf("%s %s", key, place), *value = map_get(habits, name);
	size_t len;

	if (value == NULL) {
		if (map_count(habits) >= HABITS_MAX)
			habits_forget(habits);
		value = plugin_store_get(self, place, key, &len, NULL);
		if (value == NULL)
			value = mem_strdup("");
		map_set(habits, name, value);
	}
	free(name);
	return value;
}

/* Keep VALUE, or nothing any more for "". */
static bool habit_change(struct plugin *self, struct map *habits, const char *place,
	const char *key, const char *value, struct error *err)
{
	char *name = mem_printf("%s %s", key, place);
	bool kept = *value == '\0' ? plugin_store_delete(self, place, key, err)
				   : plugin_store_put(self, place, key, value, strlen(value), err);

	free(map_remove(habits, name));
	free(name);
	return kept;
}

#endif
