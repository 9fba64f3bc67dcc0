/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which server is tried, and after how long: a list, failures, drops, throttling, bans, a
 * reload. */
#include "scripted.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

#define LIST "host = a.test, b.test:7000, [2001:db8::1]\nport = 6000\n"

/* The next connection comes between LEAST and MOST milliseconds from now. */
static void expect_connect(struct scripted *s, int64_t least, int64_t most)
{
	int64_t ms = scripted_wait_for_connect(s, 2 * HOUR);

	if (ms < least || ms > most)
		fail_msg("after %ld ms, not %ld to %ld", (long)ms, (long)least, (long)most);
}

/* Each for a reason of its own: the log tells all of them. */
static void fail_to_connect(struct scripted *s)
{
	char why[32];

	snprintf(why, sizeof why, "refused %u", s->connects);
	network_closed(s->net, why);
}

static void be_welcomed_for(struct scripted *s, int64_t ms)
{
	scripted_welcome(s, "CHANTYPES=#");
	loop_advance(s->loop, ms);
	network_closed(s->net, "the server closed the connection");
	strbuf_reset(&s->out);
}

static void the_wait_doubles(void **state)
{
	static const int64_t waits[] = {2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = a.test");
	assert_int_equal(s.connects, 1);
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		int64_t ms = waits[i] * SECOND;
		fail_to_connect(&s);
		expect_connect(
			&s, ms * 3 / 4, waits[i] >= 256 ? 300 * SECOND + 100 : ms * 5 / 4 + 100);
	}
	scripted_end(&s);
}

/* The same trouble again is told once an hour; another one, or the same after a welcome, at once.
 */
static void the_same_trouble_is_told_once_an_hour(void **state)
{
	struct scripted s;
	int64_t ms = 0;

	(void)state;
	scripted_open(&s, "host = a.test");
	while (ms < 10 * HOUR) {
		network_closed(s.net, "refused");
		ms += scripted_wait_for_connect(&s, HOUR);
	}
	assert_in_range(scripted_logged(&s, "warning: test: disconnected: refused"), 9, 11);
	assert_in_range(scripted_logged(&s, "info: test: connecting to a.test"), 10, 12);
	network_closed(s.net, "another reason");
	scripted_wait_for_connect(&s, HOUR);
	assert_int_equal(scripted_logged(&s, "warning: test: disconnected: another reason"), 1);
	be_welcomed_for(&s, 2 * MINUTE);
	scripted_wait_for_connect(&s, HOUR);
	be_welcomed_for(&s, 2 * MINUTE);
	assert_int_equal(scripted_logged(&s, "warning: test: disconnected: the server closed"), 2);
	scripted_end(&s);
}

/* Not only the same again: of forty networks that lose the same server not all come back at
 * once. */
static void the_wait_is_left_to_chance(void **state)
{
	struct scripted s;
	int64_t first, ms;
	int differ = 0;

	(void)state;
	scripted_open(&s, "host = a.test\nreconnect_min = 60\nreconnect_max = 60");
	fail_to_connect(&s);
	first = scripted_wait_for_connect(&s, HOUR);
	for (int i = 0; i < 40; i++) {
		fail_to_connect(&s);
		ms = scripted_wait_for_connect(&s, HOUR);
		assert_in_range(ms, 45 * SECOND, 60 * SECOND + 100);
		differ += ms != first;
	}
	assert_true(differ > 0);
	scripted_end(&s);
}

static void every_server_has_its_turn(void **state)
{
	static const char *const names[] = {
		"a.test port 6000", "b.test port 7000", "2001:db8::1 port 6000"};
	struct scripted s;

	(void)state;
	scripted_open(&s, LIST);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			int64_t ms = i < 2 ? 2 * SECOND : (int64_t)SECOND << (round + 1);
			assert_int_equal(scripted_logged(&s, names[i]), round + 1);
			fail_to_connect(&s);
			expect_connect(&s, ms * 3 / 4, ms * 5 / 4 + 100);
		}
	scripted_end(&s);
}

static void a_connection_that_lasted_begins_anew(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, LIST);
	for (int i = 0; i < 7; i++) {
		fail_to_connect(&s);
		scripted_wait_for_connect(&s, HOUR);
	}
	assert_int_equal(scripted_logged(&s, "connecting to b.test"), 3);
	be_welcomed_for(&s, 60 * SECOND);
	expect_connect(&s, SECOND, 3 * SECOND);
	assert_int_equal(scripted_logged(&s, "connecting to a.test"), 4);
	scripted_end(&s);
}

