/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_HERE_H
#define LOGIOS_PLUGIN_TURNS_HERE_H

#include "keep.h"
#include "logios.h"

/* The order that a request is about, and who asks. */
struct here {
	struct plugin *self;
	struct request *rq;
	const char *place;   /* the key of the table */
	const char *channel; /* NULL: it is the talk at hand; else it is led from a private one */
	bool leads;          /* the asker is the game master, or there is none */
	struct turns turns;
	bool changed; /* it is to be kept */
};

enum { PLACES_KEPT_MAX = 300, PLAYERS_MAX = 60 };

/* Find the order that RQ is about into HERE, to be released. False, after saying so, when it cannot
 * be read. */
bool here_open(struct here *here, struct plugin *self, struct request *rq);

/* Keep what was changed, and release HERE. */
void here_close(struct here *here);

/* Return the key of the asker, as struct entry has it. */
const char *here_owner(const struct here *here);

/* Return the asker's nick as words that cannot pass for ours. */
const char *here_nick(const struct here *here);

/* Return whether the asker leads; if not, say that WHAT is for the game master. */
bool here_leads(const struct here *here, const char *what);

/* Return the place of the entry called NAME; with an empty NAME the asker's own. ORDER_MAX after
 * saying that there is none, or that it is not theirs to change. */
size_t here_entry(const struct here *here, const char *name);

/* Return the place of the entry called NAME and nothing else, or ORDER_MAX, also if the asker does
 * not know of it. */
size_t here_named(const struct here *here, const char *name);

/* ---- the store, for what is no request ---- */

/* Read the order of PLACE into TURNS, to be released in any case: there may be none. Keep it.
 * False, with ERR, when that fails. */
bool turns_load(struct plugin *self, const char *place, struct turns *turns, struct error *err);
bool turns_keep(
	struct plugin *self, const char *place, const struct turns *turns, struct error *err);

/* ---- players: what is remembered of them beyond a fight -- players.c ---- */

struct player {
	char nick[ORDER_NAME_BYTES_MAX + 1];
	bool rolls; /* they have said a bonus */
	double bonus;
	unsigned edges;
};

/* Read what is remembered of the one with the key OWNER; nothing at all reads as zeros. */
void player_read(const struct here *here, const char *owner, struct player *player);

/* Remember PLAYER, who is the asker. False, after saying so, when there are too many. */
bool player_write(const struct here *here, struct player *player);

/* Whoever moved: their key and the name of their entry, before and from now on. */
struct mover {
	const char *before, *now;
	char name[ORDER_NAME_BYTES_MAX + 1], name_now[ORDER_NAME_BYTES_MAX + 1];
};

/* Remember at PLACE what was remembered of MOVER under the key and nick from now on, unless
 * something is remembered there. False, with ERR, when that fails. */
bool player_follow(
	struct plugin *self, const char *place, const struct mover *mover, struct error *err);

/* Call VISIT for every player here, until it returns false. */
void players_each(const struct here *here,
	bool (*visit)(void *arg, const char *owner, const struct player *player), void *arg);

#endif
