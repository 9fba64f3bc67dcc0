/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_PARSE_DRAFT_H
#define LOGIOS_DICE_PARSE_DRAFT_H

#include "dice/notation/parse_impl.h"

/* Modifiers being gathered into a struct rules. */

/* A list that grows up to DICE_MAX_POINTS. */
struct point_list {
	struct compare_point list[DICE_MAX_POINTS];
	size_t count;
};

/* What follows a modifier's word. */
struct argument {
	size_t at;     /* where the modifier stands */
	bool digits;   /* there is a number */
	double number; /* whole */
	struct compare_point point;
};

/* The rules of NODE so far. */
struct draft {
	struct parser *p;
	struct ast *node;
	const struct die_kind *kind; /* NULL of a group */
	bool has_dice;
	bool has_explode, has_reroll, has_tally;
	struct rules rules;
	struct point_list explode_on, reroll, high, low;
	struct keep keeps[DICE_MAX_POINTS];
};

/* Add what modifier M with ARG does to the draft. On failure sets the parser's error and returns
 * false. */
bool draft_apply(struct draft *draft, const struct modifier *m, const struct argument *arg);

#endif
