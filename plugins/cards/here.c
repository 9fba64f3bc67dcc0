/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decks of the place where a line was said: found, and shuffled anew after the store was put
 * back from a copy, or lost its last changes. */
#include "here.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "types.h"

struct places *all_places(const struct plugin *self)
{
	return ((struct cards *)plugin_state(self))->places;
}

/* ---- after a copy was put back ---- */

static const char life_key[] =
	"life"; /* plugin_store_lives, when the decks of a place were shuffled */

/* Return whether the decks of PLACE were shuffled since the store was put back from a copy, if ever
 * it was. */
static bool is_of_this_life(struct plugin *self, const char *place)
{
	int64_t lives = plugin_store_lives(self), there = 0;
	size_t len;
	char *text = lives > 0 ? plugin_store_get(self, place, life_key, &len, NULL) : NULL;

	if (text != NULL)
		there = strtoll(text, NULL, 10);
	free(text);
	return there == lives;
}

bool note_life(struct plugin *self, const char *place, struct error *err)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%lld", (long long)plugin_store_lives(self));

	return is_of_this_life(self, place) ||
	       plugin_store_put(self, place, life_key, text, (size_t)len, err);
}

/* Shuffle what is left of DECK, called NAME, and say so: what lay on top may be known. */
static bool shuffle_rest(struct plugin *self, struct request *rq, struct deck *deck,
	const char *name, struct error *err)
{
	size_t left = deck_left(deck);
	struct deck_order moved = {.entries = NULL};
	bool fine;

	if (!zones_hold(deck_zones(deck)))
		request_deck_done(rq, name);
	fine = deck_shuffle_pile(deck, 0, request_shuffle(rq, name), &moved, err) &&
	       places_moved(all_places(self), request_table(rq), deck, err);
	if (fine) {
		reply(rq, "I %s: the %zu cards left in deck %s are shuffled anew.",
			plugin_store_tale(self, rq), left, name);
		request_shuffled(rq, moved.entries, moved.count, moved.cards);
	}
	deck_order_release(&moved);
	return fine;
}

bool begin_life(struct plugin *self, struct request *rq, struct table *table, struct error *err)
{
	if (table_count(table) == 0 || is_of_this_life(self, request_table(rq)))
		return true;
	for (size_t i = 0; i < table_count(table); i++) {
		struct deck *deck = table_at(table, i);
		if (deck_left(deck) > 0 &&
			!shuffle_rest(self, rq, deck, table_name(table, deck), err))
			return false;
	}
	return note_life(self, request_table(rq), err);
}

/* ---- the table ---- */

bool table_here(struct plugin *self, struct request *rq, struct table **table)
{
	struct error err;

	*table = places_find(all_places(self), request_table(rq), &err);
	if (*table != NULL ? begin_life(self, rq, *table, &err) : err.text[0] == '\0')
		return true;
	plugin_warn(self, "%s: %s", request_table(rq), err.text);
	reply(rq, "The decks here cannot be read: %s", err.text);
	return false;
}

struct deck *deck_here(
	struct plugin *self, struct request *rq, const char *name, struct table **table)
{
	struct deck *deck;
	struct error err;

	if (!table_here(self, rq, table))
		return NULL;
	deck = table_find(*table, name, &err);
	if (deck == NULL && name == NULL && table_count(*table) == 0)
		reply(rq, "%s Make one with: cards new TYPE (cards types shows the types)",
			err.text);
	else if (deck == NULL && name != NULL && is_deck_type(self, name))
		reply(rq, "%s. cards new %s puts one here.", err.text, name);
	else if (deck == NULL)
		reply_error(rq, &err);
	return deck;
}
