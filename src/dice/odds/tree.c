/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes with the values of expressions. Every dice term stands in the tree once, so the operands
 * of anything are independent. */
#include "dice/odds/impl.h"

#include <math.h>
#include <string.h>

/* ---- arithmetic ---- */

/* An operator or a function at work, and what went wrong with it. */
struct calculation {
	const struct operator* op;
	const struct function *function;
	enum arith_fault fault;
};

/* VALUE means nothing after a FAULT. */
static bool settle(struct calculation *c, enum arith_fault fault, double value)
{
	c->fault = fault != ARITH_FINE ? fault : arith_check(value);
	return c->fault == ARITH_FINE;
}

static bool operate(void *arg, double left, double right, double *out)
{
	struct calculation *c = arg;
	enum arith_fault fault = c->op->compute(left, right, out);

	return settle(c, fault, *out);
}

static bool call_one(void *arg, double value, double *out)
{
	struct calculation *c = arg;
	enum arith_fault fault = c->function->compute(&value, 1, out);

	return settle(c, fault, *out);
}

static bool call_two(void *arg, double left, double right, double *out)
{
	struct calculation *c = arg;
	double args[] = {left, right};
	enum arith_fault fault = c->function->compute(args, 2, out);

	return settle(c, fault, *out);
}

/* Report what went wrong with C, if anything did. Returns NULL. */
static struct dist *fail(struct odds_work *work, const struct calculation *c, size_t offset)
{
	if (c->fault == ARITH_FINE)
		return NULL;
	return odds_refuse(work, offset, "this roll can fail: %s", arith_fault_text(c->fault));
}

/* Returns DIST if all its values are in range; else reports that and returns NULL. */
static struct dist *in_range(struct odds_work *work, struct dist *dist, size_t offset)
{
	if (dist != NULL && (arith_check(dist_min(dist)) != ARITH_FINE ||
				    arith_check(dist_max(dist)) != ARITH_FINE))
		return odds_refuse(
			work, offset, "this roll can fail: %s", arith_fault_text(ARITH_TOO_LARGE));
	return dist;
}

static struct dist *number(struct odds_work *work, const struct ast *node)
{
	return dist_point(&work->pool, node->number);
}

static struct dist *negate(struct odds_work *work, const struct ast *node)
{
	struct dist *dist = odds_node(work, node->operand);

	if (dist != NULL)
		dist_negate(dist);
	return dist;
}

static struct dist *binary(struct odds_work *work, const struct ast *node)
{
	const struct ast_binary *b = &node->binary;
	struct calculation c = {.op = b->op};
	struct dist *left = odds_node(work, b->left), *right, *out;

	right = left != NULL ? odds_node(work, b->right) : NULL;
	if (right == NULL)
		return NULL;
	if (strcmp(b->op->spelling, "-") == 0)
		dist_negate(right);
	if (*b->op->spelling == '+' || *b->op->spelling == '-')
		return in_range(work, dist_sum(&work->pool, left, right), b->at);
	out = dist_combine(&work->pool, left, right, operate, &c);
	return out != NULL ? out : fail(work, &c, b->at);
}

/* Functions of many numbers are those that can be computed two by two: min and max. */
static struct dist *call(struct odds_work *work, const struct ast *node)
{
	struct calculation c = {.function = node->call.function};
	struct dist *out = odds_node(work, node->call.args[0]);

	if (out != NULL && node->call.count == 1)
		out = dist_map(&work->pool, out, call_one, &c);
	for (size_t i = 1; out != NULL && i < node->call.count; i++) {
		struct dist *arg = odds_node(work, node->call.args[i]);

		out = arg != NULL ? dist_combine(&work->pool, out, arg, call_two, &c) : NULL;
	}
	return out != NULL ? out : fail(work, &c, node->span.begin);
}

/* ---- all of it ---- */

struct dist *odds_node(struct odds_work *work, const struct ast *node)
{
	static struct dist *(*const kinds[])(struct odds_work *, const struct ast *) = {
		[AST_NUMBER] = number,
		[AST_DICE] = odds_dice,
		[AST_GROUP] = odds_group,
		[AST_NEGATE] = negate,
		[AST_BINARY] = binary,
		[AST_CALL] = call,
	};
	struct dist *dist = kinds[node->kind](work, node);

	if (dist == NULL)
		odds_refuse(work, node->span.begin,
			"these odds take more than %s to compute; try fewer dice, or logios roll "
			"--repeat",
			work->pool.spent == DIST_NO_BYTES ? "16 MB" : "200 million steps");
	return dist;
}

static uint32_t times(const struct ast_roll *roll)
{
	uint32_t product = 1;

	for (size_t i = 0; i < roll->repeat_count; i++)
		product *= roll->repeats[i];
	return product;
}

struct dist *odds_roll(struct odds_work *work, const struct ast_roll *roll)
{
	struct dist *dist;

	work->node = odds_node;
	work->source = &roll->source;
	work->cut = 0;
	dist = odds_node(work, roll->expr);
	if (dist == NULL)
		return NULL;
	work->cut *= times(roll);
	dist = dist_power(&work->pool, dist, times(roll));
	if (dist == NULL)
		return odds_refuse(work, roll->span.begin,
			"the odds of so many rolls together take too long to compute; ask for one");
	return in_range(work, dist, roll->span.begin);
}
