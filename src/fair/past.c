/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read past rolls and what proves them; forget old ones. */
#include "fair/past.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/packed.h"
#include "fair/event.h"
#include "store/store.h"

#define COLUMNS                                                                                    \
	"epoch, number, time, kind, shown, nick, input, dice, total, said, asked, keeper, unsaid," \
	" head"
#define THIS_PLACE "place = (SELECT id FROM fair_place WHERE network = ?1 AND place = ?2)"

static const char history_sql[] = "SELECT " COLUMNS " FROM fair_event WHERE " THIS_PLACE
				  " AND kind IN (6, 7) ORDER BY event DESC LIMIT ?3";
/* Whose rolls they are is asked of the newest ones alone. The index knows. */
static const char history_of_sql[] =
	"SELECT " COLUMNS " FROM (SELECT id AS found FROM (SELECT id, kind, roller, event"
	"   FROM fair_event WHERE " THIS_PLACE " ORDER BY event DESC LIMIT ?5)"
	"  WHERE kind IN (6, 7) AND roller = ?3 LIMIT ?4) CROSS JOIN fair_event ON id = found";
static const char open_sql[] =
	"SELECT " COLUMNS
	" FROM (SELECT id AS found FROM (SELECT id, kind, number AS n, epoch AS e,"
	"   event FROM fair_event WHERE " THIS_PLACE " AND event > 0 ORDER BY event DESC LIMIT ?5)"
	"  WHERE kind IN (6, 7) AND n = ?3 AND (e = ?4 OR ?4 = 0) LIMIT ?6)"
	" CROSS JOIN fair_event ON id = found";
/* Few have the same number, so they are found by it: by their order, all would be looked at. */
static const char hidden_sql[] = "SELECT " COLUMNS
				 " FROM fair_event INDEXED BY fair_hidden WHERE " THIS_PLACE
				 " AND kind IN (8, 9) AND number = ?3 AND (epoch = ?4 OR ?4 = 0)"
				 " ORDER BY event DESC LIMIT ?5";

static struct fair_past past_of(const struct store_query *query)
{
	int64_t kind = store_int(query, 3);
	struct fair_past past = {.epoch = store_int(query, 0),
		.number = store_int(query, 1),
		.time_s = store_int(query, 2),
		.hidden = kind == FAIR_KIND_HIDDEN || kind == FAIR_KIND_SHUFFLE,
		.shuffle = kind == FAIR_KIND_SHUFFLE,
		.shown = !store_is_null(query, 4),
		.nick = store_text(query, 5),
		.input = store_text(query, 6),
		.total = store_text(query, 8),
		.said = store_text(query, 9),
		.asked = store_text(query, 10),
		.keeper = store_is_null(query, 11) ? NULL : store_text(query, 11),
		.unsaid = store_int(query, 12) != 0};
	size_t len;
	const void *head = store_blob(query, 13, &len);

	memcpy(past.head.bytes, head, len == FAIR_HASH_BYTES ? len : 0);
	past.dice = store_blob(query, 7, &past.dice_len);
	return past;
}

struct viewer {
	fair_past_fn *see;
	void *arg;
	size_t most_dice; /* after which no more rolls are looked at */
};

/* Show VIEWER each roll that QUERY finds, and end it. Counts them in *COUNT. */
static bool see_all(
	struct store_query *query, const struct viewer *viewer, size_t *count, struct error *err)
{
	size_t dice = 0;

	*count = 0;
	while (dice <= viewer->most_dice && store_next(query)) {
		const struct fair_past past = past_of(query);
		++*count;
		dice += packed_count(past.dice, past.dice_len);
		viewer->see(viewer->arg, &past);
	}
	return store_done(query, err);
}

const char *fair_past_note(const struct fair_past *past)
{
	return past->unsaid ? " (this was recorded but perhaps never said)" : "";
}

bool fair_history(struct store *store, const struct fair_search *search, fair_past_fn *see,
	void *arg, struct error *err)
{
	const char *network = search->where->network, *base = search->where->base;
	const struct viewer viewer = {
		see, arg, search->who != NULL ? FAIR_DICE_SEARCHED : SIZE_MAX};
	int64_t most = search->count;
	struct store_query *query;
	size_t count;

	query = search->who == NULL ? store_query(store, history_sql, "ssi", network, base, most)
				    : store_query(store, history_of_sql, "sssii", network, base,
					      search->who, most, (int64_t)FAIR_SEARCHED);
	return see_all(query, &viewer, &count, err);
}

bool fair_past_roll(struct store *store, const struct fair_which *which, fair_past_fn *see,
	void *arg, struct error *err)
{
	const struct fair_where *where = which->where;
	const struct viewer viewer = {see, arg, SIZE_MAX};
	char epoch[40] = "";
	struct store_query *query;
	size_t count;

	query = which->hidden
			? store_query(store, hidden_sql, "ssiii", where->network, where->base,
				  which->number, which->epoch, which->most)
			: store_query(store, open_sql, "ssiiii", where->network, where->base,
				  which->number, which->epoch, (int64_t)FAIR_SEARCHED, which->most);
	if (!see_all(query, &viewer, &count, err))
		return false;
	if (which->epoch > 0)
		snprintf(epoch, sizeof epoch, " in epoch %" PRId64, which->epoch);
	return count > 0 || error_set(err, "There is no %sroll #%s%" PRId64 "%s here.",
				    which->hidden ? "hidden " : "", which->hidden ? "h" : "",
				    which->number, epoch);
}

