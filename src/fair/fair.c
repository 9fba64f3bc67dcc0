/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep places and their epochs. A place is read once and kept until the store loses a change. */
#include "fair/fair.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/impl.h"
#include "os/log.h"

enum { PLACES_KEPT = 1000 };

static const char place_sql[] = "SELECT id, salt FROM fair_place WHERE network = ? AND place = ?";
static const char new_place_sql[] =
	"INSERT INTO fair_place (network, place, salt) VALUES (?, ?, ?)";
static const char epoch_sql[] = "SELECT epoch, seed, commitment, opened,"
				" (SELECT max(number) FROM fair_event AS e"
				"  WHERE e.place = p.place AND e.epoch = p.epoch)"
				" FROM fair_epoch AS p WHERE place = ? ORDER BY epoch DESC LIMIT 1";
static const char new_epoch_sql[] =
	"INSERT INTO fair_epoch (place, epoch, seed, commitment, salt, opened)"
	" VALUES (?, ?, ?, ?, ?, ?)";
static const char commitment_sql[] =
	"INSERT INTO fair_event (place, epoch, kind, time) VALUES (?, ?, 1, ?)";
static const char salt_sql[] = "UPDATE fair_place SET salt = ? WHERE id = ?";
static const char salted_sql[] =
	"INSERT INTO fair_event (place, epoch, kind, time, nick, input, salt)"
	" VALUES (?, ?, 2, ?, ?, ?, ?)";
static const char reveal_sql[] = "UPDATE fair_epoch SET revealed = ? WHERE place = ? AND epoch = ?";
static const char revealed_sql[] =
	"INSERT INTO fair_event (place, epoch, kind, time, total) VALUES (?, ?, 5, ?, ?)";
static const char show_all_sql[] =
	"INSERT INTO fair_event (place, epoch, kind, time, nick, who, input, dice, total, error,"
	" said, ref) SELECT place, epoch, 6, ?, nick, who, input, dice, total, error, said, number "
	"FROM fair_event AS e WHERE place = ? AND epoch = ? AND kind = 3 AND NOT "
	"EXISTS"
	" (SELECT 1 FROM fair_event AS s WHERE s.place = e.place AND s.epoch = e.epoch"
	"  AND s.number IS NULL AND s.kind = 6 AND s.ref = e.number)";

/* ---- the whole ---- */

static void system_seed(unsigned char seed[FAIR_SEED_BYTES])
{
	random_bytes(seed, FAIR_SEED_BYTES);
}

static void free_place(struct fair_place *place)
{
	free(place->network);
	hash_wipe(place, sizeof *place);
	free(place);
}

static void forget_places(struct fair *fair)
{
	struct fair_place *place;
	size_t at = 0;

	while ((place = map_next(fair->places, &at, NULL)) != NULL)
		free_place(place);
	map_free(fair->places);
	fair->places = map_new();
}

static void on_loss(void *arg)
{
	struct fair *fair = arg;

	assert(fair->rolling == NULL);
	forget_places(fair);
	fair_read_said(fair);
}

struct fair *fair_new(struct store *store, struct log *log)
{
	struct fair *fair = mem_zalloc(1, sizeof *fair);

	fair->store = store;
	fair->log = log;
	fair->places = map_new();
	fair->make_seed = system_seed;
	fair->epoch_s = fair->epoch_rolls = INT64_MAX;
	fair->stream = fair_stream_new();
	fair->nick = fair->input = fair->dice = (struct strbuf)STRBUF_INIT;
	fair_read_said(fair);
	fair_mark_unsaid(fair);
	store_on_loss(store, on_loss, fair);
	return fair;
}

void fair_free(struct fair *fair)
{
	if (fair == NULL)
		return;
	store_no_loss(fair->store, fair);
	fair_release_said(fair);
	forget_places(fair);
	map_free(fair->places);
	fair_stream_free(fair->stream);
	rng_draws_release(&fair->draws);
	strbuf_release(&fair->nick);
	strbuf_release(&fair->input);
	strbuf_release(&fair->dice);
	free(fair);
}

void fair_configure(struct fair *fair, long hours, long rolls)
{
	fair->epoch_s = (int64_t)hours * 3600;
	fair->epoch_rolls = rolls;
}

void fair_seeds_from(struct fair *fair, void (*make)(unsigned char seed[FAIR_SEED_BYTES]))
{
	fair->make_seed = make;
}

/* ---- places ---- */

bool fair_next_epoch(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	place->epoch++;
	place->next = 1;
	place->opened_s = now_s;
	fair->make_seed(place->seed);
	fair_commitment(place->seed, place->commitment);
	return store_run(fair->store, err, new_epoch_sql, "iibssi", place->id, place->epoch,
		       place->seed, (size_t)FAIR_SEED_BYTES, place->commitment, place->salt,
		       now_s) &&
	       store_run(fair->store, err, commitment_sql, "iii", place->id, place->epoch, now_s);
}

