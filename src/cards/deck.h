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
struct zones;

/* The cards of one deck file, and where each of them lies. */
struct deck;

/* Make a pile in the order of FILE, nothing drawn, not shuffled. FILE is the deck's from now on. */
LOGIOS_API struct deck *deck_new(struct deckfile *file);

LOGIOS_API void deck_free(struct deck *deck); /* NULL is fine */

/* Return the deck file's type; the file that it was made of; where its cards lie. All lent. */
LOGIOS_API const char *deck_type(const struct deck *deck);
LOGIOS_API const struct deckfile *deck_file(const struct deck *deck);
LOGIOS_API struct zones *deck_zones(const struct deck *deck);

/* Return how many cards there are, drawn ones included, and how many are left in the pile. */
LOGIOS_API size_t deck_size(const struct deck *deck);
LOGIOS_API size_t deck_left(const struct deck *deck);

/* Return about how much memory it takes. */
LOGIOS_API size_t deck_bytes(const struct deck *deck);

/* Write the COUNT cards on top of the pile of DECK into CARDS, or with BOTTOM those at its bottom,
 * the lowest first. When fewer remain, writes none, sets ERR and returns false. */
LOGIOS_API bool deck_next(
	const struct deck *deck, size_t count, bool bottom, size_t *cards, struct error *err);

/* Draw COUNT cards from the top of DECK into OUT, which has room for that many; they lie on the
 * table, nobody's. The strings stay the deck's, until deck_free. If fewer remain, draws none, sets
 * ERR and returns false; the deck is as it was. */
LOGIOS_API bool deck_draw(struct deck *deck, size_t count, const char **out, struct error *err);

/* ---- shuffling ---- */

/* What a shuffle came to: of each place of the new order, from the top, which entry of the old one
 * lies there, from 0. */
struct deck_order {
	size_t *entries;
	size_t count;
	size_t cards; /* shuffled: fewer than COUNT where each stands in it more than once */
};

LOGIOS_API void deck_order_release(struct deck_order *order);

/* Put all cards back, into the order of the deck's file, and shuffle the whole by RNG. Where cards
 * may come reversed, each stands in the order as often as deckfile.h says, and lies where it comes
 * first; ORDER (or NULL) gets that, and is the caller's to release. When RNG fails, sets ERR and
 * returns false; the deck is as it was, with the drawn cards drawn. */
LOGIOS_API bool deck_shuffle_all(
	struct deck *deck, struct rng *rng, struct deck_order *order, struct error *err);

/* Shuffle the pile together with the lowest DISCARDS of the discards, which are under it then; all
 * else stays. Fails as deck_shuffle_all does. */
LOGIOS_API bool deck_shuffle_pile(struct deck *deck, size_t discards, struct rng *rng,
	struct deck_order *order, struct error *err);

/* Shuffle all, for those who do not look. */
LOGIOS_API bool deck_shuffle(struct deck *deck, struct rng *rng, struct error *err);

/* ---- a deck as bytes, to be kept ---- */

/* Append the order of the cards to OUT, those that are not in the pile first: two bytes a card, its
 * place in the file from 0, the high byte first. */
LOGIOS_API void deck_write_order(const struct deck *deck, struct strbuf *out);

/* Give DECK an order so written, with its first DRAWN cards drawn. When the bytes are not an order
 * of this deck's cards, sets ERR and returns false; the deck is as it was. */
LOGIOS_API bool deck_read_order(
	struct deck *deck, const unsigned char *bytes, size_t len, size_t drawn, struct error *err);

#endif
