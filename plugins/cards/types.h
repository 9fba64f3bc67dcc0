/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_TYPES_H
#define LOGIOS_PLUGIN_CARDS_TYPES_H

/* The kinds of decks that !cards can open: the files in decks/ of the data folder. */

#include "cards/cards.h"
#include "logios.h"

struct play;
struct strbuf;

/* Return a deck of TYPE in the order of its file, which the caller frees. NULL when there is none,
 * after saying so to the asker. */
struct deck *open_deck(struct plugin *self, struct request *rq, const char *type);

/* Return whether there are decks of TYPE. */
bool is_deck_type(const struct plugin *self, const char *type);

/* Say which types there are: the handler of !cards types. */
void types_run(struct play *play);

/* Append what is wrong with the deck files to MISTAKES, a line each. */
void check_decks(struct plugin *self, struct strbuf *mistakes);

/* Log a warning when there are no decks. It is no reason not to start: a file can be put there at
 * any time. */
void warn_without_decks(const struct plugin *self);

#endif
