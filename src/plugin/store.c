/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plugins keep: rows of one table, under the plugin's name. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "plugin/impl.h"

static bool too_long(const char *what, const char *text, struct error *err)
{
	if (strlen(text) <= PLUGIN_KEY_BYTES_MAX)
		return false;
	error_set(err, "A %s in the store has at most %u bytes.", what, PLUGIN_KEY_BYTES_MAX);
	return true;
}

bool plugin_store_put(struct plugin *self, const char *place, const char *key, const void *value,
	size_t len, struct error *err)
{
	static const char sql[] =
		"INSERT INTO plugin_data (plugin, place, key, value) VALUES (?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET value = excluded.value, changed = excluded.changed";

	if (too_long("place", place, err) || too_long("key", key, err))
		return false;
	if (len > PLUGIN_VALUE_BYTES_MAX)
		return error_set(err, "A value in the store has at most %u bytes, this has %zu.",
			PLUGIN_VALUE_BYTES_MAX, len);
	return store_run(self->host->store, err, sql, "sssb", self->name, place, key, value, len);
}

bool plugin_store_delete(struct plugin *self, const char *place, const char *key, struct error *err)
{
	static const char one[] =
		"DELETE FROM plugin_data WHERE plugin = ? AND place = ? AND key = ?";
	static const char all[] = "DELETE FROM plugin_data WHERE plugin = ? AND place = ?";

	if (key != NULL)
		return store_run(self->host->store, err, one, "sss", self->name, place, key);
	return store_run(self->host->store, err, all, "ss", self->name, place);
}

void *plugin_store_get(
	struct plugin *self, const char *place, const char *key, size_t *len, struct error *err)
{
	static const char sql[] =
		"SELECT value FROM plugin_data WHERE plugin = ? AND place = ? AND key = ?";
	struct store_query *query = store_query(
		self->host->store, sql, "sss", self->name, place, key);
	char *copy = NULL;

	error_set(err, "%s", "");
	if (store_next(query)) {
		const void *value = store_blob(query, 0, len);
		copy = mem_alloc(*len + 1);
		memcpy(copy, value, *len);
		copy[*len] = '\0';
	}
	if (store_done(query, err))
		return copy;
	free(copy);
	return NULL;
}

bool plugin_store_each(struct plugin *self, const char *place,
	bool (*row)(void *arg, const char *key, const void *value, size_t len), void *arg,
	struct error *err)
{
	static const char sql[] =
		"SELECT key, value FROM plugin_data WHERE plugin = ? AND place = ? ORDER BY key";
	struct store_query *query = store_query(self->host->store, sql, "ss", self->name, place);
	bool more = true;

	while (more && store_next(query)) {
		size_t len;
		const void *value = store_blob(query, 1, &len);
		more = row(arg, store_text(query, 0), value, len);
	}
	return store_done(query, err);
}

bool plugin_store_places(struct plugin *self,
	bool (*row)(void *arg, const char *place, size_t bytes), void *arg, struct error *err)
{
	static const char sql[] =
		"SELECT place, sum(length(value)) FROM plugin_data WHERE plugin = ?"
		" GROUP BY place ORDER BY max(changed), place";
	struct store_query *query = store_query(self->host->store, sql, "s", self->name);
	bool more = true;

	while (more && store_next(query))
		more = row(arg, store_text(query, 0), (size_t)store_int(query, 1));
	return store_done(query, err);
}

/* ---- copies ---- */

/* Rows of nobody's: no plugin has an empty name. */
static const char lives_sql[] = "SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM plugin_data "
				"WHERE plugin = '' AND key = 'lives'";
static const char live_again_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('', '', 'lives', x'31')"
	" ON CONFLICT DO UPDATE SET"
	" value = CAST(CAST(CAST(CAST(value AS TEXT) AS INTEGER) + 1 AS TEXT) AS BLOB)";

static const char tale_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('', '', 'tale', ?)"
	" ON CONFLICT DO UPDATE SET value = excluded.value";
static const char tell_sql[] =
	"SELECT CAST(value AS TEXT) FROM plugin_data WHERE plugin = '' AND key = 'tale'";

int64_t plugin_store_lives(struct plugin *self)
{
	struct store_query *query = store_query(self->host->store, lives_sql, "");
	int64_t lives = store_next(query) ? store_int(query, 0) : 0;

	store_done(query, NULL);
	return lives;
}

const char *plugin_store_tale(struct plugin *self, struct request *rq)
{
	struct store_query *query = store_query(self->host->store, tell_sql, "");
	const char *tale = store_next(query) ? store_text(query, 0) : "was put back from a backup";

	tale = arena_strdup(request_arena(rq), tale);
	store_done(query, NULL);
	return tale;
}

bool plugins_store_put_back(struct store *store, const char *tale, struct error *err)
{
	return store_run(store, err, live_again_sql, "") &&
	       store_run(store, err, tale_sql, "b", tale, strlen(tale));
}
