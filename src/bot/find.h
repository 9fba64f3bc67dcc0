/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_FIND_H
#define LOGIOS_BOT_FIND_H

#include "bot/bot.h"
#include "logios.h"

/* For struct plugins_bot, with the bot as BOT: find who has NICK (NULL: any) and OWNER (NULL: any)
 * in the channel that has the key PLACE; OWNER also on its network. */
bool find_somebody(
	void *bot, const char *place, const char *nick, const char *owner, struct somebody *found);

#endif
