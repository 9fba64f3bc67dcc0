/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_H
#define LOGIOS_FAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "fair/hashes.h"
#include "fair/secrets.h"

struct log;
struct receipt;
struct rng;
struct store;
struct strbuf;

/* Fair rolls over the store, in the scheme logios-fair-2 (logios-fair(7)): each place has a history
 * of events, each with a head that binds all before it; epochs whose secrets are fixed when they
 * are opened, and which players may stir; and in an epoch the next number. An event is stored
 * before anybody hears of it. The scheme itself is in bytes.h, secrets.h, numbers.h, hashes.h and
 * event.h; log.h and transcript.h read what is recorded. Times are seconds since 1970 (UTC). */
struct fair;

/* Make it over STORE, which outlives it, as LOG does. */
struct fair *fair_new(struct store *store, struct log *log);
void fair_free(struct fair *fair); /* NULL is fine */

/* Take secrets from MAKE instead of the system's generator: for tests, whose every line is known.
 * Call it before anything is rolled. */
void fair_secrets_from(struct fair *fair, void (*make)(void *bytes, size_t len));

/* Set how long seals are waited for, and then words. */
void fair_configure(struct fair *fair, long seal_seconds);

struct fair_where {
	const char *network;
	const char *base; /* channel, or person in private, in the server's lower case */
};

/* Who does something, and when. */
struct fair_asker {
	const char *nick;
	const char *hostmask; /* nick!user@host */
	const char *account;  /* NULL: none, or not known */
	bool bot;             /* it is the bot itself */
	int64_t now_s;
};

/* ---- places: place.c ---- */

enum { FAIR_PLACE_BYTES = 256 };

/* Return the state of a place. Its first epoch begins when somebody asks for the first time. */
struct fair_status {
	int64_t epoch, opened_s;
	int64_t rolls;   /* open ones so far */
	int64_t hidden;  /* hidden ones and shuffles */
	bool by_players; /* who stirred it; see fair_stirrers */
	struct fair_hash anchor, mix;
	int64_t event, event_s; /* the newest one, */
	struct fair_hash head;  /* the head behind it, */
	struct fair_hash id;    /* what the place is called, */
	unsigned char key[SIGN_KEY_BYTES];
};
bool fair_status(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_status *status, struct error *err);

/* Sign the head in STATUS. */
void fair_sign(const struct fair *fair, const struct fair_status *status,
	unsigned char signature[SIGN_BYTES]);

/* Return whether anything is stored of the place; asking makes none. */
bool fair_is_known(struct fair *fair, const struct fair_where *where);

/* Begin a new epoch everywhere, because the store is a copy: what was rolled after it was made
 * would be rolled again. Returns how many places there are; what goes wrong with one is logged,
 * and false comes back. -- again.c */
bool fair_begin_again(struct fair *fair, int64_t now_s, size_t *places);

/* Make some of the secrets of the next epoch in advance, so that opening one takes no time that
 * anybody notices: at most a fifth of a millisecond. Returns whether more is to be made; nothing
 * is before anybody rolled. -- ahead.c */
bool fair_prepare(struct fair *fair);

/* ---- rolling: roll.c. First fair_begin, then numbers from what it returns, then fair_end ---- */

/* What is rolled. */
struct fair_roll {
	const char *input; /* what was asked for; of a shuffle the deck */
	bool hidden;       /* its number is one of those that are shown later, or never */
};

/* Begin a roll of ASKER. Returns where its numbers come from: the place's, or SCRIPT when that is
 * not NULL (tests, the console with given faces). NULL and ERR when the store refuses. */
struct rng *fair_begin(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const struct fair_roll *roll, struct rng *script,
	struct error *err);

/* Return whether a roll has begun and not ended. */
bool fair_is_rolling(const struct fair *fair);

struct fair_result {
	const char *who;   /* the roller's nick, folded, for the history */
	const char *total; /* as shown; NULL: it failed, for the reason ERROR */
	const char *error;
	const char *said;   /* the reply */
	const char *asked;  /* the command that asked for it, without prefix; or NULL */
	const char *keeper; /* who alone may show it, or read it again; or NULL */
};

