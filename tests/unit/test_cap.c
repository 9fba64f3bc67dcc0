/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capability negotiation as a pure exchange: lines of the server in, CAP REQ lines out. */
#include <stdio.h>
#include <stdlib.h>

#include "irc/protocol/cap.h"
#include "test.h"

static enum cap_news hear(struct cap *cap, const char *line)
{
	char *copy = strdup(line);
	struct message msg;
	enum cap_news news;

	assert_true(message_parse(copy, &msg));
	news = cap_read(cap, &msg);
	free(copy);
	return news;
}

static void assert_request(struct cap *cap, unsigned want, const char *expected)
{
	char line[MESSAGE_REST + 1] = "";
	bool asked = cap_request(cap, want, line);

	assert_int_equal(asked, expected != NULL);
	if (expected != NULL)
		assert_string_equal(line, expected);
}

static void test_list_of_several_lines(void **state)
{
	struct cap cap;

	(void)state;
	cap_init(&cap);
	assert_int_equal(
		hear(&cap, ":s CAP * LS * :batch away-notify sasl=PLAIN,EXTERNAL"), CAP_NOTHING);
	assert_int_equal(hear(&cap, ":s CAP * LS * :x/y=z chghost= "), CAP_NOTHING);
	assert_int_equal(hear(&cap, ":s CAP * LS :account-tag"), CAP_LISTED);
	assert_true(cap.offered & CAP_BIT(CAP_SASL));
	assert_false(cap.offered & CAP_BIT(CAP_STS));
	assert_string_equal(cap.sasl, "PLAIN,EXTERNAL");
	assert_request(&cap, CAP_WANTED, "CAP REQ :account-tag batch chghost");
	assert_request(&cap, CAP_WANTED, NULL); /* one at a time */
	assert_int_equal(hear(&cap, ":s CAP * ACK :account-tag"), CAP_NOTHING);
	assert_int_equal(hear(&cap, ":s CAP * ACK :batch chghost "), CAP_ANSWERED);
	assert_true(cap_on(&cap, CAP_BATCH) && cap_on(&cap, CAP_CHGHOST) &&
		    cap_on(&cap, CAP_ACCOUNT_TAG));
	assert_request(&cap, CAP_WANTED, NULL);
	assert_request(&cap, CAP_WANTED | CAP_BIT(CAP_SASL), "CAP REQ :sasl");
}

/* A refusal of several does not say which one it was. */
static void test_refused(void **state)
{
	struct cap cap;

	(void)state;
	cap_init(&cap);
	hear(&cap, ":s CAP * LS :batch chghost server-time");
	assert_request(&cap, CAP_WANTED, "CAP REQ :batch chghost server-time");
	assert_int_equal(hear(&cap, ":s CAP * NAK :batch chghost server-time"), CAP_ANSWERED);
	assert_request(&cap, CAP_WANTED, "CAP REQ :batch");
	hear(&cap, ":s CAP * ACK :batch");
	assert_request(&cap, CAP_WANTED, "CAP REQ :chghost");
	hear(&cap, ":s CAP * NAK :chghost");
	assert_request(&cap, CAP_WANTED, "CAP REQ :server-time");
	hear(&cap, ":s CAP * NAK");
	assert_request(&cap, CAP_WANTED, NULL); /* that NAK had no list, and was not taken */
	hear(&cap, ":s CAP * NAK :server-time");
	assert_request(&cap, CAP_WANTED, NULL);
	assert_true(cap_on(&cap, CAP_BATCH));
	assert_false(cap_on(&cap, CAP_CHGHOST) || cap_on(&cap, CAP_SERVER_TIME));
	assert_int_equal(hear(&cap, ":s CAP me NEW :chghost"), CAP_OFFERED);
	assert_request(&cap, CAP_WANTED, "CAP REQ :chghost");
}

