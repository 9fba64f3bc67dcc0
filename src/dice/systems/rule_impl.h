/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_RULE_IMPL_H
#define LOGIOS_DICE_RULE_IMPL_H

/* What rule.c and rule_read.c share. */

#include "dice/systems/rule.h"

enum {
	RULE_MAX_ARGS = 8,
	RULE_MAX_COMPARED = 300, /* dice that are compared with one another */
	RULE_MAX_GROUPED = 15,   /* dice that are put into groups */
	RULE_MAX_GOAL = 40,      /* of a group that is a raise */
	RULE_GOAL_MORE = 5,      /* for a second one */
};

enum rule_comparison {
	RULE_ANY, /* none was written */
	RULE_EQUAL,
	RULE_UNEQUAL,
	RULE_AT_MOST,
	RULE_AT_LEAST,
	RULE_LESS,
	RULE_MORE,
};

enum rule_kind {
	RULE_NUMBER,
	RULE_NAME,
	RULE_DICE, /* a function of the dice called `name`, chosen by `comparison` with `right` */
	RULE_CALL, /* a function of numbers */
	RULE_SUM,  /* an operator of arithmetic */
	RULE_NEGATE,
	RULE_NOT,
	RULE_AND,
	RULE_OR,
	RULE_COMPARE,
};

/* The state of a function of dice. */
struct rule_tally {
	const struct rule_function *function;
	const struct rule_die *dice;
	size_t at;
	bool only_kept, only_own;
	enum rule_comparison comparison;
	double number;
	const char *word; /* of a function by word */
	size_t word_len;
	size_t seen; /* dice chosen so far */
	double result;
};

struct rule_function {
	const char *name;
	size_t min_args, max_args;
	double (*compute)(const double *args, size_t count);
	void (*step)(struct rule_tally *tally, double value); /* of dice; then `compute` is NULL */
	bool by_face;                                         /* dice are chosen by the face */
	bool looks_back; /* each die is compared with those before */
	bool by_word;    /* it counts a symbol on the faces: symbols(all, success) */
	/* It looks at all the dice at once, the highest first: nth(all, 2); then `step` is NULL. */
	double (*whole)(const struct rule_die *dice, size_t count, double number);
};

struct operator;

struct rule {
	enum rule_kind kind;
	double number;
	const char *name;
	size_t name_len;
	bool only_kept, only_own;
	enum rule_comparison comparison;
	const char *word; /* of a function by word */
	size_t word_len;
	const struct rule_function *function;
	const struct operator* operator;
	const struct rule *left, *right;
	const struct rule *args[RULE_MAX_ARGS];
	size_t arg_count;
};

const struct rule_function *rule_function_find(const char *name, size_t len);
/* ---- rule_whole.c: DICE are sorted, the highest first ---- */

double rule_nth(const struct rule_die *dice, size_t count, double number);
double rule_groups(const struct rule_die *dice, size_t count, double number);
double rule_raises(const struct rule_die *dice, size_t count, double number);
double rule_largest(const struct rule_die *dice, size_t count, double number);

/* Returns what FUNCTION, one that looks at all dice at once, makes of COUNT DICE, which it sorts.
 */
double rule_whole(
	const struct rule_function *function, struct rule_die *dice, size_t count, double number);

/* ---- rule.c ---- */

/* Returns how many of the symbols on a face that shows SHOWN, parted by +, are the LEN bytes of
 * WORD. */
double rule_symbols(const char *shown, const char *word, size_t len);

bool rule_compares(enum rule_comparison comparison, double left, double right);
bool rule_chooses(const struct rule_tally *tally, const struct rule_die *die);

#endif
