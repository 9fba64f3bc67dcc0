/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Action cards by their rules: how many are dealt, which is kept, when Quick draws again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/turns/deal.h"
#include "test.h"

/* The card that TEXT names: "Ah", "10c", "RJ", "BJ". */
static int card(const char *text)
{
	static const char ranks[] = "AKQJT98765432", suits[] = "shdc";
	char rank = strncmp(text, "10", 2) == 0 ? 'T' : text[0];
	char suit = text[strlen(text) - 1];

	if (suit == 'J')
		return text[0] == 'R' ? 0 : 1;
	return DEAL_JOKERS + 4 * (int)(strchr(ranks, rank) - ranks) +
	       (int)(strchr(suits, suit) - suits);
}

/* A deck that has the cards TEXT, and no others. */
static struct action_deck deck_of(const char *text)
{
	struct action_deck deck = {.shuffled = true};
	char copy[200], *at = copy, *word;
	size_t count = 0;
	unsigned char cards[DEAL_CARDS] = {0};

	snprintf(copy, sizeof copy, "%s", text);
	while ((word = strsep(&at, " ")) != NULL)
		if (*word != '\0')
			cards[count++] = (unsigned char)card(word);
	deck.dealt = DEAL_CARDS - count;
	memcpy(deck.cards + deck.dealt, cards, count);
	return deck;
}

static bool no_more(void *arg, const struct dealt *dealt)
{
	(void)dealt;
	++*(int *)arg;
	return false;
}

enum {
	Q = EDGE_QUICK,
	L = EDGE_LEVEL,
	I = EDGE_MORE_LEVEL,
	H = EDGE_HESITANT,
};

