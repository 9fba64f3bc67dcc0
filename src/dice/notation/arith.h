/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_ARITH_H
#define LOGIOS_DICE_ARITH_H

#include <stddef.h>

/* The operators and functions of expressions, a row each. */

/* Why a result does not exist. */
enum arith_fault {
	ARITH_FINE,
	ARITH_ZERO_DIVISOR,
	ARITH_NEGATIVE_ROOT,
	ARITH_NOT_REAL,
	ARITH_TOO_LARGE, /* beyond DICE_MAX_NUMBER */
};

struct operator
{
	const char *spelling;
	/* How tightly it binds, to the left and to the right: the side with the greater number wins
	 * an operand. The greater right-hand side makes an operator group to the left. */
	int left, right;
	enum arith_fault (*compute)(double left, double right, double *out);
};

/* How tightly a sign binds its operand: more than *, less than ^. */
enum { SIGN_PRIORITY = 30 };

struct function {
	const char *name;
	size_t min_args, max_args; /* max_args 0: any number */
	enum arith_fault (*compute)(const double *args, size_t count, double *out);
};

/* The operator with the longest spelling that TEXT begins with, or NULL. */
const struct operator* operator_match(const char *text);

/* The function called as the first LEN bytes of TEXT say, in any case, or NULL. */
const struct function *function_find(const char *text, size_t len);

/* Whether VALUE may be the result of anything. */
enum arith_fault arith_check(double value);

/* FAULT in words. */
const char *arith_fault_text(enum arith_fault fault);

#endif
