/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copy the store through SQLite's online backup. A copy is made under another name, put on disk,
 * and only then gets its own; so what is called a backup is whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/impl.h"

#define PART ".part" /* what the name ends with until it is whole */

enum { PAGES_A_TURN = 64, BUSY_TRIES = 50, BUSY_WAIT_MS = 100 };

struct store_copy {
	struct store *store; /* NULL when no loop turns */
	sqlite3 *to;
	sqlite3_backup *backup;
	char *path, *part; /* its name, and the one it has meanwhile */
	void (*done)(void *arg, const struct error *err);
	void *arg;
};

static void close_copy(struct store_copy *copy)
{
	sqlite3_backup_finish(copy->backup);
	sqlite3_close(copy->to);
	copy->backup = NULL;
	copy->to = NULL;
}

void store_copy_free(struct store_copy *copy)
{
	close_copy(copy);
	unlink(copy->part);
	free(copy->path);
	free(copy->part);
	free(copy);
}

/* Make the file that becomes the copy, beside it, under a name that nobody can foresee; for our
 * eyes alone (mode 0600). */
static bool make_part(struct store_copy *copy, struct error *err)
{
	int fd = mkostemps(copy->part, sizeof PART - 1, O_CLOEXEC);

	if (fd < 0) {
		error_set(err, "%s cannot be made: %s", copy->path, strerror(errno));
		copy->part[0] = '\0'; /* there is nothing to remove */
		return false;
	}
	close(fd);
	return true;
}

static bool open_part(struct store_copy *copy, sqlite3 *from, struct error *err)
{
	/* It is worth nothing until it is whole: neither a journal nor a flush for each step. */
	if (sqlite3_open_v2(copy->part, &copy->to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		sqlite3_exec(copy->to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL,
			NULL, NULL) != SQLITE_OK)
		return store_trouble(copy->to, err);
	copy->backup = sqlite3_backup_init(copy->to, "main", from, "main");
	return copy->backup != NULL || store_trouble(copy->to, err);
}

struct store_copy *store_copy_new(sqlite3 *from, const char *path, struct error *err)
{
	struct store_copy *copy = mem_zalloc(1, sizeof *copy);

	copy->path = mem_strdup(path);
	copy->part = mem_printf("%s.XXXXXX" PART, path);
	if (make_part(copy, err) && open_part(copy, from, err))
		return copy;
	store_copy_free(copy);
	return NULL;
}

static bool is_free(const char *path, struct error *err)
{
	return access(path, F_OK) < 0 || error_set(err, "%s is there already.", path);
}

static bool flush(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW);
	bool fine = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return fine;
}

static bool flush_folder(const char *path)
{
	char *folder = store_folder(path);
	bool fine = flush(folder, O_RDONLY | O_DIRECTORY);

	free(folder);
	return fine;
}

/* Mark the copy as one: whoever starts with it has to know that more was rolled after it. It is
 * made one file, without a log of changes beside it. */
static bool mark(struct store_copy *copy, struct error *err)
{
	char text[100];

	snprintf(text, sizeof text, "PRAGMA journal_mode = DELETE; PRAGMA application_id = %d",
		STORE_COPY_ID);
	sqlite3_backup_finish(copy->backup);
	copy->backup = NULL;
	return sqlite3_exec(copy->to, text, NULL, NULL, NULL) == SQLITE_OK ||
	       store_trouble(copy->to, err);
}

const char *store_copy_part(const struct store_copy *copy)
{
	return copy->part;
}

bool store_copy_complete(struct store_copy *copy, struct error *err)
{
	if (!mark(copy, err))
		return false;
	close_copy(copy);
	if (!flush(copy->part, O_RDWR) ||
		renameat2(AT_FDCWD, copy->part, AT_FDCWD, copy->path, RENAME_NOREPLACE) < 0 ||
		!flush_folder(copy->path))
		return error_set(err, "%s cannot be put on disk: %s", copy->path, strerror(errno));
	return true;
}

/* ---- while the bot runs ---- */

