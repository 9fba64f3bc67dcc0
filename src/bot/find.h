/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_FIND_H
#define LOGIOS_BOT_FIND_H

#include "bot/bot.h"
#include "logios.h"

/* For struct plugins_bot, with the bot as BOT: find who has NICK (NULL: any) and OWNER (NULL: any)
 * in the channel that has the key PLACE; OWNER also on its network. */
bool find_somebody(
	void *bot, const char *place, const char *nick, const char *owner, struct somebody *found);

/* Return whether GM is RQ's asker. */
bool find_is_gm(const struct gm *gm, const struct request *rq);

/* Return the role that RQ's asker has just now in the channel that has the key PLACE: that of
 * everywhere, GM, or operator where that counts. */
enum role find_role(void *bot, const struct request *rq, const char *place);

#endif
