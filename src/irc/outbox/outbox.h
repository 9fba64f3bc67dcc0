/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_OUTBOX_H
#define LOGIOS_IRC_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "irc/protocol/casemap.h"
#include "os/loop.h"

struct receipt;

/* Every line out of one network: cleaned, cut, paced. A token bucket lets BURST lines go at once
 * and one more each LINE_INTERVAL_MS; more important lines go first, and targets of equal
 * importance take turns. What has waited too long is dropped, and so is what no longer fits; both
 * are counted, and when it was a PRIVMSG or NOTICE its target is told how many replies it did not
 * get. */
struct outbox;

enum outbox_priority {
	OUTBOX_NOW,   /* registration, PONG, QUIT: past the bucket, at once */
	OUTBOX_ADMIN, /* JOIN, PART, NICK, errors to admins */
	OUTBOX_REPLY,
	OUTBOX_BULK,
};

enum {
	OUTBOX_LINE = 512, /* bytes of a line, CR LF and the prefix that others see included */
	OUTBOX_LINE_MOST = 4096, /* where the server allows more (ISUPPORT LINELEN) */
	OUTBOX_STALE_MS = 60000, /* a PRIVMSG or NOTICE that has waited longer is not worth it */
	OUTBOX_WORD_MS = 15000,  /* whose queue never empties is told of losses after this */
	OUTBOX_LINES_A_WORD =
		4, /* while more waits, no more than one line in four is such a word */
	/* Waiting lines of a network; then the longest queue of the least important kind gives
	 * way. */
	OUTBOX_MAX_LINES = 1000,
	/* Lines with a receipt that are written are asked after so much later, or so much when
	 * others wait then, or when there are so many. */
	OUTBOX_PROVE_MS = 5000,
	OUTBOX_PROVE_BUSY_MS = 20000,
	OUTBOX_PROVE_LINES = 64,
	/* Behind so many the oldest count as lost: a server that answers no PING is none. */
	OUTBOX_UNPROVED_MOST = 4096,
};

struct outbox_stats {
	unsigned long sent, stale, overflow;
};

/* ---- outbox.c: when a line goes ---- */

/* WRITE gets each line with its CR LF when its time has come. */
struct outbox *outbox_new(struct loop *loop, long burst, long line_interval_ms,
	void (*write)(void *arg, const char *line, size_t len), void *arg);
void outbox_free(struct outbox *ob);
void outbox_set_pace(struct outbox *ob, long burst, long line_interval_ms);

/* The longest line until outbox_close, all included; held between OUTBOX_LINE, which it is at
 * first, and OUTBOX_LINE_MOST. */
void outbox_set_line_bytes(struct outbox *ob, size_t bytes);
size_t outbox_line_bytes(const struct outbox *ob);

struct outbox_stats outbox_stats(const struct outbox *ob);

/* Hold everything back but OUTBOX_NOW (not registered yet), or let it flow. Closed at first. */
void outbox_open(struct outbox *ob);
/* And forget what was waiting or not proved, and refill the bucket. */
void outbox_close(struct outbox *ob);

/* What is sent from now on belongs to another reply than what was sent before; lost ones are
 * counted by replies, not by lines. */
void outbox_next_reply(struct outbox *ob);

/* Queue one line: COMMAND_LINE is "PRIVMSG #table :text" without ending; CR, LF and NUL end it, it
 * is cut at the longest line's length between characters. TARGET ("" for none) is what turns are
 * taken by. RECEIPT (or NULL) is held until the server has proved that it read the line: then it is
 * done with; or until the line was dropped, turned away, or the connection gone before the proof:
 * then it is lost. */
void outbox_send(struct outbox *ob, enum outbox_priority priority, const char *target,
	const char *command_line, struct receipt *receipt);

/* ---- proof.c: what has arrived ---- */

/* The server said PONG with TEXT. */
void outbox_proved(struct outbox *ob, const char *text);

/* The server said good-bye to our QUIT, so it has read everything. */
void outbox_prove_all(struct outbox *ob);

/* The server said that something to TARGET was not delivered, as MAP folds names. */
void outbox_turned_away(struct outbox *ob, enum casemap map, const char *target);

/* ---- text.c: what may be said, and where it is cut ---- */

/* How many bytes of TEXT (LEN bytes) go on the next line when a line has room for ROOM: all of it,
 * or up to the last blank in the second half (the blank counts as taken, see SKIP), or else up to
 * the last whole character with what combines with it (accents, joined emoji, flags). *SKIP gets
 * how many blanks after the piece are not to be said again. At least one whole character, even when
 * ROOM is less. */
size_t outbox_cut(const char *text, size_t len, size_t room, size_t *skip);

/* The formatting (bold, colour, italics, underline, strike, reverse, monospace) in force after
 * TEXT, as the bytes that switch it on again, appended to CODES. So that a cut line goes on in the
 * same dress. CODES holds what was in force before TEXT. */
void outbox_format_after(struct strbuf *codes, const char *text, size_t len);

/* Append TEXT to OUT as it may be said: CR, LF, NUL and other control bytes gone, formatting kept
 * (removed when COLOUR is false), ill-formed UTF-8 replaced, at least " " when nothing is left. */
void outbox_clean(struct strbuf *out, const char *text, bool colour);

#endif
