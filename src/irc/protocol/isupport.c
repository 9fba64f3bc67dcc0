/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads ISUPPORT. Every token is kept; those that we live by have a row with a reader. */
#include "irc/protocol/isupport.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"

enum { MAX_TOKENS = 256 };

static void set_defaults(struct isupport *is);

void isupport_init(struct isupport *is)
{
	memset(is, 0, sizeof *is);
	set_defaults(is);
	is->tokens = map_new();
}

void isupport_release(struct isupport *is)
{
	size_t at = 0;
	void *value;

	while ((value = map_next(is->tokens, &at, NULL)) != NULL)
		free(value);
	map_free(is->tokens);
	is->tokens = NULL;
}

/* ---- readers of single tokens ---- */

static void read_casemap(struct isupport *is, const char *value)
{
	casemap_parse(value, &is->casemap);
}

static void read_chantypes(struct isupport *is, const char *value)
{
	snprintf(is->chantypes, sizeof is->chantypes, "%s", value);
}

static void read_statusmsg(struct isupport *is, const char *value)
{
	snprintf(is->statusmsg, sizeof is->statusmsg, "%s", value);
}

/* "(ov)@+", or nothing at all where nobody has a sign. */
static void read_prefix(struct isupport *is, const char *value)
{
	const char *pair = value[0] != '\0' ? value : "()", *close = strchr(pair, ')');
	size_t modes = close != NULL ? (size_t)(close - pair) - 1 : 0;

	if (pair[0] != '(' || close == NULL || strlen(close + 1) != modes ||
		modes >= sizeof is->prefix_modes)
		return;
	memcpy(is->prefix_modes, pair + 1, modes);
	is->prefix_modes[modes] = '\0';
	memcpy(is->prefix_signs, close + 1, modes + 1);
}

/* "b,k,l,imnpst"; more kinds may follow in the future and are not ours to read. */
static void read_chanmodes(struct isupport *is, const char *value)
{
	for (int kind = 0; kind < 4; kind++) {
		size_t len = strcspn(value, ",");
		snprintf(is->chanmodes[kind], sizeof is->chanmodes[kind], "%.*s", (int)len, value);
		value += len + (value[len] == ',');
	}
}

static void read_size(size_t *field, const char *value, long min, long max)
{
	long number;

	if (number_parse(value, min, max, &number))
		*field = (size_t)number;
}

static void read_nicklen(struct isupport *is, const char *value)
{
	read_size(&is->nicklen, value, 1, MESSAGE_NICK - 1);
}

static void read_channellen(struct isupport *is, const char *value)
{
	read_size(&is->channellen, value, 1, 400);
}

static void read_linelen(struct isupport *is, const char *value)
{
	read_size(&is->linelen, value, 512, 65536);
}

static void read_userlen(struct isupport *is, const char *value)
{
	read_size(&is->userlen, value, 1, 100);
}

static void read_hostlen(struct isupport *is, const char *value)
{
	read_size(&is->hostlen, value, 1, 200);
}

static void read_modes(struct isupport *is, const char *value)
{
	read_size(&is->modes, value, 1, 20);
}

static const struct reader {
	const char *token;
	const char *initial; /* what holds while the server says nothing, or takes its word back */
	void (*read)(struct isupport *is, const char *value);
} readers[] = {
	{"CASEMAPPING", "rfc1459", read_casemap},
	{"CHANTYPES", "#&", read_chantypes},
	{"STATUSMSG", "", read_statusmsg},
	{"PREFIX", "(ov)@+", read_prefix},
	{"CHANMODES", "b,k,l,imnpst", read_chanmodes},
	{"NICKLEN", "9", read_nicklen},
	{"CHANNELLEN", "200", read_channellen},
	{"LINELEN", "512", read_linelen},
	{"USERLEN", "10", read_userlen},
	{"HOSTLEN", "63", read_hostlen},
	{"MODES", "3", read_modes},
};

static const struct reader *reader_of(const char *token)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (strcmp(readers[i].token, token) == 0)
			return &readers[i];
	return NULL;
}

static void set_defaults(struct isupport *is)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		readers[i].read(is, readers[i].initial);
}

/* ---- tokens ---- */

static int hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* \x20 and the like stand for bytes that a token cannot hold. */
static char *unescape(const char *value)
{
	char *out = mem_alloc(strlen(value) + 1), *to = out;

	while (*value != '\0') {
		if (value[0] == '\\' && value[1] == 'x' && isxdigit((unsigned char)value[2]) &&
			isxdigit((unsigned char)value[3])) {
			int byte = hex_digit(value[2]) * 16 + hex_digit(value[3]);
			*to++ = byte != 0 ? (char)byte : ' ';
			value += 4;
		} else {
			*to++ = *value++;
		}
	}
	*to = '\0';
	return out;
}

static void withdraw(struct isupport *is, const char *name)
{
	const struct reader *reader = reader_of(name);

	free(map_remove(is->tokens, name));
	if (reader != NULL)
		reader->read(is, reader->initial);
}

static void read_token(struct isupport *is, const char *token)
{
	size_t len = strcspn(token, "=");
	char name[64];
	char *value;
	const struct reader *reader;

	if (len == 0 || len >= sizeof name)
		return;
	snprintf(name, sizeof name, "%.*s", (int)len, token);
	if (name[0] == '-') {
		withdraw(is, name + 1);
		return;
	}
	if (map_get(is->tokens, name) == NULL && map_count(is->tokens) >= MAX_TOKENS)
		return;
	value = unescape(token[len] == '=' ? token + len + 1 : "");
	reader = reader_of(name);
	if (reader != NULL)
		reader->read(is, value);
	free(map_set(is->tokens, name, value));
}

void isupport_read(struct isupport *is, const struct message *msg)
{
	/* The first parameter is our nick, the last the words "are supported by this server". */
	for (int i = 1; i < msg->param_count; i++)
		if (strchr(msg->params[i], ' ') == NULL)
			read_token(is, msg->params[i]);
}

const char *isupport_get(const struct isupport *is, const char *token)
{
	return map_get(is->tokens, token);
}

bool isupport_is_channel(const struct isupport *is, const char *name)
{
	return name[0] != '\0' && strchr(is->chantypes, name[0]) != NULL;
}

bool isupport_mode_has_parameter(const struct isupport *is, char mode, bool adding)
{
	return strchr(is->prefix_modes, mode) != NULL || strchr(is->chanmodes[0], mode) != NULL ||
	       strchr(is->chanmodes[1], mode) != NULL ||
	       (adding && strchr(is->chanmodes[2], mode) != NULL);
}
