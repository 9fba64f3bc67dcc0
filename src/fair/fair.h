/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_H
#define LOGIOS_FAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "fair/scheme.h"

struct log;
struct receipt;
struct rng;
struct store;
struct strbuf;

/* Fair rolls over the store: each place has epochs with a secret seed, and in its epoch the next
 * number. Whatever happens is an event that is stored before anybody hears of it; the transcript of
 * a place is its events in order. The scheme itself is in scheme.h; log.h reads what is recorded.
 * Times are seconds since 1970 (UTC). */
struct fair;

/* Make it over STORE, which outlives it, as LOG does. */
struct fair *fair_new(struct store *store, struct log *log);
void fair_free(struct fair *fair); /* NULL is fine */

/* Take seeds from MAKE instead of the system's generator: for tests, whose every line is known. */
void fair_seeds_from(struct fair *fair, void (*make)(unsigned char seed[FAIR_SEED_BYTES]));

/* Set when an epoch of open rolls is due to end: after so many hours, or rolls. */
void fair_configure(struct fair *fair, long hours, long rolls);

enum fair_part {
	FAIR_OPEN,   /* what everybody sees */
	FAIR_HIDDEN, /* the GM's */
	FAIR_DECKS,  /* shuffles */
	FAIR_PARTS,
};

struct fair_where {
	const char *network;
	const char *base; /* channel, or nick in private, in the server's lower case */
	enum fair_part part;
};

/* Who does something, and when. */
struct fair_asker {
	const char *nick;
	int64_t now_s;
};

/* ---- places: place.c, and their state, epochs and salts: fair.c ---- */

enum { FAIR_PLACE_BYTES = 256 };

/* Write the place as the scheme names it: "#table", "#table/hidden", "#table/decks". The open rolls
 * of a channel whose own name ends like one of those are "#table/hidden/open", so that nobody reads
 * the GM's rolls by making a channel of that name. */
void fair_place_name(char out[FAIR_PLACE_BYTES], const struct fair_where *where);

/* Return what a place of that NAME holds. *BASE_LEN is how many bytes of it are the base. */
enum fair_part fair_place_part(const char *name, size_t *base_len);

/* Return the state of a place. Its first epoch begins when somebody asks for the first time. */
struct fair_status {
	int64_t epoch, rolls, opened_s;
	char commitment[HASH_HEX_ROOM];
};
bool fair_status(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_status *status, struct error *err);

/* Return whether anything is stored of the place; asking makes none. */
bool fair_is_known(struct fair *fair, const struct fair_where *where);

/* Stir WORDS of ASKER into the salt of all three parts of the place WHERE is of; it counts from
 * their next numbers on. SALT gets that of the open part. */
bool fair_add_salt(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *words, char salt[HASH_HEX_ROOM],
	struct error *err);

/* End the epoch of WHERE (not of decks): the next one's commitment is stored, then the seed of this
 * one is shown. */
struct fair_reveal {
	int64_t epoch, rolls; /* of the one that is over */
	char seed[2 * FAIR_SEED_BYTES + 1];
	char commitment[HASH_HEX_ROOM]; /* of the next */
};
bool fair_reveal(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_reveal *reveal, struct error *err);

/* Begin a new epoch everywhere, because the store is a copy: what was rolled after it was made
 * would be rolled again. Seeds of open rolls are shown; of the others they stay secret. Returns how
 * many places there are; what goes wrong with one is logged, and false comes back. */
bool fair_begin_again(struct fair *fair, int64_t now_s, size_t *places);

/* Return whether the epoch of WHERE has lasted long enough; false for a place that nobody has used
 * yet. */
bool fair_is_due(struct fair *fair, const struct fair_where *where, int64_t now_s);

/* ---- rolling: roll.c. First fair_begin, then numbers from what it returns, then fair_end ---- */

/* Begin a roll of ASKER, whose reply shows INPUT. Returns where its numbers come from: the place's
 * fair stream, or SCRIPT when that is not NULL (tests, the console with given faces). NULL and ERR
 * when the store refuses. */
struct rng *fair_begin(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *input, struct rng *script, struct error *err);

/* Return whether a roll has begun and not ended. */
bool fair_is_rolling(const struct fair *fair);

/* Return the number of the roll that has begun; 0 when no number was drawn for it yet. */
int64_t fair_number(const struct fair *fair);

struct fair_result {
	const char *who;     /* the roller's nick, folded, for the history */
	const double *total; /* NULL: it failed, for the reason ERROR */
	const char *error;
	const char *said;   /* the reply */
	const char *asked;  /* the command that asked for it, without prefix; or NULL */
	const char *keeper; /* a mark of who alone may show it; NULL: the game master */
};

/* Record the roll that has begun. When nothing was drawn, there is nothing to record and its number
 * is still free. */
bool fair_end(struct fair *fair, const struct fair_result *result, struct error *err);

/* Return the newest event there is: after fair_end, the roll that it recorded. */
int64_t fair_last_event(const struct fair *fair);

/* ---- shuffles: roll.c. First fair_begin in FAIR_DECKS with the deck's name as input, then
 * fair_end_shuffle ---- */

/* Record that the deck's cards lie in ORDER now: COUNT indices into the starting order, from 0. The
 * epoch is over with it; COMMITMENT gets the next one's. Whatever seed of an earlier shuffle of
 * that deck is still secret, is not yet shown: see fair_show_deck. */
bool fair_end_shuffle(struct fair *fair, const size_t *order, size_t count,
	char commitment[HASH_HEX_ROOM], struct error *err);

/* Show the seed of the last shuffle of deck NAME at WHERE, which is out of play. Epoch 0 in REVEAL
 * means that there was none to show. */
bool fair_show_deck(struct fair *fair, const struct fair_where *where, const char *name,
	int64_t now_s, struct fair_reveal *reveal, struct error *err);

/* ---- what was said: said.c ---- */

/* Promise that the reply of the roll that is EVENT, which is on disk, will now be said. Call it in
 * the order of events, once for each. Returns a receipt, which the caller holds, gives on to
 * whoever says a part, and is done with. When it is settled as lost, or the program ends before it
 * is settled, the roll is marked as perhaps never said (struct fair_past). All are to be settled
 * before fair_free. */
struct receipt *fair_promise(struct fair *fair, int64_t event, int64_t now_ms);

/* Call SETTLED with ARG whenever there is something for fair_write_said. */
void fair_on_settled(struct fair *fair, void (*settled)(void *arg), void *arg);

/* Store what is settled, or takes too long. Not inside a request. What cannot be stored is kept for
 * the next time. */
bool fair_write_said(struct fair *fair, int64_t now_ms, struct error *err);

#endif
