/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sees before any die falls whether a roll is too large: dice that explode or make counts of other
 * dice aside, which are seen as they fall. */
#include "dice/roll/eval.h"

struct scale {
	struct roller probe; /* evaluates counts and sides that are known */
	struct packed_size size;
	size_t faces;
	const struct ast *too_much; /* the term with which it is too large, or NULL */
	bool too_many;              /* in number, not in bytes */
	bool given_up;              /* it cannot be told: rolling shows */
};

/* Put what NODE comes to into *VALUE, which stays when NODE is NULL. False when only dice can
 * tell, or it is a mistake: rolling reports that. */
static bool known(struct scale *scale, const struct ast *node, double *value)
{
	if (node == NULL)
		return true;
	return !ast_has_dice(node) && scale->probe.node(&scale->probe, node, value);
}

static void weigh(struct scale *scale, const struct ast *node);

static void weigh_dice(struct scale *scale, const struct ast *node)
{
	const struct ast_dice *dice = &node->dice;
	const struct term_place place = {
		.node = node, .limits = scale->probe.limits, .source = scale->probe.source};
	double count = 1, sides = dice->kind->sides;
	uint32_t dice_there, sides_there;

	if (dice->count != NULL)
		weigh(scale, dice->count);
	if (dice->sides != NULL)
		weigh(scale, dice->sides);
	if (!known(scale, dice->count, &count) || !known(scale, dice->sides, &sides) ||
		!dice_count(&place, count, &dice_there) || !dice_sides(&place, sides, &sides_there))
		return;
	packed_size_add(&scale->size, sides_there, dice_there);
	scale->faces += dice_there;
	scale->too_many = scale->faces > DICE_MAX_FACES;
	if (scale->too_many || packed_size_bytes(&scale->size) > DICE_MAX_PACKED)
		scale->too_much = node;
}

static void weigh_all(struct scale *scale, struct ast *const *nodes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		weigh(scale, nodes[i]);
}

static void weigh(struct scale *scale, const struct ast *node)
{
	if (scale->too_much != NULL || scale->given_up)
		return;
	scale->given_up = scale->probe.steps_left == 0;
	scale->probe.steps_left -= !scale->given_up;
	switch (node->kind) {
	case AST_DICE:
		weigh_dice(scale, node);
		return;
	case AST_GROUP:
		weigh_all(scale, node->group.members, node->group.count);
		return;
	case AST_NEGATE:
		weigh(scale, node->operand);
		return;
	case AST_BINARY:
		weigh(scale, node->binary.left);
		weigh(scale, node->binary.right);
		return;
	case AST_CALL:
		weigh_all(scale, node->call.args, node->call.count);
		return;
	default:
		return;
	}
}

bool eval_fits(const struct roller *r, const struct ast_roll *roll)
{
	struct scale scale = {.probe = *r};

	scale.probe.source = &roll->source;
	scale.probe.err = NULL;
	for (size_t i = eval_times(roll); i > 0 && !scale.given_up && scale.too_much == NULL; i--)
		weigh(&scale, roll->expr);
	if (scale.too_much == NULL)
		return true;
	return eval_too_large(r->err, &roll->source, scale.too_much, scale.too_many);
}
