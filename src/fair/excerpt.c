/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find which events are a part of a history that can be checked by itself. */
#include <inttypes.h>

#include "fair/transcript.h"
#include "store/store.h"

#define THIS_PLACE "place = (SELECT id FROM fair_place WHERE network = ?1 AND place = ?2)"

static const char present_sql[] = "SELECT max(epoch) FROM fair_epoch WHERE " THIS_PLACE
				  " AND mix IS NOT NULL";
static const char first_sql[] = "SELECT first FROM fair_epoch WHERE " THIS_PLACE " AND epoch = ?3";
static const char mixed_sql[] = "SELECT min(event) FROM fair_event WHERE " THIS_PLACE
				" AND event >= ?3 AND kind = 5 AND epoch > ?4";
static const char roll_sql[] = "SELECT event FROM fair_event WHERE " THIS_PLACE
			       " AND event >= ?3 AND epoch = ?4 AND kind IN (6, 7) AND number <= ?5"
			       " ORDER BY event DESC LIMIT 1";
static const char hidden_sql[] =
	"SELECT event FROM fair_event WHERE " THIS_PLACE
	" AND event > 0 AND kind IN (8, 9, 10) ORDER BY event DESC LIMIT 1";
static const char epoch_of_sql[] = "SELECT epoch FROM fair_event WHERE " THIS_PLACE
				   " AND event = ?3";
static const char oldest_sql[] = "SELECT min(epoch) FROM fair_event WHERE " THIS_PLACE
				 " AND event >= ?3 AND event <= ?4";

/* Read the one number that QUERY finds into *NUMBER, which is 0 if that is nothing. */
static bool read_one(struct store_query *query, int64_t *number, struct error *err)
{
	*number = store_next(query) ? store_int(query, 0) : 0;
	return store_done(query, err);
}

/* Read where EPOCH was opened into *FIRST. False and ERR when there is no such epoch. */
static bool read_first(struct store *store, const struct fair_excerpt *of, int64_t epoch,
	int64_t *first, struct error *err)
{
	return read_one(store_query(store, first_sql, "ssi", of->network, of->place, epoch), first,
		       err) &&
	       (*first > 0 ||
		       error_set(err, "Nothing is recorded of epoch %" PRId64 " here.", epoch));
}

static bool read_present(
	struct store *store, const struct fair_excerpt *of, int64_t *epoch, struct error *err)
{
	return read_one(store_query(store, present_sql, "ss", of->network, of->place), epoch, err);
}

/* Let OF begin so early that all epochs are opened in it of which something happens in it. */
static bool widen(struct store *store, struct fair_excerpt *of, int64_t epoch, struct error *err)
{
	int64_t last = of->last > 0 ? of->last : INT64_MAX, oldest;

	for (;;) {
		if (!read_one(store_query(store, oldest_sql, "ssii", of->network, of->place,
				      of->first, last),
			    &oldest, err))
			return false;
		if (oldest == 0 || oldest >= epoch)
			return true;
		epoch = oldest;
		if (!read_first(store, of, epoch, &of->first, err))
			return false;
	}
}

bool fair_excerpt_epoch(
	struct store *store, struct fair_excerpt *of, int64_t epoch, struct error *err)
{
	if (epoch == 0 && !read_present(store, of, &epoch, err))
		return false;
	return read_first(store, of, epoch, &of->first, err) &&
	       read_one(store_query(
				store, mixed_sql, "ssii", of->network, of->place, of->first, epoch),
		       &of->last, err) &&
	       widen(store, of, epoch, err);
}

bool fair_excerpt_rolls(struct store *store, struct fair_excerpt *of, int64_t from, int64_t until,
	struct error *err)
{
	int64_t epoch;

	if (!read_present(store, of, &epoch, err) ||
		!read_first(store, of, epoch, &of->first, err) ||
		!read_one(store_query(store, roll_sql, "ssiii", of->network, of->place, of->first,
				  epoch, until),
			&of->last, err))
		return false;
	if (of->last == 0)
		return error_set(err, "There is no roll #%" PRId64 " in this epoch.", from);
	return widen(store, of, epoch, err);
}

bool fair_excerpt_hidden(struct store *store, struct fair_excerpt *of, struct error *err)
{
	int64_t epoch;

	if (!read_one(store_query(store, hidden_sql, "ss", of->network, of->place), &of->last, err))
		return false;
	if (of->last == 0)
		return error_set(err, "Nothing hidden was rolled here yet.");
	return read_one(store_query(store, epoch_of_sql, "ssi", of->network, of->place, of->last),
		       &epoch, err) &&
	       read_first(store, of, epoch, &of->first, err) && widen(store, of, epoch, err);
}
