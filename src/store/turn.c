/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gather the changes of a loop turn in one transaction, those of each request in a savepoint of
 * their own or in rows that are put aside, and commit at the top of the next turn. So a request is
 * all or nothing, and a busy turn pays for one flush. Some errors (a full disk, a failing one) make
 * SQLite roll the whole transaction back by itself: then the turn is lost, and everybody who waits
 * for it hears so. */
#include "store/store.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

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

static bool begin_turn(struct store *store, struct error *err)
{
	if (store->begun)
		return true;
	store->begun = store_step(store, "BEGIN IMMEDIATE", err);
	if (store->begun) {
		store->in_turn = true;
		commit_at_top(store);
	}
	return store->begun;
}

/* ---- rows put aside ---- */

static void drop_rows(struct store_rows *rows)
{
	arena_reset(&rows->arena);
	rows->first = rows->last = rows->before = NULL;
}

/* Return whether the request under way has put rows aside that are not in yet. */
static bool has_own_rows(const struct store *store)
{
	return store->in_request && store->rows.last != store->rows.before;
}

/* Drop those of the request under way. */
static void drop_own_rows(struct store_rows *rows)
{
	rows->last = rows->before;
	*(rows->last != NULL ? &rows->last->next : &rows->first) = NULL;
}

/* Put in those up to LAST; NULL: none. When it fails, the turn is lost. */
static bool put_in(struct store *store, const struct store_row *last, struct error *err)
{
	struct store_rows *rows = &store->rows;
	const struct store_row *row = last != NULL ? rows->first : NULL;

	while (row != NULL) {
		if (!store_execute(store, row->sql, row->values, row->count, err)) {
			store->why = *err;
			store->lost = true;
			return false;
		}
		rows->first = row->next;
		row = row != last ? row->next : NULL;
	}
	if (rows->first == NULL)
		drop_rows(rows);
	return true;
}

/* Return whether the request under way, and its turn, can still be kept; ERR says why not. */
static bool is_fine(const struct store *store, struct error *err)
{
	if (store->failed || store->lost)
		*err = store->why;
	return !store->failed && !store->lost;
}

/* Begin the transaction of the turn and the savepoint of the request, if they are missing; rows
 * that were put aside go in, those of earlier requests before the savepoint. */
static bool ready(struct store *store, struct error *err)
{
	if (!begin_turn(store, err) || !put_in(store, store->rows.before, err))
		return false;
	store->rows.before = NULL;
	if (!store->savepoint)
		store->savepoint = store_step(store, "SAVEPOINT request", err);
	return store->savepoint && put_in(store, store->rows.last, err);
}

bool store_settle(struct store *store, struct error *err)
{
	bool fine;

	if (store->rows.first == NULL || store->failed || store->lost)
		return true;
	if (has_own_rows(store))
		fine = ready(store, err);
	else
		fine = begin_turn(store, err) && put_in(store, store->rows.last, err);
	if (!fine && store->in_request)
		store_failed(store, err);
	return fine;
}

/* Report to everybody that the whole transaction is lost. */
static void lose_turn(struct store *store)
{
	struct error why = store->why;

	if (!sqlite3_get_autocommit(store->db) && !store_step(store, "ROLLBACK", NULL))
		log_error(store->log, "the store cannot even roll back: %s", why.text);
	store->in_turn = store->begun = store->lost = false;
	drop_rows(&store->rows);
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
	if (!begin_turn(store, &store->why) || !put_in(store, store->rows.last, &store->why) ||
		!store_in_place(store, &store->why) || !store_step(store, "COMMIT", &store->why)) {
		if (!store->complained)
			log_error(store->log, "the store cannot commit: %s", store->why.text);
		store->complained = true;
		lose_turn(store);
		return;
	}
	store->in_turn = store->begun = store->complained = false;
	if (!store->marked)
		store_mark_running(store);
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
	store->rows.before = store->rows.last;
	store->written = 0;
}

size_t store_written(const struct store *store)
{
	return store->written;
}

bool store_touched(const struct store *store)
{
	return store->in_request && (store->savepoint || store->failed || has_own_rows(store));
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
	if (!kept && has_own_rows(store))
		drop_own_rows(&store->rows);
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

static void count_written(struct store *store, const struct store_value *values, size_t count)
{
	enum { ROW_BYTES = 32 }; /* what a row costs besides its values, about */

	store->written += ROW_BYTES;
	for (size_t i = 0; i < count; i++)
		store->written += values[i].len;
}

/* Run SQL with COUNT VALUES, for change(). */
static bool run_now(struct store *store, const char *sql, const struct store_value *values,
	size_t count, struct error *err)
{
	return ready(store, err) && store_execute(store, sql, values, count, err);
}

static void copy_value(struct arena *arena, struct store_value *value)
{
	void *copy;

	if (value->bytes == NULL)
		return;
	copy = arena_alloc(arena, value->len + 1);
	memcpy(copy, value->bytes, value->len);
	value->bytes = copy;
}

/* Put the row that SQL makes of COUNT VALUES aside, for change(). */
static bool put_aside(struct store *store, const char *sql, const struct store_value *values,
	size_t count, struct error *err)
{
	struct store_rows *rows = &store->rows;
	struct store_row *row = arena_zalloc(&rows->arena, 1, sizeof *row);
	struct store_value *copies = arena_alloc(&rows->arena, count * sizeof *copies);

	(void)err;
	memcpy(copies, values, count * sizeof *copies);
	for (size_t i = 0; i < count; i++)
		copy_value(&rows->arena, &copies[i]);
	row->sql = sql;
	row->values = copies;
	row->count = count;
	*(rows->last != NULL ? &rows->last->next : &rows->first) = row;
	rows->last = row;
	store->in_turn = true;
	commit_at_top(store);
	return true;
}

/* What is done with a statement and its values. False and ERR when that fails. */
typedef bool act_fn(struct store *store, const char *sql, const struct store_value *values,
	size_t count, struct error *err);

/* ACT on SQL with the values for TYPES from LIST, in a request of its own if none is under way. */
static bool change(struct store *store, act_fn *act, const char *sql, const char *types,
	va_list list, struct error *err)
{
	bool alone = !store->in_request, fine;
	struct store_value values[STORE_VALUES_MAX];
	struct error why;
	size_t count;

	if (alone)
		store_begin(store);
	count = store_read_values(types, list, values);
	count_written(store, values, count);
	fine = is_fine(store, &why) && act(store, sql, values, count, &why);
	if (!fine) {
		store_failed(store, &why);
		error_set(err, "%s", why.text);
	}
	return alone ? finish(store, true, err) : fine;
}

bool store_run(struct store *store, struct error *err, const char *sql, const char *types, ...)
{
	va_list list;
	bool fine;

	va_start(list, types);
	fine = change(store, run_now, sql, types, list, err);
	va_end(list);
	return fine;
}

bool store_later(struct store *store, struct error *err, const char *sql, const char *types, ...)
{
	va_list list;
	bool fine;

	va_start(list, types);
	fine = change(store, put_aside, sql, types, list, err);
	va_end(list);
	return fine;
}

bool store_refuse(struct store *store, const struct error *why)
{
	if (store->in_request)
		store_failed(store, why);
	return false;
}
