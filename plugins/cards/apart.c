/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards out of play: put there from anywhere, and fetched back. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"

/* ---- a kind of cards ---- */

/* Write the cards of ZONE that do not lie face down into CARDS. Returns how many. */
static size_t list_open(const struct play *play, unsigned zone, size_t *cards)
{
	size_t count = zones_list(play->zones, zone, cards), open = 0;

	for (size_t i = 0; i < count; i++)
		if (!zones_at(play->zones, cards[i])->down)
			cards[open++] = cards[i];
	return open;
}

/* Find WANTED cards called NAME among the COUNT CARDS into HELD. Returns whether there are so many;
 * ERR says why there is none. */
static bool find_some(struct play *play, const size_t *cards, size_t count, const char *name,
	long wanted, struct held *held, struct error *err)
{
	bool *taken = arena_zalloc(play->arena, count + 1, sizeof *taken);
	char **names = deck_file(play->deck)->cards;
	size_t card;

	while (held->count < (size_t)wanted &&
		cardname_find(play->deck, cards, count, taken, name, &card, err) &&
		(held->count == 0 || strcmp(names[card], names[held->cards[0]]) == 0)) {
		for (size_t at = 0; at < count; at++)
			taken[at] = taken[at] || cards[at] == card;
		held->cards[held->count++] = card;
	}
	return held->count == (size_t)wanted;
}

/* Find "CARD", "N CARD" or "all CARD" among the COUNT CARDS into HELD. False, with ERR, when they
 * are not there. */
static bool find_among(
	struct play *play, const size_t *cards, size_t count, struct held *held, struct error *err)
{
	struct texts *texts = &play->texts;
	const char *name = texts_join(texts, play->arena, 0);
	long wanted = 1;

	if (strspn(name, "0123456789") == strlen(name))
		return error_set(err, "Say which cards, by their names.");
	if (texts->count > 1 && texts_is(texts, 0, "all")) {
		name = texts_join(texts, play->arena, 1);
		held->count = cardname_find_kind(play->deck, cards, count, name, held->cards);
		return held->count > 0 ||
		       error_set(err, "There is no card called %.60s there.", name);
	}
	if (find_some(play, cards, count, name, 1, held, err))
		return true;
	if (texts->count < 2 || !texts_take_number(texts, ZONE_CARDS_MAX, &wanted))
		return false;
	name = texts_join(texts, play->arena, 0);
	return find_some(play, cards, count, name, wanted, held, err) || held->count == 0 ||
	       error_set(err, "There are only %zu of these there.", held->count);
}

/* Find the cards that the words name in ZONE, face up. False after saying what is wrong. */
static bool find_kind(struct play *play, unsigned zone, struct held *held)
{
	size_t room = zones_count(play->zones, zone) + 1;
	size_t *cards = arena_zalloc(play->arena, room, sizeof *cards);
	struct error err = {.text = ""};

	*held = (struct held){
		.cards = arena_zalloc(play->arena, room, sizeof *held->cards), .count = 0};
	if (find_among(play, cards, list_open(play, zone, cards), held, &err) && held->count > 0)
		return true;
	reply(play->rq, "%s", quote_words(play->arena, err.text));
	return false;
}

/* Return "ann VERB 3 cards WHENCE: Ace of clubs, …". */
static const char *note_of(
	struct play *play, const char *verb, const struct held *held, const char *whence)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s %s %s: ", play_nick(play), verb, say_count(play, held->count),
		whence);
	say_cards(play, &text, held->cards, held->count, false);
	return strbuf_move(&text, play->arena);
}

/* Move HELD to ZONE, and say NOTE. */
static void move_kind(struct play *play, const struct held *held, unsigned zone, const char *note)
{
	play_move(play, held->cards, held->count, zone, false);
	if (!play_end(play, note))
		return;
	play_say(play, arena_printf(play->arena, "%s.", note));
	play_done_deck(play);
}

/* ---- away ---- */

/* Put cards that the game master names out of the pile. */
static void away_from_pile(struct play *play)
{
	struct held held;

	if (request_has_gm(play->rq) && request_role(play->rq) < ROLE_GM)
		reply(play->rq, "Looking through the pile is for the GM.");
	else if (find_kind(play, ZONE_PILE, &held))
		move_kind(play, &held, ZONE_AWAY,
			note_of(play, "puts", &held, "of the pile out of play"));
}

/* Put cards out of play that are named, or all, from the table or the discards. */
static void away_from(struct play *play, unsigned zone)
{
	bool table = zone == ZONE_TABLE;
	struct held held;

	if (!play_named_deck(play, true))
		return;
	play_look(play);
	if (play->texts.count == 0)
		sweep(play, zone, ZONE_AWAY, "puts",
			table ? " from the table out of play" : " of the discards out of play");
	else if (board_find(play, zone, &held) && may_touch(play, &held))
		move_kind(play, &held, ZONE_AWAY,
			note_of(play, "puts", &held,
				table ? "from the table out of play"
				      : "of the discards out of play"));
}

void away_run(struct play *play)
{
	struct texts *texts = &play->texts;
	struct held held;

	if (texts_take_from(texts, "pile")) {
		if (play_named_deck(play, false))
			away_from_pile(play);
	} else if (texts_take_from(texts, "table")) {
		away_from(play, ZONE_TABLE);
	} else if (texts_take_from(texts, "discards")) {
		away_from(play, ZONE_DISCARD);
	} else if (held_begin(play, &held)) {
		move_kind(
			play, &held, ZONE_AWAY, held_note(play, "puts out of play:", &held, false));
	}
}

void return_away(struct play *play)
{
	struct held held;

	if (play_named_deck(play, false) && find_kind(play, ZONE_AWAY, &held))
		move_kind(play, &held, ZONE_PILE,
			note_of(play, "returns", &held, "to the bottom of the pile"));
}
