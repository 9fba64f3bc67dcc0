/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison that is about the total: 1d20+7 >= 15, 3d6 <= 12, 3d6>=15. Where the faces of dice
 * can decide it, it counts them instead. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice/limits.h"
#include "dice/notation/reading.h"

/* A comparison with a number at TEXT, blanks between them or not; its length, or 0. */
static size_t read_comparison(const char *text, struct compare_point *point)
{
	static const struct {
		const char *spelling;
		enum comparison comparison;
	} more[] = {{"=>", COMPARE_AT_LEAST}, {"=<", COMPARE_AT_MOST}, {"==", COMPARE_EQUAL}};
	size_t len = 0, number;

	for (size_t i = 0; i < sizeof more / sizeof *more && len == 0; i++)
		if (strncmp(text, more[i].spelling, 2) == 0) {
			point->comparison = more[i].comparison;
			len = 2;
		}
	if (len == 0 && !comparison_match(text, &point->comparison, &len))
		return 0;
	len = lex_past_blanks(text, len);
	number = strspn(text + len + (text[len] == '-'), "0123456789");
	if (number == 0 || number > 15)
		return 0;
	if (text[len] != '-' && text[len + number] == '%' && word_ends(text + len + number + 1)) {
		point->number = strtod(text + len, NULL);
		return len + number + 1;
	}
	if (!word_ends(text + len + (text[len] == '-') + number))
		return 0;
	point->number = strtod(text + len, NULL);
	return len + (text[len] == '-') + number;
}

/* Whether a face of NODE, dice, may match POINT, and another not. */
static bool decided_by_faces(const struct ast *node, const struct compare_point *point)
{
	const struct ast *sides = node->dice.sides;
	const struct points points = {point, 1};
	uint32_t count;

	if ((sides != NULL && sides->kind != AST_NUMBER) ||
		(node->dice.kind != &die_numbered && node->dice.kind != &die_percent))
		return true;
	if (sides != NULL && (sides->number < 1 || sides->number > DICE_MAX_SIDES))
		return true;
	count = sides != NULL ? (uint32_t)sides->number : node->dice.kind->sides;
	return point_matches_any(point, node->dice.kind, count) &&
	       !points_match_all(&points, node->dice.kind, count);
}

static bool is_counted(const struct ast *node)
{
	return node->kind == AST_DICE && node->dice.rules != NULL &&
	       node->dice.rules->tally != TALLY_SUM;
}

enum habit total_compare(
	struct reading *reading, const struct compare_point *point, size_t begin, size_t end)
{
	if (reading->compares)
		return reading_refuse(reading, begin, "a total is compared once", NULL, 0);
	reading->compares = true;
	reading->target = *point;
	wording_replace(&reading->words, begin, end, "");
	return HABIT_CHANGED;
}

enum habit habit_undecided(struct reading *reading)
{
	const struct ast *expr = reading->roll->expr;
	const char *text = reading->words.text;
	struct compare_point point;
	size_t at, len;

	if (reading->system != NULL || !is_counted(expr) || expr->bracketed ||
		expr->dice.rules->tally != TALLY_TARGET || expr->dice.rules->has_twice ||
		expr->dice.rules->has_fail || expr->dice.rules->explode != EXPLODE_NO)
		return HABIT_NONE;
	at = expr->dice.rules->target.at;
	len = read_comparison(text + at, &point);
	if (len == 0 || decided_by_faces(expr, &expr->dice.rules->target))
		return HABIT_NONE;
	return total_compare(reading, &point, at, at + len);
}

bool total_counts(const struct ast *expr, const struct compare_point *point)
{
	const struct ast *number;

	if (expr->kind != AST_DICE || expr->bracketed || !decided_by_faces(expr, point))
		return false;
	number = expr->dice.count;
	return number != NULL && (number->kind != AST_NUMBER || number->number != 1);
}

enum habit total_count(
	struct reading *reading, const struct compare_point *point, size_t begin, size_t end)
{
	const struct ast *expr = reading->roll->expr;
	char suffix[32];

	reading->spaced = expr->dice.rules == NULL;
	snprintf(suffix, sizeof suffix, "%s%.0f", comparison_spelling(point->comparison),
		point->number);
	reading_glue(reading, expr, suffix, begin, end);
	return HABIT_CHANGED;
}

enum habit total_refuse_sum(
	struct reading *reading, const char *head, double number, size_t begin, size_t end)
{
	const char *text = reading->words.text, *lines[2];
	const char *sign = lex_skip_blanks(text + end), *more = lex_skip_blanks(sign + 1);
	size_t digits = word_number(more);
	double sum = number + (*sign == '-' ? -1 : 1) * strtod(more, NULL);

	lines[0] = digits > 0 && strchr("+-", *sign) != NULL
			   ? arena_printf(reading->arena, "%s%.0f%s", head, sum, more + digits)
			   : "";
	lines[1] = arena_printf(reading->arena, "%.*s%s %.*s", (int)reading->roll->span.end, text,
		sign, (int)(end - begin), text + begin);
	return reading_refuse(reading, end, "what is to be reached is one number", lines, 2);
}

/* ">= 15 + 2": the comparison with POINT, of LEN bytes, goes on. */
static enum habit refuse_sum(struct reading *reading, const struct compare_point *point, size_t len)
{
	const char *head = arena_printf(reading->arena, "%.*s %s ", (int)reading->roll->span.end,
		reading->words.text, comparison_spelling(point->comparison));

	return total_refuse_sum(reading, head, point->number, reading->rest, reading->rest + len);
}

enum habit habit_compare(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *expr = reading->roll->expr;
	struct compare_point point = {.at = reading->rest};
	size_t len = read_comparison(text + reading->rest, &point);

	if (len == 0 || word_is_heart(text + reading->rest))
		return HABIT_NONE;
	if (reading->leaves_comparison)
		return HABIT_COMMENT;
	if (reading->system != NULL)
		return reading_refuse(reading, reading->rest,
			"the game system says what its total means", &reading->system, 1);
	if (is_counted(expr) || !total_counts(expr, &point)) {
		if (word_goes_on(text + reading->rest + len))
			return refuse_sum(reading, &point, len);
		return total_compare(
			reading, &point, reading->rest, word_exclaimed(text, reading->rest + len));
	}
	return total_count(reading, &point, reading->rest, reading->rest + len);
}
