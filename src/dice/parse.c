/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recursive descent, with operators by priority: a loop takes every operator that binds tighter than
 * what stands to the left of it. Depth is bounded by DICE_MAX_NESTING for brackets and by
 * DICE_MAX_BYTES for signs and powers. */
#include "dice/parse.h"

#include <string.h>

#include "dice/limits.h"

/* A face from 1 to 6 on the two Fate dice. */
static const int8_t fate_values[] = {0, -1, -1, 0, 0, 1, 1};
static const int8_t fate_one_values[] = {0, -1, 0, 0, 0, 0, 1};

const struct die_kind die_numbered = {.label = NULL};
const struct die_kind die_percent = {.label = "%", .sides = 100};
const struct die_kind die_fate = {.label = "F", .sides = 6, .values = fate_values};
const struct die_kind die_fate_one = {.label = "F.1", .sides = 6, .values = fate_one_values};

struct parser {
	struct lexer lexer;
	struct token token; /* the one being looked at */
	size_t end;         /* where the last token taken ended */
	bool no_dice;
	bool has_dice;
	const struct ast *last; /* the operand that ended last */
	struct arena *arena;
	struct error *err;
};

static struct ast *expression(struct parser *p, int limit);

static struct ast *fail_at(struct parser *p, size_t offset, const char *what)
{
	source_error(p->lexer.source, offset, p->err, "%s", what);
	return NULL;
}

static struct ast *fail(struct parser *p, const char *what)
{
	return fail_at(p, p->token.span.begin, what);
}

static struct ast *new_node(struct parser *p, enum ast_kind kind, size_t begin)
{
	struct ast *node = arena_zalloc(p->arena, 1, sizeof *node);

	node->kind = kind;
	node->span = (struct span){begin, p->end};
	return node;
}

/* Take the token and look at the next, in the manner of NEXT. */
static void advance(struct parser *p, void (*next)(struct lexer *lexer, struct token *token))
{
	p->end = p->token.span.end;
	next(&p->lexer, &p->token);
}

static struct ast *fail_operand(struct parser *p)
{
	if (p->token.kind == TOKEN_UNKNOWN)
		return fail(p, "this character cannot begin a number or dice, such as 3d6");
	return fail(p, "a number or dice, such as 3d6, should stand here");
}

/* ---- dice ---- */

static struct ast *brackets(struct parser *p);

static struct ast *number_node(struct parser *p)
{
	struct ast *node;

	if (arith_check(p->token.number) != ARITH_FINE)
		return fail(p, "numbers go up to 9007199254740992 (2^53)");
	p->end = p->token.span.end;
	node = new_node(p, AST_NUMBER, p->token.span.begin);
	node->number = p->token.number;
	return node;
}

/* The sides after the d, into DICE. Takes all of their tokens but does not look further. */
static bool sides(struct parser *p, struct ast_dice *dice)
{
	static const struct die_kind *const kinds[] = {
		[TOKEN_PERCENT] = &die_percent,
		[TOKEN_FATE] = &die_fate,
		[TOKEN_FATE_ONE] = &die_fate_one,
	};

	dice->kind = &die_numbered;
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		dice->sides = number_node(p);
		return dice->sides != NULL;
	case TOKEN_OPEN:
		dice->sides = brackets(p);
		return dice->sides != NULL;
	case TOKEN_PERCENT:
	case TOKEN_FATE:
	case TOKEN_FATE_ONE:
		dice->kind = kinds[p->token.kind];
		p->end = p->token.span.end;
		return true;
	default:
		fail(p, "a die needs its sides after the d: a number, % or F, such as 3d6");
		return false;
	}
}

static const char misplaced_repeat[] =
	"x repeats a whole roll and stands before it, such as 6x3d6; * multiplies";

static struct ast *fail_modifier(struct parser *p)
{
	const struct span *span = &p->token.span;

	if (strchr("xX", p->lexer.source->text[span->begin]) != NULL)
		return fail(p, misplaced_repeat);

	source_error(p->lexer.source, span->begin, p->err,
		"\"%.*s\" cannot follow a die; a comment needs a blank before it",
		(int)(span->end - span->begin), p->lexer.source->text + span->begin);
	return NULL;
}

/* The token is the d; COUNT stands before it, or is NULL. */
static struct ast *dice(struct parser *p, struct ast *count, size_t begin)
{
	struct ast_dice dice = {.count = count};
	struct ast *node;

