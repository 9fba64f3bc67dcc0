/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_STORE_IMPL_H
#define LOGIOS_STORE_IMPL_H

/* What the parts of the store share; nobody else includes this. From the top: open.c (opens and
 * closes), restore.c, backup.c, shrink.c, query.c, durability.c, turn.c, running.c, kind.c,
 * statement.c; file.c, wal.c and schema.c stand alone. */

#include <sqlite3.h>
#include <stdarg.h>
#include <time.h>

#include "base/arena.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"

/* A statement that was prepared, and the reading of its rows. */
struct store_query {
	struct store *store;
	const char *sql;
	sqlite3_stmt *statement; /* NULL: it could not be prepared */
	bool busy;               /* being read */
	bool passing;            /* not kept: the kept one was busy */
	bool failed;
	struct error why;
};

/* What stands for a `?`. */
struct store_value {
	char type;         /* as in store_run */
	int64_t number;    /* i */
	double real;       /* d */
	const void *bytes; /* s and b; NULL is NULL */
	size_t len;
};

enum { STORE_VALUES_MAX = 24 };

/* A row that store_later put aside; all of it lies in the arena of the rows. */
struct store_row {
	const char *sql;
	const struct store_value *values;
	size_t count;
	struct store_row *next;
};

/* Those of the turn, in order. */
struct store_rows {
	struct arena arena;
	struct store_row *first, *last;
	struct store_row
		*before; /* the last of earlier requests, while one is under way; or NULL */
};

struct store_waiter {
	void (*done)(void *arg, const struct error *err);
	void *arg;
};

struct store_forgetter {
	void (*forget)(void *arg);
	void *arg;
};

struct store_copy;

/* Descriptors that hold the file for us, or -1. */
struct store_lock {
	int beside; /* of PATH.lock */
	int itself; /* of the file; closed after the database, whose own locks would go with it */
};

#define STORE_NO_LOCK ((struct store_lock){-1, -1})

enum { STORE_WAL_ID = 64 };

struct store {
	struct loop *loop;
	struct log *log;
	char *path;
	sqlite3 *db;
	struct store_copy *copy; /* what is being made, or NULL */
	struct store_lock lock;

	struct store_query *
		*kept; /* a hash table by the address of the SQL; a power of 2 of them */
	size_t kept_count, kept_room;

	bool in_request;
	size_t written;       /* see store_written */
	bool savepoint;       /* the request has one */
	bool failed;          /* it cannot be kept, and `why` */
	bool in_turn;         /* there is something to commit */
	bool begun;           /* the turn's transaction is open; not while all was put aside */
	bool lost;            /* it is gone, for `why` */
	bool committing;      /* a commit is due at the top of the loop */
	enum store_past past; /* see store_past */
	bool is_new;          /* see store_is_new */
	bool complained;      /* the log knows that commits fail */
	bool power_cut_loses; /* the last commits; see store_set_power_safe */
	struct error why;
	struct store_rows rows; /* put aside */

	struct store_waiter *waiters;
	size_t waiter_count, waiter_room;
	struct store_forgetter *forgetters;
	size_t forgetter_count;

	bool marked;               /* the file says that we are running */
	char wal_id[STORE_WAL_ID]; /* see store_wal_id */
	char *folder;              /* where the file is; NULL in memory */
	struct timespec looked;    /* the folder's time of change when all was in its place */
};

/* ---- statement.c ---- */

/* Run a statement without parameters that belongs to no request (BEGIN and the like). */
bool store_step(struct store *store, const char *sql, struct error *err);

/* Read the values for TYPES (see store_run) from LIST. Returns how many there are. Texts and blobs
 * stay the caller's. */
size_t store_read_values(
	const char *types, va_list list, struct store_value values[STORE_VALUES_MAX]);

/* Run SQL with COUNT VALUES to its end. */
bool store_execute(struct store *store, const char *sql, const struct store_value *values,
	size_t count, struct error *err);

/* Return the statement for SQL, for store_give_back later. Never NULL; one that could not be
 * prepared has failed. */
struct store_query *store_take(struct store *store, const char *sql);
void store_give_back(struct store_query *query);

/* Bind COUNT VALUES. Texts and blobs stay the caller's, and are copied unless LENT until the
 * statement is given back. */
void store_bind(
	struct store_query *query, bool lent, const struct store_value *values, size_t count);

/* Take one step. Returns whether there is a row. */
bool store_take_step(struct store_query *query);

/* Note that a statement failed for WHY, so that the request, or the whole turn, is lost. */
void store_failed(struct store *store, const struct error *why);

/* Fill ERR with what the database says went wrong, in words for people. Returns false. */
bool store_trouble(sqlite3 *db, struct error *err);

