/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluates groups. Members of one with several are told apart like dice: each is a die with its
 * value. In one with a single member keeps and drops act on the dice in it, all terms together;
 * what they leave decides the values of the terms, and only then comes the arithmetic: so the dice
 * are rolled first, in their order, and the expression is evaluated after that with the terms that
 * were rolled. */
#include "dice/roll/eval.h"

#include <string.h>

/* Roll all dice in NODE, without calculating. */
static bool roll_dice(struct roller *r, const struct ast *node)
{
	double value;

	switch (node->kind) {
	case AST_DICE:
		return r->node(r, node, &value);
	case AST_NEGATE:
		return roll_dice(r, node->operand);
	case AST_BINARY:
		return roll_dice(r, node->binary.left) && roll_dice(r, node->binary.right);
	case AST_CALL:
		for (size_t i = 0; i < node->call.count; i++)
			if (!roll_dice(r, node->call.args[i]))
				return false;
		return true;
	default:
		return true; /* numbers; a group is never in a group */
	}
}

/* Drop dice from the terms from FIRST on, as RULES say. */
static void drop_from_terms(struct roller *r, struct term *first, const struct rules *rules)
{
	static const struct ranking none = {.dice = NULL}; /* no term here counts matches */
	struct ranking ranking;
	struct die **dice;
	size_t count = 0;

	for (const struct term *term = first; term != NULL; term = term->next)
		count += term->depth > r->computing ? 0 : term->die_count;
	dice = arena_alloc(r->arena, count * sizeof *dice);
	count = 0;
	for (const struct term *term = first; term != NULL; term = term->next)
		for (size_t i = 0; term->depth == r->computing && i < term->die_count; i++)
			dice[count++] = &term->dice[i];
	ranking = rank_dice(r->arena, dice, count);
	rank_keep(&ranking, rules);
	for (struct term *term = first; term != NULL; term = term->next)
		if (term->depth == r->computing)
			tally_term(term, term->node->dice.rules, &none);
}

static bool eval_pool(struct roller *r, const struct ast_group *group, double *out)
{
	struct term **begin = r->tail;
	bool done;

	if (!roll_dice(r, group->members[0]))
		return false;
	drop_from_terms(r, *begin, group->rules);
	r->replay = *begin;
	done = r->node(r, group->members[0], out);
	r->replay = NULL;
	return done;
}

static bool eval_members(struct roller *r, const struct ast_group *group, struct term *term)
{
	bool pool = group->count == 1 && group->rules != NULL && group->rules->keep_count > 0;

	for (size_t i = 0; i < group->count; i++) {
		term->dice[i] = (struct die){.face = 0};
		if (pool ? !eval_pool(r, group, &term->dice[i].value)
			 : !r->node(r, group->members[i], &term->dice[i].value))
			return false;
	}
	return true;
}

/* Keeps of a group with one member are done already. */
static void rank_members(struct roller *r, const struct ast_group *group, struct term *term)
{
	struct die **dice;
	struct ranking ranking;

	if (group->count == 1 || group->rules == NULL)
		return;
	dice = arena_alloc(r->arena, group->count * sizeof *dice);
	for (size_t i = 0; i < group->count; i++)
		dice[i] = &term->dice[i];
	ranking = rank_dice(r->arena, dice, group->count);
	rank_keep(&ranking, group->rules);
}

/* Returns what the members count, if all that count something count the same. */
static enum dice_unit unit_of_members(const struct term *first, int depth)
{
	enum dice_unit unit = DICE_POINTS;

	for (const struct term *term = first; term != NULL; term = term->next) {
		if (term->depth > depth || term->unit == DICE_POINTS)
			continue;
		if (unit != DICE_POINTS && unit != term->unit)
			return DICE_POINTS;
		unit = term->unit;
	}
	return unit;
}

bool eval_group(struct roller *r, const struct ast *node, double *out)
{
	const struct ast_group *group = &node->group;
	struct term *term = term_new(r, node), **begin = r->tail;
	bool done;

	if (term == NULL)
		return false;
	term->count = (uint32_t)group->count;
	term->die_count = group->count;
	term->dice = arena_alloc(r->arena, group->count * sizeof *term->dice);
	r->grouped++;
	done = eval_members(r, group, term);
	r->grouped--;
	if (!done)
		return false;
	rank_members(r, group, term);
	tally_term(term, group->rules, &(struct ranking){.dice = NULL});
	if (term->unit == DICE_POINTS)
		term->unit = unit_of_members(*begin, r->computing);
	term_hang(r, term);
	return eval_settle(r, ARITH_FINE, node->span.begin, term->value, out);
}
