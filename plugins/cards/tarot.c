/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lay the tarot: a deck of its own, shuffled anew for every reading. */
#include "tarot.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"

enum { SPREAD_MAX = 10, WORDS_MAX = 6 };

static const char tarot_type[] = "Tarot", tarot_name[] = "tarot";

/* What the places of a spread stand for, in the order in which cards are laid. */
static const struct spread {
	const char *words[WORDS_MAX]; /* for it */
	size_t count;
	bool meanings; /* are said */
	const char *places[SPREAD_MAX];
} spreads[] = {
	{{"1", "one", "card", "a card"}, 1, true, {"The card"}},
	{{"3", "three", "three cards", "past present future", "past, present, future"}, 3, true,
		{"Past", "Present", "Future"}},
	{{"5", "five", "five cards"}, 5, true, {"Now", "Behind", "Ahead", "Hidden", "Outcome"}},
	{{"cross", "celtic cross", "celtic", "10", "ten"}, 10, false,
		{"Now", "Crossing", "Above", "Below", "Behind", "Ahead", "Self", "House",
			"Hopes and fears", "Outcome"}},
};

static const struct spread *find_spread(const char *typed)
{
	for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++)
		for (size_t n = 0; n < WORDS_MAX && spreads[i].words[n] != NULL; n++)
			if (strcasecmp(spreads[i].words[n], typed) == 0)
				return &spreads[i];
	return NULL;
}

/* Shuffle the tarot that lies here. */
static bool shuffle_tarot(struct play *play)
{
	if (strcasecmp(deck_type(play->deck), tarot_type) != 0) {
		reply(play->rq, "The deck called %s is no tarot: put it away with cards remove %s.",
			play->name, play->name);
		return false;
	}
	return shuffle_again(play, false);
}

/* Have a tarot here, shuffled just now. */
static bool open_tarot(struct play *play)
{
	struct error err;

	if (!request_keeps(play->rq) || !table_here(play->self, play->rq, &play->table))
		return false;
	if (table_find(play->table, tarot_name, &err) == NULL)
		return open_shuffled(play, tarot_type, tarot_name);
	return play_deck(play, tarot_name) && shuffle_tarot(play);
}

/* Append "Past: The Fool (reversed), folly". */
static void add_place(const struct play *play, struct strbuf *out, const struct spread *spread,
	size_t place, size_t card)
{
	const struct deckcard *about = deck_file(play->deck)->about[card];
	const char *meaning = zones_at(play->zones, card)->reversed ? about->reversed
								    : about->meaning;

	strbuf_addf(out, "%s%s: \002", place > 0 ? " | " : "", spread->places[place]);
	say_card(play, out, card);
	strbuf_addf(out, "\002");
	if (spread->meanings && meaning[0] != '\0')
		strbuf_addf(out, ", %s", meaning);
}

static void lay(struct play *play, const struct spread *spread)
{
	size_t cards[SPREAD_MAX];
	struct strbuf text = STRBUF_INIT;
	struct error err;

	if (!deck_next(play->deck, spread->count, false, cards, &err)) {
		reply_error(play->rq, &err);
		return;
	}
	play_move(play, cards, spread->count, ZONE_TABLE, false);
	for (size_t i = 0; i < spread->count; i++)
		add_place(play, &text, spread, i, cards[i]);
	if (play_end(play, arena_printf(play->arena, "%s lays the tarot", play_nick(play))))
		reply(play->rq, "%s", text.text);
	strbuf_release(&text);
}

void tarot_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct spread *spread = find_spread(argc > 1 ? argv[1] : "1");
	struct play play = {
		.self = self, .rq = rq, .arena = request_arena(rq), .seat = ZONE_NOBODY};

	if (spread == NULL)
		reply(rq, "There are spreads of 1, 3 and 5 cards, and the cross of 10: tarot "
			  "cross");
	else if (open_tarot(&play))
		lay(&play, spread);
}
