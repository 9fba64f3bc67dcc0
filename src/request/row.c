/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks one row of the table of commands by itself, and copies it. */
#include "request/row.h"

#include <string.h>

#include "base/arena.h"

bool row_word_valid(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return len > 0 && len <= ROW_MAX_WORD && word[len] == '\0';
}

bool row_next_word(const char **words, char word[ROW_WORD_ROOM])
{
	size_t len;

	*words += strspn(*words, " ");
	len = strcspn(*words, " ");
	if (len == 0)
		return false;
	memcpy(word, *words, len <= ROW_MAX_WORD ? len : ROW_MAX_WORD + 1);
	word[len <= ROW_MAX_WORD ? len : ROW_MAX_WORD + 1] = '\0';
	*words += len;
	return true;
}

bool row_check(const struct command *row, struct error *err)
{
	if (row->run == NULL || row->usage == NULL || row->summary == NULL || row->example == NULL)
		return error_set(
			err, "the row of \"%s\" lacks run, usage, summary or example", row->name);
	if (row->min_args < 0 || row->max_args < row->min_args || row->max_args > ROW_MAX_ARGS)
		return error_set(err, "the row of \"%s\" wants from %d to %d arguments", row->name,
			row->min_args, row->max_args);
	return true;
}

void row_copy(struct command *copy, const struct command *row, struct arena *arena)
{
	*copy = *row;
	copy->name = arena_strdup(arena, row->name);
	copy->aliases = arena_strdup(arena, row->aliases);
	copy->usage = arena_strdup(arena, row->usage);
	copy->summary = arena_strdup(arena, row->summary);
	copy->example = arena_strdup(arena, row->example);
}
