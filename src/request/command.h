/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_COMMAND_H
#define LOGIOS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "logios.h"

/* The table of all words that people can type: the core's rows and every plugin's. The dispatcher
 * checks a row's columns, so handlers need not. */
struct commands;

struct command_entry {
	const struct command *row;
	struct plugin *owner; /* NULL: the core */
	const char *place;    /* the only one where it is a command (request_place); NULL: all */
};

struct commands *commands_new(void);
void commands_free(struct commands *commands);

/* Add all rows of TABLE for OWNER, or none: a name or alias that is taken (or malformed: not a
 * lower-case word) is refused. */
bool commands_add(struct commands *commands, const struct command *table, struct plugin *owner,
	struct error *err);

/* Take out every row of OWNER. */
void commands_sweep(struct commands *commands, const struct plugin *owner);

/* Add a copy of ROW for OWNER, as a command of PLACE alone unless that is NULL. Refused as with
 * commands_add; two places may have the same word. */
bool commands_add_row(struct commands *commands, const struct command *row, struct plugin *owner,
	const char *place, struct error *err);

/* Return how many rows OWNER has added by commands_add_row and not taken back. */
size_t commands_added(const struct commands *commands, const struct plugin *owner);

/* Take out the row called NAME that commands_add_row added for OWNER and PLACE. False when there is
 * none. A handler may take out its own row: it lives on until the next line. */
bool commands_remove_row(
	struct commands *commands, const char *name, const struct plugin *owner, const char *place);

/* Return the entry that WORD (any case) names by name or alias in PLACE, or NULL. */
const struct command_entry *commands_find(
	const struct commands *commands, const char *word, const char *place);

/* Whether WORD (any case) is a command anywhere. */
bool commands_know(const struct commands *commands, const char *word);

/* Return the first entry behind *AT, by name, that is a command in PLACE, and move *AT (0 at first)
 * past it; NULL after the last. */
const struct command_entry *commands_next(
	const struct commands *commands, size_t *at, const char *place);

/* Find LINE's first word and run its row. In RQ everything but `text` is set. False when no row has
 * that word: the caller decides about silence. */
bool commands_run(struct commands *commands, struct request *rq, const char *line);

/* Return whether RQ's asker may use ROW now, by its cooldown, and count that as a use; if not, they
 * are told. For a handler part of whose work costs more: ROW need not be in the table. */
bool commands_cool(const struct commands *commands, const struct command *row, struct request *rq);

#endif
