/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_HEAR_H
#define LOGIOS_HEAR_H

#include "bot/bot.h"

/* What was said, made into a request, answered, and the answer on its way. */

/* For struct network_events: ARG is the struct bot. */
bool hear_wants(void *arg, struct network *net, const char *target, const char *text);
void hear_event(void *arg, struct network *net, const struct event *event);

#endif
