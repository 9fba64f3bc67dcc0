/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict transport security: up to TLS, for as long as the server has asked for, never down
 * again. */
#include "scripted.h"

static void open_with_store(struct scripted *s, const char *lines)
{
	struct error err;

	scripted_open(s, lines);
	log_set_level(s->log, LOG_LEVEL_DEBUG); /* each try is there, not only the first */
	s->store = store_open(s->loop, s->log, STORE_MEMORY, &err);
	if (s->store == NULL)
		fail_msg("%s", err.text);
	network_remember(s->net, s->store);
}

/* The server's answer to CAP LS is POLICY. */
static void offer(struct scripted *s, const char *policy)
{
	char *line = mem_printf(":s CAP * LS :sts=%s", policy);

	network_connected(s->net);
	scripted_skip(s, line);
	free(line);
}

static void drop(struct scripted *s)
{
	network_closed(s->net, "the server closed the connection");
	loop_advance(s->loop, 300000);
}

#define PLAIN "connecting to irc.test port 6667"
#define SECURE "connecting to irc.test port 6697 with TLS"

static void test_upgrade(void **state)
{
	struct scripted s;

	(void)state;
	open_with_store(&s, "host = irc.test\nserver_password = secret\n");
	s.overheard = true;
	network_connected(s.net);
	scripted_expect_in(&s, 0, "CAP LS 302|");
	scripted_line(&s, ":s CAP * LS :batch sts=port=6697,duration=999999", "");
	assert_int_equal(s.closes, 1);
	assert_int_equal(s.connects, 2); /* at once */
	assert_int_equal(scripted_logged(&s, PLAIN), 1);
	assert_int_equal(scripted_logged(&s, SECURE), 1);
	/* What is said without TLS of how long it holds is not to be believed. */
	drop(&s);
	assert_int_equal(scripted_logged(&s, PLAIN), 2);
	offer(&s, "port=6697");
	s.overheard = false;
	offer(&s, "duration=3600");
	assert_int_equal(scripted_logged(&s, SECURE), 2);
	drop(&s);
	assert_int_equal(scripted_logged(&s, PLAIN), 2);
	assert_int_equal(scripted_logged(&s, SECURE), 3);
	/* It could not be met: still not without. */
	drop(&s);
	assert_int_equal(scripted_logged(&s, SECURE), 4);
	loop_advance(s.loop, 3600 * 1000LL);
	drop(&s);
	assert_int_equal(scripted_logged(&s, PLAIN), 3);
	scripted_end(&s);
}

/* The time counts from the end of the connection; 0 ends it. */
static void test_duration(void **state)
{
	struct scripted s;

	(void)state;
	open_with_store(&s, "host = irc.test\nping_interval = 3600\nping_timeout = 3600\n");
	offer(&s, "port=6697");
	offer(&s, "duration=1000");
	scripted_skip(&s, ":s 001 Logios :Hi");
	loop_advance(s.loop, 2000 * 1000);
	drop(&s);
	assert_int_equal(scripted_logged(&s, SECURE), 2);
	offer(&s, "duration=0,port=6697");
	drop(&s);
	assert_int_equal(scripted_logged(&s, SECURE), 2);
	assert_int_equal(scripted_logged(&s, PLAIN), 2);
	scripted_end(&s);
}

static void test_nothing_comes_of(void **state)
{
	static const struct {
		const char *lines, *policy, *logged;
	} rows[] = {
		{"host = irc.test\n", "duration=1000", PLAIN},
		{"host = irc.test\n", "port=0", PLAIN},
		{"host = irc.test\n", "port=65536,duration=1000", PLAIN},
		{"host = irc.test\n", "port=x", PLAIN},
		{"host = irc.test\n", "port=-1", PLAIN},
		{"host = irc.test\n", "port=", PLAIN},
		{"host = irc.test\n", "", PLAIN},
		{"host = 192.0.2.1\n", "port=6697,duration=1000",
			"connecting to 192.0.2.1 port 6667"},
		{"host = 2001:db8::1\n", "port=6697", "connecting to 2001:db8::1 port 6667"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scripted s;

		open_with_store(&s, rows[i].lines);
		offer(&s, rows[i].policy);
		assert_int_equal(s.closes, 0);
		drop(&s);
		assert_int_equal(scripted_logged(&s, rows[i].logged), 2);
		scripted_end(&s);
	}
}

/* A plain configuration does not undo what was learnt by TLS; without verification nothing is
 * learnt. */
static void test_learnt_by_configured_tls(void **state)
{
	static const struct {
		bool verify;
		unsigned secure, plain; /* connections after that */
	} rows[] = {{true, 1, 0}, {false, 0, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scripted s;

		open_with_store(&s, "host = irc.test\n");
		s.config->networks[0].tls = true;
		s.config->networks[0].port = 7000;
		s.config->networks[0].tls_verify = rows[i].verify;
		drop(&s);
		offer(&s, "duration=100000");
		scripted_skip(&s, ":s 001 Logios :Hi");
		s.config->networks[0].tls = false;
		s.config->networks[0].port = 6667;
		drop(&s);
		assert_int_equal(
			scripted_logged(&s, "irc.test port 7000 with TLS"), 1 + rows[i].secure);
		assert_int_equal(scripted_logged(&s, PLAIN), 1 + rows[i].plain);
		scripted_end(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_upgrade),
		cmocka_unit_test(test_duration),
		cmocka_unit_test(test_nothing_comes_of),
		cmocka_unit_test(test_learnt_by_configured_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
