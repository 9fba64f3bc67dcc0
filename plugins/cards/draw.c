/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw cards, for all to see or into hands, and deal them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "handlers.h"

enum { DRAW_MAX = 52, AT_RANDOM_MAX = 5 };

/* What is asked for. */
struct draw {
	long count;
	const char *deck; /* its name, or NULL */
	bool secret, bottom, random;
};

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]) || word[0] == '+' || word[0] == '-';
}

/* Whether the only word is the name of a deck here, though it may look like a number. */
static bool is_deck_alone(const struct play *play)
{
	const struct texts *texts = &play->texts;
	struct table *table;
	struct error err;

	table = texts->count == 1
			? places_find(all_places(play->self), request_table(play->rq), &err)
			: NULL;
	return table != NULL && table_find(table, texts->at[0], &err) != NULL;
}

/* Cut "cards" off behind a number. */
static void cut_cards(struct texts *texts)
{
	if (texts_is(texts, 0, "card") || texts_is(texts, 0, "cards"))
		texts_cut(texts, 0, 1);
}

/* Read "[N] [secret] [from the bottom | at random] [[from] NAME]". False after saying what is
 * wrong. */
static bool read_draw(struct play *play, struct draw *draw)
{
	struct texts *texts = &play->texts;
	bool from;

	*draw = (struct draw){.count = 1};
	if (!is_deck_alone(play) && !texts_take_number(texts, ZONE_CARDS_MAX, &draw->count) &&
		texts->count > 0 && is_number(texts->at[0])) {
		reply(play->rq, "Draw 1 to %d cards at a time, not %s.", DRAW_MAX, texts->at[0]);
		return false;
	}
	cut_cards(texts);
	draw->secret = texts_take(texts, "in secret") || texts_take(texts, "secret") ||
		       texts_take(texts, "secretly") || texts_take(texts, "hidden") ||
		       texts_take(texts, "privately");
	draw->bottom = texts_take(texts, "from the bottom") || texts_take(texts, "bottom");
	draw->random = texts_take(texts, "at random") || texts_take(texts, "random");
	from = texts_is(texts, 0, "from") || (texts_is(texts, 0, "of") && texts->count > 1);
	if (from)
		texts_cut(texts, 0, 1);
	if (texts->count > 0) {
		draw->deck = texts->at[0];
		texts_cut(texts, 0, 1);
	}
	if (texts->count == 0 && !(from && draw->deck == NULL) && !(draw->bottom && draw->random))
		return true;
	play_usage(play);
	return false;
}

/* Write as many random cards of the pile as DRAW has into CARDS. */
static bool pick_random(struct play *play, const struct draw *draw, size_t *cards)
{
	size_t left = deck_left(play->deck), *pile = mem_zalloc(left + 1, sizeof *pile);
	const char *what = arena_printf(play->arena, "card from the top of %s", play->name);
	uint32_t face = 1;

	zones_list(play->zones, ZONE_PILE, pile);
	for (long i = 0; face > 0 && i < draw->count; i++) {
		face = play_roll(play, left, what);
		if (face == 0)
			break;
		cards[i] = pile[face - 1];
		memmove(pile + face - 1, pile + face, (--left - (face - 1)) * sizeof *pile);
	}
	free(pile);
	return face > 0;
}

/* Write the cards that are drawn into CARDS. False after saying why there are none. */
static bool pick(struct play *play, const struct draw *draw, size_t cards[DRAW_MAX])
{
	long max = draw->random ? AT_RANDOM_MAX : DRAW_MAX;
	struct error err;

	if (draw->count > max && (size_t)draw->count <= deck_left(play->deck)) {
		reply(play->rq, "Draw 1 to %ld cards at a time, not %ld.", max, draw->count);
		return false;
	}
	/* When there are as many, they have room; when not, none is written. */
	if (!deck_next(play->deck, (size_t)draw->count, draw->bottom, cards, &err)) {
		reply_error(play->rq, &err);
		return false;
	}
	return !draw->random || pick_random(play, draw, cards);
}

/* Say which cards were drawn, to all. */
static void say_drawn(struct play *play, const size_t *cards, size_t count)
{
	struct strbuf text = STRBUF_INIT;
	bool apart = count == 1 || request_flag(play->rq, play->self, "one_per_line");

	strbuf_addstr(&text, "Your cards are ");
	say_cards(play, &text, cards, count, false);
	for (size_t i = 0; apart && i < count; i++) {
		strbuf_reset(&text);
		say_card(play, &text, cards[i]);
		say_meaning(play, &text, cards[i]);
		reply(play->rq, "Your card is %s", text.text);
	}
	if (!apart)
		reply(play->rq, "%s", text.text);
	strbuf_release(&text);
}

