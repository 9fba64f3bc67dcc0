/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deal action cards to those in the order. The deck is shuffled as any deck is, its order fixed and
 * told, and shown when the next shuffle comes. That is after the round in which a joker fell, and
 * when it has run out; a new fight goes on with the deck as it lies. */
#include <string.h>

#include "crypto/random.h"
#include "tell.h"
#include "words.h"

/* No deck of the plugin cards can be called so. */
static const char deck_name[] = "action cards";

/* ---- shuffling ---- */

/* Return whether somebody in the order acts on CARD now, or it is among DEALT (or NULL). */
static bool is_held(const struct order *order, const struct dealt *dealt, int card)
{
	for (size_t i = 0; dealt != NULL && i < dealt->count; i++)
		if (dealt->cards[i] == card)
			return true;
	for (size_t i = 0; i < order->count; i++)
		if (order->entries[i].card == card)
			return true;
	return false;
}

/* Put the cards that nobody holds and that are not among DEALT into PILE. Returns how many. */
static size_t gather(const struct order *order, const struct dealt *dealt, unsigned char *pile)
{
	size_t count = 0;

	for (int card = 0; card < DEAL_CARDS; card++)
		if (!is_held(order, dealt, card))
			pile[count++] = (unsigned char)card;
	return count;
}

/* Shuffle the COUNT cards of PILE, which are ALL or those that nobody holds, into the deck. False
 * when that failed. */
static bool shuffle_pile(struct here *here, const unsigned char *pile, size_t count, bool all)
{
	struct action_deck *deck = &here->turns.deck;
	size_t order[DEAL_CARDS];
	bool first = !deck->shuffled;

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	if (deck->shuffled)
		request_deck_done(here->rq, deck_name);
	if (!rng_shuffle(request_shuffle(here->rq, deck_name), order, count))
		return false;
	deck->dealt = DEAL_CARDS - count;
	for (size_t i = 0; i < count; i++)
		deck->cards[deck->dealt + i] = pile[order[i]];
	deck->shuffled = true;
	deck->joker = false;
	here->turns.life = plugin_store_lives(here->self);
	if (first || !all)
		reply(here->rq, all ? "The action cards are shuffled."
				    : "The action cards that nobody holds are shuffled.");
	request_shuffled(here->rq, order, count, count);
	return true;
}

/* Shuffle all cards, at the end of a round. */
static bool shuffle_all(struct here *here)
{
	unsigned char pile[DEAL_CARDS];

	for (int card = 0; card < DEAL_CARDS; card++)
		pile[card] = (unsigned char)card;
	return shuffle_pile(here, pile, DEAL_CARDS, true);
}

/* Shuffle what is left in the middle of a round, for deal.h; a joker that fell goes on counting. */
static bool more_cards(void *arg, const struct dealt *dealt)
{
	struct here *here = arg;
	unsigned char pile[DEAL_CARDS];
	size_t count = gather(&here->turns.order, dealt, pile);
	bool joker = here->turns.deck.joker;
	bool fine = count > 0 && shuffle_pile(here, pile, count, false);

	here->turns.deck.joker = joker;
	return fine;
}

/* Return whether the deck is not to be dealt from as it lies: it never was shuffled, or it comes
 * from a copy, after which it was perhaps seen. */
static bool is_stale(const struct here *here)
{
	return !here->turns.deck.shuffled || here->turns.life != plugin_store_lives(here->self);
}

/* Return whether the deck is to be shuffled before a round is dealt. */
static bool is_due(const struct here *here)
{
	const struct action_deck *deck = &here->turns.deck;

	return is_stale(here) || deck->joker || deck->dealt == DEAL_CARDS;
}

static const char failed[] = "The cards could not be shuffled.";

/* See to it that cards can be dealt in the middle of a round. False, after saying so, when that
 * failed. */
static bool make_ready(struct here *here)
{
	bool fine = !is_stale(here) ||
		    (here->turns.deck.shuffled ? more_cards(here, NULL) : shuffle_all(here));

	if (!fine)
		reply(here->rq, "%s", failed);
	return fine;
}

/* ---- dealing ---- */

/* Append how DEALT came about: "5♦, 4♣ → 9♠". */
static void tell_dealt(struct strbuf *line, unsigned edges, const struct dealt *dealt)
{
	size_t width = deal_width(edges);

	for (size_t i = 0; i < dealt->count; i++) {
		strbuf_addstr(line, i == 0 ? "" : i < width ? ", " : " \xe2\x86\x92 ");
		card_write(line, dealt->cards[i]);
	}
}

/* Append what a joker means for ENTRY, if it has one. */
static void tell_joker(struct strbuf *line, const struct entry *entry)
{
	if (!card_is_joker(entry->card) || entry->hidden)
		return;
	strbuf_addf(line,
		"%s%s has a \002joker\002: acts whenever they like, +2 to all Trait and damage "
		"rolls this round, and Bennies for %s.",
		line->len > 0 ? " " : "", entry->name,
		*entry->owner != '\0' ? "every player" : "the game master's side");
}

