/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_DECK_H
#define LOGIOS_CARDS_DECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"
#include "base/strbuf.h"

struct deckfile;
struct rng;

/* An ordered pile of the cards of one deck file, and the cards that were drawn from it. A card of
 * the file is always in exactly one of the two. */
struct deck;

/* Make a pile in the order of FILE, nothing drawn, not shuffled. FILE is the deck's from now on. */
LOGIOS_API struct deck *deck_new(struct deckfile *file);

LOGIOS_API void deck_free(struct deck *deck); /* NULL is fine */

/* Return the deck file's type, lent. */
LOGIOS_API const char *deck_type(const struct deck *deck);

/* Return how many cards there are, drawn ones included, and how many are left in the pile. */
LOGIOS_API size_t deck_size(const struct deck *deck);
LOGIOS_API size_t deck_left(const struct deck *deck);

/* Return about how much memory it takes. */
LOGIOS_API size_t deck_bytes(const struct deck *deck);

/* Draw COUNT cards from the top of DECK into OUT, which has room for that many. The strings stay
 * the deck's, until deck_free. If fewer remain, draws none, sets ERR and returns false; the deck is
 * as it was. */
LOGIOS_API bool deck_draw(struct deck *deck, size_t count, const char **out, struct error *err);

/* Put all drawn cards back, into the order of the deck's file, and shuffle the whole by RNG. When
 * RNG fails, sets ERR and returns false; the deck is as it was, with the drawn cards drawn. */
LOGIOS_API bool deck_shuffle(struct deck *deck, struct rng *rng, struct error *err);

/* Shuffle what is left in the pile by RNG; what is drawn stays so. MOVED, with room for deck_left,
 * gets of each place of the new pile which card of the old one lies there, from 0. When RNG fails,
 * sets ERR and returns false; the deck is as it was. */
LOGIOS_API bool deck_shuffle_rest(
	struct deck *deck, struct rng *rng, size_t *moved, struct error *err);

/* ---- a deck as bytes, to be kept ---- */

/* Append the order of the cards, drawn ones included, to OUT: two bytes a card, its place in the
 * file from 0, the high byte first. */
LOGIOS_API void deck_write_order(const struct deck *deck, struct strbuf *out);

/* Give DECK an order so written, with its first DRAWN cards drawn. When the bytes are not an order
 * of this deck's cards, sets ERR and returns false; the deck is as it was. */
LOGIOS_API bool deck_read_order(
	struct deck *deck, const unsigned char *bytes, size_t len, size_t drawn, struct error *err);

/* Return the file that it was made of, lent. */
LOGIOS_API const struct deckfile *deck_file(const struct deck *deck);

#endif
