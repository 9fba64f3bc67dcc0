/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Note in the file that it is in use, and with which log of changes: a start that finds the note
 * without that log knows that what was said last is lost. And notice files that somebody takes away
 * meanwhile. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "store/impl.h"

/* A row of nobody's, as no plugin has an empty name: there while the file is in use. */
static const char note_sql[] = "SELECT CAST(value AS TEXT) FROM plugin_data"
			       " WHERE plugin = '' AND place = '' AND key = 'wal'";
static const char put_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('', '', 'wal', ?)"
	" ON CONFLICT DO UPDATE SET value = excluded.value";
static const char remove_sql[] =
	"DELETE FROM plugin_data WHERE plugin = '' AND place = '' AND key = 'wal'";

/* ---- the note ---- */

/* What it says instead of a log, where the use of the file ended in order before its past was made
 * whole. */
static const char *const still[] = {[STORE_CUT] = "+cut", [STORE_WAL_GONE] = "+gone"};

static bool is_of_wal(const char *note)
{
	return note[0] != '\0' && note[0] != '+';
}

/* Read the note of DB into ID: with which log it is in use, "" when that ended in order. */
static bool read_note(sqlite3 *db, char id[STORE_WAL_ID])
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, note_sql, -1, &statement, NULL);

	id[0] = '\0';
	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		size_t len = text != NULL ? strnlen(text, STORE_WAL_ID - 1) : 0;
		memcpy(id, len > 0 ? text : "", len);
		id[len] = '\0';
	}
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

bool store_look_back(struct store *store, bool copy, struct error *err)
{
	char noted[STORE_WAL_ID], found[STORE_WAL_ID];
	bool same;

	if (!read_note(store->db, noted))
		return store_trouble(store->db, err);
	store_wal_id(store->path, found);
	same = strcmp(noted, found) == 0 && store_wal_is_begun(store->path);
	if (strcmp(noted, still[STORE_WAL_GONE]) == 0 || (!copy && is_of_wal(noted) && !same))
		store->past = STORE_WAL_GONE;
	else if (strcmp(noted, still[STORE_CUT]) == 0 || (copy && same))
		store->past = STORE_CUT;
	else
		store->past = copy ? STORE_COPY : STORE_WHOLE;
	return true;
}

/* Have all that was committed in the file itself, and on disk. */
static bool checkpoint(struct store *store, struct error *err)
{
	int pages = 0, moved = 0;

	if (sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved) !=
		SQLITE_OK)
		return store_trouble(store->db, err);
	return pages == moved || error_set(err, "somebody is reading it");
}

/* Set the note to TEXT. */
static bool put_note(struct store *store, const char *text, struct error *err)
{
	struct store_value value = {.type = 'b', .bytes = text, .len = strlen(text)};

	return store_execute(store, put_sql, &value, 1, err);
}

static bool write_note(struct store *store, struct error *err)
{
	if (!store_step(store, "BEGIN IMMEDIATE", err))
		return false;
	/* The note that told us so goes: until we are through with it, another has to. */
	if ((store->past != STORE_WAL_GONE ||
		    store_step(store, STORE_MARK_SQL(STORE_COPY_ID), err)) &&
		put_note(store, store->wal_id, err) && store_step(store, "COMMIT", err))
		return true;
	if (!sqlite3_get_autocommit(store->db))
		store_step(store, "ROLLBACK", NULL);
	return false;
}

void store_mark_running(struct store *store)
{
	struct error err;

	if (store->folder == NULL)
		return;
	if (store->wal_id[0] == '\0')
		store_wal_id(store->path, store->wal_id);
	store->marked = store->wal_id[0] == '\0' || /* a disk on which SQLite keeps none */
			(write_note(store, &err) && checkpoint(store, &err));
	if (!store->marked)
		log_debug(store->log, "the store cannot be marked as running yet: %s", err.text);
}

bool store_mark_ended(struct store *store, struct error *err)
{
	if (!store->marked)
		return true;
	if (!checkpoint(store, err))
		return false;
	return store->past == STORE_CUT || store->past == STORE_WAL_GONE
		       ? put_note(store, still[store->past], err)
		       : store_execute(store, remove_sql, NULL, 0, err);
}

void store_leave_wal(sqlite3 *db)
{
	char id[STORE_WAL_ID];

	if (read_note(db, id) && is_of_wal(id))
		sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

/* ---- what is taken away meanwhile ---- */

static bool is_wal_in_place(const struct store *store)
{
	char id[STORE_WAL_ID];

	store_wal_id(store->path, id);
	return strcmp(store->wal_id, id) == 0;
}

static bool keep_lock(struct store *store, struct error *err)
{
	char *name = mem_printf("%s.lock", store->path);
	bool there = store_is_at(store->lock.beside, name);

	if (!there)
		log_warning(store->log, "%s was deleted or replaced; it is made again", name);
	free(name);
	return there || store_lock_again(&store->lock, store->path, err);
}

static bool look(struct store *store, struct error *err)
{
	if (!store_is_at(store->lock.itself, store->path))
		return error_set(err,
			"%s was deleted or replaced; what it held is known until the bot ends, and "
			"!backup saves it",
			store->path);
	if (!is_wal_in_place(store))
		return error_set(err,
			"%s-wal was deleted or replaced; nothing more is kept until the bot is "
			"ended in order, which saves what was, and started again",
			store->path);
	return keep_lock(store, err);
}

bool store_in_place(struct store *store, struct error *err)
{
	enum { SURE_S = 3 }; /* file systems do not tell of two changes in less */
	struct stat folder;
	bool known;

	if (store->folder == NULL)
		return true;
	known = stat(store->folder, &folder) == 0;
	if (known && folder.st_mtim.tv_sec == store->looked.tv_sec &&
		folder.st_mtim.tv_nsec == store->looked.tv_nsec)
		return true;
	if (!look(store, err))
		return false;
	if (known && time(NULL) - folder.st_mtim.tv_sec >= SURE_S)
		store->looked = folder.st_mtim;
	return true;
}
