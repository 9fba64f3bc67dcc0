/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do with the cards that they hold. What is wrong with what they name is told to them
 * alone: the candidates are cards of their hand. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"

bool hand_has_room(struct play *play, unsigned seat, size_t count)
{
	bool fine = zones_count(play->zones, ZONE_HAND + seat) + count <= ZONE_HAND_CARDS_MAX;

	if (!fine)
		reply(play->rq, "%s would hold more than %u cards.", play_nick_at(play, seat),
			ZONE_HAND_CARDS_MAX);
	return fine;
}

/* ---- naming ---- */

bool held_find(struct play *play, struct held *held)
{
	size_t *hand = mem_zalloc(ZONE_HAND_CARDS_MAX + 1, sizeof *hand), count;
	struct error err = {.text = ""};
	bool fine;

	held->cards = arena_zalloc(play->arena, ZONE_HAND_CARDS_MAX + 1, sizeof *held->cards);
	count = zones_list(play->zones, ZONE_HAND + play->seat, hand);
	if (count == 0)
		fine = error_set(&err, "You hold no card of %s.", play->name);
	else
		fine = cardname_find_all(play->deck, hand, count,
			texts_join(&play->texts, play->arena, 0), held->cards, &held->count, &err);
	if (!fine)
		reply_private(play->rq, "%s", quote_words(play->arena, err.text));
	free(hand);
	return fine;
}

bool held_begin(struct play *play, struct held *held)
{
	if (!play_named_deck(play, false) || !play_sit(play))
		return false;
	if (play->texts.count > 0)
		return held_find(play, held);
	play_usage(play);
	return false;
}

const char *held_note(struct play *play, const char *verb, const struct held *held, bool hidden)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s ", play_nick(play), verb);
	if (hidden)
		strbuf_addstr(&text, say_count(play, held->count));
	else
		say_cards(play, &text, held->cards, held->count, false);
	return strbuf_move(&text, play->arena);
}

/* Move the cards to ZONE, and say NOTE; of one that is put on the table also what it means. */
static void move(struct play *play, const struct held *held, unsigned zone, const char *note)
{
	struct strbuf said = STRBUF_INIT;

	play_move(play, held->cards, held->count, zone, false);
	if (!play_end(play, note))
		return;
	strbuf_addstr(&said, note);
	if (zone == ZONE_TABLE && held->count == 1)
		say_meaning(play, &said, held->cards[0]);
	if (said.text[said.len - 1] != '.')
		strbuf_addch(&said, '.');
	play_say(play, said.text);
	play_done_deck(play);
	strbuf_release(&said);
}

/* ---- the words ---- */

/* Tell the hand of one deck, or of all here. */
void hand_run(struct play *play)
{
	size_t told = 0;

	play->sorted = texts_take(&play->texts, "sorted");

	if (!table_here(play->self, play->rq, &play->table))
		return;
	if (play->texts.count > 0 && !play_named_deck(play, true))
		return;
	if (table_count(play->table) == 0 && request_channel(play->rq) == NULL) {
		reply(play->rq, "Ask for it in the channel of your table: you alone are told.");
		return;
	}
	if (table_count(play->table) == 0 && !play_deck(play, NULL))
		return;
	if (!play_sit(play))
		return;
	for (size_t i = 0; play->deck == NULL && i < table_count(play->table); i++) {
		const struct deck *deck = table_at(play->table, i);
		if (zones_count(deck_zones(deck), ZONE_HAND + play->seat) == 0)
			continue;
		play_deck(play, table_name(play->table, deck));
		say_hand(play, play->seat, NULL, 0);
		play->deck = NULL;
		told++;
	}
	if (play->deck != NULL)
		say_hand(play, play->seat, NULL, 0);
	else if (told == 0)
		reply_private(play->rq, "You hold no card here.");
}

/* Return "1, 2 and 3" of the cards' numbers on the table. */
static const char *numbers_of(struct play *play, const struct held *held)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < held->count; i++)
		strbuf_addf(&text, "%s%d", i > 0 ? ", " : "",
			(int)zones_at(play->zones, held->cards[i])->rank);
	return strbuf_move(&text, play->arena);
}

