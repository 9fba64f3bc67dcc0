/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_NEAREST_H
#define LOGIOS_BASE_NEAREST_H

#include "base/api.h"

/* The search for a name that somebody may have meant: feed it the valid ones, ask for the best. */
struct nearest {
	const char *wanted; /* what was typed; lent for the time of the search */
	const char *best;   /* the closest so far that is near enough to suggest, or NULL */
	int distance;
};

LOGIOS_API void nearest_begin(struct nearest *search, const char *wanted);

/* Offer NAME, which must live as long as SEARCH. Case does not matter. */
LOGIOS_API void nearest_offer(struct nearest *search, const char *name);

#endif
