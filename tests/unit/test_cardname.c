/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How people name the cards that they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "cards/cardname.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/zone.h"

static const char file_text[] =
	"@suits hearts H \xe2\x99\xa5 red, spades S \xe2\x99\xa0\n@ranks Queen Q, King K, Ten 10\n"
	"Queen of hearts\nQueen of spades\nKing of spades\nTen of spades\n2x Skip | SK\nSkip it | "
	"SI\n"
	"Salt and pepper\nRed, white\n";

/* A hand of all cards: numbers are from 1, in the order above. */
static struct deck *hand_of(size_t *cards)
{
	struct error err = {.text = ""};
	struct deckfile *file = deckfile_parse("T", file_text, sizeof file_text - 1, &err);
	struct deck *deck;

	if (file == NULL)
		fail_msg("%s", err.text);
	deck = deck_new(file);
	for (size_t i = 0; i < deck_size(deck); i++)
		zones_put(deck_zones(deck), i, ZONE_HAND, 0, false);
	assert_int_equal(zones_list(deck_zones(deck), ZONE_HAND, cards), deck_size(deck));
	return deck;
}

static void names_cards(void **state)
{
	static const struct {
		const char *text, *found; /* their numbers, or the error */
	} cases[] = {
		{"2", "2 "},
		{"queen of spades", "2 "},
		{"QUEEN SP", "2 "},
		{"q s", "2 "},
		{"QS", "2 "},
		{"qs", "2 "},
		{"Q\xe2\x99\xa0", "2 "},
		{"10s", "4 "},
		{"ki", "3 "},
		{"skip", "5 "},
		{"skip it", "7 "},
		{"si", "7 "},
		{"skip, skip", "5 6 "},
		{"skip skip", "5 6 "},
		{"1 3 5", "1 3 5 "},
		{"1, 3 and 5", "1 3 5 "},
		{"1,3,5", "1 3 5 "},
		{"QH KS", "1 3 "},
		{"queen he, 4 and sk", "1 4 5 "},
		{"salt and pepper", "8 "},
		{"red, white", "9 "},
		{"salt", "8 "},
		{"1 3, 4", "1 3 4 "},
		{"all", "1 2 3 4 5 6 7 8 9 "},
		{"queen", "queen may be Queen of hearts, Queen of spades: say more."},
		{"spades",
			"spades may be Queen of spades, King of spades, Ten of spades: say more."},
		{"10", "There is no card called 10 there."},
		{"0", "There is no card called 0 there."},
		{"-1", "There is no card called -1 there."},
		{"99999999999999999999", "There is no card called 99999999999999999999 there."},
		{"of queen", "There is no card called of queen there."},
		{"ueen", "There is no card called ueen there."},
		{"1 1", "There is no card called 1 there."},
		{"1 nothing", "There is no card called nothing there."},
		{"nothing at all", "There is no card called nothing at all there."},
		{"", "Which card? By its number, or a piece of its name."},
		{",", "Which card? By its number, or a piece of its name."},
		{"sk sk sk", "5 6 7 "},
	};
	size_t cards[16], found[16], count;
	struct deck *deck = hand_of(cards);
	struct strbuf line = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error err = {.text = ""};
		bool fine = cardname_find_all(
			deck, cards, deck_size(deck), cases[i].text, found, &count, &err);
		strbuf_reset(&line);
		for (size_t j = 0; fine && j < count; j++)
			strbuf_addf(&line, "%zu ", found[j] + 1);
		if (strcmp(fine ? line.text : err.text, cases[i].found) != 0)
			fail_msg("%s: %s", cases[i].text, fine ? line.text : err.text);
	}
	strbuf_release(&line);
	deck_free(deck);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(names_cards)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
