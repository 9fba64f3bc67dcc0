/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open decks, list them, put them away. */
#include <string.h>

#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"
#include "types.h"

enum { OPENED_MAX = 16 }; /* decks of one person in one place */

/* Return how many decks here the asker has opened. */
static size_t count_opened(struct play *play)
{
	size_t count = 0;

	for (size_t i = 0; i < table_count(play->table); i++) {
		const char *opener = table_opener(play->table, table_at(play->table, i));
		count += opener != NULL && strcmp(opener, request_person(play->rq)) == 0;
	}
	return count;
}

/* Put play->deck on the table here, and on the shelf; *TAKEN when the table has it. */
static bool put_on_table(struct play *play, const char *name, bool *taken, struct error *err)
{
	struct plugin *self = play->self;
	struct request *rq = play->rq;
	enum place_kind kind = request_channel(rq) != NULL ? PLACE_LASTING : PLACE_PASSING;

	*taken = false;
	play->table = places_open(all_places(self), request_table(rq), kind, err);
	if (play->table == NULL || !begin_life(self, rq, play->table, err) ||
		!note_life(self, request_table(rq), err))
		return false;
	if (request_channel(rq) != NULL && count_opened(play) >= OPENED_MAX)
		return error_set(err,
			"You have opened %d decks here, and that is the most: put one "
			"away with cards remove NAME.",
			OPENED_MAX);
	play->name = table_add(play->table, play->deck, name, err);
	*taken = play->name != NULL;
	if (*taken)
		table_set_opener(play->table, play->deck, request_person(rq));
	return *taken && places_added(all_places(self), request_table(rq), play->deck, err);
}

/* Open a deck and shuffle it at once: who draws from it expects chance, not the ace of clubs. */
bool open_shuffled(struct play *play, const char *type, const char *name)
{
	struct deck_order order;
	bool taken;
	struct error err;

	play->deck = open_deck(play->self, play->rq, type);
	if (play->deck == NULL)
		return false;
	play->zones = deck_zones(play->deck);
	if (put_on_table(play, name, &taken, &err) && shuffle_all(play, &order, &err)) {
		reply(play->rq, "Deck %s created (Type: %s)", play->name, deck_type(play->deck));
		request_shuffled(play->rq, order.entries, order.count, order.cards);
		deck_order_release(&order);
		return true;
	}
	reply_error(play->rq, &err);
	if (!taken)
		deck_free(play->deck);
	else
		places_put_away(all_places(play->self), request_table(play->rq), play->deck, NULL);
	return false;
}

void new_run(struct play *play)
{
	struct texts *texts = &play->texts;

	if (texts->count == 3 && texts_is(texts, 1, "as"))
		texts_cut(texts, 1, 1);
	if (texts->count < 1 || texts->count > 2)
		play_usage(play);
	else if (request_keeps(play->rq))
		open_shuffled(play, texts->at[0], texts->count > 1 ? texts->at[1] : NULL);
}

void use_run(struct play *play)
{
	struct error err;

	if (!play_only_deck(play))
		return;
	table_use(play->table, play->deck);
	if (places_seated(all_places(play->self), request_table(play->rq), &err))
		reply(play->rq, "Deck %s is meant where none is named.", play->name);
	else
		reply_error(play->rq, &err);
}

void list_run(struct play *play)
{
	struct strbuf line = STRBUF_INIT;

	if (!table_here(play->self, play->rq, &play->table))
		return;
	for (size_t i = 0; i < table_count(play->table); i++) {
		const struct deck *deck = table_at(play->table, i);
		strbuf_addf(&line, "%s%s (%s): %zu of %zu left", i > 0 ? ", " : "",
			table_name(play->table, deck), deck_type(deck), deck_left(deck),
			deck_size(deck));
	}
	reply(play->rq, "%s", line.len > 0 ? line.text : "There is no deck here yet.");
	strbuf_release(&line);
}

void remove_run(struct play *play)
{
	struct error err;

	if (!play_only_deck(play))
		return;
	reply(play->rq, "Deck %s is put away.", play->name);
	request_deck_done(play->rq, play->name);
	if (!places_put_away(all_places(play->self), request_table(play->rq), play->deck, &err))
		reply_error(play->rq, &err);
}