static void test_new_and_del(void **state)
{
	struct cap cap;

	(void)state;
	cap_init(&cap);
	hear(&cap, ":s CAP * LS :batch sasl=PLAIN sts=port=1,duration=2");
	assert_request(&cap, CAP_WANTED | CAP_BIT(CAP_SASL), "CAP REQ :batch sasl");
	hear(&cap, ":s CAP * ACK :batch sasl");
	assert_int_equal(hear(&cap, ":s CAP me DEL :sasl"), CAP_TAKEN);
	assert_false(cap_on(&cap, CAP_SASL) || (cap.offered & CAP_BIT(CAP_SASL)));
	assert_string_equal(cap.sasl, "");
	assert_int_equal(hear(&cap, ":s CAP me NEW :sasl=SCRAM-SHA-256"), CAP_OFFERED);
	assert_string_equal(cap.sasl, "SCRAM-SHA-256");
	assert_request(&cap, CAP_WANTED | CAP_BIT(CAP_SASL), "CAP REQ :sasl");
	hear(&cap, ":s CAP me DEL :sasl batch sts");
	assert_int_equal(hear(&cap, ":s CAP me ACK :sasl"), CAP_ANSWERED);
	assert_string_equal(cap.sts, "");
	assert_int_equal(hear(&cap, ":s CAP me NEW :never-heard-of"), CAP_NOTHING);
	assert_int_equal(hear(&cap, ":s CAP me DEL :never-heard-of"), CAP_NOTHING);
}

/* Whatever a server says, only what was asked for is on, and nothing that it did not name is
 * asked. */
static void test_nonsense(void **state)
{
	static const char *const lines[] = {"CAP", "CAP *", "CAP * LS", "CAP * ACK :batch",
		"CAP * NAK :batch", "CAP * ACK :", "CAP * LIST :batch", "CAP * XYZZY :batch",
		"CAP * DEL :", "CAP * ACK :-batch", "CAP * LS * :"};
	struct cap cap;

	(void)state;
	cap_init(&cap);
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (hear(&cap, lines[i]) != CAP_NOTHING)
			fail_msg("%s", lines[i]);
	assert_int_equal(cap.enabled, 0);
	assert_request(&cap, CAP_WANTED, NULL);
	hear(&cap, "CAP * LS :batch ~chghost =server-time");
	assert_request(&cap, CAP_WANTED, "CAP REQ :batch chghost server-time");
	hear(&cap, "CAP * ACK :~batch chghost -server-time account-tag");
	assert_true(cap_on(&cap, CAP_BATCH) && cap_on(&cap, CAP_CHGHOST));
	assert_false(cap_on(&cap, CAP_SERVER_TIME) || cap_on(&cap, CAP_ACCOUNT_TAG));
}

static void test_flood(void **state)
{
	struct cap cap;
	char line[MESSAGE_REST + 1];
	unsigned asked = 0;

	(void)state;
	cap_init(&cap);
	for (int i = 0; i < 1000; i++) {
		hear(&cap, ":s CAP me NEW :batch");
		asked += cap_request(&cap, CAP_WANTED, line);
		hear(&cap, ":s CAP me NAK :batch");
	}
	assert_int_equal(asked, CAP_REQUESTS);
}

static void test_value(void **state)
{
	char value[8], line[600];
	struct cap cap;

	(void)state;
	assert_true(cap_value("port=6697,duration=60,preload", "port", value, sizeof value));
	assert_string_equal(value, "6697");
	assert_true(cap_value("port=6697,duration=60,preload", "duration", value, sizeof value));
	assert_string_equal(value, "60");
	assert_true(cap_value("port=6697,preload", "preload", value, sizeof value));
	assert_string_equal(value, "");
	assert_false(cap_value("port=6697", "ports", value, sizeof value));
	assert_false(cap_value("", "port", value, sizeof value));
	assert_false(cap_value("port=12345678", "port", value, sizeof value));
	cap_init(&cap);
	snprintf(line, sizeof line, ":s CAP * LS :sasl=%0300d", 1);
	hear(&cap, line);
	assert_string_equal(cap.sasl, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_of_several_lines),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_new_and_del),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
