/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_HELP_H
#define LOGIOS_HELP_H

#include "command.h"
#include "plugin.h"

/* !help: from the command rows, and DATA_DIR/help/TOPIC.txt. Never a second list of commands.
 * Without a TOPIC: the words that RQ's role may use. A word: usage, summary, example. A topic's file: its lines. Else the nearest word. */
void help_reply(struct request *rq, const struct commands *commands, const char *data_dir,
	const char *prefix, const char *topic);

#endif
