/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_OVERHEAR_H
#define LOGIOS_BOT_OVERHEAR_H

#include "bot/bot.h"
#include "bot/line.h"

/* What plugins overhear: all that is said in channels. */

/* Tell plugins of LINE, whose clean text is TEXT. */
void overhear_line(struct bot *bot, const struct line *line, const char *text);

/* Tell plugins that the bot itself says TEXT to TARGET on OUTLET, if that is a channel. */
void overhear_ourselves(
	struct bot *bot, const struct outlet *outlet, const char *target, const char *text);

#endif
