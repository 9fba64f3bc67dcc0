/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_MESSAGE_H
#define LOGIOS_IRC_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* One line of the protocol, taken apart (RFC 1459 section 2.3.1, IRCv3 message-tags). */

enum {
	MESSAGE_PARAMS = 15,      /* RFC 1459: at most fifteen */
	MESSAGE_TAGS = 8191,      /* IRCv3: "@" to the blank, at most, from a server */
	MESSAGE_REST = 510,       /* what follows the tags, without CR LF */
	MESSAGE_REST_MOST = 4094, /* the same, where the server says so (ISUPPORT LINELEN) */
	MESSAGE_LINE = MESSAGE_TAGS + MESSAGE_REST_MOST,
	MESSAGE_WRITTEN = MESSAGE_REST + 1, /* a colon more, for libircclient, which takes 1023 */
	MESSAGE_NICK = 128,                 /* no network allows as many bytes in a nick */
};

/* The pieces point into the line that was parsed, which must outlive them. */
struct message {
	const char *tags;    /* without "@", raw; NULL without tags */
	const char *source;  /* the prefix as it stood, without ":"; NULL without one */
	const char *command; /* in capitals, or three digits */
	const char *params[MESSAGE_PARAMS];
	int param_count;
};

/* Take LINE apart in place; it is cut up by terminators. It has no CR, LF or NUL. False when there
 * is no command, or when it or the source is not one that RFC 1459 allows. */
bool message_parse(char *line, struct message *msg);

/* Returns the numeric, from 1 to 999, or 0 when the command is a word. */
int message_numeric(const struct message *msg);

/* Write the nick of "nick!user@host" into NICK. False when it does not fit, or the source is NULL,
 * empty, or longer than MESSAGE_REST. A server's name counts as a nick. */
bool message_nick(const struct message *msg, char nick[MESSAGE_NICK]);

/* Whether the parameters that COMMAND needs are there, and whoever said it when it matters: the
 * gate before libircclient, which trusts the server in all of this. */
bool message_well_formed(const struct message *msg);

/* Write MSG without tags as one clean line and a CR LF into LINE: single blanks, at most ten
 * parameters, the last after " :", and cut when it is too long. Returns its length, or 0 if the
 * others do not fit; a line of MESSAGE_REST bytes always does. */
size_t message_write(const struct message *msg, char line[MESSAGE_WRITTEN + 3]);

#endif
