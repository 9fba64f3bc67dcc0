/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type, and what it means: every row of tests/habits/, rolled with the same faces,
 * comes to the same as its meaning; and every line that a refusal offers is accepted. */
#include "unit/test.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "book.h"
#include "crypto/random.h"
#include "dice/dice.h"

enum { SEEDS = 60 }; /* enough for dice to explode and to meet what they are held against */

/* A row of a file: what kind of habit, what is typed, what it means, and what stays a comment. */
struct habit_row {
	char *kind, *typed, *means, *comment;
};

static void split_row(char *line, struct habit_row *row)
{
	char **columns[] = {&row->kind, &row->typed, &row->means, &row->comment};
	static char nothing[] = "";

	for (size_t i = 0; i < 4; i++) {
		char *end = line != NULL ? strchr(line, '\t') : NULL;

		*columns[i] = line != NULL ? line : nothing;
		if (end != NULL)
			*end = '\0';
		line = end != NULL ? end + 1 : NULL;
	}
}

/* What TEXT comes to with the dice of SEED: a line of totals; false if it is refused. */
static bool totals_of(const char *text, uint64_t seed, struct strbuf *totals, struct error *err)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct rng *rng = rng_new_seeded(seed);
	struct arena arena = ARENA_INIT;
	const struct dice_line *line = dice_parse(text, shipped_book(), &arena, err);
	const struct dice_result *result = NULL;

	strbuf_reset(totals);
	if (line != NULL)
		result = dice_roll(line, &limits, rng, &arena, err);
	for (size_t i = 0; result != NULL && i < result->count; i++)
		strbuf_addf(totals, "%g ", result->outcomes[i].total);
	arena_release(&arena);
	rng_free(rng);
	return result != NULL;
}

/* Whether TYPED comes to the same as MEANS with every seed. */
static bool means_same(const char *typed, const char *means, struct strbuf *why)
{
	struct strbuf got = STRBUF_INIT, wanted = STRBUF_INIT;
	struct error err = {.text = ""};
	bool same = true, refused = strcmp(means, "!refuse") == 0;

	for (uint64_t seed = 1; same && seed <= SEEDS; seed++) {
		bool rolled = totals_of(typed, seed, &got, &err);

		if (refused || !rolled) {
			same = refused && !rolled;
			strbuf_addf(why, "%s", rolled ? got.text : err.text);
		} else if (!totals_of(means, seed, &wanted, &err)) {
			same = false;
			strbuf_addf(why, "its meaning %s: %s", means, err.text);
		} else if (strcmp(got.text, wanted.text) != 0) {
			same = false;
			strbuf_addf(why, "%snot %s", got.text, wanted.text);
		}
	}
	strbuf_release(&got);
	strbuf_release(&wanted);
	return same;
}

/* Whether one of the meanings, parted by |, is that of TYPED. */
static bool passes(const struct habit_row *row, struct strbuf *why)
{
	char *next = row->means;

	while (next != NULL) {
		char *end = strstr(next, " | "), kept = end != NULL ? *end : '\0';
		bool same;

		if (end != NULL)
			*end = '\0';
		strbuf_reset(why);
		same = means_same(row->typed, next, why);
		if (end != NULL)
			*end = kept;
		if (same)
			return true;
		next = end != NULL ? end + 3 : NULL;
	}
	return false;
}

/* Whether the comment of what was typed is that of the row, where it has one. */
static bool comment_fits(const struct habit_row *row, struct strbuf *why)
{
	struct arena arena = ARENA_INIT;
	const struct dice_line *line = dice_parse(row->typed, shipped_book(), &arena, NULL);
	bool fits = *row->comment == '\0' ||
		    (line != NULL && strcmp(line->rolls[0].comment, row->comment) == 0);

	if (!fits)
		strbuf_addf(why, "comment \"%s\"", line != NULL ? line->rolls[0].comment : "");
	arena_release(&arena);
	return fits;
}

/* Whether ROW is among the rows that fail, and are known to. */
static bool is_known(const struct habit_row *row, const char *const *known)
{
	for (; *known != NULL; known++)
		if (strcmp(row->typed, *known) == 0)
			return true;
	return false;
}

/* Every line that the refusal of TYPED offers, "…; write A or B", is accepted. Returns how many are
 * offered. */
static size_t check_offers(const char *typed)
{
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *line = dice_parse(typed, shipped_book(), &arena, &err);
	char *offer = line == NULL ? strstr(err.text, "; write ") : NULL, *end;
	struct strbuf totals = STRBUF_INIT;
	size_t count = 0;

	for (offer = offer != NULL ? offer + 8 : NULL; offer != NULL;
		offer = end != NULL ? end + 4 : NULL, count++) {
		struct error why = {.text = ""};

		end = strstr(offer, " or ");
		if (end != NULL)
			*end = '\0';
		if (!totals_of(offer, 1, &totals, &why))
			fail_msg("%s: it offers %s: %s", typed, offer, why.text);
	}
	strbuf_release(&totals);
	arena_release(&arena);
	return count;
}

static void check_file(const char *path, const char *const *known)
{
	FILE *file = fopen(path, "r");
	size_t failed = 0, count = 0;
	char line[1024];

	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		struct strbuf why = STRBUF_INIT;
		struct habit_row row;

		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || *line == '\0')
			continue;
		split_row(line, &row);
		count++;
		check_offers(row.typed);
		if ((passes(&row, &why) && comment_fits(&row, &why)) == is_known(&row, known)) {
			printf("# %s: %s means %s, but: %s\n", row.kind, row.typed, row.means,
				why.len > 0 ? why.text : "it passes");
			failed++;
		}
		strbuf_release(&why);
	}
	fclose(file);
	if (failed > 0)
		fail_msg("%zu of %zu rows of %s fail", failed, count, path);
}

static void habits_mean_what_they_say(void **state)
{
	(void)state;
	check_file("tests/habits/habits.tsv", (const char *const[]){NULL});
}

/* Three rows are against the rules: a d10 has advantage as a d20 has, "1d+2" may have been meant
 * for any die, and "2d10 >= 10" counts, and shows what the sum comes to. */
static void what_was_typed_means_what_it_says(void **state)
{
	(void)state;
	check_file("tests/habits/typed.tsv",
		(const char *const[]){"1d10 dis", "1d+2", "2d10 >= 10", NULL});
}

/* What is refused in PATH is never refused without a line that works. */
static void check_refusals(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[1024];

	check_file(path, (const char *const[]){NULL});
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		struct habit_row row;

		line[strcspn(line, "\n")] = '\0';
		split_row(line, &row);
		if (strcmp(row.means, "!refuse") == 0 && check_offers(row.typed) == 0)
			fail_msg("%s: nothing is offered", row.typed);
	}
	fclose(file);
}

static void other_programs_are_understood_or_answered(void **state)
{
	(void)state;
	check_refusals("tests/habits/foreign.tsv");
}

static void people_of_other_programs_are_understood_or_answered(void **state)
{
	(void)state;
	check_refusals("tests/habits/stress.tsv");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(habits_mean_what_they_say),
		cmocka_unit_test(what_was_typed_means_what_it_says),
		cmocka_unit_test(other_programs_are_understood_or_answered),
		cmocka_unit_test(people_of_other_programs_are_understood_or_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
