/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_STIR_H
#define LOGIOS_WORDS_STIR_H

#include "request/request.h"

/* The words of !fair by which players stir the next epoch, and what comes of waiting for them. */

void stir_new(struct request *rq, const char *rest);
void stir_seal(struct request *rq, const char *rest);
void stir_close(struct request *rq, const char *rest);
void stir_open(struct request *rq, const char *rest);

/* Do what is due wherever an epoch is stirred, and set BOT's timer for what is due next. For that
 * timer, and once at the start. */
void stir_wake(void *bot);

#endif
