/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_STATUS_H
#define LOGIOS_BOT_STATUS_H

#include "bot/bot.h"

/* Log how BOT is: a line for it, and one for each network. */
void status_log(const struct bot *bot);

/* Log everything from now on; or, when that is on already, as much as configured. */
void status_toggle_debug(const struct bot *bot);

#endif
