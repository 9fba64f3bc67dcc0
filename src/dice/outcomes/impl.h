/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_OUTCOMES_IMPL_H
#define LOGIOS_DICE_OUTCOMES_IMPL_H

/* Shares among the files of this folder what others need not know. */

#include "dice/odds/impl.h"
#include "dice/outcomes/outcomes.h"
#include "dice/outcomes/states.h"
#include "dice/systems/impl.h"
#include "dice/systems/rule_impl.h"

/* ---- questions.c: what the rules of a case ask about the dice ---- */

/* A function of dice, whose result is a number of every state, or several from which it can be
 * computed. */
struct question {
	enum question_kind {
		ASK_RESULT,
		ASK_VALUES, /* how many dice show each value, from -1 to MAX_FACE */
		ASK_BEST,   /* the keys of the best dice, `best` of them, and the rest */
	} kind;
	const struct rule_function *function;
	const char *label;
	size_t label_len;
	bool only_kept, only_own;
	enum rule_comparison comparison;
	double number;
	const char *word; /* that is counted on the faces; or NULL */
	size_t word_len;
	size_t best;
	size_t at; /* of its first number in a state */
};

enum {
	AT_TOTAL, /* a state's first number: the total so far */
	AT_VALUE, /* the value of the term at hand */
	AT_FIRST, /* answers; then the values of terms that are to be computed with */
	MAX_TERMS = 8,
	MAX_QUESTIONS = STATES_MAX_WIDTH - AT_FIRST - MAX_TERMS,
	MAX_BEST = 8,
	MAX_FACE = 20, /* of dice that are asked about value by value */
};

struct questions {
	const struct system_use *use;
	struct question list[MAX_QUESTIONS];
	size_t count;
	enum merge merges[STATES_MAX_WIDTH];
	size_t at_values; /* of terms */
	size_t width;     /* of a state */
	bool too_many;
	bool asks_total;   /* so far */
	bool groups;       /* dice are put into groups, which takes long */
	bool sums;         /* the total of the dice matters; else it is 0 in every state */
	bool keeps_values; /* a state has room for the values of terms */
};

/* Find all that the case of USE asks. KEEPS_VALUES: states are to have room for the values of
 * terms. Returns false if that is more than can be kept. */
bool questions_find(struct questions *questions, const struct system_use *use, bool keeps_values);

/* Answer RULE, a function of dice that compares with NUMBER, from the NUMBERS of a state. Returns
 * false if it was not asked. */
bool questions_answer(const struct questions *questions, const double *numbers,
	const struct rule *rule, double number, double *out);

/* A die as it lies: what it answers. */
struct shown {
	const char *label; /* of its term, or NULL */
	double natural;
	uint32_t face, sides;
	const char *word; /* or NULL */
	bool extra, dropped;
};

/* Whether what is asked about dice labelled LABEL can be answered where they are of KIND, with
 * SIDES. */
bool questions_suit(const struct questions *questions, const char *label,
	const struct die_kind *kind, uint32_t sides);

/* Return how many steps it takes to compute the rules of a state with NUMBERS, about. */
uint64_t questions_steps(const struct questions *questions, const double *numbers);

/* Write what the die SHOWN answers into NUMBERS, which hold what no dice do. */
void questions_ask(const struct questions *questions, const struct shown *shown, double *numbers);

/* ---- pool.c ---- */

/* Fill OUT, which is none yet, with what the dice of TERM, labelled LABEL, come to. On failure says
 * why in the work's error and returns false. */
bool pool_states(const struct questions *questions, struct odds_term *term, const char *label,
	struct states *out);

/* ---- expression.c ---- */

/* An expression of dice whose number and sides are known. */
struct expression {
	const struct ast_roll *roll;
	const struct ast *terms[MAX_TERMS]; /* in the order in which they are rolled */
	double factors[MAX_TERMS];          /* of their values in the total, if that is a sum */
	size_t count;
	double constant;
	bool is_sum; /* else the values are kept until all are known */
};

/* Find the terms of ROLL. On failure says why in WORK's error and returns false. */
bool expression_find(
	struct expression *expression, const struct ast_roll *roll, struct odds_work *work);

/* Compute the total of an expression that is no sum from the VALUES of its terms. Returns false if
 * that fails. */
bool expression_total(const struct expression *expression, const double *values, double *total);

/* Roll EXPRESSION after FROM: OUT, which is none yet, gets what both come to. ASIDE: it is no part
 * of the total. Returns false likewise. */
bool expression_roll(const struct expression *expression, const struct questions *questions,
	struct odds_work *work, bool aside, const struct states *from, struct states *out);

/* ---- judge.c ---- */

/* A state as the rules see it. */
struct view {
	const struct questions *questions;
	const double *numbers;
	double lets[SYSTEM_MAX_LETS];
	struct system_scope scope;
	struct error *err;
};

void view_init(struct view *view, const struct questions *questions, struct error *err);

/* Look at NUMBERS: nothing is let yet. */
void view_at(struct view *view, const double *numbers);

/* Compute what is let, up to COUNT of them. On failure sets ERR and returns false. */
bool view_lets(struct view *view, size_t count);

/* Whether WHEN, or NULL, holds. On failure sets ERR and returns false. */
bool view_holds(struct view *view, const struct rule *when, bool *out);

/* Compute the total, and all that is let. On failure sets ERR and returns false. */
bool view_total(struct view *view, double *total);

/* Compute the ranks by which the roll is compared. On failure sets ERR and returns false. */
bool view_ranks(struct view *view, double ranks[SYSTEM_MAX_VERSUS]);

/* Append the words that the rule at INDEX says, with N for numbers, if it says any; SAID becomes
 * true when it excludes others. On failure sets ERR and returns false. */
bool view_rule(struct view *view, size_t index, bool *said, struct strbuf *words);

/* Append the words that are said, with N for numbers; RANK becomes the first rule that says
 * something. On failure sets ERR and returns false. */
bool view_words(struct view *view, struct strbuf *words, size_t *rank);

#endif
