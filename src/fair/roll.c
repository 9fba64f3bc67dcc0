/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make rolls and shuffles: take a number when the first die falls, store it with all of them. */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/packed.h"
#include "fair/impl.h"
#include "os/log.h"

static const char roll_sql[] =
	"INSERT INTO fair_event (place, epoch, number, kind, time, nick, who, input, dice, total,"
	" said, asked, keeper) VALUES (?, ?, ?, 3, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char failed_sql[] =
	"INSERT INTO fair_event (place, epoch, number, kind, time, nick, who, input, dice, error,"
	" said, asked, keeper) VALUES (?, ?, ?, 3, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char shuffle_sql[] =
	"INSERT INTO fair_event (place, epoch, number, kind, time, nick, input, dice, total)"
	" VALUES (?, ?, ?, 4, ?, ?, ?, ?, ?)";
static const char lying_sql[] =
	"SELECT e.epoch, p.seed, p.commitment FROM fair_event AS e JOIN fair_epoch AS p"
	" ON p.place = e.place AND p.epoch = e.epoch WHERE e.place = ? AND e.kind = 4"
	" AND e.input = ? AND p.revealed IS NULL ORDER BY e.id DESC LIMIT 1";

struct rng *fair_begin(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *input, struct rng *script, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, asker->now_s, err);

	assert(fair->rolling == NULL);
	if (place == NULL)
		return NULL;
	fair->rolling = place;
	fair->now_s = asker->now_s;
	fair->draws.count = 0;
	strbuf_reset(&fair->nick);
	strbuf_addstr(&fair->nick, asker->nick);
	strbuf_reset(&fair->input);
	strbuf_addstr(&fair->input, input);
	fair->rng = script;
	if (script == NULL) {
		const struct fair_request request = {place->network, place->name, place->epoch,
			place->next, place->salt, fair->nick.text, fair->input.text};
		fair_stream_key(fair->stream, place->seed);
		fair_stream_begin(fair->stream, &request);
		fair->rng = fair_stream_rng(fair->stream);
	}
	rng_record(fair->rng, &fair->draws);
	return fair->rng;
}

bool fair_is_rolling(const struct fair *fair)
{
	return fair->rolling != NULL;
}

int64_t fair_number(const struct fair *fair)
{
	return fair->rolling != NULL && fair->draws.count > 0 ? fair->rolling->next : 0;
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

/* Note the event that was just put in. */
static void note_event(struct fair *fair)
{
	fair->last_event = store_last_id(fair->store);
}

bool fair_end(struct fair *fair, const struct fair_result *result, struct error *err)
{
	struct fair_place *place = finish(fair);
	bool stored;

	assert(place != NULL);
	if (fair->draws.count == 0)
		return true;
	strbuf_reset(&fair->dice);
	packed_add(&fair->dice, fair->draws.sides, fair->draws.values, fair->draws.count);
	if (result->total != NULL)
		stored = store_run(fair->store, err, roll_sql, "iiiisssbdsss", place->id,
			place->epoch, place->next, fair->now_s, fair->nick.text, result->who,
			fair->input.text, fair->dice.text, fair->dice.len, *result->total,
			result->said, result->asked, result->keeper);
	else
		stored = store_run(fair->store, err, failed_sql, "iiiisssbssss", place->id,
			place->epoch, place->next, fair->now_s, fair->nick.text, result->who,
			fair->input.text, fair->dice.text, fair->dice.len, result->error,
			result->said, result->asked, result->keeper);
	place->next++;
	if (!stored)
		return false;
	note_event(fair);
	return true;
}

/* ---- shuffles ---- */

/* Write ORDER as COUNT dice of as many sides. */
static void write_order(struct strbuf *out, const size_t *order, size_t count)
{
	uint32_t *sides = mem_alloc((2 * count + 1) * sizeof *sides), *places = sides + count;

	for (size_t i = 0; i < count; i++) {
		sides[i] = (uint32_t)count;
		places[i] = (uint32_t)order[i] + 1;
	}
	strbuf_reset(out);
	packed_add(out, sides, places, count);
	free(sides);
}

bool fair_end_shuffle(struct fair *fair, const size_t *order, size_t count,
	char commitment[HASH_HEX_ROOM], struct error *err)
{
	struct fair_place *place = finish(fair);

	assert(place != NULL && place->part == FAIR_DECKS);
	write_order(&fair->dice, order, count);
	if (!store_run(fair->store, err, shuffle_sql, "iiiissbd", place->id, place->epoch,
		    place->next, fair->now_s, fair->nick.text, fair->input.text, fair->dice.text,
		    fair->dice.len, (double)count))
		return false;
	note_event(fair);
	if (!fair_next_epoch(fair, place, fair->now_s, err))
		return false;
	memcpy(commitment, place->commitment, HASH_HEX_ROOM);
	return true;
}

bool fair_show_deck(struct fair *fair, const struct fair_where *where, const char *name,
	int64_t now_s, struct fair_reveal *reveal, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);
	unsigned char checked[FAIR_SEED_BYTES];
	struct store_query *query;
	size_t len = 0;
	struct error why;

	bool sound = true;

	assert(where->part == FAIR_DECKS);
	if (place == NULL)
		return false;
	query = store_query(fair->store, lying_sql, "is", place->id, name);
	reveal->epoch = 0;
	if (store_next(query)) {
		const void *seed = store_blob(query, 1, &len);
		sound = fair_seed(seed, len, store_text(query, 2), checked, &why) ||
			store_refuse(fair->store, &why);
		reveal->epoch = store_int(query, 0);
		hex_write(reveal->seed, checked, sound ? FAIR_SEED_BYTES : 0);
		memcpy(reveal->commitment, place->commitment, sizeof reveal->commitment);
		reveal->rolls = 1;
	}
	if (!sound)
		error_set(err, "%s", why.text);
	return store_done(query, sound ? err : NULL) && sound &&
	       (reveal->epoch == 0 || fair_store_reveal(fair, place, reveal->epoch, 1, now_s, err));
}

int64_t fair_last_event(const struct fair *fair)
{
	return fair->last_event;
}
