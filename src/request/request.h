/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_REQUEST_H
#define LOGIOS_REQUEST_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "config/config.h"
#include "irc/protocol/casemap.h"
#include "logios.h"
#include "people/person.h"

struct fair;
struct receipt;

/* One line being answered: who said it, where, with which rights, and what is said back. The public
 * half is in logios.h. Replies are gathered and leave only when the request is finished. */

/* A roll that the reply tells. */
struct reply_roll {
	struct reply_roll *next;
	int64_t event;           /* as it is recorded */
	struct receipt *receipt; /* held; NULL: not promised yet (fair_promise) */
	bool lost;               /* not all of what tells it is in the reply */
	bool waits;              /* for a line that tells it: there is none yet */
};

struct reply_line {
	struct reply_line *next;
	struct reply_roll *roll; /* the first that it tells, or NULL */
	size_t roll_count;       /* how many it tells, on from there */
	const char *text;        /* the whole reply, clean; not cut yet */
	const char *to;          /* to somebody else alone; NULL: see below */
	bool alone;              /* to the asker, not to the channel */
	bool notice;             /* by NOTICE, also in private */
};

struct request {
	struct bot *bot;
	struct request *also; /* another that is kept, and answered, with this one; or NULL */
	const char *network, *nick, *hostmask;
	const char *account; /* NULL: none, or not known */
	const char *channel; /* NULL in private */
	const char *owner;   /* see request_owner */
	const char *target;  /* where replies go when not to all of it: "@#table"; or NULL */
	const char *place;
	const char *table;   /* see request_table: PLACE, or the key of TARGET */
	const char *person;  /* see request_person; NULL: nobody has asked yet */
	const char *prefix;  /* what commands begin with, for usage lines */
	const char *command; /* the word that is being run; NULL: none */
	const char *text;    /* see request_text */
	const char *heard;   /* the whole line; NULL: there was none */
	const char *msgid;   /* of the line, or NULL; see struct line */
	bool action;
	bool plain;     /* formatting would not be seen here: replies go without */
	bool continues; /* an earlier reply goes on: what is still left of it is told at the end */
	bool outside;   /* the asker does not read what is said to TARGET */
	bool private_line; /* the connection cannot be read along: passwords may be said */
	bool unseen;       /* asked in private by somebody whom we would not see leave */
	bool local;        /* the asker sits at the program's own console */
	bool unasked;      /* nobody asked: the bot speaks by itself */
	enum role role;
	bool has_gm; /* there is a game master here */
	enum casemap casemap;
	const struct config_channel_settings *settings;
	size_t line_bytes;
	struct rng *rng;
	struct fair *fair; /* NULL: rolls are not recorded (some tests) */
	enum veil veil;
	const char *gm;  /* the GM's nick; NULL: none, or not here */
	char rolled[24]; /* the number of the last roll, as people see it; "": none */
	struct reply_roll *rolls, **last_roll;
	struct reply_roll *telling;  /* which the lines that are said now are about, or NULL */
	struct reply_roll *recorded; /* the first that waited for a line; see request_tell_later */
	int64_t now_s;               /* since 1970 */
	int64_t now_ms;
	struct arena *arena;
	struct reply_line *first, **last;
	size_t line_count, byte_count;
};

/* Ready RQ for use: empty replies. The caller has set, or will set, all other members. */
void request_init(struct request *rq);

/* Copy to ARENA what RQ was lent of who asked, where, so that it can be answered later. */
void request_copy_where(struct request *rq, struct arena *arena);

/* Return TEXT as people see it: valid UTF-8, no control bytes but formatting (with FORMATS; else
 * none), no blanks at the ends. It lies in RQ's arena. */
const char *request_clean(const struct request *rq, const char *text, bool formats);

/* Say a line to the asker alone, as what no bot may answer. */
void reply_notice(struct request *rq, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Say TEXT, a line of an earlier reply whose RECEIPT (or NULL) becomes RQ's. */
void reply_later(struct request *rq, const char *text, struct receipt *receipt);

/* What is said from now on tells the roll that is recorded as EVENT; 0: no roll. */
void request_tell(struct request *rq, int64_t event);

/* All that is said from now on to the end tells the roll that is recorded as EVENT, if that is not
 * 0, besides other rolls. */
void request_tell_later(struct request *rq, int64_t event);

/* Not all of what tells the roll of request_tell is in the reply. */
void request_tell_less(struct request *rq);

/* Whether what RQ rolls, and what is left of its reply, is kept: whoever asks in private without an
 * owner (request_owner) could not be told from the next. */
bool request_is_kept(const struct request *rq);

/* Return what KEY, as of a place, has behind the network: the channel, or the person, folded. */
const char *request_base(const char *key);

/* RQ's asker. Lent as long as RQ. */
struct person request_who(const struct request *rq);

/* Return where replies to RQ go: "@#table", the channel, or the asker's nick. Lent as long as RQ.
 */
const char *request_target(const struct request *rq);

#endif
