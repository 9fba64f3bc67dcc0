/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps habits in the plugin's store and remembers those that were asked for. */
#include "habits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum {
	HABITS_MAX = 4096, /* remembered; more than that, and all are read again */
	NAME_BYTES = 1024, /* of a habit's key and a place or person, which are shorter */
};

const char *const amount_words[] = {
	[DICE_BRIEF] = "brief", [DICE_NORMAL] = "normal", [DICE_FULL] = "full"};

bool amount_find(const char *word, enum dice_amount *amount)
{
	for (size_t i = 0; i < sizeof amount_words / sizeof *amount_words; i++)
		if (strcmp(word, amount_words[i]) == 0) {
			*amount = (enum dice_amount)i;
			return true;
		}
	return false;
}

void habits_forget(struct map *habits)
{
	size_t at = 0;
	const char *key;
	void *value;

	while ((value = map_next(habits, &at, &key)) != NULL) {
		map_remove(habits, key);
		free(value);
	}
}

const char *habit_get(struct plugin *self, struct map *habits, const char *place, const char *key)
{
	char name[NAME_BYTES], *value;
	size_t len;

	text_join(name, sizeof name, key, " ", place);
	value = map_get(habits, name);
	if (value == NULL) {
		if (map_count(habits) >= HABITS_MAX)
			habits_forget(habits);
		value = plugin_store_get(self, place, key, &len, NULL);
		if (value == NULL)
			value = mem_strdup("");
		map_set(habits, name, value);
	}
	return value;
}

static bool habit_set(struct plugin *self, struct map *habits, const char *place, const char *key,
	const char *value, struct error *err)
{
	char name[NAME_BYTES];
	bool kept = *value == '\0' ? plugin_store_delete(self, place, key, err)
				   : plugin_store_put(self, place, key, value, strlen(value), err);

	text_join(name, sizeof name, key, " ", place);
	free(map_remove(habits, name));
	return kept;
}

void habit_change(struct plugin *self, struct request *rq, struct map *habits, const char *place,
	const char *key, const char *value)
{
	struct error err;

	if (!habit_set(self, habits, place, key, value, &err))
		reply_error(rq, &err);
}
