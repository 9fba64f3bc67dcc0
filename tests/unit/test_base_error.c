/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/utf8.h"

static void test_sentences(void **state)
{
	struct error err;

	(void)state;
	assert_false(error_at(&err, 3, "1d%d: a die needs at least %s", 0, "1 side"));
	assert_string_equal(err.text, "1d0: a die needs at least 1 side");
	assert_int_equal(err.column, 3);
	assert_false(error_set(&err, "no place"));
	assert_string_equal(err.text, "no place");
	assert_int_equal(err.column, 0);
	assert_false(error_set(NULL, "nobody asked"));
	assert_false(error_at(NULL, 1, "nobody asked"));
}

static void test_long_sentences(void **state)
{
	char text[400];
	struct error err;

	(void)state;
	memset(text, 'x', sizeof text);
	text[239] = '\0';
	error_set(&err, "%s", text);
	assert_string_equal(err.text, text);
	text[239] = 'x';
	text[399] = '\0';
	error_set(&err, "%s", text);
	assert_int_equal(strlen(err.text), 239);
	/* 236 letters and a character of four bytes, of which three would fit */
	memcpy(text + 236, "\xf0\x9f\x8e\xb2", 4);
	error_set(&err, "%s", text);
	assert_int_equal(strlen(err.text), 236);
	assert_int_equal(utf8_count(err.text, 236), 236);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_long_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
