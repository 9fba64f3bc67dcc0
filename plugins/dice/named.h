/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_NAMED_H
#define LOGIOS_PLUGIN_DICE_NAMED_H

/* The plugin's dice with names, read from files when it opens. */

#include "dice/named.h"
#include "logios.h"

/* Read the bot's files, then those of the group. What is wrong with a line is logged, and the
 * others work. The caller frees the result. */
struct named_dice *named_read(struct plugin *self);

#endif
