/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts lines out of bytes, in a fixed buffer. */
#include "irc/wire/linebuf.h"

#include <stdbool.h>
#include <string.h>

void linebuf_init(struct linebuf *lb)
{
	linebuf_reset(lb);
	lb->dropped = 0;
}

void linebuf_set_line_bytes(struct linebuf *lb, size_t bytes)
{
	size_t rest = bytes > 2 ? bytes - 2 : 0;

	lb->most = rest < MESSAGE_REST        ? MESSAGE_REST
		   : rest > MESSAGE_REST_MOST ? MESSAGE_REST_MOST
					      : rest;
}

void linebuf_reset(struct linebuf *lb)
{
	lb->len = 0;
	lb->most = MESSAGE_REST;
	lb->skipping = 0;
}

bool linebuf_is_alert(const struct linebuf *lb)
{
	return lb->len >= 2 && memcmp(lb->bytes, "\x15\x03", 2) == 0;
}

static bool lengths_allowed(const char *line, size_t len, size_t most)
{
	size_t tags = 0;

	if (len > 0 && line[0] == '@') {
		const char *blank = memchr(line, ' ', len);
		tags = blank != NULL ? (size_t)(blank - line) + 1 : len;
	}
	return tags <= MESSAGE_TAGS && len - tags <= most;
}

static bool line_clean(const char *line, size_t len, size_t most)
{
	return memchr(line, '\0', len) == NULL && memchr(line, '\r', len) == NULL &&
	       lengths_allowed(line, len, most);
}

/* Hand on the buffered bytes, a whole line, or drop them. Returns what CALL does, else 1. */
static int finish(struct linebuf *lb, int (*call)(void *arg, char *line, size_t len), void *arg)
{
	size_t len = lb->len;
	bool keep = !lb->skipping;

	if (keep && len > 0 && lb->bytes[len - 1] == '\r')
		len--;
	lb->len = 0;
	lb->skipping = 0;
	if (keep && len == 0)
		return 1;
	if (!keep || !line_clean(lb->bytes, len, lb->most)) {
		lb->dropped++;
		return 1;
	}
	lb->bytes[len] = '\0';
	return call(arg, lb->bytes, len);
}

static void keep_piece(struct linebuf *lb, const char *bytes, size_t len)
{
	/* A full line and its CR fit; a byte more, and it is too long whatever follows. */
	if (lb->skipping || len > MESSAGE_LINE + 1 - lb->len) {
		lb->skipping = 1;
		return;
	}
	memcpy(lb->bytes + lb->len, bytes, len);
	lb->len += len;
}

void linebuf_feed(struct linebuf *lb, const char *bytes, size_t len,
	int (*call)(void *arg, char *line, size_t len), void *arg)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = newline != NULL ? newline : end;
		keep_piece(lb, bytes, (size_t)(stop - bytes));
		if (newline == NULL)
			return;
		if (!finish(lb, call, arg))
			return;
		bytes = newline + 1;
	}
}
