/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ADMINS_H
#define LOGIOS_ADMINS_H

#include "base/error.h"
#include "bot/bot.h"

/* Say TEXT by NOTICE to every admin and owner in sight (in a channel with us, on any network), once
 * each. */
void admins_tell(struct bot *bot, const char *text);

/* A request's changes could not be recorded for WHY: tell the log and the admins, once until it
 * works again, and at most once a minute. */
void admins_trouble(struct bot *bot, const struct error *why);

/* Changes have been recorded: if the admins know of trouble, tell them that it is over. */
void admins_recovered(struct bot *bot);

#endif
