/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_IMPL_H
#define LOGIOS_FAIR_IMPL_H

/* What the parts of struct fair share. From the top: again.c, stir.c, show.c and roll.c, place.c
 * (places are read, and made), epoch.c (opens and mixes epochs), ahead.c (their secrets), sealers.c
 * (who stirs one), record.c (an event is stored), fair.c (the whole, its key), state.c (what is
 * freed), said.c. */

#include "base/lru.h"
#include "base/map.h"
#include "base/receipt.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "fair/event.h"
#include "fair/fair.h"
#include "fair/numbers.h"
#include "store/store.h"

/* Somebody whose seal was taken. */
struct fair_sealer {
	char *who;
	struct fair_hash seal;
	char *words; /* NULL: not opened yet */
};

/* The next epoch, while it is stirred. */
struct fair_stir {
	int64_t epoch;
	struct fair_hash anchor;
	int64_t closed_s; /* 0: seals are taken */
	int64_t since_s;  /* of the last event of it, from which the waiting counts */
	struct fair_sealer sealers[FAIR_SEALERS];
	size_t count, opened;
};

/* A place as it is now. */
struct fair_place {
	int64_t id;
	char *network;
	char name[FAIR_PLACE_BYTES];
	struct fair_hash pid;
	int64_t event, event_s; /* the newest event, 0: none, */
	struct fair_hash head;  /* and the head behind it */
	int64_t opened;         /* the newest epoch that was opened */
	int64_t epoch;          /* the one in use, 0: none */
	int64_t opened_s;
	int64_t next, next_hidden; /* the numbers that are due in it */
	bool by_players;
	struct fair_hash anchor, sealed, mix;
	struct fair_chain chain;
	struct fair_stir *stir; /* NULL: nothing is stirred */
	bool unpublished;       /* something was recorded since fair_publish */
};

/* Events, and what their mark is to be: 1 perhaps never said, 0 said after all. */
struct fair_span {
	int64_t first, last;
	int mark;
};

/* The secrets of an epoch. */
struct fair_secrets {
	struct fair_hash sealed; /* what the tree is made of */
	struct fair_hash anchor, root;
	struct fair_chain chain;
};

/* Those of the next epoch to be opened, wherever, which are made in advance (ahead.c). */
struct fair_ahead {
	struct fair_secrets secrets;
	int parts;           /* of the chain, still to be made */
	bool begun, planted; /* planted: the tree is made, and nothing is left to do */
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
	struct lru *marks;  /* of people, by "place hostmask"; see fair_name */
	void (*make_secret)(void *bytes, size_t len);
	struct fair_ahead ahead;
	struct fair_numbers *numbers;
	int64_t seal_s;
	bool has_key;
	unsigned char key[SIGN_KEY_BYTES], secret_key[SIGN_SECRET_BYTES];
	int64_t last_event; /* the newest row */
	struct fair_said said;
	void (*recorded)(void *arg); /* see publish.h; or NULL */
	void *recorded_arg;
	struct strbuf bytes; /* scratch, for heads */

	struct fair_place *rolling; /* NULL: no roll has begun */
	struct rng *rng;            /* where its numbers come from */
	struct rng_draws draws;
	bool hidden;
	struct fair_hash secret;        /* of the roll that has begun */
	struct strbuf nick, who, input; /* of it */
	int64_t now_s;
	struct strbuf dice; /* scratch, for what is packed */
};

/* ---- fair.c ---- */

/* Read the pair of keys, or make and store it. */
bool fair_need_key(struct fair *fair, struct error *err);

/* ---- state.c ---- */

void fair_free_place(struct fair_place *place);
void fair_free_stir(struct fair_stir *stir); /* NULL is fine */

/* Free what is known of all places. */
void fair_forget_places(struct fair *fair);

/* Append who ASKER is at PLACE to OUT. */
void fair_name(struct fair *fair, struct strbuf *out, const struct fair_place *place,
	const struct fair_asker *asker);

/* ---- record.c ---- */

/* What is stored of an event and not hashed into it. */
struct fair_extra {
	const char *roller, *said, *asked, *keeper;
	const struct strbuf *dice; /* packed; or NULL */
	const void *hash;          /* what the column of hashes holds, */
	size_t hash_len;           /* 0: the event's own hash if its kind has one */
	const char *input, *total; /* of what is hidden */
	bool failed;               /* what is hidden came to nothing: TOTAL is the error */
};

/* Store EVENT, whose number is given here, as the next of PLACE. */
bool fair_record(struct fair *fair, struct fair_place *place, struct fair_event *event,
	const struct fair_extra *extra, struct error *err);

/* ---- place.c ---- */

/* Return the place of WHERE, with an epoch; make it if need be. NULL and ERR when the store
 * refuses. */
struct fair_place *fair_open(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err);

/* ---- ahead.c ---- */

/* Hand over the secrets of the epoch that is opened now. What fair_prepare has not made of them is
 * made at once. */
void fair_take_secrets(struct fair *fair, struct fair_secrets *secrets);

/* ---- epoch.c ---- */

/* Open the next epoch of PLACE: its secrets, which SECRETS gets, are stored and fixed. */
bool fair_open_epoch(struct fair *fair, struct fair_place *place, int64_t now_s,
	struct fair_secrets *secrets, struct error *err);

/* Mix EPOCH of PLACE, which was opened last, with MIX; it is in use from now on. */
bool fair_mix_epoch(struct fair *fair, struct fair_place *place, int64_t epoch, bool by_players,
	const struct fair_hash *mix, int64_t now_s, struct error *err);

/* Open the next epoch and use it at once, stirred by nobody. One that is being stirred is
 * dropped. */
bool fair_next_epoch(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err);

/* Read the epoch in use of PLACE, if there is one, and the one being stirred. */
bool fair_read_epochs(struct fair *fair, struct fair_place *place, struct error *err);

/* ---- sealers.c ---- */

/* Return who has sealed as WHO, or NULL. */
struct fair_sealer *fair_find_sealer(struct fair_stir *stir, const char *who);

void fair_add_sealer(struct fair_stir *stir, const char *who, const struct fair_hash *seal);
void fair_open_seal(struct fair_stir *stir, struct fair_sealer *sealer, const char *words);

/* Read how the stirring of EPOCH, whose first event is FIRST, has gone so far. */
bool fair_read_stir(struct fair *fair, struct fair_place *place, int64_t epoch, int64_t first,
	struct error *err);

/* ---- said.c ---- */

/* Read again how far all is known to have been said, and the newest event. */
void fair_read_said(struct fair *fair);

/* At the start: mark what was recorded after that as perhaps never said. */
void fair_mark_unsaid(struct fair *fair);

/* At the end: commit what fair_write_said has written, and free the rest. */
void fair_release_said(struct fair *fair);

#endif
