/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_WHICH_H
#define LOGIOS_WORDS_WHICH_H

#include "fair/past.h"
#include "request/request.h"

/* Read the number of a roll as people type it: "17", "#17", "h5" for a hidden one, or "2/h5" with
 * its epoch. Returns false if TEXT is none. */
bool which_read(const char *text, struct fair_which *which);

/* Return what people call the table of RQ. Lent as long as RQ. */
const char *which_table(const struct request *rq);

/* Write TIME_S for people: the hour, with the date unless that is the day of NOW_S. */
enum { WHEN_ROOM = 40 };
void when_write(char out[WHEN_ROOM], int64_t time_s, int64_t now_s);

#endif
