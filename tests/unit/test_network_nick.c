/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nicks that are taken, too long, taken away and won back. */
#include "scripted.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND };

#define NET "host = a.test\nping_interval = 3600\nalt_nicks = Logios_\n"
#define LOST ":Logios!l@h NICK Guest1"
#define WON "!l@h NICK Logios"

/* A network that has been let in as Logios_, since somebody else is Logios. */
static void open_with_alternative(struct scripted *s, const char *lines, const char *isupport)
{
	scripted_open(s, lines);
	network_connected(s->net);
	scripted_expect_in(
		s, 0, "CAP LS 302|NICK Logios|USER logios unknown unknown :Logios dice bot|");
	scripted_line(s, ":irc.test 433 * Logios :Nickname is already in use", "NICK Logios_|");
	scripted_line(s, ":irc.test 001 Logios_ :Welcome", "");
	scripted_line(s, isupport, "");
}

static void names_do_not_run_out(void **state)
{
	static const char *const rows[] = {"NICK Hermes|", "NICK Logios_|", "NICK Logios__|",
		"NICK Logios___|", "NICK Logios____|"};
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = a.test\nalt_nicks = Hermes");
	network_connected(s.net);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		strbuf_reset(&s.out);
		scripted_line(&s, ":irc.test 433 * x :Nickname is already in use", rows[i]);
	}
	for (int i = 0; i < 16; i++) {
		scripted_skip(&s, ":irc.test 432 * x :Nickname too long");
		assert_int_equal(strlen(network_nick(s.net)), 9);
		assert_memory_equal(network_nick(s.net), "Logios", 6);
	}
	assert_int_equal(s.closes, 0);
	scripted_skip(&s, ":irc.test 433 * x :Nickname is already in use");
	assert_int_equal(s.closes, 1);
	scripted_end(&s);
}

static void the_nick_is_asked_for_now_and_then(void **state)
{
	struct scripted s;

	(void)state;
	open_with_alternative(&s, NET, ":irc.test 005 Logios_ NICKLEN=30 :are supported");
	scripted_line(&s, ":irc.test 376 Logios_ :End", "");
	for (int i = 0; i < 5; i++) {
		scripted_expect_in(&s, MINUTE - 1, "");
		scripted_expect_in(&s, 1, "NICK Logios|");
		scripted_line(&s, ":irc.test 433 Logios_ Logios :Nickname is already in use", "");
	}
	scripted_line(&s, ":Logios_" WON, "");
	assert_string_equal(network_nick(s.net), "Logios");
	scripted_expect_in(&s, 30 * MINUTE, "");
	scripted_end(&s);
}

static void never_when_told_so(void **state)
{
	struct scripted s;

	(void)state;
	open_with_alternative(&s, NET "nick_regain_interval = 0\n",
		":irc.test 005 Logios_ MONITOR=9 :are supported");
	scripted_line(&s, ":irc.test 376 Logios_ :End", "");
	scripted_line(&s, ":Logios!x@h QUIT :bye", "");
	scripted_expect_in(&s, 30 * MINUTE, "");
	scripted_end(&s);
}

static void the_holder_is_seen_to_go(void **state)
{
	static const char *const rows[] = {":LOGIOS!x@h QUIT :bye", ":Logios!x@h NICK Hermes"};
	struct scripted s;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		open_with_alternative(&s, NET, ":irc.test 005 Logios_ NICKLEN=30 :are supported");
		scripted_line(&s, ":irc.test 376 Logios_ :End", "");
		scripted_line(&s, ":ann!x@h QUIT :bye", "");
		scripted_line(&s, ":Logio!x@h QUIT :bye", "");
		scripted_line(&s, rows[i], "NICK Logios|");
		/* A flood of them is not answered by a flood. */
		for (int again = 0; again < 100; again++)
			scripted_line(&s, rows[i], "");
		scripted_expect_in(&s, SECOND, "NICK Logios|");
		scripted_end(&s);
	}
}

static void the_server_watches_for_us(void **state)
{
	struct scripted s;

	(void)state;
	open_with_alternative(&s, NET, ":irc.test 005 Logios_ MONITOR=100 :are supported");
	scripted_line(&s, ":irc.test 376 Logios_ :End", "MONITOR + Logios|");
	scripted_line(&s, ":irc.test 730 Logios_ :Logios!x@h", "");
	scripted_expect_in(&s, 10 * MINUTE, "");
	scripted_line(&s, ":irc.test 731 Logios_ :somebody", "");
	scripted_line(&s, ":irc.test 731 Logios_ :somebody,logios,another", "NICK Logios|");
	scripted_line(&s, ":Logios_" WON, "MONITOR - Logios|");
	scripted_line(&s, ":irc.test 731 Logios :Logios", "");
	scripted_end(&s);
}

static void a_full_watch_list_is_no_end(void **state)
{
	struct scripted s;

	(void)state;
	open_with_alternative(&s, NET, ":irc.test 005 Logios_ MONITOR=1 :are supported");
	scripted_line(&s, ":irc.test 376 Logios_ :End", "MONITOR + Logios|");
	scripted_line(&s, ":irc.test 734 Logios_ 1 Logios :Monitor list is full", "");
	scripted_expect_in(&s, MINUTE, "NICK Logios|");
	scripted_end(&s);
}

static void open_as_logios(struct scripted *s)
{
	scripted_open(s, NET);
	scripted_welcome(s, "NICKLEN=30");
	scripted_expect_in(s, 0, "");
}

