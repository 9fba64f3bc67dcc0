/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers lines for libircclient. */
#include "irc/protocol/batch.h"

#include <string.h>

bool batch_takes(const struct message *msg)
{
	return strcmp(msg->command, "PRIVMSG") == 0 && msg->param_count == 2 &&
	       msg->params[1][0] != '\0' && msg->params[1][0] != '\x01';
}

/* Return TEXT, which points into the line at FROM, in the copy of it at TO. */
static const char *moved(const char *text, const char *from, const char *to)
{
	return text != NULL ? to + (text - from) : NULL;
}

static void move(struct message *msg, const char *from, const char *to)
{
	msg->tags = moved(msg->tags, from, to);
	msg->source = moved(msg->source, from, to);
	msg->command = moved(msg->command, from, to);
	for (int i = 0; i < msg->param_count; i++)
		msg->params[i] = moved(msg->params[i], from, to);
}

bool batch_add(struct batch *batch, const struct message *msg, const char *line, size_t len)
{
	char written[MESSAGE_WRITTEN + 3], *kept = batch->kept + batch->kept_len;
	size_t written_len = message_write(msg, written);

	if (batch->count == BATCH_LINES || written_len == 0 || written_len > MESSAGE_WRITTEN ||
		len + 1 > BATCH_KEPT - batch->kept_len ||
		written_len > BATCH_WRITTEN - batch->written_len)
		return false;
	memcpy(kept, line, len + 1);
	batch->kept_len += len + 1;
	memcpy(batch->written + batch->written_len, written, written_len);
	batch->written_len += written_len;
	batch->messages[batch->count] = *msg;
	move(&batch->messages[batch->count], line, kept);
	batch->count++;
	return true;
}

const struct message *batch_next(struct batch *batch, const char *text)
{
	const struct message *msg = &batch->messages[batch->next];

	if (batch->next == batch->count || text == NULL || strcmp(msg->params[1], text) != 0)
		return NULL;
	batch->next++;
	return msg;
}

bool batch_is_through(const struct batch *batch)
{
	return batch->next == batch->count;
}

void batch_empty(struct batch *batch)
{
	batch->count = batch->next = batch->kept_len = batch->written_len = 0;
}
