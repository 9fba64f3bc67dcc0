/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_LINE_H
#define LOGIOS_BOT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bot/outlet.h"

/* A line that somebody said, with all that is known of where it was said. Whoever hears fills it in
 * once, so that nobody has to ask the network again. Everything is lent. */
struct line {
	const struct outlet *outlet; /* what carries the answer */
	const char *our_nick;
	const char *nick, *hostmask; /* of the speaker: nick, nick!user@host */
	const char *account;         /* NULL: none, or not known */
	const char *channel;         /* NULL in private */
	uint64_t visit; /* of the speaker, as in channels.h; 0: they are in none of our channels */
	const char *target; /* where answers go when not to all of CHANNEL: "@#table"; or NULL */
	const char *text;
	const char *msgid; /* by which clients know it, or NULL */
	size_t room;       /* bytes of text that fit on a line of the answer */
	bool action;       /* said by /me */
	bool plain;        /* formatting would not be seen in the answer */
	bool private_line; /* nobody can read the connection along */
	bool is_operator;  /* the speaker is one, of the channel */
	bool outside;      /* the speaker does not read what is said to TARGET */
	bool local;        /* said at this program's own console: nobody can be flooded */
	bool trusted;      /* by whoever runs the program */
	bool asked;        /* the server was asked about their certificate just now */
};

#endif
