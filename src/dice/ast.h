/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_AST_H
#define LOGIOS_DICE_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dice/arith.h"
#include "dice/lex.h"

/* An expression as a tree. Nodes live in the arena that the parser was given. */

/* What the faces of a die are worth. */
struct die_kind {
	const char *label;     /* after the d; NULL: the number of sides */
	uint32_t sides;        /* 0: as the dice term says */
	const int8_t *values;  /* by face, from 1; NULL: the face itself */
};

extern const struct die_kind die_numbered, die_percent, die_fate, die_fate_one;

enum comparison { COMPARE_EQUAL, COMPARE_AT_LEAST };

/* "=6" or ">=8", of a die's face or value. */
struct compare_point {
	enum comparison comparison;
	int32_t number;
};

enum modifier_kind {
	MODIFIER_EXPLODE, /* a matching face adds a die, which may add another */
	MODIFIER_TARGET,  /* the term counts the dice that match */
	MODIFIER_DOUBLE,  /* of those, a matching die counts twice */
};

struct modifier {
	enum modifier_kind kind;
	struct compare_point point;
};

struct ast;

struct ast_dice {
	struct ast *count; /* NULL: one */
	struct ast *sides; /* NULL unless die_numbered */
	const struct die_kind *kind;
	const struct modifier *modifiers; /* in typed order */
	size_t modifier_count;
	bool extras_apart; /* exploded dice are shown after all others, not after their parents */
};

struct ast_binary {
	const struct operator *op;
	size_t at; /* where the operator stands, in bytes of the text */
	struct ast *left, *right;
};

struct ast_call {
	const struct function *function;
	struct ast **args;
	size_t count;
};

enum ast_kind { AST_NUMBER, AST_DICE, AST_NEGATE, AST_BINARY, AST_CALL };

struct ast {
	enum ast_kind kind;
	bool bracketed;   /* ( ) stand around it; the span is what is within */
	struct span span; /* of the source's text */
	union {
		double number;
		struct ast_dice dice;
		struct ast *operand; /* of AST_NEGATE */
		struct ast_binary binary;
		struct ast_call call;
	};
};

/* A roll: an expression, evaluated as many times as the repetitions before it say. */
struct ast_roll {
	struct source source;
	struct ast *expr;
	struct span span; /* of the expression without the repetitions */
	uint32_t repeats[3];
	size_t repeat_count;
	bool has_dice;
	bool ends_in_die; /* the last thing in it is a dice term, so a modifier could follow */
};

#endif
