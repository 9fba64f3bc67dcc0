/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One waiting line, and lists of them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "irc/outbox/impl.h"

struct line *outbox_make_line(
	const struct outbox *ob, const char *command_line, struct receipt *receipt)
{
	size_t len = strcspn(command_line, "\r\n");
	struct line *line;

	len = utf8_cut(command_line, len, ob->line_bytes - 2);
	line = mem_alloc(sizeof *line + len + 3);
	memcpy(line->bytes, command_line, len);
	memcpy(line->bytes + len, "\r\n", 3);
	line->len = len + 2;
	line->reply = ob->reply;
	line->receipt = receipt_hold(receipt);
	line->since_ms = loop_now_ms(ob->loop);
	return line;
}

void outbox_drop(struct line *line)
{
	receipt_lose(line->receipt);
	free(line);
}

/* ---- lists of lines ---- */

void lines_init(struct lines *lines)
{
	*lines = (struct lines){.last = &lines->first};
}

void lines_put(struct lines *lines, struct line *line)
{
	line->next = NULL;
	*lines->last = line;
	lines->last = &line->next;
	lines->count++;
}

struct line *lines_take(struct lines *lines)
{
	struct line *line = lines->first;

	lines->count--;
	lines->first = line->next;
	if (lines->first == NULL)
		lines->last = &lines->first;
	return line;
}
