/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds something by its word, in any case: every command that nobody knows is looked up so. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "dice/systems/impl.h"

void system_words_add(struct system_words *words, const char *text, const void *of)
{
	words->list = mem_resize(words->list, words->count + 1, sizeof *words->list);
	words->list[words->count] = (struct system_word){text, of, words->count};
	words->count++;
}

static int compare(const void *a, const void *b)
{
	const struct system_word *left = a, *right = b;
	int order = strcasecmp(left->text, right->text);

	return order != 0 ? order : (left->added > right->added) - (left->added < right->added);
}

void system_words_sort(struct system_words *words)
{
	if (words->count > 1)
		qsort(words->list, words->count, sizeof *words->list, compare);
}

const void *system_words_find(const struct system_words *words, const char *text, size_t len)
{
	size_t low = 0, high = words->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strncasecmp(words->list[middle].text, text, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == words->count || strncasecmp(words->list[low].text, text, len) != 0 ||
		words->list[low].text[len] != '\0')
		return NULL;
	return words->list[low].of;
}

void system_words_release(struct system_words *words)
{
	free(words->list);
	*words = (struct system_words){.list = NULL};
}
