/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw cards, for all to see or into hands, and look at them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "handlers.h"

enum { AT_RANDOM_MAX = 5 };

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
	texts_cut_cards(texts);
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
