/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of several things, and the rolls in a sentence. */
#include "unit/dice_rows.h"

#define NONE "there must be at least two to choose from, such as tea, coffee*2 or milk"

static const struct {
	const char *text, *face, *chosen;
} choices[] = {
	{"a, b", "1", "a"},
	{"a, b", "2", "b"},
	{"a or b", "2", "b"},
	{"a, b or c", "3", "c"},
	{"a, b, or c", "3", "c"},
	{"a, b OR c?", "3", "c"},
	{" a , b , ,", "2", "b"},
	{"red wine or beer", "1", "red wine"},
	{"orange or apple", "1", "orange"},
	{"north south east", "2", "south"},
	{"a*3, b", "3", "a"},
	{"a*3, b", "4", "b"},
	{"a *2 or b*2", "3", "b"},
	{"5*2, 7", "2", "5"},
	{"2d6, b", "1", "2d6"},
	{"a*, b", "1", "a*"},
	{"a*b, c", "1", "a*b"},
	{"\xc3\xa9, \xe2\x82\xac", "2", "\xe2\x82\xac"},
	{"a", "", NONE},
	{"a?", "", NONE},
	{"", "", NONE},
	{",, or ?", "", NONE},
	{"a*0, b", "", "a choice weighs 1 to 1000, such as rain*3"},
	{"a*1001, b", "", "a choice weighs 1 to 1000, such as rain*3"},
	{"a*99999999999, b", "", "a choice weighs 1 to 1000, such as rain*3"},
	{"*2, b", "", "a weight needs something to choose before it, such as rain*3"},
	{"a, b", "", "the faces given ran out: there are only 0"},
};

static void one_is_chosen(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(choices); i++) {
		struct rng *rng = scripted_faces(choices[i].face);
		struct arena arena = ARENA_INIT;
		struct error err = {.text = ""};
		const struct dice_choices *list = dice_choices(choices[i].text, &arena, &err);
		size_t index = list != NULL ? dice_choose(list, rng, &err) : 0;

		assert_string_equal(
			index > 0 ? dice_choice(list, index) : err.text, choices[i].chosen);
		assert_int_equal(rng_script_left(rng), 0);
		arena_release(&arena);
		rng_free(rng);
	}
}

static void many_are_too_many(void **state)
{
	struct arena arena = ARENA_INIT;
	char text[500] = "";
	struct error err;

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(text, "a,");
	assert_non_null(dice_choices(text, &arena, &err));
	strcat(text, "a");
	assert_null(dice_choices(text, &arena, &err));
	assert_string_equal(err.text, "one of at most 100 things is chosen");
	arena_release(&arena);
}

static const struct {
	const char *text, *rolls; /* as typed, parted by | */
} sentences[] = {
	{"I hit for [[2d6+1]]!", "2d6+1"},
	{"[[d6]][[d8 fire]]", "d6|d8 fire"},
	{"[[d[1,2]]] and [[2d6[cold]]]", "d[1,2]|2d6[cold]"},
	{"[[Orc]] [[5]] [[]] [[d6;d8]] [[d6", ""},
	{"[d6] [[d6] ]", ""},
	{"]] [[ d6 ]]", "d6"},
	{"[[d6 and [[d8]]", "d8"},
	{"[[d1]][[d2]][[d3]][[d4]][[d5]]", "d1|d2|d3|d4"},
};

static void rolls_are_found_in_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		const struct dice_line *lines[DICE_MAX_ROLLS];
		struct arena arena = ARENA_INIT;
		struct strbuf text = STRBUF_INIT;
		size_t count = dice_inline(sentences[i].text, NULL, &arena, lines);

		for (size_t n = 0; n < count; n++)
			strbuf_addf(&text, "%s%s", n > 0 ? "|" : "", lines[n]->rolls[0].typed);
		assert_string_equal(text.text, sentences[i].rolls);
		strbuf_release(&text);
		arena_release(&arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_is_chosen),
		cmocka_unit_test(many_are_too_many),
		cmocka_unit_test(rolls_are_found_in_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
