/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons and arithmetic in words behind a roll: at least 15, 5 or more, 5+, divided
 * by 2, rounded down. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dice/notation/reading.h"

/* ---- comparisons ---- */

/* "at least 15" */
static enum habit sign_first(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"at least|no less than|not less than", ">="},
		{"at most|no more than|not more than|equal or under|at or under|at or below|"
		 "equal or less than",
			"<="},
		{"at or above|at or over|equal or over|equal or more than", ">="},
		{"more than|greater than|higher than", ">"},
		{"less than|lower than|fewer than", "<"},
		{"equal to|equals|is exactly|exactly", "="},
	};
	const char *text = reading->words.text, *sign;
	size_t end, number, len;

	sign = word_meaning(text, reading->rest, rows, sizeof rows / sizeof *rows, &end);
	if (sign == NULL)
		return HABIT_NONE;
	number = lex_past_blanks(text, end + (text[lex_past_blanks(text, end)] == '='));
	len = word_number(text + number);
	if (len == 0 || !word_is_last(text, number + len))
		return HABIT_NONE;
	wording_replace(&reading->words, reading->rest, end, sign);
	return HABIT_CHANGED;
}

/* Refuse what stands from the rest on: COUNT SIGNS could stand before NUMBER, LEN bytes. */
static enum habit refuse_signs(struct reading *reading, const char *why, const char *const *signs,
	size_t count, const char *number, size_t len)
{
	const char *text = reading->words.text, *lines[4];
	int end = (int)reading->roll->span.end;

	for (size_t i = 0; i < count; i++)
		lines[i] = arena_printf(
			reading->arena, "%.*s %s %.*s", end, text, signs[i], (int)len, number);
	lines[count] = reading_comment(reading);
	return reading_refuse(reading, reading->rest, why, lines, count + 1);
}

/* Words that say on which side of a number the total is to be, and the signs that they mean; with
 * TIES they may mean that the number itself counts. */
static const struct side {
	const char *words;
	bool ties;
	const char *signs[2];
	enum comparison comparison;
} sides[] = {
	{"under|below|beneath", false, {"<", "<="}, COMPARE_LESS},
	{"over|above", false, {">", ">="}, COMPARE_GREATER},
	{"roll under|rolls under|rolling under", true, {"<=", "<"}, COMPARE_AT_MOST},
	{"roll over|rolls over|rolling over", true, {">=", ">"}, COMPARE_AT_LEAST},
};

/* "under 7" is about the total, unless dice are counted or the number itself may count. */
static enum habit side_of(struct reading *reading, const struct side *side, size_t number)
{
	const char *text = reading->words.text;
	const struct ast *expr = reading->roll->expr;
	size_t digits = strspn(text + number, "0123456789"), end = number + digits;
	struct compare_point point = {
		.comparison = side->comparison, .number = strtod(text + number, NULL)};

	end = word_exclaimed(text, end + (text[end] == '%'));
	if (side->ties || ast_is_percentile(expr) || total_counts(expr, &point) ||
		reading->compares)
		return refuse_signs(reading, "does the number itself count?", side->signs, 2,
			text + number, digits);
	reading->difficulty = arena_strndup(
		reading->arena, text + reading->rest, end - reading->rest);
	return total_compare(reading, &point, reading->rest, end);
}

static enum habit sign_of_side(struct reading *reading)
{
	const char *text = reading->words.text;

	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		size_t len = word_among(text + reading->rest, sides[i].words);
		size_t number = lex_past_blanks(text, reading->rest + len);
		size_t digits = strspn(text + number, "0123456789");
		size_t end = number + digits + (text[number + digits] == '%');

		if (len > 0 && digits > 0 && digits < 7 && word_is_last(text, end))
			return side_of(reading, &sides[i], number);
	}
	return HABIT_NONE;
}

/* "5 or more" */
static enum habit sign_last(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"or more|or higher|or better|or above|or greater|or over|and up|or up", ">="},
		{"or less|or lower|or under|or below|or fewer|and down", "<="},
	};
	const char *text = reading->words.text, *sign;
	size_t begin = lex_past_blanks(
		text, reading->rest + word_among(text + reading->rest, "roll|rolls"));
	size_t number = word_number(text + begin), at = begin + number, end;

	if (number == 0)
		return HABIT_NONE;
	sign = word_meaning(
		text, lex_past_blanks(text, at), rows, sizeof rows / sizeof *rows, &end);
	if (sign == NULL || !word_is_last(text, end))
		return HABIT_NONE;
	wording_replace(&reading->words, at, end, "");
	wording_replace(&reading->words, reading->rest, begin, sign);
	return HABIT_CHANGED;
}

