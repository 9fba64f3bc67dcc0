/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_REFUSALS_H
#define LOGIOS_IRC_REFUSALS_H

#include <stdbool.h>
#include <stdint.h>

enum remedy { REMEDY_TIME, REMEDY_LOGIN, REMEDY_PART, REMEDY_RELOAD };

/* When we try again after a refusal: in FIRST_MS, doubled each time up to MOST_MS; with
 * REMEDY_LOGIN also when we are logged in; with the last two only when we have left a channel, or
 * the configuration is read again. */
struct join_refusal {
	int numeric;
	enum remedy remedy;
	int64_t first_ms, most_ms;
	const char *advice; /* for the log, or NULL */
};

/* Return what NUMERIC, an error about a channel, means for joining it; NULL when that is nothing.
 * What we do not know counts when we have just ASKED for the channel. */
const struct join_refusal *refusal_of(int numeric, bool asked);

/* Return when REFUSAL lets us try again, for the log. */
const char *refusal_outlook(const struct join_refusal *refusal);

#endif
