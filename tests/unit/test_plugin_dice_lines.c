/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that the plugin of dice remembers. */
#include "plugins/dice/lines.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/systems.h"
#include "dice/systems/system.h"
#include "test.h"

static const struct dice_book nothing = {.systems = NULL};

static void reads_a_line_once(void **state)
{
	struct lines *lines = lines_new();
	const struct dice_line *first = lines_read(lines, "2d6 fire", &nothing, NULL);

	(void)state;
	assert_non_null(first);
	assert_string_equal(first->rolls[0].expression, "2d6");
	assert_non_null(lines_read(lines, "2d6", &nothing, NULL));
	assert_ptr_equal(lines_read(lines, "2d6 fire", &nothing, NULL), first);
	lines_free(lines);
}

static void keeps_apart_what_another_game_reads(void **state)
{
	struct systems *systems = systems_new();
	struct lines *lines = lines_new();
	struct strbuf mistakes = STRBUF_INIT;
	struct dice_book plain, usual;

	(void)state;
	systems_load(systems, "etc/systems", &mistakes);
	plain = (struct dice_book){.systems = systems};
	usual = (struct dice_book){.systems = systems, .usual = systems_find(systems, "cod")};
	assert_non_null(usual.usual);
	assert_null(lines_read(lines, "5", &plain, NULL));
	assert_ptr_equal(lines_read(lines, "5", &usual, NULL)->rolls[0].use->system, usual.usual);
	assert_null(lines_read(lines, "5", &plain, NULL));
	assert_null(lines_read(lines, "3d6", &plain, NULL)->rolls[0].use);
	lines_free(lines);
	systems_free(systems);
	strbuf_release(&mistakes);
}

/* Nothing of it lies in the text that it was read from, which is the request's. */
static void outlives_the_text(void **state)
{
	static const char *const texts[] = {"1d20+5 vs 15", "1d20+5 vs 1d20+3", "2d6 fire",
		"1d20+5 attack 2d6+3 damage", "4d6k3 # stats", "best 3 of 4d6", "d20adv"};
	struct lines *lines = lines_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		char *text = strdup(texts[i]);
		const struct dice_line *line = lines_read(lines, text, &nothing, NULL);
		struct arena arena = ARENA_INIT;
		char *input;

		assert_non_null(line);
		input = arena_printf(&arena, "%s|%s|%s", line->rolls[0].typed, line->rolls[0].input,
			line->rolls[0].comment);
		memset(text, 'z', strlen(text));
		free(text);
		assert_ptr_equal(lines_read(lines, texts[i], &nothing, NULL), line);
		assert_string_equal(arena_printf(&arena, "%s|%s|%s", line->rolls[0].typed,
					    line->rolls[0].input, line->rolls[0].comment),
			input);
		arena_release(&arena);
	}
	lines_free(lines);
}

static void tells_what_is_wrong_each_time(void **state)
{
	struct lines *lines = lines_new();

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct error err = {.text = ""};
		assert_null(lines_read(lines, "3d6 2d8", &nothing, &err));
		assert_non_null(strstr(err.text, "3d6 + 2d8"));
	}
	lines_free(lines);
}

/* The one that was not asked for the longest gives way; all others are still there. */
static void forgets_the_oldest(void **state)
{
	struct lines *lines = lines_new();
	const struct dice_line *kept = lines_read(lines, "1d20", &nothing, NULL);
	char text[20];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof text, "%dd6+%d", i % 7 + 1, i);
		lines_read(lines, text, &nothing, NULL);
		if (i % (LINES_MAX - 2) == 0)
			assert_ptr_equal(lines_read(lines, "1d20", &nothing, NULL), kept);
		else
			assert_string_equal(
				lines_read(lines, text, &nothing, NULL)->rolls[0].typed, text);
	}
	lines_free(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_line_once),
		cmocka_unit_test(keeps_apart_what_another_game_reads),
		cmocka_unit_test(outlives_the_text),
		cmocka_unit_test(tells_what_is_wrong_each_time),
		cmocka_unit_test(forgets_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
