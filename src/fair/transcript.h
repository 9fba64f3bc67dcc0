/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_TRANSCRIPT_H
#define LOGIOS_FAIR_TRANSCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct store;

/* The history of a place as lines that anybody can check (logios-fair(7)): read from the store
 * alone, so that a second program can do it while the bot is running. What is hidden stays so. */

/* Which part, and how far it was written. Begins as a zeroed struct with network and place. */
struct fair_excerpt {
	const char *network, *place;
	int64_t first, last; /* events; 0: from the beginning; to the end */
	int64_t next;        /* the event that is due; 0: nothing was written yet */
	int64_t epoch, n;    /* whose secret is still to be written: of the last roll; or 0 */
	bool done;
};

/* Let OF be the whole of EPOCH; of the present one if that is 0. What happened in it later, and
 * what is needed to check all that, is a part. False and ERR when there is no such epoch. */
bool fair_excerpt_epoch(
	struct store *store, struct fair_excerpt *of, int64_t epoch, struct error *err);

/* Let OF be the rolls FROM to UNTIL of the present epoch, with what is needed to check them; or all
 * up to the last that was hidden or shown. */
bool fair_excerpt_rolls(struct store *store, struct fair_excerpt *of, int64_t from, int64_t until,
	struct error *err);
bool fair_excerpt_hidden(struct store *store, struct fair_excerpt *of, struct error *err);

/* Call LINE with lines of OF, without newline, for at most MOST events, beginning where the last
 * call ended. False and ERR when nothing is recorded, or the store cannot be read. */
bool fair_transcript(struct store *store, struct fair_excerpt *of, int64_t most,
	void (*line)(void *arg, const char *text), void *arg, struct error *err);

#endif
