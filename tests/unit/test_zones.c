/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards are conserved: whatever six players do, in whatever order, also across saving, loading and
 * taking back, each card is in exactly one zone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/zone.h"
#include "crypto/random.h"

enum { PLAYERS = 6, OPERATIONS = 100000 };

/* A deck that is played with, and what it was before the last move. */
struct game {
	struct deck *deck;
	struct zones *zones;
	struct rng *rng;
	struct strbuf before; /* as bytes */
	bool can_undo;
	size_t done[16]; /* how often each operation did something */
};

static struct deck *numbered(size_t count)
{
	struct strbuf text = STRBUF_INIT;
	struct deckfile *file;
	struct error err;

	for (size_t i = 0; i < count; i++)
		strbuf_addf(&text, "%zu\n", i);
	file = deckfile_parse("Numbers", text.text, text.len, &err);
	assert_non_null(file);
	strbuf_release(&text);
	return deck_new(file);
}

static size_t pick(struct game *game, size_t count)
{
	uint32_t face;

	assert_true(rng_uniform(game->rng, (uint32_t)count, &face));
	return face - 1;
}

/* Return a random card of ZONE, or SIZE_MAX when it is empty. */
static size_t any_card(struct game *game, unsigned zone)
{
	size_t cards[64], count = zones_list(game->zones, zone, cards);

	return count > 0 ? cards[pick(game, count)] : SIZE_MAX;
}

static unsigned any_hand(struct game *game)
{
	return ZONE_HAND + (unsigned)pick(game, PLAYERS);
}

/* Begin a move. */
static void begin(struct game *game)
{
	strbuf_reset(&game->before);
	zones_begin(game->zones);
	zones_write(game->zones, &game->before);
	game->can_undo = true;
}

/* Move up to three random cards from FROM to TO. */
static bool move_some(struct game *game, unsigned from, unsigned to)
{
	size_t count = 1 + pick(game, 3), card;

	if (zones_count(game->zones, from) < count)
		return false;
	begin(game);
	while (count-- > 0 && (card = any_card(game, from)) != SIZE_MAX)
		zones_put(game->zones, card, to, (unsigned)pick(game, PLAYERS), pick(game, 2) == 0);
	return true;
}

static bool draw(struct game *game)
{
	size_t cards[3], count = 1 + pick(game, 3);
	bool bottom = pick(game, 4) == 0;
	unsigned hand = any_hand(game);
	struct error err;

	if (!deck_next(game->deck, count, bottom, cards, &err))
		return false;
	begin(game);
	for (size_t i = 0; i < count; i++)
		zones_put(game->zones, cards[i], hand, 0, false);
	return true;
}

static bool draw_for_all(struct game *game)
{
	const char *names[2];
	struct error err;

	if (deck_left(game->deck) < 2)
		return !deck_draw(game->deck, 2, names, &err);
	begin(game);
	return deck_draw(game->deck, 2, names, &err);
}

static bool play(struct game *game)
{
	return move_some(game, any_hand(game), ZONE_TABLE);
}

static bool discard(struct game *game)
{
	return move_some(game, any_hand(game), ZONE_DISCARD);
}

static bool pass(struct game *game)
{
	return move_some(game, any_hand(game), any_hand(game));
}

static bool take(struct game *game)
{
	return move_some(game, pick(game, 2) == 0 ? ZONE_TABLE : ZONE_DISCARD, any_hand(game));
}

static bool put_away(struct game *game)
{
	return move_some(game, (unsigned)pick(game, ZONE_AWAY), ZONE_AWAY);
}

static bool flip(struct game *game)
{
	size_t card = any_card(game, ZONE_TABLE);

	if (card == SIZE_MAX)
		return false;
	begin(game);
	zones_flip(game->zones, card);
	return true;
}

