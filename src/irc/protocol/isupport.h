/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_ISUPPORT_H
#define LOGIOS_IRC_ISUPPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "irc/protocol/casemap.h"
#include "irc/protocol/message.h"

/* What the server says of itself (numeric 005). Every token is kept; the ones we live by are read
 * into fields, with the defaults that hold where a server says nothing. */
struct isupport {
	enum casemap casemap;
	char chantypes[16];    /* "#&" */
	char statusmsg[16];    /* prefixes that may stand before a channel as a target */
	char prefix_modes[16]; /* "ov": highest first … */
	char prefix_signs[16]; /* … and their signs "@+" */
	char chanmodes[4][64]; /* A list, B always a parameter, C when set, D never */
	size_t nicklen, channellen;
	size_t userlen, hostlen; /* the longest there are */
	size_t linelen;          /* bytes of a line from us, CR LF included */
	size_t modes;            /* changes with a parameter in one MODE */
	struct map *tokens;      /* every token: name to value ("" when it has none) */
};

void isupport_init(struct isupport *is);
void isupport_release(struct isupport *is);

/* Take in a 005 line. Unknown tokens are kept, broken values leave the default. */
void isupport_read(struct isupport *is, const struct message *msg);

/* The value of a token, "" when it has none, NULL when the server did not name it. */
const char *isupport_get(const struct isupport *is, const char *token);

/* Whether NAME is a channel's name here. */
bool isupport_is_channel(const struct isupport *is, const char *name);

/* Whether a MODE letter takes a parameter, ADDING it or taking it away. */
bool isupport_mode_has_parameter(const struct isupport *is, char mode, bool adding);

#endif