void play_run(struct play *play)
{
	bool down = texts_take(&play->texts, "face down") || texts_take(&play->texts, "facedown");
	struct held held;
	const char *note;

	if (!held_begin(play, &held))
		return;
	note = held_note(play, "plays", &held, down);
	if (!down) {
		move(play, &held, ZONE_TABLE, note);
		return;
	}
	play_move(play, held.cards, held.count, ZONE_TABLE, true);
	note = arena_printf(play->arena, "%s face down", note);
	if (play_end(play, note))
		play_say(play, arena_printf(play->arena, "%s, number %s on the table.", note,
				       numbers_of(play, &held)));
}

void discard_run(struct play *play)
{
	struct held held;

	if (texts_take_from(&play->texts, "table")) {
		if (play_named_deck(play, true))
			sweep(play, ZONE_TABLE, ZONE_DISCARD, "discards", " from the table");
		return;
	}
	if (held_begin(play, &held))
		move(play, &held, ZONE_DISCARD, held_note(play, "discards", &held, false));
}

void return_run(struct play *play)
{
	bool top = texts_take(&play->texts, "to the top") || texts_take(&play->texts, "to top") ||
		   texts_take(&play->texts, "on top");
	struct held held;
	const char *note;

	if (texts_take_from(&play->texts, "away")) {
		return_away(play);
		return;
	}
	if (!top && !texts_take(&play->texts, "to the bottom"))
		texts_take(&play->texts, "to bottom");
	if (!held_begin(play, &held))
		return;
	note = arena_printf(play->arena, "%s to the %s of the pile",
		held_note(play, "returns", &held, true), top ? "top" : "bottom");
	play_move(play, held.cards, top ? 0 : held.count, ZONE_PILE, false);
	for (size_t i = held.count; top && i-- > 0;)
		zones_put_on_top(play->zones, held.cards[i]);
	if (!play_end(play, note))
		return;
	play_say(play, arena_printf(play->arena, "%s.", note));
	say_hand(play, play->seat, NULL, 0);
}

/* Take "to NICK" off the end of the words. False after saying what is wrong. */
static bool take_receiver(struct play *play, unsigned *seat)
{
	struct texts *texts = &play->texts;

	if (texts->count < 2 || !texts_is(texts, texts->count - 2, "to")) {
		play_usage(play);
		return false;
	}
	if (!play_seat_of(play, texts->at[texts->count - 1], seat))
		return false;
	texts_cut(texts, texts->count - 2, 2);
	return true;
}

void pass_run(struct play *play)
{
	struct held held;
	const char *note;
	unsigned seat;

	if (!play_named_deck(play, false) || !take_receiver(play, &seat) || !play_sit(play) ||
		!held_find(play, &held))
		return;
	if (seat == play->seat) {
		reply(play->rq, "You hold that yourself.");
		return;
	}
	if (!hand_has_room(play, seat, held.count))
		return;
	table_players(play->table)->at[seat].sits = true;
	note = arena_printf(play->arena, "%s to %s", held_note(play, "passes", &held, true),
		play_nick_at(play, seat));
	play_move(play, held.cards, held.count, ZONE_HAND + seat, false);
	if (!play_keep_seats(play) || !play_end(play, note))
		return;
	play_say(play, arena_printf(play->arena, "%s.", note));
	say_hand(play, play->seat, NULL, 0);
	say_hand(play, seat, held.cards, held.count);
}

void show_run(struct play *play)
{
	struct texts *texts = &play->texts;
	struct strbuf text = STRBUF_INIT;
	struct held held;
	unsigned seat = ZONE_NOBODY;
	struct somebody found;

	if (!play_named_deck(play, false))
		return;
	if (texts->count >= 2 && texts_is(texts, texts->count - 2, "to") &&
		!take_receiver(play, &seat))
		return;
	if (texts->count == 0) {
		play_usage(play);
		return;
	}
	if (!play_sit(play) || !held_find(play, &held))
		return;
	say_cards(play, &text, held.cards, held.count, false);
	if (seat == ZONE_NOBODY) {
		play_say(play,
			arena_printf(play->arena, "%s shows %s.", play_nick(play), text.text));
	} else {
		const char *owner = table_players(play->table)->at[seat].owner;
		play_say(play, arena_printf(play->arena, "%s shows %s to %s.", play_nick(play),
				       say_count(play, held.count), play_nick_at(play, seat)));
		if (plugin_find_owner(play->self, request_table(play->rq), owner, &found))
			reply_to(play->rq, found.nick, "%s shows you %s.", play_nick(play),
				text.text);
	}
	strbuf_release(&text);
}
