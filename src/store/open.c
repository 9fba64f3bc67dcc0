/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open and close the store. The file is checked before it is believed, and a damaged one never
 * stands in the way of a start. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/impl.h"

enum {
	READ_BUSY_MS = 2000, /* nobody waits for us */
	BUSY_MS = 100,   /* the loop stands still so long, at most, when another program holds the
			    lock */
	CHECK_MS = 3000, /* a check that takes longer is left at that */
	CHECK_OPCODES = 10000, /* between two looks at the clock */
};

enum verdict_of_file { SOUND, DAMAGED, REFUSED };

static bool means_damage(sqlite3 *db)
{
	int code = sqlite3_errcode(db) & 0xff;

	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/* ---- the check ---- */

struct patience {
	struct loop *loop;
	int64_t until_ms;
};

static int is_over(void *arg)
{
	const struct patience *patience = arg;

	return loop_now_ms(patience->loop) > patience->until_ms;
}

static enum verdict_of_file check_pages(struct store *store, struct error *err)
{
	struct patience patience = {store->loop, loop_now_ms(store->loop) + CHECK_MS};
	sqlite3_stmt *statement = NULL;
	enum verdict_of_file verdict = SOUND;
	int code;

	sqlite3_progress_handler(store->db, CHECK_OPCODES, is_over, &patience);
	code = sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		verdict = text != NULL && strcmp(text, "ok") == 0 ? SOUND : DAMAGED;
		error_set(err, "%s", text != NULL ? text : "no answer");
	} else if (code == SQLITE_INTERRUPT) {
		log_info(store->log, "the store is too large to be checked whole at each start");
	} else {
		verdict = means_damage(store->db) ? DAMAGED : REFUSED;
		store_trouble(store->db, err);
	}
	sqlite3_finalize(statement);
	sqlite3_progress_handler(store->db, 0, NULL, NULL);
	return verdict;
}

/* ---- the connection ---- */

static bool exec(sqlite3 *db, const char *sql, struct error *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || store_trouble(db, err);
}

static bool connect_to(struct store *store, const char *path, struct error *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
		return store_trouble(store->db, err);
	sqlite3_busy_timeout(store->db, BUSY_MS);
	sqlite3_extended_result_codes(store->db, 0);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return exec(store->db,
		"PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -512",
		err);
}

/* Change settings and schema of a file that has been found to be ours, of VERSION: 0 when it is
 * empty, and may still be made one that can shrink. */
static bool settle(struct store *store, int64_t version, struct error *err)
{
	return (version > 0 || exec(store->db, "PRAGMA auto_vacuum = INCREMENTAL", err)) &&
	       exec(store->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err) &&
	       store_migrate(store->db, err);
}

/* Keep a copy of the file at PATH, which is of the old schema VERSION, beside it, unless it is
 * there already. */
static bool keep_old(
	const struct store *store, const char *path, int64_t version, struct error *err)
{
	char *name = mem_printf("%s.schema-%d", path, (int)version);
	struct store_copy *copy = NULL;
	bool kept = access(name, F_OK) == 0;

	if (!kept)
		copy = store_copy_new(store->db, name, err);
	if (copy != NULL) {
		kept = store_copy_take_all(copy, err) && store_copy_complete(copy, err);
		store_copy_free(copy);
		if (kept)
			log_info(store->log, "the store is brought up to date; as it was, it is %s",
				name);
	}
	free(name);
	return kept;
}

/* Return whether bringing the store, of VERSION, up to date takes something from it: the secrets of
 * the first scheme of fair rolls, which schema 7 has not. */
static bool loses_something(const struct store *store, int64_t version)
{
	enum { FIRST = 3, LAST = 6 }; /* the schemas that had them */
	sqlite3_stmt *statement = NULL;
	bool some = false;

	if (version < FIRST || version > LAST)
		return false;
	if (sqlite3_prepare_v2(store->db, "SELECT 1 FROM fair_place LIMIT 1", -1, &statement,
		    NULL) == SQLITE_OK)
		some = sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_finalize(statement);
	return some;
}

static enum verdict_of_file failure(const struct store *store)
{
	return means_damage(store->db) ? DAMAGED : REFUSED;
}

