/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_REQUEST_ADDRESS_H
#define LOGIOS_REQUEST_ADDRESS_H

#include <stdbool.h>

#include "irc/protocol/casemap.h"

/* What a line is to us. */
enum address { ADDRESS_NONE, ADDRESS_PREFIX, ADDRESS_NICK, ADDRESS_PRIVATE };

/* What makes a line one for us. All is lent. */
struct addressing {
	const char *prefix;   /* what commands begin with */
	const char *our_nick; /* or this, with ':' or ',' behind it */
	enum casemap casemap; /* under which nicks are compared */
	bool in_private;      /* then neither is needed */
};

/* Return to whom TEXT is addressed. *REST gets what follows the prefix and our nick, blanks
 * skipped.
 * "!" alone or "! roll" is nothing. */
enum address address_of(const struct addressing *how, const char *text, const char **rest);

#endif
