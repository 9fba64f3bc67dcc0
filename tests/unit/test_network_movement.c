/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is reported of those who come, go and change: who, where, and in which order with what is
 * known of them. */
#include "scripted.h"

/* Welcomed with CAPS, in #t with ann (a@h, logged in as annie) and bob, and in #u with ann. */
static void open_in(struct scripted *s, const char *caps)
{
	char *line;

	scripted_open(s, "host = irc.test\nchannels = #t, #u");
	network_connected(s->net);
	line = mem_printf(":s CAP * LS :%s", caps);
	scripted_skip(s, line);
	free(line);
	line = mem_printf(":s CAP * ACK :%s", caps);
	scripted_skip(s, line);
	free(line);
	scripted_skip(s, ":s 001 Logios :Hi");
	scripted_skip(s, ":s 005 Logios WHOX :are supported");
	scripted_skip(s, ":s 376 Logios :End");
	scripted_skip(s, ":Logios!l@our.host JOIN #t");
	scripted_skip(s, ":Logios!l@our.host JOIN #u");
	scripted_skip(s, ":s 353 Logios = #t :ann bob");
	scripted_skip(s, ":s 353 Logios = #u :ann");
	scripted_skip(s, ":s 354 Logios 152 #t a h ann H annie");
	strbuf_reset(&s->told);
}

static void expect(struct scripted *s, const char *line, const char *told)
{
	scripted_skip(s, line);
	assert_string_equal(s->told.text, told);
	strbuf_reset(&s->told);
}

static void test_joins(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "extended-join account-notify batch");
	expect(&s, ":carl!c@h JOIN #T carlo :Carl", "join carl!c@h (carlo) #t|");
	expect(&s, ":dora!d@h JOIN #t * :Dora", "join dora!d@h #t|");
	/* The account that she had is gone, also from what is reported. */
	expect(&s, ":ann!a@h JOIN #t * :Ann", "join ann!a@h #t|");
	expect(&s, ":carl!c@h JOIN #elsewhere carlo :Carl", "");
	expect(&s, ":Logios!l@our.host JOIN #elsewhere * :Logios", "");
	scripted_skip(&s, ":s BATCH +1 chathistory #t");
	expect(&s, "@batch=1 :eve!e@h JOIN #t * :Eve", "join eve!e@h past #t|");
	scripted_end(&s);
}

static void test_own_joins(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nchannels = #t");
	scripted_welcome(&s, "");
	expect(&s, ":Logios!l@our.host JOIN #t", "join Logios!l@our.host us #t|");
	scripted_end(&s);
}

static void test_parts_and_kicks(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "");
	expect(&s, ":ann!a@h PART #T :bye", "part ann!a@h (annie) #t: bye|");
	expect(&s, ":bob!b@h PART #t", "part bob!b@h #t: |unseen bob!b@h|");
	expect(&s, ":op!o@h KICK #U ann :spam",
		"kick ann!a@h (annie) #u by op: spam|unseen ann!a@h (annie)|");
	expect(&s, ":nobody!n@h PART #t", "part nobody!n@h #t: |unseen nobody!n@h|");
	expect(&s, ":nobody!n@h PART #elsewhere", "");
	scripted_end(&s);
}

/* Whom we saw only there, we lose sight of. */
static void test_we_leave(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "");
	expect(&s, ":Logios!l@our.host PART #t :away",
		"part Logios!l@our.host us #t: away|unseen bob|");
	expect(&s, ":op!o@h KICK #u Logios",
		"kick Logios!l@our.host us #u by op: |unseen ann!a@h (annie)|");
	expect(&s, ":op!o@h KICK #u Logios", "");
	scripted_end(&s);
}

