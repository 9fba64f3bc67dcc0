/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_EVENT_H
#define LOGIOS_FAIR_EVENT_H

#include "fair/hashes.h"
#include "fair/secrets.h"

/* The events of a place's history, what each kind holds, and the chain of their heads. */

enum fair_kind {
	FAIR_KIND_OPEN = 1, /* an epoch's secrets are fixed */
	FAIR_KIND_SEAL,     /* somebody seals words */
	FAIR_KIND_WORDS,    /* and opens them */
	FAIR_KIND_VOID,     /* or did not in time */
	FAIR_KIND_MIX,      /* the epoch's numbers are fixed: rolls follow */
	FAIR_KIND_ROLL,
	FAIR_KIND_FAIL,   /* dice fell, and nothing came of it */
	FAIR_KIND_HIDDEN, /* a hidden roll is made, */
	FAIR_KIND_SHUFFLE,
	FAIR_KIND_SHOW, /* or shown; a deck is done */
	FAIR_KIND_END,
};

/* What a kind does not hold is left as it is. */
struct fair_event {
	int64_t event, time_s, epoch;
	int64_t number; /* n of a roll; m of what is hidden */
	int64_t rolls, sealed, cards;
	enum fair_kind kind;
	const char *who, *nick;
	const char *input; /* of a roll; also the deck, the words, the source of a mix */
	const char *total; /* of a roll, as shown; or the error */
	const uint32_t *sides, *values;
	size_t count;          /* of both */
	struct fair_hash hash; /* the anchor, seal, mix, cover or secret */
	struct fair_hash root;
};

/* What a field of a kind is, and where in struct fair_event it lies. */
enum fair_field_type { FAIR_NUMBER, FAIR_TEXT, FAIR_LIST, FAIR_HASH };

struct fair_field {
	const char *name; /* NULL ends the row */
	enum fair_field_type type;
	size_t offset;
};

enum { FAIR_FIELDS_MAX = 9 };

/* Return the fields of KIND, in the order in which they are hashed and written. */
const struct fair_field *fair_fields(enum fair_kind kind);

/* Return what KIND is called; and the kind that is called so, or FAIR_KIND_END. */
const char *fair_kind_name(enum fair_kind kind);
enum fair_kind fair_kind_find(const char *name);

/* Compute the head before the first event of the place called ID, whose history begins at
 * TIME_S. */
void fair_first_head(struct fair_hash *head, const struct fair_hash *id, int64_t time_s);

/* Go on from the head before EVENT, in HEAD, to the one behind it, through BYTES, which is
 * overwritten. */
void fair_next_head(struct fair_hash *head, const struct fair_event *event, struct strbuf *bytes);

/* Append the line of a transcript for EVENT, behind which stands HEAD, without its closing
 * brace. */
void fair_event_write(
	struct strbuf *line, const struct fair_event *event, const struct fair_hash *head);

/* Append ,"NAME":VALUE in the manner of such a line. */
void fair_write_text(struct strbuf *line, const char *name, const char *text);
void fair_write_hash(struct strbuf *line, const char *name, const struct fair_hash *hash);
void fair_write_list(struct strbuf *line, const char *name, const uint32_t *list, size_t count);

#endif
