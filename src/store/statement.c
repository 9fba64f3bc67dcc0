/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepare statements once and keep them, in a hash table by the address of their text. */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/impl.h"

enum { ROW_BYTES = 32 }; /* what a row costs besides its values, about */

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
	if (store->in_turn && sqlite3_get_autocommit(store->db)) {
		store->in_turn = store->savepoint = false;
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

/* Return the statement for SQL, for give_back later. Never NULL; one that could not be prepared has
 * failed. */
static struct store_query *take(struct store *store, const char *sql)
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

static void give_back(struct store_query *query)
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

/* Bind VALUES. Texts and blobs stay the caller's, and are copied unless LENT until the statement is
 * given back. */
static void bind_all(struct store_query *query, bool lent, const char *types, va_list values)
{
	sqlite3_destructor_type whose = lent ? SQLITE_STATIC : SQLITE_TRANSIENT;
	int code = SQLITE_OK, count = (int)strlen(types);
	const void *bytes;

	if (query->failed)
		return;
	assert(count == sqlite3_bind_parameter_count(query->statement));
	query->store->written += lent ? ROW_BYTES : 0;
	for (int i = 0; i < count && code == SQLITE_OK; i++) {
		size_t len = sizeof(int64_t);
		if (types[i] == 's') {
			bytes = va_arg(values, const char *);
			len = bytes != NULL ? strlen(bytes) : 0;
			code = sqlite3_bind_text64(
				query->statement, i + 1, bytes, len, whose, SQLITE_UTF8);
		} else if (types[i] == 'i') {
			code = sqlite3_bind_int64(query->statement, i + 1, va_arg(values, int64_t));
		} else if (types[i] == 'd') {
			code = sqlite3_bind_double(query->statement, i + 1, va_arg(values, double));
		} else {
			assert(types[i] == 'b');
			bytes = va_arg(values, const void *);
			len = va_arg(values, size_t);
			code = sqlite3_bind_blob64(
				query->statement, i + 1, bytes != NULL ? bytes : "", len, whose);
		}
		query->store->written += lent ? len : 0;
	}
	query->failed = code != SQLITE_OK;
	if (query->failed)
		store_trouble(query->store->db, &query->why);
}

/* Take one step. Returns whether there is a row. */
static bool step(struct store_query *query)
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

	while (step(query))
		;
	fine = !query->failed;
	if (!fine && err != NULL)
		*err = query->why;
	give_back(query);
	return fine;
}

bool store_step(struct store *store, const char *sql, struct error *err)
{
	return finish(take(store, sql), err);
}

/* ---- what the others call ---- */

bool store_execute(
	struct store *store, const char *sql, const char *types, va_list values, struct error *err)
{
	struct store_query *query = take(store, sql);

	bind_all(query, true, types, values);
	return finish(query, err);
}

int64_t store_changes(const struct store *store)
{
	return sqlite3_changes64(store->db);
}

int64_t store_last_id(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

struct store_query *store_query(struct store *store, const char *sql, const char *types, ...)
{
	struct store_query *query = take(store, sql);
	va_list values;

	va_start(values, types);
	bind_all(query, false, types, values);
	va_end(values);
	return query;
}

bool store_next(struct store_query *query)
{
	return step(query);
}

bool store_done(struct store_query *query, struct error *err)
{
	struct store *store = query->store;
	struct error why = query->why;
	bool fine = !query->failed;

	give_back(query);
	if (fine)
		return true;
	/* What cannot be read may have taken the open transaction with it. */
	if (store->in_turn && sqlite3_get_autocommit(store->db))
		store_failed(store, &why);
	return error_set(err, "%s", why.text);
}

int64_t store_int(const struct store_query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

double store_real(const struct store_query *query, int column)
{
	return sqlite3_column_double(query->statement, column);
}

const char *store_text(const struct store_query *query, int column)
{
	const unsigned char *text = sqlite3_column_text(query->statement, column);

	return text != NULL ? (const char *)text : "";
}

const void *store_blob(const struct store_query *query, int column, size_t *len)
{
	const void *bytes = sqlite3_column_blob(query->statement, column);

	*len = (size_t)sqlite3_column_bytes(query->statement, column);
	return bytes != NULL ? bytes : "";
}

bool store_is_null(const struct store_query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}
