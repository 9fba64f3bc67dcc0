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
};

struct commands *commands_new(void);
void commands_free(struct commands *commands);

/* Add all rows of TABLE for OWNER, or none: a name or alias that is taken (or malformed: not a
 * lower-case word) is refused. */
bool commands_add(struct commands *commands, const struct command *table, struct plugin *owner,
	struct error *err);

/* Take out every row of OWNER. */
void commands_sweep(struct commands *commands, const struct plugin *owner);

/* The entry that WORD (any case) names by name or alias, or NULL. */
const struct command_entry *commands_find(const struct commands *commands, const char *word);

/* All entries, sorted by name; *COUNT of them. The table's own, until it changes. */
const struct command_entry *const *commands_all(const struct commands *commands, size_t *count);

/* What a line is to us. */
enum address { ADDRESS_NONE, ADDRESS_PREFIX, ADDRESS_NICK, ADDRESS_PRIVATE };

/* Whether TEXT is meant for us: it begins with PREFIX, or with OUR_NICK and ':' or ',' (NICK_EQUAL
 * compares under the network's mapping), or was said in private (then either may stand before it or
 * not). *REST gets what follows, blanks skipped. "!" alone or "! roll" is nothing. */
enum address command_address(const char *text, const char *prefix, const char *our_nick,
	bool (*nick_equal)(const void *arg, const char *a, const char *b), const void *arg,
	bool in_private, const char **rest);

/* Find LINE's first word and run its row. In RQ everything but `text` is set. False when no row has
 * that word: the caller decides about silence. */
bool commands_run(struct commands *commands, struct request *rq, const char *line);

#endif
