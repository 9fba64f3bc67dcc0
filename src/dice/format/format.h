/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_FORMAT_H
#define LOGIOS_DICE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "dice/notation/ast.h"
#include "dice/dice.h"
#include "dice/roll/eval.h"

/* The reply to a roll (^B is 0x02, which switches bold, ^U 0x1f for underline, ^O 0x0f, which ends
 * all formatting; everything can be read without them):
 *
 *   INPUT || PART || PART … || Total: ^BN^B
 *
 * Every dice term is a part, in the order rolled: "2d6: 3 4 = ^B7^B", "4dF: [^B-^B] [^B0^B] …",
 * dice that count "5d10>7: 1 ^B8^B … = ^BN^B successes >7". A count or sides of 1 or computed ones
 * are written out: "1d20", and "(1d4)d6" is the parts "1d4: 3 = ^B3^B" and "3d6: …". Of its dice
 *
 *   (2)      is out of play                    6! 4    exploded, the die it added follows
 *   1→5      showed 1 and was rolled again      6+6+2   compounded to 14
 *   ^B8^B    is counted                        ^U1^U   counts against
 *   ^B19*^B  is marked by cs                   1_      by cf
 *
 * and a single d20 or percentile that shows its least or greatest number is bold, and named behind
 * the sum: "1d20: ^B20^B = ^B20^B (natural 20)". A group is a part behind those of the dice in it:
 * "{4d6,3d8}kh1: (10) 15 = ^B15^B". Then comes the rest of the expression, in one of two
 * shapes:
 *
 * - A plain sum is written term by term: dice have their operator in front ("+1d8: …", "-1d6: …"),
 *   then follow constants that multiply or divide ("*^B2^B"), then those that are added or taken
 *   away ("+^B3^B"). A factor may stand in a plain sum only where it is clear what it multiplies:
 *   the only dice term there is, or another constant.
 * - Anything else (brackets, functions, % // ^, factors elsewhere) is one part: the expression as
 *   typed, each dice term replaced by its value in bold: "floor((^B7^B+3)/2)". The terms before it
 *   then have no operator in front.
 *
 * An expression without dice has no parts. With repetitions every evaluation's last part ends in
 * " | Subtotal: ^BN^B", and the last evaluation of an inner repetition also in " | Subtotal of K:
 * ^BN^B", for the K evaluations together. The total of dice that show words is how many show
 * which.
 *
 * If that is too long, each list of faces becomes "3x6 2x5" (three sixes, two fives; greatest
 * first); then it goes ("100d6 = ^B350^B"); then only the subtotals stay ("Subtotals: ^B9^B
 * ^B12^B"); then none of the parts. Sets that LogiosBot did not know are in one line, and some game
 * systems say only what a roll came to, see below. */

enum detail { DETAIL_FACES, DETAIL_COUNTS, DETAIL_SUMS, DETAIL_SUBTOTALS, DETAIL_NONE };

#define FORMAT_BOLD '\x02'
#define FORMAT_UNDERLINE '\x1f'
#define FORMAT_PART " || "
#define FORMAT_TOTAL FORMAT_PART "Total: "

/* An operand of a plain sum. */
struct leaf {
	char prefix;            /* + - * / in front of it */
	size_t head;            /* the leaf that begins its product; its own index if it does */
	const struct ast *node; /* a number, dice or a group */
};

enum { SHAPE_MAX_LEAVES = DICE_MAX_BYTES / 2 + 1 };

/* How an expression is written. */
struct shape {
	bool plain; /* term by term, as a sum of these leaves */
	struct leaf leaves[SHAPE_MAX_LEAVES];
	size_t count;
};

/* Decide how EXPR is written. -- shape.c */
void shape_of(const struct ast *expr, struct shape *shape);

/* How much of a roll is written, and where its text and faces are. */
struct style {
	enum detail detail;
	bool full;                     /* every face that was rolled again */
	bool shows_sum;                /* beside what is counted, the sum of the dice */
	const char *text;              /* of the roll's source */
	const struct dice_face *faces; /* of the roll */
};

/* Append the part of TERM, with PREFIX ('\0' for none) in front. -- term.c */
void format_term(
	struct strbuf *out, const struct term *term, char prefix, const struct style *style);

/* Append WORD, a plural, as it is for NUMBER: "1 success". -- words.c */
void format_counted(struct strbuf *out, double number, const char *word);

/* Append COMPARISON as people write it: ≥. -- total.c */
void format_comparison(struct strbuf *out, enum comparison comparison);

/* Append TOTAL, in bold, with what it counts for OUTCOME. -- total.c */
void format_total(struct strbuf *out, const struct dice_outcome *outcome, double total);

/* Append VALUE, of one evaluation of OUTCOME, likewise; or what the comparison of the total comes
 * to: "success (21 ≥ 15)". -- total.c */
void format_value(struct strbuf *out, const struct dice_outcome *outcome, double value);

/* Whether OUTCOME is repeated, and more than LogiosBot knew, so that its sets are written in one
 * line: "6 5 (2) = ^B11^B · 4 4 (1) = ^B8^B || Totals: 11 8". -- sets.c */
bool format_is_sets(
	const struct dice_outcome *outcome, const struct shape *shape, const struct style *style);
void format_sets(struct strbuf *out, const struct dice_outcome *outcome, const struct shape *shape,
	const struct style *style);

/* Append what follows the input where the total and the verdict of OUTCOME say it all:
 * ": ^B92^B · ^Bfailure^B". Where the total is not simply that of the dice, they stand before it:
 * "tens (6) 2, ones 4 → ^B24^B". -- result.c */
void format_result(
	struct strbuf *out, const struct dice_outcome *outcome, const struct style *style);

/* Append the end of that: "^B24^B · ^Bfailure^B". -- result.c */
void format_conclusion(struct strbuf *out, const struct dice_outcome *outcome);

/* Append what stands behind "Total: ": words, what the comparison comes to, or the total; and the
 * verdict. -- format.c */
void format_whole_total(struct strbuf *out, const struct dice_outcome *outcome);

/* Whether TERM is dice and not a group; and its rules, or NULL. */
static inline bool format_is_dice(const struct term *term)
{
	return term->node->kind == AST_DICE;
}

static inline const struct rules *format_rules(const struct term *term)
{
	return format_is_dice(term) ? term->node->dice.rules : term->node->group.rules;
}

/* Append the dice of TERM, a blank before each; extra dice after their parents, unless they are
 * shown apart. -- faces.c */
void format_faces(struct strbuf *out, const struct term *term, const struct style *style);

/* Append the extra dice of TERM alone. -- faces.c */
void format_extras(struct strbuf *out, const struct term *term, const struct style *style);

/* Append COUNT dice of TERM, from DICE on, as how many are alike: "3x6 2x5". -- faces.c */
void format_counts(
	struct strbuf *out, const struct term *term, const struct die *dice, size_t count);

/* Append NUMBER in bold. -- term.c */
void format_bold(struct strbuf *out, double number);

/* Append VALUE as what it counts: "3 successes", "made by 2". -- total.c */
void format_unit(struct strbuf *out, double value, enum dice_unit unit);

/* Whether TERM is the same as BEFORE it, rolled again as in {6x4d6}kh1, so that only its dice and
 * its value are written. -- term.c */
bool format_is_again(const struct term *term, const struct term *before, const struct style *style);
void format_again(struct strbuf *out, const struct term *term, const struct style *style);

/* Append how many dice of OUTCOME show which word. -- words.c */
void format_words(struct strbuf *out, const struct dice_outcome *outcome);

#endif
