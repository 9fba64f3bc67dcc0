/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_STORE_IMPL_H
#define LOGIOS_STORE_IMPL_H

/* What the parts of the store share. Nobody else includes this. */

#include <sqlite3.h>

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

struct store_waiter {
	void (*done)(void *arg, const struct error *err);
	void *arg;
};

struct store_forgetter {
	void (*forget)(void *arg);
	void *arg;
};

struct store_copy;

struct store {
	struct loop *loop;
	struct log *log;
	char *path;
	sqlite3 *db;
	struct store_copy *copy; /* what is being made, or NULL */
	int lock;                /* a descriptor, or -1 */

	struct store_query *
		*kept; /* a hash table by the address of the SQL; a power of 2 of them */
	size_t kept_count, kept_room;

	bool in_request;
	bool savepoint;  /* the request has one */
	bool failed;     /* it cannot be kept, and `why` */
	bool in_turn;    /* the turn's transaction is open */
	bool lost;       /* it is gone, for `why` */
	bool committing; /* a commit is due at the top of the loop */
	struct error why;

	struct store_waiter *waiters;
	size_t waiter_count, waiter_room;
	struct store_forgetter *forgetters;
	size_t forgetter_count;
};

/* store_statement.c: run a statement without parameters that does not belong to a request (BEGIN
 * and the like). */
bool store_step(struct store *store, const char *sql, struct error *err);
void store_statements_free(struct store *store);

/* store_statement.c: fill ERR with what the database says has gone wrong, in words for people.
 * Returns false. */
bool store_trouble(sqlite3 *db, struct error *err);

/* store.c: make sure that the turn's transaction, and the request's savepoint in it, are there. */
bool store_ready(struct store *store, struct error *err);

/* store.c: a statement has failed: the request, or the whole turn, is lost. */
void store_failed(struct store *store, const struct error *why);

/* store.c: end the request without telling anybody: whether its changes stay. */
bool store_finish(struct store *store, bool keep, struct error *err);

/* store_file.c: make the folder of PATH and the file itself if they are missing, and hold the lock
 * beside it: a descriptor for store_unlock, or -1 and ERR. */
int store_lock(const char *path, struct error *err);
void store_unlock(int lock); /* -1 is fine */

/* store_file.c: move the file at PATH, with what SQLite keeps beside it, out of the way, to a name
 * that is free, which is told in TO (of SIZE bytes). */
bool store_set_aside(const char *path, char *to, size_t size, struct error *err);

/* store_schema.c: bring the schema of DB up to date, a step a transaction. */
bool store_migrate(sqlite3 *db, struct error *err);

/* store_schema.c: the newest schema that we know, and what marks a file as ours (PRAGMA
 * application_id). */
int store_schema_version(void);
#define STORE_APPLICATION_ID 0x4c4f4749 /* "LOGI" */

#endif
