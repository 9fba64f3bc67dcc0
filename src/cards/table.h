/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_TABLE_H
#define LOGIOS_CARDS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

struct deck;
struct players;

/* What lies on one table: the decks of a place, each under a name. Names are compared without
 * regard to case. Functions that only look take NULL for a table with nothing on it. */
struct table;

#define TABLE_DECKS_MAX 32u
#define TABLE_CARDS_MAX 20000u /* in all its decks together */
#define TABLE_NAME_BYTES_MAX 24u

LOGIOS_API struct table *table_new(void);

/* Free it and its decks. NULL is fine. */
LOGIOS_API void table_free(struct table *table);

/* Put DECK on TABLE under NAME (a letter, then letters, digits, - and _; not "from"), or, when NAME
 * is NULL, under the next of deck1, deck2, … that is free; a number is not given twice. Returns the
 * name, lent until the deck goes, and DECK is the table's. On failure NULL, and DECK stays the
 * caller's. */
LOGIOS_API const char *table_add(
	struct table *table, struct deck *deck, const char *name, struct error *err);

/* Return the deck called NAME; with NAME NULL the one in use, or the only one there is. NULL when
 * that is not exactly one. */
LOGIOS_API struct deck *table_find(const struct table *table, const char *name, struct error *err);

/* Return the name of a DECK that is on TABLE, lent until it goes. */
LOGIOS_API const char *table_name(const struct table *table, const struct deck *deck);

/* Take DECK, which is on TABLE, off it. It is the caller's again. */
LOGIOS_API void table_take(struct table *table, struct deck *deck);

/* Return how many decks there are; the one at INDEX, from 0, in the order in which they came. */
LOGIOS_API size_t table_count(const struct table *table);
LOGIOS_API struct deck *table_at(const struct table *table, size_t index);

/* Return the number of DECK, which is on TABLE: no other has it, later ones have greater ones. */
LOGIOS_API unsigned long table_serial(const struct table *table, const struct deck *deck);

/* Put back a DECK that was on a table like this one, under its NAME and its SERIAL. On failure DECK
 * stays the caller's. */
LOGIOS_API bool table_put_back(struct table *table, struct deck *deck, const char *name,
	unsigned long serial, struct error *err);

/* Return the last N that was given away in a name deckN; go on from there. */
LOGIOS_API unsigned long table_numbered(const struct table *table);
LOGIOS_API void table_go_on_from(struct table *table, unsigned long numbered);

/* Say that DECK, which is on TABLE, is meant where none is named; return it, or NULL. */
LOGIOS_API void table_use(struct table *table, const struct deck *deck);
LOGIOS_API const struct deck *table_used(const struct table *table);

/* Say who opened DECK, which is on TABLE, in the caller's words, which are copied; return them, or
 * NULL. */
LOGIOS_API void table_set_opener(struct table *table, const struct deck *deck, const char *opener);
LOGIOS_API const char *table_opener(const struct table *table, const struct deck *deck);

/* Return who plays here, lent. */
LOGIOS_API struct players *table_players(struct table *table);

/* Return whether PLAYER has a card of any deck, or put one on the table, or would when a last move
 * is taken back. */
LOGIOS_API bool table_knows(const struct table *table, unsigned player);

/* Return a number that no player has, or that of one who does not sit, and of whom table_knows
 * nothing, who is forgotten; ZONE_NOBODY when there is none. */
LOGIOS_API unsigned table_free_seat(struct table *table);

/* Return about how much memory the table and all that is on it take. */
LOGIOS_API size_t table_bytes(const struct table *table);

#endif
