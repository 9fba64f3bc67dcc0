/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CHECK_H
#define LOGIOS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* The check of the transcript of a place, line by line, and of chat logs against it (the formats
 * are in logios-fair(7)). It needs nothing but the lines, and the dice engine to compute again what
 * each input comes to. Memory is bounded by the size of the transcript, time by that too. */
struct check;
struct dice_book;

/* When that many faults are found, or inputs that mean nothing to the engine, the rest is not
 * looked at. */
enum { CHECK_FAULTS_MAX = 10000, CHECK_UNKNOWN_MAX = 50000 };

enum check_gravity {
	CHECK_FAULT,  /* it is not sound */
	CHECK_REMARK, /* perhaps a sign of foul play, but no proof */
};

/* Report what was found at LINE (from 1; 0: in the whole). TEXT is one sentence, lent. */
typedef void check_found(void *arg, enum check_gravity gravity, size_t line, const char *text);

struct check_verdict {
	bool readable;          /* it is a transcript of this scheme */
	size_t faults;          /* sound: none */
	size_t events;          /* of all kinds */
	size_t rolls;           /* rolls and shuffles made again from their secrets, */
	size_t dice;            /* the numbers in them, */
	size_t meant;           /* and those whose input was computed again, */
	size_t unknown;         /* or means nothing to the engine */
	size_t hidden;          /* what was never shown */
	size_t epochs, stirred; /* stirred: by players */
	bool in_log;            /* the lines stand in a log of a chat */
	bool given_up;          /* too much is wrong or not known: the rest was not looked at */
};

/* BOOK, which outlives it, has what inputs may mean. */
struct check *check_new(const struct dice_book *book, check_found *found, void *arg);
void check_free(struct check *check); /* NULL is fine */

/* Take the next line, without its newline. One that does not end with } goes on in the next, if
 * that does not begin with {: so IRC, whose lines are shorter, brings long ones in pieces. What
 * stands before the { of the first line, as in a log of a chat, is passed over; other lines then
 * belong to the transcript only when they begin alike. */
void check_line(struct check *check, const char *text, size_t len);

/* End the transcript, and give the verdict. */
void check_end(struct check *check, struct check_verdict *verdict);

/* After that: take the next line of a chat log that somebody kept. What it has of rolls and signed
 * heads must be in the transcript. */
void check_log_line(struct check *check, size_t line, const char *text, size_t len);

/* End the log: remark what the transcript has between what was found in it. Returns how many
 * numbers were found. */
size_t check_log_end(struct check *check);

#endif
