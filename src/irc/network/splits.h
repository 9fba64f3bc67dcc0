/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_SPLITS_H
#define LOGIOS_IRC_SPLITS_H

#include <stdint.h>

#include "irc/network/channels.h"

struct lru;

/* Who was split off with a part of the network: it is the same connection that comes back, by nick
 * and host, within a while, and so the same visit. A quit ends a visit at once. */

enum { SPLITS_MAX = 1000, SPLITS_MS = 10 * 60000 };

/* Make the table of them, which lru_free frees. */
struct lru *splits_new(void);

/* USER is split off at NOW_MS. */
void splits_leave(struct lru *splits, enum casemap map, const struct user *user, int64_t now_ms);

/* USER has just come into sight: the visit goes on if it is one that was split off. */
void splits_return(struct lru *splits, enum casemap map, struct user *user, int64_t now_ms);

#endif
