/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Channels that would not let us in, threw us out, or are none of our business. */
#include "scripted.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

#define NET "host = a.test\nping_interval = 3600\nnick_regain_interval = 0\n"
#define JOINED ":Logios!l@h JOIN #a"

/* A network that has just asked for #a. */
static void open_asking(struct scripted *s, const char *lines)
{
	scripted_open(s, lines);
	scripted_welcome(s, "CHANTYPES=#");
	scripted_expect_in(s, 0, "JOIN #a|");
}

/* Milliseconds until something is sent, MOST at most; -1 when nothing is. The server is there
 * meanwhile. */
static int64_t wait_for_line(struct scripted *s, int64_t most)
{
	for (int64_t ms = 0; ms <= most; ms += SECOND) {
		if (s->out.len > 0)
			return ms;
		scripted_skip(s, "NOTICE * :alive");
		loop_advance(s->loop, SECOND);
	}
	return -1;
}

static void refusals_have_their_own_patience(void **state)
{
	static const struct {
		int numeric;
		int64_t first, second, most; /* milliseconds to the next try; -1: none */
		const char *told;
	} rows[] = {
		{403, -1, -1, -1, "giving up until"},
		{405, -1, -1, -1, "when we have left another"},
		{437, 30 * SECOND, MINUTE, 15 * MINUTE, "now and then"},
		{470, 5 * MINUTE, 10 * MINUTE, HOUR, "now and then"},
		{471, 30 * SECOND, MINUTE, 15 * MINUTE, "now and then"},
		{473, 5 * MINUTE, 10 * MINUTE, HOUR, "invite us"},
		{474, 5 * MINUTE, 10 * MINUTE, HOUR, "banned"},
		{475, 5 * MINUTE, 10 * MINUTE, HOUR, "key in the configuration"},
		{476, -1, -1, -1, "giving up until"},
		{477, 5 * MINUTE, 10 * MINUTE, HOUR, "logged in"},
		{480, 30 * SECOND, MINUTE, 15 * MINUTE, "now and then"},
		{489, 5 * MINUTE, 10 * MINUTE, HOUR, "tls = yes"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *line = mem_printf(":irc.test %d Logios #A :Cannot join", rows[i].numeric);
		int64_t last = -1;
		struct scripted s;
		open_asking(&s, NET "channels = #a");
		for (int tries = 0; tries < 10; tries++) {
			scripted_line(&s, line, "");
			last = wait_for_line(&s, 2 * HOUR);
			if (last > 0)
				scripted_expect_in(&s, 0, "JOIN #a|");
			if (tries < 2)
				assert_int_equal(last, tries == 0 ? rows[i].first : rows[i].second);
		}
		assert_int_equal(last, rows[i].most);
		/* One line of log for ten refusals. */
		assert_int_equal(scripted_logged(&s, "cannot join #a"), 1);
		assert_int_equal(scripted_logged(&s, rows[i].told), 1);
		free(line);
		scripted_end(&s);
	}
}

static void another_reason_is_told(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, ":irc.test 474 Logios #a :Cannot join (+b)", "");
	scripted_expect_in(&s, 5 * MINUTE, "JOIN #a|");
	scripted_line(&s, ":irc.test 471 Logios #a :Cannot join (+l)", "");
	assert_int_equal(scripted_logged(&s, "cannot join #a"), 2);
	scripted_expect_in(&s, 30 * SECOND, "JOIN #a|");
	scripted_line(&s, JOINED, "");
	assert_int_equal(scripted_logged(&s, "joined #a"), 1);
	scripted_expect_in(&s, 50 * MINUTE, "");
	/* And what was refused before is news again. */
	scripted_line(&s, ":irc.test 471 Logios #a :of no meaning while we are there", "");
	assert_int_equal(scripted_logged(&s, "cannot join #a"), 2);
	scripted_end(&s);
}

static void no_answer_is_asked_about_again(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_expect_in(&s, 4 * MINUTE, "");
	scripted_expect_in(&s, MINUTE, "JOIN #a|");
	scripted_end(&s);
}

static void a_reload_tries_everything_anew(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, ":irc.test 475 Logios #a :Cannot join (+k)", "");
	scripted_reconfigure(&s, NET "channels = #a sesame, #b");
	scripted_expect_in(&s, 0, "JOIN #a sesame|JOIN #b|");
	scripted_line(&s, ":irc.test 403 Logios #b :No such channel", "");
	scripted_reconfigure(&s, NET "channels = #a sesame, #b");
	scripted_expect_in(&s, 0, "JOIN #a sesame|JOIN #b|");
	scripted_end(&s);
}

static void room_is_used_when_there_is_some(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, NET "channels = #a, #b");
	scripted_welcome(&s, "CHANTYPES=#");
	scripted_expect_in(&s, 0, "JOIN #a|JOIN #b|");
	scripted_line(&s, JOINED, "");
	scripted_line(&s, ":irc.test 405 Logios #b :You have joined too many channels", "");
	scripted_expect_in(&s, 30 * MINUTE, "");
	network_part(s.net, "#a");
	scripted_expect_in(&s, 0, "PART #a|");
	scripted_line(&s, ":Logios!l@h PART #a", "JOIN #b|");
	scripted_end(&s);
}

