/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CHECK_IMPL_H
#define LOGIOS_CHECK_IMPL_H

/* What the parts of a check share. From the top: check.c takes lines, events.c has a function for
 * each kind, or stir.c if it stirs, epoch.c checks secrets, meaning.c computes inputs, heads.c
 * keeps heads, field.c reads and reports; log.c reads logs of chats. Only they include this. */

#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "check/check.h"
#include "fair/event.h"
#include "fair/numbers.h"

/* An open roll, until its secret comes. */
struct check_roll {
	int64_t n, event;
	size_t line;
	const char *dice; /* packed; NULL: they make no sense */
	size_t dice_len;
	const char *who, *input, *error; /* error: NULL if it came to something */
	bool again;                      /* it can be rolled again */
};

/* A hidden roll or a shuffle. */
struct check_hidden {
	int64_t m, event;
	bool shuffle, shown;
	struct check_roll roll; /* once it is shown */
	struct fair_hash cover;
	const char *nick, *who, *deck;
	int64_t cards;
	const char *total, *endings; /* once it is shown, as of check_said */
	size_t said;                 /* its place in what was said */
};

struct check_sealer {
	const char *who, *words; /* words: NULL until they are opened */
	struct fair_hash seal;
	bool late;
};

struct check_epoch {
	int64_t number, event; /* event: where it was opened */
	struct fair_hash anchor, root, mix;
	bool mixed, by_players;
	struct check_sealer *sealers;
	size_t sealer_count, opened, late;
	struct check_roll *rolls; /* ascending */
	size_t roll_count, roll_room;
	int64_t next, next_m;
	struct check_hidden *hidden; /* ascending */
	size_t hidden_count, hidden_room;
	struct fair_hash *secrets; /* s(0) … s(proven) */
	int64_t proven;
	unsigned refused; /* secrets that were wrong */
};

/* What was said with a number and a head. */
struct check_said {
	uint64_t key; /* the head's 40 bits */
	int64_t number, event;
	size_t transcript;         /* which of those in hand, from 0 */
	bool hidden, heard, shows; /* shows: what was hidden earlier */
	bool failed;               /* it came to no total */
	int64_t first; /* of the numbers that the same line told, "#2 to (#4 …)"; 0: it told one */
	const char *nick;    /* of the roller; NULL: not known */
	const char *shown;   /* the same as replies show it */
	const char *total;   /* as recorded; NULL: nothing that a log could show */
	const char *endings; /* how a reply about it may end (dice.h); NULL: that is not known */
};

/* The head of an event. */
struct check_head {
	struct fair_hash head;
	int64_t event, time_s; /* time_s: 0 if it is not known */
	enum fair_kind kind;   /* 0: it is of no event */
};

/* Whose transcript it is, and which of the heads are its own. */
struct check_history {
	struct fair_hash pid;
	unsigned char key[SIGN_KEY_BYTES];
	const char *place;
	size_t at, count;
};

struct check {
	const struct dice_book *book;
	check_found *found;
	void *found_arg;
	struct check_verdict verdict;
	struct arena arena, passing; /* passing: of the line in hand */
	struct json_line now;
	struct strbuf bytes, text; /* scratch */
	struct fair_numbers *numbers;

	size_t came;          /* lines so far */
	struct strbuf held;   /* the last one, which may go on in the next, */
	struct strbuf before; /* what stood before its {, */
	bool holding;         /* if it was not read yet */
	size_t line;          /* the one in hand: where it began */
	bool stopped;         /* not readable, or given up: the rest is not looked at */

	bool begun, partial, broken; /* broken: a head was wrong, and so are all that follow */
	unsigned char key[SIGN_KEY_BYTES];
	struct fair_hash pid, head;
	int64_t event, time_s, gap_s;
	struct check_epoch **epochs; /* ascending */
	size_t count, room;
	struct check_epoch *opened, *used; /* the one opened last; the one mixed last */

	struct check_history **histories; /* of all transcripts, the one in hand last, */
	size_t history_count, history_room;
	struct check_head *heads; /* and their heads */
	size_t head_count, head_room;
	struct check_said *said;
	size_t said_count, said_room;
	bool sorted;
	size_t transcripts; /* begun before the one in hand */
	struct check_heard {
		int64_t first, last; /* events of a transcript that the log in hand has; 0: none */
	} * spans;                   /* of each transcript; NULL: no log was begun */
	size_t heard;
};

/* ---- field.c ---- */

/* Count what is found at LINE (0: in the whole), and report it to the caller. */
void check_report(struct check *check, enum check_gravity gravity, size_t line, const char *format,
	...) LOGIOS_PRINTF(4, 5);

/* Do so for the line in hand. */
#define check_fault(check, ...) check_report(check, CHECK_FAULT, (check)->line, __VA_ARGS__)
#define check_remark(check, ...) check_report(check, CHECK_REMARK, (check)->line, __VA_ARGS__)

/* Return the text under KEY of the line in hand, or NULL. */
const char *check_text(const struct check *check, const char *key);

/* Return the whole number under KEY from LEAST on, or -1. */
int64_t check_number(const struct check *check, const char *key, int64_t least);

/* Read the hash under KEY. Returns false if there is none. */
bool check_hash(const struct check *check, const char *key, struct fair_hash *hash);

/* ---- events.c ---- */

/* Take the event in the line in hand. */
void check_event(struct check *check);

/* ---- stir.c: take an event of the kind ---- */

void check_open(struct check *check, const struct fair_event *event);
void check_seal(struct check *check, const struct fair_event *event);
void check_words(struct check *check, const struct fair_event *event);
void check_void(struct check *check, const struct fair_event *event);
void check_mix(struct check *check, const struct fair_event *event);

/* ---- epoch.c ---- */

struct check_epoch *check_find_epoch(const struct check *check, int64_t number);

/* Take the secret in the line in hand. */
void check_secret(struct check *check);

/* Take the event that shows what is hidden. Returns what it shows, or NULL with the fault
 * reported. */
struct check_hidden *check_show(struct check *check, const struct fair_event *event);

/* At the end: report what has no secret. */
void check_end_epochs(struct check *check);

/* ---- heads.c ---- */

/* Begin the history of PLACE with its first head. */
void check_begin_heads(struct check *check, const char *place);

/* Add the head behind the event in hand, of KIND, or 0 if it is only known that there was one.
 * TIME_S: 0 if that is not known. */
void check_add_head(struct check *check, enum fair_kind kind, int64_t time_s);

/* At the end: report a place of which there are two histories. */
void check_forks(struct check *check);

/* Take what TEXT, a line of a log, has of heads, "#table: event 40, head …, signed … by key …, time
 * 1764450001". */
void check_said_heads(struct check *check, size_t line, const char *text);

/* Forget all histories. */
void check_free_heads(struct check *check);

/* ---- meaning.c ---- */

/* Pack the dice of the lists in the line in hand, if they can be: each value is on its die. Else
 * reports it and returns NULL. Lies in the check's arena. */
const char *check_pack(struct check *check, const struct fair_event *event, size_t *len);

/* Compute the input of EVENT, which FAILED or not and fell with the event ROLLED (of a hidden roll
 * an earlier one), on its values, and compare. Returns how a reply about it may end, in the check's
 * arena, or NULL if that is not known. AGAIN says whether it can be rolled again. */
const char *check_meaning(struct check *check, const struct fair_event *event, int64_t rolled,
	bool failed, bool *again);

#endif
