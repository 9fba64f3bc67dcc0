/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a line apart, checks it, and writes it again for libircclient. */
#include "irc/protocol/message.h"

#include <ctype.h>
#include <string.h>

/* libircclient keeps this many, and so do we when we write a line for it. */
enum { WRITTEN_PARAMS = 10, MAX_COMMAND = 32 };

/* Terminate the word at *AT and step to the next one; blanks may be many. */
static char *take_word(char **at)
{
	char *word = *at;
	char *end = word + strcspn(word, " ");

	*at = end + strspn(end, " ");
	*end = '\0';
	return word;
}

static bool all(const char *text, int (*is)(int c))
{
	for (; *text != '\0'; text++)
		if (!is((unsigned char)*text))
			return false;
	return true;
}

/* Servers write commands in capitals; RFC 1459 lets them be in any case. */
static char *capitals(char *command)
{
	for (char *c = command; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return command;
}

static bool command_valid(const char *command)
{
	if (isdigit((unsigned char)command[0]))
		return strlen(command) == 3 && all(command, isdigit) && strcmp(command, "000") != 0;
	return command[0] != '\0' && strlen(command) <= MAX_COMMAND && all(command, isalpha);
}

bool message_parse(char *line, struct message *msg)
{
	char *at = line + strspn(line, " ");

	*msg = (struct message){.tags = NULL};
	if (*at == '@')
		msg->tags = take_word(&at) + 1;
	if (*at == ':')
		msg->source = take_word(&at) + 1;
	msg->command = capitals(take_word(&at));
	if (!command_valid(msg->command))
		return false;
	while (*at != '\0' && msg->param_count < MESSAGE_PARAMS) {
		bool last = *at == ':' || msg->param_count == MESSAGE_PARAMS - 1;
		if (*at == ':')
			at++;
		msg->params[msg->param_count++] = last ? at : take_word(&at);
		if (last)
			break;
	}
	return true;
}

int message_numeric(const struct message *msg)
{
	const char *c = msg->command;

	if (!isdigit((unsigned char)c[0]))
		return 0;
	return (c[0] - '0') * 100 + (c[1] - '0') * 10 + (c[2] - '0');
}

bool message_nick(const struct message *msg, char nick[MESSAGE_NICK])
{
	size_t len = msg->source != NULL ? strcspn(msg->source, "!@") : 0;

	if (len == 0 || len >= MESSAGE_NICK || strlen(msg->source) > MESSAGE_REST)
		return false;
	memcpy(nick, msg->source, len);
	nick[len] = '\0';
	return true;
}

/* What a command must have. Those not listed need nothing. */
static const struct need {
	const char *command;
	int params;
	bool source;
	bool words; /* each of those parameters is a non-empty word */
} needs[] = {
	{"PRIVMSG", 2, true, false},
	{"NOTICE", 2, false, false},
	{"NICK", 1, true, true},
	{"JOIN", 1, true, true},
	{"PART", 1, true, true},
	{"QUIT", 0, true, false},
	{"KICK", 2, true, true},
	{"MODE", 2, false, true},
	{"TOPIC", 2, true, false},
	{"INVITE", 2, true, true},
	{"PING", 1, false, false},
	{"ERROR", 1, false, false},
	{"KILL", 1, false, true},
	{"PONG", 1, false, false},
};

static bool need_met(const struct need *need, const struct message *msg)
{
	char nick[MESSAGE_NICK];

	if (msg->param_count < need->params)
		return false;
	if (need->source && !message_nick(msg, nick))
		return false;
	for (int i = 0; need->words && i < need->params; i++)
		if (msg->params[i][0] == '\0')
			return false;
	return true;
}

/* A lone \x01 and DCC never go further: the first wraps a length in libircclient, the second opens
 * sockets. */
static bool text_allowed(const struct message *msg)
{
	const char *text = msg->params[1];

	if (text[0] != '\x01')
		return true;
	return text[1] != '\0' && strncasecmp(text + 1, "DCC", 3) != 0;
}

/* libircclient compares no more bytes than the line has left, so a command without parameters
 * passes for any that begins like it: "K" for KICK. */
static bool mistakable(const struct need *need, const struct message *msg)
{
	size_t len = strlen(msg->command);

	return msg->param_count == 0 && len < strlen(need->command) &&
	       strncmp(need->command, msg->command, len) == 0;
}

bool message_well_formed(const struct message *msg)
{
	if (message_numeric(msg) != 0)
		return msg->param_count >= 1;
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
		if (mistakable(&needs[i], msg))
			return false;
		if (strcmp(needs[i].command, msg->command) == 0 && !need_met(&needs[i], msg))
			return false;
	}
	if (strcmp(msg->command, "PRIVMSG") == 0 || strcmp(msg->command, "NOTICE") == 0)
		return msg->params[0][0] != '\0' && text_allowed(msg);
	return true;
}

/* Fewer bytes than this are not left of a parameter: a lone \x01 would not do. */
enum { CUT_LEAST = 2 };

/* How much of the LAST parameter, which begins in ROOM bytes, is written. */
static size_t cut_length(const char *last, size_t room)
{
	size_t len = strlen(last);

	return len > room && room >= CUT_LEAST ? room : len;
}

/* Append LEN bytes at *AT if they still fit before END. */
static bool append(char **at, const char *end, const char *bytes, size_t len)
{
	if (len > (size_t)(end - *at))
		return false;
	memcpy(*at, bytes, len);
	*at += len;
	return true;
}

size_t message_write(const struct message *msg, char line[MESSAGE_WRITTEN + 3])
{
	char *at = line;
	const char *end = line + MESSAGE_WRITTEN;
	int count = msg->param_count < WRITTEN_PARAMS ? msg->param_count : WRITTEN_PARAMS;
	bool fits = true;

	if (msg->source != NULL && msg->source[0] != '\0')
		fits = append(&at, end, ":", 1) &&
		       append(&at, end, msg->source, strlen(msg->source)) &&
		       append(&at, end, " ", 1);
	fits = fits && append(&at, end, msg->command, strlen(msg->command));
	for (int i = 0; fits && i < count; i++) {
		bool last = i == count - 1;
		fits = append(&at, end, " :", last ? 2 : 1) &&
		       append(&at, end, msg->params[i],
			       last ? cut_length(msg->params[i], (size_t)(end - at))
				    : strlen(msg->params[i]));
	}
	if (!fits)
		return 0;
	memcpy(at, "\r\n", 3);
	return (size_t)(at - line) + 2;
}
