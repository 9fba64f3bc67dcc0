/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_REQUEST_COOLDOWN_H
#define LOGIOS_REQUEST_COOLDOWN_H

#include <stdbool.h>

#include "request/request.h"

/* When each person used each command last; the latest few thousand uses are remembered. */
struct cooldowns;

struct cooldowns *cooldowns_new(void);
void cooldowns_free(struct cooldowns *cooldowns); /* NULL is fine */

/* Whether RQ's asker may use ROW now; it then counts as a use. If not, the asker is told so the
 * first time. */
bool cooldowns_pass(struct cooldowns *cooldowns, const struct command *row, struct request *rq);

#endif
