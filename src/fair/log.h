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

/* How large an epoch is: each event is a line or more, a die takes up to 20 bits. */
struct fair_size {
	int64_t events, dice_bytes;
};

/* Return the size of OF, one epoch, counting no more than MOST events. */
struct fair_size fair_size_of(struct store *store, const struct fair_excerpt *of, int64_t most);

/* A roll as it is kept. Texts are lent during the call. */
struct fair_past {
	int64_t event, epoch, number, time_s;
	const char *nick, *input;
	const void *dice; /* packed, see base/packed.h */
	size_t dice_len;
	const char *error; /* "" when it went well */
	const char *said;
	const char *asked;  /* the command, or "" */
	const char *keeper; /* who alone may show it, as in fair_result; NULL: the game master */
	double total;
	bool unsaid; /* perhaps nobody has read it: it was not sent, or nobody knows */
};
typedef void fair_past_fn(void *arg, const struct fair_past *past);

/* Return what to say behind PAST: that perhaps nobody has read it, or "". */
const char *fair_past_note(const struct fair_past *past);

/* Which rolls are looked for. */
enum {
	FAIR_SEARCHED = 5000, /* the newest rolls of a place, among which somebody's are sought */
	FAIR_DICE_SEARCHED = 50000, /* dice of somebody, after which no more are looked at */
	FAIR_EPOCHS_SEARCHED = 1000, /* the newest epochs, among which a number is sought */
	FAIR_PRUNED_AT_ONCE = 300,
};

struct fair_search {
	const struct fair_where *where;
	const char *who; /* the roller's nick, folded; NULL: anybody's */
	long count;      /* at most so many */
};

/* Call SEE with the last rolls that fit, the newest first. */
bool fair_history(struct store *store, const struct fair_search *search, fair_past_fn *see,
	void *arg, struct error *err);

/* One roll. */
struct fair_which {
	const struct fair_where *where;
	int64_t epoch; /* 0: any */
	int64_t number;
	int most; /* of those that several epochs have, at most so many */
};

/* Call SEE with WHICH, that of the newest epoch first. False and ERR when there is none, or the
 * store cannot be read. */
bool fair_past_roll(struct store *store, const struct fair_which *which, fair_past_fn *see,
	void *arg, struct error *err);

/* Write that hidden roll NUMBER of EPOCH at WHERE was shown to all at NOW_S; twice does no harm. */
bool fair_show_roll(struct store *store, const struct fair_where *where, int64_t epoch,
	int64_t number, int64_t now_s, struct error *err);

/* Call SEE with each place that is kept, its newest epoch, and how many rolls and shuffles are kept
 * of it. */
bool fair_places(struct store *store,
	void (*see)(
		void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls),
	void *arg, struct error *err);

/* Forget what happened in epochs whose seed was shown before BEFORE_S, of the events after *AFTER
 * (0 at first), some hundred of them at most. *AFTER gets how far that went, 0 at the end. */
bool fair_prune(struct store *store, int64_t before_s, int64_t *after, struct error *err);

#endif