/* "5+": 5 or more. Behind a single die the plus may be in the wrong place. */
static enum habit plus_last(struct reading *reading)
{
	static const char *const signs[] = {"+", ">="};
	static const char words[] = "on a|on|hits on|hit on|needs|need";
	const char *text = reading->words.text;
	size_t begin = lex_past_blanks(
		text, reading->rest + word_among(text + reading->rest, words));
	size_t len = strspn(text + begin, "0123456789");

	if (len == 0 || len > 6 || text[begin + len] != '+' || !word_is_last(text, begin + len + 1))
		return HABIT_NONE;
	if (ast_is_one_die(reading->roll->expr))
		return refuse_signs(
			reading, "this could be added or compared", signs, 2, text + begin, len);
	wording_replace(&reading->words, begin + len, begin + len + 1, "");
	wording_replace(&reading->words, reading->rest, begin, ">=");
	return HABIT_CHANGED;
}

/* ---- arithmetic ---- */

/* "divided by 2", "add 5" */
static enum habit arithmetic(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"add|added to|adding|and add|then add|bonus|bonus of|with a bonus of|-b|"
		 "modifier|with a modifier of",
			"+"},
		{"subtract|subtracting|reduced by|and subtract|then subtract|less|penalty|"
		 "penalty of|with a penalty of",
			"-"},
		{"divided by|divide by|and divide by|then divide by", "/"},
		{"multiplied by|multiply by|and multiply by|then multiply by", "*"},
	};
	const char *text = reading->words.text, *sign;
	const struct wording before = reading->words;
	struct span span = reading->roll->span;
	size_t begin, term, end, len;
	unsigned number = 0;
	bool counts, wraps;

	begin = lex_past_blanks(text, reading->rest + (text[reading->rest] == ','));
	sign = word_meaning(text, begin, rows, sizeof rows / sizeof *rows, &end);
	if (sign == NULL)
		return HABIT_NONE;
	term = lex_past_blanks(text, end);
	len = isalpha((unsigned char)text[term]) ? word_count(text + term, &number) : 0;
	if (len > 0)
		wording_replace(&reading->words, term, term + len,
			arena_printf(reading->arena, "%u", number));
	text = reading->words.text;
	counts = word_number(text + term) > 0 || word_dice(text + term) > 0;
	if (counts && reading->system != NULL && reading_unfold(reading))
		return HABIT_CHANGED;
	if (!counts || reading->system != NULL) {
		reading->words = before;
		return HABIT_NONE;
	}
	wraps = strchr("*/", *sign) != NULL && reading->roll->expr->kind != AST_DICE;
	wording_replace(&reading->words, span.end, term, sign);
	if (wraps) {
		wording_replace(&reading->words, span.end, span.end, ")");
		wording_replace(&reading->words, span.begin, span.begin, "(");
	}
	return HABIT_CHANGED;
}

/* "8d6 half", "2d6 doubled" alone: arithmetic, or a comment? */
static enum habit part_or_double(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"half|halved|halve it", "/2"},
		{"double|doubled|double it", "*2"},
		{"triple|tripled", "*3"},
	};
	const char *text = reading->words.text, *sign, *lines[2];
	int roll = (int)reading->roll->span.end;
	size_t end;

	sign = word_meaning(text, reading->rest, rows, sizeof rows / sizeof *rows, &end);
	if (sign == NULL || text[lex_past_blanks(text, end)] != '\0')
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "(%.*s)%s", roll, text, sign);
	lines[1] = reading_comment(reading);
	return reading_refuse(
		reading, reading->rest, "this could be done to the total or only noted", lines, 2);
}

/* "1d20/2 rounded down" */
static enum habit rounding(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"rounded down|round down|rounds down|rounding down", "floor("},
		{"rounded up|round up|rounds up|rounding up", "ceil("},
	};
	const char *text = reading->words.text, *sign;
	struct span span = reading->roll->span;
	size_t at = reading->rest + (text[reading->rest] == '('), end;

	sign = word_meaning(text, at, rows, sizeof rows / sizeof *rows, &end);
	if (sign == NULL || memchr(text + span.begin, '/', span.end - span.begin) == NULL)
		return HABIT_NONE;
	end += at > reading->rest && text[end] == ')';
	wording_replace(&reading->words, span.end, end, ") ");
	wording_replace(&reading->words, span.begin, span.begin, sign);
	return HABIT_CHANGED;
}

enum habit habit_phrase(struct reading *reading)
{
	static habit_fn *const habits[] = {sign_first, sign_last, sign_of_side, plus_last,
		arithmetic, part_or_double, rounding};

	if (reading->leaves_comparison)
		return reading->system == NULL ? habits_try(reading, habits, 2) : HABIT_NONE;
	if (reading->system != NULL)
		return arithmetic(reading);
	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}
