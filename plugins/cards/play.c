/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all that is done with cards begins and ends with: the deck that is meant, the move that is
 * kept, what is said of it. */
#include "play.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "crypto/random.h"

bool play_deck(struct play *play, const char *name)
{
	play->deck = deck_here(play->self, play->rq, name, &play->table);
	if (play->deck == NULL)
		return false;
	play->zones = deck_zones(play->deck);
	play->name = table_name(play->table, play->deck);
	return true;
}

static bool is_before_deck(const char *word)
{
	return strcasecmp(word, "from") == 0 || strcasecmp(word, "of") == 0 ||
	       strcasecmp(word, "in") == 0;
}

bool play_named_deck(struct play *play, bool bare)
{
	struct texts *texts = &play->texts;
	size_t last = texts->count - 1;
	const char *name = NULL;
	struct error err;

	if (!table_here(play->self, play->rq, &play->table))
		return false;
	if (texts->count > 0 && table_find(play->table, texts->at[last], &err) != NULL) {
		bool led = last > 0 && is_before_deck(texts->at[last - 1]);
		if (led || bare) {
			name = texts->at[last];
			texts_cut(texts, last - led, 1 + (size_t)led);
		}
	}
	return play_deck(play, name);
}

bool play_only_deck(struct play *play)
{
	if (play->texts.count == 1)
		return play_deck(play, play->texts.at[0]);
	play_usage(play);
	return false;
}

void play_begin(struct play *play)
{
	zones_begin(play->zones);
}

void play_move(struct play *play, const size_t *cards, size_t count, unsigned zone, bool down)
{
	play_begin(play);
	for (size_t i = 0; i < count; i++)
		zones_put(play->zones, cards[i], zone, play->seat, down);
}

bool play_end(struct play *play, const char *note)
{
	struct error err;

	zones_note(play->zones, note);
	/* Then the order is shown: what was drawn last would be known if it were taken back. */
	if (!zones_hide(play->zones))
		zones_begin(play->zones);
	if (places_moved(all_places(play->self), request_table(play->rq), play->deck, &err))
		return true;
	reply_error(play->rq, &err);
	return false;
}

void play_say(struct play *play, const char *note)
{
	if (table_count(play->table) > 1)
		reply(play->rq, "%s (%s)", note, play->name);
	else
		reply(play->rq, "%s", note);
}

void play_done_deck(struct play *play)
{
	if (!zones_hide(play->zones))
		request_deck_done(play->rq, play->name);
}

uint32_t play_roll(struct play *play, size_t sides, const char *what)
{
	const char *input = arena_printf(play->arena, "1d%zu %s", sides, what);
	struct rng *rng = request_roll(play->rq, input);
	struct error err;
	uint32_t face;

	if (!rng_uniform(rng, (uint32_t)sides, &face)) {
		error_set(&err, "%s", rng_failure(rng));
		reply_roll_failed(play->rq, &err, "%s", err.text);
		return 0;
	}
	reply_roll(play->rq, arena_printf(play->arena, "%u", face),
		"%s rolled %s || 1d%zu: %u = \002%u\002 || Total: \002%u\002", play_nick(play),
		input, sides, face, face, face);
	return face;
}

const char *play_nick(const struct play *play)
{
	return quote_words(play->arena, request_nick(play->rq));
}

void play_usage(struct play *play)
{
	const struct action *action = play->action;

	reply(play->rq, "Usage: cards %s%s%s (as in: %s)", action->name,
		action->usage[0] != '\0' ? " " : "", action->usage, action->example);
}
