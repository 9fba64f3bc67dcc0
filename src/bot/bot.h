/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_BOT_H
#define LOGIOS_BOT_BOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "bot/outlet.h"
#include "os/log.h"

/* Everything that exists, in the order in which it is built; freed in the reverse. life.c builds
 * it. */
struct bot {
	struct loop *loop; /* the caller's, like the next two */
	struct log *log;
	struct rng *rng;
	struct store *store;
	struct config *config;
	struct commands *commands;
	struct plugins *plugins;
	char *data_dir;
	struct access *access;
	struct limits *limits;
	struct echoes *echoes; /* what was said lately */
	struct lru *puzzled;   /* who was told that a word is unknown; see audience.h */
	struct ignores *ignores;
	struct certs *certs;
	struct fair *fair;
	struct gms *gms;
	struct timer *said_timer;   /* to write down which rolls were said */
	struct timer *prune_timer;  /* to forget what is too old */
	struct timer *shrink_timer; /* and to give back the room that it took */
	int64_t pruned_until;       /* the event up to which that is done; 0: it is not going on */
	struct timer
		*stir_timer; /* for who stirs the next epoch of fair rolls, and is waited for */
	struct timer *publish_timer; /* to write transcripts */
	struct timer *prepare_timer; /* to make the secrets of the next epoch of fair rolls */
	struct lru *transcripts;     /* who is where in one; see words/fairlog.h */
	struct more *more;
	struct arena arena;      /* of the line in hand */
	struct request *current; /* whose changes the store gathers, or NULL */
	bool overhears_itself;   /* plugins are being told of the bot's own words */
	struct network **networks;
	size_t network_count;
	struct job *jobs;    /* waiting for the top of the loop */
	struct later *later; /* requests for which something is computed */
	const struct transport *transport;
	struct tls_roots *roots; /* what all networks trust */
	struct outlet console;   /* kind NULL: there is none */

	int64_t trouble_quiet_ms;    /* when the next trouble with the store may be reported */
	unsigned long trouble_count; /* requests refused since it began */
	bool trouble_told;           /* it is known, and its end is to be told */

	enum log_level first_log_level; /* with which the bot was started */
	bool keep_log_level;            /* that was given on the command line, and stays */
	bool online;                    /* it was started, and joins networks */
	bool quitting;
};

/* Return the IRC network called NAME in the configuration, or NULL. */
struct network *bot_network(const struct bot *bot, const char *name);

/* Let the store be as durable as the configuration says. Not inside a request. */
void bot_set_durability(struct bot *bot);

#endif
