/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice right behind dice, 1d4d6, and a d behind a single die: as modifiers they would drop all of
 * them, which nobody asks for. */
#include <stdlib.h>
#include <string.h>

#include "dice/notation/reading.h"

/* Whether NODE is a single die that a d behind it drops: in some programs it is disadvantage. */
static bool drops_itself(const struct ast *node)
{
	return ast_is_one_die(node) && node->suffix != NULL &&
	       (strcmp(node->suffix, "d") == 0 || strcmp(node->suffix, "D") == 0);
}

/* Whether NODE is dice that are fewer than a d behind them, with the sides of a common die, would
 * drop. */
static bool drops_by_sides(const struct ast *node)
{
	static const char *const sides[] = {"4", "6", "8", "10", "12", "20", "30", "100"};
	const struct ast *count = node->dice.count;

	if (node->suffix == NULL || node->dice.rules->keep_count != 1 ||
		(*node->suffix != 'd' && *node->suffix != 'D') ||
		(count != NULL && count->kind != AST_NUMBER))
		return false;
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
		if (strcmp(node->suffix + 1, sides[i]) == 0)
			return (count != NULL ? count->number : 1) < strtod(sides[i], NULL);
	return false;
}

/* Return the first such dice in NODE, or NULL. */
static const struct ast *find(const struct ast *node)
{
	const struct ast *found = NULL;

	switch (node->kind) {
	case AST_DICE:
		return drops_by_sides(node) || drops_itself(node) ? node : NULL;
	case AST_NEGATE:
		return find(node->operand);
	case AST_BINARY:
		found = find(node->binary.left);
		return found != NULL ? found : find(node->binary.right);
	case AST_CALL:
		for (size_t i = 0; i < node->call.count && found == NULL; i++)
			found = find(node->call.args[i]);
		return found;
	case AST_GROUP:
		for (size_t i = 0; i < node->group.count && found == NULL; i++)
			found = find(node->group.members[i]);
		return found;
	case AST_NUMBER:
		break;
	}
	return NULL;
}

/* "1d20d", DICE: disadvantage, or a comment? */
static enum habit refuse_lone(struct reading *reading, const struct ast *dice)
{
	const char *text = reading->words.text, *lines[2];
	int at = (int)dice->span.end - 1, end = (int)reading->roll->span.end;

	lines[0] = arena_printf(reading->arena, "%.*s dis%s", at, text, text + at + 1);
	lines[1] = arena_printf(reading->arena, "%.*s%.*s # %c%s", at, text, end - at - 1,
		text + at + 1, text[at], text + end);
	return reading_refuse(
		reading, (size_t)at, "this would drop the only die there is", lines, 2);
}

enum habit habit_chained(struct reading *reading)
{
	const char *text = reading->words.text, *lines[2];
	const struct ast *dice = reading->system == NULL ? find(reading->roll->expr) : NULL;
	int begin, len;

	if (dice == NULL)
		return HABIT_NONE;
	if (drops_itself(dice))
		return refuse_lone(reading, dice);
	begin = (int)dice->span.begin;
	len = (int)(dice->span.end - dice->span.begin - strlen(dice->suffix));
	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(reading->arena, i == 0 ? "%.*s(%.*s)%s" : "%.*s%.*s+%s",
			begin, text, len, text + begin, text + begin + len);
	return reading_refuse(
		reading, (size_t)(begin + len), "this would drop all the dice before it", lines, 2);
}
