/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/test.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/strbuf.h"

static bool parse(struct json_line *line, struct arena *arena, const char *text, struct error *err)
{
	return json_line_parse(line, text, strlen(text), arena, err);
}

static void text_is_read_with_its_escapes(void **state)
{
	static const struct {
		const char *json, *text; /* NULL: refused */
	} cases[] = {
		{"\"\"", ""},
		{"\"a b\"", "a b"},
		{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
		{"\"\\u00e9\\u20AC\"", "é€"},
		{"\"\\ud835\\udd0a\"", "𝔊"},
		{"\"é𝔊\"", "é𝔊"},
		{"\"\\ud835\"", NULL},
		{"\"\\ud835x\"", NULL},
		{"\"\\ud835\\u0041\"", NULL},
		{"\"\\udd0a\"", NULL},
		{"\"\\u0000\"", NULL},
		{"\"\\u12g4\"", NULL},
		{"\"\\u12\"", NULL},
		{"\"\\x\"", NULL},
		{"\"\\\"", NULL},
		{"\"a\nb\"", NULL},
		{"\"\xff\"", NULL},
		{"\"\xc3\"", NULL},
		{"\"open", NULL},
		{"'a'", NULL},
	};
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct strbuf text = STRBUF_INIT;
		struct json_line line;
		struct error err;
		strbuf_addf(&text, "{\"k\": %s}", cases[i].json);
		assert_int_equal(parse(&line, &arena, text.text, &err), cases[i].text != NULL);
		if (cases[i].text != NULL)
			assert_string_equal(json_find(&line, "k", JSON_TEXT)->text, cases[i].text);
		else
			assert_true(err.text[0] != '\0' && err.column > 0);
		strbuf_release(&text);
	}
	arena_release(&arena);
}

static void numbers_are_read(void **state)
{
	static const struct {
		const char *json;
		bool good;
		double number;
	} cases[] = {
		{"0", true, 0},
		{"-0", true, 0},
		{"12", true, 12},
		{"-3.25", true, -3.25},
		{"1e3", true, 1000},
		{"2.5E-1", true, 0.25},
		{"9007199254740992", true, 9007199254740992.0},
		{"01", false, 0},
		{"1.", false, 0},
		{".5", false, 0},
		{"1e", false, 0},
		{"+1", false, 0},
		{"-", false, 0},
		{"0x10", false, 0},
		{"NaN", false, 0},
		{"Infinity", false, 0},
		{"123456789012345678901234567890123", false, 0},
		{"{}", false, 0},
		{"", false, 0},
	};
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct strbuf text = STRBUF_INIT;
		struct json_line line;
		strbuf_addf(&text, "{\"k\":%s}", cases[i].json);
		assert_int_equal(parse(&line, &arena, text.text, NULL), cases[i].good);
		if (cases[i].good)
			assert_float_equal(
				json_find(&line, "k", JSON_NUMBER)->number, cases[i].number, 0);
		strbuf_release(&text);
	}
	arena_release(&arena);
}

static void lists_are_of_whole_numbers_or_texts(void **state)
{
	static const char *const bad[] = {"[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[-1]",
		"[1.5]", "[4294967296]", "[99999999999]", "[01]", "[[1]]", "[null]", "[\"a\"",
		"[\"a\",]", "[\"a\",1]", "[1,\"a\"]"};
	struct arena arena = ARENA_INIT;
	const struct json_field *list;
	struct json_line line;

	(void)state;
	assert_true(parse(&line, &arena, "{\"k\":[1, 20 ,4294967295],\"e\":[ ]}", NULL));
	list = json_find(&line, "k", JSON_NUMBERS);
	assert_int_equal(list->count, 3);
	assert_int_equal(list->numbers[1], 20);
	assert_int_equal(list->numbers[2], UINT32_MAX);
	assert_int_equal(json_find(&line, "e", JSON_NUMBERS)->count, 0);
	assert_true(parse(&line, &arena, "{\"k\":[\"a]\", \"b,c\"]}", NULL) == false ||
		    json_find(&line, "k", JSON_TEXTS)->count == 2);
	assert_true(parse(&line, &arena, "{\"k\":[\"a\", \"b,c\"]}", NULL));
	list = json_find(&line, "k", JSON_TEXTS);
	assert_int_equal(list->count, 2);
	assert_string_equal(list->texts[1], "b,c");
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct strbuf text = STRBUF_INIT;
		strbuf_addf(&text, "{\"k\":%s}", bad[i]);
		assert_false(parse(&line, &arena, text.text, NULL));
		strbuf_release(&text);
	}
	arena_release(&arena);
}

static void objects_are_whole_and_flat(void **state)
{
	static const struct {
		const char *json;
		bool good;
	} cases[] = {
		{"{}", true},
		{" { } \r", true},
		{"{\"a\":1,\"b\":true,\"c\":null,\"d\":false}", true},
		{"{\"a\":1,\"a\":2}", false},
		{"{\"a\":1,}", false},
		{"{\"a\" 1}", false},
		{"{a:1}", false},
		{"{\"a\":1", false},
		{"{\"a\":1} x", false},
		{"[]", false},
		{"", false},
		{"null", false},
		{"{\"a\":{\"b\":1}}", false},
		{"{\"a\":tru}", false},
	};
	struct arena arena = ARENA_INIT;
	struct json_line line;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(parse(&line, &arena, cases[i].json, NULL), cases[i].good);
	assert_false(json_line_parse(&line, "{}\0", 3, &arena, NULL));
	arena_release(&arena);
}

static void fields_are_found_by_key_and_kind(void **state)
{
	struct arena arena = ARENA_INIT;
	struct json_line line;
	struct strbuf many = STRBUF_INIT;

	(void)state;
	assert_true(parse(&line, &arena, "{\"a\":1,\"b\":\"x\",\"c\":null}", NULL));
	assert_non_null(json_find(&line, "a", JSON_NUMBER));
	assert_null(json_find(&line, "a", JSON_TEXT));
	assert_null(json_find(&line, "d", JSON_TEXT));
	assert_true(json_has(&line, "c"));
	assert_false(json_has(&line, "C"));
	strbuf_addstr(&many, "{\"k\":1");
	for (int i = 1; i < JSON_FIELDS_MAX; i++)
		strbuf_addf(&many, ",\"k%d\":1", i);
	strbuf_addstr(&many, "}");
	assert_true(parse(&line, &arena, many.text, NULL));
	strbuf_cut(&many, many.len - 1);
	strbuf_addstr(&many, ",\"more\":1}");
	assert_false(parse(&line, &arena, many.text, NULL));
	strbuf_release(&many);
	arena_release(&arena);
}

static void what_is_written_is_read_again(void **state)
{
	static const char text[] = "a \"quote\" \\ \x01\x1f\x7f é 𝔊 /";
	struct arena arena = ARENA_INIT;
	struct strbuf out = STRBUF_INIT;
	struct json_line line;

	(void)state;
	strbuf_addstr(&out, "{\"k\":");
	json_add_text(&out, text);
	strbuf_addstr(&out, "}");
	assert_true(parse(&line, &arena, out.text, NULL));
	assert_string_equal(json_find(&line, "k", JSON_TEXT)->text, text);
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_read_with_its_escapes),
		cmocka_unit_test(numbers_are_read),
		cmocka_unit_test(lists_are_of_whole_numbers_or_texts),
		cmocka_unit_test(objects_are_whole_and_flat),
		cmocka_unit_test(fields_are_found_by_key_and_kind),
		cmocka_unit_test(what_is_written_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
