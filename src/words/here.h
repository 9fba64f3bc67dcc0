/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_HERE_H
#define LOGIOS_WORDS_HERE_H

#include "bot/bot.h"
#include "irc/network/network.h"
#include "request/request.h"

/* Return the IRC network that RQ came from; NULL when it came another way, from the console say. */
static inline struct network *network_here(const struct request *rq)
{
	return bot_network(rq->bot, rq->network);
}

#endif
