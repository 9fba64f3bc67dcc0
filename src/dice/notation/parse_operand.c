/* SPDX-License-Identifier: GPL-3.0-or-later */
/* primary = ( dice | number | call | "(" , expr , ")" | group ) , { label } */
#include "dice/notation/parse_impl.h"

#include <string.h>

/* NODE may be the count of a die whose d follows at once. */
static struct ast *perhaps_dice(struct parser *p, struct ast *node, size_t begin)
{
	if (p->token.kind != TOKEN_DIE)
		return node;
	if (p->token.spaced)
		return parse_fail(p, "a blank cannot stand within dice: write 3d6");
	return parse_dice(p, node, begin);
}

static struct ast *number(struct parser *p)
{
	struct ast *node = parse_number(p);
	bool fraction = p->token.fraction;

	if (node == NULL)
		return NULL;
	lex_operator(&p->lexer, &p->token);
	if (fraction && p->token.kind == TOKEN_DIE)
		return parse_fail_at(p, node->span.begin, "the number of dice is a whole number");
	return perhaps_dice(p, node, node->span.begin);
}

/* Whether a keep or drop stands right behind a bracket: (2d6+d8)kh2. A d with a number behind it is
 * a die. */
static bool keep_follows(const struct parser *p)
{
	const char *text = p->lexer.source->text + p->lexer.at;
	const struct modifier *modifier = modifier_match(text);

	return modifier != NULL && modifier->kind == MODIFIER_KEEP &&
	       strcmp(modifier->spelling, "d") != 0;
}

/* What stands in ( ), as a group, since dice of it are kept. */
static struct ast *kept(struct parser *p, struct ast *member, size_t begin, size_t dice)
{
	struct ast *node;

	if (p->in_group)
		return parse_fail(p, "a group cannot stand within a group");
	node = parse_node(p, AST_GROUP, begin);
	node->group.members = arena_alloc(p->arena, sizeof(struct ast *));
	node->group.members[0] = member;
	node->group.count = 1;
	member->bracketed = false;
	lex_after_die(&p->lexer, &p->token);
	return parse_modifiers(p, node, p->dice > dice) ? node : NULL;
}

static struct ast *brackets(struct parser *p)
{
	size_t begin = p->token.span.begin, dice = p->dice;
	struct ast *node = parse_brackets(p);

	if (node == NULL)
		return NULL;
	if (keep_follows(p) && !p->no_dice)
		return kept(p, node, begin, dice);
	lex_operator(&p->lexer, &p->token);
	return perhaps_dice(p, node, begin);
}

/* ---- calls and groups ---- */

/* How often the member of a group that begins here is rolled: 6 of {6x4d6kh3}, which are taken, or
 * 1. Returns 0 after failing. */
static size_t sets(struct parser *p)
{
	struct lexer ahead = p->lexer;
	double number = p->token.number;
	struct token x;

	if (p->token.kind != TOKEN_NUMBER || p->token.fraction)
		return 1;
	lex_operator(&ahead, &x);
	if (x.kind != TOKEN_REPEAT || x.spaced)
		return 1;
	if (number < 1 || number > DICE_MAX_REPEAT) {
		parse_fail(p, "a roll is repeated 1 to 20 times");
		return 0;
	}
	p->lexer.at = ahead.at;
	lex_operand(&p->lexer, &p->token);
	return (size_t)number;
}

/* Read one expression of a list, behind COUNT others, into ITEMS: as often as it is rolled. Returns
 * how many there are then, or 0 after failing. */
static size_t item(struct parser *p, enum token_kind close, struct ast **items, size_t count)
{
	size_t times = close == TOKEN_CLOSE_GROUP ? sets(p) : 1;
	struct ast *node = times > 0 ? p->expression(p, 0) : NULL;

	if (node == NULL)
		return 0;
	if (count + times > DICE_MAX_BYTES) {
		parse_fail(p, parse_too_long);
		return 0;
	}
	for (size_t i = 0; i < times; i++)
		items[count + i] = node;
	return count + times;
}

