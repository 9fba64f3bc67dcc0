/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_OUTBOX_IMPL_H
#define LOGIOS_IRC_OUTBOX_IMPL_H

/* What outbox.c (when a line goes) and outbox_queue.c (what waits, and what is lost) share. Nobody
 * else includes this. */

#include "base/receipt.h"
#include "irc/outbox/outbox.h"

enum {
	KINDS = OUTBOX_BULK + 1,
	OUTBOX_TOKEN = 16, /* bytes of a PING's token, its NUL included */
};

struct line {
	struct line *next;
	int64_t since_ms;
	unsigned reply;          /* lines of one reply have the same */
	struct receipt *receipt; /* held; or NULL */
	size_t len;
	char bytes[];
};

/* First in, first out. */
struct lines {
	struct line *first, **last;
	size_t count;
};

struct queue {
	struct queue *next; /* the ring */
	struct lines lines;
	size_t lost;         /* replies of which lines were dropped, not told yet */
	unsigned lost_reply; /* the last of them */
	int64_t lost_ms;     /* when the first of them was */
	bool by_notice;      /* they were NOTICEs */
	char target[];
};

/* Lines with a receipt that are written, and not known to be read. */
struct proof {
	struct timer *timer; /* to ask */
	struct lines lines;
	size_t asked;   /* how many of them a PING that is out comes after */
	unsigned token; /* of the last PING */
};

struct outbox {
	struct loop *loop;
	void (*write)(void *arg, const char *line, size_t len);
	void *arg;
	struct timer *timer;        /* set only while something waits for a token */
	struct queue *rings[KINDS]; /* the queue whose turn was last; its next is due */
	size_t waiting;             /* lines */
	unsigned since_word;        /* lines, since the last word */
	size_t untold;              /* queues that have lost something */
	unsigned reply;
	size_t line_bytes;
	long burst, interval_ms;
	long tokens;
	int64_t refilled_ms;
	bool open;
	struct proof proof;
	struct outbox_stats stats;
};

/* COMMAND_LINE up to CR, LF or its end, cut between characters, with CR LF, holding RECEIPT. The
 * caller's. */
struct line *outbox_make_line(
	const struct outbox *ob, const char *command_line, struct receipt *receipt);

/* LINE will not be said. */
void outbox_drop(struct line *line);

/* Make LINES an empty list; put LINE at its end, which takes it over; take the first one, the
 * caller's. There must be one. */
void lines_init(struct lines *lines);
void lines_put(struct lines *lines, struct line *line);
struct line *lines_take(struct lines *lines);

/* Put LINE at the end of the queue for TARGET. */
void outbox_append(struct outbox *ob, int kind, const char *target, struct line *line);

/* What the queue whose turn it is says now, the caller's; NULL when all it had was stale. There
 * must be a queue of that KIND. */
struct line *outbox_take(struct outbox *ob, int kind);

/* Make room for a line of KIND to TARGET: the longest queue of the least important kind gives up
 * its oldest line. False when the new one is itself the least worth saying. At least one line must
 * wait. */
bool outbox_make_room(struct outbox *ob, int kind, const char *target);

/* There was no room for LINE, which goes. Its target gets a word instead, unless there are too many
 * of those. */
void outbox_refuse(struct outbox *ob, int kind, const char *target, struct line *line);

/* Forget all that waits. */
void outbox_forget(struct outbox *ob);

/* LINE, which has a receipt, is written: keep it until the server has proved that it read it. */
void outbox_keep_written(struct outbox *ob, struct line *line);

/* Ask for a proof, ARG being the outbox. */
void outbox_ask(void *arg);

/* The connection is gone, and no proof comes any more. */
void outbox_lose_written(struct outbox *ob);

#endif
