/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make rolls and shuffles: take a secret when they begin, store what came of it when they end. */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/packed.h"
#include "fair/impl.h"

static void keep_text(struct strbuf *to, const char *text)
{
	strbuf_reset(to);
	strbuf_addstr(to, text);
}

/* Return whether the epoch in use has a number left. */
static bool has_room(const struct fair_place *place, bool hidden)
{
	return hidden ? place->next_hidden <= FAIR_SEALED : place->next <= FAIR_ROLLS;
}

struct rng *fair_begin(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const struct fair_roll *roll, struct rng *script,
	struct error *err)
{
	struct fair_place *place = fair_open(fair, where, asker->now_s, err);

	assert(fair->rolling == NULL);
	if (place == NULL || (!has_room(place, roll->hidden) &&
				     !fair_next_epoch(fair, place, asker->now_s, err)))
		return NULL;
	fair->rolling = place;
	fair->now_s = asker->now_s;
	fair->hidden = roll->hidden;
	fair->draws.count = 0;
	keep_text(&fair->nick, asker->nick);
	keep_text(&fair->input, roll->input);
	strbuf_reset(&fair->who);
	fair_name(fair, &fair->who, place, asker);
	if (roll->hidden)
		fair_sealed_secret(&fair->secret, &place->sealed, place->next_hidden);
	else
		fair->secret = *fair_chain_secret(&place->chain, place->next);
	fair->rng = script != NULL ? script
				   : fair_numbers_begin(fair->numbers, &fair->secret, &place->mix);
	rng_record(fair->rng, &fair->draws);
	return fair->rng;
}

bool fair_is_rolling(const struct fair *fair)
{
	return fair->rolling != NULL;
}

/* ---- recording ---- */

/* End the roll. Returns its place, or NULL. */
static struct fair_place *finish(struct fair *fair)
{
	struct fair_place *place = fair->rolling;

	if (place != NULL)
		rng_record(fair->rng, NULL);
	fair->rolling = NULL;
	return place;
}

/* Begin the event of the roll that has ended. */
static struct fair_event new_event(const struct fair *fair, const struct fair_place *place)
{
	return (struct fair_event){.time_s = fair->now_s,
		.epoch = place->epoch,
		.number = fair->hidden ? place->next_hidden : place->next,
		.who = fair->who.text,
		.nick = fair->nick.text};
}

/* Record EVENT, and fill NUMBER. */
static bool record(struct fair *fair, struct fair_place *place, struct fair_event *event,
	const struct fair_extra *extra, struct fair_number *number, struct error *err)
{
	if (fair->hidden)
		place->next_hidden++;
	else
		place->next++;
	if (!fair_record(fair, place, event, extra, err))
		return false;
	number->epoch = event->epoch;
	number->number = event->number;
	number->secret = fair->secret;
	fair_short(&place->head, number->head);
	return true;
}

bool fair_end(struct fair *fair, const struct fair_result *result, struct fair_number *number,
	struct error *err)
{
	struct fair_place *place = finish(fair);
	const struct rng_draws *draws = &fair->draws;
	const char *end = result->total != NULL ? result->total : result->error;
	const struct fair_rolled rolled = {
		fair->nick.text, fair->input.text, draws->sides, draws->values, draws->count, end};
	struct fair_event event;
	struct fair_extra extra = {.roller = result->who,
		.said = result->said,
		.asked = result->asked,
		.keeper = result->keeper,
		.dice = &fair->dice,
		.failed = result->total == NULL};

	assert(place != NULL);
	*number = (struct fair_number){.number = 0};
	if (draws->count == 0)
		return true;
	strbuf_reset(&fair->dice);
	packed_add(&fair->dice, draws->sides, draws->values, draws->count);
	event = new_event(fair, place);
	if (fair->hidden) {
		event.kind = FAIR_KIND_HIDDEN;
		fair_cover_roll(&event.hash, &fair->secret, &rolled);
		extra.input = rolled.input;
		extra.total = end;
	} else {
		event.kind = result->total != NULL ? FAIR_KIND_ROLL : FAIR_KIND_FAIL;
		event.input = rolled.input;
		event.sides = rolled.sides;
		event.values = rolled.values;
		event.count = rolled.count;
		event.total = end;
	}
	return record(fair, place, &event, &extra, number, err);
}

/* ---- shuffles ---- */

/* Write ORDER, of COUNT cards from 0, as dice of as many sides. Returns it counted from 1, which
 * the caller frees. */
static uint32_t *write_order(struct strbuf *out, const size_t *order, size_t count)
{
	uint32_t *places = mem_alloc((2 * count + 1) * sizeof *places), *sides = places + count;

	for (size_t i = 0; i < count; i++) {
		sides[i] = (uint32_t)count;
		places[i] = (uint32_t)order[i] + 1;
	}
	strbuf_reset(out);
	packed_add(out, sides, places, count);
	return places;
}

bool fair_end_shuffle(struct fair *fair, const size_t *order, size_t count,
	struct fair_number *number, struct error *err)
{
	struct fair_place *place = finish(fair);
	const struct fair_extra extra = {.dice = &fair->dice};
	struct fair_event event;
	uint32_t *places;

	assert(place != NULL && fair->hidden);
	*number = (struct fair_number){.number = 0};
	places = write_order(&fair->dice, order, count);
	event = new_event(fair, place);
	event.kind = FAIR_KIND_SHUFFLE;
	event.input = fair->input.text;
	event.cards = (int64_t)count;
	fair_cover_shuffle(&event.hash, &fair->secret, event.input, places, count);
	free(places);
	return record(fair, place, &event, &extra, number, err);
}

int64_t fair_last_event(const struct fair *fair)
{
	return fair->last_event;
}
