/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_HERE_H
#define LOGIOS_PLUGIN_CARDS_HERE_H

#include "cards/cards.h"
#include "logios.h"
#include "shelf.h"

/* What the plugin has: its state. */
struct cards {
	struct shelf shelf;
	struct places *places;
};

struct places *all_places(const struct plugin *self);

/* Find the table here. *TABLE is NULL if there is none. Returns false when it cannot be read, after
 * saying so. */
bool table_here(struct plugin *self, struct request *rq, struct table **table);

/* Return the deck called NAME here, with NULL the only one; else NULL, after saying so. */
struct deck *deck_here(
	struct plugin *self, struct request *rq, const char *name, struct table **table);

/* Shuffle what is left of all decks on TABLE, which is here, if the store was put back since. */
bool begin_life(struct plugin *self, struct request *rq, struct table *table, struct error *err);

/* Take note that the decks of PLACE were shuffled since the store was put back. */
bool note_life(struct plugin *self, const char *place, struct error *err);

#endif
