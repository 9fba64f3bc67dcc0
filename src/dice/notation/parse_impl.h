/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_PARSE_IMPL_H
#define LOGIOS_DICE_PARSE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/limits.h"
#include "dice/notation/ast.h"

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
	struct arena *arena;
	struct error *err;

	/* Read everything up to an operator that binds no tighter than LIMIT; for what stands in
	 * brackets, since parse.c is above. */
	struct ast *(*expression)(struct parser *p, int limit);
};

/* ---- piece.c ---- */

/* Take the token and look at the next, in the manner of NEXT. */
void parse_advance(struct parser *p, void (*next)(struct lexer *lexer, struct token *token));

/* Set the error WHAT at the token, or at OFFSET of the text. Return NULL. */
struct ast *parse_fail(struct parser *p, const char *what);
struct ast *parse_fail_at(struct parser *p, size_t offset, const char *what);

/* Make a node of KIND from BEGIN to where the last token taken ended. */
struct ast *parse_node(struct parser *p, enum ast_kind kind, size_t begin);

/* Take an opening bracket, of any kind, and look at the operand behind it; or fail when too many
 * are open. */
bool parse_open_bracket(struct parser *p);

/* Take the closing bracket that the token is, and look at nothing behind it. */
void parse_close_bracket(struct parser *p);

/* Read what stands in ( ). The token is the opening bracket; the closing one is taken, and nothing
 * is looked at after it. */
struct ast *parse_brackets(struct parser *p);

/* Take the number that the token is, and look at nothing behind it. */
struct ast *parse_number(struct parser *p);

/* Add the labels from here on to NODE. */
bool parse_labels(struct parser *p, struct ast *node);

/* Add the label that the token is to those of NODE, and look at nothing behind it. */
bool parse_label(struct parser *p, struct ast *node);

/* Copy LEN bytes of TEXT, without control bytes. */
const char *parse_plain_text(struct parser *p, const char *text, size_t len);

extern const char parse_too_long[];

/* ---- parse_faces.c, parse_modifier.c, parse_dice.c, parse_operand.c ---- */

/* Return what the faces are worth. The token is what stands between [ and ] after a d; it is taken,
 * and nothing is looked at after it. */
const struct die_kind *parse_faces(struct parser *p);

/* Read the modifiers and labels behind NODE, dice or a group, to the last. HAS_DICE: there are dice
 * in it. */
bool parse_modifiers(struct parser *p, struct ast *node, bool has_dice);

/* Read dice. The token is the d; COUNT stands before it, or is NULL. */
struct ast *parse_dice(struct parser *p, struct ast *count, size_t begin);

/* Read an operand: dice, a number, a call, a bracket, a group; with its labels. */
struct ast *parse_operand(struct parser *p);

/* ---- parse_draft.c ---- */

extern const char parse_misplaced_repeat[];

#endif
