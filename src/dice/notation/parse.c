/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of a roll, in which letters are without case:
 *
 *   roll     = { digits , "x" } , expr ;                          (0 to 3 repetitions, each 1..20)
 *   expr     = term , { ( "+" | "-" ) , term } ;
 *   term     = unary , { ( "*" | "/" | "//" | "%" ) , unary } ;
 *   unary    = { "+" | "-" } , power ;
 *   power    = primary , [ ( "^" | "**" ) , unary ] ;       (right associative; -2^2 is -4)
 *   primary  = ( dice | number | call | "(" , expr , ")" | group ) , { label } ;
 *   call     = name , "(" , expr , { "," , expr } , ")" ;
 *   number   = digits , [ "." , digits ] | "." , digits ;
 *   group    = "{" , member , { "," , member } , "}" , { groupmod | label } ;  (none in another)
 *   member   = [ digits , "x" ] , expr ;                                    (6x is six members)
 *   label    = "[" , { any character except "[" and "]" } , "]" ;
 *
 *   dice     = [ digits | "(" , expr , ")" ] , "d" , sides , { modifier | label } ;
 *   sides    = digits | "%" | "F" , [ ".1" | ".2" ] | "(" , expr , ")" | faces ;
 *   faces    = "[" , face , { "," , face } , "]" ;
 *   face     = whole , [ ".." , whole ] | word ;                   (one word alone names a die)
 *   whole    = [ "-" | "+" ] , digits ;
 *
 *   modifier = explode | reroll | unique | clamp | keepdrop | tally | double | fail | crit | sort ;
 *   groupmod = keepdrop | target | margin | fail | sort ;
 *   explode  = ( "!!p" | "!!" | "!p" | "!o" | "!" | "xo" ) , [ cp ] | "x" , [ opcp ]
 *            | "ie" , [ digits ] ;
 *   reroll   = ( "rr" | "ro" | "r" | "ir" ) , [ cp ] ;
 *   unique   = "uo" | "u" ;
 *   clamp    = ( "min" | "mi" | "max" | "ma" ) , [ "-" ] , digits ;
 *   keepdrop = ( "kh" | "kl" | "km" | "k" | "dh" | "dl" | "d" | "ph" | "pl" ) , [ digits ] | "v" ,
 * digits ; tally    = target | margin | "even" | "odd" | "m" , [ digits ] ; target   = opcp | "t" ,
 * digits ; margin   = "ms" , cp ; double   = "ds" , [ cp ] ; fail     = "f" , cp ; crit     = (
 * "cs" | "cf" ) , [ cp ] ; sort     = "sa" | "sd" | "s" ; opcp     = ( "=" | "!=" | "<>" | "<=" |
 * ">=" | "<" | ">" ) , [ "-" ] , digits ; cp       = opcp | digits ;
 *
 * Tokens are taken longest first. A [ right after the d of a die opens its faces; everywhere else
 * it opens a label, so 2d6d[fire] drops one die and is labelled. After a die ! always explodes:
 * 3d6!=6 explodes on 6, and "not equal" is counted with <>. A bracket followed at once by d and
 * sides is a computed count; any other d after a complete die drops.
 *
 * Within brackets and after an operator blanks may stand between tokens, but not within a dice
 * term; between [ and ] they may stand anywhere. Elsewhere a blank ends the expression, unless an
 * operator and an operand follow it.
 *
 * The parser is recursive descent, with operators by priority: a loop takes every operator that
 * binds tighter than what stands to the left of it. Depth is bounded by DICE_MAX_NESTING for
 * brackets and by DICE_MAX_BYTES for signs and powers. parse_operand.c reads primary, parse_dice.c
 * dice, parse_faces.c faces, parse_modifier.c what follows them, piece.c what all of them need. */
#include "dice/notation/parse.h"

#include <string.h>

#include "dice/notation/parse_impl.h"

/* ---- operators ---- */

static struct ast *expression(struct parser *p, int limit);

static struct ast *signed_operand(struct parser *p)
{
	size_t begin = p->token.span.begin;
	bool minus = *p->token.op->spelling == '-';
	struct ast *operand, *node;

	parse_advance(p, lex_operand);
	operand = expression(p, SIGN_PRIORITY);
	if (operand == NULL || !minus)
		return operand;
	node = parse_node(p, AST_NEGATE, begin);
	node->operand = operand;
	return node;
}

static struct ast *expression(struct parser *p, int limit)
{
	size_t begin = p->token.span.begin;
	struct ast *left;

	/* Also what bounds the depth of signs and powers, and the number of arguments. */
	if (begin >= DICE_MAX_BYTES)
		return parse_fail_at(p, DICE_MAX_BYTES, parse_too_long);
	left = p->token.kind == TOKEN_OPERATOR ? signed_operand(p) : parse_operand(p);
	if (left == NULL)
		return NULL;
	while (p->token.kind == TOKEN_OPERATOR && p->token.op->left > limit) {
		struct ast_binary binary = {
			.op = p->token.op, .at = p->token.span.begin, .left = left};

		parse_advance(p, lex_operand);
		binary.right = expression(p, binary.op->right);
		if (binary.right == NULL)
			return NULL;
		left = parse_node(p, AST_BINARY, begin);
		left->binary = binary;
	}
	return left;
}

/* ---- the whole ---- */

static const char misplaced_modifier[] =
	"modifiers follow dice or a group at once, such as {2d6+1d8}kh1";

/* The modifier that the token, out of place, begins; or NULL. */
static const struct modifier *stray_modifier(const struct parser *p)
{
	const struct modifier *modifier = modifier_match(
		p->lexer.source->text + p->token.span.begin);

	return modifier != NULL && modifier->kind != MODIFIER_REFUSED ? modifier : NULL;
}

/* A whole sum that is short and could stand in braces: then a comparison after it is to go
 * there. */
static bool fits_in_braces(const struct parser *p, const char *text, size_t len)
{
	enum { SHOWN_MOST = 60 };

	return p->dice > 0 && len <= SHOWN_MOST && memchr(text, '{', len) == NULL;
}

/* Refuse MODIFIER, which the token begins, after the expression that starts at BEGIN. */
static bool misplaced(struct parser *p, const struct modifier *modifier, size_t begin)
{
	const struct source *source = p->lexer.source;
	const char *text = source->text + begin;
	size_t at = p->token.span.begin;

	if (modifier->kind != MODIFIER_TARGET || !fits_in_braces(p, text, at - begin))
		return parse_fail(p, misplaced_modifier) != NULL;
	return source_error(source, at, p->err, "to compare the total write {%.*s}%.*s",
		(int)(at - begin), text, (int)strcspn(source->text + at, " \t#;"),
		source->text + at);
}

/* What cannot follow a complete expression, which starts at BEGIN, and what would be right. */
static bool ended(struct parser *p, size_t begin)
{
	const struct modifier *modifier;

	switch (p->token.kind) {
	case TOKEN_END:
		return true;
	case TOKEN_REPEAT:
		parse_fail(p, parse_misplaced_repeat);
		return false;
	case TOKEN_OPEN:
		parse_fail(p, "an operator is missing here, such as 2*(3)");
		return false;
	case TOKEN_CLOSE:
		parse_fail(p, "this bracket was never opened");
		return false;
	case TOKEN_COMMA:
		parse_fail(p, "a comma stands only between the numbers of a function or in { }");
		return false;
	case TOKEN_OPEN_GROUP:
		parse_fail(p, "an operator is missing here, such as 2*{3d6}");
		return false;
	case TOKEN_CLOSE_GROUP:
		parse_fail(p, "this brace was never opened");
		return false;
	case TOKEN_UNCLOSED:
		parse_fail(p, "this label is never closed");
		return false;
	default:
		modifier = stray_modifier(p);
		if (modifier != NULL)
			return misplaced(p, modifier, begin);
		parse_fail(p, "this is not understood; a comment needs a blank before it");
		return false;
	}
}

static bool in_bounds(struct parser *p)
{
	if (p->end <= DICE_MAX_BYTES)
		return true;
	return parse_fail_at(p, DICE_MAX_BYTES, parse_too_long) != NULL;
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
			return parse_fail_at(p, x.span.begin,
				       "x stands at most three times in a row") != NULL;
		if (number.number < 1 || number.number > DICE_MAX_REPEAT)
			return parse_fail_at(p, number.span.begin,
				       "a roll is repeated 1 to 20 times") != NULL;
		if (lex_is_blank(text[ahead.at]))
			return parse_fail_at(p, ahead.at,
				       "no blank can stand after the x: write 6x3d6") != NULL;
		roll->repeats[roll->repeat_count++] = (uint32_t)number.number;
		p->lexer.at = ahead.at;
	}
}