static bool give_back(struct game *game)
{
	size_t card = any_card(game, any_hand(game));

	if (card == SIZE_MAX)
		return false;
	begin(game);
	if (pick(game, 2) == 0)
		zones_put_on_top(game->zones, card);
	else
		zones_put(game->zones, card, ZONE_PILE, 0, false);
	return true;
}

static bool shuffle(struct game *game)
{
	struct error err;

	if (pick(game, 8) == 0)
		assert_true(deck_shuffle(game->deck, game->rng, &err));
	else
		assert_true(
			deck_shuffle_pile(game->deck, pick(game, 3) * 50, game->rng, NULL, &err));
	game->can_undo = false;
	return true;
}

static bool undo(struct game *game)
{
	struct strbuf now = STRBUF_INIT;
	size_t count = zones_undo(game->zones);

	zones_write(game->zones, &now);
	if (game->can_undo) {
		assert_int_equal(now.len, game->before.len);
		assert_memory_equal(now.text, game->before.text, now.len);
	} else {
		assert_int_equal(count, 0);
	}
	game->can_undo = false;
	strbuf_release(&now);
	return count > 0;
}

/* Write everything, and read it into another deck with which the game goes on. */
static bool restart(struct game *game)
{
	struct strbuf kept = STRBUF_INIT, again = STRBUF_INIT;
	struct deck *deck = numbered(zones_size(game->zones));
	struct error err;

	zones_write(game->zones, &kept);
	deck_free(game->deck);
	game->deck = deck;
	game->zones = deck_zones(deck);
	assert_true(zones_read(game->zones, (const unsigned char *)kept.text, kept.len, &err));
	zones_write(game->zones, &again);
	assert_int_equal(again.len, kept.len);
	assert_memory_equal(again.text, kept.text, kept.len);
	strbuf_release(&kept);
	strbuf_release(&again);
	return true;
}

/* Look whether each card is in one zone, and whether what people name is named once. */
static void look(const struct game *game)
{
	size_t size = zones_size(game->zones), seen = 0, cards[64];
	bool where[64] = {false};

	for (unsigned zone = 0; zone < ZONES_MAX; zone++) {
		size_t count = zones_list(game->zones, zone, cards);
		assert_int_equal(count, zones_count(game->zones, zone));
		for (size_t i = 0; i < count; i++) {
			const struct zone_spot *at = zones_at(game->zones, cards[i]);
			assert_false(where[cards[i]]);
			where[cards[i]] = true;
			assert_int_equal(at->zone, zone);
			if (i > 0)
				assert_true(at->rank > zones_at(game->zones, cards[i - 1])->rank);
			if (zone >= ZONE_HAND)
				assert_in_range(at->rank, 1, size);
		}
		seen += count;
	}
	assert_int_equal(seen, size);
}

static void conserves_cards(void **state)
{
	static bool (*const operations[])(struct game * game) = {draw, draw, draw_for_all, play,
		discard, pass, take, put_away, flip, give_back, undo, restart, shuffle};
	enum { KINDS = sizeof operations / sizeof *operations };
	struct game game = {.deck = numbered(52), .rng = rng_new_seeded(16)};

	(void)state;
	game.zones = deck_zones(game.deck);
	for (size_t i = 0; i < OPERATIONS; i++) {
		size_t kind = pick(&game, KINDS);
		if (operations[kind](&game))
			game.done[kind]++;
		look(&game);
	}
	for (size_t i = 0; i < KINDS; i++)
		assert_true(game.done[i] > OPERATIONS / 100);
	strbuf_release(&game.before);
	deck_free(game.deck);
	rng_free(game.rng);
}

