/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_GMS_H
#define LOGIOS_GMS_H

#include <stdbool.h>

#include "base/error.h"
#include "people/person.h"

/* Who is game master of which channel: one at a time, bound to the services account, or to nick and
 * user@host where there is none; never to a nick alone. Kept in the store. Channels are in the
 * server's lower case. */
struct gms;
struct store;
struct log;

struct gm {
	const char *network, *channel;
	const char *nick;    /* when it was set, or since it was changed */
	const char *host;    /* user@host; "" when an account says who it is */
	const char *account; /* "" for none */
};

enum { GMS_MAX = 1000 };

/* Read them. STORE and LOG outlive the result. */
struct gms *gms_new(struct store *store, struct log *log);
void gms_free(struct gms *gms); /* NULL is fine */

/* Return the GM of CHANNEL on NETWORK, or NULL. Lent until the next change. */
const struct gm *gms_find(const struct gms *gms, const char *network, const char *channel);

/* Return whether GM is somebody with that NICK, HOST (NULL: not known) and ACCOUNT (NULL: none), as
 * MAP compares. */
bool gm_is(const struct gm *gm, enum casemap map, const char *nick, const char *host,
	const char *account);

/* Make GM the game master of its channel, instead of whoever was. False and ERR when
 * there are too many, or the store has refused. */
bool gms_set(struct gms *gms, const struct gm *gm, struct error *err);

/* Take the GM of CHANNEL away. */
bool gms_clear(struct gms *gms, const char *network, const char *channel, struct error *err);

/* Note that somebody with NICK and HOST is now called NOW. */
void gms_renamed(struct gms *gms, const char *network, enum casemap map, const char *nick,
	const char *host, const char *now);

#endif
