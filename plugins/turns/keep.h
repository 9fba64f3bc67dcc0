/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_KEEP_H
#define LOGIOS_PLUGIN_TURNS_KEEP_H

#include "base/strbuf.h"
#include "deal.h"
#include "order.h"

/* All that is kept of a place. */
struct turns {
	struct order order;
	struct action_deck deck;
	char *leader; /* the key of the game master who led last; "": nobody did */
	int64_t life; /* plugin_store_lives, when the deck was shuffled */
};

void turns_init(struct turns *turns);
void turns_release(struct turns *turns);

/* Append TURNS as text to OUT; read such a TEXT, which is changed, into TURNS. False when it is no
 * such text; TURNS is empty then. */
void turns_write(const struct turns *turns, struct strbuf *out);
bool turns_read(struct turns *turns, char *text);

#endif
