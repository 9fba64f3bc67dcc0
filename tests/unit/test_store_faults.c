/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails at the k-th write or flush, for every k until there are no more: short, full or
 * broken, once or for good. Whatever happens, each request is there whole or not at all, what was
 * announced is there, what was refused is not, and nothing has to be set aside. Looked at twice: as
 * a crash at the end would leave it, and after an orderly close. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fault_vfs.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"
#include "test.h"

enum { TURNS = 4, A_TURN = 2, REQUESTS = TURNS * A_TURN, K_MOST = 2000 };

enum fate { UNKNOWN, ANNOUNCED, REFUSED };

struct play {
	char folder[64], path[96];
	struct loop *loop;
	struct log *log;
	struct store *store;
	enum fate fates[REQUESTS];
	int losses;
};

struct wait {
	struct play *play;
	int request;
};

static const char put_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('test', ?, ?, ?)";

static void on_done(void *arg, const struct error *err)
{
	struct wait *wait = arg;

	assert_int_equal(wait->play->fates[wait->request], UNKNOWN);
	wait->play->fates[wait->request] = err == NULL ? ANNOUNCED : REFUSED;
	free(wait);
}

static void on_loss(void *arg)
{
	((struct play *)arg)->losses++;
}

static void put(struct store *store, bool aside, const char *place, const char *key,
	const void *bytes, size_t len)
{
	struct error err;

	if (aside)
		store_later(store, &err, put_sql, "ssb", place, key, bytes, len);
	else
		store_run(store, &err, put_sql, "ssb", place, key, bytes, len);
}

/* A request of two rows, of which the second takes several pages; one, or both, or none of them are
 * put aside. */
static void request(struct play *play, int number)
{
	static char large[6000];
	char place[16];
	struct error err;
	struct wait *wait;

	snprintf(place, sizeof place, "%d", number);
	store_begin(play->store);
	put(play->store, number % 2, place, "small", "x", 1);
	put(play->store, number / 2 % 2, place, "large", large, sizeof large);
	if (!store_end(play->store, true, &err)) {
		assert_true(err.text[0] != '\0');
		play->fates[number] = REFUSED;
		return;
	}
	wait = malloc(sizeof *wait);
	assert_non_null(wait);
	*wait = (struct wait){play, number};
	store_when_committed(play->store, on_done, wait);
}

static void copy_file(const char *from, const char *suffix, const char *to)
{
	char command[300];

	snprintf(command, sizeof command, "%s%s", from, suffix);
	if (access(command, F_OK) == 0) {
		FILE *in = fopen(command, "rb"), *out;
		char bytes[8192];
		size_t len;
		snprintf(command, sizeof command, "%s%s", to, suffix);
		out = fopen(command, "wb");
		assert_non_null(in);
		assert_non_null(out);
		while ((len = fread(bytes, 1, sizeof bytes, in)) > 0)
			assert_int_equal(fwrite(bytes, 1, len, out), len);
		fclose(in);
		assert_int_equal(fclose(out), 0);
	}
}

static int rows_of(struct store *store, int number)
{
	char place[16];
	struct store_query *query;
	int count = -1;

	snprintf(place, sizeof place, "%d", number);
	query = store_query(store,
		"SELECT count(*) FROM plugin_data WHERE plugin = 'test' AND place = ?", "s", place);
	if (store_next(query))
		count = (int)store_int(query, 0);
	assert_true(store_done(query, NULL));
	return count;
}

/* Open what is at PATH on a disk that works. GHOSTS: what was refused may be there all the same: a
 * flush that failed says nothing of what has reached the disk, the half of a page that was not
 * written may be as it was before; and the next start is the first to know. */
