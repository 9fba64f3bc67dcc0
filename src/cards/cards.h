/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_CARDS_H
#define LOGIOS_CARDS_CARDS_H

/* The card engine, whole: deck files, decks, the decks of a place, all places. It knows nothing of
 * chat: names and a random source in, cards out. */

#include "cards/cardname.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/places.h"
#include "cards/players.h"
#include "cards/shelf.h"
#include "cards/table.h"
#include "cards/zone.h"

#endif
