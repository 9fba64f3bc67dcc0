/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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
		{"9223372036854775807", 0, LONG_MAX, true, LONG_MAX},
		{"9223372036854775808", 0, LONG_MAX, false, 0},
		{"-9223372036854775809", LONG_MIN, LONG_MAX, false, 0},
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
