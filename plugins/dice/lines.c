/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembers the lines that were read last. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

struct entry {
	const char *text;             /* in the arena; NULL: nothing is here */
	const struct system *usual;   /* with which it was read */
	bool open;                    /* where everybody sees the roll */
	const struct dice_line *line; /* in the arena */
	struct arena arena;
	unsigned long used; /* by which call it was asked for last */
};

struct lines {
	struct entry entries[LINES_MAX];
	unsigned long calls;
};

struct lines *lines_new(void)
{
	return mem_zalloc(1, sizeof(struct lines));
}

static void empty(struct entry *entry)
{
	arena_release(&entry->arena);
	*entry = (struct entry){.text = NULL};
}

void lines_free(struct lines *lines)
{
	if (lines == NULL)
		return;
	for (size_t i = 0; i < LINES_MAX; i++)
		empty(&lines->entries[i]);
	free(lines);
}

/* Return the entry of TEXT as read with BOOK, or the one that gives way to it. Those that take too
 * much memory give way first. */
static struct entry *find(struct lines *lines, const char *text, const struct dice_book *book)
{
	struct entry *oldest = &lines->entries[0];

	for (size_t i = 0; i < LINES_MAX; i++) {
		struct entry *entry = &lines->entries[i];
		if (entry->text != NULL && entry->usual == book->usual &&
			entry->open == book->open && strcmp(entry->text, text) == 0)
			return entry;
		if (entry->arena.total > LINES_BYTES)
			empty(entry);
		if (entry->used < oldest->used)
			oldest = entry;
	}
	empty(oldest);
	return oldest;
}

const struct dice_line *lines_read(
	struct lines *lines, const char *text, const struct dice_book *book, struct error *err)
{
	struct entry *entry = find(lines, text, book);
	const char *copy;

	entry->used = ++lines->calls;
	if (entry->text != NULL)
		return entry->line;
	copy = arena_strdup(&entry->arena, text); /* what is read points into it */
	entry->line = dice_parse(copy, book, &entry->arena, err);
	if (entry->line == NULL) {
		empty(entry);
		return NULL;
	}
	entry->text = copy;
	entry->usual = book->usual;
	entry->open = book->open;
	return entry->line;
}