/* Whether NODE is made of nothing but dice that show words, joined by +. */
static bool only_words(const struct ast *node)
{
	if (node->kind == AST_DICE)
		return dice_show_words(&node->dice);
	return node->kind == AST_BINARY && *node->binary.op->spelling == '+' &&
	       only_words(node->binary.left) && only_words(node->binary.right);
}

bool parse_roll(
	const struct source *source, struct arena *arena, struct ast_roll *roll, struct error *err)
{
	struct parser p = {
		.lexer = {.source = source}, .expression = expression, .arena = arena, .err = err};

	*roll = (struct ast_roll){.source = *source};
	if (!repetitions(&p, roll))
		return false;
	lex_operand(&p.lexer, &p.token);
	roll->span.begin = p.token.span.begin;
	roll->expr = expression(&p, 0);
	if (roll->expr == NULL || !ended(&p, roll->span.begin) || !in_bounds(&p))
		return false;
	roll->span.end = p.end;
	roll->has_dice = p.dice > 0;
	roll->ends_in_die = (p.last->kind == AST_DICE || p.last->kind == AST_GROUP) &&
			    p.last->span.end == p.end;
	if (p.words == NULL || only_words(roll->expr))
		return true;
	return source_error(source, p.words->span.begin, err,
		"dice that show words have no number to calculate with");
}

struct ast *parse_sum(const struct source *source, struct arena *arena, struct error *err)
{
	struct parser p = {.lexer = {.source = source, .loose = true},
		.expression = expression,
		.no_dice = true,
		.arena = arena,
		.err = err};
	struct ast *node;

	lex_operand(&p.lexer, &p.token);
	node = expression(&p, 0);
	return node != NULL && ended(&p, 0) && in_bounds(&p) ? node : NULL;
}
