/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies and texts in memory of their own. */
#include <stdlib.h>

#include "base/mem.h"
#include "test.h"

static void test_copies(void **state)
{
	char *copy = mem_strdup_or_null("text"), *part = mem_strndup("text", 2);

	(void)state;
	assert_string_equal(copy, "text");
	assert_string_equal(part, "te");
	assert_null(mem_strdup_or_null(NULL));
	free(copy);
	free(part);
}

static void test_printf(void **state)
{
	char *empty = mem_printf("%s", ""), *long_one = mem_printf("%0*d", 5000, 7);

	(void)state;
	assert_string_equal(empty, "");
	assert_int_equal(strlen(long_one), 5000);
	assert_string_equal(long_one + 4998, "07");
	free(empty);
	free(long_one);
}

static void test_resize(void **state)
{
	int *numbers = mem_resize(NULL, 2, sizeof *numbers);

	(void)state;
	numbers[0] = 1, numbers[1] = 2;
	numbers = mem_resize(numbers, 100, sizeof *numbers);
	assert_int_equal(numbers[1], 2);
	free(mem_resize(numbers, 0, sizeof *numbers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_printf),
		cmocka_unit_test(test_resize),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
