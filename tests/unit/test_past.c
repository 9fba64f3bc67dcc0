/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of a long history costs a bounded number of steps of SQLite's machine, and dice. */
#include "unit/test.h"

#include <sqlite3.h>

#include <stdlib.h>

#include "base/mem.h"
#include "fair/past.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/impl.h"

enum {
	ROWS = 100000,
	STEP = 100,      /* of the machine, in which is counted */
	STEPS = 150000,  /* about two milliseconds */
	BYTES = 2 << 20, /* of rows that are read */
};

static const struct fair_where table = {"net", "#table"};

/* Every tenth roll is hidden; seven people roll; epochs are as long as they may be. */
static const char fill_sql[] =
	"INSERT INTO fair_place (id, network, place, begun) VALUES (1, 'net', '#table', 1);"
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
	" INSERT INTO fair_event (id, place, event, kind, time, epoch, number, nick, who, roller,"
	"  input, dice, total, said, asked, head) SELECT i, 1, i,"
	"  CASE WHEN i % 10 = 0 THEN 8 ELSE 6 END, i, i / 2560 + 1,"
	"  CASE WHEN i % 10 = 0 THEN i / 10 % 256 + 1 ELSE i % 2560 + 1 END,"
	"  'P' || (i % 7), '~', 'p' || (i % 7), '1d20', x'011448', '10', 'said ' || i, 'roll 1d20',"
	"  zeroblob(32) FROM n;";

struct world {
	struct loop *loop;
	struct log *log;
	struct store *store;
	unsigned long steps, rows, bytes;
};

static int count_steps(void *arg)
{
	((struct world *)arg)->steps += STEP;
	return 0;
}

static int set_up(void **state)
{
	struct world *world = mem_zalloc(1, sizeof *world);

	world->loop = loop_new();
	world->log = log_new();
	world->store = store_open(world->loop, world->log, STORE_MEMORY, NULL);
	assert_int_equal(sqlite3_exec(world->store->db, fill_sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_progress_handler(world->store->db, STEP, count_steps, world);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	store_close(world->store);
	log_free(world->log);
	loop_free(world->loop);
	free(world);
	return 0;
}

static void see(void *arg, const struct fair_past *past)
{
	struct world *world = arg;

	world->rows++;
	world->bytes += past->dice_len + strlen(past->said);
}

static void check(struct world *world, const char *what, unsigned long rows)
{
	if (world->steps > STEPS || world->rows != rows)
		print_error("%s: %lu steps, %lu rows\n", what, world->steps, world->rows);
	assert_true(world->steps <= STEPS);
	assert_int_equal(world->rows, rows);
	world->steps = world->rows = world->bytes = 0;
}

static void test_histories(void **state)
{
	static const struct {
		const char *what, *who;
		long count;
		unsigned long rows;
	} rows[] = {
		{"last", NULL, 10, 10},
		{"last of somebody", "p3", 10, 10},
		{"last of nobody", "nobody", 10, 0},
		{"dicestats", "p3", FAIR_SEARCHED, 643},
		{"dicestats of nobody", "nobody", FAIR_SEARCHED, 0},
	};
	struct world *world = *state;
	struct error err;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct fair_search search = {&table, rows[i].who, rows[i].count};
		assert_true(fair_history(world->store, &search, see, world, &err));
		check(world, rows[i].what, rows[i].rows);
	}
}

static void test_single_rolls(void **state)
{
	static const struct {
		const char *what;
		int64_t epoch, number;
		bool hidden;
		unsigned long rows;
	} rows[] = {
		{"the newest", 0, 100000 % 2560, false, 2},
		{"proof of none", 0, 9999, false, 0},
		{"of an old epoch", 1, 17, false, 0}, /* further back than is looked */
		{"reveal", 0, 5, true, 2},
		{"reveal of an epoch", 3, 5, true, 1},
		{"reveal of none", 0, 9999, true, 0},
		{"reveal of none in an epoch", 39, 9999, true, 0},
	};
	struct world *world = *state;
	struct error err;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct fair_which which = {.where = &table,
			.epoch = rows[i].epoch,
			.number = rows[i].number,
			.hidden = rows[i].hidden,
			.most = 2};
		assert_int_equal(
			fair_past_roll(world->store, &which, see, world, &err), rows[i].rows > 0);
		check(world, rows[i].what, rows[i].rows);
	}
}

/* Somebody's rolls may be as large as any: then fewer of them are looked at. */
static void test_many_dice(void **state)
{
	struct world *world = *state;
	const struct fair_search search = {&table, "p3", FAIR_SEARCHED};
	struct error err;

	sqlite3_exec(world->store->db,
		"UPDATE fair_event SET dice = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT"
		" i + 1 FROM n WHERE i < 1000) SELECT cast(group_concat(x'011448', '') AS BLOB)"
		" FROM n) WHERE id > 95000",
		NULL, NULL, NULL);
	world->steps = 0;
	assert_true(fair_history(world->store, &search, see, world, &err));
	check(world, "dicestats of many dice", FAIR_DICE_SEARCHED / 1000 + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_histories),
		cmocka_unit_test(test_single_rolls),
		cmocka_unit_test(test_many_dice),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