static void look(struct play *play, const char *path, bool ghosts)
{
	struct error err = {.text = ""};
	struct store *store = store_open(play->loop, play->log, path, &err);

	if (store == NULL)
		fail_msg("%s", err.text);
	for (int i = 0; i < REQUESTS; i++) {
		int rows = rows_of(store, i);
		assert_true(rows == 0 || rows == 2);
		if (play->fates[i] == ANNOUNCED)
			assert_int_equal(rows, 2);
		else if (!ghosts)
			assert_int_equal(rows, 0);
	}
	store_close(store);
}

static void run_turns(struct play *play)
{
	for (int turn = 0; turn < TURNS; turn++) {
		for (int i = 0; i < A_TURN; i++)
			request(play, turn * A_TURN + i);
		loop_advance(play->loop, 0);
	}
}

static void begin(struct play *play)
{
	char log[96];

	*play = (struct play){.folder = "/tmp/logios-faults-XXXXXX",
		.loop = loop_new_scripted(),
		.log = log_new()};
	assert_non_null(mkdtemp(play->folder));
	snprintf(play->path, sizeof play->path, "%s/logios.db", play->folder);
	snprintf(log, sizeof log, "%s/log", play->folder);
	assert_true(log_set_file(play->log, log, NULL));
}

static void end(struct play *play)
{
	static const char *const names[] = {"log", "logios.db", "logios.db-wal", "logios.db-shm",
		"logios.db.lock", "crashed.db", "crashed.db-wal", "crashed.db-shm",
		"crashed.db.lock"};
	char path[96];

	loop_free(play->loop);
	log_free(play->log);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof path, "%s/%s", play->folder, names[i]);
		unlink(path);
	}
	/* Nothing else may be there: a file that was set aside would have been taken for
	 * damaged. */
	assert_int_equal(rmdir(play->folder), 0);
}

/* Play with the fault at call K, opening included; false when the play was over before. */
static bool play_once(enum fault_kind kind, bool lasting, int k)
{
	struct play play;
	struct error err;
	char crashed[128];
	int refused = 0;
	bool ghosts;

	begin(&play);
	snprintf(crashed, sizeof crashed, "%s/crashed.db", play.folder);
	fault = (struct fault_plan){.armed = true, .kind = kind, .at = k, .lasting = lasting};
	play.store = store_open(play.loop, play.log, play.path, &err);
	if (play.store != NULL) {
		store_on_loss(play.store, on_loss, &play);
		run_turns(&play);
		copy_file(play.path, "", crashed);
		copy_file(play.path, "-wal", crashed);
		store_close(play.store);
	}
	fault.armed = false;
	for (int i = 0; i < REQUESTS; i++) {
		assert_true(play.store == NULL || play.fates[i] != UNKNOWN);
		refused += play.fates[i] == REFUSED;
	}
	assert_true(refused == 0 || (fault.failed > 0 && play.losses > 0));
	ghosts = kind == FAULT_SYNC || (kind == FAULT_SHORT && lasting);
	if (play.store != NULL)
		look(&play, crashed, ghosts);
	look(&play, play.path, ghosts && lasting);
	end(&play);
	return fault.failed > 0;
}

static void play_all(enum fault_kind kind, bool lasting)
{
	int k = 1;

	while (k < K_MOST && play_once(kind, lasting, k))
		k++;
	assert_true(k > (kind == FAULT_SYNC ? 5 : 50)); /* or nothing was tried */
	assert_true(k < K_MOST);
}

static void test_broken(void **state)
{
	(void)state;
	play_all(FAULT_EIO, false);
	play_all(FAULT_EIO, true);
}

static void test_full(void **state)
{
	(void)state;
	play_all(FAULT_FULL, false);
	play_all(FAULT_FULL, true);
}

static void test_short(void **state)
{
	(void)state;
	play_all(FAULT_SHORT, false);
	play_all(FAULT_SHORT, true);
}

static void test_flush(void **state)
{
	(void)state;
	play_all(FAULT_SYNC, false);
	play_all(FAULT_SYNC, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_flush),
	};

	fault_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
