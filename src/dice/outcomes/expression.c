/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes an expression apart into its dice terms, and puts what they come to together again. */
#include <math.h>
#include <string.h>

#include "dice/outcomes/impl.h"

static bool refuse(struct odds_work *work, const struct ast *node)
{
	return odds_refuse(work, node->span.begin,
		       "the odds of what is said of such a roll are not known") != NULL;
}

/* ---- without dice ---- */

/* Compute NODE from the values of its dice, which are taken from *VALUES in their order; NULL:
 * there must be none. */
static bool compute(const struct ast *node, const double **values, double *out);

static bool compute_call(const struct ast_call *call, const double **values, double *out)
{
	double args[RULE_MAX_ARGS];

	if (call->count > RULE_MAX_ARGS)
		return false;
	for (size_t i = 0; i < call->count; i++)
		if (!compute(call->args[i], values, &args[i]))
			return false;
	return call->function->compute(args, call->count, out) == ARITH_FINE;
}

/* The sum of those members that the rules of GROUP keep. */
static bool compute_group(const struct ast_group *group, const double **values, double *out)
{
	double members[MAX_TERMS];
	uint32_t first = 0, last = (uint32_t)group->count;

	if (group->count > MAX_TERMS ||
		(group->rules != NULL && group->rules->tally != TALLY_SUM) ||
		(group->count == 1 && group->rules != NULL && group->rules->keep_count > 0))
		return false;
	for (size_t i = 0, at; i < group->count; i++) {
		double value;

		if (!compute(group->members[i], values, &value))
			return false;
		for (at = i; at > 0 && members[at - 1] > value; at--)
			members[at] = members[at - 1];
		members[at] = value;
	}
	if (group->rules != NULL)
		odds_window(group->rules, last, &first, &last);
	for (*out = 0; first < last; first++)
		*out += members[first];
	return true;
}

static bool compute(const struct ast *node, const double **values, double *out)
{
	double left, right;

	switch (node->kind) {
	case AST_NUMBER:
		*out = node->number;
		return true;
	case AST_DICE:
		if (values == NULL)
			return false;
		*out = *(*values)++;
		return true;
	case AST_NEGATE:
		if (!compute(node->operand, values, out))
			return false;
		*out = -*out;
		return true;
	case AST_BINARY:
		return compute(node->binary.left, values, &left) &&
		       compute(node->binary.right, values, &right) &&
		       node->binary.op->compute(left, right, out) == ARITH_FINE;
	case AST_CALL:
		return compute_call(&node->call, values, out);
	case AST_GROUP:
		break;
	}
	return compute_group(&node->group, values, out);
}

bool expression_total(const struct expression *expression, const double *values, double *total)
{
	return compute(expression->roll->expr, &values, total) && arith_check(*total) == ARITH_FINE;
}

/* ---- terms ---- */

static bool find_terms(struct expression *expression, const struct ast *node, double factor,
	struct odds_work *work);

static bool find_dice(struct expression *expression, const struct ast *node, double factor,
	struct odds_work *work)
{
	if (expression->count == MAX_TERMS)
		return refuse(work, node);
	expression->terms[expression->count] = node;
	expression->factors[expression->count++] = factor;
	return true;
}

static bool find_binary(struct expression *expression, const struct ast *node, double factor,
	struct odds_work *work)
{
	const struct ast_binary *binary = &node->binary;
	const char *op = binary->op->spelling;
	double left = 1, right = 1;

	if (*op == '-')
		right = -1;
	else if (strcmp(op, "*") == 0 && compute(binary->left, NULL, &right))
		left = 0; /* a number, which is no part of the sum */
	else if (strcmp(op, "*") == 0 && compute(binary->right, NULL, &left))
		right = 0;
	else if (*op != '+')
		expression->is_sum = false;
	return find_terms(expression, binary->left, factor * left, work) &&
	       find_terms(expression, binary->right, factor * right, work);
}

/* Find the dice in NODE, whose values are FACTOR times in the total if that is a sum. */
static bool find_terms(struct expression *expression, const struct ast *node, double factor,
	struct odds_work *work)
{
	switch (node->kind) {
	case AST_NUMBER:
		expression->constant += factor * node->number;
		return true;
	case AST_DICE:
		return find_dice(expression, node, factor, work);
	case AST_NEGATE:
		return find_terms(expression, node->operand, -factor, work);
	case AST_BINARY:
		return find_binary(expression, node, factor, work);
	case AST_GROUP:
		expression->is_sum = false;
		for (size_t i = 0; i < node->group.count; i++)
			if (!find_terms(expression, node->group.members[i], factor, work))
				return false;
		return true;
	case AST_CALL:
		break;
	}
	expression->is_sum = false;
	for (size_t i = 0; i < node->call.count; i++)
		if (!find_terms(expression, node->call.args[i], factor, work))
			return false;
	return true;
}

