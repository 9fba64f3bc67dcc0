/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_OUTBOX_H
#define LOGIOS_IRC_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "irc/protocol/casemap.h"
#include "os/loop.h"

struct receipt;

/* Sends the lines of one network, paced: a token bucket lets BURST lines go at once and one more
 * each LINE_INTERVAL_MS; where the server counts bytes, so do we. More important lines go first,
 * and targets of equal importance take turns. A line that has waited too long is dropped, and so is
 * one for which there is no room; both are counted, and the target of a PRIVMSG or NOTICE is told
 * how many replies it did not get. */
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
	OUTBOX_TAGS_MOST = 512,  /* of ours before a line, which has its length beside them */
	OUTBOX_STALE_MS = 60000, /* a PRIVMSG or NOTICE that has waited longer is not worth it */
	OUTBOX_STALE_SLOW_MS = 120000, /* the same where the server counts bytes */
	OUTBOX_UNSEEN_MS = 30000,      /* the same for somebody whom we would not see leave */
	/* A target whose queue never empties is told of losses after this. */
	OUTBOX_WORD_MS = 15000,
	OUTBOX_LINES_A_WORD = 4, /* while more waits, at most one line in four tells of losses */
	/* Lines that may wait: then the longest queue of the least important kind loses one. */
	OUTBOX_MAX_LINES = 1000,
	/* The server is asked whether it has read what is written with a receipt: so much later, so
	   much later while other lines wait, or at once when there are so many. */
	OUTBOX_PROVE_MS = 5000,
	OUTBOX_PROVE_BUSY_MS = 20000,
	OUTBOX_PROVE_LINES = 64,
	/* So many may be unproved; beyond them the oldest count as lost, since the server does not
	   answer. */
	OUTBOX_UNPROVED_MOST = 4096,
};

struct outbox_stats {
	unsigned long sent, stale, overflow;
};

/* ---- outbox.c: when a line goes ---- */

/* Make an outbox, closed at first. WRITE gets each line, with its CR LF, when its time has come. */
struct outbox *outbox_new(struct loop *loop, long burst, long line_interval_ms,
	void (*write)(void *arg, const char *line, size_t len), void *arg);
void outbox_free(struct outbox *ob);
void outbox_set_pace(struct outbox *ob, long burst, long line_interval_ms);

/* Let IS_UNSEEN, called with the ARG of outbox_new, say of whom we would not see leave: what waits
 * for them is dropped after OUTBOX_UNSEEN_MS, since whoever has the nick by then may be somebody
 * else. */
void outbox_set_unseen(struct outbox *ob, bool (*is_unseen)(void *arg, const char *target));

/* Whether the server counts bytes as ircu and irc2 do: a line is worth two seconds and one more for
 * each 120 bytes, ten seconds are lent, and who owes more and goes on is thrown out. Switched on,
 * the lines so far count as just said. Holds until outbox_close. */
void outbox_count_bytes(struct outbox *ob, bool on);

/* Set the longest line until outbox_close, CR LF included. It is kept between OUTBOX_LINE, as which
 * it begins, and OUTBOX_LINE_MOST. */
void outbox_set_line_bytes(struct outbox *ob, size_t bytes);
size_t outbox_line_bytes(const struct outbox *ob);

struct outbox_stats outbox_stats(const struct outbox *ob);

/* Let lines flow. A closed outbox holds back everything but OUTBOX_NOW. */
void outbox_open(struct outbox *ob);
/* Close OB, drop all that waits or is not proved, and refill the bucket. */
void outbox_close(struct outbox *ob);

/* Let nothing but OUTBOX_NOW go until outbox_resume: some of it is about to be forgotten. */
void outbox_pause(struct outbox *ob);
void outbox_resume(struct outbox *ob);

/* Begin another reply with the next line. Losses are counted by replies, not by lines. */
void outbox_next_reply(struct outbox *ob);

/* Queue one line for TARGET ("" for none); targets take turns. COMMAND_LINE is "PRIVMSG #table
 * :text", perhaps with tags before it; it ends at CR, LF or NUL, and is cut between characters at
 * the longest line's length. RECEIPT (or NULL) is held, and done once the server has proved that it
 * read the line. It is lost when the line is dropped or turned away, or the connection ends before
 * the proof. */
void outbox_send(struct outbox *ob, enum outbox_priority priority, const char *target,
	const char *command_line, struct receipt *receipt);

/* Drop all that waits for NICK, as MAP folds it, without a word: whoever has that nick from now on
 * is somebody else. */
void outbox_forget_target(struct outbox *ob, enum casemap map, const char *nick);

/* ---- proof.c: what has arrived ---- */

/* Take in a PONG with TEXT, which may be the proof that we asked for. */
void outbox_proved(struct outbox *ob, const char *text);

/* Count all that is written as read: the server has answered our QUIT. */
void outbox_prove_all(struct outbox *ob);

/* Count the last line that is written to TARGET, as MAP folds names, as lost: the server said that
 * it did not deliver it. */
void outbox_turned_away(struct outbox *ob, enum casemap map, const char *target);

/* ---- held.c: what the server does not take for now ---- */

/* Say the last line that is written to TARGET again in WAIT_MS, and all else to it after it: the
 * server did not deliver it, and will then. False when it is given up, after some tries, or not
 * known. */
bool outbox_hold(struct outbox *ob, enum casemap map, const char *target, int64_t wait_ms);

/* ---- text.c: what may be said, and where it is cut ---- */

/* Cut TEXT (LEN bytes) for a line with room for ROOM bytes. Returns how many bytes go on it: all,
 * or those before the last blank in the second half, or else whole characters with what combines
 * with them (accents, joined emoji, flags); at least one, even when ROOM is less. Sets SKIP to how
 * many blanks after the piece are not to be said again. */
size_t outbox_cut(const char *text, size_t len, size_t room, size_t *skip);

/* Turn CODES, the formatting (bold, colour, italics, underline, strike, reverse, monospace) in
 * force before TEXT, into that in force after it, as the bytes that switch it on again: so that a
 * cut line goes on in the same dress. */
void outbox_format_after(struct strbuf *codes, const char *text, size_t len);

/* Append TEXT to OUT as it may be said: without CR, LF and other control bytes, with its formatting
 * (without when COLOUR is false), ill-formed UTF-8 replaced; " " when nothing is left. */
void outbox_clean(struct strbuf *out, const char *text, bool colour);

#endif
