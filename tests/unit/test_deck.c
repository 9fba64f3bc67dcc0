/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "crypto/random.h"

enum { CARDS_MAX = 64 };

/* A deck of COUNT cards called 0, 1, 2, … */
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

static size_t number_of(const char *card)
{
	return (size_t)strtoul(card, NULL, 10);
}

static void draws_from_the_top(void **state)
{
	struct deck *deck = numbered(4);
	const char *out[4] = {NULL};
	struct error err;

	(void)state;
	assert_string_equal(deck_type(deck), "Numbers");
	assert_int_equal(deck_size(deck), 4);
	assert_true(deck_draw(deck, 0, out, &err));
	assert_null(out[0]);
	assert_true(deck_draw(deck, 3, out, &err));
	assert_string_equal(out[0], "0");
	assert_string_equal(out[2], "2");
	assert_int_equal(deck_left(deck), 1);

	out[0] = NULL;
	assert_false(deck_draw(deck, 2, out, &err));
	assert_string_equal(err.text, "Cannot draw 2 cards, deck only has 1 remaining.");
	assert_null(out[0]);
	assert_int_equal(deck_left(deck), 1);

	assert_true(deck_draw(deck, 1, out, &err));
	assert_string_equal(out[0], "3");
	assert_false(deck_draw(deck, 1, out, &err));
	assert_string_equal(err.text, "The deck is empty!");
	assert_false(deck_draw(deck, 2, out, &err));
	assert_string_equal(err.text, "The deck is empty!");
	assert_true(deck_draw(deck, 0, out, &err));
	assert_int_equal(deck_size(deck), 4);
	deck_free(deck);
}

static void draw_all(struct deck *deck, struct strbuf *order)
{
	const char *card;
	struct error err;

	strbuf_reset(order);
	while (deck_draw(deck, 1, &card, &err))
		strbuf_addf(order, "%s ", card);
}

/* For i = m down to 2 card i and card uniform(i) change places. */
static void shuffles_by_the_book(void **state)
{
	static const struct {
		uint32_t faces[3];
		const char *order;
	} cases[] = {{{4, 3, 2}, "0 1 2 3 "}, {{1, 1, 1}, "1 2 3 0 "}, {{2, 3, 1}, "3 0 2 1 "}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct rng *rng = rng_new_scripted(cases[i].faces, 3);
		struct deck *deck = numbered(4);
		struct strbuf order = STRBUF_INIT;
		const char *out[2];
		struct error err;

		/* Drawn cards go back first, into the order of the file. */
		assert_true(deck_draw(deck, 2, out, &err));
		assert_true(deck_shuffle(deck, rng, &err));
		assert_int_equal(rng_script_left(rng), 0);
		draw_all(deck, &order);
		assert_string_equal(order.text, cases[i].order);
		strbuf_release(&order);
		deck_free(deck);
		rng_free(rng);
	}
}

static void a_failed_shuffle_changes_nothing(void **state)
{
	static const uint32_t faces[] = {1, 1};
	struct rng *rng = rng_new_scripted(faces, 2);
	struct deck *deck = numbered(4);
	struct strbuf order = STRBUF_INIT;
	const char *out[1];
	struct error err = {.text = ""};

	(void)state;
	assert_true(deck_draw(deck, 1, out, &err));
	assert_false(deck_shuffle(deck, rng, &err));
	assert_string_equal(err.text, rng_failure(rng));
	assert_true(err.text[0] != '\0');
	assert_int_equal(deck_left(deck), 3);
	draw_all(deck, &order);
	assert_string_equal(order.text, "1 2 3 ");
	strbuf_release(&order);
	deck_free(deck);
	rng_free(rng);
}

static void one_card_shuffles(void **state)
{
	struct rng *rng = rng_new_scripted(NULL, 0);
	struct deck *deck = numbered(1);
	const char *out[1];
	struct error err;

	(void)state;
	assert_true(deck_draw(deck, 1, out, &err));
	assert_true(deck_shuffle(deck, rng, &err));
	assert_int_equal(deck_left(deck), 1);
	deck_free(deck);
	rng_free(rng);
}

/* What a deck must be, told by the simplest means: which cards are out, and how many. */
struct shadow {
	bool out[CARDS_MAX];
	size_t drawn;
};

