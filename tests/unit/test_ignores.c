/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is ignored, where and how long; what a restart, a lost change and a full list do. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/log.h"
#include "os/loop.h"
#include "people/ignores.h"
#include "store/store.h"
#include "test.h"

struct bench {
	struct loop *loop;
	struct log *log;
	struct store *store;
	struct ignores *ignores;
};

static struct bench begin(const char *path)
{
	struct bench bench = {.loop = loop_new_scripted(), .log = log_new()};

	bench.store = store_open(bench.loop, bench.log, path, NULL);
	assert_non_null(bench.store);
	bench.ignores = ignores_new(bench.store, bench.log);
	return bench;
}

static void end(struct bench *bench)
{
	ignores_free(bench->ignores);
	store_close(bench->store);
	log_free(bench->log);
	loop_free(bench->loop);
}

static struct ignore sample(const char *mask, const char *channel, int64_t since_s, int64_t until_s)
{
	return (struct ignore){.network = "net",
		.channel = channel,
		.mask = mask,
		.by = "op!o@h",
		.reason = "spam",
		.since_s = since_s,
		.until_s = until_s};
}

static void add(struct bench *bench, struct ignore ignore)
{
	assert_true(ignores_add(bench->ignores, CASEMAP_RFC1459, &ignore, NULL));
}

static size_t count(const struct ignores *ignores, int64_t now_s)
{
	size_t at = 0, found = 0;

	while (ignores_next(ignores, &at, now_s) != NULL)
		found++;
	return found;
}

static bool fits(const struct bench *bench, const char *network, const char *hostmask,
	const char *account, const char *channel, int64_t now_s)
{
	struct person who = {.network = network,
		.casemap = CASEMAP_RFC1459,
		.hostmask = hostmask,
		.account = account};

	return ignores_fits(bench->ignores, &who, channel, now_s);
}

static void test_where_and_when(void **state)
{
	static const struct {
		const char *network, *hostmask, *account, *channel;
		int64_t now_s;
		bool ignored;
	} rows[] = {
		{"net", "troll!u@h", NULL, "#t", 100, true},
		{"net", "TROLL!u@h", NULL, NULL, 100, true},
		{"other", "troll!u@h", NULL, "#t", 100, false},
		{"net", "nice!u@h", NULL, "#t", 100, false},
		{"net", "x!u@here.test", NULL, "#Table[", 100, true},
		{"net", "x!u@here.test", NULL, "#other", 100, false},
		{"net", "x!u@here.test", NULL, NULL, 100, false},
		{"net", "x!u@h", "spammer", "#t", 199, true},
		{"net", "x!u@h", "spammer", "#t", 200, false}, /* over */
		{"net", "x!u@h", NULL, "#t", 100, false},
	};
	struct bench bench = begin(STORE_MEMORY);

	(void)state;
	add(&bench, sample("troll!*@*", NULL, 100, 0));
	add(&bench, sample("*!*@here.test", "#table{", 100, 0));
	add(&bench, sample("account:spammer", NULL, 100, 200));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (fits(&bench, rows[i].network, rows[i].hostmask, rows[i].account,
			    rows[i].channel, rows[i].now_s) != rows[i].ignored)
			fail_msg("row %zu: %s", i, rows[i].hostmask);
	assert_int_equal(count(bench.ignores, 199), 3);
	assert_int_equal(count(bench.ignores, 200), 2);
	end(&bench);
}

