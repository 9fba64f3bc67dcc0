/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_VERIFY_IMPL_H
#define LOGIOS_FAIR_VERIFY_IMPL_H

/* Between fair_verify.c (the whole, and the kinds of lines), fair_verify_line.c (what each kind
 * means) and fair_verify_epoch.c (epochs, and making their rolls again). */

#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "fair/verify.h"

struct roll {
	int64_t number;
	size_t line;
	const char *nick, *input; /* of a shuffle: the deck */
	const char *salt;         /* the players' part when it was made */
	const uint32_t *sides, *values;
	size_t count;
	bool hidden; /* not shown in full yet */
	bool shuffle;
};

struct epoch {
	int64_t number;
	char commitment[HASH_HEX_ROOM]; /* "" while none was shown */
	unsigned char seed[FAIR_SEED_BYTES];
	bool revealed; /* a seed was shown, */
	bool proven;   /* and it is the one committed to */
	int64_t next;  /* the number that is due */
	struct roll *rolls;
	size_t count, room, shuffles;
};

struct fair_verify {
	fair_fault *fault;
	void *fault_arg;
	struct fair_verdict verdict;
	struct arena arena;
	struct json_line now;
	size_t came;        /* lines so far */
	struct strbuf held; /* the last one, which may go on in the next, */
	bool holding;       /* if it was not read yet */
	size_t line;        /* the one in hand: where it began */
	bool stopped;       /* not readable: the rest is not looked at */
	const char *network, *place, *salt;
	struct epoch *epochs; /* ascending */
	size_t count, room;
	struct fair_stream *stream;
};

void fair_fault_at(struct fair_verify *verify, size_t line, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* The same of the line in hand. */
#define fair_fault_now(verify, ...) fair_fault_at(verify, (verify)->line, __VA_ARGS__)

/* ---- fair_verify_epoch.c ---- */

/* NULL: there is none. */
struct epoch *fair_epoch_find(const struct fair_verify *verify, int64_t number);

/* A new epoch; NULL when it would not be the last. */
struct epoch *fair_epoch_add(struct fair_verify *verify, int64_t number);

/* A place for a roll behind the others of EPOCH. */
struct roll *fair_roll_add(struct epoch *epoch);

/* The seed of EPOCH is known: compare it with the commitment, make the rolls again. */
void fair_epoch_prove(
	struct fair_verify *verify, struct epoch *epoch, const unsigned char seed[FAIR_SEED_BYTES]);

/* ROLL, of an EPOCH that is proven, was shown in full. */
void fair_roll_check(
	struct fair_verify *verify, const struct epoch *epoch, const struct roll *roll);

/* ---- fair_verify_line.c: the line is in verify->now ---- */

const char *fair_text_of(const struct fair_verify *verify, const char *key); /* or NULL */
void fair_read_header(struct fair_verify *verify);
void fair_read_commitment(struct fair_verify *verify);
void fair_read_salt(struct fair_verify *verify);
void fair_read_roll(struct fair_verify *verify);
void fair_read_shuffle(struct fair_verify *verify);
void fair_read_reveal(struct fair_verify *verify);

#endif
