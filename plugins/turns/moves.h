/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_MOVES_H
#define LOGIOS_PLUGIN_TURNS_MOVES_H

#include "logios.h"

/* Take note of MOVE where somebody who is in an order is concerned: the hook `moved`. */
void follow_move(struct plugin *self, const struct move *move);

#endif
