/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluates an expression, from left to right, as often as it says. */
#include "dice/roll/eval.h"

#include <assert.h>
#include <math.h>

#include "dice/limits.h"

struct roller eval_roller(
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err)
{
	return (struct roller){.node = eval_node,
		.limits = limits,
		.rng = rng,
		.arena = arena,
		.err = err,
		.faces_left = DICE_MAX_FACES,
		.terms_left = DICE_MAX_TERMS,
		.steps_left = DICE_MAX_STEPS};
}

static bool eval_number(struct roller *r, const struct ast *node, double *out)
{
	(void)r;
	*out = node->number;
	return true;
}

static bool eval_negate(struct roller *r, const struct ast *node, double *out)
{
	if (!eval_node(r, node->operand, out))
		return false;
	*out = -*out;
	return true;
}

static bool eval_binary(struct roller *r, const struct ast *node, double *out)
{
	const struct ast_binary *binary = &node->binary;
	double left, right, value = 0;
	enum arith_fault fault;

	if (!eval_node(r, binary->left, &left) || !eval_node(r, binary->right, &right))
		return false;
	fault = binary->op->compute(left, right, &value);
	return eval_settle(r, fault,
		fault == ARITH_ZERO_DIVISOR ? binary->right->span.begin : binary->at, value, out);
}

static bool eval_call(struct roller *r, const struct ast *node, double *out)
{
	const struct ast_call *call = &node->call;
	double args[DICE_MAX_BYTES / 2];
	double value = 0;
	enum arith_fault fault;

	assert(call->count <= sizeof args / sizeof *args);
	for (size_t i = 0; i < call->count; i++)
		if (!eval_node(r, call->args[i], &args[i]))
			return false;
	fault = call->function->compute(args, call->count, &value);
	return eval_settle(r, fault, node->span.begin, value, out);
}

bool dice_count(const struct term_place *place, double value, uint32_t *count)
{
	uint32_t max = place->limits->max_dice;
	size_t at = place->node->dice.count != NULL ? place->node->dice.count->span.begin
						    : place->node->span.begin;

	if (value != floor(value))
		return source_error(
			place->source, at, place->err, "the number of dice is a whole number");
	if (value < 0)
		return source_error(
			place->source, at, place->err, "the number of dice is 0 or more");
	if (value > max)
		return source_error(
			place->source, at, place->err, "a term has at most %u dice", max);
	*count = (uint32_t)value;
	return true;
}

bool dice_sides(const struct term_place *place, double value, uint32_t *sides)
{
	uint32_t max = place->limits->max_sides;
	size_t at = place->node->dice.sides != NULL ? place->node->dice.sides->span.begin
						    : place->node->span.begin;

	if (value != floor(value))
		return source_error(
			place->source, at, place->err, "the sides of a die are a whole number");
	if (value < 1)
		return source_error(place->source, at, place->err, "a die needs at least 1 side");
	if (value > max)
		return source_error(
			place->source, at, place->err, "a die has at most %u sides", max);
	*sides = (uint32_t)value;
	return true;
}

/* How many dice of how many sides the term NODE rolls. */
static bool eval_size(struct roller *r, const struct ast *node, uint32_t *count, uint32_t *sides)
{
	const struct ast_dice *dice = &node->dice;
	struct term_place place = {
		.node = node, .limits = r->limits, .source = r->source, .err = r->err};
	double value = 1;

	if (dice->count != NULL && !eval_node(r, dice->count, &value))
		return false;
	if (!dice_count(&place, value, count))
		return false;
	value = dice->kind->sides;
	if (dice->sides != NULL && !eval_node(r, dice->sides, &value))
		return false;
	return dice_sides(&place, value, sides);
}

/* The value of NODE's dice, which were rolled before. */
static double replayed(struct roller *r)
{
	const struct term *term = r->replay;

	while (term->depth > r->computing)
		term = term->next;
	r->replay = term->next;
	return term->value;
}

static bool eval_dice(struct roller *r, const struct ast *node, double *out)
{
	uint32_t count = 0, sides = 0;
	const struct term *term;
	bool known;

	if (r->replay != NULL) {
		*out = replayed(r);
		return true;
	}
	r->computing++;
	known = eval_size(r, node, &count, &sides);
	r->computing--;
	if (!known)
		return false;
	term = term_roll(r, node, count, sides);
	if (term == NULL)
		return false;
	*out = term->value;
	return true;
}

bool eval_node(struct roller *r, const struct ast *node, double *out)
{
	static bool (*const evals[])(struct roller *, const struct ast *, double *) = {
		[AST_NUMBER] = eval_number,
		[AST_DICE] = eval_dice,
		[AST_GROUP] = eval_group,
		[AST_NEGATE] = eval_negate,
		[AST_BINARY] = eval_binary,
		[AST_CALL] = eval_call,
	};

	if (r->steps_left == 0)
		return source_error(r->source, node->span.begin, r->err,
			"this is too much to calculate: roll it fewer times, or make it shorter");
	r->steps_left--;
	return evals[node->kind](r, node, out);
}

size_t eval_times(const struct ast_roll *roll)
{
	size_t product = 1;

	for (size_t i = 0; i < roll->repeat_count; i++)
		product *= roll->repeats[i];
	return product;
}

static bool eval_once(
	struct roller *r, const struct ast_roll *roll, struct evaluation *evaluation, double *total)
{
	r->tail = &evaluation->terms;
	return eval_node(r, roll->expr, &evaluation->value) &&
	       eval_settle(r, ARITH_FINE, roll->span.begin, *total + evaluation->value, total);
}

bool eval_more(struct roller *r, const struct ast_roll *roll, struct evaluation *evaluation)
{
	double total = 0;

	r->source = &roll->source;
	r->checked = false;
	return eval_once(r, roll, evaluation, &total);
}

/* What the total counts: what its operands do, successes before anything else. */
static enum dice_unit unit_of(const struct evaluation *evaluation)
{
	enum dice_unit unit = DICE_POINTS;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		if (!term->inner && (unit == DICE_POINTS || term->unit == DICE_SUCCESSES))
			unit = term->unit;
	return unit;
}

bool eval_roll(struct roller *r, const struct ast_roll *roll, struct dice_outcome *outcome)
{
	size_t count = eval_times(roll);
	struct evaluation *evaluations = arena_zalloc(r->arena, count, sizeof *evaluations);

	r->source = &roll->source;
	r->faces = NULL;
	r->face_count = r->face_room = 0;
	r->packed = (struct packed_size){0};
	r->fault = ARITH_FINE;
	r->checked = false;
	outcome->total = 0;
	for (size_t i = 0; i < count; i++) {
		if (!eval_once(r, roll, &evaluations[i], &outcome->total))
			return false;
		r->checked = true;
	}
	outcome->unit = unit_of(evaluations);
	outcome->faces = r->faces;
	outcome->face_count = r->face_count;
	outcome->evaluations = evaluations;
	outcome->evaluation_count = count;
	return true;
}
