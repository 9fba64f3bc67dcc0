/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_ANSWER_H
#define LOGIOS_BOT_ANSWER_H

#include "bot/bot.h"
#include "request/request.h"

/* Return the settings that hold for what is said on OUTLET to TARGET, a channel or a nick. Lent
 * until the next rehash. */
const struct config_channel_settings *answer_settings(
	const struct bot *bot, const struct outlet *outlet, const char *target);

/* Finish RQ, which store_begin began: keep what it changed, and let its replies go once that is on
 * disk; when it cannot be kept, tell the asker so instead. Empties the bot's arena. */
void answer_request(struct bot *bot, struct request *rq);

/* Say TEXT to TARGET on the outlet called NAME, cut as needed, once all that was changed so far is
 * on disk. Nothing is said when the outlet is gone by then. */
void bot_say(struct bot *bot, const char *name, const char *target, const char *text);

#endif
