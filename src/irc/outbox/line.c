/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One waiting line, and lists of them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "irc/outbox/impl.h"

/* How many bytes of TEXT are tags of ours, the blank behind them included. */
static size_t tags_size(const char *text)
{
	const char *blank = text[0] == '@' ? strchr(text, ' ') : NULL;

	return blank != NULL ? (size_t)(blank - text) + 1 : 0;
}

struct line *outbox_make_line(
	const struct outbox *ob, const char *command_line, struct receipt *receipt)
{
	size_t len = strcspn(command_line, "\r\n"), tags = tags_size(command_line);
	struct line *line;

	len = utf8_cut(command_line, len, tags + ob->line_bytes - 2);
	line = mem_alloc(sizeof *line + len + 3);
	memcpy(line->bytes, command_line, len);
	memcpy(line->bytes + len, "\r\n", 3);
	line->len = len + 2;
	line->reply = ob->reply;
	line->kind = OUTBOX_BULK;
	line->tries = 0;
	line->due_ms = 0;
	line->spent = line->unseen = false;
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

struct line *lines_take_at(struct lines *lines, struct line **at)
{
	struct line *line = *at;

	*at = line->next;
	if (lines->last == &line->next)
		lines->last = at;
	lines->count--;
	return line;
}

/* ---- what a line says ---- */

const char *line_words(const struct line *line)
{
	return line->bytes + tags_size(line->bytes);
}

bool line_is_speech(const struct line *line)
{
	const char *words = line_words(line);

	return strncmp(words, "PRIVMSG ", 8) == 0 || strncmp(words, "NOTICE ", 7) == 0;
}

const char *line_target(const struct line *line, char word[OUTBOX_LINE])
{
	const char *from = strchr(line_words(line), ' ');
	size_t len = from != NULL ? strcspn(from + 1, " \r") : 0;

	if (len >= OUTBOX_LINE)
		len = 0;
	if (len > 0)
		memcpy(word, from + 1, len);
	word[len] = '\0';
	return word;
}
