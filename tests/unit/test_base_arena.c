/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void test_pieces(void **state)
{
	struct arena arena = ARENA_INIT;
	unsigned char *pieces[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		pieces[i] = arena_alloc(&arena, i);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)i, i);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_equal(pieces[i][j], i);
	assert_true(arena.total >= 199 * 200 / 2);
	arena_release(&arena);
	assert_null(arena.blocks);
	assert_int_equal(arena.total, 0);
}

static void test_large(void **state)
{
	struct arena arena = ARENA_INIT;
	char *small = arena_strndup(&arena, "small", 5);
	char *large = arena_alloc(&arena, 1000000);

	(void)state;
	memset(large, 'x', 1000000);
	assert_string_equal(small, "small");
	arena_release(&arena);
}

static void test_zeros(void **state)
{
	struct arena arena = ARENA_INIT;
	static const char zeros[300];

	(void)state;
	memset(arena_alloc(&arena, 1000), 'x', 1000);
	arena_reset(&arena);
	assert_memory_equal(arena_zalloc(&arena, 100, 3), zeros, 300);
	arena_release(&arena);
}

static void test_copies(void **state)
{
	struct arena arena = ARENA_INIT;
	char *copy = arena_strndup(&arena, "3d6 fire", 3);

	(void)state;
	assert_string_equal(copy, "3d6");
	assert_string_equal(arena_strndup(&arena, "", 0), "");
	assert_string_equal(copy, "3d6");
	assert_string_equal(arena_printf(&arena, "%s #%d", copy, 17), "3d6 #17");
	assert_string_equal(arena_printf(&arena, "%s", ""), "");
	arena_release(&arena);
}

static void test_reset(void **state)
{
	struct arena arena = ARENA_INIT;
	void *first = arena_alloc(&arena, 100);

	(void)state;
	for (int i = 0; i < 100; i++)
		arena_alloc(&arena, 1000);
	arena_reset(&arena);
	assert_int_equal(arena.total, 0);
	assert_ptr_equal(arena_alloc(&arena, 100), first);
	arena_release(&arena);
	arena_reset(&arena);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_zeros),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
