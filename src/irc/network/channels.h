/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_CHANNELS_H
#define LOGIOS_IRC_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "irc/protocol/isupport.h"

/* Where we are on one network, and who is there. It is fed with what the server says and never
 * asks. It keeps only channels that we ourselves have joined, and no more people than a limit. */

struct user {
	char *nick;
	char *host;        /* "user@host" when it was seen, else NULL */
	char *account;     /* their services account, NULL: none, or not known */
	bool bot;          /* marked as one */
	unsigned channels; /* how many of ours they are in */
	uint64_t visit;    /* never the same again: who comes back is somebody else */
};

struct member {
	struct user *user;
	unsigned prefixes; /* bit i: the i-th mode of ISUPPORT PREFIX, highest first */
};

struct channel {
	char *name;
	struct map *members; /* folded nick to struct member */
	uint64_t modes;      /* letters that are set, lists and members' own left out */
	bool modes_known;    /* the server has listed them all */
};

struct channels;

/* ---- channels.c ---- */

/* Make an empty one. IS is lent until channels_free, and looked at for every folding. */
struct channels *channels_new(const struct isupport *is);
void channels_free(struct channels *cs);

const struct isupport *channels_isupport(const struct channels *cs);

/* Forget everything: the connection is gone, or CASEMAPPING has changed. */
void channels_clear(struct channels *cs);

/* Find the channel with that name. NULL when we are not in it. */
struct channel *channels_find(const struct channels *cs, const char *name);

/* Find the channel that TARGET names, past STATUSMSG signs ("@#table"); NULL when we are not in
 * it. */
struct channel *channels_of_target(const struct channels *cs, const char *target);

/* Find the member of CHANNEL with that nick, or NULL. */
struct member *channels_member(
	const struct channels *cs, const struct channel *channel, const char *nick);

/* Find somebody who shares a channel with us, or NULL. */
struct user *channels_user(const struct channels *cs, const char *nick);

/* Walk, starting with *AT = 0 and until NULL, the channels that we are in; those of them that NICK
 * is in; the members of CHANNEL; everybody who shares a channel with us. */
struct channel *channels_next(const struct channels *cs, size_t *at);
struct channel *channels_next_of(const struct channels *cs, const char *nick, size_t *at);
struct member *channels_next_member(const struct channel *channel, size_t *at);
struct user *channels_next_user(const struct channels *cs, size_t *at);

/* Take note of what happened. HOST is "user@host" or NULL. */
void channels_joined_ourselves(struct channels *cs, const char *name);
void channels_left_ourselves(struct channels *cs, const char *name);
void channels_joined(struct channels *cs, const char *name, const char *nick, const char *host);
void channels_left(struct channels *cs, const char *name, const char *nick);
void channels_quit(struct channels *cs, const char *nick);
void channels_renamed(struct channels *cs, const char *nick, const char *now);

/* Learn NICK's user@host; their account, NULL for none; whether they are marked as a bot. Nothing
 * is kept of people who are in none of our channels. */
void channels_host(struct channels *cs, const char *nick, const char *host);
void channels_account(struct channels *cs, const char *nick, const char *account);
void channels_bot(struct channels *cs, const char *nick, bool bot);

/* Read a line of NAMES (353): nicks with signs, perhaps several signs, perhaps !user@host. */
void channels_names(struct channels *cs, const char *name, const char *nicks);

/* ---- modes.c ---- */

/* Whether NICK has the operator's mode (o) or a higher one in CHANNEL. */
bool channels_is_operator(
	const struct channels *cs, const struct channel *channel, const char *nick);

/* Whether NICK reads what is said to TARGET: CHANNEL, perhaps behind signs as in "@#table", where
 * it is for those who have such a sign or a higher one. */
bool channels_is_reader(const struct channels *cs, const struct channel *channel,
	const char *target, const char *nick);

/* Whether a MODE letter that takes no parameter, or one when set, is set in CHANNEL as far as we
 * know. */
bool channels_has_mode(const struct channel *channel, char letter);

/* Read all modes of a channel (324), in place of what was known. */
void channels_modes_are(struct channels *cs, const char *name, const char *letters,
	const char *const *params, int count);

/* Read MODE of a channel: the letters, and COUNT parameters for those that take one. */
void channels_mode(struct channels *cs, const char *name, const char *letters,
	const char *const *params, int count);

#endif