void store_statements_free(struct store *store);

/* ---- turn.c ---- */

/* Put in the rows that were put aside, so that what is read is all there is. False and ERR when
 * that cannot be: then the request under way is lost, and those of before wait for the commit. */
bool store_settle(struct store *store, struct error *err);

/* ---- file.c ---- */

/* Make the folder of PATH and the file itself if they are missing, and hold it, and the lock beside
 * it, in LOCK until store_unlock. False and ERR when another Logios has them. */
bool store_lock(struct store_lock *lock, const char *path, struct error *err);
void store_unlock(struct store_lock *lock); /* STORE_NO_LOCK is fine */

/* Make and hold the lock beside PATH again, after somebody took it away. False and ERR when another
 * Logios has it; then LOCK is as it was. */
bool store_lock_again(struct store_lock *lock, const char *path, struct error *err);

/* Return whether PATH is the name of what FD has open. */
bool store_is_at(int fd, const char *path);

/* Return the folder that PATH is in, "." when it names none. The caller frees it. */
char *store_folder(const char *path);

/* Move the file at PATH, with what SQLite keeps beside it, out of the way: to PATH.WHAT-TIME.
 * Writes that name into TO, of SIZE bytes. */
bool store_set_aside(const char *path, const char *what, char *to, size_t size, struct error *err);

/* ---- wal.c ---- */

/* Write into ID what tells the log of changes beside PATH from any other; "" when there is none. */
void store_wal_id(const char *path, char id[STORE_WAL_ID]);

/* Return whether something was ever written to that log, and begins it still. */
bool store_wal_is_begun(const char *path);

/* ---- running.c ---- */

/* Find out how the last use of the file, which is open and not changed yet, ended. COPY: it is
 * marked as one. False and ERR when it cannot be read. */
bool store_look_back(struct store *store, bool copy, struct error *err);

/* Note in the file, not only in its log of changes, that it is in use, with that log. What goes
 * wrong is tried again by store_commit. */
void store_mark_running(struct store *store);

/* Put all into the file and note that its use has ended in order. */
bool store_mark_ended(struct store *store, struct error *err);

/* Let DB, which is not ours to use, be closed without touching the log of changes of a bot that
 * runs, or ended suddenly: the next start looks for it. */
void store_leave_wal(sqlite3 *db);

/* Return whether all files are where they were: what is written to one that was deleted, or put
 * elsewhere, is gone with the next start. */
bool store_in_place(struct store *store, struct error *err);

/* ---- schema.c ---- */

/* Bring the schema of DB up to date, a step a transaction. */
bool store_migrate(sqlite3 *db, struct error *err);

/* Teach DB the functions that the steps of the schema use. -- functions.c */
bool store_add_functions(sqlite3 *db);

/* Return the newest schema that we know. */
int store_schema_version(void);

/* Return whether DB has the tables, with the columns, that the steps up to VERSION make, no others,
 * and neither views nor triggers. False and ERR when not, or when it cannot be read. */
bool store_schema_fits(sqlite3 *db, int version, struct error *err);

/* ---- kind.c ---- */

/* What marks a file as ours, or as a copy of ours (PRAGMA application_id). */
#define STORE_APPLICATION_ID 1280263497 /* "LOGI" */
#define STORE_COPY_ID 1280263491        /* "LOGC" */

/* The statement that marks a file by one of these, or another number in digits. */
#define STORE_MARK_SQL(id) STORE_MARK_SQL_DIGITS(id)
#define STORE_MARK_SQL_DIGITS(id) "PRAGMA application_id = " #id

struct store_kind {
	bool copy;
	int64_t version; /* of the schema; 0: there is nothing in it yet */
};

/* Find out what DB, the file at PATH, is. False and ERR when it is another program's, has not the
 * tables of a schema that we know, or cannot be read. */
bool store_check_kind(sqlite3 *db, const char *path, struct store_kind *kind, struct error *err);

/* ---- backup.c ---- */

/* Begin a copy of FROM that will be called PATH. NULL and ERR on failure. */
struct store_copy *store_copy_new(sqlite3 *from, const char *path, struct error *err);

/* Copy all pages at once; mark the copy as one, put it on disk and give it its name. */
bool store_copy_take_all(struct store_copy *copy, struct error *err);
bool store_copy_complete(struct store_copy *copy, struct error *err);

/* Return the name that it has until then. Lent. */
const char *store_copy_part(const struct store_copy *copy);

void store_copy_free(struct store_copy *copy);

/* Open the file at PATH as something to copy from, after checking that it is sound and ours. The
 * caller closes it. NULL and ERR on failure. */
sqlite3 *store_open_copy(const char *path, struct error *err);

#endif
