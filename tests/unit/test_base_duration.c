/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as people write them, and as they are told. */
#include "base/duration.h"
#include "test.h"

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		long seconds; /* 0: refused */
	} rows[] = {
		{"90s", 90},
		{"30m", 1800},
		{"2H", 7200},
		{"7d", 604800},
		{"2w", 1209600},
		{"1h30m", 5400},
		{"1d12h5m3s", 129903},
		{"3650d", 315360000},
		{"3650d1s", 0},
		{"3651d", 0},
		{"99999999999999999999d", 0},
		{"1000000000s", 0},
		{"", 0},
		{"0s", 0},
		{"30", 0},
		{"m", 0},
		{"30x", 0},
		{"-5m", 0},
		{"5m ", 0},
		{"1.5h", 0},
		{"30m5", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = {.text = ""};
		long seconds = 0;
		bool good = duration_parse(rows[i].text, strlen(rows[i].text), &seconds, &err);
		if (good != (rows[i].seconds != 0) || seconds != rows[i].seconds)
			fail_msg("%s: %ld", rows[i].text, seconds);
		assert_int_equal(err.text[0] != '\0', !good);
	}
}

static void test_part_of_a_text(void **state)
{
	long seconds = 0;
	struct error err;

	(void)state;
	assert_true(duration_parse("30m spam", 3, &seconds, NULL));
	assert_int_equal(seconds, 1800);
	assert_false(duration_parse("30 spam", 2, &seconds, &err));
	assert_string_equal(
		err.text, "30 is no time of at most ten years, as in 30m, 2h, 7d or 1h30m.");
}

static void test_words(void **state)
{
	static const struct {
		long seconds;
		const char *words;
	} rows[] = {
		{0, "0 seconds"},
		{1, "1 second"},
		{60, "1 minute"},
		{61, "1 minute 1 second"},
		{3600, "1 hour"},
		{3605, "1 hour"},
		{5400, "1 hour 30 minutes"},
		{5401, "1 hour 30 minutes"},
		{86400, "1 day"},
		{86400 + 60, "1 day"},
		{7 * 86400, "7 days"},
		{315360000, "3650 days"},
		{129903, "1 day 12 hours"},
	};
	char out[DURATION_ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(duration_words(rows[i].seconds, out), rows[i].words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_part_of_a_text),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