static void draw_both(struct deck *deck, struct shadow *shadow, size_t count)
{
	const char *cards[CARDS_MAX * 2] = {NULL};
	size_t size = deck_size(deck);
	struct error err;
	bool fits = shadow->drawn + count <= size;

	assert_int_equal(deck_draw(deck, count, cards, &err), fits);
	for (size_t i = 0; fits && i < count; i++) {
		size_t card = number_of(cards[i]);
		assert_true(card < size);
		assert_false(shadow->out[card]);
		shadow->out[card] = true;
		shadow->drawn++;
	}
	assert_int_equal(deck_left(deck), size - shadow->drawn);
}

/* Any draws and shuffles, failing ones among them: each card is out or in the pile, once. */
static void no_card_is_lost_or_doubled(void **state)
{
	struct rng *chance = rng_new_seeded(52);
	struct rng *dry = rng_new_scripted(NULL, 0);
	struct error err;

	(void)state;
	for (size_t size = 2; size <= CARDS_MAX; size += 3) {
		struct deck *deck = numbered(size);
		struct shadow shadow = {.drawn = 0};
		for (int step = 0; step < 400; step++) {
			uint32_t what, count;
			assert_true(rng_uniform(chance, 10, &what));
			assert_true(rng_uniform(chance, (uint32_t)size, &count));
			if (what == 1) {
				assert_true(deck_shuffle(deck, chance, &err));
				shadow = (struct shadow){.drawn = 0};
			} else if (what == 2) {
				assert_false(deck_shuffle(deck, dry, &err));
			} else {
				draw_both(deck, &shadow, what == 3 ? count : count % 4);
			}
		}
		draw_both(deck, &shadow, size - shadow.drawn);
		deck_free(deck);
	}
	rng_free(chance);
	rng_free(dry);
}

/* Every card comes to every position equally often: chi-square with (8 - 1)^2 = 49 degrees of
 * freedom over the 8 by 8 counts; 92 is exceeded by chance once in some 5 000 runs, and the seed is
 * fixed. */
static void shuffles_evenly(void **state)
{
	enum { SIZE = 8, ROUNDS = 40000 };
	static size_t seen[SIZE][SIZE];
	struct rng *rng = rng_new_seeded(1);
	struct deck *deck = numbered(SIZE);
	const double expected = (double)ROUNDS / SIZE;
	const char *out[SIZE];
	double chi = 0;
	struct error err;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		assert_true(deck_shuffle(deck, rng, &err));
		assert_true(deck_draw(deck, SIZE, out, &err));
		for (size_t at = 0; at < SIZE; at++)
			seen[at][number_of(out[at])]++;
	}
	for (size_t at = 0; at < SIZE; at++)
		for (size_t card = 0; card < SIZE; card++) {
			double off = (double)seen[at][card] - expected;
			chi += off * off / expected;
		}
	if (chi < 18 || chi > 92)
		fail_msg("chi-square %.1f", chi);
	deck_free(deck);
	rng_free(rng);
}

/* All 24 orders of 4 cards equally often: 23 degrees of freedom. */
static void every_order_comes(void **state)
{
	enum { SIZE = 4, ORDERS = 24, ROUNDS = 48000, CODES = 256 };
	static size_t seen[CODES];
	struct rng *rng = rng_new_seeded(4);
	struct deck *deck = numbered(SIZE);
	const double expected = (double)ROUNDS / ORDERS;
	const char *out[SIZE];
	double chi = 0;
	size_t orders = 0;
	struct error err;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		size_t code = 0;
		assert_true(deck_shuffle(deck, rng, &err));
		assert_true(deck_draw(deck, SIZE, out, &err));
		for (size_t at = 0; at < SIZE; at++)
			code = code * 4 + number_of(out[at]);
		seen[code]++;
	}
	for (size_t code = 0; code < CODES; code++) {
		double off = (double)seen[code] - expected;
		if (seen[code] > 0) {
			orders++;
			chi += off * off / expected;
		}
	}
	assert_int_equal(orders, ORDERS);
	if (chi < 5 || chi > 56)
		fail_msg("chi-square %.1f", chi);
	deck_free(deck);
	rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_from_the_top),
		cmocka_unit_test(shuffles_by_the_book),
		cmocka_unit_test(a_failed_shuffle_changes_nothing),
		cmocka_unit_test(one_card_shuffles),
		cmocka_unit_test(no_card_is_lost_or_doubled),
		cmocka_unit_test(shuffles_evenly),
		cmocka_unit_test(every_order_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
