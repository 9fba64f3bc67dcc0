/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_EVENT_H
#define LOGIOS_IRC_EVENT_H

#include "irc/protocol/message.h"

/* What libircclient made of a line. The line itself stays at hand, whole. */

enum event_kind {
	EVENT_NUMERIC,
	EVENT_TEXT,   /* PRIVMSG to a channel or to us */
	EVENT_ACTION, /* the same as CTCP ACTION */
	EVENT_CTCP,   /* a CTCP request */
	EVENT_NOTICE, /* also CTCP replies */
	EVENT_JOIN,
	EVENT_PART,
	EVENT_QUIT,
	EVENT_NICK,
	EVENT_KICK,
	EVENT_MODE,
	EVENT_TOPIC,
	EVENT_INVITE,
	EVENT_OTHER, /* any other command */
};

struct event {
	enum event_kind kind;
	int numeric; /* of EVENT_NUMERIC */
	const struct message *msg;
	char nick[MESSAGE_NICK]; /* who did it, "" when the line has no source */
	const char *account; /* the services account of whoever did it; NULL: none, or not known */
	const char *msgid;   /* by which the server and clients know the line, or NULL */
	bool bot;            /* they are marked as one: never to be answered */
	bool past;           /* the line is history, or long under way */
	const char *text;    /* of TEXT, ACTION, CTCP and NOTICE: what was said, without \x01 */
};

#endif
