/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the tags of a line, and unescapes their values. */
#include "irc/protocol/tags.h"

#include <string.h>

/* The last tag NAME in TAGS, past its name, or NULL. */
static const char *find(const char *tags, const char *name)
{
	size_t len = strlen(name);
	const char *found = NULL;

	while (tags != NULL && *tags != '\0') {
		size_t size = strcspn(tags, ";"), key = strcspn(tags, "=;");
		if (key == len && strncmp(tags, name, len) == 0)
			found = tags + len;
		tags += size + (tags[size] == ';');
	}
	return found;
}

bool tags_has(const char *tags, const char *name)
{
	return find(tags, name) != NULL;
}

/* What stands after a backslash, and what for. */
static const char letters[] = ":s\\rn", bytes[] = "; \\\r\n";

/* What stands for the letter after a backslash; others stand for themselves. */
static char escaped(char letter)
{
	const char *at = strchr(letters, letter);

	return at != NULL ? bytes[at - letters] : letter;
}

bool tags_find(const char *tags, const char *name, char *value, size_t size)
{
	const char *at = find(tags, name);
	size_t len = 0;

	value[0] = '\0';
	if (at == NULL)
		return false;
	for (at += *at == '='; *at != '\0' && *at != ';'; at++) {
		char byte = *at;
		if (byte == '\\') {
			if (at[1] == '\0' || at[1] == ';')
				break; /* a lone one at the end means nothing */
			byte = escaped(*++at);
		}
		if (byte == '\r' || byte == '\n' || len + 1 >= size) {
			value[0] = '\0';
			return false;
		}
		value[len++] = byte;
	}
	value[len] = '\0';
	return true;
}

bool tags_escape(const char *value, char *out, size_t size)
{
	size_t len = 0;

	for (; *value != '\0' && len + 2 < size; value++) {
		const char *at = strchr(bytes, *value);
		if (at != NULL)
			out[len++] = '\\';
		out[len++] = at != NULL ? letters[at - bytes] : *value;
	}
	out[*value == '\0' ? len : 0] = '\0';
	return *value == '\0';
}