static void an_invitation_opens_the_door(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, NET "channels = #a key");
	scripted_welcome(&s, "CHANTYPES=#");
	scripted_expect_in(&s, 0, "JOIN #a key|");
	scripted_line(&s, ":irc.test 473 Logios #a :Cannot join (+i)", "");
	scripted_line(&s, ":ann!a@h INVITE Logios #a", "JOIN #a key|");
	scripted_line(&s, ":ann!a@h INVITE Logios #elsewhere", "");
	scripted_line(&s, ":ann!a@h INVITE bob #a", "");
	scripted_end(&s);
}

/* Three invitations are followed at once, then the latest, one a minute; fifty wait, and fifty are
 * the most channels that come of it. Whoever is answered goes first. */
static void invitations_are_bounded(void **state)
{
	struct scripted s;
	unsigned joined = 3;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, JOINED, "");
	s.may_invite = true;
	for (int i = 0; i < 1000; i++) {
		char *line = mem_printf(":eve!e@h INVITE Logios #x%d", i);
		char *copy = mem_strdup(line);

		network_line(s.net, copy, strlen(copy));
		free(copy);
		free(line);
	}
	scripted_expect_in(&s, 0, "JOIN #x0|JOIN #x1|JOIN #x2|");
	scripted_line(&s, ":eve!e@h INVITE Logios #X990", "");
	scripted_expect_in(&s, MINUTE - 1, "");
	scripted_expect_in(&s, 1, "JOIN #X990|");
	scripted_expect_in(&s, MINUTE, "JOIN #x999|");
	outbox_set_pace(network_outbox(s.net), 1, SECOND);
	for (int i = 0; i < 3; i++)
		network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "#a", "hi", NULL);
	scripted_expect_in(&s, MINUTE - SECOND, "PRIVMSG #a :hi|PRIVMSG #a :hi|PRIVMSG #a :hi|");
	strbuf_reset(&s.out);
	for (int i = 0; i < 200; i++) {
		scripted_skip(&s, ":irc.test NOTICE * :alive");
		loop_advance(s.loop, MINUTE);
		joined += strstr(s.out.text, "JOIN #x") != NULL;
	}
	assert_true(joined > 40);
	assert_int_equal(scripted_logged(&s, "following an invitation"), 50);
	scripted_end(&s);
}

static void we_do_not_stay_where_we_are_forwarded_to(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, ":irc.test 470 Logios #a ##a :Forwarding to another channel", "");
	scripted_line(
		&s, ":Logios!l@h JOIN ##a", "PING :attached|PART ##a :Nobody has asked me here|");
	assert_int_equal(scripted_logged(&s, "leaving ##a, into which the server put us"), 1);
	scripted_line(&s, ":Logios!l@h PART ##a", "");
	scripted_expect_in(&s, 5 * MINUTE, "JOIN #a|");
	scripted_end(&s);
}

static void forced_joins_do_not_fill_the_log(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	for (int i = 0; i < 5000; i++) {
		char line[64];
		snprintf(line, sizeof line, ":Logios!l@h JOIN #x%d", i);
		network_line(s.net, line, strlen(line));
	}
	assert_int_equal(scripted_logged(&s, "into which the server put us"), 20);
	assert_int_equal(scripted_logged(&s, "puts us into many channels"), 1);
	scripted_end(&s);
}

/* A bouncer is in its channels already. Where that is meant, we stay, until somebody sends us away.
 */
static void a_bouncers_channels_are_kept(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a\nkeep_bouncer_channels = yes");
	scripted_line(&s, JOINED, "");
	scripted_line(&s, ":Logios!l@h JOIN #b", "PING :attached|");
	scripted_line(&s, ":ann!a@h JOIN #b", "");
	assert_non_null(channels_find(network_channels(s.net), "#b"));
	network_join(s.net, "#c", NULL);
	scripted_expect_in(&s, 0, "JOIN #c|");
	network_part(s.net, "#b");
	scripted_expect_in(&s, 0, "PART #b|");
	scripted_line(&s, ":Logios!l@h PART #b", "");
	scripted_line(&s, ":Logios!l@h JOIN #b", "");
	scripted_line(&s, ":op!o@h KICK #b Logios", "");
	scripted_expect_in(&s, MINUTE, "");
	scripted_end(&s);
}

/* What is called "!table" is "!ABCDEtable" for the server. */
static void a_safe_channel_is_recognised(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, NET "channels = !Table");
	scripted_welcome(&s, "CHANTYPES=#!");
	scripted_expect_in(&s, 0, "JOIN !Table|");
	scripted_line(&s, ":Logios!l@h JOIN :!ABCDEtable", "");
	network_join(s.net, "#b", NULL);
	scripted_expect_in(&s, 0, "JOIN #b|");
	scripted_expect_in(&s, 4 * MINUTE, "");
	network_part(s.net, "!Table");
	scripted_expect_in(&s, 0, "PART !ABCDEtable|");
	scripted_end(&s);
}

