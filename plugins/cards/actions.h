/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_ACTIONS_H
#define LOGIOS_PLUGIN_CARDS_ACTIONS_H

/* What !cards can do is a table of rows like those of commands, in which only name, usage, summary,
 * example, min_args, max_args and run count; a name of NULL ends it. */

#include "logios.h"

/* Find the action that WORD names, in any case. Returns NULL if there is none. */
const struct command *action_find(const struct command *actions, const char *word);

/* Reply how to use ACTION. */
void action_usage(struct request *rq, const struct command *action);

/* Reply that WORD is no action, with the one that may have been meant, or all there are. */
void action_unknown(struct request *rq, const struct command *actions, const char *word);

/* Reply with the usage of them all. */
void action_overview(struct request *rq, const struct command *actions);

#endif
