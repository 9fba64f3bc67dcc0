/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Understand the words of a line one after the other. */
#include "texts.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/number.h"

static const char blanks[] = " ";

bool texts_split(struct texts *texts, struct arena *arena, const char *line)
{
	size_t len;

	texts->count = 0;
	for (line += strspn(line, blanks); *line != '\0';
		line += len + strspn(line + len, blanks)) {
		if (texts->count == TEXTS_MAX)
			return false;
		len = strcspn(line, blanks);
		texts->at[texts->count++] = arena_strndup(arena, line, len);
	}
	return true;
}

bool texts_is(const struct texts *texts, size_t i, const char *word)
{
	return i < texts->count && strcasecmp(texts->at[i], word) == 0;
}

void texts_cut(struct texts *texts, size_t at, size_t count)
{
	memmove(texts->at + at, texts->at + at + count,
		(texts->count - at - count) * sizeof *texts->at);
	texts->count -= count;
}

/* Return how many words of PHRASE stand at I, if they all do; else 0. */
static size_t phrase_at(const struct texts *texts, size_t i, const char *phrase)
{
	size_t words = 0, len;

	for (; *phrase != '\0'; phrase += len + strspn(phrase + len, blanks), words++) {
		len = strcspn(phrase, blanks);
		if (i + words >= texts->count || strlen(texts->at[i + words]) != len ||
			strncasecmp(texts->at[i + words], phrase, len) != 0)
			return 0;
	}
	return words;
}

bool texts_take(struct texts *texts, const char *phrase)
{
	for (size_t i = 0; i < texts->count; i++) {
		size_t words = phrase_at(texts, i, phrase);
		if (words > 0) {
			texts_cut(texts, i, words);
			return true;
		}
	}
	return false;
}

bool texts_take_from(struct texts *texts, const char *zone)
{
	for (size_t i = 0; i < texts->count; i++)
		if (texts_is(texts, i, zone)) {
			size_t before = i > 0 && texts_is(texts, i - 1, "the");

			before += i > before && texts_is(texts, i - before - 1, "from");
			texts_cut(texts, i - before, before + 1);
			return true;
		}
	return false;
}

bool texts_take_number(struct texts *texts, long max, long *number)
{
	enum { SPELLED_MAX = 10 };
	const char *word = texts->count > 0 ? texts->at[0] : "";
	long said = number_spelled(word, strlen(word));

	if (said > SPELLED_MAX)
		said = 0;
	if (texts_is(texts, 0, "a") || texts_is(texts, 0, "an"))
		said = 1;
	if (said >= 1 && said <= max)
		*number = said;
	else if (texts->count == 0 || !number_parse(texts->at[0], 1, max, number))
		return false;
	texts_cut(texts, 0, 1);
	return true;
}

void texts_cut_cards(struct texts *texts)
{
	if (texts_is(texts, 0, "card") || texts_is(texts, 0, "cards"))
		texts_cut(texts, 0, 1);
}

const char *texts_join(const struct texts *texts, struct arena *arena, size_t from)
{
	const char *line = "";

	for (size_t i = from; i < texts->count; i++)
		line = i == from ? texts->at[i] : arena_printf(arena, "%s %s", line, texts->at[i]);
	return line;
}
