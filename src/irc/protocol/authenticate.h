/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_AUTHENTICATE_H
#define LOGIOS_IRC_AUTHENTICATE_H

#include "base/strbuf.h"

/* What goes between AUTHENTICATE lines (IRCv3 SASL 3.1): base64 in pieces of 400 bytes, a shorter
 * one the last; "+" for an empty one, also after a last piece of exactly 400. */

enum {
	AUTHENTICATE_PIECE = 400,
	AUTHENTICATE_MOST = 8192, /* base64 bytes that a server may send in one message */
};

struct authenticate {
	struct strbuf base64; /* what has come of a message */
};

#define AUTHENTICATE_INIT                                                                          \
	{                                                                                          \
		.base64 = STRBUF_INIT                                                              \
	}

/* Overwrite and free what was gathered; AU is empty afterwards. */
void authenticate_release(struct authenticate *au);

enum authenticate_got {
	AUTHENTICATE_MORE,     /* the message goes on */
	AUTHENTICATE_WHOLE,    /* it is in `base64`, to be released before the next */
	AUTHENTICATE_TOO_LONG, /* it is longer than allowed, or a piece is */
};

/* Take in the parameter of an AUTHENTICATE line. */
enum authenticate_got authenticate_hear(struct authenticate *au, const char *piece);

/* Give BASE64 to SAY with ARG, piece by piece. */
void authenticate_say(const char *base64, void (*say)(void *arg, const char *piece), void *arg);

#endif
