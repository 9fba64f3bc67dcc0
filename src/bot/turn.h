/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_TURN_H
#define LOGIOS_BOT_TURN_H

#include "bot/bot.h"
#include "request/request.h"

/* Work that belongs together: what it changes in the store is kept, and what it says is said, or
 * nothing of it. */

/* Begin the work of RQ, which must be ready for replies, and end it: answer_request follows. The
 * two enclose a line that is heard. */
void turn_begin(struct bot *bot, struct request *rq);
void turn_end(struct bot *bot);

/* Call RUN with RUN_ARG as such work; within another's, as a part of it. For struct plugins_bot,
 * with the bot as ARG. */
void turn_run(void *arg, void (*run)(void *run_arg), void *run_arg);

#endif
