/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_SHELF_H
#define LOGIOS_CARDS_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

struct deck;
struct table;

/* Where tables are kept when the program is not running: values under a place and a key, as a
 * plugin's store has them, in the caller's hands. The table itself has one row; each deck four:
 * its cards, its number and who opened it, written once, and where they lie, written at each
 * move. */
struct shelf {
	bool (*put)(void *arg, const char *place, const char *key, const void *value, size_t len,
		struct error *err);
	bool (*remove)(void *arg, const char *place, const char *key,
		struct error *err); /* NULL: all keys */
	bool (*each)(void *arg, const char *place,
		bool (*row)(void *row_arg, const char *key, const void *value, size_t len),
		void *row_arg, struct error *err);
	bool (*places)(void *arg, bool (*row)(void *row_arg, const char *place, size_t bytes),
		void *row_arg, struct error *err);
	void *arg;
};

/* Write the row of TABLE, at PLACE; KIND is the caller's own. */
LOGIOS_API bool shelf_write_table(const struct shelf *shelf, const char *place,
	const struct table *table, int kind, struct error *err);

/* Write of DECK, which is on TABLE, where its cards lie; everything. */
LOGIOS_API bool shelf_write_zones(const struct shelf *shelf, const char *place,
	const struct table *table, const struct deck *deck, struct error *err);
LOGIOS_API bool shelf_write_deck(const struct shelf *shelf, const char *place,
	const struct table *table, const struct deck *deck, struct error *err);

/* Write who plays at TABLE, and which deck is in use. */
LOGIOS_API bool shelf_write_players(
	const struct shelf *shelf, const char *place, struct table *table, struct error *err);

/* Forget the deck called NAME. */
LOGIOS_API bool shelf_remove_deck(
	const struct shelf *shelf, const char *place, const char *name, struct error *err);

/* Return the table that was written under PLACE, for the caller to free, with its KIND. NULL when
 * it cannot be read. */
LOGIOS_API struct table *shelf_read_table(
	const struct shelf *shelf, const char *place, int *kind, struct error *err);

/* Return the KIND alone; 0 of what is no table. */
LOGIOS_API bool shelf_read_kind(
	const struct shelf *shelf, const char *place, int *kind, struct error *err);

#endif
