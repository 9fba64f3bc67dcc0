/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_REHASH_H
#define LOGIOS_BOT_REHASH_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "bot/bot.h"

/* Read the configuration file again: all of it, or nothing. SUMMARY gets one line that says what
 * has changed, or what is wrong with the file. Only at the top of the loop. */
bool bot_rehash(struct bot *bot, struct strbuf *summary);

#endif
