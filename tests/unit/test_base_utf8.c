/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "base/utf8.h"

static void test_size(void **state)
{
	static const struct {
		const char *text;
		size_t size;
		const char *why;
	} cases[] = {
		{"", 0, "nothing there"},
		{"a", 1, "ASCII"},
		{"\x7f", 1, "the last of ASCII"},
		{"\x80", 0, "a tail alone"},
		{"\xc1\xbf", 0, "an overlong form"},
		{"\xc2\x80", 2, "the first of two bytes"},
		{"\xdf\xbf", 2, "the last of two bytes"},
		{"\xc3", 0, "cut short"},
		{"\xc3z", 0, "a wrong tail"},
		{"\xe0\x9f\xbf", 0, "an overlong form"},
		{"\xe0\xa0\x80", 3, "the first of three bytes"},
		{"\xe2\x80\xa6", 3, "an ellipsis"},
		{"\xed\x9f\xbf", 3, "before the surrogates"},
		{"\xed\xa0\x80", 0, "a surrogate"},
		{"\xee\x80\x80", 3, "behind the surrogates"},
		{"\xf0\x8f\xbf\xbf", 0, "an overlong form"},
		{"\xf0\x9f\x8e\xb2", 4, "a die"},
		{"\xf4\x8f\xbf\xbf", 4, "the last character"},
		{"\xf4\x90\x80\x80", 0, "beyond the last character"},
		{"\xf5\x80\x80\x80", 0, "a byte that begins nothing"},
		{"\xff", 0, "a byte that begins nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (utf8_size(cases[i].text, strlen(cases[i].text)) != cases[i].size)
			fail_msg("%s", cases[i].why);
		if (cases[i].size > 1)
			assert_int_equal(utf8_size(cases[i].text, cases[i].size - 1), 0);
	}
	assert_int_equal(utf8_size("\0", 1), 1);
}

static void test_code(void **state)
{
	static const struct {
		const char *text;
		uint32_t code;
	} cases[] = {{"a", 'a'}, {"\xff", 0xff}, {"\xc3\xa9", 0xe9}, {"\xe2\x80\x8d", 0x200d},
		{"\xf0\x9f\x8e\xb2", 0x1f3b2}, {"\xf4\x8f\xbf\xbf", 0x10ffff}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(
			utf8_code(cases[i].text, utf8_size(cases[i].text, strlen(cases[i].text))),
			cases[i].code);
}

static void test_count(void **state)
{
	(void)state;
	assert_int_equal(utf8_count("", 0), 0);
	assert_int_equal(utf8_count("3d6", 3), 3);
	assert_int_equal(utf8_count("\xc3\xa9\xe2\x80\xa6\xf0\x9f\x8e\xb2", 9), 3);
	assert_int_equal(utf8_count("\xff\x80z\xc3", 4), 4);
}

static void test_at(void **state)
{
	(void)state;
	assert_int_equal(utf8_at("", 0, 0), 0);
	assert_int_equal(utf8_at("3d6", 3, 2), 2);
	assert_int_equal(utf8_at("3d6", 3, 9), 3);
	assert_int_equal(utf8_at("\xc3\xa9\xe2\x80\xa6z", 6, 2), 5);
	assert_int_equal(utf8_at("\xff\x80z\xc3", 4, 3), 3);
}

static void test_cut(void **state)
{
	static const struct {
		const char *text;
		size_t max, cut;
		const char *why;
	} cases[] = {
		{"", 5, 0, "nothing"},
		{"abc", 0, 0, "no room"},
		{"abc", 2, 2, "between characters"},
		{"abc", 3, 3, "all fits"},
		{"abc", 9, 3, "all fits"},
		{"a\xc3\xa9", 2, 1, "inside two bytes"},
		{"a\xc3\xa9", 3, 3, "behind two bytes"},
		{"\xc3\xa9", 1, 0, "the first is too long"},
		{"a\xe2\x80\xa6z", 2, 1, "inside three bytes"},
		{"a\xe2\x80\xa6z", 3, 1, "inside three bytes"},
		{"a\xe2\x80\xa6z", 4, 4, "behind three bytes"},
		{"\xf0\x9f\x8e\xb2z", 3, 0, "inside four bytes"},
		{"\xf0\x9f\x8e\xb2z", 4, 4, "behind four bytes"},
		{"\x80\x80\x80\x80\x80", 4, 4, "tails alone are parted anywhere"},
		{"\xe1zzz", 1, 1, "a beginning without its tail is no character"},
		{"\xe0\x80zz", 2, 2, "an overlong form is no character"},
		{"\xff\xff\xff", 2, 2, "neither is this"},
		{"ab\xc3", 9, 2, "cut short by the end"},
		{"ab\xf0\x9f\x8e", 9, 2, "cut short by the end"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t cut = utf8_cut(cases[i].text, strlen(cases[i].text), cases[i].max);
		if (cut != cases[i].cut)
			fail_msg("%s: %zu, not %zu", cases[i].why, cut, cases[i].cut);
	}
}

static void test_clean(void **state)
{
	static const struct {
		const char *text, *clean;
	} cases[] = {
		{"", ""},
		{"3d6 \xe2\x80\xa6", "3d6 \xe2\x80\xa6"},
		{"a\xff"
		 "b",
			"a\xef\xbf\xbd"
			"b"},
		{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"caf\xe9", "caf\xef\xbf\xbd"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf out = STRBUF_INIT;
		strbuf_addstr(&out, ">");
		utf8_clean(&out, cases[i].text, strlen(cases[i].text));
		assert_string_equal(out.text + 1, cases[i].clean);
		assert_int_equal(out.text[0], '>');
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_at),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
