/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_SHELF_H
#define LOGIOS_PLUGIN_CARDS_SHELF_H

#include "cards/cards.h"
#include "logios.h"

/* Return the shelf that the card engine keeps its tables on: the store of SELF, which must outlive
 * it. */
struct shelf plugin_shelf(struct plugin *self);

#endif
