/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Show the secrets of what is hidden: of a roll that is revealed, of a deck that is done. */
#include <string.h>

#include "fair/impl.h"

static const char hidden_sql[] =
	"SELECT e.id, e.epoch, e.number, p.sealed FROM fair_event AS e JOIN fair_epoch AS p"
	" ON p.place = e.place AND p.epoch = e.epoch WHERE e.place = ? AND e.number = ?"
	" AND e.kind IN (8, 9) AND e.epoch = ? AND e.shown IS NULL";
static const char deck_sql[] =
	"SELECT e.id, e.epoch, e.number, p.sealed FROM fair_event AS e JOIN fair_epoch AS p"
	" ON p.place = e.place AND p.epoch = e.epoch WHERE e.place = ? AND e.input = ?"
	" AND e.kind = 9 AND e.shown IS NULL ORDER BY e.event LIMIT 1";
static const char shown_sql[] = "UPDATE fair_event SET shown = ? WHERE id = ?";

/* What is to be shown. */
struct covered {
	int64_t id, epoch, number;
	struct fair_hash sealed;
};

/* Read what QUERY finds, and end it; the number is 0 if that is nothing. */
static bool read_covered(struct store_query *query, struct covered *covered, struct error *err)
{
	size_t len = FAIR_HASH_BYTES;

	covered->number = 0;
	if (store_next(query)) {
		const void *sealed = store_blob(query, 3, &len);
		covered->id = store_int(query, 0);
		covered->epoch = store_int(query, 1);
		covered->number = store_int(query, 2);
		memcpy(covered->sealed.bytes, sealed, len == FAIR_HASH_BYTES ? len : 0);
	}
	return store_done(query, err) &&
	       (len == FAIR_HASH_BYTES ||
		       error_set(err, "A stored secret is damaged. Put a backup in place."));
}

static bool show(struct fair *fair, struct fair_place *place, const struct covered *covered,
	int64_t now_s, struct fair_number *shown, struct error *err)
{
	struct fair_hash proof[1 + FAIR_PATH], root; /* the secret, and the path */
	const struct fair_extra extra = {.hash = proof, .hash_len = sizeof proof};
	struct fair_event event = {.kind = FAIR_KIND_SHOW,
		.time_s = now_s,
		.epoch = covered->epoch,
		.number = covered->number};

	fair_sealed_secret(&proof[0], &covered->sealed, covered->number);
	fair_sealed_root(&root, &covered->sealed, covered->number, proof + 1);
	event.hash = proof[0];
	if (!fair_record(fair, place, &event, &extra, err) ||
		!store_run(fair->store, err, shown_sql, "ii", event.event, covered->id))
		return false;
	*shown = (struct fair_number){
		.epoch = event.epoch, .number = event.number, .secret = proof[0]};
	fair_short(&place->head, shown->head);
	return true;
}

bool fair_show(struct fair *fair, const struct fair_where *where, int64_t epoch, int64_t number,
	int64_t now_s, struct fair_number *shown, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);
	struct covered covered;

	shown->number = 0;
	return place != NULL &&
	       read_covered(store_query(fair->store, hidden_sql, "iii", place->id, number, epoch),
		       &covered, err) &&
	       (covered.number == 0 || show(fair, place, &covered, now_s, shown, err));
}

bool fair_show_deck(struct fair *fair, const struct fair_where *where, const char *name,
	int64_t now_s, struct fair_number *shown, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);
	struct covered covered;

	shown->number = 0;
	return place != NULL &&
	       read_covered(
		       store_query(fair->store, deck_sql, "is", place->id, name), &covered, err) &&
	       (covered.number == 0 || show(fair, place, &covered, now_s, shown, err));
}