static enum verdict_of_file open_once(struct store *store, const char *path, struct error *err)
{
	enum verdict_of_file verdict = SOUND;
	struct store_kind kind = {.version = -1};

	if (!connect_to(store, path, err))
		verdict = failure(store);
	if (verdict == SOUND && !store_check_kind(store->db, path, &kind, err))
		verdict = failure(store);
	store->is_new = kind.version == 0;
	if (verdict == SOUND && kind.version > 0 && !store_look_back(store, kind.copy, err))
		verdict = failure(store);
	if (verdict == SOUND)
		verdict = check_pages(store, err);
	if (verdict == SOUND && loses_something(store, kind.version) &&
		!keep_old(store, path, kind.version, err))
		verdict = REFUSED;
	if (verdict == SOUND && !settle(store, kind.version, err))
		verdict = failure(store);
	if (verdict == SOUND) {
		store_mark_running(store);
		return verdict;
	}
	if (store->db != NULL)
		store_leave_wal(store->db);
	sqlite3_close(store->db);
	store->db = NULL;
	return verdict;
}

static bool start_afresh(struct store *store, const char *path, struct error *err)
{
	struct error why = *err;
	char aside[PATH_MAX];

	if (!store_set_aside(path, "damaged", aside, sizeof aside, err))
		return false;
	store_unlock(&store->lock);
	if (!store_lock(&store->lock, path, err))
		return false;
	log_error(store->log,
		"THE STORE IS DAMAGED (%s). It is now %s, and an empty one has taken its place: "
		"decks, "
		"numbers and everything else remembered are not known until a backup is put back.",
		why.text, aside);
	return open_once(store, path, err) == SOUND;
}

static bool open_file(struct store *store, const char *path, struct error *err)
{
	enum verdict_of_file verdict;

	if (strcmp(path, STORE_MEMORY) == 0)
		return open_once(store, path, err) == SOUND;
	if (!store_lock(&store->lock, path, err))
		return false;
	store->folder = store_folder(path);
	verdict = open_once(store, path, err);
	return verdict == SOUND || (verdict == DAMAGED && start_afresh(store, path, err));
}

struct store *store_open(struct loop *loop, struct log *log, const char *path, struct error *err)
{
	struct store *store = mem_zalloc(1, sizeof *store);

	store->loop = loop;
	store->log = log;
	store->lock = STORE_NO_LOCK;
	store->path = mem_strdup(path);
	if (open_file(store, path, err))
		return store;
	store_close(store);
	return NULL;
}

bool store_is_new(const struct store *store)
{
	return store->is_new;
}

static bool connect_to_read(struct store *store, const char *path, struct error *err)
{
	struct store_kind kind;

	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
			SQLITE_OK ||
		!exec(store->db, "PRAGMA query_only = ON", NULL))
		return store_trouble(store->db, err);
	sqlite3_busy_timeout(store->db, READ_BUSY_MS);
	if (!store_check_kind(store->db, path, &kind, err))
		return false;
	store_leave_wal(store->db);
	if (kind.version == store_schema_version())
		return true;
	return error_set(err,
		"%s is of schema %lld, this Logios knows %d; start the bot once with this version",
		path, (long long)kind.version, store_schema_version());
}

struct store *store_open_to_read(const char *path, struct error *err)
{
	struct store *store = mem_zalloc(1, sizeof *store);

	store->lock = STORE_NO_LOCK;
	if (connect_to_read(store, path, err))
		return store;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	struct error err;

	if (store == NULL)
		return;
	store_commit(store);
	store_backup_stop(store);
	if (store->db != NULL && !store_set_power_safe(store, true, &err))
		log_warning(store->log, "the store stays marked as a copy: %s", err.text);
	if (store->db != NULL && !store_mark_ended(store, &err))
		log_warning(store->log, "the store stays marked as running: %s", err.text);
	if (store->loop != NULL)
		loop_undefer(store->loop, store);
	store_statements_free(store);
	sqlite3_close(store->db);
	store_unlock(&store->lock);
	free(store->folder);
	free(store->path);
	free(store->waiters);
	free(store->forgetters);
	arena_release(&store->rows.arena);
	free(store);
}
