/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		long min, max;
		bool good;
		long number;
	} cases[] = {
		{"0", 0, 9, true, 0},
		{"9", 0, 9, true, 9},
		{"10", 0, 9, false, 0},
		{"-1", 0, 9, false, 0},
		{"-5", -5, 9, true, -5},
		{"+7", 0, 9, true, 7},
		{"007", 0, 9, true, 7},
		{"", 0, 9, false, 0},
		{"+", 0, 9, false, 0},
		{"-", -9, 9, false, 0},
		{"+-1", -9, 9, false, 0},
		{" 1", 0, 9, false, 0},
		{"1 ", 0, 9, false, 0},
		{"1x", 0, 9, false, 0},
		{"0x1", 0, 9, false, 0},
		{"1.0", 0, 9, false, 0},
		{"1e1", 0, 99, false, 0},
		{"99999999999999999999999999", 0, LONG_MAX, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		long number = 77;
		bool good = number_parse(cases[i].text, cases[i].min, cases[i].max, &number);
		if (good != cases[i].good)
			fail_msg("'%s'", cases[i].text);
		assert_int_equal(number, good ? cases[i].number : 77);
	}
}

/* The largest number and the least are read, whatever a long holds here; what is one beyond is not.
 */
static void test_ends(void **state)
{
	static const long ends[] = {LONG_MAX, LONG_MIN};

	(void)state;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char text[32];
		long number = 77;
		snprintf(text, sizeof text, "%ld", ends[i]);
		assert_true(number_parse(text, LONG_MIN, LONG_MAX, &number));
		assert_true(number == ends[i]);
		text[strlen(text) - 1]++; /* 7 is 8 and 8 is 9: the first beyond */
		assert_false(number_parse(text, LONG_MIN, LONG_MAX, &number));
		assert_true(number == ends[i]);
	}
}

static void reads_words(void **state)
{
	static const struct {
		const char *word;
		unsigned number;
	} rows[] = {{"one", 1}, {"Two", 2}, {"TEN", 10}, {"twenty", 20}, {"", 0}, {"on", 0},
		{"ones", 0}, {"twentyone", 0}, {"2", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(
			number_spelled(rows[i].word, strlen(rows[i].word)), rows[i].number);
	assert_int_equal(number_spelled("seventeen", strlen("seven")), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(reads_words),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
