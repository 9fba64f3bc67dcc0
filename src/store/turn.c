/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gather the changes of a loop turn in one transaction, those of each request in a savepoint of
 * their own, and commit at the top of the next turn. So a request is all or nothing, and a busy
 * turn pays for one flush. Some errors (a full disk, a failing one) make SQLite roll the whole
 * transaction back by itself: then the turn is lost, and everybody who waits for it hears so. */
#include "store/store.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/impl.h"

static void commit_turn(void *arg)
{
	struct store *store = arg;

	store->committing = false;
	store_commit(store);
}

/* ---- those who are called ---- */

void store_on_loss(struct store *store, void (*forget)(void *arg), void *arg)
{
	store->forgetters = mem_resize(
		store->forgetters, store->forgetter_count + 1, sizeof *store->forgetters);
	store->forgetters[store->forgetter_count++] = (struct store_forgetter){
		.forget = forget, .arg = arg};
}

void store_no_loss(struct store *store, const void *arg)
{
	size_t kept = 0;

	for (size_t i = 0; i < store->forgetter_count; i++)
		if (store->forgetters[i].arg != arg)
			store->forgetters[kept++] = store->forgetters[i];
	store->forgetter_count = kept;
}

static void call_forgetters(const struct store *store)
{
	for (size_t i = 0; i < store->forgetter_count; i++)
		store->forgetters[i].forget(store->forgetters[i].arg);
}

/* Call all who wait; those who begin to wait meanwhile wait for the next commit. */
static void call_waiters(struct store *store, const struct error *err)
{
	struct store_waiter *waiters = store->waiters;
	size_t count = store->waiter_count;

	store->waiters = NULL;
	store->waiter_count = store->waiter_room = 0;
	for (size_t i = 0; i < count; i++)
		waiters[i].done(waiters[i].arg, err);
	free(waiters);
}

bool store_pending(const struct store *store)
{
	return store->in_turn || store->lost;
}

void store_when_committed(
	struct store *store, void (*done)(void *arg, const struct error *err), void *arg)
{
	if (!store_pending(store)) {
		done(arg, NULL);
		return;
	}
	if (store->waiter_count == store->waiter_room) {
		store->waiter_room = store->waiter_room > 0 ? 2 * store->waiter_room : 8;
		store->waiters = mem_resize(
			store->waiters, store->waiter_room, sizeof *store->waiters);
	}
	store->waiters[store->waiter_count++] = (struct store_waiter){.done = done, .arg = arg};
}

/* ---- the turn ---- */

static void commit_at_top(struct store *store)
{
	if (!store->committing)
		loop_defer(store->loop, commit_turn, store);
	store->committing = true;
}

/* Begin the transaction of the turn and the savepoint of the request, if they are missing. */
static bool ready(struct store *store, struct error *err)
{
	if (store->failed || store->lost) {
		*err = store->why;
		return false;
	}
	if (!store->in_turn) {
		if (!store_step(store, "BEGIN IMMEDIATE", err))
			return false;
		store->in_turn = true;
		commit_at_top(store);
	}
	if (!store->savepoint)
		store->savepoint = store_step(store, "SAVEPOINT request", err);
	return store->savepoint;
}

/* Report to everybody that the whole transaction is lost. */
static void lose_turn(struct store *store)
{
	struct error why = store->why;

	if (!sqlite3_get_autocommit(store->db) && !store_step(store, "ROLLBACK", NULL))
		log_error(store->log, "the store cannot even roll back: %s", why.text);
	store->in_turn = store->lost = false;
	/* What cannot grow may be the log of changes: once copied into the file, it starts again.
	 */
	sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	call_forgetters(store);
	call_waiters(store, &why);
}

void store_commit(struct store *store)
{
	assert(!store->in_request);
	if (store->lost) {
		lose_turn(store);
		return;
	}
	if (!store->in_turn)
		return;
	if (!store_step(store, "COMMIT", &store->why)) {
		if (!store->complained)
			log_error(store->log, "the store cannot commit: %s", store->why.text);
		store->complained = true;
		lose_turn(store);
		return;
	}
	store->in_turn = store->complained = false;
	call_waiters(store, NULL);
}

/* ---- the request ---- */

void store_begin(struct store *store)
{
	assert(!store->in_request);
	if (store->lost)
		lose_turn(store);
	store->in_request = true;
	store->savepoint = store->failed = false;
	store->written = 0;
}

size_t store_written(const struct store *store)
{
	return store->written;
}

bool store_touched(const struct store *store)
{
	return store->in_request && (store->savepoint || store->failed);
}

/* Keep the request's changes, or take them back. */
static void close_savepoint(struct store *store, bool keep)
{
	struct error err;

	if (!store->savepoint)
		return;
	store->savepoint = false;
	if (keep && store_step(store, "RELEASE request", &err))
		return;
	if (keep) {
		store_failed(store, &err);
	} else if (store_step(store, "ROLLBACK TO request", &err) &&
		   store_step(store, "RELEASE request", &err)) {
		return;
	}
	/* Neither kept nor taken back: nothing of this turn can be trusted. */
	store->why = err;
	store->lost = true;
}

/* End the request. Returns whether its changes stay. Does not report a lost one to anybody. */
static bool finish(struct store *store, bool keep, struct error *err)
{
	bool kept;

	assert(store->in_request);
	close_savepoint(store, keep && !store->failed);
	kept = keep && !store->failed && !store->lost;
	store->in_request = store->failed = false;
	if (keep && !kept)
		error_set(err, "%s", store->why.text);
	return kept;
}

bool store_end(struct store *store, bool keep, struct error *err)
{
	bool touched = store_touched(store), kept = finish(store, keep, err);

	if (store->lost)
		lose_turn(store);
	else if (touched && !kept)
		call_forgetters(store);
	return kept || !keep;
}

/* ---- a statement of it ---- */

bool store_run(struct store *store, struct error *err, const char *sql, const char *types, ...)
{
	bool alone = !store->in_request, fine;
	struct error why;
	va_list values;

	if (alone)
		store_begin(store);
	va_start(values, types);
	fine = ready(store, &why) && store_execute(store, sql, types, values, &why);
	va_end(values);
	if (!fine) {
		store_failed(store, &why);
		error_set(err, "%s", why.text);
	}
	return alone ? finish(store, true, err) : fine;
}

bool store_refuse(struct store *store, const struct error *why)
{
	if (store->in_request)
		store_failed(store, why);
	return false;
}

/* ---- copies ---- */

bool store_is_copy(const struct store *store)
{
	return store->is_copy;
}

bool store_own(struct store *store, struct error *err)
{
	static const char own_sql[] = "PRAGMA application_id = 1280263497"; /* "LOGI" */

	if (!store_run(store, err, own_sql, ""))
		return false;
	store->is_copy = false;
	return true;
}
