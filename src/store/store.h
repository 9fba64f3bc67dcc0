/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_STORE_H
#define LOGIOS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What the bot remembers: one SQLite file, with its connection, schema, transactions and prepared
 * statements. The SQL itself lies, as constant text, with the module whose table it is.
 *
 * State first, words second: a request's changes stand between store_begin and store_end; those of
 * one loop turn are one transaction, committed at the top of the next turn, and only then are the
 * replies let go (store_when_committed). */
struct store;
struct store_query;
struct loop;
struct log;

/* ---- the file: open.c ---- */

#define STORE_NAME "logios.db"  /* what it is called in state_dir */
#define STORE_MEMORY ":memory:" /* the path of a store that is gone when it is closed */

/* Open or make the file at PATH, with its folder, for this program alone. Checks its integrity and
 * migrates it; refuses a newer schema, another program's database, and a file that another Logios
 * has open. A damaged file is set aside as PATH.damaged-TIME with a loud log line, and a fresh one
 * made. LOOP and LOG outlive the store. NULL and ERR on failure. */
struct store *store_open(struct loop *loop, struct log *log, const char *path, struct error *err);

/* Return whether there was nothing in the file when it was opened, or no file. */
bool store_is_new(const struct store *store);

/* Open the file at PATH for reading alone, while another Logios may be at work on it. Nothing is
 * checked, made or migrated: a schema that is not of this version is refused. NULL and ERR on
 * failure. */
struct store *store_open_to_read(const char *path, struct error *err);

/* Close it: commit what is pending, and report to those who wait for it. NULL is fine. */
void store_close(struct store *store);

/* ---- changes: turn.c ---- */

/* Begin the changes of one request; requests do not nest. Costs nothing until something is
 * changed. */
void store_begin(struct store *store);

/* End the changes. With KEEP false, or when any store_run in between has failed, they are taken
 * back and those who asked by store_on_loss are called. False and ERR when they should have been
 * kept and are not. */
bool store_end(struct store *store, bool keep, struct error *err);

/* Return whether the request that store_begin began has changed anything, or tried to. */
bool store_touched(const struct store *store);

/* Return about how many bytes that request has written: what its statements were given, whether it
 * was new or took the place of something else. */
size_t store_written(const struct store *store);

/* Run one statement. SQL is constant text (prepared once, found by its address). TYPES has a letter
 * for each `?`: s text (const char *, NULL is NULL), i int64_t, d double, b blob (const void *,
 * size_t). Outside of a request it makes one of its own. False and ERR on failure: then nothing of
 * the statement stays, and the request it belongs to is lost. */
bool store_run(struct store *store, struct error *err, const char *sql, const char *types, ...);

/* Do as store_run, but put the values aside, copied: SQL, which inserts a row, runs at the commit,
 * or before anything else is run or read. So the many rows of a busy turn cost little. What goes
 * wrong then loses the whole turn, as a commit that fails does. */
bool store_later(struct store *store, struct error *err, const char *sql, const char *types, ...);

/* Lose the request that is under way, for WHY: what was read makes no sense. Returns false. */
bool store_refuse(struct store *store, const struct error *why);

/* Give some of what the file does not need back to the system, between turns. Returns whether there
 * may be more. */
bool store_shrink(struct store *store);

/* Return whether changes have been made that are not on disk yet. */
bool store_pending(const struct store *store);

/* Call DONE with ARG when what was ended so far in this turn is on disk (ERR NULL), or is lost (ERR
 * says why). At once, if nothing is pending. The calls keep the order in which they were asked
 * for. */
void store_when_committed(
	struct store *store, void (*done)(void *arg, const struct error *err), void *arg);

/* Commit now what is pending instead of at the top of the next turn. Not inside a request. */
void store_commit(struct store *store);

/* Call FORGET with ARG whenever changes were taken back: whoever keeps rows in memory drops them
 * and reads again. It is called outside of requests, before those who wait for the commit; it may
 * read, not write. */
void store_on_loss(struct store *store, void (*forget)(void *arg), void *arg);
void store_no_loss(struct store *store, const void *arg);

/* ---- what a commit survives, and copies: durability.c ---- */

/* What is known of the time before store_open: all, or not all of what was said then. */
enum store_past {
	STORE_WHOLE,
	STORE_COPY, /* the file is a copy of another one, after which more may have been rolled */
	STORE_CUT,  /* the last use ended suddenly, and a power cut may have taken the last
		       commits with it (store_set_power_safe) */
	STORE_WAL_GONE, /* it ended suddenly, and the log of changes that it wrote is not there */
};

/* Return how much is known, until store_own. */
enum store_past store_past(const struct store *store);

/* Make the past of the store whole, once nothing depends on what is not known of it. */
bool store_own(struct store *store, struct error *err);

/* Commit what is pending. From now on commits survive a power cut, as they do at first, or without
 * SAFE only the end of the program, however sudden. Until it is safe again, or closed, the file is
 * then marked as one whose past is not whole: after a power cut it may be behind what was said. Not
 * inside a request. False and ERR on failure: then all is as it was. */
bool store_set_power_safe(struct store *store, bool safe, struct error *err);

/* ---- copies: backup.c ---- */

/* Return the path of the store, or STORE_MEMORY. Lent. */
const char *store_path(const struct store *store);

/* Begin to copy the store, as it will be at the end of the copying, to a new file at PATH: a few
 * pages each turn of the loop, under another name until it is whole and on disk. Then DONE is
 * called with ARG, and with ERR when it failed and nothing is left of it. False and ERR when it
 * cannot even begin; there is one copy at a time. */
bool store_backup(struct store *store, const char *path,
	void (*done)(void *arg, const struct error *err), void *arg, struct error *err);

/* Give up the copy that is being made, if there is one: DONE hears of it. store_close does so
 * too. */
void store_backup_stop(struct store *store);

/* Do the same as store_backup for the file at FROM, at once, whether a bot has it open or not; the
 * copy is checked. */
bool store_backup_file(const char *from, const char *path, struct error *err);

/* ---- putting back: restore.c ---- */

/* Put the file COPY, which is checked, in the place of the store at PATH, with its owner; the next
 * start knows that it is a copy. What was there is moved, and its new name written into ASIDE, of
 * SIZE bytes ("" when there was nothing). False and ERR when COPY is not sound, or a bot is
 * running; then all is as it was, unless ERR says otherwise. */
bool store_restore_file(
	const char *copy, const char *path, char *aside, size_t size, struct error *err);

/* ---- reading: query.c ---- */

/* Return how many rows the last store_run touched; the row id of the last one that it put in. */
int64_t store_changes(const struct store *store);
int64_t store_last_id(const struct store *store);

/* Read rows, those of changes that are not committed yet included: while (store_next(q)) …; then
 * always store_done(q), which says whether all went well. Never NULL. Text and blobs are lent until
 * the next call on QUERY. */
struct store_query *store_query(struct store *store, const char *sql, const char *types, ...);
bool store_next(struct store_query *query);
bool store_done(struct store_query *query, struct error *err);

/* Read COLUMN, from 0, of the row. What is NULL reads as 0, 0.0, "" or no bytes. */
int64_t store_int(const struct store_query *query, int column);
double store_real(const struct store_query *query, int column);
const char *store_text(const struct store_query *query, int column);
const void *store_blob(const struct store_query *query, int column, size_t *len);
bool store_is_null(const struct store_query *query, int column);

#endif