/* Whatever number says that we may not come in, it is told, and tried again. */
static void any_refusal_is_told(void **state)
{
	static const int numerics[] = {443, 599, 972};
	struct scripted s;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numerics); i++) {
		char *line = mem_printf(":irc.test %d Logios #A :No room for bots", numerics[i]);

		open_asking(&s, NET "channels = #a");
		scripted_line(&s, ":irc.test 404 Logios #a :Cannot send to channel", "");
		assert_int_equal(scripted_logged(&s, "cannot join"), 0);
		scripted_line(&s, line, "");
		assert_int_equal(scripted_logged(&s, "cannot join #a: No room for bots"), 1);
		scripted_line(&s, line, ""); /* of something else */
		assert_int_equal(scripted_logged(&s, "cannot join"), 1);
		assert_int_equal(wait_for_line(&s, HOUR), 5 * MINUTE);
		scripted_expect_in(&s, 0, "JOIN #a|");
		scripted_line(&s, JOINED, "");
		scripted_line(&s, line, "");
		assert_int_equal(scripted_logged(&s, "cannot join"), 1);
		scripted_end(&s);
		free(line);
	}
}

static void a_kick_war_dies_down(void **state)
{
	static const int64_t waits[] = {20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600};
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a\nrejoin_on_kick = yes\nrejoin_delay = 20");
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		scripted_line(&s, JOINED, "");
		scripted_line(&s, ":ann!a@h KICK #a Logios :out", "");
		assert_int_equal(wait_for_line(&s, 2 * HOUR), waits[i] * SECOND);
		scripted_expect_in(&s, 0, "JOIN #a|");
	}
	scripted_line(&s, JOINED, "");
	scripted_expect_in(&s, 10 * MINUTE, "");
	scripted_line(&s, ":ann!a@h KICK #a Logios :out", "");
	scripted_expect_in(&s, 20 * SECOND, "JOIN #a|");
	scripted_end(&s);
}

static void once_kicked_is_for_good_by_default(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, JOINED, "");
	scripted_line(&s, ":ann!a@h KICK #elsewhere Logios :out", "");
	scripted_line(&s, ":ann!a@h KICK #a Logios :out", "");
	scripted_expect_in(&s, 50 * MINUTE, "");
	scripted_line(&s, JOINED, "PART #a :Nobody has asked me here|");
	scripted_end(&s);
}

/* The server parts us, as services do with SVSPART, and operators with SAPART or REMOVE. */
static void a_forced_part_is_a_kick(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a\nrejoin_on_kick = yes\nrejoin_delay = 20");
	scripted_line(&s, JOINED, "");
	scripted_line(&s, ":Logios!l@h PART #a :Removed by ann", "");
	assert_int_equal(scripted_logged(&s, "removed from #a"), 1);
	scripted_expect_in(&s, 20 * SECOND, "JOIN #a|");
	/* One of our own is none, even when we want to come back before it is answered. */
	scripted_line(&s, JOINED, "");
	network_part(s.net, "#a");
	scripted_expect_in(&s, 0, "PART #a|");
	network_join(s.net, "#a", NULL);
	scripted_expect_in(&s, 0, "");
	scripted_line(&s, ":Logios!l@h PART #a", "JOIN #a|");
	assert_int_equal(scripted_logged(&s, "removed from #a"), 1);
	scripted_end(&s);
}

static void a_new_connection_knows_no_refusals(void **state)
{
	struct scripted s;

	(void)state;
	open_asking(&s, NET "channels = #a");
	scripted_line(&s, ":irc.test 403 Logios #a :No such channel", "");
	network_closed(s.net, "gone");
	loop_advance(s.loop, MINUTE);
	scripted_welcome(&s, "CHANTYPES=#");
	scripted_expect_in(&s, 0, "JOIN #a|");
	scripted_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals_have_their_own_patience),
		cmocka_unit_test(another_reason_is_told),
		cmocka_unit_test(no_answer_is_asked_about_again),
		cmocka_unit_test(a_reload_tries_everything_anew),
		cmocka_unit_test(room_is_used_when_there_is_some),
		cmocka_unit_test(an_invitation_opens_the_door),
		cmocka_unit_test(invitations_are_bounded),
		cmocka_unit_test(we_do_not_stay_where_we_are_forwarded_to),
		cmocka_unit_test(forced_joins_do_not_fill_the_log),
		cmocka_unit_test(a_bouncers_channels_are_kept),
		cmocka_unit_test(a_safe_channel_is_recognised),
		cmocka_unit_test(any_refusal_is_told),
		cmocka_unit_test(a_kick_war_dies_down),
		cmocka_unit_test(once_kicked_is_for_good_by_default),
		cmocka_unit_test(a_forced_part_is_a_kick),
		cmocka_unit_test(a_new_connection_knows_no_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
