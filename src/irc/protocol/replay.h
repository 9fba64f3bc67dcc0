/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_REPLAY_H
#define LOGIOS_IRC_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "irc/protocol/message.h"

/* Which lines tell of the past: those inside a batch of history (IRCv3 batch, chathistory), and
 * those that server-time dates back. Nothing said in them is a request to us. */

enum {
	REPLAY_BATCHES = 64,       /* open at a time; beyond them the oldest is forgotten */
	REPLAY_REFERENCE = 64,     /* bytes of a batch's name; a longer one is not kept */
	REPLAY_AGE_MS = 30 * 1000, /* older than this is the past */
};

struct replay {
	struct replay_batch {
		char reference[REPLAY_REFERENCE];
		bool history;
	} batches[REPLAY_BATCHES]; /* in the order in which they were opened */
	size_t count;
	bool known;      /* the server's clock is */
	int64_t skew_ms; /* the server's clock minus ours that never steps (loop_now_ms) */
};

/* The server's clock is taken to be SKEW_MS ahead of ours until it says better. */
void replay_init(struct replay *replay, int64_t skew_ms);

/* Take in a BATCH line. */
void replay_batch(struct replay *replay, const struct message *msg);

/* Learn the server's clock from MSG, a line that is certainly of now (a numeric, a PONG, our own
 * JOIN) and came at NOW_MS of our clock. False when it says no time, or is in a batch of
 * history. */
bool replay_live(struct replay *replay, const struct message *msg, int64_t now_ms);

/* Whether MSG, which came at NOW_MS, tells of the past. A line in a batch that was never opened
 * does. */
bool replay_is_past(const struct replay *replay, const struct message *msg, int64_t now_ms);

/* The milliseconds since 1970 of "2026-01-31T23:59:59.000Z". False when TEXT is no such time. */
bool replay_time(const char *text, int64_t *ms);

#endif
