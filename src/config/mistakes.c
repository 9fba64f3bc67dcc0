/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gather mistakes, and print them in the order of their lines. */
#include "config/mistakes.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void config_mistake(struct config_mistakes *mistakes, int line, const char *format, ...)
{
	char text[512];
	va_list values;

	/* A line of the file is shorter than this; what is longer than the room is cut, and still
	 * names its place. */
	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	if (mistakes->count == mistakes->room) {
		mistakes->room = mistakes->room * 2 + 8;
		mistakes->items = mem_resize(
			mistakes->items, mistakes->room, sizeof *mistakes->items);
	}
	mistakes->items[mistakes->count++] = (struct config_mistake){
		.line = line, .text = mem_strdup(text)};
}

/* Return what to sort by: what belongs to no line comes after the lines. */
static unsigned rank(const struct config_mistake *mistake)
{
	return mistake->line > 0 ? (unsigned)mistake->line : UINT_MAX;
}

/* Merge two sorted neighbours, [0, half) and [half, count), through SPARE; the earlier one wins a
 * tie. */
static void merge(
	struct config_mistake *items, size_t half, size_t count, struct config_mistake *spare)
{
	size_t left = 0, right = half;

	for (size_t i = 0; i < count; i++) {
		if (right == count || (left < half && rank(&items[left]) <= rank(&items[right])))
			spare[i] = items[left++];
		else
			spare[i] = items[right++];
	}
	for (size_t i = 0; i < count; i++)
		items[i] = spare[i];
}

/* Sort ITEMS by line. qsort is not stable, and the order within a line is that of discovery. */
static void sort(struct config_mistake *items, size_t count, struct config_mistake *spare)
{
	if (count < 2)
		return;
	sort(items, count / 2, spare);
	sort(items + count / 2, count - count / 2, spare);
	merge(items, count / 2, count, spare);
}

void config_mistakes_tell(struct config_mistakes *mistakes, const char *path, struct strbuf *out)
{
	struct config_mistake *spare = mem_zalloc(mistakes->count + 1, sizeof *spare);

	sort(mistakes->items, mistakes->count, spare);
	free(spare);
	for (size_t i = 0; i < mistakes->count; i++) {
		struct config_mistake *mistake = &mistakes->items[i];
		strbuf_addstr(out, path);
		if (mistake->line > 0)
			strbuf_addf(out, ":%d", mistake->line);
		strbuf_addf(out, ": %s\n", mistake->text);
		free(mistake->text);
	}
	free(mistakes->items);
	*mistakes = (struct config_mistakes){.items = NULL};
}
