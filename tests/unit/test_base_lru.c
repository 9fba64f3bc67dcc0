/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records by name: found again, zero at first, the oldest given up when there is no room. */
#include <stdio.h>

#include "base/lru.h"
#include "test.h"

static void test_records(void **state)
{
	struct lru *lru = lru_new(3, sizeof(long));
	long *record = lru_get(lru, "a");

	(void)state;
	assert_int_equal(*record, 0);
	*record = 7;
	assert_int_equal(*(long *)lru_get(lru, "a"), 7);
	assert_int_equal(*(long *)lru_peek(lru, "a"), 7);
	assert_null(lru_peek(lru, "b"));
	assert_int_equal(lru_count(lru), 1);
	assert_true(lru_remove(lru, "a"));
	assert_false(lru_remove(lru, "a"));
	assert_int_equal(lru_count(lru), 0);
	assert_int_equal(*(long *)lru_get(lru, "a"), 0);
	lru_free(lru);
	lru_free(NULL);
}

static void test_oldest_gives_way(void **state)
{
	/* asked for in this order, with room for three: who is there afterwards */
	static const struct {
		const char *asked, *left, *gone;
	} rows[] = {
		{"abc", "abc", ""},
		{"abcd", "bcd", "a"},
		{"abcad", "acd", "b"},
		{"abcbad", "bad", "c"},
		{"aaaabbbbccccdddd", "bcd", "a"},
		{"abcabcd", "bcd", "a"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct lru *lru = lru_new(3, sizeof(int));
		char key[2] = "";
		for (const char *c = rows[i].asked; *c != '\0'; c++) {
			key[0] = *c;
			lru_get(lru, key);
		}
		for (const char *c = rows[i].left; *c != '\0'; c++) {
			key[0] = *c;
			assert_non_null(lru_peek(lru, key));
		}
		for (const char *c = rows[i].gone; *c != '\0'; c++) {
			key[0] = *c;
			assert_null(lru_peek(lru, key));
		}
		assert_int_equal(lru_count(lru), 3);
		lru_free(lru);
	}
}

/* The middle, the first and the last one taken out: the ring still holds together. */
static void test_removing(void **state)
{
	static const char *const order[] = {"k5", "k0", "k9", "k4", "k1", "k8"};
	struct lru *lru = lru_new(10, sizeof(int));
	char key[16];

	(void)state;
	for (int i = 0; i < 10; i++) {
		snprintf(key, sizeof key, "k%d", i);
		*(int *)lru_get(lru, key) = i;
	}
	for (size_t i = 0; i < COUNT_OF(order); i++)
		assert_true(lru_remove(lru, order[i]));
	assert_int_equal(lru_count(lru), 4);
	/* k2 is the oldest now: eight more, and it and its next are gone */
	for (int i = 10; i < 18; i++) {
		snprintf(key, sizeof key, "k%d", i);
		lru_get(lru, key);
	}
	assert_null(lru_peek(lru, "k2"));
	assert_null(lru_peek(lru, "k3"));
	assert_int_equal(*(int *)lru_peek(lru, "k6"), 6);
	assert_int_equal(lru_count(lru), 10);
	lru_free(lru);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_oldest_gives_way),
		cmocka_unit_test(test_removing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
