/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags of a line, and which lines tell of the past. */
#include <stdio.h>
#include <stdlib.h>

#include "irc/protocol/replay.h"
#include "irc/protocol/tags.h"
#include "test.h"

static void test_values(void **state)
{
	static const struct {
		const char *tags, *name;
		bool found;
		const char *value;
	} rows[] = {
		{NULL, "a", false, ""},
		{"", "a", false, ""},
		{"a", "a", true, ""},
		{"a=", "a", true, ""},
		{"a=1", "a", true, "1"},
		{"a=1;b=2", "b", true, "2"},
		{"a=1;b=2", "c", false, ""},
		{"ab=1", "a", false, ""},
		{"a=1", "ab", false, ""},
		{"b=a=3", "a", false, ""},
		{"b=a=3", "b", true, "a=3"},
		{"a=1;a=2", "a", true, "2"},
		{"a=1;a", "a", true, ""},
		{"+bot;x", "bot", false, ""},
		{"+bot;x", "+bot", true, ""},
		{";;a=1;;", "a", true, "1"},
		{"draft/bot", "draft/bot", true, ""},
		{"a=\\:\\s\\\\x", "a", true, "; \\x"},
		{"a=x\\", "a", true, "x"},
		{"a=x\\;b=1", "a", true, "x"},
		{"a=\\b", "a", true, "b"},
		{"a=one\\r\\ntwo", "a", false, ""}, /* nothing of ours may hold a line's end */
		{"a=1234567", "a", true, "1234567"},
		{"a=12345678", "a", false, ""}, /* eight bytes have no room for it */
		{"a=123456\\s8", "a", false, ""},
	};
	char value[8];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool found = tags_find(rows[i].tags, rows[i].name, value, sizeof value);
		if (found != rows[i].found || strcmp(value, rows[i].value) != 0)
			fail_msg("%s of %s: %d \"%s\"", rows[i].name, rows[i].tags, found, value);
		if (found)
			assert_true(tags_has(rows[i].tags, rows[i].name));
	}
}