static void end_copy(struct store_copy *copy, const struct error *err)
{
	void (*done)(void *arg, const struct error *why) = copy->done;
	void *arg = copy->arg;

	copy->store->copy = NULL;
	store_copy_free(copy);
	done(arg, err);
}

/* Copy some pages, after committing what is being changed: a copy has whole turns only. */
static void take_pages(void *arg)
{
	struct store_copy *copy = arg;
	struct error err;
	int code;

	store_commit(copy->store);
	code = sqlite3_backup_step(copy->backup, PAGES_A_TURN);
	if (code == SQLITE_OK) {
		loop_defer(copy->store->loop, take_pages, copy);
	} else if (code != SQLITE_DONE) {
		error_set(&err, "The copy stopped: %s", sqlite3_errstr(code));
		end_copy(copy, &err);
	} else {
		end_copy(copy, store_copy_complete(copy, &err) ? NULL : &err);
	}
}

bool store_backup(struct store *store, const char *path,
	void (*done)(void *arg, const struct error *err), void *arg, struct error *err)
{
	struct store_copy *copy;

	if (store->copy != NULL)
		return error_set(err, "A copy is being made already.");
	if (!is_free(path, err))
		return false;
	copy = store_copy_new(store->db, path, err);
	if (copy == NULL)
		return false;
	copy->store = store;
	copy->done = done;
	copy->arg = arg;
	store->copy = copy;
	loop_defer(store->loop, take_pages, copy);
	return true;
}

void store_backup_stop(struct store *store)
{
	struct error err;

	if (store->copy == NULL)
		return;
	loop_undefer(store->loop, store->copy);
	error_set(&err, "The store was closed before it was whole.");
	end_copy(store->copy, &err);
}

const char *store_path(const struct store *store)
{
	return store->path;
}

/* ---- from outside ---- */

bool store_copy_take_all(struct store_copy *copy, struct error *err)
{
	int code = SQLITE_BUSY;

	for (int i = 0; i < BUSY_TRIES && (code == SQLITE_BUSY || code == SQLITE_LOCKED); i++) {
		if (i > 0)
			sqlite3_sleep(BUSY_WAIT_MS);
		code = sqlite3_backup_step(copy->backup, -1);
	}
	return code == SQLITE_DONE || error_set(err, "The copy stopped: %s", sqlite3_errstr(code));
}

static bool is_sound(sqlite3 *db, struct error *err)
{
	sqlite3_stmt *statement = NULL;
	const char *text = "no answer";
	bool sound;

	if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(statement, 0);
	sound = text != NULL && strcmp(text, "ok") == 0;
	if (!sound)
		error_set(err, "The store is damaged: %s", text != NULL ? text : "no answer");
	sqlite3_finalize(statement);
	return sound;
}

/* Return whether PATH is a file of its own, and no symbolic link to somewhere else. */
static bool is_file(const char *path, struct error *err)
{
	struct stat status;

	if (lstat(path, &status) < 0)
		return error_set(err, "%s cannot be read: %s", path, strerror(errno));
	return S_ISREG(status.st_mode) || error_set(err, "%s is no regular file.", path);
}

bool store_backup_file(const char *from, const char *path, struct error *err)
{
	struct store_copy *copy = NULL;
	sqlite3 *db = NULL;
	bool fine = false;

	if (!is_file(from, err) || !is_free(path, err))
		return false;
	if (sqlite3_open_v2(from, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		store_trouble(db, err);
	else if (is_sound(db, err))
		copy = store_copy_new(db, path, err);
	if (copy != NULL) {
		fine = store_copy_take_all(copy, err) && store_copy_complete(copy, err);
		store_copy_free(copy);
	}
	store_leave_wal(db);
	sqlite3_close(db);
	return fine;
}

sqlite3 *store_open_copy(const char *path, struct error *err)
{
	sqlite3 *db = NULL;
	struct store_kind kind;

	if (!is_file(path, err))
		return NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		store_trouble(db, err);
	else if (is_sound(db, err) && store_check_kind(db, path, &kind, err) &&
		 (kind.version > 0 || error_set(err, "%s is empty.", path))) {
		store_leave_wal(db);
		return db;
	}
	sqlite3_close(db);
	return NULL;
}
