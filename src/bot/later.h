/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_LATER_H
#define LOGIOS_BOT_LATER_H

#include <stdbool.h>

#include "bot/bot.h"
#include "plugin/plugin.h"
#include "request/request.h"

/* Requests whose answer takes long to compute: it is computed away from the loop (os/worker.h), and
 * the request is answered when that is done. */

struct later;

/* Make an empty list of such requests, answered by BOT. */
struct later *later_new(struct bot *bot);

/* Give up what was not answered; NULL is fine. */
void later_free(struct later *later);

/* Compute TASK with ARG, and answer what RQ asks then. False, with the reason in ERR and ARG still
 * the caller's, when too much waits already. For struct plugins_bot, with the bot as BOT_ARG. */
bool later_ask(void *bot_arg, const struct request *rq, const struct plugins_task *task, void *arg,
	struct error *err);

/* Give up what is computed with ARG, if it is: release is called. For struct plugins_bot. */
void later_drop(void *bot_arg, const void *arg);

/* NICK (NULL: nobody) of NETWORK is not who they were: what they asked in private is not answered.
 */
void later_forget(struct later *later, const char *network, enum casemap map, const char *nick);

/* Wait until all is answered. */
void later_finish(struct later *later);

#endif
