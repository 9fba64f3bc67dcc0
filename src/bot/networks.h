/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_NETWORKS_H
#define LOGIOS_BOT_NETWORKS_H

#include "base/strbuf.h"
#include "bot/bot.h"
#include "bot/line.h"
#include "config/config.h"

/* The IRC networks that the bot is on, and what people say there. */

/* Connect to all networks of the configuration. */
void networks_start(struct bot *bot);

/* Join the networks that NOW names and leave the others; those that stay live by their sections of
 * NOW. SUMMARY gets what has changed. */
void networks_update(struct bot *bot, const struct config *now, struct strbuf *summary);

/* Append WHAT and NAME to SUMMARY, behind a comma when it is not empty. */
void networks_note(struct strbuf *summary, const char *what, const char *name);

/* Say good-bye everywhere with REASON; the loop stops when that is done. */
void bot_quit(struct bot *bot, const char *reason);

/* For struct certs_events, with the bot as ARG: ask the network called NAME who NICK is, and hear
 * LINE, of which only what its speaker gave is set, as if it were said there now. Nothing happens
 * when the network or the channel is gone. */
void networks_ask(void *arg, const char *name, const char *nick);
void networks_hear_again(void *arg, const char *name, const struct line *line);

#endif
