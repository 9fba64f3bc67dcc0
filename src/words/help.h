/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_HELP_H
#define LOGIOS_HELP_H

#include "request/command.h"
#include "plugin/plugin.h"

/* !help: from the command rows, DATA_DIR/help/TOPIC.txt, and what PLUGINS (NULL: none) explain.
 * Never a second list of commands. Without a TOPIC: the words that RQ's role may use. "topics":
 * what else can be asked for. A word: usage, summary, example, and its file if it has one. Another
 * topic: its file's lines, else what a plugin says of it, else the nearest word. */
void help_reply(struct request *rq, const struct commands *commands, struct plugins *plugins,
	const char *data_dir, const char *topic);

#endif