/* Expressions parted by commas, up to the CLOSE that ends them, which is taken; nothing is looked
 * at after it. MISSING says what should stand where something else does. */
static struct ast **list(
	struct parser *p, enum token_kind close, const char *missing, size_t *count)
{
	struct ast *items[DICE_MAX_BYTES], **copy;

	if (!parse_open_bracket(p))
		return NULL;
	for (*count = 0;; parse_advance(p, lex_operand)) {
		*count = item(p, close, items, *count);
		if (*count == 0)
			return NULL;
		if (p->token.kind != TOKEN_COMMA)
			break;
	}
	if (p->token.kind != close) {
		parse_fail(p, missing);
		return NULL;
	}
	parse_close_bracket(p);
	copy = arena_alloc(p->arena, *count * sizeof *items);
	memcpy(copy, items, *count * sizeof *items);
	return copy;
}

static bool arguments_counted(struct parser *p, const struct ast_call *call, size_t at)
{
	const struct function *f = call->function;

	if (call->count >= f->min_args && (f->max_args == 0 || call->count <= f->max_args))
		return true;
	return source_error(p->lexer.source, at, p->err, "%s takes %zu number%s%s, not %zu",
		f->name, f->min_args, f->min_args == 1 ? "" : "s",
		f->max_args == 0 ? " or more" : "", call->count);
}

static struct ast *call(struct parser *p)
{
	const char *name = p->lexer.source->text + p->token.span.begin;
	struct span span = p->token.span;
	struct ast_call made = {.function = function_find(name, span.end - span.begin)};
	struct ast *node;

	if (made.function == NULL && name[span.end - span.begin] == '(')
		return parse_fail(p, "there is no such function; there are floor, ceil, round, "
				     "abs, sqrt, sign, pow, min and max");
	if (made.function == NULL)
		return parse_fail(p, "this is neither a number nor dice, such as 3d6");
	parse_advance(p, lex_operand);
	if (p->token.kind != TOKEN_OPEN || p->token.spaced)
		return parse_fail(
			p, "a function needs its numbers in brackets, such as floor(1d6/2)");
	made.args = list(
		p, TOKEN_CLOSE, "a comma or a closing bracket should stand here", &made.count);
	if (made.args == NULL || !arguments_counted(p, &made, span.begin))
		return NULL;
	node = parse_node(p, AST_CALL, span.begin);
	node->call = made;
	lex_operator(&p->lexer, &p->token);
	return node;
}

static struct ast *group(struct parser *p)
{
	size_t begin = p->token.span.begin, dice = p->dice;
	struct ast_group made = {.members = NULL};
	struct ast *node;

	if (p->no_dice)
		return parse_fail(p, "there are no groups in a sum");
	if (p->in_group)
		return parse_fail(p, "a group cannot stand within a group");
	p->in_group = true;
	made.members = list(
		p, TOKEN_CLOSE_GROUP, "a comma or a closing brace should stand here", &made.count);
	if (made.members == NULL)
		return NULL;
	p->in_group = false;
	node = parse_node(p, AST_GROUP, begin);
	node->group = made;
	lex_after_die(&p->lexer, &p->token);
	return parse_modifiers(p, node, p->dice > dice) ? node : NULL;
}

static struct ast *primary(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		return number(p);
	case TOKEN_DIE:
		return parse_dice(p, NULL, p->token.span.begin);
	case TOKEN_OPEN:
		return brackets(p);
	case TOKEN_OPEN_GROUP:
		return group(p);
	case TOKEN_NAME:
		return call(p);
	case TOKEN_UNKNOWN:
		return parse_fail(p, "this character cannot begin a number or dice, such as 3d6");
	default:
		return parse_fail(p, "a number or dice, such as 3d6, should stand here");
	}
}

struct ast *parse_operand(struct parser *p)
{
	struct ast *node = primary(p);

	if (node == NULL || !parse_labels(p, node))
		return NULL;
	p->last = node;
	return node;
}
