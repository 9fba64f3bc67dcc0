/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IGNORES_H
#define LOGIOS_IGNORES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "people/person.h"

/* Who is not to be heard, where, and how long. Kept in the store. Times are seconds since 1970
 * (UTC). */
struct ignores;
struct store;
struct log;

struct ignore {
	const char *network; /* its name in the configuration */
	const char *channel; /* NULL: on all of the network, in private as well */
	const char *mask;    /* see person_mask_parse */
	const char *by;      /* who made it */
	const char *reason;  /* or "" */
	int64_t since_s;
	int64_t until_s; /* 0: for good */
	bool automatic;  /* the limits made it */
};

enum {
	IGNORES_MAX = 500,           /* in all */
	IGNORES_MAX_AUTOMATIC = 250, /* of them; beyond, the one that ends first gives way */
	IGNORES_MAX_HERE = 20,       /* that operators of one channel make */
	IGNORES_MAX_CHANNELS = 400,  /* that operators of all channels make */
	IGNORES_REASON_MAX = 200,    /* bytes of a reason; longer ones are cut between characters */
};

/* Read them. STORE and LOG outlive the result. */
struct ignores *ignores_new(struct store *store, struct log *log);
void ignores_free(struct ignores *ignores); /* NULL is fine */

/* Return whether WHO is ignored in CHANNEL (NULL: in private, or no place at all) at NOW_S. */
bool ignores_fits(const struct ignores *ignores, const struct person *who, const char *channel,
	int64_t now_s);

/* Add a copy of IGNORE; one of the same network, channel and mask (under MAP) is replaced. False
 * and ERR when there are too many, in all or in its channel, or the store has refused it. What is
 * over at since_s is forgotten at the same time. */
bool ignores_add(
	struct ignores *ignores, enum casemap map, const struct ignore *ignore, struct error *err);

/* Take out the one of NETWORK, CHANNEL (NULL as in struct ignore) and MASK. False when there is
 * none, or the store has refused. */
bool ignores_remove(struct ignores *ignores, enum casemap map, const char *network,
	const char *channel, const char *mask);

/* Walk those that are not over at NOW_S, the oldest first: start with *AT = 0, until NULL. Lent
 * until the next change. */
const struct ignore *ignores_next(const struct ignores *ignores, size_t *at, int64_t now_s);

#endif