static void test_time(void **state)
{
	static const struct {
		const char *text;
		bool fine;
		int64_t ms;
	} rows[] = {
		{"1970-01-01T00:00:00.000Z", true, 0},
		{"2000-02-29T23:59:59.999Z", true, 951868799999},
		{"2026-11-25T19:10:00.500Z", true, 1795633800500},
		{"2026-11-25T19:10:00Z", true, 1795633800000},
		{"2016-12-31T23:59:60.123Z", true, 1483228800123}, /* a leap second */
		{"2100-03-01T00:00:00.000Z", true, 4107542400000},
		{"2026-11-25T19:10:00.500", false, 0},
		{"2026-11-25 19:10:00.500Z", false, 0},
		{"2026-13-25T19:10:00.500Z", false, 0},
		{"2026-00-25T19:10:00.500Z", false, 0},
		{"2026-11-25T24:10:00.500Z", false, 0},
		{"2026-11-25T19:10:00.50Z", false, 0},
		{"2026-11-25T19:10:00.500ZZ", false, 0},
		{"1969-11-25T19:10:00.500Z", false, 0},
		{"2026-11--5T19:10:00.500Z", false, 0},
		{"1795633800500", false, 0},
		{"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t ms = 0;
		bool fine = replay_time(rows[i].text, &ms);
		if (fine != rows[i].fine || ms != rows[i].ms)
			fail_msg("%s: %d %lld", rows[i].text, fine, (long long)ms);
	}
}

enum { NOW_S = 1795633800 }; /* 2026-11-25T19:10:00Z */

/* Take LINE in as it comes; whether it tells of the past. */
static bool is_past(struct replay *replay, const char *line)
{
	char *copy = strdup(line);
	struct message msg;
	bool past;

	assert_true(message_parse(copy, &msg));
	if (strcmp(msg.command, "BATCH") == 0)
		replay_batch(replay, &msg);
	if (message_numeric(&msg) != 0)
		replay_live(replay, &msg, NOW_S * 1000LL);
	past = replay_is_past(replay, &msg, NOW_S * 1000LL);
	free(copy);
	return past;
}

static void test_batches(void **state)
{
	static const struct {
		const char *line;
		bool past;
	} rows[] = {
		{":a!b@c PRIVMSG #x :!roll", false},
		{"@time=2026-11-25T19:09:59.000Z :a!b@c PRIVMSG #x :!roll", false},
		{"@time=2026-11-25T19:09:30.000Z :a!b@c PRIVMSG #x :!roll", false},
		{"@time=2026-11-25T19:09:29.000Z :a!b@c PRIVMSG #x :!roll", true},
		{"@time=2026-11-25T19:20:00.000Z :a!b@c PRIVMSG #x :!roll", false},
		{"@time=yesterday :a!b@c PRIVMSG #x :!roll", false},
		{":s BATCH +1 chathistory #x", false},
		{"@batch=1 :a!b@c PRIVMSG #x :!roll", true},
		{":a!b@c PRIVMSG #x :!roll", false},
		{":s BATCH +2 netsplit a b", false},
		{"@batch=2 :a!b@c QUIT :a b", false},
		{"@batch=1 :s BATCH +3 draft/unknown", true},
		{"@batch=3 :a!b@c PRIVMSG #x :!roll", true}, /* history within */
		{":s BATCH -1", false},
		{"@batch=1 :a!b@c PRIVMSG #x :!roll", true}, /* not open any more: not of now */
		{"@batch=2 :a!b@c PRIVMSG #x :!roll", false},
		{":s BATCH +4 znc.in/playback #x", false},
		{"@batch=4 :a!b@c PRIVMSG #x :!roll", true},
		{"@batch=never :a!b@c PRIVMSG #x :!roll", true},
		{":s BATCH +", false},
		{":s BATCH -", false},
		{":s BATCH x", false},
		{":s BATCH", false},
	};
	struct replay replay;

	(void)state;
	replay_init(&replay, 0);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (is_past(&replay, rows[i].line) != rows[i].past)
			fail_msg("%zu: %s", i, rows[i].line);
}

/* Ours an hour ahead, or behind: the server's clock decides. */
static void test_wrong_clock(void **state)
{
	struct replay replay;

	(void)state;
	replay_init(&replay, 0);
	assert_true(is_past(&replay, "@time=2026-11-25T18:10:00.000Z :a!b@c PRIVMSG #x :!roll"));
	assert_false(is_past(&replay, "@time=2026-11-25T18:10:00.000Z :s 001 me :Welcome"));
	assert_false(is_past(&replay, "@time=2026-11-25T18:10:00.000Z :a!b@c PRIVMSG #x :!roll"));
	assert_true(is_past(&replay, "@time=2026-11-25T18:09:00.000Z :a!b@c PRIVMSG #x :!roll"));
	assert_false(is_past(&replay, "@time=2026-11-25T20:10:00.000Z :s 376 me :End"));
	assert_true(is_past(&replay, "@time=2026-11-25T19:10:00.000Z :a!b@c PRIVMSG #x :!roll"));
	assert_false(is_past(&replay, "@time=2026-11-25T20:09:59.000Z :a!b@c PRIVMSG #x :!roll"));
}

static void test_endless_batches(void **state)
{
	struct replay replay;
	char line[600];

	(void)state;
	replay_init(&replay, 0);
	for (int i = 0; i < 1000; i++) {
		snprintf(line, sizeof line, ":s BATCH +b%d netjoin a b", i);
		is_past(&replay, line);
	}
	assert_int_equal(replay.count, REPLAY_BATCHES);
	assert_false(is_past(&replay, "@batch=b999 :a!b@c PRIVMSG #x :!roll"));
	assert_false(is_past(&replay, "@batch=b936 :a!b@c PRIVMSG #x :!roll"));
	assert_true(is_past(&replay, "@batch=b935 :a!b@c PRIVMSG #x :!roll"));
	snprintf(line, sizeof line, ":s BATCH +%0400d netjoin", 1);
	is_past(&replay, line);
	assert_int_equal(replay.count, REPLAY_BATCHES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_wrong_clock),
		cmocka_unit_test(test_endless_batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