/* Services rename us; we come back, and later each time that they do it again. */
static void a_forced_change_is_undone(void **state)
{
	static const int64_t waits[] = {1, 2, 4, 8, 16, 32, 60, 60};
	struct scripted s;

	(void)state;
	open_as_logios(&s);
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		scripted_line(&s, LOST, "");
		assert_string_equal(network_nick(s.net), "Guest1");
		for (int64_t minute = 0; minute + 1 < waits[i]; minute++) {
			scripted_expect_in(&s, MINUTE, "");
			scripted_line(&s, "NOTICE * :alive", "");
		}
		scripted_expect_in(&s, MINUTE, "NICK Logios|");
		scripted_line(&s, ":Guest1" WON, "");
	}
	assert_int_equal(scripted_logged(&s, "changed from Logios to Guest1"), COUNT_OF(waits));
	scripted_expect_in(&s, 10 * MINUTE, "");
	scripted_line(&s, LOST, "");
	scripted_expect_in(&s, MINUTE, "NICK Logios|");
	scripted_end(&s);
}

/* The server cuts our nick: what it says at the welcome is what we are called, and all that we can
 * have. */
static void a_cut_nick_is_the_nick(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, NET "nick = LogiosTheGreat\nchannels = #a\n");
	network_connected(s.net);
	strbuf_reset(&s.out);
	scripted_line(&s, ":irc.test 001 LogiosThe :Welcome", "");
	scripted_line(
		&s, ":irc.test 005 LogiosThe NICKLEN=9 MONITOR CHANTYPES=# :are supported", "");
	scripted_line(&s, ":irc.test 376 LogiosThe :End", "JOIN #a|");
	assert_string_equal(network_nick(s.net), "LogiosThe");
	scripted_line(&s, ":LogiosThe!l@h JOIN #a", "");
	scripted_expect_in(&s, 30 * MINUTE, "");
	scripted_end(&s);
}

static void a_reload_renames_us(void **state)
{
	struct scripted s;

	(void)state;
	open_as_logios(&s);
	scripted_reconfigure(&s, NET "nick = Hermes\n");
	scripted_expect_in(&s, 0, "NICK Hermes|");
	scripted_line(&s, ":irc.test 433 Logios Hermes :Nickname is already in use", "");
	scripted_expect_in(&s, MINUTE, "NICK Hermes|");
	scripted_line(&s, ":Logios!l@h NICK Hermes", "");
	assert_int_equal(scripted_logged(&s, "changed from"), 0);
	scripted_expect_in(&s, 10 * MINUTE, "");
	scripted_end(&s);
}

/* Thousands quit at once: they are gone, and nothing is said, or logged, for each. */
static void other_letters_are_no_other_nick(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = a.test\nping_interval = 3600");
	network_connected(s.net);
	scripted_skip(&s, ":irc.test 001 logios :Hi");
	scripted_skip(&s, ":irc.test 376 logios :End");
	scripted_expect_in(&s, 10 * 60 * 1000, "");
	assert_string_equal(network_nick(s.net), "logios");
	scripted_line(&s, ":logios!l@h NICK LOGIOS", "");
	scripted_expect_in(&s, 10 * 60 * 1000, "");
	scripted_end(&s);
}

/* A bouncer whose server was lost welcomes us again, perhaps under another name. */
static void a_later_welcome_is_understood(void **state)
{
	char *nick = mem_printf("%064d", 7), *line = mem_printf(":irc.test 001 %s :Hi", nick);
	struct scripted s;

	(void)state;
	open_as_logios(&s);
	scripted_line(&s, line, "");
	assert_string_equal(network_nick(s.net), nick);
	scripted_line(&s, ":irc.test 001 Logios :Hi", "");
	assert_string_equal(network_nick(s.net), "Logios");
	scripted_end(&s);
	free(line);
	free(nick);
}

static void a_netsplit_is_quiet(void **state)
{
	struct scripted s;
	char *line;

	(void)state;
	scripted_open(&s, NET "channels = #a\n");
	loop_advance(s.loop, SECOND);
	log_set_level(s.log, LOG_LEVEL_DEBUG);
	scripted_welcome(&s, "CHANTYPES=#");
	scripted_skip(&s, ":Logios!l@h JOIN #a");
	for (int i = 0; i < 3000; i++) {
		line = mem_printf(":n%d!u@h JOIN #a", i);
		scripted_skip(&s, line);
		free(line);
	}
	assert_non_null(channels_user(network_channels(s.net), "n2999"));
	for (int i = 0; i < 3000; i++) {
		line = mem_printf(":n%d!u@h QUIT :near.irc.test far.irc.test", i);
		scripted_line(&s, line, "");
		free(line);
	}
	assert_null(channels_user(network_channels(s.net), "n2999"));
	scripted_line(&s, ":ann!u@h QUIT :hello world", "");
	assert_int_equal(scripted_logged(&s, "netsplit: near.irc.test far.irc.test"), 1);
	assert_int_equal(scripted_logged(&s, "netsplit"), 1);
	scripted_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_do_not_run_out),
		cmocka_unit_test(the_nick_is_asked_for_now_and_then),
		cmocka_unit_test(never_when_told_so),
		cmocka_unit_test(the_holder_is_seen_to_go),
		cmocka_unit_test(the_server_watches_for_us),
		cmocka_unit_test(a_full_watch_list_is_no_end),
		cmocka_unit_test(a_forced_change_is_undone),
		cmocka_unit_test(a_cut_nick_is_the_nick),
		cmocka_unit_test(a_reload_renames_us),
		cmocka_unit_test(other_letters_are_no_other_nick),
		cmocka_unit_test(a_later_welcome_is_understood),
		cmocka_unit_test(a_netsplit_is_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
