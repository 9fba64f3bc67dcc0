/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tell what kind of file a database is: ours, a copy of ours, or something else. */
#include "store/impl.h"

static bool ask_number(sqlite3 *db, const char *sql, int64_t *number)
{
	sqlite3_stmt *statement = NULL;
	bool fine = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
		    sqlite3_step(statement) == SQLITE_ROW;

	if (fine)
		*number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return fine;
}

/* Return whether the schema of that VERSION is one that we know, and DB has it. */
static bool check_schema(sqlite3 *db, const char *path, int64_t version, struct error *err)
{
	struct error why;

	if (version < 0)
		return error_set(err,
			"%s has the schema %lld, which no Logios makes. Put a backup in its place.",
			path, (long long)version);
	if (version > store_schema_version())
		return error_set(err,
			"%s was written by a newer Logios (schema %lld, this one knows %d). "
			"Install that one, or put a backup in its place.",
			path, (long long)version, store_schema_version());
	return store_schema_fits(db, (int)version, &why) ||
	       error_set(err, "%s is not as Logios makes it: %s. Put a backup in its place.", path,
		       why.text);
}

bool store_check_kind(sqlite3 *db, const char *path, struct store_kind *kind, struct error *err)
{
	int64_t id = 0, tables = 0;

	if (!ask_number(db, "SELECT count(*) FROM sqlite_schema", &tables) ||
		!ask_number(db, "PRAGMA application_id", &id) ||
		!ask_number(db, "PRAGMA user_version", &kind->version))
		return store_trouble(db, err);
	kind->copy = id == STORE_COPY_ID;
	if (id != STORE_APPLICATION_ID && !kind->copy && (id != 0 || tables > 0))
		return error_set(err,
			"%s is another program's database. Give state_dir another folder.", path);
	return check_schema(db, path, kind->version, err);
}
