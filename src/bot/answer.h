/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ANSWER_H
#define LOGIOS_ANSWER_H

#include "bot/bot.h"

enum { CONSOLE_BYTES = 400 }; /* of a line there */

/* The settings that hold for what is said to TARGET, a channel or a person of NET (NULL: the
 * console). */
const struct config_channel_settings *answer_settings(
	const struct bot *bot, const struct network *net, const char *target);

/* RQ, which store_begin began, is finished: keep what it changed, and let its replies go once that
 * is on disk; when it cannot be kept, the asker reads so instead. The bot's arena is emptied. */
void answer_request(struct bot *bot, struct request *rq);

#endif
