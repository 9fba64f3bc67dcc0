/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game master without an account who left while we were away is waited for as after a netsplit.
 */
#include "people/gms.h"
#include "table.h"

static const char *gm_of(const struct table *table)
{
	const struct gm *gm = gms_find(table->bot->gms, "testnet", "#table");

	return gm != NULL ? gm->nick : NULL;
}

/* Let WAIT_MS pass, on a connection that lives. */
static void pass(struct table *table, int64_t wait_ms)
{
	for (; wait_ms > 0; wait_ms -= 10000) {
		feed(table, ":irc.test ", "PING x");
		loop_advance(table->loop, 5000);
	}
}

/* Lose the connection, and come back. */
static void come_back(struct table *table)
{
	struct network *net = table->bot->networks[0];

	network_closed(net, "gone");
	loop_advance(table->loop, 60000);
	network_connected(net);
	feed(table, ":irc.test ", "001 Logios :Welcome");
	feed(table, ":irc.test ", "422 Logios :No MOTD");
	strbuf_reset(&table->out);
	feed(table, "", ":Logios!logios@bot.test JOIN #table");
	assert_non_null(strstr(table->out.text, "WHO #table"));
}

static int begin(void **state)
{
	struct table *table;

	set_up(state);
	table = *state;
	feed(table, "", ":ann!a@home.test JOIN #table");
	feed(table, "", ":bo!boss@trusted.test PRIVMSG #table :!gm ann");
	assert_string_equal(gm_of(table), "ann");
	return 0;
}

static void test_was_there(void **state)
{
	struct table *table = *state;

	come_back(table);
	feed(table, ":irc.test ", "353 Logios = #table :ann Logios");
	feed(table, ":irc.test ", "352 Logios #table a home.test irc.test ann H :0 Ann");
	feed(table, ":irc.test ", "315 Logios #table :End of WHO");
	pass(table, GMS_AWAY_MS + 1);
	feed(table, "", ":bob!b@home.test JOIN #table");
	assert_string_equal(gm_of(table), "ann");
}

/* Come back, see WHO alone, and wait for WAIT_MS until ann, or somebody like her, joins. */
static void come_back_to(struct table *table, const char *who, int64_t wait_ms)
{
	come_back(table);
	feed(table, ":irc.test ", "353 Logios = #table :bob Logios");
	feed(table, ":irc.test ", who);
	feed(table, ":irc.test ", "315 Logios #table :End of WHO");
	pass(table, wait_ms);
	feed(table, "", ":ann!a@home.test JOIN #table");
}

static void test_came_back(void **state)
{
	come_back_to(
		*state, "352 Logios #table b home.test irc.test bob H :0 Bob", GMS_AWAY_MS - 10000);
	assert_string_equal(gm_of(*state), "ann");
}

static void test_was_not_there(void **state)
{
	come_back_to(*state, "352 Logios #table b home.test irc.test bob H :0 Bob", GMS_AWAY_MS);
	assert_null(gm_of(*state));
}

/* Nobody is who has the nick alone. */
static void test_was_another(void **state)
{
	struct table *table = *state;

	come_back(table);
	feed(table, ":irc.test ", "353 Logios = #table :ann Logios");
	feed(table, ":irc.test ", "352 Logios #table z else.test irc.test ann H :0 Zoe");
	feed(table, ":irc.test ", "315 Logios #table :End of WHO");
	pass(table, GMS_AWAY_MS);
	feed(table, "", ":bob!b@home.test JOIN #table");
	assert_null(gm_of(table));
}

/* A server that does not show who somebody is says nothing against them. */
static void test_not_known(void **state)
{
	struct table *table = *state;

	come_back(table);
	feed(table, ":irc.test ", "353 Logios = #table :ann Logios");
	feed(table, ":irc.test ", "315 Logios #table :End of WHO");
	pass(table, GMS_AWAY_MS + 1);
	feed(table, "", ":ann!a@home.test PRIVMSG #table :!roll d6");
	assert_string_equal(gm_of(table), "ann");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_was_there, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_came_back, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_was_not_there, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_was_another, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_not_known, begin, tear_down),
	};

	return cmocka_run_group_tests_name("gms", tests, NULL, NULL);
}
