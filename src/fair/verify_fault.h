/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_VERIFY_FAULT_H
#define LOGIOS_FAIR_VERIFY_FAULT_H

/* What verify.c (the whole), verify_line.c (the kinds of lines) and verify_epoch.c (epochs, and
 * making their rolls again) share: the verification so far, and what is wrong. Only they include
 * this. */

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

/* Count a fault found at LINE (0: in the whole), and report it to the caller. */
void fair_fault_at(struct fair_verify *verify, size_t line, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Do the same for the line in hand. */
#define fair_fault_now(verify, ...) fair_fault_at(verify, (verify)->line, __VA_ARGS__)

#endif
