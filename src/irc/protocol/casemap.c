/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folds, compares and matches names as a server does. */
#include "irc/protocol/casemap.h"

#include <string.h>

static const struct {
	const char *name;
	enum casemap map;
} names[] = {
	{"rfc1459", CASEMAP_RFC1459},
	{"strict-rfc1459", CASEMAP_STRICT},
	{"rfc1459-strict", CASEMAP_STRICT},
	{"ascii", CASEMAP_ASCII},
};

bool casemap_parse(const char *name, enum casemap *out)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcasecmp(names[i].name, name) == 0) {
			*out = names[i].map;
			return true;
		}
	}
	return false;
}

char casemap_lower(enum casemap map, char c)
{
	/* In ASCII each lower-case form stands 32 after its capital, the brackets included. */
	static const char last[] = {
		[CASEMAP_RFC1459] = '^', [CASEMAP_STRICT] = ']', [CASEMAP_ASCII] = 'Z'};

	return c >= 'A' && c <= last[map] ? (char)(c + 32) : c;
}

char *casemap_fold(enum casemap map, const char *name, char *out, size_t size)
{
	size_t i = 0;

	for (; i + 1 < size && name[i] != '\0'; i++)
		out[i] = casemap_lower(map, name[i]);
	out[i] = '\0';
	return out;
}

bool casemap_equal(enum casemap map, const char *a, const char *b)
{
	while (*a != '\0' && casemap_lower(map, *a) == casemap_lower(map, *b))
		a++, b++;
	return *a == '\0' && *b == '\0';
}

enum { SAFE_ID = 5 }; /* what the server puts between the "!" and the name */

bool casemap_is_channel(enum casemap map, const char *full, const char *name)
{
	if (casemap_equal(map, full, name))
		return true;
	return full[0] == '!' && name[0] == '!' && strlen(full) > 1 + SAFE_ID &&
	       casemap_equal(map, full + 1 + SAFE_ID, name + 1);
}

bool casemap_match(enum casemap map, const char *glob, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text != '\0') {
		if (*glob == '*') {
			star = glob++;
			resume = text;
		} else if (*glob == '?' || (*glob != '\0' && casemap_lower(map, *glob) ==
								     casemap_lower(map, *text))) {
			glob++, text++;
		} else if (star != NULL) {
			glob = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}
