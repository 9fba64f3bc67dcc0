/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_TABLEFILE_H
#define LOGIOS_PLUGIN_TABLES_TABLEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* A random table is a text file, one entry a line:
 *
 *   title: What lives in the marsh
 *   roll: 2d6
 *   2 A witch
 *   3-11 [[2d4]] frogs
 *   12 A frog with [@loot]
 *
 * Besides, `inner: yes` keeps a table that only others need out of the list. Either every entry
 * begins with the numbers that it has on the dice, without gaps, 00 being 100; or with a weight,
 * "3x Rain", where 1x may be left out. Without `roll:` the numbers are those of one die. [[dice]]
 * are rolled, [@name] is drawn from another table. Blank lines and those that begin with # are
 * skipped; blanks at both ends go. The file is UTF-8 without control bytes. */

enum {
	TABLEFILE_BYTES_MAX = 1 << 20,   /* a file */
	TABLEFILE_ENTRIES_MAX = 10000,   /* in a file */
	TABLEFILE_ENTRY_BYTES_MAX = 400, /* an entry */
	TABLEFILE_TITLE_BYTES_MAX = 100, /* a title */
	TABLEFILE_DICE_BYTES_MAX = 60,   /* what stands in [[ ]] */
	TABLEFILE_NAME_BYTES_MAX = 48,   /* the name of a table */
	TABLEFILE_PARTS_MAX = 32,        /* of an entry */
	TABLEFILE_NUMBER_MAX = 1000000,  /* of a range; all weights together */
};

enum part_kind {
	PART_TEXT,  /* said as it is */
	PART_DICE,  /* rolled */
	PART_TABLE, /* drawn from the table of that name */
};

struct tablefile;

struct table_part {
	enum part_kind kind;
	const char *text;              /* the words, the dice, or the name */
	const struct tablefile *table; /* of PART_TABLE: which it is, set by tables_link */
};

struct table_entry {
	uint32_t first, last; /* its numbers on the dice */
	size_t line;          /* of the file, from 1 */
	const char *text;     /* as it is written */
	struct table_part *parts;
	size_t part_count;
};

struct tablefile {
	const char *title;           /* "": it has none */
	bool inner;                  /* it is not listed */
	const char *dice;            /* what is rolled: "1d20" */
	uint32_t low, high;          /* what they can show */
	struct table_entry *entries; /* by their numbers */
	size_t count;                /* 1 to TABLEFILE_ENTRIES_MAX */
	size_t bytes;                /* memory that all of this takes, about */
	bool ends;                   /* it can come to an end: see link.c */
	struct arena arena;          /* where it is */
};

/* Read LEN bytes of TEXT, the table file at PATH. NULL when it is no table, with PATH and the line
 * in ERR. The caller frees the result. */
struct tablefile *tablefile_parse(
	const char *path, const char *text, size_t len, struct error *err);

void tablefile_free(struct tablefile *file); /* NULL is fine */

/* Return the entry of FILE that has NUMBER, or NULL. */
const struct table_entry *tablefile_entry(const struct tablefile *file, double number);

/* Return whether the LEN bytes of NAME can be the name of a table: letters, digits, - and _. */
bool tablefile_name_valid(const char *name, size_t len);

#endif
