/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the file is a copy, and what a commit survives. While that is less than a power cut, the
 * file is marked as a copy: what a cut leaves of it may be behind what was said, as a copy is. */
#include "store/impl.h"

static const char mark_sql[] = STORE_MARK_SQL(STORE_COPY_ID);
static const char own_sql[] = STORE_MARK_SQL(STORE_APPLICATION_ID);

/* ---- copies ---- */

enum store_past store_past(const struct store *store)
{
	return store->past;
}

static void on_owned(void *arg, const struct error *err)
{
	struct store *store = arg;

	if (err == NULL)
		store->past = STORE_WHOLE;
}

bool store_own(struct store *store, struct error *err)
{
	if (!store_run(store, err, own_sql, ""))
		return false;
	store_when_committed(store, on_owned, store);
	return true;
}

/* ---- power cuts ---- */

static bool run(struct store *store, const char *sql, struct error *err)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_trouble(store->db, err);
}

/* Run SQL, and have it on disk. */
static bool run_for_sure(struct store *store, const char *sql, struct error *err)
{
	return run(store, "PRAGMA synchronous = FULL", err) && run(store, sql, err);
}

bool store_set_power_safe(struct store *store, bool safe, struct error *err)
{
	bool fine;

	if (safe == !store->power_cut_loses)
		return true;
	store_commit(store);
	if (safe)
		fine = run_for_sure(store, store->past == STORE_WHOLE ? own_sql : mark_sql, err);
	else
		fine = run_for_sure(store, mark_sql, err) &&
		       run(store, "PRAGMA synchronous = NORMAL", err);
	if (fine)
		store->power_cut_loses = !safe;
	return fine;
}
