/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/nearest.h"

static const char *nearest(const char *wanted)
{
	static const char *const names[] = {"port", "host", "nick", "channels", "ping_timeout",
		"ping_interval", "reconnect_min", "reconnect_max"};
	struct nearest search;

	nearest_begin(&search, wanted);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		nearest_offer(&search, names[i]);
	return search.best;
}

static void test_suggestions(void **state)
{
	static const struct {
		const char *wanted, *best;
	} cases[] = {
		{"prot", "port"},
		{"port", "port"},
		{"PORT", "port"},
		{"hst", "host"},
		{"hosst", "host"},
		{"chanels", "channels"},
		{"chnanles", "channels"},
		{"ping_timout", "ping_timeout"},
		{"reconect_max", "reconnect_max"},
		{"reconnect_mim", "reconnect_min"},
		{"zzzz", NULL},
		{"p", NULL},
		{"", NULL},
		{"a_name_that_is_far_too_long_to_be_compared_with_anything", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *best = nearest(cases[i].wanted);
		if (cases[i].best == NULL)
			assert_null(best);
		else if (best == NULL)
			fail_msg("nothing for '%s'", cases[i].wanted);
		else
			assert_string_equal(best, cases[i].best);
	}
}

static void test_long_names(void **state)
{
	char name[80];
	struct nearest search;

	(void)state;
	memset(name, 'x', sizeof name);
	name[48] = '\0';
	nearest_begin(&search, name);
	nearest_offer(&search, name);
	assert_ptr_equal(search.best, name);
	name[48] = 'x';
	name[49] = '\0';
	nearest_begin(&search, name);
	nearest_offer(&search, name);
	assert_null(search.best);
}

static void test_first_of_equals(void **state)
{
	struct nearest search;

	(void)state;
	nearest_begin(&search, "cat");
	nearest_offer(&search, "bat");
	nearest_offer(&search, "rat");
	assert_string_equal(search.best, "bat");
	nearest_offer(&search, "cat");
	assert_string_equal(search.best, "cat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suggestions),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_first_of_equals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
