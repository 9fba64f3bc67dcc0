/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_ACTIONS_H
#define LOGIOS_PLUGIN_CARDS_ACTIONS_H

#include "play.h"

/* What !cards can do: a table of rows, by the word behind `cards`. */

/* Find the action that WORD names, in any case. Returns NULL if there is none. */
const struct action *action_find(const char *word);

/* Run what WORD names with REST, or say why not. */
void action_run(struct plugin *self, struct request *rq, const char *word, const char *rest);

/* Reply how to use ACTION, and what it does. */
void action_explain(struct request *rq, const struct action *action);

#endif
