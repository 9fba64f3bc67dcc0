/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_LOG_H
#define LOGIOS_FAIR_LOG_H

#include "fair/fair.h"

/* What is recorded of fair rolls, read again: transcripts, single rolls, the history. Needs no
 * struct fair, so that a second program can read the file of a running bot. */

/* Call LINE with each line of the transcript of PLACE (as fair_place_name makes it) on NETWORK,
 * without newline; EPOCH 0: of all that is kept. False and ERR when there is nothing, or the store
 * cannot be read. */
bool fair_transcript(struct store *store, const char *network, const char *place, int64_t epoch,
	void (*line)(void *arg, const char *text), void *arg, struct error *err);

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

/* What is to be said behind PAST: that perhaps nobody has read it, or "". */
const char *fair_past_note(const struct fair_past *past);

/* Call SEE with up to COUNT of the last rolls at WHERE, the newest first; of the folded nick WHO
 * alone unless that is NULL. */
bool fair_history(struct store *store, const struct fair_where *where, const char *who, long count,
	fair_past_fn *see, void *arg, struct error *err);

/* Call SEE with roll NUMBER of EPOCH (0: the newest epoch that has it) at WHERE; *FOUND says
 * whether there is one. */
bool fair_past_roll(struct store *store, const struct fair_where *where, int64_t epoch,
	int64_t number, fair_past_fn *see, void *arg, bool *found, struct error *err);

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
