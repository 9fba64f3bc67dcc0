/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_OUTLET_H
#define LOGIOS_BOT_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

#include "irc/protocol/casemap.h"
#include "people/person.h"

struct arena;
struct bot;
struct gm;
struct network;
struct receipt;
struct somebody;

/* What carries the bot's words: an IRC network, or the console. Whoever says something does not
 * know which. */
struct outlet {
	const char *name; /* the network's in the configuration, or CONFIG_CONSOLE; lent */
	enum casemap casemap;
	const struct outlet_kind *kind;
	void *arg; /* for the functions of its kind */
};

/* Somebody in sight. */
struct outlet_person {
	const char *nick;       /* lent until the next line */
	char place[PERSON_KEY]; /* person_place, */
	char owner[PERSON_KEY]; /* person_owner */
};

struct outlet_kind {
	/* Return the bot's own nick. */
	const char *(*our_nick)(void *arg);

	/* Return the channel NAME as the server spells it, or NULL when the bot is not in it. */
	const char *(*channel)(void *arg, const char *name);

	/* Return the channel of which TARGET is all, or a part ("@#table"), in the same way. */
	const char *(*channel_of)(void *arg, const char *target);

	/* Find the person with the key PERSON (person_key) who is in sight. False when there is
	 * none, or more than one. */
	bool (*find_person)(void *arg, const char *person, struct outlet_person *found);

	/* Find who is called NICK (NULL: anything) and has the key OWNER (person_owner), or had it
	 * before they logged in (NULL: any), in CHANNEL, or with NULL in any. */
	bool (*find)(void *arg, const char *channel, const char *nick, const char *owner,
		struct somebody *found);

	/* Return whether NICK is an operator of CHANNEL. */
	bool (*is_operator)(void *arg, const char *channel, const char *nick);

	/* Begin a reply to the line with MSGID (NULL: not known, or no line), said in CHANNEL
	 * (NULL: in private): lines of an earlier one to the same target may be dropped as stale.
	 */
	void (*begin)(void *arg, const char *msgid, const char *channel);

	/* Return how many bytes of text fit on a line to TARGET by COMMAND (PRIVMSG, NOTICE). */
	size_t (*room)(void *arg, const char *command, const char *target);

	/* Whether formatting would keep a line from being seen by TARGET. */
	bool (*is_plain)(void *arg, const char *target);

	/* Say one line, clean and short enough. RECEIPT (NULL: none) as with outbox_send. */
	void (*say)(void *arg, const char *command, const char *target, const char *text,
		struct receipt *receipt);
};

/* Return the outlet that is NET. Its name is lent by NET. */
struct outlet outlet_of(struct network *net);

/* Return the key of WHERE, a channel or a nick on OUTLET: "network/where", folded; see
 * request_place. It lies in ARENA. */
const char *outlet_place(const struct outlet *outlet, const char *where, struct arena *arena);

/* Find the outlet called NAME among BOT's. False when it is gone, or never was. */
bool outlet_find(const struct bot *bot, const char *name, struct outlet *out);

/* Find the outlet that KEY, "network/what", begins with, and *WHAT, which KEY lends. */
bool outlet_of_key(const struct bot *bot, const char *key, struct outlet *out, const char **what);

/* Return whether GM is in a channel with us just now, by nick and host, of ARG, a struct bot. */
bool outlet_sees_gm(void *arg, const struct gm *gm);

#endif
