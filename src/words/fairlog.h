/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_FAIRLOG_H
#define LOGIOS_WORDS_FAIRLOG_H

#include "request/request.h"

struct lru;

/* Transcripts that are said to whoever asks, a page at a time. */

/* Make what remembers where each asker is in a transcript. */
struct lru *fairlog_new(void);

/* !fair log [17-40 | EPOCH | hidden] */
void fairlog_run(struct request *rq, const char *rest);

/* Say the next page to RQ's asker. Returns false if none waits for them. */
bool fairlog_more(struct request *rq);

#endif