	if (p->no_dice)
		return fail(p, "there are no dice in a sum");
	advance(p, lex_sides);
	if (!sides(p, &dice))
		return NULL;
	node = new_node(p, AST_DICE, begin);
	node->dice = dice;
	p->has_dice = true;
	lex_after_die(&p->lexer, &p->token);
	return p->token.kind == TOKEN_MODIFIER ? fail_modifier(p) : node;
}

/* NODE may be the count of a die whose d follows at once. */
static struct ast *perhaps_dice(struct parser *p, struct ast *node, size_t begin)
{
	if (p->token.kind != TOKEN_DIE)
		return node;
	if (p->token.spaced)
		return fail(p, "a blank cannot stand within dice: write 3d6");
	return dice(p, node, begin);
}

/* ---- operands ---- */

/* The token is the opening bracket; the closing one is taken, and nothing is looked at after it. */
static struct ast *brackets(struct parser *p)
{
	size_t open = p->token.span.begin;
	struct ast *node;

	if (++p->lexer.nesting > DICE_MAX_NESTING)
		return fail(p, "brackets nest at most 64 deep");
	advance(p, lex_operand);
	node = expression(p, 0);
	if (node == NULL)
		return NULL;
	if (p->token.kind == TOKEN_END)
		return fail_at(p, open, "this bracket is never closed");
	if (p->token.kind != TOKEN_CLOSE)
		return fail(p, "an operator or a closing bracket should stand here");
	p->lexer.nesting--;
	p->end = p->token.span.end;
	node->bracketed = true;
	return node;
}

static struct ast *bracketed_operand(struct parser *p)
{
	size_t begin = p->token.span.begin;
	struct ast *node = brackets(p);

	if (node == NULL)
		return NULL;
	lex_operator(&p->lexer, &p->token);
	return perhaps_dice(p, node, begin);
}

static struct ast *number_operand(struct parser *p)
{
	struct ast *node = number_node(p);
	bool fraction = p->token.fraction;

	if (node == NULL)
		return NULL;
	lex_operator(&p->lexer, &p->token);
	if (fraction && p->token.kind == TOKEN_DIE)
		return fail_at(p, node->span.begin, "the number of dice is a whole number");
	return perhaps_dice(p, node, node->span.begin);
}

/* Arguments from the opening bracket to the closing one, which is taken. */
static bool arguments(struct parser *p, struct ast_call *call)
{
	struct ast *args[DICE_MAX_BYTES];

	if (++p->lexer.nesting > DICE_MAX_NESTING)
		return fail(p, "brackets nest at most 64 deep") != NULL;
	do {
		advance(p, lex_operand);
		args[call->count] = expression(p, 0);
		if (args[call->count++] == NULL)
			return false;
	} while (p->token.kind == TOKEN_COMMA);
	if (p->token.kind != TOKEN_CLOSE)
		return fail(p, "a comma or a closing bracket should stand here") != NULL;
	p->lexer.nesting--;
	call->args = arena_alloc(p->arena, call->count * sizeof *args);
	memcpy(call->args, args, call->count * sizeof *args);
	return true;
}

static bool arguments_counted(struct parser *p, const struct ast_call *call, size_t at)
{
	const struct function *f = call->function;

	if (call->count >= f->min_args && (f->max_args == 0 || call->count <= f->max_args))
		return true;
	return source_error(p->lexer.source, at, p->err, "%s takes %zu number%s%s, not %zu", f->name,
		f->min_args, f->min_args == 1 ? "" : "s", f->max_args == 0 ? " or more" : "",
		call->count);
}

static struct ast *call_operand(struct parser *p)
{
	const char *name = p->lexer.source->text + p->token.span.begin;
	struct span span = p->token.span;
	struct ast_call call = {.function = function_find(name, span.end - span.begin)};
	struct ast *node;

	if (call.function == NULL)
		return fail(p, "this is neither a number nor dice, such as 3d6");
	advance(p, lex_operand);
	if (p->token.kind != TOKEN_OPEN || p->token.spaced)
		return fail(p, "a function needs its numbers in brackets, such as floor(1d6/2)");
	if (!arguments(p, &call) || !arguments_counted(p, &call, span.begin))
		return NULL;
	advance(p, lex_operator);
	node = new_node(p, AST_CALL, span.begin);
	node->call = call;
	return node;
}

static struct ast *primary(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		return number_operand(p);
	case TOKEN_DIE:
		return dice(p, NULL, p->token.span.begin);
	case TOKEN_OPEN:
		return bracketed_operand(p);
	case TOKEN_NAME:
		return call_operand(p);
	default:
		return fail_operand(p);
	}
}

static struct ast *primary_last(struct parser *p)
{
	struct ast *node = primary(p);

