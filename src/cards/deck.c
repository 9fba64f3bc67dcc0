/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw, shuffle and put back cards. A deck is an order of its file's cards with a mark in it:
 * before the mark the drawn ones, behind it the pile, top first. Drawing moves the mark; so no card
 * is ever lost or doubled. */
#include "cards/deck.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards/deckfile.h"
#include "crypto/random.h"

struct deck {
	struct deckfile *file;
	size_t *order; /* file->count indices into file->cards, each once */
	size_t drawn;  /* how many of them, from the front, are drawn */
};

static size_t *file_order(size_t count)
{
	size_t *order = mem_zalloc(count, sizeof *order);

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	return order;
}

struct deck *deck_new(struct deckfile *file)
{
	struct deck *deck = mem_zalloc(1, sizeof *deck);

	deck->file = file;
	deck->order = file_order(file->count);
	return deck;
}

void deck_free(struct deck *deck)
{
	if (deck == NULL)
		return;
	deckfile_free(deck->file);
	free(deck->order);
	free(deck);
}

const char *deck_type(const struct deck *deck)
{
	return deck->file->type;
}

size_t deck_size(const struct deck *deck)
{
	return deck->file->count;
}

size_t deck_left(const struct deck *deck)
{
	return deck->file->count - deck->drawn;
}

size_t deck_bytes(const struct deck *deck)
{
	return sizeof *deck + deck->file->bytes + deck->file->count * sizeof *deck->order;
}

bool deck_draw(struct deck *deck, size_t count, const char **out, struct error *err)
{
	size_t left = deck_left(deck);

	if (count > 0 && left == 0)
		return error_set(err, "The deck is empty!");
	if (count > left)
		return error_set(
			err, "Cannot draw %zu cards, deck only has %zu remaining.", count, left);
	for (size_t i = 0; i < count; i++)
		out[i] = deck->file->cards[deck->order[deck->drawn++]];
	return true;
}

bool deck_shuffle(struct deck *deck, struct rng *rng, struct error *err)
{
	size_t *order = file_order(deck->file->count);

	if (!rng_shuffle(rng, order, deck->file->count)) {
		free(order);
		return error_set(err, "%s", rng_failure(rng));
	}
	free(deck->order);
	deck->order = order;
	deck->drawn = 0;
	return true;
}

bool deck_shuffle_rest(struct deck *deck, struct rng *rng, size_t *moved, struct error *err)
{
	size_t left = deck_left(deck), *pile = deck->order + deck->drawn, *old;

	for (size_t i = 0; i < left; i++)
		moved[i] = i;
	if (!rng_shuffle(rng, moved, left))
		return error_set(err, "%s", rng_failure(rng));
	old = mem_alloc((left + 1) * sizeof *old);
	memcpy(old, pile, left * sizeof *old);
	for (size_t i = 0; i < left; i++)
		pile[i] = old[moved[i]];
	free(old);
	return true;
}

const struct deckfile *deck_file(const struct deck *deck)
{
	return deck->file;
}

void deck_write_order(const struct deck *deck, struct strbuf *out)
{
	for (size_t i = 0; i < deck->file->count; i++) {
		strbuf_addch(out, (char)(deck->order[i] >> 8));
		strbuf_addch(out, (char)(deck->order[i] & 0xff));
	}
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
	free(deck->order);
	deck->order = order;
	deck->drawn = drawn;
	return true;
}
