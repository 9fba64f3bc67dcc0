/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_SASL_H
#define LOGIOS_IRC_SASL_H

#include <stdbool.h>

#include "base/error.h"

/* The client's side of a SASL exchange, over libgsasl: PLAIN (RFC 4616), EXTERNAL (RFC 4422),
 * SCRAM-SHA-256 (RFC 5802, 7677). */
struct sasl;

enum sasl_mechanism { /* the strongest first */
	SASL_EXTERNAL,
	SASL_SCRAM_SHA_256,
	SASL_PLAIN,
	SASL_MECHANISMS
};

enum {
	/* Iterations that a server may ask of us: fewer make guessing cheap for whoever reads along
	 * (RFC 7677), more would keep the bot from its other work. */
	SASL_ITERATIONS_LEAST = 4096,
	SASL_ITERATIONS_MOST = 1000000,
};

/* "SCRAM-SHA-256" */
const char *sasl_name(enum sasl_mechanism mechanism);

/* Whether LIST ("PLAIN,EXTERNAL") has the mechanism. */
bool sasl_listed(const char *list, enum sasl_mechanism mechanism);

/* An exchange. USER and PASSWORD are copied; EXTERNAL looks at neither. NULL and ERR on failure. */
struct sasl *sasl_new(
	enum sasl_mechanism mechanism, const char *user, const char *password, struct error *err);
void sasl_free(struct sasl *sasl); /* NULL is fine */

/* Answer BASE64, what the server has said ("" for nothing): *ANSWER is base64 too, "" for an empty
 * answer, to be given to sasl_wipe. False when there is no answer: what the server says makes no
 * sense, or proves that it does not know the password. Then ERR says why, and the exchange is of no
 * more use. */
bool sasl_step(struct sasl *sasl, const char *base64, char **answer, struct error *err);

/* Whether the mechanism has had all that it wants of the server. Until then a server's "success" is
 * not worth believing: with SCRAM it has not shown that it knows the password. */
bool sasl_is_complete(const struct sasl *sasl);

/* Whether sasl_step failed because of what the server proved to be. */
bool sasl_is_betrayed(const struct sasl *sasl);

/* Overwrite and free TEXT; NULL is fine. */
void sasl_wipe(char *text);

#endif
