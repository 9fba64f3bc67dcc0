/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of dice, the conditions that their values are held against, and what is in a tree. */
#include "dice/notation/ast.h"

/* A face from 1 to 6 on the two Fate dice. */
static const int32_t fate_values[] = {0, -1, -1, 0, 0, 1, 1};
static const int32_t fate_one_values[] = {0, -1, 0, 0, 0, 0, 1};

const struct die_kind die_numbered = {.label = NULL};
const struct die_kind die_percent = {.label = "%", .sides = 100};
const struct die_kind die_fate = {.label = "F",
	.sides = 6,
	.values = fate_values,
	.range = {-1, 1},
	.distinct = 3,
	.fate = true};
const struct die_kind die_fate_one = {.label = "F.1",
	.sides = 6,
	.values = fate_one_values,
	.range = {-1, 1},
	.distinct = 3,
	.fate = true};

struct die_range die_range(const struct die_kind *kind, uint32_t sides)
{
	if (kind->values != NULL)
		return kind->range;
	return (struct die_range){die_value(kind, 1), die_value(kind, sides)};
}

bool point_matches(const struct compare_point *point, double value, const struct die_range *range)
{
	switch (point->comparison) {
	case COMPARE_NOT_EQUAL:
		return value != point->number;
	case COMPARE_LESS:
		return value < point->number;
	case COMPARE_GREATER:
		return value > point->number;
	case COMPARE_AT_MOST:
		return value <= point->number;
	case COMPARE_AT_LEAST:
		return value >= point->number;
	case COMPARE_LOWEST:
		return value == range->lowest;
	case COMPARE_HIGHEST:
		return value == range->highest;
	default:
		return value == point->number;
	}
}

bool point_matches_any(
	const struct compare_point *point, const struct die_kind *kind, uint32_t sides)
{
	struct die_range range = die_range(kind, sides);

	for (uint32_t face = 1; kind->values != NULL && face <= sides; face++)
		if (point_matches(point, kind->values[face], &range))
			return true;
	if (kind->values != NULL)
		return false;
	return point_matches(point, range.lowest, &range) ||
	       point_matches(point, range.highest, &range) ||
	       (point->number >= range.lowest && point->number <= range.highest &&
		       point_matches(point, point->number, &range));
}

bool points_match(const struct points *points, double value, const struct die_range *range)
{
	for (size_t i = 0; i < points->count; i++)
		if (point_matches(&points->list[i], value, range))
			return true;
	return false;
}

/* Values without a table are whole numbers in a row. What matches is a union of runs that begin and
 * end at the numbers of the points, so if anything does not match, one of these neighbours does
 * not. */
static bool match_all_in_a_row(const struct points *points, const struct die_range *range)
{
	if (!points_match(points, range->lowest, range) ||
		!points_match(points, range->highest, range))
		return false;
	for (size_t i = 0; i < points->count; i++)
		for (int step = -1; step <= 1; step++) {
			double n = points->list[i].number + step;

			if (n >= range->lowest && n <= range->highest &&
				!points_match(points, n, range))
				return false;
		}
	return points_match(points, range->lowest + 1, range) || range->lowest == range->highest;
}

bool points_match_all(const struct points *points, const struct die_kind *kind, uint32_t sides)
{
	struct die_range range = die_range(kind, sides);

	if (kind->values == NULL)
		return match_all_in_a_row(points, &range);
	for (uint32_t face = 1; face <= sides; face++)
		if (!points_match(points, kind->values[face], &range))
			return false;
	return true;
}

bool dice_show_words(const struct ast_dice *dice)
{
	return dice->kind->words != NULL &&
	       (dice->rules == NULL || dice->rules->tally != TALLY_MATCHES);
}

bool ast_has_sides(const struct ast *die, double sides)
{
	const struct ast *node = die->dice.sides;

	return node != NULL && node->kind == AST_NUMBER && node->number == sides;
}

bool ast_is_one_die(const struct ast *node)
{
	const struct ast *count = node->kind == AST_DICE ? node->dice.count : NULL;

	return node->kind == AST_DICE &&
	       (count == NULL || (count->kind == AST_NUMBER && count->number == 1));
}

bool ast_is_percentile(const struct ast *node)
{
	return ast_is_one_die(node) &&
	       (node->dice.kind == &die_percent || ast_has_sides(node, 100));
}

bool ast_has_dice(const struct ast *node)
{
	switch (node->kind) {
	case AST_NUMBER:
		return false;
	case AST_NEGATE:
		return ast_has_dice(node->operand);
	case AST_BINARY:
		return ast_has_dice(node->binary.left) || ast_has_dice(node->binary.right);
	case AST_CALL:
		for (size_t i = 0; i < node->call.count; i++)
			if (ast_has_dice(node->call.args[i]))
				return true;
		return false;
	default:
		return true;
	}
}
