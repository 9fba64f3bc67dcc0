/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decides whether an expression is written term by term or as one piece of arithmetic. */
#include "dice/format/format.h"

#include <string.h>

static bool flatten(const struct ast *node, char prefix, struct shape *shape);

static bool is_factor(const struct leaf *leaf)
{
	return leaf->prefix == '*' || leaf->prefix == '/';
}

static bool add_leaf(const struct ast *node, char prefix, struct shape *shape)
{
	struct leaf *leaf = &shape->leaves[shape->count];

	*leaf = (struct leaf){.prefix = prefix, .head = shape->count, .node = node};
	if (is_factor(leaf))
		leaf->head = shape->leaves[shape->count - 1].head;
	shape->count++;
	return true;
}

static bool flatten_negate(const struct ast *node, char prefix, struct shape *shape)
{
	const struct ast *operand = node->operand;

	if (prefix != '+' && prefix != '-')
		return false;
	if (operand->kind == AST_BINARY)
		return false;
	return flatten(operand, prefix == '+' ? '-' : '+', shape);
}

static bool flatten_binary(const struct ast *node, char prefix, struct shape *shape)
{
	const char *spelling = node->binary.op->spelling;

	if (strlen(spelling) != 1 || strchr("+-*/", *spelling) == NULL)
		return false;
	return flatten(node->binary.left, prefix, shape) &&
	       flatten(node->binary.right, *spelling, shape);
}

static bool flatten(const struct ast *node, char prefix, struct shape *shape)
{
	if (node->bracketed)
		return false;
	switch (node->kind) {
	case AST_NUMBER:
	case AST_DICE:
	case AST_GROUP:
		return add_leaf(node, prefix, shape);
	case AST_NEGATE:
		return flatten_negate(node, prefix, shape);
	case AST_BINARY:
		return flatten_binary(node, prefix, shape);
	default:
		return false;
	}
}

/* Whether one can tell from the parts what is multiplied by what. */
static bool is_clear(const struct shape *shape)
{
	const struct leaf *product = NULL;
	size_t dice = 0;

	for (size_t i = 0; i < shape->count; i++) {
		const struct leaf *leaf = &shape->leaves[i];

		dice += leaf->node->kind != AST_NUMBER;
		if (!is_factor(leaf))
			continue;
		if (leaf->node->kind != AST_NUMBER ||
			(product != NULL && product->head != leaf->head))
			return false;
		product = leaf;
	}
	return product == NULL || dice == 1 ||
	       shape->leaves[product->head].node->kind == AST_NUMBER;
}

void shape_of(const struct ast *expr, struct shape *shape)
{
	shape->count = 0;
	shape->plain = flatten(expr, '+', shape) && is_clear(shape);
}
