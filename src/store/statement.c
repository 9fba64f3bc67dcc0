/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepare statements once and keep them, in a hash table by the address of their text. */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/impl.h"

/* ---- trouble in words ---- */

bool store_trouble(sqlite3 *db, struct error *err)
{
	static const struct {
		int code;
		const char *words;
	} rows[] = {
		{SQLITE_FULL, "the disk is full"},
		{SQLITE_IOERR, "the disk or its file system fails"},
		{SQLITE_READONLY, "the database cannot be written to"},
		{SQLITE_BUSY, "the database is locked by another program"},
		{SQLITE_CANTOPEN, "the database cannot be opened"},
		{SQLITE_CORRUPT, "the database is damaged"},
		{SQLITE_NOTADB, "the file is no database"},
	};
	int code = sqlite3_errcode(db);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].code == (code & 0xff))
			return error_set(err, "%s (%s, %d)", rows[i].words, sqlite3_errmsg(db),
				sqlite3_extended_errcode(db));
	return error_set(err, "the database says: %s", sqlite3_errmsg(db));
}

void store_failed(struct store *store, const struct error *why)
{
	if (!store->failed)
		store->why = *why;
	store->failed = true;
	if (store->begun && sqlite3_get_autocommit(store->db)) {
		store->in_turn = store->begun = store->savepoint = false;
		store->lost = true;
	}
}

/* ---- the kept statements ---- */

static size_t slot_of(const struct store *store, const char *sql)
{
	size_t mask = store->kept_room - 1;
	size_t at = (size_t)(((uintptr_t)sql >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;

	while (store->kept[at] != NULL && store->kept[at]->sql != sql)
		at = (at + 1) & mask;
	return at;
}

static void make_room(struct store *store)
{
	struct store_query **old = store->kept;
	size_t count = store->kept_room;

	store->kept_room = count > 0 ? 2 * count : 64;
	store->kept = mem_zalloc(store->kept_room, sizeof *store->kept);
	for (size_t i = 0; i < count; i++)
		if (old[i] != NULL)
			store->kept[slot_of(store, old[i]->sql)] = old[i];
	free(old);
}

static struct store_query *prepare(struct store *store, const char *sql, bool passing)
{
	struct store_query *query = mem_zalloc(1, sizeof *query);
	unsigned flags = passing ? 0 : SQLITE_PREPARE_PERSISTENT;

	query->store = store;
	query->sql = sql;
	query->passing = passing;
	if (sqlite3_prepare_v3(store->db, sql, -1, flags, &query->statement, NULL) == SQLITE_OK)
		return query;
	query->failed = query->passing = true;
	store_trouble(store->db, &query->why);
	return query;
}

struct store_query *store_take(struct store *store, const char *sql)
{
	struct store_query *query;
	size_t slot;

	if (2 * store->kept_count >= store->kept_room)
		make_room(store);
	slot = slot_of(store, sql);
	query = store->kept[slot];
	if (query == NULL) {
		query = prepare(store, sql, false);
		if (!query->passing) {
			store->kept[slot] = query;
			store->kept_count++;
		}
	} else if (query->busy) {
		query = prepare(store, sql, true);
	}
	assert(query->statement == NULL || strcmp(sqlite3_sql(query->statement), sql) == 0);
	query->busy = true;
	return query;
}

static void query_free(struct store_query *query)
{
	sqlite3_finalize(query->statement);
	free(query);
}

void store_give_back(struct store_query *query)
{
	if (query->passing) {
		query_free(query);
		return;
	}
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
	query->busy = query->failed = false;
}

void store_statements_free(struct store *store)
{
	for (size_t i = 0; i < store->kept_room; i++)
		if (store->kept[i] != NULL)
			query_free(store->kept[i]);
	free(store->kept);
}

/* ---- parameters and steps ---- */

size_t store_read_values(
	const char *types, va_list list, struct store_value values[STORE_VALUES_MAX])
{
	size_t count = strlen(types);

	assert(count <= STORE_VALUES_MAX);
	for (size_t i = 0; i < count; i++) {
		struct store_value *value = &values[i];

		*value = (struct store_value){.type = types[i], .len = sizeof(int64_t)};
		if (value->type == 's') {
			value->bytes = va_arg(list, const char *);
			value->len = value->bytes != NULL ? strlen(value->bytes) : 0;
		} else if (value->type == 'i') {
			value->number = va_arg(list, int64_t);
		} else if (value->type == 'd') {
			value->real = va_arg(list, double);
		} else {
			assert(value->type == 'b');
			value->bytes = va_arg(list, const void *);
			value->len = va_arg(list, size_t);
			value->bytes = value->bytes != NULL ? value->bytes : "";
		}
	}
	return count;
}

static int bind(sqlite3_stmt *statement, int at, const struct store_value *value,
	sqlite3_destructor_type whose)
{
	switch (value->type) {
	case 's':
		return sqlite3_bind_text64(
			statement, at, value->bytes, value->len, whose, SQLITE_UTF8);
	case 'i':
		return sqlite3_bind_int64(statement, at, value->number);
	case 'd':
		return sqlite3_bind_double(statement, at, value->real);
	default:
		return sqlite3_bind_blob64(statement, at, value->bytes, value->len, whose);
	}
}

void store_bind(
	struct store_query *query, bool lent, const struct store_value *values, size_t count)
{
	sqlite3_destructor_type whose = lent ? SQLITE_STATIC : SQLITE_TRANSIENT;
	int code = SQLITE_OK;

	if (query->failed)
		return;
	assert((int)count == sqlite3_bind_parameter_count(query->statement));
	for (size_t i = 0; i < count && code == SQLITE_OK; i++)
		code = bind(query->statement, (int)i + 1, &values[i], whose);
	query->failed = code != SQLITE_OK;
	if (query->failed)
		store_trouble(query->store->db, &query->why);
}

bool store_take_step(struct store_query *query)
{
	int code = query->failed ? SQLITE_ERROR : sqlite3_step(query->statement);

	if (query->failed || code == SQLITE_ROW || code == SQLITE_DONE)
		return code == SQLITE_ROW;
	query->failed = true;
	store_trouble(query->store->db, &query->why);
	return false;
}

/* Run QUERY, bound already, to its end. */
static bool finish(struct store_query *query, struct error *err)
{
	bool fine;

	while (store_take_step(query))
		;
	fine = !query->failed;
	if (!fine && err != NULL)
		*err = query->why;
	store_give_back(query);
	return fine;
}

bool store_step(struct store *store, const char *sql, struct error *err)
{
	return finish(store_take(store, sql), err);
}

/* ---- what the others call ---- */

bool store_execute(struct store *store, const char *sql, const struct store_value *values,
	size_t count, struct error *err)
{
	struct store_query *query = store_take(store, sql);

	store_bind(query, true, values, count);
	return finish(query, err);
}
