/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_SPEAK_H
#define LOGIOS_BOT_SPEAK_H

#include "bot/bot.h"
#include "request/request.h"

/* For struct plugins_bot, with the bot as BOT: call RUN with RUN_ARG and a request that nobody
 * made, in the channel with the key PLACE or to the person with the key PERSON; see plugin_speak.
 */
bool speak_in(void *bot, const char *place, void (*run)(void *run_arg, struct request *rq),
	void *run_arg);
bool speak_to(void *bot, const char *person, void (*run)(void *run_arg, struct request *rq),
	void *run_arg);

#endif
