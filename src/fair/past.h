/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_PAST_H
#define LOGIOS_FAIR_PAST_H

#include "fair/fair.h"

/* Single rolls that are recorded, and the proof of each. Needs no struct fair, so that a second
 * program can read the file of a running bot. */

/* A roll as it is kept. All is lent during the call. */
struct fair_past {
	int64_t epoch, number; /* 0 for the epoch of what was rolled before there were histories */
	int64_t time_s;
	bool hidden, shuffle, shown;
	const char *nick, *input;
	const void *dice; /* packed, see base/packed.h */
	size_t dice_len;
	const char *total;  /* as shown; of one that failed the error */
	const char *said;   /* the reply, without number */
	const char *asked;  /* the command, or "" */
	const char *keeper; /* who alone may show it; NULL: the game master */
	bool unsaid;        /* perhaps nobody has read it: it was not sent, or nobody knows */
	struct fair_hash head;
};
typedef void fair_past_fn(void *arg, const struct fair_past *past);

/* Return what to say behind PAST: that perhaps nobody has read it, or "". */
const char *fair_past_note(const struct fair_past *past);

/* Which rolls are looked for. */
enum {
	FAIR_SEARCHED = 5000,       /* the newest events of a place, among which rolls are sought */
	FAIR_DICE_SEARCHED = 25000, /* dice of somebody, after which no more are looked at */
	FAIR_PRUNED_AT_ONCE = 300,
};

struct fair_search {
	const struct fair_where *where;
	const char *who; /* the roller's nick, folded; NULL: anybody's */
	long count;      /* at most so many */
};

/* Call SEE with the last open rolls that fit, the newest first. */
bool fair_history(struct store *store, const struct fair_search *search, fair_past_fn *see,
	void *arg, struct error *err);

/* Which number is looked for. */
struct fair_which {
	const struct fair_where *where;
	int64_t epoch; /* 0: any */
	int64_t number;
	bool hidden;  /* a hidden roll, or a shuffle */
	int64_t most; /* at most so many */
};

/* Call SEE with the rolls that are WHICH, the newest first. False and ERR when there is none, or
 * the store cannot be read. */
bool fair_past_roll(struct store *store, const struct fair_which *which, fair_past_fn *see,
	void *arg, struct error *err);

/* What proves a roll. */
struct fair_proof {
	struct fair_hash secret;
	struct fair_hash
		before; /* of an open one, where it leads: the secret before, or the anchor */
	struct fair_hash mix;
};

/* Compute the proof of the roll that is WHICH, whose epoch is given. */
bool fair_prove(struct store *store, const struct fair_which *which, struct fair_proof *proof,
	struct error *err);

/* Call SEE with each place that is kept, its newest epoch, and how many rolls and shuffles are kept
 * of it. */
bool fair_places(struct store *store,
	void (*see)(
		void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls),
	void *arg, struct error *err);

/* Forget what happened before BEFORE_S, up to the opening of an epoch: of the rows after *AFTER (0
 * at first), some hundred of them at most. *AFTER gets how far that went, 0 at the end. */
bool fair_prune(struct store *store, int64_t before_s, int64_t *after, struct error *err);

#endif