static void deals(void **state)
{
	static const struct {
		unsigned edges;
		const char *deck, *kept;
		size_t count;
		const char *why;
	} rows[] = {
		{0, "2c As", "2c", 1, "one card, whatever it is"},
		{0, "RJ As", "RJ", 1, "a joker"},
		{Q, "6c As", "6c", 1, "a six is not drawn again"},
		{Q, "5s 4c 2d 7h As", "7h", 4, "quick goes on until it is higher than five"},
		{Q, "5s As", "As", 2, "a five is low"},
		{Q, "2c RJ", "RJ", 2, "a joker ends it"},
		{Q, "2c 3c", "3c", 2, "the deck ends before: what there is has to do"},
		{L, "2c 9d As", "9d", 2, "level headed keeps the better of two"},
		{L, "9d 2c As", "9d", 2, "whichever comes first"},
		{L, "9c 9s", "9s", 2, "suits decide between equal ranks"},
		{L, "9d 9h", "9h", 2, "hearts before diamonds"},
		{L, "As RJ", "RJ", 2, "a joker is better than an ace"},
		{I, "2c 9d Ah As", "Ah", 3, "improved: the best of three"},
		{I, "9d 2c 3c", "9d", 3, "all three are dealt"},
		{L | Q, "3c 9d As", "9d", 2, "a three that is not kept is not drawn again"},
		{L | Q, "3c 4d Kh As", "Kh", 3, "level headed first, then quick for what is kept"},
		{L | Q, "5c 4d 3h 8s As", "8s", 4, "quick draws one card at a time"},
		{I | Q, "2c 3c 4c 5c 6c", "6c", 5, "the same with three"},
		{I | L, "2c 3c Ks As", "Ks", 3, "improved takes the place of level headed"},
		{H, "9d 2c As", "2c", 2, "hesitant keeps the worse of two"},
		{H, "2c 9d As", "2c", 2, "whichever comes first"},
		{H, "2c RJ As", "RJ", 2, "a joker may be kept"},
		{H, "BJ 2c As", "BJ", 2, "also the first"},
		{H, "BJ RJ As", "RJ", 2, "of two jokers the first"},
		{H, "9s 9c", "9c", 2, "the worse suit"},
		{L, "9d", "9d", 1, "half a deal is one"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct action_deck deck = deck_of(rows[i].deck);
		struct dealt dealt;
		int asked = 0;

		deal_to(&deck, rows[i].edges, no_more, &asked, &dealt);
		if (dealt.kept != card(rows[i].kept) || dealt.count != rows[i].count)
			fail_msg("%s: %zu cards, keeps %d", rows[i].why, dealt.count, dealt.kept);
	}
}

/* Any joker that was dealt counts, also one that was not kept: the deck is shuffled after the
 * round. Nothing else does. */
static void notes_jokers(void **state)
{
	static const struct {
		unsigned edges;
		const char *deck;
		bool joker;
	} rows[] = {{0, "As RJ", false}, {0, "BJ", true}, {Q, "3c 4c 5c RJ", true},
		{Q, "3c 9c RJ", false}, {L, "RJ BJ", true}, {L, "2c 3c RJ", false},
		{H, "BJ 2c", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct action_deck deck = deck_of(rows[i].deck);
		struct dealt dealt;
		int asked = 0;

		deal_to(&deck, rows[i].edges, no_more, &asked, &dealt);
		assert_int_equal(deck.joker, rows[i].joker);
	}
}

/* Put the queen of spades on top of an empty deck, once. */
static bool one_queen(void *arg, const struct dealt *dealt)
{
	struct action_deck *deck = arg;

	assert_int_equal(dealt->count, 1); /* which is not to come again */
	assert_int_equal(dealt->cards[0], card("4c"));
	deck->dealt = DEAL_CARDS - 1;
	deck->cards[DEAL_CARDS - 1] = (unsigned char)card("Qs");
	return true;
}

static void runs_out(void **state)
{
	struct action_deck deck = deck_of("4c");
	struct dealt dealt;
	int asked = 0;

	(void)state;
	deal_to(&deck, L | Q, one_queen, &deck, &dealt);
	assert_int_equal(dealt.kept, card("Qs"));
	deck.dealt = DEAL_CARDS;
	deal_to(&deck, Q, no_more, &asked, &dealt);
	assert_int_equal(dealt.kept, -1);
	assert_int_equal(asked, 1);
}

static void draws_one_more(void **state)
{
	struct action_deck deck = deck_of("2c Kd RJ");
	struct dealt dealt;
	int asked = 0;

	(void)state;
	assert_int_equal(deal_one_more(&deck, card("9s"), no_more, &asked, &dealt), card("9s"));
	assert_int_equal(deal_one_more(&deck, card("9s"), no_more, &asked, &dealt), card("Kd"));
	assert_false(deck.joker);
	assert_int_equal(deal_one_more(&deck, card("Kd"), no_more, &asked, &dealt), card("RJ"));
	assert_true(deck.joker);
	assert_int_equal(deal_one_more(&deck, card("Kd"), no_more, &asked, &dealt), card("Kd"));
}

static void writes(void **state)
{
	static const struct {
		const char *card, *text;
	} rows[] = {{"RJ", "red joker"}, {"BJ", "black joker"}, {"As", "A♠"}, {"10h", "10♥"},
		{"2c", "2♣"}, {"Jd", "J♦"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;

		card_write(&text, card(rows[i].card));
		assert_string_equal(text.text, rows[i].text);
		strbuf_release(&text);
	}
}

static void reads_edges(void **state)
{
	static const struct {
		const char *words;
		bool fine;
		unsigned edges;
		const char *text; /* or what is wrong */
	} rows[] = {
		{"", true, 0, ""},
		{"none", true, 0, ""},
		{"quick", true, Q, "quick"},
		{"Quick, LH", true, Q | L, "quick, level headed"},
		{"level headed quick", true, Q | L, "quick, level headed"},
		{"level-headed", true, L, "level headed"},
		{"ilh", true, I, "improved level headed"},
		{"improved level headed", true, I, "improved level headed"},
		{"hesitant", true, H, "hesitant"},
		{"quick slwo", false, 0, "slwo"},
		{"headed", false, 0, "headed"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;
		const char *bad = "";
		unsigned edges;

		assert_int_equal(edges_read(rows[i].words, &edges, &bad), rows[i].fine);
		if (!rows[i].fine) {
			assert_string_equal(bad, rows[i].text);
			continue;
		}
		assert_int_equal(edges, rows[i].edges);
		edges_write(&text, edges);
		assert_string_equal(text.text, rows[i].text);
		strbuf_release(&text);
	}
	assert_null(edges_conflict(Q | I));
	assert_null(edges_conflict(H));
	assert_non_null(edges_conflict(H | Q));
	assert_non_null(edges_conflict(H | L));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(deals), cmocka_unit_test(notes_jokers),
		cmocka_unit_test(runs_out), cmocka_unit_test(draws_one_more),
		cmocka_unit_test(writes), cmocka_unit_test(reads_edges)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
