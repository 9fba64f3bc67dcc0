/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_SYSTEMS_H
#define LOGIOS_PLUGIN_DICE_SYSTEMS_H

/* The plugin's game systems: read when it opens, listed, explained. */

#include "dice/systems.h"
#include "logios.h"

/* Read the bot's files, then those of the group. What is wrong with a file is logged, and the
 * others work. The caller frees the result. */
struct systems *systems_read(struct plugin *self);

/* Say which systems there are. */
void systems_list(const struct systems *systems, struct request *rq);

/* Explain the system called NAME; false when there is none. */
bool systems_explain(const struct systems *systems, struct request *rq, const char *name);

#endif
