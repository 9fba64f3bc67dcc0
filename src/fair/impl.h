/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_IMPL_H
#define LOGIOS_FAIR_IMPL_H

/* What fair.c (places and epochs), roll.c (numbers), said.c (which rolls were said) and log.c
 * (transcripts and history) share. */

#include "base/map.h"
#include "base/receipt.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "fair/fair.h"
#include "store/store.h"

/* What fair_event.kind holds. */
enum fair_kind {
	FAIR_COMMITMENT = 1,
	FAIR_SALT = 2, /* nick; input: the words; salt: the new one */
	/* nick, who, input, dice (base/packed.h), total or error, said, asked; ref: 1 if perhaps
	   never said, else NULL or 0 */
	FAIR_ROLL = 3,
	FAIR_SHUFFLE = 4, /* nick; input: the deck; total: how many cards; dice: their order */
	FAIR_REVEAL = 5,  /* total: how many rolls the epoch has */
	FAIR_SHOWN = 6,   /* as a roll; ref: its number */
};

/* A place as it is now. */
struct fair_place {
	int64_t id;
	char *network;
	char name[FAIR_PLACE_BYTES];
	enum fair_part part;
	char salt[HASH_HEX_ROOM];
	int64_t epoch, next, opened_s; /* next: the number that is due */
	unsigned char seed[FAIR_SEED_BYTES];
	char commitment[HASH_HEX_ROOM];
};

/* Events, and what their mark is to be: 1 perhaps never said, 0 said after all. */
struct fair_span {
	int64_t first, last;
	int mark;
};

/* Which rolls were said (said.c). */
struct fair_said {
	struct fair_promises {
		struct fair_promise *first, *last;
	} open, slow;                /* not settled yet; `open` in the order of events */
	int64_t promised;            /* the newest event that was */
	int64_t stored, stored_next; /* the mark on disk, and the one on its way */
	struct fair_span *spans;     /* to be written down */
	size_t count, writing;       /* of spans; writing: those on their way, the first ones */
	bool being_written;
	void (*settled)(void *arg);
	void *arg;
};

struct fair {
	struct store *store;
	struct log *log;
	struct map *places; /* by "network name" */
	void (*make_seed)(unsigned char seed[FAIR_SEED_BYTES]);
	struct fair_stream *stream;
	int64_t epoch_s, epoch_rolls; /* the longest that an epoch may be */
	int64_t last_event;
	struct fair_said said;

	struct fair_place *rolling; /* NULL: no roll has begun */
	struct rng *rng;            /* where its numbers come from */
	struct rng_draws draws;
	struct strbuf nick, input; /* of the roll that has begun */
	int64_t now_s;
	struct strbuf dice; /* scratch */
};

/* ---- fair.c ---- */

/* Return the place of WHERE, with an epoch; make it if need be. NULL and ERR when the store
 * refuses. */
struct fair_place *fair_open(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err);

/* Begin the next epoch of PLACE: its seed is stored with its commitment. */
bool fair_next_epoch(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err);

/* Store that the seed of EPOCH is shown; ROLLS is how many there were. */
bool fair_store_reveal(struct fair *fair, const struct fair_place *place, int64_t epoch,
	int64_t rolls, int64_t now_s, struct error *err);

/* ---- said.c ---- */

/* Read again how far all is known to have been said, and the newest event. */
void fair_read_said(struct fair *fair);

/* At the start: mark what was recorded after that as perhaps never said. */
void fair_mark_unsaid(struct fair *fair);

/* At the end: commit what fair_write_said has written, and free the rest. */
void fair_release_said(struct fair *fair);

#endif
