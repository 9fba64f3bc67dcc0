/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_BATCH_H
#define LOGIOS_IRC_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "irc/protocol/message.h"

enum {
	BATCH_LINES = 16,
	BATCH_KEPT = 2048,    /* bytes of the lines as they came, tags included */
	BATCH_WRITTEN = 1023, /* bytes of them as written; libircclient takes no more at once */
};

/* Plain PRIVMSGs that came together, on their way to libircclient in one piece. It calls back once
 * for each, in order, and knows nothing of tags: the message that a call is about is the next one
 * here. */
struct batch {
	struct message messages[BATCH_LINES];
	size_t count, next;
	char kept[BATCH_KEPT];
	size_t kept_len;
	char written[BATCH_WRITTEN];
	size_t written_len;
};

/* Return whether MSG is one for which libircclient calls back once, with the text as it is: it is
 * not about CTCP, some of which it keeps to itself, nor so long that it is cut. */
bool batch_takes(const struct message *msg);

/* Add MSG, which was parsed from the LEN bytes at LINE, both copied. False when there is no room:
 * then nothing was added. */
bool batch_add(struct batch *batch, const struct message *msg, const char *line, size_t len);

/* Return the message that a call with TEXT is about, or NULL: it is not the one that is due. */
const struct message *batch_next(struct batch *batch, const char *text);

/* Whether there was a call for each. */
bool batch_is_through(const struct batch *batch);

void batch_empty(struct batch *batch);

#endif
