/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_PLACES_H
#define LOGIOS_CARDS_PLACES_H

#include <stddef.h>

#include "base/api.h"

struct table;

/* The tables of all places, with an end to the memory they take. When there would be more than
 * PLACES_MAX of them, or those that exist take more than PLACES_BYTES_MAX, tables are forgotten until
 * a new one fits: passing ones first, since anybody can make many of those, and of equals the one that
 * has not been used for the longest time. */
struct places;

#define PLACES_MAX 512u
#define PLACES_BYTES_MAX (16u * 1024u * 1024u)

enum place_kind {
	PLACE_PASSING, /* forgotten first: somebody's private talk with the bot */
	PLACE_LASTING, /* a room that a group meets in */
};

LOGIOS_API struct places *places_new(void);

/* Frees all tables too. NULL is fine. */
LOGIOS_API void places_free(struct places *places);

/* The table at PLACE, used now; NULL if there is none. Lent until the next places_open. */
LOGIOS_API struct table *places_find(struct places *places, const char *place);

/* The same, but an empty table is made when there is none. This is when others may be forgotten: call
 * it before each thing that is put on a table, and at most one thing ever goes beyond the bounds. */
LOGIOS_API struct table *places_open(
	struct places *places, const char *place, enum place_kind kind);

/* How many tables there are. */
LOGIOS_API size_t places_count(const struct places *places);

#endif
