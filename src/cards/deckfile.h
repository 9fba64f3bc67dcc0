/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_DECKFILE_H
#define LOGIOS_CARDS_DECKFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Kinds of decks are text files, FOLDER/TYPE.txt: one card a line, the whole line. Lines end with
 * LF or CR LF; blank ones and those that begin with # are skipped, blanks at both ends of a card
 * go. Ill-formed UTF-8 becomes U+FFFD, a tab a blank, other control characters vanish.
 *
 * Lines that begin with @ before the first card are a header: "@KEY VALUE", see deckhead.c. In a
 * file that has one, a card may be "3x NAME | CODE | MEANING | MEANING REVERSED", of which all but
 * the name may be missing, and no name stands in two lines. */

#define DECKFILE_BYTES_MAX (1024u * 1024u) /* a file */
#define DECKFILE_CARDS_MAX 10000u          /* in a file, copies included */
#define DECKFILE_CARD_BYTES_MAX 200u       /* a card, cleaned */
#define DECKFILE_LINE_BYTES_MAX 1000u      /* a card with all that is said of it */
#define DECKFILE_TYPE_BYTES_MAX 48u        /* the name of a type */
#define DECKFILE_SUITS_MAX 32u
#define DECKFILE_RANKS_MAX 100u
#define DECKFILE_TURNS_MAX 10u /* how often a card stands in a shuffle */

/* What a file says of a card beside its name. Texts are "" for nothing. */
struct deckcard {
	const char *code;               /* short, as people type it: QS */
	const char *sign;               /* short, as people may read it: Q♠ */
	const char *meaning, *reversed; /* of the card upright, and upside down */
	int suit, rank;                 /* in the order of the header, from 0; -1 for none */
	bool joker;
	bool red; /* its suit is */
};

struct deckfile {
	char *type;                    /* as the file is called, without .txt */
	char **cards;                  /* their names in the order of the file, terminated each */
	const struct deckcard **about; /* what else is said of each */
	size_t count;                  /* 1 to DECKFILE_CARDS_MAX */
	/* How often each card stands in a shuffle upright, at least once, and upside down. It lies
	 * where it comes first, so by chance in one of the two ways, and never twice. */
	unsigned upright, reversed;
	const char *title, *back; /* what it is, and what its cards look like from behind; "" */
	const char *names;        /* other names of the type, parted by blanks; "" */
	char *source;             /* the text, of a file with a header; else NULL */
	size_t source_len;
	struct arena arena; /* of all other texts */
	size_t bytes;       /* memory that all of this takes, about */
};

/* Read LEN bytes of TEXT as the deck file of TYPE. NULL when it is no deck, with the file's name
 * and the line in ERR. The caller frees the result with deckfile_free. */
LOGIOS_API struct deckfile *deckfile_parse(
	const char *type, const char *text, size_t len, struct error *err);

/* Do the same for what deckfile_write has written; it may be longer than a file, and its first card
 * begin with @, as in decks from before there were headers. */
LOGIOS_API struct deckfile *deckfile_read(
	const char *type, const char *text, size_t len, struct error *err);

/* Append to OUT the text that FILE was made of. */
LOGIOS_API void deckfile_write(const struct deckfile *file, struct strbuf *out);

/* Find TYPE in FOLDER (case does not matter; an exact match wins, and a file that has it among its
 * names is the last to count) and read it. A type that is not there, or could not be a file's name,
 * gets the sentence "Deck TYPE not found.". Caller frees. */
LOGIOS_API struct deckfile *deckfile_load(const char *folder, const char *type, struct error *err);

LOGIOS_API void deckfile_free(struct deckfile *file); /* NULL is fine */

/* Return whether NAME can be a type: 1 to DECKFILE_TYPE_BYTES_MAX of the characters A-Z a-z 0-9 -
 * and _. */
LOGIOS_API bool deckfile_type_valid(const char *name);

/* The names of the types in a folder, sorted without regard to case. */
struct deckfile_types {
	char **names;
	size_t count;
};

/* List FOLDER into TYPES, which the caller releases in any case. On failure it is empty. */
LOGIOS_API bool deckfile_types_list(
	struct deckfile_types *types, const char *folder, struct error *err);
LOGIOS_API void deckfile_types_release(struct deckfile_types *types);

/* Return the type in FOLDER that somebody who typed TYPE may have meant; the caller frees it. NULL
 * when none is near, or TYPE is there. */
LOGIOS_API char *deckfile_nearest(const char *folder, const char *type);

#endif
