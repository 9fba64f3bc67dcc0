/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The deck as a whole: shuffled, cut, counted, and its last move taken back. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "handlers.h"

bool shuffle_all(struct play *play, struct deck_order *order, struct error *err)
{
	struct rng *rng = request_shuffle(play->rq, play->name);

	if (!deck_shuffle_all(play->deck, rng, order, err))
		return false;
	if (places_moved(all_places(play->self), request_table(play->rq), play->deck, err))
		return true;
	deck_order_release(order);
	return false;
}

/* Shuffle COUNT of the discards, the lowest, together with what is left of the pile, and say SAID.
 * What was covered before stays so: it would tell what people hold. */
static void shuffle_pile(struct play *play, size_t count, const char *said)
{
	struct deck_order order = {.entries = NULL};
	struct error err;

	if (deck_shuffle_pile(
		    play->deck, count, request_shuffle(play->rq, play->name), &order, &err) &&
		places_moved(all_places(play->self), request_table(play->rq), play->deck, &err)) {
		reply(play->rq, "%s deck %s: %zu left.", said, play->name, deck_left(play->deck));
		request_shuffled(play->rq, order.entries, order.count, order.cards);
	} else {
		reply_error(play->rq, &err);
	}
	deck_order_release(&order);
}

/* Shuffle the discards into the pile, but the top one if it STAYS. */
static void shuffle_discards(struct play *play, bool stays)
{
	size_t count = zones_count(play->zones, ZONE_DISCARD);

	if (count == 0 || (stays && count == 1)) {
		reply(play->rq, count == 0 ? "There is no card on the discards."
					   : "There is no card under the top of the discards.");
		return;
	}
	count -= stays;
	shuffle_pile(play, count,
		arena_printf(play->arena, "%s of the discards %s shuffled into",
			say_count(play, count), count == 1 ? "is" : "are"));
}

bool shuffle_again(struct play *play, bool tells)
{
	struct deck_order order;
	struct error err;

	if (!shuffle_all(play, &order, &err)) {
		reply_error(play->rq, &err);
		return false;
	}
	if (tells)
		reply(play->rq, "Deck %s is now shuffled.", play->name);
	request_deck_done(play->rq, play->name);
	request_shuffled(play->rq, order.entries, order.count, order.cards);
	deck_order_release(&order);
	return true;
}

/* Take "but the top" off the words, as people say it. */
static bool take_but_top(struct texts *texts)
{
	static const char *const phrases[] = {"but the top", "but top", "except the top",
		"except top", "but the top card", "except the top card", "keep top",
		"keep the top"};
	bool taken = false;

	for (size_t i = sizeof phrases / sizeof *phrases; i-- > 0 && !taken;)
		taken = texts_take(texts, phrases[i]);
	return taken;
}

void shuffle_run(struct play *play)
{
	struct texts *texts = &play->texts;
	bool stays = take_but_top(texts);
	bool discards = texts_take_from(texts, "discards");
	bool pile = !discards && !stays && texts_take_from(texts, "pile");

	if (texts_is(texts, 0, "of") || texts_is(texts, 0, "from"))
		texts_cut(texts, 0, 1);
	if (texts->count > 1 || (stays && !discards)) {
		play_usage(play);
		return;
	}
	if (!play_deck(play, texts->count > 0 ? texts->at[0] : NULL))
		return;
	if (discards)
		shuffle_discards(play, stays);
	else if (pile)
		shuffle_pile(play, 0, "What is left is shuffled:");
	else
		shuffle_again(play, true);
}

/* ---- cut ---- */

void cut_run(struct play *play)
{
	size_t left, *pile;
	const char *note;
	long at = 0;

	if (!play_named_deck(play, true))
		return;
	left = deck_left(play->deck);
	if (left < 2) {
		reply(play->rq, "There is nothing to cut: %s left in deck %s.",
			say_count(play, left), play->name);
		return;
	}
	if (play->texts.count > 0 && !texts_take_number(&play->texts, (long)left - 1, &at)) {
		reply(play->rq, "Cut after 1 to %zu cards.", left - 1);
		return;
	}
	if (at == 0)
		at = play_roll(play, left - 1, arena_printf(play->arena, "to cut %s", play->name));
	if (at == 0)
		return;
	pile = mem_zalloc(left, sizeof *pile);
	zones_list(play->zones, ZONE_PILE, pile);
	note = arena_printf(play->arena, "%s cuts the deck: %s from the top go under the rest",
		play_nick(play), say_count(play, (size_t)at));
	play_move(play, pile, (size_t)at, ZONE_PILE, false);
	if (play_end(play, note))
		play_say(play, arena_printf(play->arena, "%s.", note));
	free(pile);
}

/* ---- status ---- */

static void add_hands(struct play *play, struct strbuf *text)
{
	const char *between = "; hands: ";

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++) {
		size_t count = zones_count(play->zones, ZONE_HAND + i);
		if (count == 0)
			continue;
		strbuf_addf(text, "%s%s %zu", between, play_nick_at(play, i), count);
		between = ", ";
	}
}

void status_run(struct play *play)
{
	struct strbuf text = STRBUF_INIT;

	if (!play_named_deck(play, true))
		return;
	strbuf_addf(&text, "%s (%s): pile %zu, discards %zu, table %zu", play->name,
		deck_type(play->deck), deck_left(play->deck),
		zones_count(play->zones, ZONE_DISCARD), zones_count(play->zones, ZONE_TABLE));
	if (zones_count(play->zones, ZONE_AWAY) > 0)
		strbuf_addf(&text, ", out of play %zu", zones_count(play->zones, ZONE_AWAY));
	add_hands(play, &text);
	reply(play->rq, "%s", text.text);
	strbuf_release(&text);
}

/* ---- undo ---- */

void undo_run(struct play *play)
{
	size_t before[ZONE_PLAYERS_MAX];
	const char *note;

	if (!play_named_deck(play, true))
		return;
	note = arena_strdup(play->arena, zones_noted(play->zones));
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		before[i] = zones_count(play->zones, ZONE_HAND + i);
	if (zones_undo(play->zones) == 0) {
		reply(play->rq,
			"There is no move to take back: a shuffle, and what was taken back "
			"already, are final, and so is all before an order that was shown.");
		return;
	}
	if (!play_end(play, ""))
		return;
	play_look(play);
	play_say(play, arena_printf(play->arena, "Taken back: %s.", note));
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (before[i] != zones_count(play->zones, ZONE_HAND + i))
			say_hand(play, i, NULL, 0);
}
