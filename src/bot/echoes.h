/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_ECHOES_H
#define LOGIOS_BOT_ECHOES_H

#include <stdbool.h>
#include <stdint.h>

/* What the bot said lately, so that it knows its own words when another bot repeats or quotes them
 * to it: two bots that answer each other would never end. */
struct echoes;

enum {
	ECHOES_KEPT = 32,      /* lines */
	ECHOES_MS = 60 * 1000, /* for how long */
	ECHOES_LEAST = 12,     /* bytes; shorter ones people say by chance */
	ECHOES_BYTES = 32,     /* of a line, that are looked for; */
	ECHOES_OURS = 5,       /* at least as many of them are no repetition */
};

struct echoes *echoes_new(void);
void echoes_free(struct echoes *echoes); /* NULL is fine */

/* Take note that TEXT, one line, is said at NOW_MS in answer to HEARD (NULL: to nothing). What is
 * repeated of HEARD does not count as ours: people say a thing twice. */
void echoes_said(struct echoes *echoes, const char *text, const char *heard, int64_t now_ms);

/* Return whether TEXT, which was heard at NOW_MS, repeats one of these lines. */
bool echoes_has(const struct echoes *echoes, const char *text, int64_t now_ms);

#endif
