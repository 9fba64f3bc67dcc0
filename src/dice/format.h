/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_FORMAT_H
#define LOGIOS_DICE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "dice/ast.h"
#include "dice/dice.h"
#include "dice/eval.h"

/* What is said of a roll (^B is 0x02, which switches bold):
 *
 *   INPUT || PART || PART … || Total: ^BN^B (HINT)
 *
 * Every dice term is a part, in the order rolled: "2d6: 3 4 = ^B7^B", "4dF: [^B-^B] [^B0^B] …",
 * dice that count "5d10: 1 ^B7^B … = ^BN^B successes". A count or sides of 1 or computed ones are
 * written out: "1d20", and "(1d4)d6" is the parts "1d4: 3 = ^B3^B" and "3d6: …". Then comes the rest of
 * the expression, in one of two shapes:
 *
 * - A plain sum is told term by term: dice have their operator in front ("+1d8: …", "-1d6: …"),
 *   then follow constants that multiply or divide ("*^B2^B"), then those that are added or taken
 *   away ("+^B3^B"). A factor may stand in a plain sum only where it is clear what it multiplies:
 *   the only dice term there is, or another constant.
 * - Anything else (brackets, functions, % // ^, factors elsewhere) is one part: the expression as
 *   typed, each dice term replaced by its value in bold: "floor((^B7^B+3)/2)". The terms before it
 *   then have no operator in front.
 *
 * An expression without dice has no parts. With repetitions every evaluation's last part ends in
 * " | Subtotal: ^BN^B", and the last evaluation of an inner repetition also in " | Subtotal of K: ^BN^B",
 * for the K evaluations together.
 *
 * If that is too long, each list of faces becomes "3x6 2x5" (three sixes, two fives; greatest first);
 * then it goes ("100d6 = ^B350^B"); then only the subtotals stay ("Subtotals: ^B9^B ^B12^B"); then none
 * of the parts. */

enum detail { DETAIL_FACES, DETAIL_COUNTS, DETAIL_SUMS, DETAIL_SUBTOTALS, DETAIL_NONE };

/* An operand of a plain sum. */
struct leaf {
	char prefix;    /* + - * / in front of it */
	size_t head;    /* the leaf that begins its product; its own index if it does */
	const struct ast *node; /* a number or dice */
};

enum { SHAPE_MAX_LEAVES = DICE_MAX_BYTES / 2 + 1 };

/* How an expression is told. */
struct shape {
	bool plain; /* as a plain sum of these leaves */
	struct leaf leaves[SHAPE_MAX_LEAVES];
	size_t count;
};

void shape_of(const struct ast *expr, struct shape *shape);

/* Append the part of TERM, with PREFIX ('\0' for none) in front. */
void format_term(struct strbuf *out, const struct term *term, char prefix, enum detail detail);

#endif
