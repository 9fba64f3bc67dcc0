/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_LINEBUF_H
#define LOGIOS_IRC_LINEBUF_H

#include <stdbool.h>
#include <stddef.h>

#include "irc/protocol/message.h"

/* Bytes from a server in, clean lines out. Lines end with CR LF or a lone LF. A line with a NUL or
 * a CR in the middle, an empty one, or one that is too long (tags over 8191 bytes, the rest over
 * MOST) is dropped and counted; reading goes on with the next. Memory is fixed. */
struct linebuf {
	char bytes[MESSAGE_LINE + 3];
	size_t len;
	size_t most;           /* MESSAGE_REST at first, MESSAGE_REST_MOST at most */
	int skipping;          /* inside a line that is already too long */
	unsigned long dropped; /* lines thrown away so far; empty ones are not counted */
};

void linebuf_init(struct linebuf *lb);

/* Take lines of up to BYTES bytes with their endings, within the bounds of `most`. */
void linebuf_set_line_bytes(struct linebuf *lb, size_t bytes);

/* Forget what was fed of a line, and its bounds; the count stays. */
void linebuf_reset(struct linebuf *lb);

/* Whether what was fed last is the beginning of an alert of TLS, and no line. */
bool linebuf_is_alert(const struct linebuf *lb);

/* Feed LEN bytes. Each good line is given to CALL, terminated, without its ending, and may be
 * written to. CALL returns 0 to stop (the connection is gone): then the rest is forgotten. */
void linebuf_feed(struct linebuf *lb, const char *bytes, size_t len,
	int (*call)(void *arg, char *line, size_t len), void *arg);

#endif