static const char *whence(const struct draw *draw)
{
	if (draw->bottom)
		return " from the bottom";
	return draw->random ? " at random" : "";
}

static void draw_openly(struct play *play, const struct draw *draw)
{
	size_t cards[DRAW_MAX], count = (size_t)draw->count;

	play_look(play);
	if (!pick(play, draw, cards))
		return;
	play_move(play, cards, count, ZONE_TABLE, false);
	if (!play_end(play, arena_printf(play->arena, "%s draws %s%s", play_nick(play),
				    say_count(play, count), whence(draw))))
		return;
	/* In front of the cards: they may be many, and the rest be left for !more. */
	play_done_deck(play);
	say_drawn(play, cards, count);
}

static void draw_secretly(struct play *play, const struct draw *draw)
{
	size_t cards[DRAW_MAX], count = (size_t)draw->count;
	const char *note = arena_printf(play->arena, "%s draws %s%s in secret", play_nick(play),
		say_count(play, count), whence(draw));

	if (!play_sit(play) || !hand_has_room(play, play->seat, count) || !pick(play, draw, cards))
		return;
	play_move(play, cards, count, ZONE_HAND + play->seat, false);
	if (!play_end(play, note))
		return;
	play_say(play, arena_printf(play->arena, "%s; %zu left.", note, deck_left(play->deck)));
	say_hand(play, play->seat, cards, count);
}

void draw_run(struct play *play)
{
	struct draw draw;

	if (!read_draw(play, &draw) || !play_deck(play, draw.deck))
		return;
	if (draw.secret)
		draw_secretly(play, &draw);
	else
		draw_openly(play, &draw);
}

/* ---- deal ---- */

/* Whom is dealt to. */
struct dealt {
	unsigned seats[ZONE_PLAYERS_MAX];
	size_t count;
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
	cut_cards(texts);
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
		if (!hand_has_room(play, dealt->seats[i], each))
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

	strbuf_addf(&text, "%s deals %s%s to ", play_nick(play), say_count(play, each),
		dealt->count > 1 ? " each" : "");
	for (size_t i = 0; i < dealt->count; i++)
		strbuf_addf(&text, "%s%s", i > 0 ? ", " : "", play_nick_at(play, dealt->seats[i]));
	return strbuf_move(&text, play->arena);
}

/* Deal one card after the other, as people do. */
static void deal(struct play *play, const struct dealt *dealt, size_t each)
{
	size_t total = dealt->count * each, *cards = mem_zalloc(total + 1, sizeof *cards);
	size_t *new = mem_zalloc(each + 1, sizeof *new);
	const char *note = deal_note(play, dealt, each);

	deck_next(play->deck, total, false, cards, NULL);
	play_begin(play);
	for (size_t i = 0; i < total; i++)
		zones_put(play->zones, cards[i], ZONE_HAND + dealt->seats[i % dealt->count], 0,
			false);
	if (play_end(play, note)) {
		play_say(play,
			arena_printf(play->arena, "%s; %zu left.", note, deck_left(play->deck)));
		for (size_t i = 0; i < dealt->count; i++) {
			for (size_t j = 0; j < each; j++)
				new[j] = cards[j * dealt->count + i];
			say_hand(play, dealt->seats[i], new, each);
		}
	}
	free(cards);
	free(new);
}

void deal_run(struct play *play)
{
	struct dealt dealt;
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

/* ---- peek ---- */

void peek_run(struct play *play)
{
	size_t cards[DRAW_MAX];
	struct strbuf text = STRBUF_INIT;
	struct error err;
	long count = 1;

	if (!play_named_deck(play, true))
		return;
	if (play->texts.count > 0 && !texts_take_number(&play->texts, DRAW_MAX, &count)) {
		play_usage(play);
		return;
	}
	if (!deck_next(play->deck, (size_t)count, false, cards, &err)) {
		reply_error(play->rq, &err);
		return;
	}
	say_cards(play, &text, cards, (size_t)count, false);
	reply_private(play->rq, "On top of %s: %s", play->name, text.text);
	play_say(play, arena_printf(play->arena, "%s looks at the top %s.", play_nick(play),
			       say_count(play, (size_t)count)));
	strbuf_release(&text);
}
