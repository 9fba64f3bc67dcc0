/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_PLACES_H
#define LOGIOS_CARDS_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

struct deck;
struct shelf;
struct table;

/* The tables of all places: in memory those that were used, on a shelf all of them. There is an end
 * to what they take: when there would be more than PLACES_MAX of them, or more than
 * PLACES_BYTES_MAX, tables are forgotten, on the shelf too, until a new one fits: passing ones
 * first, since anybody can make many of those, and of equals the one that has not been used for the
 * longest time. */
struct places;

#define PLACES_MAX 512u
#define PLACES_BYTES_MAX (16u * 1024u * 1024u)

enum place_kind {
	PLACE_PASSING, /* forgotten first: somebody's private talk with the bot */
	PLACE_LASTING, /* a room that a group meets in */
};

/* Make it. SHELF outlives the result. */
LOGIOS_API struct places *places_new(const struct shelf *shelf);

/* Free it and the tables in memory. NULL is fine. */
LOGIOS_API void places_free(struct places *places);

/* Drop what is in memory: it is no longer what is on the shelf. */
LOGIOS_API void places_forget(struct places *places);

/* Return the table at PLACE, used now, lent until the next places_open. NULL when there is none,
 * with an empty ERR, or when it cannot be read. */
LOGIOS_API struct table *places_find(struct places *places, const char *place, struct error *err);

/* Do the same, but make an empty table when there is none. This is when others may be forgotten:
 * call it before each thing that is put on a table, and at most one thing ever goes beyond the
 * bounds. */
LOGIOS_API struct table *places_open(
	struct places *places, const char *place, enum place_kind kind, struct error *err);

/* Put on the shelf what a change to DECK, which is on the table at PLACE, made new. When that
 * fails, what is in memory is ahead of it until places_forget. */
LOGIOS_API bool places_added(
	struct places *places, const char *place, const struct deck *deck, struct error *err);
LOGIOS_API bool places_moved(
	struct places *places, const char *place, const struct deck *deck, struct error *err);

/* Put on the shelf who plays at PLACE, where a table is, and which deck is in use. */
LOGIOS_API bool places_seated(struct places *places, const char *place, struct error *err);

/* Take DECK off the table at PLACE and off the shelf, and free it. */
LOGIOS_API bool places_put_away(
	struct places *places, const char *place, struct deck *deck, struct error *err);

/* Return how many tables there are. */
LOGIOS_API size_t places_count(const struct places *places);

#endif
