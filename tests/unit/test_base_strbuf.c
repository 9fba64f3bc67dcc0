/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"

static void test_empty(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *text;

	(void)state;
	assert_string_equal(sb.text, "");
	strbuf_reset(&sb);
	strbuf_cut(&sb, 3);
	strbuf_drop(&sb, 3);
	strbuf_addstr(&sb, "");
	strbuf_addf(&sb, "%s", "");
	assert_string_equal(sb.text, "");
	assert_int_equal(sb.len, 0);
	text = strbuf_detach(&sb);
	assert_string_equal(text, "");
	free(text);
	strbuf_release(&sb);
	assert_string_equal(strbuf_empty, "");
}

static void test_growth(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		strbuf_addch(&sb, (char)('a' + i % 26));
		assert_int_equal(sb.len, i + 1);
		assert_int_equal(sb.text[i + 1], '\0');
		assert_true(sb.room > sb.len);
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(sb.text[i], 'a' + i % 26);
	strbuf_release(&sb);
	assert_int_equal(sb.room, 0);
	assert_string_equal(sb.text, "");
}

static void test_adding(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *text;

	(void)state;
	strbuf_addstr(&sb, "dice");
	strbuf_add(&sb, "\0x", 2);
	assert_int_equal(sb.len, 6);
	assert_memory_equal(sb.text, "dice\0x", 7);
	strbuf_cut(&sb, 4);
	strbuf_addf(&sb, " %d %s", 42, "times");
	assert_string_equal(sb.text, "dice 42 times");
	text = strbuf_detach(&sb);
	assert_string_equal(text, "dice 42 times");
	assert_int_equal(sb.len, 0);
	assert_string_equal(sb.text, "");
	free(text);
}

static void test_long_format(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "x");
	strbuf_addf(&sb, "%05000d", 7);
	assert_int_equal(sb.len, 5001);
	assert_int_equal(strspn(sb.text + 1, "0"), 4999);
	assert_string_equal(sb.text + 5000, "7");
	strbuf_release(&sb);
}

static void test_removing(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "3d6 fire");
	strbuf_cut(&sb, 100);
	assert_string_equal(sb.text, "3d6 fire");
	strbuf_drop(&sb, 4);
	assert_string_equal(sb.text, "fire");
	assert_int_equal(sb.len, 4);
	strbuf_drop(&sb, 100);
	assert_string_equal(sb.text, "");
	strbuf_addstr(&sb, "again");
	strbuf_reset(&sb);
	assert_int_equal(sb.len, 0);
	assert_true(sb.room > 0);
	strbuf_release(&sb);
}

static void test_reserve(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *place;

	(void)state;
	strbuf_reserve(&sb, 500);
	place = sb.text;
	assert_string_equal(place, "");
	for (int i = 0; i < 500; i++)
		strbuf_addch(&sb, 'x');
	assert_ptr_equal(sb.text, place);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_adding),
		cmocka_unit_test(test_long_format),
		cmocka_unit_test(test_removing),
		cmocka_unit_test(test_reserve),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