/* Let ENTRY act on CARD; -1: on none. */
static void set_card(struct entry *entry, int card)
{
	entry->card = card;
	entry->valued = card >= 0;
	if (entry->valued)
		entry->value = -card;
}

/* Deal to ENTRY. What is told of it is appended to LINE unless it is hidden. */
static void deal_entry(struct here *here, struct entry *entry, struct strbuf *line)
{
	struct dealt dealt;

	set_card(entry, -1);
	deal_to(&here->turns.deck, entry->edges, more_cards, here, &dealt);
	set_card(entry, dealt.kept);
	if (!entry->hidden && dealt.count > 1) {
		strbuf_addf(line, "%s%s: ", line->len > 0 ? " " : "", entry->name);
		tell_dealt(line, entry->edges, &dealt);
		strbuf_addstr(line, ", keeps ");
		card_write(line, dealt.kept);
		strbuf_addch(line, '.');
	}
	tell_joker(line, entry);
}

/* Give all others of the kind of the entry at AT its card: they act together. */
static void share_card(struct order *order, size_t at)
{
	const struct entry *first = &order->entries[at];

	for (size_t i = 0; i < order->count; i++) {
		struct entry *entry = &order->entries[i];

		if (entry->kind == first->kind && !entry->held)
			set_card(entry, first->card);
	}
}

/* Deal to all who do not wait, those of a kind together. What is told is appended to LINE. */
static void deal_all(struct here *here, struct strbuf *line)
{
	struct order *order = &here->turns.order;

	for (size_t i = 0; i < order->count; i++)
		set_card(&order->entries[i], -1);
	for (size_t i = 0; i < order->count; i++)
		if (!order->entries[i].held && !order->entries[i].valued) {
			deal_entry(here, &order->entries[i], line);
			share_card(order, i);
		}
}

bool deal_round(struct here *here)
{
	struct order *order = &here->turns.order;
	struct strbuf line = STRBUF_INIT;

	if (is_due(here) && !shuffle_all(here)) {
		reply(here->rq, "%s", failed);
		return false;
	}
	deal_all(here, &line);
	order_sort(order);
	order_begin_round(order);
	here->changed = true;
	say_line(here, &line);
	tell_turn(&line, order);
	strbuf_addstr(&line, " Order: ");
	tell_entries(&line, order, false);
	say_line(here, &line);
	return true;
}

/* Move the entry at AT, which has a new card, to where it belongs. Whose turn it is stays the same.
 * Returns its place. */
static size_t slot_in(struct order *order, size_t at)
{
	struct entry entry = order->entries[at];
	struct slot slot;

	if (order_is_up(order, at))
		return at;
	order_close_gap(order, at);
	slot = order_slot(order, entry.value, entry.bonus);
	at = order_put(order, &entry, &slot, 0);
	order->entries[at].kind = entry.kind;
	order->kinds--;
	return at;
}

/* Give the last COUNT entries of the order CARD, each before the one that was moved before, so that
 * they stay in their order. Returns the place of the first. */
static size_t place_last(struct order *order, size_t count, int card)
{
	size_t at = order->count;

	while (count-- > 0) {
		set_card(&order->entries[order->count - 1], card);
		at = slot_in(order, order->count - 1);
	}
	return at;
}

void deal_late(struct here *here, size_t at)
{
	struct order *order = &here->turns.order;
	struct entry *first = &order->entries[at];
	struct strbuf line = STRBUF_INIT;
	size_t count = order->count - at;
	int card;

	if (!make_ready(here)) {
		say_added(here, at, count, "");
		return;
	}
	deal_entry(here, first, &line);
	say_line(here, &line);
	card = first->card;
	set_card(first, -1);
	if (card >= 0)
		at = place_last(order, count, card);
	say_added(here, at, count, "");
}

void deal_again(struct here *here, size_t at)
{
	struct order *order = &here->turns.order;
	struct entry *entry = &order->entries[at];
	struct strbuf line = STRBUF_INIT;
	struct dealt dealt;

	if (!make_ready(here))
		return;
	entry->card = deal_one_more(&here->turns.deck, entry->card, more_cards, here, &dealt);
	entry->value = -entry->card;
	here->changed = true;
	strbuf_addf(&line, "%s draws ", entry->name);
	tell_dealt(&line, 0, &dealt);
	strbuf_addstr(&line, ", keeps ");
	card_write(&line, entry->card);
	at = slot_in(order, at);
	if (at > order->up)
		tell_place(&line, order, at);
	strbuf_addch(&line, '.');
	if (dealt.count > 0 && card_is_joker(dealt.cards[0]))
		tell_joker(&line, &order->entries[at]);
	(order->entries[at].hidden ? reply_private : reply)(here->rq, "%s", line.text);
	strbuf_release(&line);
}
