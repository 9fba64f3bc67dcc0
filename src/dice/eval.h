/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_EVAL_H
#define LOGIOS_DICE_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/ast.h"
#include "dice/dice.h"
#include "random.h"

enum die_flag {
	DIE_EXTRA = 1 << 0,   /* added because another one exploded */
	DIE_SUCCESS = 1 << 1, /* counted */
};

/* One die as it lies on the table. */
struct die {
	uint32_t natural; /* the face, from 1 */
	int32_t value;    /* what it is worth: differs from the face for Fate */
	unsigned flags;   /* enum die_flag */
};

/* One dice term as it was rolled once. */
struct term {
	struct term *next; /* in the order rolled */
	const struct ast *node;
	uint32_t count; /* dice without the extra ones */
	uint32_t sides;
	struct die *dice; /* in the order rolled */
	size_t die_count; /* with the extra ones */
	double value;
	bool counts; /* the value is a number of successes */
	bool inner;  /* it made the count or the sides of another term */
	bool stopped; /* a die would have gone on exploding */
};

/* An expression evaluated once. */
struct evaluation {
	struct term *terms;
	double value;
};

/* What an evaluation needs and gathers. */
struct roller {
	const struct source *source; /* for columns */
	const struct dice_limits *limits;
	struct rng *rng;
	struct arena *arena;
	struct error *err;
	size_t faces_left, terms_left; /* of what a line may have */
	struct dice_face *faces;       /* of this roll, in the order rolled */
	size_t face_count, face_room;
	struct term **tail; /* where the next term is hung */
	int inside;         /* how many counts or sides are being computed around */
	enum arith_fault fault; /* of the arithmetic, when that failed */
};

/* Evaluate NODE into OUT, from left to right. On failure sets the roller's error and fault and
 * returns false. */
bool eval_node(struct roller *roller, const struct ast *node, double *out);

/* Evaluate ROLL as often as it says into OUTCOME. On failure sets the error and returns false. */
bool eval_roll(struct roller *roller, const struct ast_roll *roll, struct dice_outcome *outcome);

/* Roll COUNT dice of SIDES sides for the dice term NODE: the steps of a term, in their order. Hangs
 * the term on the roller's list. On failure sets the error and returns NULL. */
struct term *term_roll(
	struct roller *roller, const struct ast *node, uint32_t count, uint32_t sides);

#endif
