/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where cards come to lie, and whether upside down, is uniform: chi-square over a million shuffles
 * with a fixed seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/zone.h"
#include "crypto/random.h"

enum { CARDS = 6, SHUFFLES = 1000000 };

static struct deck *make(const char *text)
{
	struct error err = {.text = ""};
	struct deckfile *file = deckfile_parse("T", text, strlen(text), &err);

	if (file == NULL)
		fail_msg("%s", err.text);
	return deck_new(file);
}

static double chi_square(const unsigned *seen, size_t count, double expected)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		double off = seen[i] - expected;
		sum += off * off / expected;
	}
	return sum;
}

/* Each card in each place, drawn in turn. */
static void places_are_uniform(void **state)
{
	static unsigned seen[CARDS * CARDS];
	struct rng *rng = rng_new_seeded(52);
	struct deck *deck = make("a\nb\nc\nd\ne\nf\n");
	const char *drawn[CARDS];
	struct error err;
	double chi;

	(void)state;
	for (int i = 0; i < SHUFFLES; i++) {
		assert_true(deck_shuffle(deck, rng, &err));
		assert_true(deck_draw(deck, CARDS, drawn, &err));
		for (size_t place = 0; place < CARDS; place++)
			seen[place * CARDS + (size_t)(drawn[place][0] - 'a')]++;
	}
	/* 25 degrees of freedom, for each row and column has its sum: beyond these in one of a
	 * thousand, either way. */
	chi = chi_square(seen, CARDS * CARDS, SHUFFLES / (double)CARDS) * (CARDS - 1) / CARDS;
	assert_true(chi > 8.6 && chi < 52.6);
	deck_free(deck);
	rng_free(rng);
}

/* With @reversed 1/4 a card lies upside down one time in four, whichever it is, wherever it lies,
 * and each lies there once. */
static void turns_are_uniform(void **state)
{
	static unsigned turned[16], upright[16];
	struct rng *rng = rng_new_seeded(78);
	struct deck *deck = make("@reversed 1/4\na\nb\nc\nd\n");
	struct zones *zones = deck_zones(deck);
	struct error err;
	double chi;

	(void)state;
	for (int i = 0; i < SHUFFLES; i++) {
		size_t cards[4];
		unsigned all = 0;
		assert_true(deck_shuffle(deck, rng, &err));
		assert_int_equal(zones_list(zones, ZONE_PILE, cards), 4);
		for (size_t place = 0; place < 4; place++) {
			bool down = zones_at(zones, cards[place])->reversed;
			(down ? turned : upright)[place * 4 + cards[place]]++;
			all |= 1u << cards[place];
		}
		assert_int_equal(all, 15);
	}
	/* At most 15 degrees of freedom. */
	chi = chi_square(turned, 16, SHUFFLES / 16.0);
	assert_true(chi < 37.7);
	chi = chi_square(upright, 16, 3 * SHUFFLES / 16.0);
	assert_true(chi < 37.7);
	deck_free(deck);
	rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_uniform),
		cmocka_unit_test(turns_are_uniform),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
