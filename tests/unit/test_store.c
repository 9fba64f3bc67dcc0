/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests are kept or taken back whole, a turn is one commit, those who wait are told in order;
 * files that are damaged, newer, another's or in use. What happens when the disk fails is in
 * test_store_faults.c. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/strbuf.h"
#include "crypto/random.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"
#include "test.h"

static const char put_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES (?, ?, ?, ?)";
static const char keys_sql[] = "SELECT key FROM plugin_data WHERE plugin = 'test' ORDER BY key";
static const char wrong_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('test', '', NULL, ?)";

struct bench {
	char folder[64], path[96];
	struct loop *loop;
	struct log *log;
	struct store *store;
	struct strbuf diary;
};

static void open_at(struct bench *bench, const char *path)
{
	struct error err = {.text = ""};

	bench->store = store_open(bench->loop, bench->log, path, &err);
	if (bench->store == NULL)
		fail_msg("%s", err.text);
}

static struct bench begin(void)
{
	struct bench bench = {.folder = "/tmp/logios-store-XXXXXX",
		.loop = loop_new_scripted(),
		.log = log_new(),
		.diary = STRBUF_INIT};
	char log_path[96];

	assert_non_null(mkdtemp(bench.folder));
	snprintf(bench.path, sizeof bench.path, "%s/state/logios.db", bench.folder);
	snprintf(log_path, sizeof log_path, "%s/log", bench.folder);
	assert_true(log_set_file(bench.log, log_path, NULL));
	return bench;
}

static void remove_folder(const char *path)
{
	char command[160];

	/* Where the folder itself was taken for the file, its lock lies beside it. */
	snprintf(command, sizeof command, "rm -r '%s' && rm -f '%s.lock'", path, path);
	assert_int_equal(system(command), 0);
}

static void end(struct bench *bench)
{
	store_close(bench->store);
	loop_free(bench->loop);
	log_free(bench->log);
	strbuf_release(&bench->diary);
	remove_folder(bench->folder);
}

static bool put(struct bench *bench, const char *key)
{
	return store_run(
		bench->store, NULL, put_sql, "sssb", "test", "net/#table", key, "x", (size_t)1);
}

static bool put_wrong(struct bench *bench)
{
	struct error err;

	return store_run(bench->store, &err, wrong_sql, "b", "x", (size_t)1);
}

/* The keys that are there, parted by blanks. */
static void expect_keys(struct bench *bench, const char *wanted)
{
	struct store_query *query = store_query(bench->store, keys_sql, "");
	struct strbuf keys = STRBUF_INIT;

	while (store_next(query))
		strbuf_addf(&keys, "%s%s", keys.len > 0 ? " " : "", store_text(query, 0));
	assert_true(store_done(query, NULL));
	assert_string_equal(keys.text, wanted);
	strbuf_release(&keys);
}

static void expect_diary(struct bench *bench, const char *wanted)
{
	assert_string_equal(bench->diary.text, wanted);
	strbuf_reset(&bench->diary);
}

static void on_done(void *arg, const struct error *err)
{
	struct bench *bench = arg;

	strbuf_addf(&bench->diary, "%s;", err == NULL ? "done" : err->text);
}

static void on_second(void *arg, const struct error *err)
{
	struct bench *bench = arg;

	strbuf_addf(&bench->diary, "%s;", err == NULL ? "second" : err->text);
}

static void on_forget(void *arg)
{
	strbuf_addstr(&((struct bench *)arg)->diary, "forget;");
}

static void reopen(struct bench *bench)
{
	store_close(bench->store);
	open_at(bench, bench->path);
}

/* ---- requests and turns ---- */

static void test_kept_and_taken_back(void **state)
{
	struct bench bench = begin();
	struct error err;

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	store_begin(bench.store);
	assert_false(store_touched(bench.store));
	assert_true(put(&bench, "a") && put(&bench, "b"));
	assert_true(store_touched(bench.store));
	assert_true(store_end(bench.store, true, &err));
	store_begin(bench.store);
	assert_true(put(&bench, "c"));
	expect_keys(&bench, "a b c");
	assert_true(store_end(bench.store, false, &err));
	expect_keys(&bench, "a b");
	expect_diary(&bench, "forget;");
	store_begin(bench.store);
	assert_true(store_end(bench.store, true, &err));
	expect_diary(&bench, "");
	reopen(&bench);
	expect_keys(&bench, "a b");
	end(&bench);
}

