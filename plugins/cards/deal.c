/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deal cards, into hands or face up before people. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "handlers.h"

/* Whom is dealt to, and how. */
struct dealt {
	unsigned seats[ZONE_PLAYERS_MAX];
	size_t count;
	bool up; /* on the table before them */
};

static bool add_seat(struct dealt *dealt, unsigned seat)
{
	for (size_t i = 0; i < dealt->count; i++)
		if (dealt->seats[i] == seat)
			return false;
	dealt->seats[dealt->count++] = seat;
	return true;
}

/* Add all who sit and are here. */
static bool add_all(struct play *play, struct dealt *dealt)
{
	const struct players *players = table_players(play->table);

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].sits && play_is_here(play, i))
			add_seat(dealt, i);
	if (dealt->count == 0)
		reply(play->rq, "Nobody sits at this table yet: players say cards sit, or are "
				"dealt to by name.");
	return dealt->count > 0;
}

/* Whom is dealt to by name. */
struct named {
	const char *at[ZONE_PLAYERS_MAX];
	size_t count;
};

/* Read "ann, bob and cid". False after saying what is wrong. */
static bool read_names(struct play *play, struct named *named)
{
	const struct texts *texts = &play->texts;
	size_t len;

	named->count = 0;
	for (size_t i = 0; i < texts->count; i++) {
		const char *at = texts->at[i] + strspn(texts->at[i], ",");
		for (; *at != '\0'; at += len + strspn(at + len, ",")) {
			len = strcspn(at, ",");
			if (len == 3 && strncasecmp(at, "and", len) == 0)
				continue;
			if (named->count == ZONE_PLAYERS_MAX) {
				reply(play->rq, "Deal to at most %u people.", ZONE_PLAYERS_MAX);
				return false;
			}
			named->at[named->count++] = arena_strndup(play->arena, at, len);
		}
	}
	if (named->count == 0)
		play_usage(play);
	return named->count > 0;
}

/* Let all sit as they SAT, for nothing is dealt. */
static void stand_again(struct play *play, const bool sat[ZONE_PLAYERS_MAX])
{
	struct players *players = table_players(play->table);
	struct error err; /* why nothing is dealt has been said */

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		players->at[i].sits = sat[i] && players->at[i].owner != NULL;
	places_seated(all_places(play->self), request_table(play->rq), &err);
}

/* Add all who are named, and let them sit: who does keeps the seat when the next gets one. */
static bool add_named(struct play *play, const struct named *named, struct dealt *dealt)
{
	struct players *players = table_players(play->table);
	bool sat[ZONE_PLAYERS_MAX];
	struct somebody who;
	unsigned seat;

	for (size_t i = 0; i < named->count; i++)
		if (!play_may_hold(play, named->at[i], &who))
			return false;
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		sat[i] = players->at[i].sits;
	for (size_t i = 0; i < named->count; i++) {
		if (!play_seat_of(play, named->at[i], &seat)) {
			stand_again(play, sat);
			return false;
		}
		players->at[seat].sits = true;
		add_seat(dealt, seat);
	}
	return play_keep_seats(play);
}

/* Read "[cards] [each] [to] all | NICK…". */
static bool read_dealt(struct play *play, struct dealt *dealt)
{
	struct texts *texts = &play->texts;
	struct named named;

	dealt->count = 0;
	texts_cut_cards(texts);
	if (texts_is(texts, 0, "each") && texts->count > 1)
		texts_cut(texts, 0, 1);
	if (texts_is(texts, 0, "to"))
		texts_cut(texts, 0, 1);
	if (texts->count == 1 &&
		text_has_word("all everybody everyone each", texts->at[0], strlen(texts->at[0])))
		return add_all(play, dealt);
	return read_names(play, &named) && add_named(play, &named, dealt);
}

