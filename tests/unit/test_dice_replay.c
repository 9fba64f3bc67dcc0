/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recorded of a roll, and computed again: every line that people type, alone, beside
 * another roll, and with a system's word left out, comes to the same dice and the same total. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "book.h"
#include "crypto/random.h"
#include "dice/dice.h"
#include "dice/replay.h"

enum { SEEDS = 12 };

struct counts {
	size_t rolls, wrong;
};

static struct replay replay_of(
	const char *input, const struct rng_draws *draws, const char *error, struct arena *arena)
{
	const struct replay_record record = {.input = input,
		.sides = draws->sides,
		.values = draws->values,
		.count = draws->count,
		.error = error};
	struct replay replay;

	dice_replay(&record, shipped_book(), arena, &replay);
	return replay;
}

/* Roll the one at INDEX of LINE with the dice of SEED, record it, and compute it again. */
static void roll_and_replay(const char *typed, const struct dice_line *line, size_t index,
	const struct dice_book *book, uint64_t seed, struct counts *counts)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct rng *rng = rng_new_seeded(seed);
	struct rng_draws draws = {.count = 0};
	struct dice_line one = {.count = 1, .rolls = {line->rolls[index]}};
	const char *input = dice_recorded(line, index, book, &arena);
	struct error err = {.text = ""};
	const struct dice_result *result;
	struct replay replay;

	rng_record(rng, &draws);
	result = dice_roll(&one, &limits, rng, &arena, &err);
	replay = replay_of(input, &draws, result == NULL ? err.text : NULL, &arena);
	counts->rolls++;
	if (replay.end != (result != NULL ? REPLAY_TOTAL : REPLAY_FAILED) ||
		(result != NULL && replay.total != result->outcomes[0].total)) {
		printf("# %s: recorded as %s: %s\n", typed, input, replay.error.text);
		counts->wrong++;
	}
	rng_draws_release(&draws);
	rng_free(rng);
	arena_release(&arena);
}

static void check_line(const char *typed, const struct dice_book *book, struct counts *counts)
{
	struct arena arena = ARENA_INIT;
	const struct dice_line *line = dice_parse(typed, book, &arena, NULL);

	for (uint64_t seed = 1; line != NULL && seed <= SEEDS; seed++)
		for (size_t i = 0; i < line->count; i++)
			roll_and_replay(typed, line, i, book, seed, counts);
	arena_release(&arena);
}

/* TYPED alone, and with other rolls before and behind it. */
static void check_typed(const char *typed, struct counts *counts)
{
	static const char *const around[][2] = {
		{"", ""}, {"", "; 1d8+1 damage"}, {"2d6 fire and ", ""}, {"choose ", ""}};
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < COUNT_OF(around); i++) {
		strbuf_reset(&text);
		strbuf_addf(&text, "%s%s%s", around[i][0], typed, around[i][1]);
		check_line(text.text, shipped_book(), counts);
	}
	strbuf_release(&text);
}

static void check_file(const char *path, int column, struct counts *counts)
{
	FILE *file = fopen(path, "r");
	char line[1024];

	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		char *typed = line;

		line[strcspn(line, "\r\n")] = '\0';
		for (int i = 0; i < column && typed != NULL; i++) {
			typed = strchr(typed, '\t');
			typed += typed != NULL;
		}
		if (*line == '#' || typed == NULL || *typed == '\0')
			continue;
		typed[strcspn(typed, "\t")] = '\0';
		check_typed(typed, counts);
	}
	fclose(file);
}

static void what_people_type(void **state)
{
	struct counts counts = {.rolls = 0};

	(void)state;
	check_file("tests/habits/habits.tsv", 1, &counts);
	check_file("tests/habits/typed.tsv", 1, &counts);
	assert_true(counts.rolls > 10000);
	assert_int_equal(counts.wrong, 0);
}

/* Two rolls with vs between them, also behind a word that asks for a choice elsewhere. */
static void both_sides_are_recorded(void **state)
{
	static const char *const typed[] = {"1d20+5 vs 1d20", "choose 1d20+5 vs 1d20",
		"choose 1d20+5 vs 1d20+3 attack", "choose: 1d20 vs attack +5", "sr 6 vs 5"};
	struct counts counts = {.rolls = 0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(typed); i++)
		check_line(typed[i], shipped_book(), &counts);
	assert_int_equal(counts.rolls, COUNT_OF(typed) * SEEDS);
	assert_int_equal(counts.wrong, 0);
}