static void test_one_failure_loses_the_request(void **state)
{
	struct bench bench = begin();
	struct error err;

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	assert_true(put(&bench, "before"));
	store_begin(bench.store);
	assert_true(put(&bench, "one"));
	assert_false(put_wrong(&bench));
	assert_false(put(&bench, "two"));
	err.text[0] = '\0';
	assert_false(store_end(bench.store, true, &err));
	assert_non_null(strstr(err.text, "NOT NULL"));
	expect_keys(&bench, "before");
	assert_true(put(&bench, "after"));
	expect_keys(&bench, "after before");
	expect_diary(&bench, "forget;");
	store_no_loss(bench.store, &bench);
	reopen(&bench);
	expect_keys(&bench, "after before");
	end(&bench);
}

static void test_alone(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	assert_true(put(&bench, "a"));
	assert_int_equal(store_changes(bench.store), 1);
	assert_false(put_wrong(&bench));
	assert_true(put(&bench, "b"));
	expect_keys(&bench, "a b");
	expect_diary(&bench, "");
	end(&bench);
}

static void test_waiting(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	store_when_committed(bench.store, on_done, &bench);
	expect_diary(&bench, "done;");
	assert_true(put(&bench, "a"));
	store_when_committed(bench.store, on_done, &bench);
	store_when_committed(bench.store, on_second, &bench);
	expect_diary(&bench, "");
	loop_advance(bench.loop, 0);
	expect_diary(&bench, "done;second;");
	store_when_committed(bench.store, on_second, &bench);
	expect_diary(&bench, "second;");
	assert_true(put(&bench, "b"));
	store_when_committed(bench.store, on_done, &bench);
	store_commit(bench.store);
	expect_diary(&bench, "done;");
	loop_advance(bench.loop, 0);
	expect_diary(&bench, "");
	assert_true(put(&bench, "c"));
	store_when_committed(bench.store, on_done, &bench);
	store_close(bench.store);
	expect_diary(&bench, "done;");
	open_at(&bench, bench.path);
	expect_keys(&bench, "a b c");
	end(&bench);
}

