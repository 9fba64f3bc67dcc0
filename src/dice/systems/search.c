/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds game systems by what people call the game. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "dice/systems/impl.h"

/* Append TEXT in small letters, a blank before each word and at the end; what is neither letter nor
 * digit nor & only parts words. */
static void add_words(struct strbuf *out, const char *text)
{
	strbuf_addch(out, ' ');
	for (; text != NULL && *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (isalnum(c) || c == '&' || c >= 0x80)
			strbuf_addch(out, (char)tolower(c));
		else if (out->text[out->len - 1] != ' ')
			strbuf_addch(out, ' ');
	}
}

/* Whether WANTED, words as add_words makes them, is the beginning of something SYSTEM is called. */
static bool is_called(const struct system *system, const char *wanted)
{
	struct strbuf words = STRBUF_INIT;
	bool found;

	add_words(&words, system->name);
	for (size_t i = 0; i < system->alias_count; i++)
		add_words(&words, system->aliases[i]);
	add_words(&words, system->title);
	add_words(&words, system->names);
	found = strstr(words.text, wanted) != NULL;
	strbuf_release(&words);
	return found;
}

size_t systems_search(
	const struct systems *systems, const char *text, const struct system **found, size_t max)
{
	struct strbuf wanted = STRBUF_INIT;
	size_t count = 0;

	add_words(&wanted, text);
	while (wanted.len > 1 && wanted.text[wanted.len - 1] == ' ')
		strbuf_cut(&wanted, wanted.len - 1);
	for (size_t i = 0; wanted.len > 1 && count < max && i < systems_count(systems); i++)
		if (is_called(systems_at(systems, i), wanted.text))
			found[count++] = systems_at(systems, i);
	strbuf_release(&wanted);
	return count;
}

static bool parts_titles(char c)
{
	return c == ',' || c == '(' || c == ')';
}

/* Whether a piece of TEXT, between commas and brackets, is WANTED, of LEN bytes. */
static bool has_piece(const char *text, const char *wanted, size_t len)
{
	while (text != NULL && *text != '\0') {
		const char *end;

		while (parts_titles(*text) || *text == ' ')
			text++;
		for (end = text; *end != '\0' && !parts_titles(*end); end++)
			;
		if ((size_t)(end - text) >= len && strncasecmp(text, wanted, len) == 0 &&
			strspn(text + len, " ") + len == (size_t)(end - text))
			return true;
		text = end;
	}
	return false;
}

const struct system *systems_titled(const struct systems *systems, const char *title)
{
	const struct system *found = NULL;
	size_t count = 0, len = strlen(title);

	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);

		if (strcasecmp(system->title, title) == 0)
			return system;
		if (has_piece(system->title, title, len) || has_piece(system->names, title, len)) {
			found = system;
			count++;
		}
	}
	return count == 1 ? found : NULL;
}