/* The channels of somebody who quits are still known then, and not afterwards. */
static void test_quits(void **state)
{
	struct scripted s;
	size_t at = 0;

	(void)state;
	open_in(&s, "");
	scripted_skip(&s, ":s 353 Logios = #u :zoe");
	scripted_skip(&s, ":ann!a@h QUIT :Ping timeout");
	assert_non_null(strstr(s.told.text, "quit ann!a@h (annie): Ping timeout ["));
	assert_non_null(strstr(s.told.text, "[#t]"));
	assert_non_null(strstr(s.told.text, "[#u]"));
	assert_null(channels_next_of(network_channels(s.net), "ann", &at));
	strbuf_reset(&s.told);
	expect(&s, ":zoe!z@h QUIT", "quit zoe!z@h:  [#u]|");
	expect(&s, ":zoe!z@h QUIT", "quit zoe!z@h: |");
	scripted_end(&s);
}

/* Whose nick changes hands does not get what waits for the one before. */
static void test_nicks_change_hands(void **state)
{
	static const char *const rows[] = {":ann!a@h NICK zoe", ":zoe!z@h QUIT :bye",
		":zoe!z@h PART #t", ":zoe!z@h NICK zora", ":op!o@h KICK #t zoe"};
	struct scripted s;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		open_in(&s, "");
		if (i > 0)
			scripted_skip(&s, ":zoe!z@h JOIN #t");
		outbox_set_pace(network_outbox(s.net), 1, 1000);
		network_say(s.net, OUTBOX_REPLY, "NOTICE", "zoe", "1", NULL);
		network_say(s.net, OUTBOX_REPLY, "NOTICE", "zoe", "2", NULL);
		network_say(s.net, OUTBOX_REPLY, "NOTICE", "bob", "3", NULL);
		scripted_expect_in(&s, 0, "NOTICE zoe :1|");
		scripted_line(&s, rows[i], "");
		scripted_expect_in(&s, 10000, "NOTICE bob :3|");
		scripted_end(&s);
	}
}

static void test_changes(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "account-notify chghost");
	expect(&s, ":ann!a@h NICK anna", "nick ann!a@h (annie): anna|");
	expect(&s, ":anna!a@h ACCOUNT other", "account anna!a@h (other): annie|");
	expect(&s, ":anna!a@h ACCOUNT other", "");
	expect(&s, ":anna!a@h ACCOUNT *", "account anna!a@h: other|");
	expect(&s, ":anna!a@h ACCOUNT again", "account anna!a@h (again): |");
	expect(&s, ":anna ACCOUNT", "");
	expect(&s, ":stranger!s@h ACCOUNT x", "");
	expect(&s, ":anna!a@h CHGHOST a2 h2", "host anna!a@h (again): a2@h2|");
	/* Their host stands in the source of a line, or is what we know. */
	expect(&s, ":anna NICK ann", "nick anna!a2@h2 (again): ann|");
	expect(&s, ":Logios!l@our.host NICK Logios_", "nick Logios!l@our.host us: Logios_|");
	expect(&s, ":Logios_!l@our.host CHGHOST l new.host",
		"host Logios_!l@our.host us: l@new.host|");
	scripted_end(&s);
}

/* With account-tag each line says it, also where nobody told before. */
static void test_account_of_a_tag(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "account-tag");
	expect(&s, "@account=bobby :bob!b@h PART #t",
		"part bob!b@h (bobby) #t: |unseen bob!b@h (bobby)|");
	scripted_end(&s);
	open_in(&s, "");
	expect(&s, "@account=owner :bob!b@h PART #t", "part bob!b@h #t: |unseen bob!b@h|");
	scripted_end(&s);
}

static void test_lost(void **state)
{
	struct scripted s;

	(void)state;
	open_in(&s, "");
	network_closed(s.net, "gone");
	assert_string_equal(s.told.text, "lost|");
	scripted_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_joins),
		cmocka_unit_test(test_own_joins),
		cmocka_unit_test(test_parts_and_kicks),
		cmocka_unit_test(test_we_leave),
		cmocka_unit_test(test_quits),
		cmocka_unit_test(test_nicks_change_hands),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_account_of_a_tag),
		cmocka_unit_test(test_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
