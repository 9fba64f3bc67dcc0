/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that every file of the parser reads: numbers, brackets, labels; and how it fails. */
#include <string.h>

#include "dice/notation/parse_impl.h"

const char parse_too_long[] = "an expression has at most 400 bytes";

struct ast *parse_fail_at(struct parser *p, size_t offset, const char *what)
{
	source_error(p->lexer.source, offset, p->err, "%s", what);
	return NULL;
}

struct ast *parse_fail(struct parser *p, const char *what)
{
	return parse_fail_at(p, p->token.span.begin, what);
}

struct ast *parse_node(struct parser *p, enum ast_kind kind, size_t begin)
{
	struct ast *node = arena_zalloc(p->arena, 1, sizeof *node);

	node->kind = kind;
	node->span = (struct span){begin, p->end};
	return node;
}

void parse_advance(struct parser *p, void (*next)(struct lexer *lexer, struct token *token))
{
	p->end = p->token.span.end;
	next(&p->lexer, &p->token);
}

/* ---- labels ---- */

const char *parse_plain_text(struct parser *p, const char *text, size_t len)
{
	char *copy = arena_alloc(p->arena, len + 1);
	size_t kept = 0;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= ' ' && text[i] != 0x7f)
			copy[kept++] = text[i];
	copy[kept] = '\0';
	return copy;
}

bool parse_label(struct parser *p, struct ast *node)
{
	const struct span *span = &p->token.span;
	const char *text = p->lexer.source->text + span->begin + 1, *label;
	size_t before = node->label != NULL ? strlen(node->label) : 0, len;
	char *joined;

	if (span->end > DICE_MAX_BYTES)
		return parse_fail_at(p, DICE_MAX_BYTES, parse_too_long) != NULL;
	label = parse_plain_text(p, text, span->end - span->begin - 2);
	len = strlen(label);
	p->end = span->end;
	if (!node->bracketed)
		node->span.end = span->end;
	if (node->label == NULL) {
		node->label = label;
		return true;
	}
	joined = arena_alloc(p->arena, before + len + 3);
	memcpy(joined, node->label, before);
	memcpy(joined + before, ", ", 2);
	memcpy(joined + before + 2, label, len + 1);
	node->label = joined;
	return true;
}

bool parse_labels(struct parser *p, struct ast *node)
{
	while (p->token.kind == TOKEN_LABEL) {
		if (!parse_label(p, node))
			return false;
		lex_operator(&p->lexer, &p->token);
	}
	return true;
}

/* ---- numbers and brackets ---- */

struct ast *parse_number(struct parser *p)
{
	struct ast *node;

	if (arith_check(p->token.number) != ARITH_FINE)
		return parse_fail(p, "numbers go up to 9007199254740992 (2^53)");
	p->end = p->token.span.end;
	node = parse_node(p, AST_NUMBER, p->token.span.begin);
	node->number = p->token.number;
	return node;
}

bool parse_open_bracket(struct parser *p)
{
	if (++p->lexer.nesting > DICE_MAX_NESTING)
		return parse_fail(p, "brackets nest at most 64 deep") != NULL;
	parse_advance(p, lex_operand);
	return true;
}

void parse_close_bracket(struct parser *p)
{
	p->lexer.nesting--;
	p->end = p->token.span.end;
}

struct ast *parse_brackets(struct parser *p)
{
	size_t open = p->token.span.begin;
	struct ast *node;

	if (!parse_open_bracket(p))
		return NULL;
	node = p->expression(p, 0);
	if (node == NULL)
		return NULL;
	if (p->token.kind == TOKEN_END)
		return parse_fail_at(p, open, "this bracket is never closed");
	if (p->token.kind != TOKEN_CLOSE)
		return parse_fail(p, "an operator or a closing bracket should stand here");
	parse_close_bracket(p);
	node->bracketed = true;
	return node;
}