static void test_change_and_remove(void **state)
{
	struct bench bench = begin(STORE_MEMORY);
	size_t at = 0;
	const struct ignore *only;

	(void)state;
	add(&bench, sample("troll!*@*", NULL, 100, 200));
	add(&bench, sample("Troll!*@*", NULL, 100, 300)); /* the same: replaced */
	only = ignores_next(bench.ignores, &at, 100);
	assert_int_equal(only->until_s, 300);
	assert_null(ignores_next(bench.ignores, &at, 100));
	add(&bench, sample("troll!*@*", "#t", 100, 0)); /* elsewhere: another */
	assert_int_equal(count(bench.ignores, 100), 2);
	assert_false(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", NULL, "trol!*@*"));
	assert_false(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", "#u", "troll!*@*"));
	assert_false(ignores_remove(bench.ignores, CASEMAP_RFC1459, "b", "#t", "troll!*@*"));
	assert_true(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", "#T", "TROLL!*@*"));
	assert_true(fits(&bench, "net", "troll!u@h", NULL, "#t", 100));
	assert_true(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", NULL, "troll!*@*"));
	assert_false(fits(&bench, "net", "troll!u@h", NULL, "#t", 100));
	end(&bench);
}

static void test_restart(void **state)
{
	char folder[] = "/tmp/logios-ignores-XXXXXX", path[64], command[64];
	struct bench bench;
	const struct ignore *ignore;
	size_t at = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/logios.db", folder);
	bench = begin(path);
	add(&bench, sample("troll!*@*", NULL, 100, 0));
	add(&bench, sample("*!*@here.test", "#t", 101, 500));
	add(&bench, sample("gone!*@*", NULL, 101, 500));
	assert_true(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", NULL, "gone!*@*"));
	end(&bench);

	bench = begin(path);
	ignore = ignores_next(bench.ignores, &at, 400);
	assert_string_equal(ignore->mask, "troll!*@*");
	assert_null(ignore->channel);
	ignore = ignores_next(bench.ignores, &at, 400);
	assert_string_equal(ignore->mask, "*!*@here.test");
	assert_string_equal(ignore->channel, "#t");
	assert_string_equal(ignore->network, "net");
	assert_string_equal(ignore->by, "op!o@h");
	assert_string_equal(ignore->reason, "spam");
	assert_int_equal(ignore->since_s, 101);
	assert_int_equal(ignore->until_s, 500);
	assert_false(ignore->automatic);
	assert_null(ignores_next(bench.ignores, &at, 400));
	/* what is over goes when something else comes */
	add(&bench, sample("new!*@*", NULL, 500, 0));
	assert_int_equal(count(bench.ignores, 0), 2);
	end(&bench);
	bench = begin(path);
	assert_int_equal(count(bench.ignores, 0), 2);
	end(&bench);
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

/* What the store takes back is not in force either. */
static void test_lost_change(void **state)
{
	struct bench bench = begin(STORE_MEMORY);

	(void)state;
	add(&bench, sample("old!*@*", NULL, 100, 0));
	loop_advance(bench.loop, 0);
	store_begin(bench.store);
	add(&bench, sample("troll!*@*", NULL, 100, 0));
	assert_true(ignores_remove(bench.ignores, CASEMAP_RFC1459, "net", NULL, "old!*@*"));
	assert_true(fits(&bench, "net", "troll!u@h", NULL, NULL, 100));
	store_end(bench.store, false, NULL);
	assert_false(fits(&bench, "net", "troll!u@h", NULL, NULL, 100));
	assert_true(fits(&bench, "net", "old!u@h", NULL, NULL, 100));
	end(&bench);
}

static void add_many(struct bench *bench, int from, int to, bool automatic)
{
	char mask[32];

	for (int i = from; i < to; i++) {
		struct ignore ignore = sample(mask, NULL, 100, automatic ? 10000 + i : 0);
		snprintf(mask, sizeof mask, "*!u@h%d", i);
		ignore.automatic = automatic;
		add(bench, ignore);
	}
}

static void test_bounds(void **state)
{
	struct bench bench = begin(STORE_MEMORY);
	struct ignore more = sample("more!*@*", NULL, 100, 0);
	struct error err;

	(void)state;
	add_many(&bench, 0, IGNORES_MAX_AUTOMATIC + 10, true);
	assert_int_equal(count(bench.ignores, 100), IGNORES_MAX_AUTOMATIC);
	/* the ones that would have ended first are gone */
	assert_false(fits(&bench, "net", "x!u@h9", NULL, NULL, 100));
	assert_true(fits(&bench, "net", "x!u@h10", NULL, NULL, 100));
	/* those that people make push the others out, up to a limit */
	add_many(&bench, 1000, 1000 + IGNORES_MAX, false);
	assert_int_equal(count(bench.ignores, 100), IGNORES_MAX);
	assert_false(ignores_add(bench.ignores, CASEMAP_RFC1459, &more, &err));
	assert_string_equal(err.text, "500 are ignored already; first !unignore one.");
	more.automatic = true;
	assert_false(ignores_add(bench.ignores, CASEMAP_RFC1459, &more, &err));
	/* one that is there can still be changed */
	add_many(&bench, 1000, 1001, false);
	/* and the limits do not shorten what somebody has said */
	add_many(&bench, 1000, 1001, true);
	assert_true(fits(&bench, "net", "x!u@h1000", NULL, NULL, 1000000));
	end(&bench);
}

/* The operators of a channel have a share, those of all channels another; admins the rest. */
static void test_shares(void **state)
{
	struct bench bench = begin(STORE_MEMORY);
	char mask[32], channel[32];
	struct ignore ignore = sample(mask, channel, 100, 0);
	struct error err;

	(void)state;
	for (int c = 0; c < IGNORES_MAX_CHANNELS / IGNORES_MAX_HERE; c++) {
		snprintf(channel, sizeof channel, "#c%d", c);
		for (int i = 0; i <= IGNORES_MAX_HERE; i++) {
			snprintf(mask, sizeof mask, "*!u@h%d", i);
			assert_int_equal(ignores_add(bench.ignores, CASEMAP_RFC1459, &ignore, &err),
				i < IGNORES_MAX_HERE);
		}
	}
	assert_string_equal(err.text, "20 are ignored in #c19 already; first !unignore one.");
	snprintf(channel, sizeof channel, "#new");
	assert_false(ignores_add(bench.ignores, CASEMAP_RFC1459, &ignore, &err));
	assert_string_equal(
		err.text, "400 are ignored in channels already; an admin has to !unignore one.");
	/* one that is there can be changed */
	snprintf(channel, sizeof channel, "#C1");
	snprintf(mask, sizeof mask, "*!u@h1");
	add(&bench, ignore);
	ignore.channel = NULL;
	add(&bench, ignore);
	end(&bench);
}

static void test_endless_reason(void **state)
{
	struct bench bench = begin(STORE_MEMORY);
	char reason[IGNORES_REASON_MAX + 100];
	struct ignore ignore = sample("troll!*@*", NULL, 100, 0);
	size_t at = 0;

	(void)state;
	memset(reason, 'x', sizeof reason - 1);
	reason[sizeof reason - 1] = '\0';
	memcpy(reason + IGNORES_REASON_MAX - 1, "\xc3\xa9", 2);
	ignore.reason = reason;
	add(&bench, ignore);
	assert_int_equal(
		strlen(ignores_next(bench.ignores, &at, 100)->reason), IGNORES_REASON_MAX - 1);
	end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_and_when),
		cmocka_unit_test(test_change_and_remove),
		cmocka_unit_test(test_restart),
		cmocka_unit_test(test_lost_change),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_endless_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
