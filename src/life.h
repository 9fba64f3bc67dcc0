/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LIFE_H
#define LOGIOS_LIFE_H

#include "bot/bot.h"

struct config;
struct log;
struct loop;
struct rng;
struct store;
struct transport;

/* Build a bot around LOOP, LOG and RNG, which outlive it. STORE (NULL: one that is gone with the
 * bot) and CONFIG become the bot's. Plugins that cannot be loaded are logged and left out. With a
 * TRANSPORT (for tests), networks use it instead of sockets. */
struct bot *bot_new(struct loop *loop, struct log *log, struct rng *rng, struct store *store,
	struct config *config, const struct transport *transport);
void bot_free(struct bot *bot);

/* Connect to all networks of the configuration. A console never calls this. */
void bot_start(struct bot *bot);

#endif