	p->last = node;
	return node;
}

/* ---- operators ---- */

static struct ast *signed_operand(struct parser *p)
{
	size_t begin = p->token.span.begin;
	bool minus = *p->token.op->spelling == '-';
	struct ast *operand, *node;

	advance(p, lex_operand);
	operand = expression(p, SIGN_PRIORITY);
	if (operand == NULL || !minus)
		return operand;
	node = new_node(p, AST_NEGATE, begin);
	node->operand = operand;
	return node;
}

/* Everything up to an operator that binds no tighter than LIMIT. */
static struct ast *expression(struct parser *p, int limit)
{
	size_t begin = p->token.span.begin;
	struct ast *left;

	/* Also what bounds the depth of signs and powers, and the number of arguments. */
	if (begin >= DICE_MAX_BYTES)
		return fail_at(p, DICE_MAX_BYTES, "an expression has at most 400 bytes");
	left = p->token.kind == TOKEN_OPERATOR ? signed_operand(p) : primary_last(p);
	while (left != NULL && p->token.kind == TOKEN_OPERATOR && p->token.op->left > limit) {
		struct ast_binary binary = {.op = p->token.op, .at = p->token.span.begin, .left = left};

		advance(p, lex_operand);
		binary.right = expression(p, binary.op->right);
		if (binary.right == NULL)
			return NULL;
		left = new_node(p, AST_BINARY, begin);
		left->binary = binary;
	}
	return left;
}

/* ---- the whole ---- */

/* What cannot follow a complete expression, and what would be right. */
static bool ended(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_END:
		return true;
	case TOKEN_REPEAT:
		fail(p, misplaced_repeat);
		return false;
	case TOKEN_OPEN:
		fail(p, "an operator is missing here, such as 2*(3)");
		return false;
	case TOKEN_CLOSE:
		fail(p, "this bracket was never opened");
		return false;
	case TOKEN_COMMA:
		fail(p, "a comma stands only between the numbers of a function");
		return false;
	default:
		fail(p, "this is not understood; a comment needs a blank before it");
		return false;
	}
}

static bool in_bounds(struct parser *p)
{
	if (p->end <= DICE_MAX_BYTES)
		return true;
	return fail_at(p, DICE_MAX_BYTES, "an expression has at most 400 bytes") != NULL;
}

/* The repetitions in front. A number is one if an x follows it at once. */
static bool repetitions(struct parser *p, struct ast_roll *roll)
{
	const char *text = p->lexer.source->text;

	for (;;) {
		struct lexer ahead = p->lexer;
		struct token number, x;

		lex_operand(&ahead, &number);
		if (number.kind != TOKEN_NUMBER || number.fraction || number.spaced)
			return true;
		lex_operator(&ahead, &x);
		if (x.kind != TOKEN_REPEAT || x.spaced)
			return true;
		if (roll->repeat_count == DICE_MAX_REPEATS)
			return fail_at(p, x.span.begin, "x stands at most three times in a row") != NULL;
		if (number.number < 1 || number.number > DICE_MAX_REPEAT)
			return fail_at(p, number.span.begin, "a roll is repeated 1 to 20 times") != NULL;
		if (lex_is_blank(text[ahead.at]))
			return fail_at(p, ahead.at, "no blank can stand after the x: write 6x3d6") != NULL;
		roll->repeats[roll->repeat_count++] = (uint32_t)number.number;
		p->lexer.at = ahead.at;
	}
}

bool parse_roll(
	const struct source *source, struct arena *arena, struct ast_roll *roll, struct error *err)
{
	struct parser p = {.lexer = {.source = source}, .arena = arena, .err = err};

	*roll = (struct ast_roll){.source = *source};
	if (!repetitions(&p, roll))
		return false;
	lex_operand(&p.lexer, &p.token);
	roll->span.begin = p.token.span.begin;
	roll->expr = expression(&p, 0);
	if (roll->expr == NULL || !ended(&p) || !in_bounds(&p))
		return false;
	roll->span.end = p.end;
	roll->has_dice = p.has_dice;
	roll->ends_in_die = p.last->kind == AST_DICE && p.last->span.end == p.end;
	return true;
}

struct ast *parse_sum(const struct source *source, struct arena *arena, struct error *err)
{
	struct parser p = {.lexer = {.source = source, .loose = true},
		.no_dice = true,
		.arena = arena,
		.err = err};
	struct ast *node;

	lex_operand(&p.lexer, &p.token);
	node = expression(&p, 0);
	return node != NULL && ended(&p) && in_bounds(&p) ? node : NULL;
}
