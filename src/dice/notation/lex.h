/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_LEX_H
#define LOGIOS_DICE_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "dice/notation/arith.h"
#include "dice/notation/modifier.h"
#include "dice/notation/source.h"

/* Text into tokens. What a letter means depends on what stands before it (a d begins a die, follows
 * a count, or drops dice), so there is a function for each place; the parser always knows which. */

enum token_kind {
	TOKEN_END,         /* of the expression: of the text, or where the comment begins */
	TOKEN_UNKNOWN,     /* nothing that can stand here; the span is one character */
	TOKEN_NUMBER,      /* digits, perhaps with a fraction */
	TOKEN_NAME,        /* a run of letters */
	TOKEN_DIE,         /* d */
	TOKEN_REPEAT,      /* x */
	TOKEN_OPEN,        /* ( */
	TOKEN_CLOSE,       /* ) */
	TOKEN_COMMA,       /* , */
	TOKEN_OPEN_GROUP,  /* { */
	TOKEN_CLOSE_GROUP, /* } */
	TOKEN_LABEL,       /* [ up to ] after something complete */
	TOKEN_FACES,       /* the same right after d */
	TOKEN_UNCLOSED,    /* [ without its ] */
	TOKEN_OPERATOR,    /* `op` says which; at the beginning of an operand it is a sign */
	TOKEN_PERCENT,     /* % after d */
	TOKEN_FATE,        /* F or F.2 after d */
	TOKEN_FATE_ONE,    /* F.1 after d */
	TOKEN_MODIFIER,    /* right after a die; `modifier` says which, the span is its word without
			    * what    it takes */
};

struct span {
	size_t begin, end; /* bytes of the source's text */
};

struct token {
	enum token_kind kind;
	struct span span;
	bool spaced;   /* blanks stand before it */
	bool fraction; /* of a number: it has a decimal point */
	double number; /* may be beyond DICE_MAX_NUMBER */
	const struct operator* op;
	const struct modifier *modifier;
};

struct lexer {
	const struct source *source;
	size_t at;   /* where the next token begins, in bytes of the source's text */
	int nesting; /* brackets that are open; within them blanks mean nothing */
	bool loose;  /* blanks never mean anything and there are no comments */
};

/* Where an operand may begin: a number, a sign, a die, a name, an opening bracket
 * or brace. */
void lex_operand(struct lexer *lexer, struct token *token);

/* Where an operand has ended: an operator, a closing bracket, a comma, x, d, a label, or the end. A
 * blank outside brackets ends the expression, unless an operator and an operand follow it. */
void lex_operator(struct lexer *lexer, struct token *token);

/* Right after a d: digits, %, F, faces or an opening bracket. */
void lex_sides(struct lexer *lexer, struct token *token);

/* Right after a die, a group or a modifier: a modifier, a label, else what lex_operator finds. */
void lex_after_die(struct lexer *lexer, struct token *token);

/* Where a modifier's argument may stand, at once: take a comparison, or the digits of a number with
 * a minus in front if WITH_SIGN. Return whether there was one. */
bool lex_comparison(struct lexer *lexer, enum comparison *comparison);
bool lex_digits(struct lexer *lexer, bool with_sign, double *number);

/* Whether TEXT could go on an expression that a blank has ended: an operator, then something that
 * begins an operand, blanks between them or not. */
bool lex_continues(const char *text);

/* Whether TEXT begins something that has a value: a digit, a die, a bracket, a function call. */
bool lex_begins_operand(const char *text);

/* The length of the modifier (word and what it takes) that the first word of TEXT consists of, or 0
 * if that is not one. A lone letter does not count: it is more likely a word. */
size_t lex_modifier_word(const char *text);

/* The length of the dice term that the first word of TEXT begins with, or 0. */
size_t lex_dice_word(const char *text);

bool lex_is_blank(char c);
const char *lex_skip_blanks(const char *text);

/* The same with places: return the one behind the blanks at AT of TEXT. */
size_t lex_past_blanks(const char *text, size_t at);

/* Return where the blanks begin that end at AT of TEXT; AT, if there are none. */
size_t lex_before_blanks(const char *text, size_t at);

/* Return how many letters TEXT begins with, of the 52 that words of dice are made of. */
size_t lex_letters(const char *text);

#endif