/* What is not committed is not in the file yet; another connection sees whole turns only. */
static void test_a_turn_is_one_commit(void **state)
{
	struct bench bench = begin();
	sqlite3 *other;
	sqlite3_stmt *count;

	(void)state;
	open_at(&bench, bench.path);
	assert_int_equal(
		sqlite3_open_v2(bench.path, &other, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(other, "SELECT count(*) FROM plugin_data WHERE plugin = 'test'",
			-1, &count, NULL),
		SQLITE_OK);
	assert_true(put(&bench, "a") && put(&bench, "b"));
	assert_int_equal(sqlite3_step(count), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(count, 0), 0);
	sqlite3_reset(count);
	loop_advance(bench.loop, 0);
	assert_int_equal(sqlite3_step(count), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(count, 0), 2);
	sqlite3_finalize(count);
	sqlite3_close(other);
	end(&bench);
}

/* Another program that holds the lock: the request fails, nothing else; then it works again. */
static void test_locked(void **state)
{
	struct bench bench = begin();
	struct error err;
	sqlite3 *other;

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	assert_int_equal(sqlite3_open(bench.path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	store_begin(bench.store);
	assert_false(put(&bench, "a"));
	assert_true(store_touched(bench.store));
	assert_false(store_end(bench.store, true, &err));
	assert_non_null(strstr(err.text, "locked by another program"));
	expect_diary(&bench, "forget;");
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_true(put(&bench, "a"));
	expect_keys(&bench, "a");
	end(&bench);
}

/* Nothing is kept in a file that the next start would not find. */
static void test_deleted(void **state)
{
	struct bench bench = begin();
	char aside[sizeof bench.path + 8];

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	assert_true(put(&bench, "a"));
	store_commit(bench.store);
	snprintf(aside, sizeof aside, "%s.aside", bench.path);
	assert_int_equal(rename(bench.path, aside), 0);
	assert_true(put(&bench, "b"));
	store_when_committed(bench.store, on_done, &bench);
	store_commit(bench.store);
	assert_non_null(strstr(bench.diary.text, "forget;"));
	assert_non_null(strstr(bench.diary.text, "state/logios.db was deleted or replaced"));
	strbuf_reset(&bench.diary);
	expect_keys(&bench, "a");
	assert_int_equal(rename(aside, bench.path), 0);
	assert_true(put(&bench, "c"));
	store_commit(bench.store);
	reopen(&bench);
	expect_keys(&bench, "a c");
	end(&bench);
}

static off_t size_of(const struct bench *bench)
{
	struct stat status;

	assert_int_equal(stat(bench->path, &status), 0);
	return status.st_size;
}

/* What is deleted does not stay in the file for ever. */
static void test_shrink(void **state)
{
	struct bench bench = begin();
	char key[16];
	off_t full;
	int steps = 0;

	(void)state;
	open_at(&bench, bench.path);
	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof key, "%d", i);
		assert_true(put(&bench, key));
	}
	assert_true(store_shrink(bench.store)); /* not in a turn */
	store_commit(bench.store);
	assert_false(store_shrink(bench.store));
	reopen(&bench);
	full = size_of(&bench);
	assert_true(store_run(bench.store, NULL, "DELETE FROM plugin_data", ""));
	store_commit(bench.store);
	while (store_shrink(bench.store))
		steps++;
	assert_in_range(steps, 2, 100);
	reopen(&bench);
	assert_true(size_of(&bench) < full / 2);
	end(&bench);
}

/* ---- what a commit survives ---- */

/* Let a process of its own open the store, LIVE with it and end suddenly. */
static void live_and_die(struct bench *bench, void (*live)(struct bench *bench))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		open_at(bench, bench->path);
		live(bench);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void expect_past(struct bench *bench, enum store_past past)
{
	open_at(bench, bench->path);
	assert_int_equal(store_past(bench->store), past);
}

static char *beside(const struct bench *bench, const char *suffix)
{
	static char path[120];

	snprintf(path, sizeof path, "%s%s", bench->path, suffix);
	return path;
}

static void expect_synchronous(struct bench *bench, int64_t level)
{
	struct store_query *query = store_query(bench->store, "PRAGMA synchronous", "");

	assert_true(store_next(query));
	assert_int_equal(store_int(query, 0), level);
	assert_true(store_done(query, NULL));
}

static void not_power_safe(struct bench *bench)
{
	assert_true(put(bench, "a"));
	assert_true(store_set_power_safe(bench->store, false, NULL));
	assert_true(put(bench, "b"));
	store_commit(bench->store);
}

static void safe_again(struct bench *bench)
{
	assert_int_equal(store_past(bench->store), STORE_CUT);
	assert_true(store_own(bench->store, NULL));
	store_commit(bench->store);
	assert_true(store_set_power_safe(bench->store, false, NULL));
	assert_true(store_set_power_safe(bench->store, true, NULL));
}

static void test_power_cuts(void **state)
{
	enum { NORMAL = 1, FULL = 2 }; /* sqlite.org/pragma.html#pragma_synchronous */
	struct bench bench = begin();

	(void)state;
	live_and_die(&bench, not_power_safe);
	expect_past(&bench, STORE_CUT);
	store_close(bench.store);
	live_and_die(&bench, safe_again);
	expect_past(&bench, STORE_WHOLE);
	expect_synchronous(&bench, FULL);
	assert_true(store_set_power_safe(bench.store, false, NULL));
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	expect_synchronous(&bench, NORMAL);
	reopen(&bench);
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	expect_keys(&bench, "a b");
	end(&bench);
}

static void put_a(struct bench *bench)
{
	assert_true(put(bench, "a"));
	store_commit(bench->store);
}

/* So much that the log of changes is copied into the file meanwhile, and begun again. */
static void put_many(struct bench *bench)
{
	char key[16];

	for (int turn = 0; turn < 100; turn++) {
		for (int i = 0; i < 1000; i++) {
			snprintf(key, sizeof key, "%d-%d", turn, i);
			assert_true(put(bench, key));
		}
		store_commit(bench->store);
	}
}

/* What was committed is known after a sudden end, and so is that it may not be. */
static void test_sudden_ends(void **state)
{
	struct bench bench = begin();

	(void)state;
	live_and_die(&bench, put_many);
	live_and_die(&bench, put_a);
	expect_past(&bench, STORE_WHOLE);
	reopen(&bench);
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	end(&bench);
}

/* Ends the store's process, changes the log of changes by CHANGE, and expects that this is known
 * until the store is owned. */
static void lose_wal(void (*live)(struct bench *bench), void (*change)(const char *wal))
{
	struct bench bench = begin();

	live_and_die(&bench, live);
	change(beside(&bench, "-wal"));
	expect_past(&bench, STORE_WAL_GONE);
	reopen(&bench);
	assert_int_equal(store_past(bench.store), STORE_WAL_GONE);
	assert_true(store_own(bench.store, NULL));
	store_commit(bench.store);
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	reopen(&bench);
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	end(&bench);
}

static void take_away(const char *wal)
{
	assert_int_equal(unlink(wal), 0);
}

static void make_empty(const char *wal)
{
	assert_int_equal(truncate(wal, 0), 0);
}

/* Put a file with the same bytes in its place. */
static void put_another(const char *wal)
{
	char command[400];

	snprintf(command, sizeof command, "cp '%s' '%s.new' && mv '%s.new' '%s'", wal, wal, wal,
		wal);
	assert_int_equal(system(command), 0);
}

static void test_log_of_changes_lost(void **state)
{
	(void)state;
	lose_wal(put_a, take_away);
	lose_wal(put_a, make_empty);
	lose_wal(put_a, put_another);
	lose_wal(put_many, take_away);
	lose_wal(not_power_safe, take_away);
}

/* Tools that read the file between a sudden end and the next start leave the log where it is. */
static void test_read_after_sudden_end(void **state)
{
	struct bench bench = begin();
	struct store *reader;

	(void)state;
	live_and_die(&bench, put_a);
	reader = store_open_to_read(bench.path, NULL);
	assert_non_null(reader);
	store_close(reader);
	assert_true(store_backup_file(bench.path, beside(&bench, ".copy"), NULL));
	expect_past(&bench, STORE_WHOLE);
	expect_keys(&bench, "a");
	end(&bench);
}

/* A log of changes that is gone while we run keeps nothing; what it had is saved at the end. */
static void test_log_of_changes_deleted(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	assert_true(put(&bench, "a"));
	store_commit(bench.store);
	assert_int_equal(unlink(beside(&bench, "-wal")), 0);
	assert_true(put(&bench, "b"));
	store_when_committed(bench.store, on_done, &bench);
	store_commit(bench.store);
	assert_non_null(strstr(bench.diary.text, "logios.db-wal was deleted or replaced"));
	reopen(&bench);
	assert_int_equal(store_past(bench.store), STORE_WHOLE);
	expect_keys(&bench, "a");
	end(&bench);
}

/* ---- rows put aside ---- */

static bool put_aside(struct bench *bench, const char *key)
{
	return store_later(
		bench->store, NULL, put_sql, "sssb", "test", "net/#table", key, "x", (size_t)1);
}

static void test_put_aside(void **state)
{
	struct bench bench = begin();
	char key[] = "b";
	struct error err;

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	store_begin(bench.store);
	assert_true(put_aside(&bench, "a"));
	assert_true(store_touched(bench.store));
	assert_true(store_written(bench.store) > strlen("testnet/#tableax"));
	assert_true(put_aside(&bench, key));
	key[0] = 'z'; /* copied */
	assert_true(store_end(bench.store, true, &err));
	store_when_committed(bench.store, on_done, &bench);
	expect_diary(&bench, "");
	loop_advance(bench.loop, 0);
	expect_diary(&bench, "done;");
	assert_true(put_aside(&bench, "c")); /* a request of its own */
	reopen(&bench);
	expect_keys(&bench, "a b c");
	end(&bench);
}

/* A row that cannot be put in takes the turn with it; the next one is as good as any. */
/* What cannot go in for now is not read past: the reading fails, and so does nothing else. */
static void test_put_aside_and_locked(void **state)
{
	struct bench bench = begin();
	struct store_query *query;
	struct error err = {.text = ""};
	sqlite3 *other;

	(void)state;
	open_at(&bench, bench.path);
	assert_true(put_aside(&bench, "a"));
	assert_int_equal(sqlite3_open(bench.path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	query = store_query(bench.store, keys_sql, "");
	assert_false(store_next(query));
	assert_false(store_done(query, &err));
	assert_non_null(strstr(err.text, "locked by another program"));
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	expect_keys(&bench, "a");
	store_commit(bench.store);
	reopen(&bench);
	expect_keys(&bench, "a");
	end(&bench);
}

static void test_put_aside_in_vain(void **state)
{
	struct bench bench = begin();
	struct error err;

	(void)state;
	open_at(&bench, bench.path);
	store_on_loss(bench.store, on_forget, &bench);
	assert_true(put(&bench, "a"));
	store_begin(bench.store);
	assert_true(put_aside(&bench, "b") && put_aside(&bench, "b"));
	assert_true(store_end(bench.store, true, &err));
	store_when_committed(bench.store, on_done, &bench);
	loop_advance(bench.loop, 0);
	assert_non_null(strstr(bench.diary.text, "forget;"));
	assert_non_null(strstr(bench.diary.text, "UNIQUE"));
	assert_null(strstr(bench.diary.text, "done;"));
	expect_keys(&bench, "");
	assert_true(put_aside(&bench, "b"));
	expect_keys(&bench, "b");
	end(&bench);
}

/* Return a number from 0 to BOUND - 1. */
static uint32_t below(struct rng *rng, uint32_t bound)
{
	uint32_t number;

	assert_true(rng_uniform(rng, bound, &number));
	return number - 1;
}

/* Requests that put rows in at once, or aside, that read, and that are taken back, in any order:
 * what is there is what was kept. */
static void test_put_aside_in_any_order(void **state)
{
	enum { REQUESTS = 1000 };
	struct bench bench = begin();
	struct strbuf kept = STRBUF_INIT, own = STRBUF_INIT;
	struct rng *rng = rng_new_seeded(15);
	struct error err;
	char key[16];
	int number = 0;

	(void)state;
	open_at(&bench, bench.path);
	for (int i = 0; i < REQUESTS; i++) {
		strbuf_reset(&own);
		strbuf_add(&own, kept.text, kept.len);
		store_begin(bench.store);
		for (uint32_t ops = below(rng, 5); ops > 0; ops--) {
			uint32_t kind = below(rng, 5);
			snprintf(key, sizeof key, "%05d", number++);
			if (kind > 0)
				strbuf_addf(&own, "%s%s", own.len > 0 ? " " : "", key);
			if (kind == 0)
				expect_keys(&bench, own.text);
			else
				assert_true(kind < 3 ? put(&bench, key) : put_aside(&bench, key));
		}
		if (below(rng, 3) > 0) {
			assert_true(store_end(bench.store, true, &err));
			strbuf_reset(&kept);
			strbuf_add(&kept, own.text, own.len);
		} else {
			assert_true(store_end(bench.store, false, &err));
		}
		if (below(rng, 4) == 0)
			loop_advance(bench.loop, 0);
		if (below(rng, 50) == 0)
			reopen(&bench);
		if (i % 100 == 0)
			expect_keys(&bench, kept.text);
	}
	expect_keys(&bench, kept.text);
	rng_free(rng);
	strbuf_release(&kept);
	strbuf_release(&own);
	end(&bench);
}

/* ---- values ---- */

static void test_values(void **state)
{
	struct bench bench = begin();
	struct store_query *query;
	size_t len;

	(void)state;
	open_at(&bench, STORE_MEMORY);
	query = store_query(bench.store, "SELECT ?, ?, ?, ?, ?, ?", "sidbsb", "t\xc3\xa9xt",
		INT64_C(-9007199254740993), 0.25, "\0\1\2", (size_t)3, (const char *)NULL,
		(const void *)NULL, (size_t)0);
	assert_true(store_next(query));
	assert_string_equal(store_text(query, 0), "t\xc3\xa9xt");
	assert_true(store_int(query, 1) == INT64_C(-9007199254740993));
	assert_true(store_real(query, 2) == 0.25);
	assert_memory_equal(store_blob(query, 3, &len), "\0\1\2", 3);
	assert_int_equal(len, 3);
	assert_true(store_is_null(query, 4) && !store_is_null(query, 5));
	assert_string_equal(store_text(query, 4), "");
	assert_non_null(store_blob(query, 5, &len));
	assert_int_equal(len, 0);
	assert_false(store_next(query));
	assert_true(store_done(query, NULL));
	end(&bench);
}

static void test_wrong_statements(void **state)
{
	struct bench bench = begin();
	struct error err;
	struct store_query *query;

	(void)state;
	open_at(&bench, STORE_MEMORY);
	query = store_query(bench.store, "SELECT nonsense FROM nowhere", "");
	assert_false(store_next(query));
	assert_false(store_done(query, &err));
	assert_non_null(strstr(err.text, "nowhere"));
	assert_false(store_run(bench.store, &err, "DELETE FROM nowhere WHERE a = ?", "s", "x"));
	assert_non_null(strstr(err.text, "nowhere"));
	assert_true(put(&bench, "a"));
	expect_keys(&bench, "a");
	end(&bench);
}

/* The same statement inside of its own reading. */
static void test_nested_reading(void **state)
{
	struct bench bench = begin();
	struct store_query *query;
	int rows = 0;

	(void)state;
	open_at(&bench, STORE_MEMORY);
	assert_true(put(&bench, "a") && put(&bench, "b"));
	query = store_query(bench.store, keys_sql, "");
	while (store_next(query)) {
		expect_keys(&bench, "a b");
		rows++;
	}
	assert_true(store_done(query, NULL));
	assert_int_equal(rows, 2);
	end(&bench);
}

static void test_many_statements(void **state)
{
	struct bench bench = begin();
	static char texts[200][40];

	(void)state;
	open_at(&bench, STORE_MEMORY);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT_OF(texts); i++) {
			struct store_query *query;
			snprintf(texts[i], sizeof texts[i], "SELECT %zu + ?", i);
			query = store_query(bench.store, texts[i], "i", (int64_t)round);
			assert_true(store_next(query));
			assert_int_equal(store_int(query, 0), i + (size_t)round);
			assert_true(store_done(query, NULL));
		}
	end(&bench);
}

/* ---- files ---- */

static mode_t mode_of(const char *path)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_mode & 0777;
}

static void test_nobody_else_reads_it(void **state)
{
	struct bench bench = begin();
	char folder[80], wal[112];
	mode_t mask = umask(0);

	(void)state;
	open_at(&bench, bench.path);
	assert_true(put(&bench, "a"));
	store_commit(bench.store);
	umask(mask);
	snprintf(folder, sizeof folder, "%s/state", bench.folder);
	snprintf(wal, sizeof wal, "%s-wal", bench.path);
	assert_int_equal(mode_of(folder), 0700);
	assert_int_equal(mode_of(bench.path), 0600);
	assert_int_equal(mode_of(wal), 0600);
	end(&bench);
}

static void refused(struct bench *bench, const char *why)
{
	struct error err;
	struct store *store = store_open(bench->loop, bench->log, bench->path, &err);

	assert_null(store);
	if (strstr(err.text, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, why);
}

static void test_in_use(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	refused(&bench, "Another Logios");
	reopen(&bench);
	end(&bench);
}

/* Whoever deletes the lock does not let a second one in. */
static void test_lock_deleted(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	assert_int_equal(unlink(beside(&bench, ".lock")), 0);
	refused(&bench, "Another Logios");
	assert_int_equal(unlink(beside(&bench, ".lock")), 0);
	assert_true(put(&bench, "a"));
	store_commit(bench.store);
	assert_int_equal(access(beside(&bench, ".lock"), F_OK), 0);
	expect_keys(&bench, "a");
	end(&bench);
}

static void test_no_folder(void **state)
{
	struct bench bench = begin();

	(void)state;
	snprintf(bench.path, sizeof bench.path, "%s/no/such/logios.db", bench.folder);
	refused(&bench, "cannot be made");
	snprintf(bench.path, sizeof bench.path, "%s", bench.folder);
	refused(&bench, "cannot be opened");
	end(&bench);
}

/* What stands ready under the name of a copy to be, or of the store, is not written into. */
static void test_names_that_are_taken(void **state)
{
	struct bench bench = begin();
	char copy[96], part[112], target[96];
	struct error err;

	(void)state;
	open_at(&bench, bench.path);
	snprintf(copy, sizeof copy, "%s/copy.db", bench.folder);
	snprintf(part, sizeof part, "%s.part", copy);
	snprintf(target, sizeof target, "%s/target", bench.folder);
	assert_int_equal(symlink(target, part), 0);
	assert_true(store_backup_file(bench.path, copy, &err));
	assert_int_equal(mode_of(copy), 0600);
	assert_int_equal(access(target, F_OK), -1);
	store_close(bench.store);
	bench.store = NULL;
	assert_int_equal(rename(bench.path, target), 0);
	assert_int_equal(symlink(target, bench.path), 0);
	refused(&bench, "it is a symbolic link");
	assert_false(store_backup_file(bench.path, part, &err));
	assert_non_null(strstr(err.text, "is no regular file"));
	assert_int_equal(unlink(part) + unlink(copy) + unlink(target), 0);
	end(&bench);
}

static void test_what_is_no_file(void **state)
{
	struct bench bench = begin();

	(void)state;
	open_at(&bench, bench.path);
	store_close(bench.store);
	bench.store = NULL;
	assert_int_equal(unlink(bench.path), 0);
	assert_int_equal(mkfifo(bench.path, 0600), 0);
	refused(&bench, "it is a FIFO, not a file");
	assert_int_equal(unlink(bench.path), 0);
	assert_int_equal(mkdir(bench.path, 0700), 0);
	refused(&bench, "it is a folder, not a file");
	assert_int_equal(rmdir(bench.path), 0);
	end(&bench);
}

static void exec_in(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void test_newer_or_anothers(void **state)
{
	static const struct {
		const char *sql, *why;
	} cases[] = {
		{"PRAGMA user_version = 1000", "newer Logios (schema 1000"},
		{"PRAGMA application_id = 1", "another program's"},
		{"PRAGMA application_id = 0", "another program's"},
		{"PRAGMA user_version = -1", "which no Logios makes"},
		{"PRAGMA user_version = 3", "not those of schema 3"},
		{"DROP TABLE gm", "not those of schema"},
		{"CREATE TABLE gm2 (a)", "not those of schema"},
		{"ALTER TABLE gm ADD COLUMN more TEXT", "not those of schema"},
		{"CREATE TRIGGER t AFTER INSERT ON gm BEGIN DELETE FROM gm; END",
			"not those of schema"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bench bench = begin();
		open_at(&bench, bench.path);
		store_close(bench.store);
		bench.store = NULL;
		exec_in(bench.path, cases[i].sql);
		refused(&bench, cases[i].why);
		refused(&bench, cases[i].why);
		end(&bench);
	}
}

/* What the store of schema 5 had of fair rolls: open ones stay, for !last, as events below 0; and
 * the file is kept as it was. */
static void test_first_scheme(void **state)
{
	static const char back[] =
		"DROP TABLE fair_epoch; DROP TABLE fair_place; DROP TABLE fair_event; DROP TABLE "
		"fair_key;"
		"CREATE TABLE fair_place (id INTEGER PRIMARY KEY, network TEXT NOT NULL, place "
		"TEXT NOT NULL, salt TEXT NOT NULL, UNIQUE (network, place)) STRICT;"
		"CREATE TABLE fair_epoch (place INTEGER NOT NULL REFERENCES fair_place, epoch "
		"INTEGER NOT NULL, seed BLOB NOT NULL, commitment TEXT NOT NULL, salt TEXT NOT "
		"NULL, opened INTEGER NOT NULL, revealed INTEGER, PRIMARY KEY (place, epoch)) "
		"WITHOUT ROWID, STRICT;"
		"CREATE TABLE fair_event (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, epoch "
		"INTEGER NOT NULL, number INTEGER, kind INTEGER NOT NULL, time INTEGER NOT NULL, "
		"nick TEXT, who TEXT, input TEXT, sides TEXT, faces TEXT, total REAL, error TEXT, "
		"said TEXT, ref INTEGER, asked TEXT) STRICT;"
		"CREATE UNIQUE INDEX fair_number ON fair_event (place, epoch, number);"
		"INSERT INTO fair_place VALUES (1, 'net', '#t', ''), (2, 'net', '#t/hidden', ''),"
		" (3, 'net', '#t/hidden/open', ''), (4, 'net', '#t/decks', '');"
		"INSERT INTO fair_epoch VALUES (1, 1, x'00', '', '', 5, NULL);"
		"INSERT INTO fair_event (place, epoch, number, kind, time, who, sides, faces, "
		"total,"
		" error) VALUES (1, 1, 1, 3, 9, 'ann', '6,6,20', '1,6,20', 27, NULL),"
		" (1, 1, 2, 3, 9, 'ann', '6,6', '1,7', NULL, 'oh'),"
		" (2, 1, 1, 3, 9, 'gm', '6', '1', 1, NULL), (4, 2, 1, 4, 9, NULL, NULL, '3,1,2', 3,"
		" NULL), (1, 3, NULL, 2, 9, NULL, NULL, 'abc', NULL, NULL),"
		" (3, 1, 1, 3, 9, 'bob', '6', '2', 2.5, NULL); PRAGMA user_version = 5";
	static const struct {
		const char *place, *dice, *total;
		int kind, event;
	} wanted[] = {{"#t", "020614011498", "27.0", 6, -6}, {"#t", "010600", "oh", 7, -5},
		{"#t/hidden", "010620", "2.5", 6, -1}};
	struct bench bench = begin();
	struct store_query *query;
	char kept[200];

	(void)state;
	open_at(&bench, bench.path);
	store_close(bench.store);
	exec_in(bench.path, back);
	open_at(&bench, bench.path);
	query = store_query(bench.store,
		"SELECT q.place, lower(hex(e.dice)), e.total, e.kind, e.event FROM fair_event AS e"
		" JOIN fair_place AS q ON q.id = e.place ORDER BY e.id",
		"");
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_true(store_next(query));
		assert_string_equal(store_text(query, 0), wanted[i].place);
		assert_string_equal(store_text(query, 1), wanted[i].dice);
		assert_string_equal(store_text(query, 2), wanted[i].total);
		assert_int_equal(store_int(query, 3), wanted[i].kind);
		assert_int_equal(store_int(query, 4), wanted[i].event);
	}
	assert_false(store_next(query));
	assert_true(store_done(query, NULL));
	snprintf(kept, sizeof kept, "%s.schema-5", bench.path);
	assert_int_equal(unlink(kept), 0);
	end(&bench);
}

static size_t count_files(const char *folder, const char *part)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		count += strstr(entry->d_name, part) != NULL;
	closedir(dir);
	return count;
}

static void spoil(const char *path, off_t from, size_t len)
{
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(pwrite(fd, "\xa5", 1, from + (off_t)i), 1);
	close(fd);
}

static void fill(struct bench *bench)
{
	char key[16];

	for (int i = 0; i < 2000; i++) {
		snprintf(key, sizeof key, "key%d", i);
		assert_true(put(bench, key));
	}
	store_commit(bench->store);
}

/* Each round damages the file that the last one left: nothing set aside is ever overwritten. */
static void test_damaged(void **state)
{
	static const struct {
		off_t from;
		size_t len;
	} cases[] = {{0, 100}, {100, 4000}, {3 * 4096, 8192}};
	struct bench bench = begin();
	char folder[80];

	(void)state;
	snprintf(folder, sizeof folder, "%s/state", bench.folder);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		open_at(&bench, bench.path);
		fill(&bench);
		store_close(bench.store);
		spoil(bench.path, cases[i].from, cases[i].len);
		open_at(&bench, bench.path);
		expect_keys(&bench, "");
		assert_true(put(&bench, "fresh"));
		store_close(bench.store);
		bench.store = NULL;
		assert_int_equal(count_files(folder, ".damaged-"), i + 1);
		assert_int_equal(unlink(bench.path), 0);
	}
	end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept_and_taken_back),
		cmocka_unit_test(test_one_failure_loses_the_request),
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_a_turn_is_one_commit),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_deleted),
		cmocka_unit_test(test_shrink),
		cmocka_unit_test(test_power_cuts),
		cmocka_unit_test(test_sudden_ends),
		cmocka_unit_test(test_log_of_changes_lost),
		cmocka_unit_test(test_read_after_sudden_end),
		cmocka_unit_test(test_log_of_changes_deleted),
		cmocka_unit_test(test_put_aside),
		cmocka_unit_test(test_put_aside_and_locked),
		cmocka_unit_test(test_put_aside_in_vain),
		cmocka_unit_test(test_put_aside_in_any_order),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_wrong_statements),
		cmocka_unit_test(test_nested_reading),
		cmocka_unit_test(test_many_statements),
		cmocka_unit_test(test_nobody_else_reads_it),
		cmocka_unit_test(test_in_use),
		cmocka_unit_test(test_lock_deleted),
		cmocka_unit_test(test_no_folder),
		cmocka_unit_test(test_names_that_are_taken),
		cmocka_unit_test(test_what_is_no_file),
		cmocka_unit_test(test_newer_or_anothers),
		cmocka_unit_test(test_first_scheme),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
