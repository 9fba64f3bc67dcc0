/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a line is meant for, by its first signs. */
#include "request/address.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

static const char *past_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* What follows "NICK:", "NICK," or, as elsewhere, "@NICK ", or NULL. */
static const char *past_nick(const struct addressing *how, const char *text)
{
	size_t len = strlen(how->our_nick);
	bool at = *text == '@';
	char nick[128];

	text += at;
	if (len == 0 || len >= sizeof nick || strlen(text) <= len)
		return NULL;
	if (text[len] != ':' && text[len] != ',' && !(at && text[len] == ' '))
		return NULL;
	memcpy(nick, text, len);
	nick[len] = '\0';
	return casemap_equal(how->casemap, nick, how->our_nick) ? past_blanks(text + len + 1)
								: NULL;
}

/* What follows PREFIX when a word stands right behind it, or a word and more behind blanks; or
 * NULL. */
static const char *past_prefix(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);
	const char *word;

	if (len == 0 || strncmp(text, prefix, len) != 0)
		return NULL;
	word = past_blanks(text + len);
	if (!isalnum((unsigned char)*word))
		return NULL;
	/* "! roll" may be an exclamation, but not "! roll 1d20". */
	return word == text + len || strchr(word, ' ') != NULL ? word : NULL;
}

enum address address_of(const struct addressing *how, const char *text, const char **rest)
{
	const char *named = past_nick(how, text), *after;

	if (named != NULL) {
		after = past_prefix(named, how->prefix);
		*rest = after != NULL ? after : named;
		return how->in_private ? ADDRESS_PRIVATE : ADDRESS_NICK;
	}
	after = past_prefix(text, how->prefix);
	if (after == NULL && !how->in_private)
		return ADDRESS_NONE;
	*rest = after != NULL ? after : text;
	return how->in_private ? ADDRESS_PRIVATE : ADDRESS_PREFIX;
}
