/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_MOVES_H
#define LOGIOS_BOT_MOVES_H

#include "bot/bot.h"
#include "irc/network/movement.h"

/* Tell plugins of MOVEMENT on NET, unless it is history. */
void moves_tell(struct bot *bot, struct network *net, const struct movement *movement);

#endif
