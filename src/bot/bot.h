/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_H
#define LOGIOS_BOT_H

#include <stdbool.h>
#include <stdint.h>

#include "people/access.h"
#include "base/arena.h"
#include "base/error.h"
#include "request/command.h"
#include "config/config.h"
#include "irc/network/network.h"
#include "fair/fair.h"
#include "people/gms.h"
#include "people/ignores.h"
#include "people/limit.h"
#include "os/log.h"
#include "os/loop.h"
#include "request/more.h"
#include "plugin/plugin.h"
#include "crypto/random.h"
#include "request/request.h"
#include "store/store.h"

/* Everything that exists, in the order in which it is built; freed in the reverse. */
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
	struct ignores *ignores;
	struct certs *certs;
	struct fair *fair;
	struct gms *gms;
	struct timer *said_timer;  /* to write down what was said */
	struct timer *prune_timer; /* to forget what is too old */
	struct more *more;
	struct arena arena; /* of the request in hand */
	struct network **networks;
	size_t network_count;
	struct job *jobs; /* what waits for the top of the loop */
	const struct transport *transport;

	/* Where lines go that belong to no network: the console. NULL outside of it. */
	void (*console)(void *arg, const char *target, const char *text);
	void *console_arg;

	int64_t trouble_quiet_ms; /* when the next trouble with the store may be told */
	unsigned long trouble_count;

	bool keep_log_level; /* it was given on the command line */
	bool quitting;
};

/* Build a bot around LOOP, LOG and RNG, which outlive it. STORE (NULL: one that is gone with the
 * bot) and CONFIG become the bot's. Plugins that cannot be loaded are logged and left out. With a
 * TRANSPORT (for tests), networks use it instead of sockets. */
struct bot *bot_new(struct loop *loop, struct log *log, struct rng *rng, struct store *store,
	struct config *config, const struct transport *transport);
void bot_free(struct bot *bot);

/* Connect to all networks of the configuration. A console never calls this. */
void bot_start(struct bot *bot);

/* Say good-bye everywhere with REASON; the loop stops when that is done. */
void bot_quit(struct bot *bot, const char *reason);

/* Read the configuration file again: all of it, or nothing. SUMMARY gets one line that says what
 * has changed, or what is wrong with the file. Only at the top of the loop. */
bool bot_rehash(struct bot *bot, struct strbuf *summary);

struct network *bot_network(const struct bot *bot, const char *name);

/* A line from a person. NET is NULL for the console, where HOSTMASK's owner may do anything when
 * TRUSTED. */
struct bot_line {
	struct network *net;
	const char *nick, *hostmask;
	const char *account; /* NULL: none, or not known */
	const char *channel; /* NULL in private */
	const char *text;
	bool action;
	bool trusted;
	bool asked; /* the server was asked about their certificate just now */
};
void bot_hear(struct bot *bot, const struct bot_line *line);

/* Say TEXT to TARGET of NET (NULL: the console), cut as needed. */
void bot_say(struct bot *bot, struct network *net, const char *target, const char *text);

#endif
