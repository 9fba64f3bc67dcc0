/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of operators and functions, and what each computes. */
#include "dice/notation/arith.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "dice/limits.h"

static enum arith_fault add(double left, double right, double *out)
{
	*out = left + right;
	return ARITH_FINE;
}

static enum arith_fault subtract(double left, double right, double *out)
{
	*out = left - right;
	return ARITH_FINE;
}

static enum arith_fault multiply(double left, double right, double *out)
{
	*out = left * right;
	return ARITH_FINE;
}

static enum arith_fault divide(double left, double right, double *out)
{
	if (right == 0)
		return ARITH_ZERO_DIVISOR;
	*out = left / right;
	return ARITH_FINE;
}

static enum arith_fault divide_down(double left, double right, double *out)
{
	if (right == 0)
		return ARITH_ZERO_DIVISOR;
	*out = floor(left / right);
	return ARITH_FINE;
}

/* The remainder has the sign of the divisor, so -7 % 3 is 2. */
static enum arith_fault remain(double left, double right, double *out)
{
	double rest;

	if (right == 0)
		return ARITH_ZERO_DIVISOR;
	rest = fmod(left, right);
	if (rest != 0 && (rest < 0) != (right < 0))
		rest += right;
	*out = rest;
	return ARITH_FINE;
}

static enum arith_fault raise_to(double left, double right, double *out)
{
	if (left == 0 && right < 0)
		return ARITH_ZERO_DIVISOR;
	*out = pow(left, right);
	return ARITH_FINE;
}

/* Longer spellings before their own beginnings. Fewer than 30 binds less than a sign. */
static const struct operator operators[] = {
	{.spelling = "**", .left = 41, .right = 40, .compute = raise_to},
	{.spelling = "^", .left = 41, .right = 40, .compute = raise_to},
	{.spelling = "//", .left = 20, .right = 21, .compute = divide_down},
	{.spelling = "*", .left = 20, .right = 21, .compute = multiply},
	{.spelling = "/", .left = 20, .right = 21, .compute = divide},
	{.spelling = "%", .left = 20, .right = 21, .compute = remain},
	{.spelling = "+", .left = 10, .right = 11, .compute = add},
	{.spelling = "-", .left = 10, .right = 11, .compute = subtract},
	{.spelling = NULL},
};

static enum arith_fault call_floor(const double *args, size_t count, double *out)
{
	(void)count;
	*out = floor(args[0]);
	return ARITH_FINE;
}

static enum arith_fault call_ceil(const double *args, size_t count, double *out)
{
	(void)count;
	*out = ceil(args[0]);
	return ARITH_FINE;
}

static enum arith_fault call_round(const double *args, size_t count, double *out)
{
	(void)count;
	*out = round(args[0]);
	return ARITH_FINE;
}

static enum arith_fault call_abs(const double *args, size_t count, double *out)
{
	(void)count;
	*out = fabs(args[0]);
	return ARITH_FINE;
}

static enum arith_fault call_sqrt(const double *args, size_t count, double *out)
{
	(void)count;
	if (args[0] < 0)
		return ARITH_NEGATIVE_ROOT;
	*out = sqrt(args[0]);
	return ARITH_FINE;
}

static enum arith_fault call_sign(const double *args, size_t count, double *out)
{
	(void)count;
	*out = (args[0] > 0) - (args[0] < 0);
	return ARITH_FINE;
}

static enum arith_fault call_pow(const double *args, size_t count, double *out)
{
	(void)count;
	return raise_to(args[0], args[1], out);
}

static enum arith_fault call_min(const double *args, size_t count, double *out)
{
	*out = args[0];
	for (size_t i = 1; i < count; i++)
		*out = fmin(*out, args[i]);
	return ARITH_FINE;
}

static enum arith_fault call_max(const double *args, size_t count, double *out)
{
	*out = args[0];
	for (size_t i = 1; i < count; i++)
		*out = fmax(*out, args[i]);
	return ARITH_FINE;
}

static const struct function functions[] = {
	{.name = "floor", .min_args = 1, .max_args = 1, .compute = call_floor},
	{.name = "ceil", .min_args = 1, .max_args = 1, .compute = call_ceil},
	{.name = "round", .min_args = 1, .max_args = 1, .compute = call_round},
	{.name = "abs", .min_args = 1, .max_args = 1, .compute = call_abs},
	{.name = "sqrt", .min_args = 1, .max_args = 1, .compute = call_sqrt},
	{.name = "sign", .min_args = 1, .max_args = 1, .compute = call_sign},
	{.name = "pow", .min_args = 2, .max_args = 2, .compute = call_pow},
	{.name = "min", .min_args = 2, .max_args = 0, .compute = call_min},
	{.name = "max", .min_args = 2, .max_args = 0, .compute = call_max},
	{.name = NULL},
};

const struct operator* operator_match(const char *text)
{
	for (const struct operator* op = operators; op->spelling != NULL; op++)
		if (*text == *op->spelling &&
			strncmp(text, op->spelling, strlen(op->spelling)) == 0)
			return op;
	return NULL;
}

const struct function *function_find(const char *text, size_t len)
{
	for (const struct function *f = functions; f->name != NULL; f++)
		if (strlen(f->name) == len && strncasecmp(f->name, text, len) == 0)
			return f;
	return NULL;
}

enum arith_fault arith_check(double value)
{
	if (isnan(value))
		return ARITH_NOT_REAL;
	return fabs(value) > DICE_MAX_NUMBER ? ARITH_TOO_LARGE : ARITH_FINE;
}

const char *arith_fault_text(enum arith_fault fault)
{
	static const char *const texts[] = {
		[ARITH_FINE] = "",
		[ARITH_ZERO_DIVISOR] = "nothing can be divided by zero",
		[ARITH_NEGATIVE_ROOT] = "a negative number has no square root",
		[ARITH_NOT_REAL] = "the result is not a real number",
		[ARITH_TOO_LARGE] = "the result is beyond 9007199254740992 (2^53)",
	};

	return texts[fault];
}
