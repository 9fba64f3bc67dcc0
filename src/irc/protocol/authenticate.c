/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts base64 into AUTHENTICATE lines, and puts it together from them. */
#include "irc/protocol/authenticate.h"

#include <string.h>

void authenticate_release(struct authenticate *au)
{
	if (au->base64.room > 0)
		explicit_bzero(au->base64.text, au->base64.room);
	strbuf_release(&au->base64);
}

enum authenticate_got authenticate_hear(struct authenticate *au, const char *piece)
{
	size_t len = strlen(piece);

	if (len > AUTHENTICATE_PIECE || au->base64.len + len > AUTHENTICATE_MOST)
		return AUTHENTICATE_TOO_LONG;
	/* All the memory at once, so that growing leaves no copies behind. */
	strbuf_reserve(&au->base64, AUTHENTICATE_MOST - au->base64.len);
	if (strcmp(piece, "+") != 0)
		strbuf_add(&au->base64, piece, len);
	return len == AUTHENTICATE_PIECE ? AUTHENTICATE_MORE : AUTHENTICATE_WHOLE;
}

void authenticate_say(const char *base64, void (*say)(void *arg, const char *piece), void *arg)
{
	size_t left = strlen(base64), len;
	char piece[AUTHENTICATE_PIECE + 1];

	do {
		len = left < AUTHENTICATE_PIECE ? left : AUTHENTICATE_PIECE;
		memcpy(piece, base64, len);
		piece[len] = '\0';
		say(arg, len > 0 ? piece : "+");
		base64 += len;
		left -= len;
	} while (left > 0 || len == AUTHENTICATE_PIECE);
	explicit_bzero(piece, sizeof piece);
}
