/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PERSON_H
#define LOGIOS_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "irc/protocol/casemap.h"

/* Somebody on a network, as its server shows them. All is lent. */
struct person {
	const char *network; /* its name in the configuration */
	enum casemap casemap;
	const char *hostmask; /* nick!user@host */
	const char *account;  /* of the services; NULL: none, or not known */
	uint64_t visit;       /* their connection while it is in sight; 0: it is not */
};

enum {
	PERSON_KEY = 600,  /* bytes of a key with its terminator; longer ones are cut */
	PERSON_MASK = 200, /* the same of a mask */
};

#define PERSON_ACCOUNT "account:" /* what a mask for an account begins with */

/* Write a key for what belongs to WHO whatever their nick: "network/account:name" when the account
 * is known, else "network/user@host", folded. Returns OUT. */
const char *person_key(const struct person *who, char out[PERSON_KEY]);

/* Write the key of the place where WHO talks to us in private: "network/account:name" when the
 * account is known, else "network/nick!user@host", folded. It is for what is no secret: whoever
 * comes by nick and host next has the same. Returns OUT. */
const char *person_place(const struct person *who, char out[PERSON_KEY]);

/* Write the key of what is WHO's alone: "network/account:name" when the account is known, else
 * "network/visit:0123456789abcdef", of their connection. False, and OUT is that of nobody, when
 * neither is known: nobody could tell them from the next. */
bool person_owner(const struct person *who, char out[PERSON_KEY]);

/* Write a mask that fits WHO and whoever else has the key of WHO: "account:name" or "*!user@host".
 * Returns OUT. */
const char *person_mask(const struct person *who, char out[PERSON_MASK]);

/* Return whether MASK, "account:NAME" or nick!user@host with * and ?, fits WHO. */
bool person_fits(const struct person *who, const char *mask);

/* Make what somebody typed a whole mask: a nick alone is "nick!*@*", user@host and a host
 * alone get what they lack. False and ERR for masks that are too long, or fit everybody. */
bool person_mask_parse(const char *text, char out[PERSON_MASK], struct error *err);

/* Return whether MASK says nothing of anybody: wildcards, and what stands between parts of hosts.
 */
bool person_mask_is_empty(const char *mask);

#endif