/* Read the newest epoch of PLACE. *FOUND says whether there is one. */
static bool read_epoch(struct fair *fair, struct fair_place *place, bool *found, struct error *err)
{
	struct store_query *query = store_query(fair->store, epoch_sql, "i", place->id);
	struct error why;

	bool sound = true;

	*found = store_next(query);
	if (*found) {
		size_t len;
		const void *seed = store_blob(query, 1, &len);
		place->epoch = store_int(query, 0);
		sound = fair_seed(seed, len, store_text(query, 2), place->seed, &why) ||
			store_refuse(fair->store, &why);
		snprintf(place->commitment, sizeof place->commitment, "%s", store_text(query, 2));
		place->opened_s = store_int(query, 3);
		place->next = store_int(query, 4) + 1;
	}
	if (!store_done(query, err) || sound)
		return sound;
	log_error(fair->log, "%s %s, epoch %" PRId64 ": %s", place->network, place->name,
		place->epoch, why.text);
	return error_set(err, "%s", why.text);
}

/* Fill PLACE, whose network and name are set, from the store; make what is not there. */
static bool read_place(
	struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	struct store_query *query = store_query(
		fair->store, place_sql, "ss", place->network, place->name);
	bool found = store_next(query), has_epoch = false;

	if (found) {
		place->id = store_int(query, 0);
		snprintf(place->salt, sizeof place->salt, "%s", store_text(query, 1));
	}
	if (!store_done(query, err))
		return false;
	if (!found) {
		memcpy(place->salt, fair_no_salt, sizeof place->salt);
		if (!store_run(fair->store, err, new_place_sql, "sss", place->network, place->name,
			    place->salt))
			return false;
		place->id = store_last_id(fair->store);
	}
	return read_epoch(fair, place, &has_epoch, err) &&
	       (has_epoch || fair_next_epoch(fair, place, now_s, err));
}

struct fair_place *fair_open(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err)
{
	char name[FAIR_PLACE_BYTES], key[2 * FAIR_PLACE_BYTES];
	struct fair_place *place;

	fair_place_name(name, where);
	snprintf(key, sizeof key, "%.200s %s", where->network, name);
	place = map_get(fair->places, key);
	if (place != NULL)
		return place;
	if (map_count(fair->places) >= PLACES_KEPT && fair->rolling == NULL)
		forget_places(fair);
	place = mem_zalloc(1, sizeof *place);
	place->network = mem_strdup(where->network);
	memcpy(place->name, name, sizeof name);
	place->part = where->part;
	if (!read_place(fair, place, now_s, err)) {
		free_place(place);
		return NULL;
	}
	map_set(fair->places, key, place);
	return place;
}

bool fair_is_known(struct fair *fair, const struct fair_where *where)
{
	char name[FAIR_PLACE_BYTES];
	struct store_query *query;
	bool known;

	fair_place_name(name, where);
	query = store_query(fair->store, place_sql, "ss", where->network, name);
	known = store_next(query);
	store_done(query, NULL);
	return known;
}

bool fair_status(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_status *status, struct error *err)
{
	const struct fair_place *place = fair_open(fair, where, now_s, err);

	if (place == NULL)
		return false;
	status->epoch = place->epoch;
	status->rolls = place->next - 1;
	status->opened_s = place->opened_s;
	memcpy(status->commitment, place->commitment, sizeof status->commitment);
	return true;
}

/* ---- salts ---- */

static bool salt_place(struct fair *fair, struct fair_place *place, const struct fair_asker *asker,
	const char *words, struct error *err)
{
	fair_salt(place->salt, asker->nick, words);
	return store_run(fair->store, err, salt_sql, "si", place->salt, place->id) &&
	       store_run(fair->store, err, salted_sql, "iiisss", place->id, place->epoch,
		       asker->now_s, asker->nick, words, place->salt);
}

bool fair_add_salt(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *words, char salt[HASH_HEX_ROOM],
	struct error *err)
{
	for (int part = FAIR_PARTS - 1; part >= FAIR_OPEN; part--) {
		const struct fair_where one = {where->network, where->base, (enum fair_part)part};
		struct fair_place *place = fair_open(fair, &one, asker->now_s, err);
		if (place == NULL || !salt_place(fair, place, asker, words, err))
			return false;
		memcpy(salt, place->salt, HASH_HEX_ROOM);
	}
	return true;
}

/* ---- the end of an epoch ---- */

bool fair_store_reveal(struct fair *fair, const struct fair_place *place, int64_t epoch,
	int64_t rolls, int64_t now_s, struct error *err)
{
	return store_run(fair->store, err, reveal_sql, "iii", now_s, place->id, epoch) &&
	       store_run(fair->store, err, revealed_sql, "iiid", place->id, epoch, now_s,
		       (double)rolls) &&
	       (place->part != FAIR_HIDDEN ||
		       store_run(fair->store, err, show_all_sql, "iii", now_s, place->id, epoch));
}

bool fair_is_due(struct fair *fair, const struct fair_where *where, int64_t now_s)
{
	const struct fair_place *place = fair_open(fair, where, now_s, NULL);

	return place != NULL && place->next > 1 &&
	       (place->next > fair->epoch_rolls || now_s - place->opened_s >= fair->epoch_s);
}

bool fair_reveal(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_reveal *reveal, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);

	assert(where->part != FAIR_DECKS);
	if (place == NULL)
		return false;
	reveal->epoch = place->epoch;
	reveal->rolls = place->next - 1;
	hex_write(reveal->seed, place->seed, FAIR_SEED_BYTES);
	if (!fair_next_epoch(fair, place, now_s, err))
		return false;
	memcpy(reveal->commitment, place->commitment, sizeof reveal->commitment);
	return fair_store_reveal(fair, place, reveal->epoch, reveal->rolls, now_s, err);
}
