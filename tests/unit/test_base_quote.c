/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of players, repeated: what could pass for a result or turn the line is defused. */
#include "unit/test.h"

#include "base/quote.h"
#include "base/strbuf.h"

static void words_cannot_look_like_results(void **state)
{
	static const struct {
		const char *words, *quoted;
	} rows[] = {
		{"to hit the orc", "to hit the orc"},
		{"a || Total: 99", "a | | Total: 99"},
		{"|||", "| | |"},
		{"a|b", "a|b"},
		{"|\x02|", "|\x02 |\x0f"},
		{"|\x03"
		 "04,1|",
			"|\x03"
			"04,1 |\x0f"},
		{"|\xe2\x80\x8d|", "|\xe2\x80\x8d |"},
		{"\xe2\x80\x96", "| |"},
		{"\xef\xbd\x9c\xef\xbd\x9c", "\xef\xbd\x9c \xef\xbd\x9c"},
		{"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
			"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80"},
		{"\x02"
		 "bold",
			"\x02"
			"bold\x0f"},
		{"\x03"
		 "4red\x0f",
			"\x03"
			"4red\x0f\x0f"},
		{"a\xe2\x80\xae"
		 "b\xe2\x80\x8b"
		 "c\xe2\x80\xa8"
		 "d",
			"abcd"},
		{"G\xc3\xb6tz \xe2\x80\x93 \xf0\x9f\x8e\xb2",
			"G\xc3\xb6tz \xe2\x80\x93 \xf0\x9f\x8e\xb2"},
		{"hits (#17 bqe8qyc4)", "hits ( #17 bqe8qyc4)"},
		{"(#h5 jn4j8py3) (#1 a", "( #h5 jn4j8py3) ( #1 a"},
		{"(\x02#\x03"
		 "041\xe2\x80\x8b"
		 "7 bqe8qyc4)",
			"( \x02#\x03"
			"0417 bqe8qyc4)\x0f"},
		{"(\x03"
		 "04#17 bqe8qyc4)",
			"( \x03"
			"04#17 bqe8qyc4)\x0f"},
		{"(#2) claw (#2: x) (# 3 (#h", "(#2) claw (#2: x) (# 3 (#h"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf out = STRBUF_INIT;

		quote_add(&out, rows[i].words, strlen(rows[i].words));
		assert_string_equal(out.text, rows[i].quoted);
		strbuf_release(&out);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(words_cannot_look_like_results)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
