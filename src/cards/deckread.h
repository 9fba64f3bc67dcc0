/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_DECKREAD_H
#define LOGIOS_CARDS_DECKREAD_H

/* What deckfile.c and deckhead.c share: a deck file that is being read. */

#include "base/map.h"
#include "cards/deckfile.h"

/* A suit, or a rank (which has no sign and is not red). */
struct deckword {
	const char *name, *code, *sign;
	bool red;
};

struct deckread {
	struct deckfile *file;
	size_t line;         /* from 1 */
	struct strbuf clean; /* the line at hand, cleaned */
	size_t room;         /* of the file's arrays */
	bool has_header;
	bool stored;     /* deckfile_write wrote it, perhaps that of an earlier version */
	size_t expected; /* cards, as the header says; 0: it does not */
	struct deckword suits[DECKFILE_SUITS_MAX], ranks[DECKFILE_RANKS_MAX];
	size_t suit_count, rank_count;
	const char *jokers; /* names parted by commas, or NULL */
	struct map *lines;  /* names that were read, folded; the value is that of the line */
	struct error *err;
};

/* Set the error to what is wrong in the line at hand. Returns false. */
bool deckread_wrong(struct deckread *read, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Read TEXT, what follows the @ of a header's line. */
bool deckread_header(struct deckread *read, const char *text);

/* Fill in what the header tells of the card NAME; ABOUT has its own code, or "". */
void deckread_recognise(struct deckread *read, const char *name, struct deckcard *about);

#endif
