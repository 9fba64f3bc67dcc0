/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep places and what is due there. A place is read once and kept until the store loses a
 * change. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fair/impl.h"

enum {
	PLACES_KEPT = 300,
	NAME_BYTES = 251, /* of a place with the end; longer ones are cut */
};

static const char place_sql[] = "SELECT id, begun FROM fair_place WHERE network = ? AND place = ?";
static const char new_place_sql[] =
	"INSERT INTO fair_place (network, place, begun) VALUES (?, ?, ?)";
static const char begin_sql[] = "UPDATE fair_place SET begun = ? WHERE id = ?";
static const char newest_sql[] = "SELECT event, time, head FROM fair_event WHERE place = ?"
				 " AND event > 0 ORDER BY event DESC LIMIT 1";

/* ---- reading ---- */

/* Fill the id of PLACE from the store, making a row if there is none; *BEGUN_S is when its history
 * began. */
static bool read_row(struct fair *fair, struct fair_place *place, int64_t now_s, int64_t *begun_s,
	struct error *err)
{
	struct store_query *query = store_query(
		fair->store, place_sql, "ss", place->network, place->name);
	bool found = store_next(query);

	*begun_s = 0;
	if (found) {
		place->id = store_int(query, 0);
		*begun_s = store_int(query, 1);
	}
	if (!store_done(query, err))
		return false;
	if (found && *begun_s > 0)
		return true;
	*begun_s = now_s;
	if (found)
		return store_run(fair->store, err, begin_sql, "ii", now_s, place->id);
	if (!store_run(fair->store, err, new_place_sql, "ssi", place->network, place->name, now_s))
		return false;
	place->id = store_last_id(fair->store);
	return true;
}

static bool read_newest(struct fair *fair, struct fair_place *place, struct error *err)
{
	struct store_query *query = store_query(fair->store, newest_sql, "i", place->id);
	struct error why;
	size_t len = FAIR_HASH_BYTES;

	if (store_next(query)) {
		const void *head = store_blob(query, 2, &len);
		place->event = store_int(query, 0);
		place->event_s = store_int(query, 1);
		memcpy(place->head.bytes, head, len == FAIR_HASH_BYTES ? len : 0);
	}
	if (!store_done(query, err))
		return false;
	if (len == FAIR_HASH_BYTES)
		return true;
	error_set(&why, "A stored head is damaged. Put a backup in place.");
	return store_refuse(fair->store, &why) || error_set(err, "%s", why.text);
}

/* Fill PLACE, whose network and name are set, from the store; make what is not there. */
static bool read_place(
	struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	int64_t begun_s;

	if (!fair_need_key(fair, err) || !read_row(fair, place, now_s, &begun_s, err))
		return false;
	fair_place_id(&place->pid, fair->key, place->network, place->name);
	fair_first_head(&place->head, &place->pid, begun_s);
	place->event_s = begun_s;
	return read_newest(fair, place, err) && fair_read_epochs(fair, place, err) &&
	       (place->epoch > 0 || fair_next_epoch(fair, place, now_s, err));
}

struct fair_place *fair_open(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err)
{
	char name[FAIR_PLACE_BYTES], key[2 * FAIR_PLACE_BYTES];
	struct fair_place *place;

	text_copy(name, NAME_BYTES, where->base, strlen(where->base));
	text_join(key, sizeof key, where->network, " ", name);
	place = map_get(fair->places, key);
	if (place != NULL)
		return place;
	if (map_count(fair->places) >= PLACES_KEPT && fair->rolling == NULL)
		fair_forget_places(fair);
	place = mem_zalloc(1, sizeof *place);
	place->network = mem_strdup(where->network);
	text_copy(place->name, sizeof place->name, name, strlen(name));
	place->unpublished = true;
	if (!read_place(fair, place, now_s, err)) {
		fair_free_place(place);
		return NULL;
	}
	map_set(fair->places, key, place);
	return place;
}

bool fair_is_known(struct fair *fair, const struct fair_where *where)
{
	struct store_query *query = store_query(
		fair->store, place_sql, "ss", where->network, where->base);
	bool known = store_next(query);

	store_done(query, NULL);
	return known;
}

/* ---- what is asked of it ---- */

bool fair_status(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_status *status, struct error *err)
{
	const struct fair_place *place = fair_open(fair, where, now_s, err);

	if (place == NULL)
		return false;
	*status = (struct fair_status){.epoch = place->epoch,
		.opened_s = place->opened_s,
		.rolls = place->next - 1,
		.hidden = place->next_hidden - 1,
		.by_players = place->by_players,
		.anchor = place->anchor,
		.mix = place->mix,
		.event = place->event,
		.event_s = place->event_s,
		.head = place->head,
		.id = place->pid};
	memcpy(status->key, fair->key, sizeof status->key);
	return true;
}
