/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short texts: put together, and looked at. */
#include "base/text.h"

#include "test.h"

static void joins_what_fits(void **state)
{
	static const struct {
		size_t size;
		const char *joined;
	} rows[] = {
		{20, "one, two"}, {9, "one, two"}, {8, "one, tw"}, {4, "one"}, {2, "o"}, {1, ""}};
	char out[20];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			text_join(out, rows[i].size, "one", ", ", "two"), strlen(rows[i].joined));
		assert_string_equal(out, rows[i].joined);
	}
}

static void writes_numbers(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} rows[] = {{0, "0"}, {7, "7"}, {-10, "-10"}, {INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"}};
	char out[TEXT_NUMBER];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(text_number(out, rows[i].number), rows[i].text);
}

static void knows_names(void **state)
{
	static const struct {
		const char *name;
		size_t len;
		bool right;
	} rows[] = {{"a", 1, true}, {"Az-09_", 6, true}, {"12345678", 8, true},
		{"123456789", 9, false}, {"", 0, false}, {"a b", 3, false}, {"a b", 1, true},
		{"a\0b", 3, false}, {"\xc3\xa4", 2, false}, {"a.b", 3, false}, {"/a", 2, false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(text_is_name(rows[i].name, rows[i].len, 8), rows[i].right);
}

static void finds_words(void **state)
{
	static const struct {
		const char *words, *word;
		bool there;
	} rows[] = {{"in enter", "enter", true}, {"in enter", "IN", true},
		{"in enter", "ente", false}, {"in enter", "enters", false}, {"", "in", false},
		{"", "", false}, {"in", "", false}, {" in  enter ", "enter", true},
		{"Ace of clubs", "of", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(text_has_word(rows[i].words, rows[i].word, strlen(rows[i].word)),
			rows[i].there);
	assert_true(text_has_word("quick q", "q, lh", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_what_fits),
		cmocka_unit_test(writes_numbers),
		cmocka_unit_test(knows_names),
		cmocka_unit_test(finds_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
