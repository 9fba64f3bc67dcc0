/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read rows, those of the turn included. */
#include "store/impl.h"

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
	struct store_value values[STORE_VALUES_MAX];
	struct store_query *query;
	struct error why;
	va_list list;
	size_t count;
	bool settled = store_settle(store, &why);

	query = store_take(store, sql);
	va_start(list, types);
	count = store_read_values(types, list, values);
	va_end(list);
	store_bind(query, false, values, count);
	if (!settled && !query->failed) {
		query->failed = true;
		query->why = why;
	}
	return query;
}

bool store_next(struct store_query *query)
{
	return store_take_step(query);
}

bool store_done(struct store_query *query, struct error *err)
{
	struct store *store = query->store;
	struct error why = query->why;
	bool fine = !query->failed;

	store_give_back(query);
	if (fine)
		return true;
	/* What cannot be read may have taken the open transaction with it. */
	if (store->begun && sqlite3_get_autocommit(store->db))
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
