/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_SET_H
#define LOGIOS_PLUGIN_TABLES_SET_H

#include "base/error.h"
#include "base/strbuf.h"
#include "tablefile.h"

/* All tables that there are, by their names, in which case does not matter. */
struct tables;

enum {
	TABLES_MAX = 500,
	TABLES_BYTES_MAX = 16 << 20, /* memory of them all */
};

struct tables *tables_new(void);
void tables_free(struct tables *tables); /* NULL is fine */

/* Add FILE, which is TABLES' from now on, as NAME, instead of one of that name. PATH is what is
 * said of it in mistakes. False, with FILE freed and ERR set, when there are too many. */
bool tables_add(struct tables *tables, const char *name, const char *path, struct tablefile *file,
	struct error *err);

/* Read every NAME.txt of FOLDER, in the order of their names. What is wrong with a file is appended
 * to MISTAKES, a line "PATH:LINE: …", and it is left out. A folder that does not exist has no
 * files. -- folder.c */
void tables_load(struct tables *tables, const char *folder, struct strbuf *mistakes);

/* Add the decks of FOLDER, a card an entry, as far as no table has their name. What is wrong with
 * one is left to those who deal it. -- folder.c */
void tables_load_decks(struct tables *tables, const char *folder);

/* Find what every [@name] means. A table that names none, or could never end, is left out with a
 * line in MISTAKES, and those that need it too. Call it when all are there, before any is drawn
 * from. -- link.c */
void tables_link(struct tables *tables, struct strbuf *mistakes);

/* Return the table called NAME, or NULL. */
const struct tablefile *tables_find(const struct tables *tables, const char *name);

/* Return the name that somebody who typed NAME may have meant, or NULL. */
const char *tables_nearest(const struct tables *tables, const char *name);

/* Return how many there are; the one at INDEX, sorted by name; its name; whether it is a deck. */
size_t tables_count(const struct tables *tables);
const struct tablefile *tables_at(const struct tables *tables, size_t index);
const char *tables_name(const struct tables *tables, size_t index);
bool tables_is_deck(const struct tables *tables, size_t index);

/* Return the name of FILE, which is one of TABLES. */
const char *tables_name_of(const struct tables *tables, const struct tablefile *file);

#endif
