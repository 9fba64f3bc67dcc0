/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open epochs, mix them, and read the one in use again. */
#include <inttypes.h>
#include <string.h>

#include "fair/impl.h"
#include "os/log.h"

static const char new_epoch_sql[] =
	"INSERT INTO fair_epoch (place, epoch, first, opened, anchor, root, sealed, chain)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char mix_sql[] =
	"UPDATE fair_epoch SET mix = ?, players = ? WHERE place = ? AND epoch = ?";
static const char newest_sql[] = "SELECT epoch, first, mix IS NULL FROM fair_epoch WHERE place = ? "
				 "ORDER BY epoch DESC LIMIT 1";
static const char used_sql[] =
	"SELECT epoch, opened, players, anchor, sealed, mix, chain FROM fair_epoch"
	" WHERE place = ? AND mix IS NOT NULL ORDER BY epoch DESC LIMIT 1";
static const char rolled_sql[] = "SELECT epoch, number FROM fair_event WHERE place = ?"
				 " AND event > 0 AND kind IN (6, 7) ORDER BY event DESC LIMIT 1";
static const char hidden_sql[] = "SELECT epoch, number FROM fair_event WHERE place = ?"
				 " AND event > 0 AND kind IN (8, 9) ORDER BY event DESC LIMIT 1";

/* ---- opening and mixing ---- */

bool fair_open_epoch(struct fair *fair, struct fair_place *place, int64_t now_s,
	struct fair_secrets *secrets, struct error *err)
{
	struct fair_event event = {.kind = FAIR_KIND_OPEN,
		.time_s = now_s,
		.epoch = ++place->opened,
		.rolls = FAIR_ROLLS,
		.sealed = FAIR_SEALED};
	const struct fair_extra extra = {.dice = NULL};
	size_t len = FAIR_HASH_BYTES;

	fair_take_secrets(fair, secrets);
	event.hash = secrets->anchor;
	event.root = secrets->root;
	return fair_record(fair, place, &event, &extra, err) &&
	       store_run(fair->store, err, new_epoch_sql, "iiiibbbb", place->id, event.epoch,
		       event.event, now_s, secrets->anchor.bytes, len, secrets->root.bytes, len,
		       secrets->sealed.bytes, len, (const void *)secrets->chain.kept,
		       sizeof secrets->chain.kept);
}

bool fair_mix_epoch(struct fair *fair, struct fair_place *place, int64_t epoch, bool by_players,
	const struct fair_hash *mix, int64_t now_s, struct error *err)
{
	struct fair_event event = {.kind = FAIR_KIND_MIX,
		.time_s = now_s,
		.epoch = epoch,
		.input = by_players ? "players" : "nobody",
		.hash = *mix};
	const struct fair_extra extra = {.dice = NULL};

	if (!fair_record(fair, place, &event, &extra, err) ||
		!store_run(fair->store, err, mix_sql, "biii", mix->bytes, (size_t)FAIR_HASH_BYTES,
			(int64_t)by_players, place->id, epoch))
		return false;
	fair_free_stir(place->stir);
	place->stir = NULL;
	return fair_read_epochs(fair, place, err);
}

bool fair_next_epoch(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	struct fair_secrets secrets;
	bool opened = fair_open_epoch(fair, place, now_s, &secrets, err);

	hash_wipe(&secrets, sizeof secrets);
	return opened &&
	       fair_mix_epoch(fair, place, place->opened, false, &fair_no_mix, now_s, err);
}

/* ---- reading ---- */

/* Copy COLUMN, of LEN bytes, to OUT. Returns false if it has another length. */
static bool read_bytes(const struct store_query *query, int column, void *out, size_t len)
{
	size_t there;
	const void *bytes = store_blob(query, column, &there);

	if (there != len)
		return false;
	memcpy(out, bytes, len);
	return true;
}

/* Return whether what is kept of the chain of PLACE leads to its anchor. Only the first part is
 * gone through: what a roll costs more is not worth it. */
static bool chain_fits(const struct fair_place *place)
{
	struct fair_hash secret = place->chain.kept[0];

	fair_chain_back(&secret, FAIR_CHAIN_STEP, FAIR_CHAIN_STEP);
	return fair_hash_equal(&secret, &place->anchor);
}

/* Read the epoch in use into PLACE. Returns false if it is damaged. */
static bool take_used(struct fair_place *place, const struct store_query *query)
{
	place->epoch = store_int(query, 0);
	place->opened_s = store_int(query, 1);
	place->by_players = store_int(query, 2) != 0;
	place->chain.part = -1;
	return read_bytes(query, 3, &place->anchor, sizeof place->anchor) &&
	       read_bytes(query, 4, &place->sealed, sizeof place->sealed) &&
	       read_bytes(query, 5, &place->mix, sizeof place->mix) &&
	       read_bytes(query, 6, place->chain.kept, sizeof place->chain.kept) &&
	       chain_fits(place);
}

static bool read_used(struct fair *fair, struct fair_place *place, struct error *err)
{
	struct store_query *query = store_query(fair->store, used_sql, "i", place->id);
	bool sound = !store_next(query) || take_used(place, query);
	struct error why;

	if (!store_done(query, err))
		return false;
	if (sound)
		return true;
	error_set(&why,
		"The secrets of epoch %" PRId64 " are damaged: they do not fit its anchor. Put a "
		"backup in place.",
		place->epoch);
	log_error(fair->log, "%s %s: %s", place->network, place->name, why.text);
	return store_refuse(fair->store, &why) || error_set(err, "%s", why.text);
}

/* Return what SQL finds as the number after the last one of the epoch in use. */
static bool read_next(struct fair *fair, const struct fair_place *place, const char *sql,
	int64_t *next, struct error *err)
{
	struct store_query *query = store_query(fair->store, sql, "i", place->id);

	*next = 1;
	if (store_next(query) && store_int(query, 0) == place->epoch)
		*next = store_int(query, 1) + 1;
	return store_done(query, err);
}

bool fair_read_epochs(struct fair *fair, struct fair_place *place, struct error *err)
{
	struct store_query *query = store_query(fair->store, newest_sql, "i", place->id);
	int64_t first = 0;
	bool pending = false;

	if (store_next(query)) {
		place->opened = store_int(query, 0);
		first = store_int(query, 1);
		pending = store_int(query, 2) != 0;
	}
	return store_done(query, err) && read_used(fair, place, err) &&
	       read_next(fair, place, rolled_sql, &place->next, err) &&
	       read_next(fair, place, hidden_sql, &place->next_hidden, err) &&
	       (!pending || fair_read_stir(fair, place, place->opened, first, err));
}
