/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cards on the table and the discards: looked at, turned over, taken. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"

/* Return whether the asker knows the face of CARD, which is on the table. */
static bool knows(const struct play *play, size_t card)
{
	const struct zone_spot *at = zones_at(play->zones, card);

	return !at->down || (at->by != ZONE_NOBODY && at->by == play->seat);
}

/* Append "3. Ace of clubs (ann)", or "3. face down (ann)". */
static void add_card(const struct play *play, struct strbuf *out, size_t card)
{
	const struct zone_spot *at = zones_at(play->zones, card);

	strbuf_addf(out, "%d. ", (int)at->rank);
	if (at->down)
		strbuf_addstr(out, "face down");
	else
		say_card(play, out, card);
	if (at->by != ZONE_NOBODY)
		strbuf_addf(out, " (%s)", play_nick_at(play, at->by));
}

/* Append the card on top of the discards, if there is one. */
static void add_top(const struct play *play, struct strbuf *out)
{
	size_t count = zones_count(play->zones, ZONE_DISCARD);
	size_t *cards = mem_zalloc(count + 1, sizeof *cards);

	zones_list(play->zones, ZONE_DISCARD, cards);
	if (count > 0) {
		strbuf_addstr(out, "; on top of the discards ");
		say_card(play, out, cards[count - 1]);
	}
	free(cards);
}

void table_run(struct play *play)
{
	struct strbuf text = STRBUF_INIT;
	size_t count, *cards;

	if (!play_named_deck(play, true))
		return;
	cards = mem_zalloc(zones_count(play->zones, ZONE_TABLE) + 1, sizeof *cards);
	count = zones_list(play->zones, ZONE_TABLE, cards);
	for (size_t i = 0; i < count; i++) {
		strbuf_addstr(&text, i > 0 ? ", " : "");
		add_card(play, &text, cards[i]);
	}
	if (count == 0)
		strbuf_addstr(&text, "nothing");
	add_top(play, &text);
	reply(play->rq, "On the table (%s): %s", play->name, text.text);
	free(cards);
	strbuf_release(&text);
}

bool board_find(struct play *play, unsigned zone, struct held *held)
{
	size_t room = zones_count(play->zones, zone) + 1, known = 0;
	size_t *cards = arena_zalloc(play->arena, room, sizeof *cards);
	size_t count = zones_list(play->zones, zone, cards), card;
	const char *text = texts_join(&play->texts, play->arena, 0);
	struct error err = {.text = ""};

	held->cards = arena_zalloc(play->arena, room, sizeof *held->cards);
	held->count = 0;
	for (size_t i = 0; zone == ZONE_TABLE && i < count; i++)
		if (!knows(play, cards[i]) && strspn(text, "0123456789") == strlen(text) &&
			text[0] != '\0' &&
			zones_at(play->zones, cards[i])->rank == strtol(text, NULL, 10)) {
			held->cards[held->count++] = cards[i];
			return true;
		}
	for (size_t i = 0; i < count; i++) {
		card = cards[i];
		if (zone != ZONE_TABLE || knows(play, card))
			cards[known++] = card;
	}
	if (cardname_find_all(play->deck, cards, known, text, held->cards, &held->count, &err))
		return true;
	reply_private(play->rq, "%s", quote_words(play->arena, err.text));
	return false;
}

bool may_touch(struct play *play, const struct held *held)
{
	for (size_t i = 0; i < held->count; i++) {
		const struct zone_spot *at = zones_at(play->zones, held->cards[i]);
		if (knows(play, held->cards[i]) || request_role(play->rq) >= ROLE_GM)
			continue;
		if (at->by == ZONE_NOBODY)
			reply(play->rq, "Number %d lies face down; only the GM may touch it.",
				(int)at->rank);
		else
			reply(play->rq,
				"Number %d lies face down; only %s, who put it there, and the GM "
				"may touch it.",
				(int)at->rank, play_nick_at(play, at->by));
		return false;
	}
	return true;
}

void sweep(struct play *play, unsigned from, unsigned to, const char *verb, const char *whence)
{
	size_t *cards = mem_zalloc(zones_count(play->zones, from) + 1, sizeof *cards);
	size_t count = zones_list(play->zones, from, cards);
	const char *note = arena_printf(
		play->arena, "%s %s %s%s", play_nick(play), verb, say_count(play, count), whence);

	play_look(play);
	if (count == 0) {
		reply(play->rq, "There is no card there.");
	} else if (may_touch(play, &(struct held){.cards = cards, .count = count})) {
		play_begin(play);
		for (size_t i = 0; i < count; i++)
			zones_put(play->zones, cards[i], to, ZONE_NOBODY,
				zones_at(play->zones, cards[i])->down);
		if (play_end(play, note)) {
			play_say(play, arena_printf(play->arena, "%s.", note));
			play_done_deck(play);
		}
	}
	free(cards);
}

