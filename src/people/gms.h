/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_GMS_H
#define LOGIOS_GMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "people/person.h"

/* Who is game master of which channel: one at a time, bound to the services account, or to nick and
 * user@host where there is none; never to a nick alone. Without an account they are that for as
 * long as their connection: it ends with a QUIT, and ten minutes after they were lost from sight.
 * Kept in the store. Channels are in the server's lower case. */
struct gms;
struct store;
struct log;

struct gm {
	const char *network, *channel;
	const char *nick;    /* when it was set, or since it was changed */
	const char *host;    /* user@host; "" when an account says who it is */
	const char *account; /* "" for none */
	int64_t gone_ms; /* since when they are out of sight and may come back; 0: they are not */
};

enum { GMS_MAX = 1000, GMS_AWAY_MS = 10 * 60000 };

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

/* Somebody, by nick and host, as a network's server shows them. */
struct gm_person {
	const char *network;
	enum casemap casemap;
	const char *nick;
	const char *host; /* user@host; NULL: not known */
};

/* WHO is called NOW, or is seen as the host NOW. A GM of that name who is waited for will not come
 * back: theirs would be a JOIN. */
void gms_renamed(struct gms *gms, const struct gm_person *who, const char *now);
void gms_rehosted(struct gms *gms, const struct gm_person *who, const char *now);

/* WHO has ended the connection: they are GM of nothing any more, unless an account says that they
 * are. */
void gms_quit(struct gms *gms, const struct gm_person *who);

/* WHO is out of sight since NOW_MS, by a netsplit or without a channel in common, or in sight
 * again, which is too late after GMS_AWAY_MS. */
void gms_lost(struct gms *gms, const struct gm_person *who, int64_t now_ms);
void gms_back(struct gms *gms, const struct gm_person *who, int64_t now_ms);

/* The GM of CHANNEL, whom no account shows, is not there at NOW_MS, when we have come back and know
 * all who are: they left while we were away, and are waited for from now on. */
void gms_missed(struct gms *gms, const char *network, const char *channel, int64_t now_ms);

/* Drop those who were out of sight for more than GMS_AWAY_MS, unless SEES, called with ARG, returns
 * that they are in sight by now: we may have been away, and not they. */
void gms_expire(
	struct gms *gms, int64_t now_ms, bool (*sees)(void *arg, const struct gm *gm), void *arg);

#endif