/* Let in and thrown out, again and again: that is no success. */
static void a_drop_after_the_welcome_counts_as_failure(void **state)
{
	static const int64_t waits[] = {2, 4, 8, 16, 32, 64, 128};
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = a.test");
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		int64_t ms = waits[i] * SECOND;
		be_welcomed_for(&s, 5 * SECOND);
		expect_connect(&s, ms * 3 / 4, ms * 5 / 4 + 100);
	}
	scripted_end(&s);
}

static void servers_that_say_why_are_believed(void **state)
{
	static const struct {
		const char *line;
		int64_t least;
		bool told; /* to the admins, in the log */
	} rows[] = {
		{"ERROR :Closing Link: h (Connection closed)", 0, false},
		{"ERROR :Closing Link: 127.0.0.1 (Throttled: Reconnecting too fast)", MINUTE,
			false},
		{"ERROR :Trying to reconnect too fast.", MINUTE, false},
		{"ERROR :Your host is trying to (re)connect too fast -- throttled", MINUTE, false},
		{"ERROR :Too many connections from your host", MINUTE, false},
		{"ERROR :Closing Link: bot[h] (K-Lined)", 5 * MINUTE, true},
		{"ERROR :Closing Link: (G-Lined: spam)", 5 * MINUTE, true},
		{"ERROR :You are banned from this server", 5 * MINUTE, true},
		{":irc.test 465 Logios :You are banned from this server- go away", 5 * MINUTE,
			true},
		{":irc.test 463 Logios :Your host isn't among the privileged", 5 * MINUTE, true},
		{":irc.test 464 Logios :Password incorrect", 5 * MINUTE, true},
		{":oper!o@h KILL Logios :go away", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scripted s;
		scripted_open(&s, "host = a.test");
		network_connected(s.net);
		scripted_skip(&s, rows[i].line);
		network_closed(s.net, "the server closed the connection");
		if (rows[i].least > 0)
			expect_connect(&s, rows[i].least, rows[i].least * 5 / 4 + 100);
		else
			expect_connect(&s, SECOND, 3 * SECOND);
		assert_int_equal(scripted_logged(&s, "does not let us in"), rows[i].told);
		assert_int_equal(scripted_logged(&s, "killed by oper!o@h: go away"),
			i + 1 == COUNT_OF(rows));
		/* The next failure without a reason waits as any other. */
		fail_to_connect(&s);
		expect_connect(&s, 2 * SECOND, 6 * SECOND);
		scripted_end(&s);
	}
}

static void open_at_pace(struct scripted *s, long interval_ms)
{
	scripted_open(s, "host = a.test\nping_interval = 3600");
	s->config->networks[0].line_interval_ms = interval_ms;
	outbox_set_pace(network_outbox(s->net), 5, interval_ms);
}

/* Milliseconds that ten lines of 240 bytes take after the welcome. */
static int64_t ten_lines(struct scripted *s)
{
	char text[231];
	unsigned long before = outbox_stats(network_outbox(s->net)).sent;
	int64_t ms = 0;

	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	for (int i = 0; i < 10; i++)
		network_say(s->net, OUTBOX_REPLY, "PRIVMSG", "#t", text, NULL);
	for (; outbox_stats(network_outbox(s->net)).sent < before + 10 && ms < 60000; ms += 100)
		loop_advance(s->loop, 100);
	return ms;
}

/* Where servers count bytes, we do: known by their version, by their network, by having thrown us
 * out. Elsewhere nobody waits longer. */
static void bytes_count_where_they_do(void **state)
{
	static const struct {
		const char *version, *network;
		long interval_ms;
		bool counts;
	} rows[] = {
		{"u2.10.12.19", "Nirgends", 1000, true},
		{"u2.10.12.10+snircd(1.3.4a)", "Nirgends", 1000, true},
		{"2.11.2p3", "Nirgends", 1000, true},
		{"hidden", "UnderNet", 1000, true},
		{"hidden", "IRCnet", 1000, true},
		{"u2.10.12.19", "UnderNet", 0, false},
		{"ngircd-26.1", "Nirgends", 1000, false},
		{"InspIRCd-3", "Nirgends", 1000, false},
		{"hybrid-8.2.43", "Nirgends", 1000, false},
		{"solanum-1.0-dev", "Libera.Chat", 1000, false},
		{"UnrealIRCd-6.1.2", "Nirgends", 1000, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *four = mem_printf(":s 004 Logios s %s i n", rows[i].version);
		char *five = mem_printf(":s 005 Logios NETWORK=%s :are supported", rows[i].network);
		int64_t took;
		struct scripted s;

		open_at_pace(&s, rows[i].interval_ms);
		network_connected(s.net);
		scripted_skip(&s, ":s 001 Logios :Hi");
		scripted_skip(&s, four);
		scripted_skip(&s, five);
		scripted_skip(&s, five);
		took = ten_lines(&s);
		if (rows[i].counts ? took < 30000 : took > 6000)
			fail_msg("%s, %s: %lld ms", rows[i].version, rows[i].network,
				(long long)took);
		assert_int_equal(scripted_logged(&s, "long lines go more slowly"), rows[i].counts);
		scripted_end(&s);
		free(five);
		free(four);
	}
}

static void who_was_thrown_out_is_slower(void **state)
{
	struct scripted s;

	(void)state;
	open_at_pace(&s, 1000);
	for (int round = 0; round < 3; round++) {
		network_connected(s.net);
		scripted_skip(&s, ":s 001 Logios :Hi");
		assert_int_equal(ten_lines(&s) > 30000, round > 0);
		loop_advance(s.loop, 61000);
		scripted_skip(&s, "ERROR :Closing Link: Logios by s (Excess Flood)");
		network_closed(s.net, "the server closed the connection");
		expect_connect(&s, 2000, 2500); /* each time it was long enough online */
	}
	scripted_end(&s);
}

/* Who has said ERROR hangs up, or we do; whether it had welcomed us or not. */
static void an_error_is_the_end(void **state)
{
	struct scripted s;

	(void)state;
	for (int i = 0; i < 2; i++) {
		scripted_open(&s, "host = a.test");
		network_connected(s.net);
		if (i == 1)
			scripted_skip(&s, ":s 001 Logios :Hi");
		scripted_skip(&s, "ERROR :Closing Link: somebody else took the last chair");
		scripted_skip(&s, ":s 001 Logios :Hi");
		loop_advance(s.loop, 4999);
		assert_int_equal(s.closes, 0);
		loop_advance(s.loop, 1);
		assert_int_equal(s.closes, 1);
		assert_int_equal(scripted_logged(&s, "disconnected: the server has said ERROR"), 1);
		assert_true(scripted_wait_for_connect(&s, 60000) > 0);
		network_connected(s.net);
		scripted_skip(&s, ":s 001 Logios :Hi");
		loop_advance(s.loop, 20000); /* the next connection lives */
		assert_int_equal(s.closes, 1);
		scripted_end(&s);
	}
}

static void a_reload_that_keeps_our_server_keeps_the_connection(void **state)
{
	static const struct {
		const char *before, *after;
		bool stays;
	} rows[] = {
		{"host = a.test", "host = a.test", true},
		{"host = a.test", "host = b.test, A.TEST:6667", true},
		{"host = a.test", "host = b.test", false},
		{"host = a.test", "host = a.test\nport = 7000", false},
		{"host = a.test:6667", "host = a.test:6667\nport = 7000", true},
		{"host = a.test", "host = a.test\nnick = Hermes", true},
		{"host = a.test", "host = a.test\nrealname = Hermes", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scripted s;
		scripted_open(&s, rows[i].before);
		scripted_welcome(&s, "CHANTYPES=#");
		scripted_reconfigure(&s, rows[i].after);
		assert_int_equal(network_is_ready(s.net), rows[i].stays);
		assert_int_equal(s.closes, !rows[i].stays);
		scripted_end(&s);
	}
}

static void a_reload_ends_the_waiting_when_there_is_something_new(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = a.test\nreconnect_min = 100");
	fail_to_connect(&s);
	scripted_reconfigure(&s, "host = a.test\nreconnect_min = 100\nrejoin_delay = 5");
	assert_int_equal(s.connects, 1);
	scripted_reconfigure(&s, "host = a.test, b.test\nreconnect_min = 100");
	assert_int_equal(s.connects, 2);
	assert_int_equal(scripted_logged(&s, "connecting to a.test"), 2);
	scripted_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wait_doubles),
		cmocka_unit_test(the_same_trouble_is_told_once_an_hour),
		cmocka_unit_test(the_wait_is_left_to_chance),
		cmocka_unit_test(every_server_has_its_turn),
		cmocka_unit_test(a_connection_that_lasted_begins_anew),
		cmocka_unit_test(a_drop_after_the_welcome_counts_as_failure),
		cmocka_unit_test(servers_that_say_why_are_believed),
		cmocka_unit_test(an_error_is_the_end),
		cmocka_unit_test(bytes_count_where_they_do),
		cmocka_unit_test(who_was_thrown_out_is_slower),
		cmocka_unit_test(a_reload_that_keeps_our_server_keeps_the_connection),
		cmocka_unit_test(a_reload_ends_the_waiting_when_there_is_something_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