/* What was recorded, for the reply. */
struct fair_number {
	int64_t epoch, number; /* 0: nothing was drawn, and nothing is recorded */
	char head[FAIR_SHORT_ROOM];
	struct fair_hash secret; /* of a hidden roll */
};

/* Record the roll that has begun. When nothing was drawn, there is nothing to record and its number
 * is still free. */
bool fair_end(struct fair *fair, const struct fair_result *result, struct fair_number *number,
	struct error *err);

/* Record instead that the cards of the deck that was given to fair_begin as a hidden roll's input
 * lie in ORDER now: COUNT indices into the starting order, from 0. */
bool fair_end_shuffle(struct fair *fair, const size_t *order, size_t count,
	struct fair_number *number, struct error *err);

/* Return the newest row of the history there is: after fair_end, the roll that it recorded. */
int64_t fair_last_event(const struct fair *fair);

/* ---- showing what is hidden: show.c ---- */

/* Record that the secret of what is hidden under NUMBER in EPOCH of WHERE is shown; NUMBER gets
 * the head. When it was shown before, or never was, the number is 0. */
bool fair_show(struct fair *fair, const struct fair_where *where, int64_t epoch, int64_t number,
	int64_t now_s, struct fair_number *shown, struct error *err);

/* Do the same for the last shuffle of deck NAME, which is out of play. */
bool fair_show_deck(struct fair *fair, const struct fair_where *where, const char *name,
	int64_t now_s, struct fair_number *shown, struct error *err);

/* ---- stirring: stir.c ---- */

enum {
	FAIR_SEALERS = 32,    /* who can stir one epoch */
	FAIR_WORDS_MAX = 300, /* bytes of somebody's words */
	FAIR_WORDS_TAIL = 16, /* random letters behind them, without which they may be guessed */
};

/* How the stirring of a place's next epoch goes. */
struct fair_stirring {
	int64_t epoch; /* 0: none is stirred */
	struct fair_hash anchor;
	bool closed;        /* seals are not taken any more: words are */
	size_t seals, open; /* how many there are, and how many of them are opened */
	int64_t until_s;    /* when the waiting ends */
};
bool fair_stirring(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_stirring *stirring, struct error *err);

/* Open the next epoch of WHERE for seals. Rolls go on in the present one. */
bool fair_stir_begin(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err);

/* Take a seal of ASKER. */
bool fair_stir_seal(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const struct fair_hash *seal, struct error *err);

/* Take the words that ASKER sealed; with the last ones the epoch is mixed, and in use. */
bool fair_stir_words(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *words, struct error *err);

/* Take no more seals; when there are none, the epoch is in use at once, stirred by nobody. */
bool fair_stir_close(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err);

/* What came of waiting. */
enum fair_due {
	FAIR_DUE_NOTHING, /* it is not over yet */
	FAIR_DUE_CLOSED,  /* seals are taken no more */
	FAIR_DUE_NOBODY,  /* there was none: the epoch is in use, stirred by nobody */
	FAIR_DUE_VOID, /* somebody did not open: the epoch is dropped, the next is open for seals */
};

/* Do what is due at WHERE at NOW_S. LATE gets the names of those who did not open in time. */
bool fair_stir_due(struct fair *fair, const struct fair_where *where, int64_t now_s,
	enum fair_due *due, struct strbuf *late, struct error *err);

/* Call SEE with each place whose next epoch is being stirred, and when the waiting there ends. */
void fair_each_stirring(struct fair *fair,
	void (*see)(void *arg, const struct fair_where *where, int64_t until_s), void *arg);

/* Append who stirred EPOCH of WHERE, "ann, bob", or "nobody". */
bool fair_stirrers(struct fair *fair, const struct fair_where *where, int64_t epoch,
	struct strbuf *out, struct error *err);

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
