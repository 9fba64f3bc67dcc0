/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_PARSE_IMPL_H
#define LOGIOS_DICE_PARSE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/notation/ast.h"
#include "dice/limits.h"

/* What the files of the parser share. A function that reads something finds its first token in
 * `token`, and leaves there the one that follows; on failure it sets the error and returns NULL or
 * false. */

struct parser {
	struct lexer lexer;
	struct token token; /* the one being looked at */
	size_t end;         /* where the last token taken ended */
	bool no_dice;       /* a sum: dice are an error */
	bool in_group;
	size_t dice;             /* terms so far */
	const struct ast *words; /* the first term whose dice show words, or NULL */
	const struct ast *last;  /* the operand that ended last */
	const char *hint;
	struct arena *arena;
	struct error *err;
};

/* Take the token and look at the next, in the manner of NEXT. */
void parse_advance(struct parser *p, void (*next)(struct lexer *lexer, struct token *token));

/* Set the error WHAT at the token, or at OFFSET of the text. */
struct ast *parse_fail(struct parser *p, const char *what);
struct ast *parse_fail_at(struct parser *p, size_t offset, const char *what);

/* A node of KIND from BEGIN to where the last token taken ended. */
struct ast *parse_node(struct parser *p, enum ast_kind kind, size_t begin);

/* Everything up to an operator that binds no tighter than LIMIT. */
struct ast *parse_expression(struct parser *p, int limit);

/* An operand: dice, a number, a call, a bracket, a group; with its labels. */
struct ast *parse_operand(struct parser *p);

/* The token is the opening bracket; the closing one is taken, and nothing is looked at after it. */
struct ast *parse_brackets(struct parser *p);

/* The token is a number; it is taken, and nothing is looked at after it. */
struct ast *parse_number(struct parser *p);

/* Dice. The token is the d; COUNT stands before it, or is NULL. */
struct ast *parse_dice(struct parser *p, struct ast *count, size_t begin);

/* The token is what stands between [ and ] after a d; it is taken, and nothing is looked at after
 * it. What the faces are worth; on failure NULL. */
const struct die_kind *parse_faces(struct parser *p);

/* Modifiers and labels behind NODE, dice or a group, to the last. HAS_DICE: there are dice in
 * it. */
bool parse_modifiers(struct parser *p, struct ast *node, bool has_dice);

/* Labels behind NODE. */
bool parse_labels(struct parser *p, struct ast *node);

/* The token is a label: add it to those of NODE. Does not look further. */
bool parse_label(struct parser *p, struct ast *node);

/* A copy of LEN bytes of TEXT without control bytes. */
const char *parse_plain_text(struct parser *p, const char *text, size_t len);

extern const char parse_misplaced_repeat[], parse_too_long[];

#endif