/* Keep in HELD the asker's own cards that lie face down. */
static void find_own(struct play *play, struct held *held)
{
	size_t room = zones_count(play->zones, ZONE_TABLE) + 1;
	size_t *cards = arena_zalloc(play->arena, room, sizeof *cards);
	size_t count = zones_list(play->zones, ZONE_TABLE, cards);

	held->cards = cards;
	held->count = 0;
	for (size_t i = 0; i < count; i++)
		if (zones_at(play->zones, cards[i])->down && knows(play, cards[i]))
			held->cards[held->count++] = cards[i];
}

void flip_run(struct play *play)
{
	struct strbuf text = STRBUF_INIT;
	struct held held;

	if (!play_named_deck(play, false))
		return;
	play_look(play);
	if (play->texts.count == 0)
		find_own(play, &held);
	else if (!board_find(play, ZONE_TABLE, &held))
		return;
	if (held.count == 0) {
		reply(play->rq, "You have no card face down on the table.");
		return;
	}
	if (!may_touch(play, &held))
		return;
	play_begin(play);
	strbuf_addf(&text, "%s turns over ", play_nick(play));
	for (size_t i = 0; i < held.count; i++) {
		zones_flip(play->zones, held.cards[i]);
		strbuf_addstr(&text, i > 0 ? ", " : "");
		add_card(play, &text, held.cards[i]);
	}
	if (play_end(play, text.text)) {
		play_say(play, text.text);
		play_done_deck(play);
	}
	strbuf_release(&text);
}

/* ---- take ---- */

/* Find the top card of the discards. */
static bool find_top(struct play *play, struct held *held)
{
	size_t room = zones_count(play->zones, ZONE_DISCARD) + 1;
	size_t *cards = arena_zalloc(play->arena, room, sizeof *cards);
	size_t count = zones_list(play->zones, ZONE_DISCARD, cards);

	held->cards = count > 0 ? cards + count - 1 : cards;
	held->count = count > 0;
	if (count == 0)
		reply(play->rq, "There is no card on the discards.");
	return count > 0;
}

/* Find what is to be taken: "[CARD… | all] [from] [the] table | discards". */
static bool find_taken(struct play *play, struct held *held, const char **whence)
{
	struct texts *texts = &play->texts;
	bool table = texts_take_from(texts, "table");
	bool discards = !table && texts_take_from(texts, "discards");
	unsigned zone = ZONE_DISCARD;

	if (texts->count == 0 && !table) {
		*whence = "the discards";
		return find_top(play, held);
	}
	if (texts->count == 0)
		texts->at[texts->count++] = "all";
	if (table || (!discards && zones_count(play->zones, ZONE_TABLE) > 0))
		zone = ZONE_TABLE;
	*whence = zone == ZONE_TABLE ? "the table" : "the discards";
	return board_find(play, zone, held);
}

/* Return "ann takes Ace of clubs, 2 cards face down from the table". */
static const char *take_note(struct play *play, const struct held *held, const char *whence)
{
	struct strbuf text = STRBUF_INIT;
	size_t down = 0, said = 0;

	strbuf_addf(&text, "%s takes ", play_nick(play));
	for (size_t i = 0; i < held->count; i++) {
		if (zones_at(play->zones, held->cards[i])->down) {
			down++;
			continue;
		}
		strbuf_addstr(&text, said++ > 0 ? ", " : "");
		say_card(play, &text, held->cards[i]);
	}
	if (down > 0)
		strbuf_addf(&text, "%s%s face down", said > 0 ? ", " : "", say_count(play, down));
	strbuf_addf(&text, " from %s", whence);
	return strbuf_move(&text, play->arena);
}

void take_run(struct play *play)
{
	const char *note, *whence;
	struct held held;

	if (!play_named_deck(play, false) || !play_sit(play) || !find_taken(play, &held, &whence) ||
		!may_touch(play, &held) || !hand_has_room(play, play->seat, held.count))
		return;
	note = take_note(play, &held, whence);
	play_move(play, held.cards, held.count, ZONE_HAND + play->seat, false);
	if (!play_end(play, note))
		return;
	play_say(play, arena_printf(play->arena, "%s.", note));
	say_hand(play, play->seat, held.cards, held.count);
}