/* Every example of every system: with its word, and where it is usual without. */
static void systems_with_and_without_word(void **state)
{
	const struct systems *systems = shipped_book()->systems;
	struct counts counts = {.rolls = 0};

	(void)state;
	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);
		struct dice_book book = *shipped_book();

		book.usual = system;
		for (size_t j = 0; j < system->example_count; j++) {
			const char *typed = system->examples[j].input;

			check_typed(typed, &counts);
			check_line(typed, &book, &counts);
			check_line(typed + strcspn(typed, " "), &book, &counts);
		}
	}
	assert_true(counts.rolls > 10000);
	assert_int_equal(counts.wrong, 0);
}

/* ---- what does not fit ---- */

static void what_does_not_fit_is_named(void **state)
{
	static const struct {
		const char *input;
		uint32_t sides[4], values[4];
		size_t count;
		enum replay_end end;
		double total;
		const char *error;
	} rows[] = {
		{"1d20+5 to hit the orc", {20}, {8}, 1, REPLAY_TOTAL, 13, ""},
		{"4dF+2", {6, 6, 6, 6}, {5, 2, 4, 5}, 4, REPLAY_TOTAL, 3, ""},
		{"1+2", {0}, {0}, 0, REPLAY_UNREAD, 0, "there are no dice in this"},
		{"1d20", {12}, {8}, 1, REPLAY_OTHER, 0, "its die 1 has 20 sides, not 12"},
		{"1d20", {20, 20}, {8, 8}, 2, REPLAY_OTHER, 0, "it rolls 1 dice, not 2"},
		{"3d6", {6, 6}, {1, 2}, 2, REPLAY_OTHER, 0, "it rolls more dice than 2"},
		{"1d6", {20}, {8}, 1, REPLAY_OTHER, 0, "its die 1 has fewer sides than 8"},
		{"2d6", {6, 6}, {1, 9}, 2, REPLAY_OTHER, 0, "its die 2 has fewer sides than 9"},
		{"1d6 ; 1d8", {6}, {1}, 1, REPLAY_UNREAD, 0, "it is more than one roll"},
		{"choose tea, coffee*2 or milk", {4}, {3}, 1, REPLAY_TOTAL, 2, ""},
		{"choose tea or milk", {4}, {2}, 1, REPLAY_OTHER, 0,
			"its die 1 has 2 sides, not 4"},
		{"", {6}, {1}, 1, REPLAY_UNREAD, 0, "there is nothing to roll"},
		{"10/(1d2-1)", {2}, {1}, 1, REPLAY_FAILED, 0, "nothing can be divided by zero"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena = ARENA_INIT;
		uint32_t sides[4], values[4];
		struct rng_draws draws = {.sides = sides, .values = values, .count = rows[i].count};
		struct replay replay;

		memcpy(sides, rows[i].sides, sizeof sides);
		memcpy(values, rows[i].values, sizeof values);
		replay = replay_of(rows[i].input, &draws, NULL, &arena);
		if (replay.end != rows[i].end || replay.total != rows[i].total ||
			strncmp(replay.error.text, rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("%s: end %d, total %g: %s", rows[i].input, (int)replay.end,
				replay.total, replay.error.text);
		arena_release(&arena);
	}
}

/* A word in front that is only a label here may be a game's elsewhere. */
static void labels_may_be_games(void **state)
{
	static const struct {
		const char *input;
		bool labelled;
	} rows[] = {
		{"fire d8", true},
		{"d8 fire", false},
		{"d8", false},
		{"d8 d6", false},
		{"advantage d8", false},
		{"Perception: d8", true},
		{"1d8 # d8", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena = ARENA_INIT;
		uint32_t sides[] = {8, 8}, values[] = {3, 4};
		struct rng_draws draws = {.sides = sides, .values = values, .count = 2};

		if (replay_of(rows[i].input, &draws, NULL, &arena).labelled != rows[i].labelled)
			fail_msg("%s", rows[i].input);
		arena_release(&arena);
	}
}

/* A limit of the operator's made the roll fail, and is told in the error. */
static void a_limit_is_taken_from_the_error(void **state)
{
	struct arena arena = ARENA_INIT;
	uint32_t sides[] = {6}, values[] = {6};
	struct rng_draws draws = {.sides = sides, .values = values, .count = 1};

	(void)state;
	assert_int_equal(replay_of("(1d6*10)d6", &draws, "a term has at most 50 dice", &arena).end,
		REPLAY_FAILED);
	assert_int_equal(replay_of("1d(1d6*10)", &draws, "a die has at most 59 sides", &arena).end,
		REPLAY_FAILED);
	assert_int_equal(
		replay_of("(1d6*10)d6", &draws, "something else", &arena).end, REPLAY_OTHER);
	arena_release(&arena);
}

/* ---- rolls that were rolled again ---- */

struct recorded {
	const char *number, *input;
	uint32_t sides[8], values[8];
	size_t count;
	enum replay_end end;
	double total;
};

static const struct recorded again_rows[] = {
	{"1", "alien 5s2 the airlock", {6, 6, 6, 6, 6, 6, 6}, {6, 3, 2, 1, 5, 6, 3}, 7,
		REPLAY_TOTAL, 2},
	{"2", "push #1", {6, 6, 6, 6, 6, 6, 6}, {6, 2, 2, 3, 1, 4, 5}, 7, REPLAY_TOTAL, 3},
	{"3", "push #1", {6, 6, 6, 6}, {6, 2, 2, 3}, 4, REPLAY_OTHER, 0},
	{"4", "push #2", {6}, {6}, 1, REPLAY_OTHER, 0},
	{"5", "vtm 6h2 3", {10, 10, 10, 10, 10, 10}, {10, 2, 4, 5, 1, 3}, 6, REPLAY_TOTAL, 1},
	{"6", "willpower #5 dice 5 2", {10, 10}, {6, 8}, 2, REPLAY_TOTAL, 3},
	{"7", "willpower #5 dice 1", {10}, {6}, 1, REPLAY_OTHER, 0},
	{"8", "willpower #9", {10}, {6}, 1, REPLAY_UNREAD, 0},
	{"h1", "yz 3", {6, 6, 6}, {6, 1, 4}, 3, REPLAY_TOTAL, 1},
	{"h2", "push #h1", {6}, {6}, 1, REPLAY_TOTAL, 2},
	{"11", "l5r 2 1", {6, 6, 12}, {6, 5, 12}, 3, REPLAY_TOTAL, 2},
	{"12", "keep #11 1 3", {6, 12}, {5, 12}, 2, REPLAY_TOTAL, 4},
	{"13", "keep #12 5", {12}, {8}, 1, REPLAY_TOTAL, 4},
	{"14", "keep #12 2", {12}, {8}, 1, REPLAY_OTHER, 0},
	{"10", "push #10", {6}, {6}, 1, REPLAY_UNREAD, 0},
};

static struct replay_record record_of(const struct recorded *row);

static bool find_row(void *arg, const char *number, struct replay_record *earlier)
{
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(again_rows); i++)
		if (strcmp(again_rows[i].number, number) == 0) {
			*earlier = record_of(&again_rows[i]);
			return true;
		}
	return false;
}

static struct replay_record record_of(const struct recorded *row)
{
	return (struct replay_record){.input = row->input,
		.sides = row->sides,
		.values = row->values,
		.count = row->count,
		.earlier = find_row};
}

/* What lay there is found by its number; the last row, which asks for itself, comes to an end. */
static void rolled_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(again_rows); i++) {
		const struct replay_record record = record_of(&again_rows[i]);
		struct arena arena = ARENA_INIT;
		struct replay replay;

		dice_replay(&record, shipped_book(), &arena, &replay);
		if (replay.end != again_rows[i].end || replay.total != again_rows[i].total)
			fail_msg("#%s: end %d, total %g: %s", again_rows[i].number, (int)replay.end,
				replay.total, replay.error.text);
		arena_release(&arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_type),
		cmocka_unit_test(both_sides_are_recorded),
		cmocka_unit_test(systems_with_and_without_word),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(rolled_again),
		cmocka_unit_test(labels_may_be_games),
		cmocka_unit_test(a_limit_is_taken_from_the_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