/* ---- proofs ---- */

static const char secrets_sql[] = "SELECT chain, sealed, mix FROM fair_epoch WHERE " THIS_PLACE
				  " AND epoch = ?3";

/* Compute the proof from the row of QUERY. Returns false if that is damaged. */
static bool prove(
	const struct store_query *query, const struct fair_which *which, struct fair_proof *proof)
{
	int64_t part = (which->number - 1) / FAIR_CHAIN_STEP, last = (part + 1) * FAIR_CHAIN_STEP;
	size_t chain_len, sealed_len, mix_len;
	const struct fair_hash *chain = store_blob(query, 0, &chain_len);
	const struct fair_hash *sealed = store_blob(query, 1, &sealed_len);
	const struct fair_hash *mix = store_blob(query, 2, &mix_len);

	if (chain_len != FAIR_CHAIN_KEPT * sizeof *chain || sealed_len != sizeof *sealed ||
		mix_len != sizeof *mix)
		return false;
	proof->mix = *mix;
	if (which->hidden) {
		fair_sealed_secret(&proof->secret, sealed, which->number);
		return true;
	}
	proof->secret = chain[part];
	fair_chain_back(&proof->secret, last, last - which->number);
	proof->before = proof->secret;
	fair_chain_back(&proof->before, which->number, 1);
	return true;
}

bool fair_prove(struct store *store, const struct fair_which *which, struct fair_proof *proof,
	struct error *err)
{
	struct store_query *query = store_query(
		store, secrets_sql, "ssi", which->where->network, which->where->base, which->epoch);
	bool sound = store_next(query) && which->number >= 1 && which->number <= FAIR_ROLLS &&
		     prove(query, which, proof);

	return store_done(query, err) &&
	       (sound ||
		       error_set(err, "The secrets of epoch %" PRId64 " are not there, or damaged.",
			       which->epoch));
}

/* ---- places ---- */

static const char places_sql[] =
	"SELECT q.network, q.place, (SELECT max(epoch) FROM fair_epoch AS p WHERE p.place = q.id),"
	" (SELECT count(*) FROM fair_event AS e WHERE e.place = q.id AND e.kind IN (6, 7, 8, 9))"
	" FROM fair_place AS q ORDER BY q.network, q.place";

bool fair_places(struct store *store,
	void (*see)(
		void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls),
	void *arg, struct error *err)
{
	struct store_query *query = store_query(store, places_sql, "");

	while (store_next(query))
		see(arg, store_text(query, 0), store_text(query, 1), store_int(query, 2),
			store_int(query, 3));
	return store_done(query, err);
}

/* ---- forgetting ---- */

/* Where the history of each place can begin anew: at the opening of the newest epoch that is old
 * enough, if nothing happened in epochs before it after that. */
static const char begin_sql[] =
	"UPDATE fair_place SET gone = b.first - 1, gone_head = (SELECT head FROM fair_event AS h"
	"  WHERE h.place = fair_place.id AND h.event = b.first - 1) FROM ("
	" SELECT p.place, p.first FROM fair_epoch AS p WHERE p.epoch = (SELECT max(epoch)"
	"  FROM fair_epoch AS o WHERE o.place = p.place AND o.opened < ?1) AND NOT EXISTS"
	"  (SELECT 1 FROM fair_event AS e WHERE e.place = p.place"
	"   AND e.event >= p.first AND e.epoch < p.epoch)) AS b"
	" WHERE b.place = fair_place.id AND b.first - 1 > coalesce(fair_place.gone, 0)";
static const char prune_epochs_sql[] =
	"DELETE FROM fair_epoch WHERE first <= (SELECT gone FROM fair_place AS q"
	" WHERE q.id = fair_epoch.place)";
static const char ids_sql[] = "SELECT (SELECT min(id) FROM fair_event WHERE id > ?),"
			      " (SELECT max(id) FROM fair_event)";
/* The newest row stays, so that none gets its number again: see said.c. */
static const char prune_sql[] =
	"DELETE FROM fair_event WHERE id BETWEEN ?2 AND ?3 AND time < ?1 AND (event < 0 OR"
	" event <= (SELECT gone FROM fair_place AS q WHERE q.id = fair_event.place))";

bool fair_prune(struct store *store, int64_t before_s, int64_t *after, struct error *err)
{
	struct store_query *query;
	int64_t first = 0, newest = 0, last;

	if (*after == 0 && (!store_run(store, err, begin_sql, "i", before_s) ||
				   !store_run(store, err, prune_epochs_sql, "")))
		return false;
	query = store_query(store, ids_sql, "i", *after);
	if (store_next(query)) {
		first = store_int(query, 0);
		newest = store_int(query, 1);
	}
	if (!store_done(query, err))
		return false;
	last = first + FAIR_PRUNED_AT_ONCE - 1;
	*after = first > 0 && last < newest ? last : 0;
	return first == 0 || store_run(store, err, prune_sql, "iii", before_s, first,
				     last < newest ? last : newest - 1);
}
