/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw and shuffle the cards of one deck file. */
#include "cards/deck.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards/deckfile.h"
#include "cards/zone.h"
#include "crypto/random.h"

struct deck {
	struct deckfile *file;
	struct zones *zones;
};

struct deck *deck_new(struct deckfile *file)
{
	struct deck *deck = mem_zalloc(1, sizeof *deck);

	deck->file = file;
	deck->zones = zones_new(file->count);
	return deck;
}

void deck_free(struct deck *deck)
{
	if (deck == NULL)
		return;
	deckfile_free(deck->file);
	zones_free(deck->zones);
	free(deck);
}

const char *deck_type(const struct deck *deck)
{
	return deck->file->type;
}

const struct deckfile *deck_file(const struct deck *deck)
{
	return deck->file;
}

struct zones *deck_zones(const struct deck *deck)
{
	return deck->zones;
}

size_t deck_size(const struct deck *deck)
{
	return deck->file->count;
}

size_t deck_left(const struct deck *deck)
{
	return zones_count(deck->zones, ZONE_PILE);
}

size_t deck_bytes(const struct deck *deck)
{
	return sizeof *deck + deck->file->bytes + zones_bytes(deck->zones);
}

bool deck_next(const struct deck *deck, size_t count, bool bottom, size_t *cards, struct error *err)
{
	size_t left = deck_left(deck), *pile;

	if (count > 0 && left == 0)
		return error_set(err, "The deck is empty!");
	if (count > left)
		return error_set(
			err, "Cannot draw %zu cards, deck only has %zu remaining.", count, left);
	pile = mem_zalloc(left + 1, sizeof *pile);
	zones_list(deck->zones, ZONE_PILE, pile);
	for (size_t i = 0; i < count; i++)
		cards[i] = pile[bottom ? left - 1 - i : i];
	free(pile);
	return true;
}

bool deck_draw(struct deck *deck, size_t count, const char **out, struct error *err)
{
	size_t *cards = mem_zalloc(count + 1, sizeof *cards);
	bool fine = deck_next(deck, count, false, cards, err);

	if (fine)
		zones_begin(deck->zones);
	for (size_t i = 0; fine && i < count; i++) {
		zones_put(deck->zones, cards[i], ZONE_TABLE, ZONE_NOBODY, false);
		out[i] = deck->file->cards[cards[i]];
	}
	free(cards);
	return fine;
}

/* ---- shuffling ---- */

void deck_order_release(struct deck_order *order)
{
	free(order->entries);
	*order = (struct deck_order){.entries = NULL};
}

/* Shuffle the COUNT CARDS, of which each stands EACH times in the order, the last REVERSED of those
 * times upside down, and make the pile of them. */
static bool stack(struct deck *deck, const size_t *cards, size_t count, struct rng *rng,
	struct deck_order *order, struct error *err)
{
	size_t each = deck->file->upright + deck->file->reversed, stacked = 0;
	size_t *pile;
	bool *reversed, *seen;

	*order = (struct deck_order){
		.entries = mem_zalloc(count * each + 1, sizeof *order->entries),
		.count = count * each,
		.cards = count};
	for (size_t i = 0; i < order->count; i++)
		order->entries[i] = i;
	if (!rng_shuffle(rng, order->entries, order->count)) {
		deck_order_release(order);
		return error_set(err, "%s", rng_failure(rng));
	}
	pile = mem_zalloc(count + 1, sizeof *pile);
	reversed = mem_zalloc(count + 1, sizeof *reversed);
	seen = mem_zalloc(count + 1, sizeof *seen);
	for (size_t i = 0; i < order->count; i++) {
		size_t card = order->entries[i] / each;
		if (seen[card])
			continue;
		seen[card] = true;
		reversed[stacked] = order->entries[i] % each >= deck->file->upright;
		pile[stacked++] = cards[card];
	}
	zones_stack(deck->zones, pile, reversed, stacked);
	free(pile);
	free(reversed);
	free(seen);
	return true;
}

/* Do that, and give ORDER to whoever wants it. */
static bool shuffle(struct deck *deck, const size_t *cards, size_t count, struct rng *rng,
	struct deck_order *order, struct error *err)
{
	struct deck_order own;

	if (!stack(deck, cards, count, rng, &own, err))
		return false;
	if (order != NULL)
		*order = own;
	else
		deck_order_release(&own);
	return true;
}

bool deck_shuffle_all(
	struct deck *deck, struct rng *rng, struct deck_order *order, struct error *err)
{
	size_t count = deck_size(deck), *cards = mem_zalloc(count, sizeof *cards);
	bool fine;

	for (size_t i = 0; i < count; i++)
		cards[i] = i;
	fine = shuffle(deck, cards, count, rng, order, err);
	free(cards);
	return fine;
}

bool deck_shuffle_pile(struct deck *deck, size_t discards, struct rng *rng,
	struct deck_order *order, struct error *err)
{
	size_t *cards = mem_zalloc(deck_size(deck) + 1, sizeof *cards);
	size_t count = zones_list(deck->zones, ZONE_PILE, cards);
	size_t all = zones_list(deck->zones, ZONE_DISCARD, cards + count);
	bool fine;

	count += discards < all ? discards : all;
	fine = shuffle(deck, cards, count, rng, order, err);
	free(cards);
	return fine;
}

bool deck_shuffle(struct deck *deck, struct rng *rng, struct error *err)
{
	return deck_shuffle_all(deck, rng, NULL, err);
}

/* ---- as bytes ---- */

static void write_zone(const struct deck *deck, unsigned zone, size_t *room, struct strbuf *out)
{
	size_t count = zones_list(deck->zones, zone, room);

	for (size_t i = 0; i < count; i++) {
		strbuf_addch(out, (char)(room[i] >> 8));
		strbuf_addch(out, (char)(room[i] & 0xff));
	}
}

void deck_write_order(const struct deck *deck, struct strbuf *out)
{
	size_t *room = mem_zalloc(deck_size(deck) + 1, sizeof *room);

	for (unsigned zone = ZONE_PILE + 1; zone < ZONES_MAX; zone++)
		write_zone(deck, zone, room, out);
	write_zone(deck, ZONE_PILE, room, out);
	free(room);
}

/* Read BYTES into ORDER, of COUNT cards. Returns false unless each is there once. */
static bool read_order(size_t *order, size_t count, const unsigned char *bytes)
{
	bool *seen = mem_zalloc(count, sizeof *seen), fine = true;

	for (size_t i = 0; fine && i < count; i++) {
		size_t card = (size_t)bytes[2 * i] << 8 | bytes[2 * i + 1];
		fine = card < count && !seen[card];
		if (fine)
			seen[card] = true;
		order[i] = card;
	}
	free(seen);
	return fine;
}

bool deck_read_order(
	struct deck *deck, const unsigned char *bytes, size_t len, size_t drawn, struct error *err)
{
	size_t count = deck->file->count, *order;

	if (len != 2 * count || drawn > count)
		return error_set(err, "This is the order of another deck.");
	order = mem_zalloc(count, sizeof *order);
	if (!read_order(order, count, bytes)) {
		free(order);
		return error_set(err, "This is no order of the deck's cards.");
	}
	zones_stack(deck->zones, order, NULL, count);
	for (size_t i = 0; i < drawn; i++)
		zones_put(deck->zones, order[i], ZONE_TABLE, ZONE_NOBODY, false);
	zones_begin(deck->zones);
	free(order);
	return true;
}
