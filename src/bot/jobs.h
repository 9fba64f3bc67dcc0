/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_JOBS_H
#define LOGIOS_JOBS_H

#include "bot/bot.h"
#include "request/request.h"

/* Requests that change what is running: they come through handlers, perhaps a plugin's own, and are
 * carried out at the top of the loop, when no handler is on the stack. */
enum job_kind { JOB_LOAD, JOB_UNLOAD, JOB_RELOAD, JOB_REHASH, JOB_QUIT };

/* Ask for it; the answer goes to where RQ came from. ARGUMENT is a plugin's name or a reason, or
 * NULL. */
void job_ask(struct request *rq, enum job_kind kind, const char *argument);

/* The same for SIGHUP: the answer goes to the log. */
void job_rehash(struct bot *bot);

/* Forget all that was asked for. */
void jobs_free(struct bot *bot);

#endif
