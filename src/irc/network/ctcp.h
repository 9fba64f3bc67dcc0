/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_CTCP_H
#define LOGIOS_IRC_CTCP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/strbuf.h"

/* The client-to-client questions that we answer (modern.ircdocs.horse/ctcp), and how often. */

/* Append the answer to REQUEST (without its \x01) to OUT, ready for a NOTICE: NOW is the wall
 * clock's. False when it is none that we answer. What came along is given back clean and cut, at
 * most 150 bytes of it. */
bool ctcp_answer(struct strbuf *out, const char *request, time_t now);

enum { CTCP_SOURCES = 16, CTCP_SOURCE_BYTES = 100 };

struct ctcp_bucket {
	int64_t paid_ms; /* the time up to which the allowance is used up */
};

/* Zeroed, all is allowed. */
struct ctcp_limits {
	struct ctcp_bucket all;
	struct {
		char who[CTCP_SOURCE_BYTES];
		struct ctcp_bucket bucket;
	} sources[CTCP_SOURCES]; /* the latest */
};

/* Whether WHO (user@host) may be answered at NOW_MS, which then counts: three at once and one more
 * every ten seconds each, six at once and one more every two seconds for all. */
bool ctcp_allowed(struct ctcp_limits *limits, const char *who, int64_t now_ms);

#endif
