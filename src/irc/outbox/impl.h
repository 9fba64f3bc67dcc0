/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_OUTBOX_IMPL_H
#define LOGIOS_IRC_OUTBOX_IMPL_H

/* What the files of the outbox share; nobody else includes this. From the bottom up: line.c, a line
 * and lists of them; queue.c, what waits and what is lost; proof.c, what has arrived; held.c, what
 * the server did not take for now; outbox.c, when a line goes. */

#include "base/receipt.h"
#include "irc/outbox/outbox.h"

enum {
	KINDS = OUTBOX_BULK + 1,
	OUTBOX_NEVER_AGAIN = 255, /* tries of a line to somebody who is gone */
	OUTBOX_TOKEN = 16,        /* bytes of a PING's token, its NUL included */
	OUTBOX_QUESTION = 24,     /* bytes of a PING with its token, the NUL included */
};

struct line {
	struct line *next;
	int64_t since_ms;
	unsigned reply;          /* lines of one reply have the same */
	unsigned order;          /* in which they were to be said */
	unsigned number;         /* in the order in which they were written last */
	unsigned char kind;      /* the priority */
	unsigned char tries;     /* how often the server did not take it */
	bool spent;              /* written, and turned away */
	bool unseen;             /* for somebody whom we would not see leave */
	int64_t due_ms;          /* of a held one: when it may go */
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
	size_t lost;         /* replies that lost lines, of which the target is not told yet */
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
	bool (*is_unseen)(void *arg, const char *target); /* or NULL */
	void *arg;
	struct timer *timer;        /* set only while something waits for a token */
	struct queue *rings[KINDS]; /* the queue whose turn was last; its next is due */
	size_t waiting;             /* lines */
	unsigned since_word;        /* lines, since the last word */
	size_t untold;              /* queues whose target is to be told of losses */
	unsigned reply;
	size_t line_bytes;
	long burst, interval_ms;
	long tokens;
	int64_t refilled_ms;
	bool counts_bytes;
	int64_t paid_ms; /* when all that is written will be paid for, where bytes count */
	bool open, paused;
	struct proof proof;
	unsigned written;    /* the number of the last line */
	struct lines recent; /* the last ones said without a receipt */
	struct lines held;   /* in their order */
	unsigned orders;
	struct timer *held_timer;
	struct outbox_stats stats;
};

/* ---- line.c ---- */

/* Make a line of COMMAND_LINE up to its CR, LF or end, cut between characters, with CR LF behind
 * it. It holds RECEIPT (or NULL). Returns the line, the caller's. */
struct line *outbox_make_line(
	const struct outbox *ob, const char *command_line, struct receipt *receipt);

/* Free LINE, which was not said: its receipt is lost. */
void outbox_drop(struct line *line);

/* Make LINES an empty list. */
void lines_init(struct lines *lines);

/* Put LINE at the end of LINES, which owns it from now on. */
void lines_put(struct lines *lines, struct line *line);

/* Take the first of LINES, which must not be empty. Returns it, the caller's. */
struct line *lines_take(struct lines *lines);

/* Take the line after *AT out of LINES. Returns it, the caller's. */
struct line *lines_take_at(struct lines *lines, struct line **at);

/* LINE past its tags. */
const char *line_words(const struct line *line);

/* Whether LINE is a PRIVMSG or NOTICE. */
bool line_is_speech(const struct line *line);

/* Write whom LINE is for ("PRIVMSG WORD :…") into WORD. Returns WORD, "" when there is nobody. */
const char *line_target(const struct line *line, char word[OUTBOX_LINE]);

/* ---- queue.c ---- */

/* Put LINE at the end of the queue for TARGET. */
void outbox_append(struct outbox *ob, int kind, const char *target, struct line *line);

/* Take a line from the queue of KIND whose turn it is; there must be one. Returns the line, the
 * caller's, or NULL when all that the queue had was stale. */
struct line *outbox_take(struct outbox *ob, int kind);

/* Make room for a line of KIND to TARGET: drop the oldest line of the longest queue of the least
 * important kind. False, with nothing dropped, when the new line is itself the least worth saying.
 * At least one line must wait. */
bool outbox_make_room(struct outbox *ob, int kind, const char *target);

/* Drop LINE, for which there was no room. Its target is told of the loss, unless too many are to be
 * told already. */
void outbox_refuse(struct outbox *ob, int kind, const char *target, struct line *line);

/* Drop all that waits for NICK, as MAP folds it, without a word. */
void outbox_forget_queued(struct outbox *ob, enum casemap map, const char *nick);

/* Drop all that waits. */
void outbox_forget(struct outbox *ob);

/* ---- proof.c ---- */

/* Keep LINE, which has a receipt and is written, until the server has proved that it read it. Takes
 * LINE over. */
void outbox_keep_written(struct outbox *ob, struct line *line);

/* Keep LINE, which has none and is written, for a while. Takes LINE over. */
void outbox_keep_recent(struct outbox *ob, struct line *line);

/* Never say again what was said to NICK. */
void outbox_forget_said(struct outbox *ob, enum casemap map, const char *nick);

/* Find the line to TARGET that was written last and is not spent, or NULL. A server that turns a
 * line away means that one: it reads in order, and says so at once. */
struct line *outbox_newest_to(struct outbox *ob, enum casemap map, const char *target);

/* Write the PING that asks for a proof of all that is written now. False when there is nothing to
 * ask, or an answer is still due. */
bool outbox_question(struct outbox *ob, char question[OUTBOX_QUESTION]);

/* Count all that is written and not proved as lost: the connection is gone. */
void outbox_lose_written(struct outbox *ob);

/* ---- held.c ---- */

/* Hold LINE to TARGET as well, if others to it are held: the order stays. False when none is, or
 * there is no room. */
bool outbox_hold_behind(struct outbox *ob, const char *target, struct line *line);

/* Queue what may be said by now. */
void outbox_release_held(struct outbox *ob);

/* Drop what is held for NICK, or for everybody when NICK is NULL. */
void outbox_forget_held(struct outbox *ob, enum casemap map, const char *nick);

#endif
