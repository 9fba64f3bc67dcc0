/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_LOG_H
#define LOGIOS_FAIR_LOG_H

#include "fair/fair.h"

/* What is recorded of fair rolls, read again: transcripts, single rolls, the history. Needs no
 * struct fair, so that a second program can read the file of a running bot. */

/* Which part of which transcript. */
struct fair_excerpt {
	const char *network, *place; /* the place as fair_place_name makes it */
	int64_t epoch;               /* 0: all that is kept */
};

/* Call LINE with each line of the transcript, without newline. False and ERR when there is nothing,
 * or the store cannot be read. */
bool fair_transcript(struct store *store, const struct fair_excerpt *of,
	void (*line)(void *arg, const char *text), void *arg, struct error *err);

/* Return how many events OF, one epoch, has, counting no further than MOST; each is a line or more.
 */
int64_t fair_count_events(struct store *store, const struct fair_excerpt *of, int64_t most);

/* A roll as it is kept. Texts are lent during the call. */
struct fair_past {
	int64_t event, epoch, number, time_s;
	const char *nick, *input, *sides, *faces; /* the last two: numbers parted by commas */
	const char *error;                        /* "" when it went well */
	const char *said;
	const char *asked; /* the command, or "" */
	double total;
	bool unsaid; /* perhaps nobody has read it: it was not sent, or nobody knows */
};
typedef void fair_past_fn(void *arg, const struct fair_past *past);

/* Return what to say behind PAST: that perhaps nobody has read it, or "". */
const char *fair_past_note(const struct fair_past *past);

/* Which rolls are looked for. */
enum { FAIR_SEARCHED = 5000 }; /* the newest rolls of a place, among which somebody's are sought */

struct fair_search {
	const struct fair_where *where;
	const char *who; /* the roller's nick, folded; NULL: anybody's */
	long count;      /* at most so many */
};

/* Call SEE with the last rolls that fit, the newest first. */
bool fair_history(struct store *store, const struct fair_search *search, fair_past_fn *see,
	void *arg, struct error *err);

/* Call SEE with roll NUMBER of the newest epoch at WHERE that has one. False and ERR when there is
 * none, or the store cannot be read. */
bool fair_past_roll(struct store *store, const struct fair_where *where, int64_t number,
	fair_past_fn *see, void *arg, struct error *err);

/* Write that hidden roll NUMBER of EPOCH at WHERE was shown to all at NOW_S; twice does no harm. */
bool fair_show_roll(struct store *store, const struct fair_where *where, int64_t epoch,
	int64_t number, int64_t now_s, struct error *err);

/* Call SEE with each place that is kept, its newest epoch, and how many rolls and shuffles are kept
 * of it. */
bool fair_places(struct store *store,
	void (*see)(
		void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls),
	void *arg, struct error *err);

/* Forget all that happened in epochs whose seed was shown before BEFORE_S. */
bool fair_prune(struct store *store, int64_t before_s, struct error *err);

#endif