/* Return whether there are N cards for each of DEALT; if not, say so. */
static bool has_enough(struct play *play, const struct dealt *dealt, size_t each)
{
	size_t left = deck_left(play->deck);

	for (size_t i = 0; i < dealt->count; i++)
		if (!dealt->up && !hand_has_room(play, dealt->seats[i], each))
			return false;
	if (dealt->count * each > left)
		reply(play->rq, "Cannot deal %zu cards, deck only has %zu remaining.",
			dealt->count * each, left);
	return dealt->count * each <= left;
}

/* Return "ann deals 5 cards each to bob, cid". */
static const char *deal_note(struct play *play, const struct dealt *dealt, size_t each)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s deals %s%s%s to ", play_nick(play), say_count(play, each),
		dealt->up ? " face up" : "", dealt->count > 1 ? " each" : "");
	for (size_t i = 0; i < dealt->count; i++)
		strbuf_addf(&text, "%s%s", i > 0 ? ", " : "", play_nick_at(play, dealt->seats[i]));
	return strbuf_move(&text, play->arena);
}

/* Put the TOTAL CARDS before or into the hands of DEALT, one after the other, as people do. */
static void hand_out(
	struct play *play, const struct dealt *dealt, const size_t *cards, size_t total)
{
	play_begin(play);
	for (size_t i = 0; i < total; i++) {
		unsigned seat = dealt->seats[i % dealt->count];

		zones_put(play->zones, cards[i], dealt->up ? ZONE_TABLE : ZONE_HAND + seat,
			dealt->up ? seat : 0, false);
	}
}

/* Write into OWN the EACH of CARDS that person AT of DEALT got. */
static void own_cards(
	const struct dealt *dealt, const size_t *cards, size_t each, size_t at, size_t *own)
{
	for (size_t i = 0; i < each; i++)
		own[i] = cards[i * dealt->count + at];
}

/* Return "ann: Ace of clubs, Two of clubs; bob: Three of clubs, Four of clubs". */
static const char *say_dealt(
	struct play *play, const struct dealt *dealt, const size_t *cards, size_t each, size_t *own)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < dealt->count; i++) {
		own_cards(dealt, cards, each, i, own);
		strbuf_addf(
			&text, "%s%s: ", i > 0 ? "; " : "", play_nick_at(play, dealt->seats[i]));
		say_cards(play, &text, own, each, false);
	}
	return strbuf_move(&text, play->arena);
}

static void deal(struct play *play, const struct dealt *dealt, size_t each)
{
	size_t total = dealt->count * each;
	size_t *cards = arena_zalloc(play->arena, total + 1, sizeof *cards);
	size_t *own = arena_zalloc(play->arena, each + 1, sizeof *own);
	const char *note = deal_note(play, dealt, each);

	deck_next(play->deck, total, false, cards, NULL);
	hand_out(play, dealt, cards, total);
	if (!play_end(play, note))
		return;
	if (dealt->up) {
		play_say(play, arena_printf(play->arena, "%s deals face up: %s; %zu left.",
				       play_nick(play), say_dealt(play, dealt, cards, each, own),
				       deck_left(play->deck)));
		play_done_deck(play);
		return;
	}
	play_say(play, arena_printf(play->arena, "%s; %zu left.", note, deck_left(play->deck)));
	for (size_t i = 0; i < dealt->count; i++) {
		own_cards(dealt, cards, each, i, own);
		say_hand(play, dealt->seats[i], own, each);
	}
}

void deal_run(struct play *play)
{
	struct dealt dealt = {.up = texts_take(&play->texts, "face up") ||
				    texts_take(&play->texts, "faceup") ||
				    texts_take(&play->texts, "open")};
	long each;

	if (!play_named_deck(play, false))
		return;
	if (!texts_take_number(&play->texts, DRAW_MAX, &each)) {
		play_usage(play);
		return;
	}
	play_look(play);
	if (read_dealt(play, &dealt) && has_enough(play, &dealt, (size_t)each))
		deal(play, &dealt, (size_t)each);
}