bool expression_find(
	struct expression *expression, const struct ast_roll *roll, struct odds_work *work)
{
	*expression = (struct expression){.roll = roll, .is_sum = true};
	work->source = &roll->source;
	if (roll->repeat_count > 0 || roll->compares)
		return refuse(work, roll->expr);
	return find_terms(expression, roll->expr, 1, work);
}

/* ---- what they come to ---- */

/* An expression being rolled. */
struct rolling {
	const struct expression *expression;
	const struct questions *questions;
	struct odds_work *work;
	bool aside;
};

/* Fill OUT with what the dice of NODE come to. */
static bool roll_term(const struct rolling *rolling, const struct ast *node, struct states *out)
{
	const struct ast_dice *dice = &node->dice;
	double count = 1, sides = dice->kind->sides;
	struct odds_term term;

	if ((dice->count != NULL && !compute(dice->count, NULL, &count)) ||
		(dice->sides != NULL && !compute(dice->sides, NULL, &sides)))
		return refuse(rolling->work, node);
	return odds_term_size(&term, rolling->work, node, count, sides) &&
	       pool_states(rolling->questions, &term, node->label, out);
}

/* Take the value of the term at INDEX out of its place and into that where it is needed. */
static void settle_value(const struct rolling *rolling, size_t index, double *numbers)
{
	const struct expression *expression = rolling->expression;
	double value = numbers[AT_VALUE];

	numbers[AT_VALUE] = 0;
	if (!expression->is_sum)
		numbers[rolling->questions->at_values + index] = value;
	else if (!rolling->aside && rolling->questions->sums)
		numbers[AT_TOTAL] += expression->factors[index] * value;
}

/* Add the dice of the term at INDEX to FROM. */
static bool add_term(
	const struct rolling *rolling, size_t index, const struct states *from, struct states *out)
{
	struct states dice, both;
	bool fine;

	states_init(&dice, from->pool, from->width);
	states_init(&both, from->pool, from->width);
	fine = roll_term(rolling, rolling->expression->terms[index], &dice) &&
	       states_join(from, &dice, rolling->questions->merges, &both);
	states_drop(&dice);
	for (size_t i = 0; fine && i < both.count; i++) {
		double *numbers = both.numbers + i * both.width;

		settle_value(rolling, index, numbers);
		fine = states_add(out, numbers, both.chances[i]);
	}
	states_drop(&both);
	return fine;
}

/* Add the total, which the values of the terms make, to each of FROM. */
static bool add_total(const struct rolling *rolling, struct states *from, struct states *out)
{
	const struct expression *expression = rolling->expression;

	for (size_t i = 0; i < from->count; i++) {
		double *numbers = from->numbers + i * from->width, total = expression->constant;
		double *values = numbers + rolling->questions->at_values;

		if (!expression->is_sum) {
			if (!expression_total(expression, values, &total))
				return false;
			memset(values, 0, MAX_TERMS * sizeof *values);
		}
		numbers[AT_TOTAL] += rolling->aside || !rolling->questions->sums ? 0 : total;
		if (!states_add(out, numbers, from->chances[i]))
			return false;
	}
	return true;
}

bool expression_roll(const struct expression *expression, const struct questions *questions,
	struct odds_work *work, bool aside, const struct states *from, struct states *out)
{
	const struct rolling rolling = {expression, questions, work, aside};
	struct states now, next;
	bool fine = true;

	if (!expression->is_sum && !questions->keeps_values)
		return refuse(work, expression->roll->expr);
	states_init(&now, from->pool, from->width);
	for (size_t i = 0; fine && i < from->count; i++)
		fine = states_add(&now, states_at(from, i), from->chances[i]);
	for (size_t i = 0; fine && i < expression->count; i++) {
		states_init(&next, from->pool, from->width);
		fine = add_term(&rolling, i, &now, &next);
		states_drop(&now);
		now = next;
	}
	fine = fine && add_total(&rolling, &now, out);
	states_drop(&now);
	return fine;
}
