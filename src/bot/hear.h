/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_HEAR_H
#define LOGIOS_BOT_HEAR_H

#include "bot/bot.h"
#include "bot/line.h"

/* Make a request of LINE, answer it, and let the answer go as answer_request does. */
void bot_hear(struct bot *bot, const struct line *line);

/* Whether TEXT, about to be said in a channel where our nick is OUR_NICK, may concern anybody;
 * false spares all work on it. */
bool hear_wants(const struct bot *bot, const char *our_nick, enum casemap map, const char *text);

#endif
