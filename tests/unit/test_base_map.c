/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/map.h"

static void test_entries(void **state)
{
	struct map *map = map_new();
	char key[] = "dice";
	int a = 1, b = 2;

	(void)state;
	assert_null(map_get(map, "dice"));
	assert_null(map_remove(map, "dice"));
	assert_null(map_set(map, key, &a));
	key[0] = 'm'; /* the map has its own copy */
	assert_ptr_equal(map_get(map, "dice"), &a);
	assert_null(map_get(map, "Dice"));
	assert_null(map_get(map, "mice"));
	assert_ptr_equal(map_set(map, "dice", &b), &a);
	assert_ptr_equal(map_get(map, "dice"), &b);
	assert_null(map_set(map, "", &a));
	assert_ptr_equal(map_get(map, ""), &a);
	assert_int_equal(map_count(map), 2);
	assert_ptr_equal(map_remove(map, "dice"), &b);
	assert_null(map_get(map, "dice"));
	assert_int_equal(map_count(map), 1);
	map_free(map);
	map_free(NULL);
}

enum { MANY = 2000 };

static const char *name(int i)
{
	static char text[24];

	snprintf(text, sizeof text, "#channel-%d", i);
	return text;
}

static void test_many(void **state)
{
	struct map *map = map_new();
	static int values[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++)
		assert_null(map_set(map, name(i), &values[i]));
	for (int i = 0; i < MANY; i += 2)
		assert_ptr_equal(map_remove(map, name(i)), &values[i]);
	assert_int_equal(map_count(map), MANY / 2);
	for (int i = 0; i < MANY; i++)
		assert_ptr_equal(map_get(map, name(i)), i % 2 ? &values[i] : NULL);
	map_free(map);
}

/* Entries that come and go must not fill the table with what is left of them. */
static void test_churn(void **state)
{
	struct map *map = map_new();
	int value;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		assert_null(map_set(map, name(i), &value));
		assert_ptr_equal(map_remove(map, name(i)), &value);
	}
	assert_int_equal(map_count(map), 0);
	assert_null(map_get(map, "#channel-0"));
	map_free(map);
}

static void test_walk(void **state)
{
	struct map *map = map_new();
	int values[40], seen[40] = {0};
	size_t at = 0;
	const char *key;
	int *value;

	(void)state;
	assert_null(map_next(map, &at, NULL));
	for (int i = 0; i < 40; i++)
		map_set(map, name(i), &values[i]);
	at = 0;
	while ((value = map_next(map, &at, &key)) != NULL) {
		assert_string_equal(key, name((int)(value - values)));
		seen[value - values]++;
		if ((value - values) % 2 == 0)
			assert_ptr_equal(map_remove(map, name((int)(value - values))), value);
	}
	for (int i = 0; i < 40; i++)
		assert_int_equal(seen[i], 1);
	assert_int_equal(map_count(map), 20);
	map_free(map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
