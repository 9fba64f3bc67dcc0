/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people's programs ask ours, and how often that is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "irc/network/ctcp.h"

static void test_answers(void **state)
{
	static const struct {
		const char *request, *answer; /* NULL: none */
	} rows[] = {
		{"VERSION", "VERSION logios " LOGIOS_VERSION},
		{"version please", "VERSION logios " LOGIOS_VERSION},
		{"PING", "PING"},
		{"PING ", "PING"},
		{"PING 1 2  3", "PING 1 2  3"},
		{"PING \x02x\x02\x01\x01y", "PING xy"},
		{"PING \r\nQUIT", "PING QUIT"},
		{"TIME", "TIME 2026-01-02T03:04:05Z"},
		{"CLIENTINFO", "CLIENTINFO ACTION CLIENTINFO PING SOURCE TIME VERSION"},
		{"SOURCE", "SOURCE Debian package logios, GPL-3.0-or-later"},
		{"FINGER", NULL},
		{"VERSIONS", NULL},
		{"VERSIO", NULL},
		{" VERSION", NULL},
		{"DCC CHAT chat 1 1", NULL},
		{"", NULL},
	};
	struct strbuf out = STRBUF_INIT;
	char wanted[200];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		strbuf_reset(&out);
		assert_int_equal(
			ctcp_answer(&out, rows[i].request, 1767323045), rows[i].answer != NULL);
		snprintf(wanted, sizeof wanted, "\x01%s\x01", rows[i].answer);
		assert_string_equal(out.text, rows[i].answer != NULL ? wanted : "");
	}
	strbuf_release(&out);
}

/* What PING brings is cut between characters. */
static void test_long_ping(void **state)
{
	struct strbuf out = STRBUF_INIT, request = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&request, "PING ");
	for (int i = 0; i < 100; i++)
		strbuf_addstr(&request, "\xe2\x80\xa6\xc3\xa9");
	assert_true(ctcp_answer(&out, request.text, 0));
	assert_int_equal(out.len, strlen("\x01PING \x01") + 150);
	assert_memory_equal(out.text + out.len - 3, "\xc3\xa9\x01", 3);
	strbuf_release(&out);
	strbuf_release(&request);
}

static int allowed(struct ctcp_limits *limits, const char *who, int64_t now_ms, int tries)
{
	int count = 0;

	for (int i = 0; i < tries; i++)
		count += ctcp_allowed(limits, who, now_ms);
	return count;
}

static void test_limits(void **state)
{
	static struct ctcp_limits limits, fresh;
	char who[32];
	int count = 0;

	(void)state;
	assert_int_equal(allowed(&limits, "a@a", 0, 9), 3);
	assert_int_equal(allowed(&limits, "b@b", 0, 9), 3);
	assert_int_equal(allowed(&limits, "c@c", 0, 9), 0);
	assert_int_equal(allowed(&limits, "c@c", 1999, 9), 0);
	assert_int_equal(allowed(&limits, "c@c", 2000, 9), 1);
	assert_int_equal(allowed(&limits, "a@a", 9999, 9), 0);
	assert_int_equal(allowed(&limits, "a@a", 10000, 9), 1);
	assert_int_equal(allowed(&limits, "a@a", 1000000, 9), 3);
	/* however many there are, together they get what all get */
	for (int i = 0; i < 1000; i++) {
		snprintf(who, sizeof who, "u@%d.test", i);
		count += allowed(&fresh, who, 5000 + i, 1);
	}
	assert_int_equal(count, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_long_ping),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