/* A card keeps its number for as long as it is held, and the least free one is given. */
static void numbers_stay(void **state)
{
	struct zones *zones = zones_new(5);
	const unsigned hand = ZONE_HAND + 3;

	(void)state;
	zones_begin(zones);
	for (size_t card = 0; card < 4; card++)
		zones_put(zones, card, hand, 0, false);
	zones_put(zones, 1, ZONE_TABLE, 3, true);
	assert_int_equal(zones_at(zones, 0)->rank, 1);
	assert_int_equal(zones_at(zones, 2)->rank, 3);
	zones_put(zones, 4, hand, 0, false);
	assert_int_equal(zones_at(zones, 4)->rank, 2);
	assert_true(zones_know(zones, 3));
	assert_false(zones_know(zones, 2));
	assert_true(zones_at(zones, 1)->down);
	zones_flip(zones, 1);
	assert_false(zones_at(zones, 1)->down);
	assert_int_equal(zones_at(zones, 1)->rank, 1);
	assert_int_equal(zones_undo(zones), 7);
	assert_int_equal(zones_count(zones, ZONE_PILE), 5);
	assert_int_equal(zones_undo(zones), 0);
	zones_free(zones);
	zones_free(NULL);
}

/* What the last move took from a player would be theirs again. */
static void knows_whom_undoing_names(void **state)
{
	struct zones *zones = zones_new(3);

	(void)state;
	zones_put(zones, 0, ZONE_HAND + 3, 0, false);
	zones_put(zones, 1, ZONE_TABLE, 4, false);
	zones_begin(zones);
	zones_put(zones, 0, ZONE_HAND + 5, 0, false);
	zones_put(zones, 1, ZONE_DISCARD, 0, false);
	for (unsigned player = 0; player < ZONE_PLAYERS_MAX; player++)
		assert_int_equal(zones_know(zones, player), player >= 3 && player <= 5);
	zones_begin(zones);
	for (unsigned player = 0; player < ZONE_PLAYERS_MAX; player++)
		assert_int_equal(zones_know(zones, player), player == 5);
	zones_free(zones);
}

/* A card that is put away face down was seen by nobody else. */
static void hides_what_is_away(void **state)
{
	struct zones *zones = zones_new(2), *again = zones_new(2);
	struct strbuf kept = STRBUF_INIT;
	struct error err;

	(void)state;
	zones_put(zones, 0, ZONE_AWAY, 0, false);
	zones_put(zones, 1, ZONE_DISCARD, 0, true);
	assert_false(zones_hide(zones));
	zones_put(zones, 0, ZONE_AWAY, 0, true);
	assert_true(zones_hide(zones) && zones_hold(zones));
	zones_write(zones, &kept);
	assert_true(zones_read(again, (const unsigned char *)kept.text, kept.len, &err));
	assert_true(zones_hold(again));
	strbuf_release(&kept);
	zones_free(zones);
	zones_free(again);
}

static void refuses_damage(void **state)
{
	struct zones *zones = zones_new(3);
	struct strbuf kept = STRBUF_INIT;
	unsigned char *bytes;
	struct error err;

	(void)state;
	zones_put(zones, 1, ZONE_TABLE, 3, true);
	zones_note(zones, "ann plays 1 card");
	zones_write(zones, &kept);
	bytes = (unsigned char *)kept.text;
	assert_true(zones_read(zones, bytes, kept.len, &err));
	for (size_t len = 0; len < kept.len; len++)
		assert_int_equal(zones_read(zones, bytes, len, &err), len >= 3 * 7 + 4 + 9);
	assert_true(zones_read(zones, bytes, kept.len, &err));
	assert_string_equal(zones_noted(zones), "ann plays 1 card");
	bytes[4] = ZONES_MAX;
	assert_false(zones_read(zones, bytes, kept.len, &err));
	assert_string_equal(err.text, "Where the cards lie is damaged.");
	bytes[4] = ZONE_HAND; /* number 0 in a hand */
	memset(bytes, 0, 4);
	assert_false(zones_read(zones, bytes, kept.len, &err));
	strbuf_release(&kept);
	zones_free(zones);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conserves_cards),
		cmocka_unit_test(numbers_stay),
		cmocka_unit_test(knows_whom_undoing_names),
		cmocka_unit_test(hides_what_is_away),
		cmocka_unit_test(refuses_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
