/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_AUDIENCE_H
#define LOGIOS_AUDIENCE_H

#include "bot/bot.h"
#include "people/person.h"
#include "request/request.h"

/* Who is heard, and who is served: the filter, and the limits. */

/* Whether WHO is heard in CHANNEL (NULL: in private, or anywhere). */
bool audience_hears(struct bot *bot, const struct person *who, const char *channel);

/* RQ asks for something that would be answered: counts it, and says whether it is. If not, what
 * RQ's asker is told about that, if anything, is in its replies. */
bool audience_serves(struct bot *bot, struct request *rq);

/* Whether it would be; counts nothing. */
bool audience_would_serve(const struct bot *bot, struct request *rq);

/* Whether WHO is given the CTCP answer that they ask for: counts it, and says nothing. */
bool audience_serves_ctcp(struct bot *bot, const struct person *who);

/* Make what audience_explains remembers; lru_free frees it. */
struct lru *audience_puzzled_new(void);

/* Whether RQ's asker, who used a word that nobody knows, is to be told so: at most twice a minute,
 * so that two bots do not talk for ever. Counts it. */
bool audience_explains(struct bot *bot, const struct request *rq);

#endif
