/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_AST_H
#define LOGIOS_DICE_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dice/notation/arith.h"
#include "dice/notation/lex.h"

/* An expression as a tree. Nodes live in the arena that the parser was given. All dice terms and
 * groups of a tree are distinct, so what they roll is independent. */

/* ---- dice ---- */

/* The lowest and the highest value of a die. */
struct die_range {
	double lowest, highest;
};

/* What the faces of a die are worth. Faces count from 1 to the sides. */
struct die_kind {
	const char *label;        /* after the d; NULL: the number of sides */
	uint32_t sides;           /* 0: as the dice term says */
	int32_t shift;            /* without `values`, a face is worth itself plus this */
	const int32_t *values;    /* by face, [0] unused; NULL: see shift */
	const char *const *words; /* by face, [0] unused; NULL unless the dice show words, and then
				   * their faces are worth nothing: the term's value is 0 */
	struct die_range range;   /* with `values`: of those */
	uint32_t distinct;        /* how many values there are; 0: as many as sides */
	bool fate;                /* shown as [+] [0] [-] */
};

extern const struct die_kind die_numbered, die_percent, die_fate, die_fate_one;

/* What FACE of a die of KIND is worth, before any modifier. */
static inline int32_t die_value(const struct die_kind *kind, uint32_t face)
{
	return kind->values != NULL ? kind->values[face] : (int32_t)face + kind->shift;
}

/* The lowest and the highest value of a die of KIND with SIDES sides. */
struct die_range die_range(const struct die_kind *kind, uint32_t sides);

/* "=6" or ">=8". */
struct compare_point {
	enum comparison comparison;
	double number; /* whole; means nothing with COMPARE_LOWEST and COMPARE_HIGHEST */
	size_t at;     /* where it or its modifier stands, in bytes of the text */
};

/* Whether VALUE matches POINT. RANGE says what the lowest and highest value are; it may be NULL
 * where no point means those, as in groups. */
bool point_matches(const struct compare_point *point, double value, const struct die_range *range);

/* Whether a value of a die of KIND with SIDES sides matches POINT. */
bool point_matches_any(
	const struct compare_point *point, const struct die_kind *kind, uint32_t sides);

/* Conditions of which one is enough. */
struct points {
	const struct compare_point *list;
	size_t count;
};

bool points_match(const struct points *points, double value, const struct die_range *range);

/* Whether every value of a die of KIND with SIDES sides matches one of POINTS. */
bool points_match_all(const struct points *points, const struct die_kind *kind, uint32_t sides);

/* ---- modifiers ----
 *
 * They are kept by what they do, since the order of the steps does not depend on the order in which
 * they were typed; only keeps and drops act in typed order. Conditions of steps 1 to 3 test natural
 * values (die_value), all others the value of a die when step 4 is done. The steps:
 *
 * 1. `reroll`: die by die, while the value matches, at most DICE_MAX_REROLLS times, or once.
 * 2. `unique`: from die 2 on, while it equals an earlier die.
 * 3. `explode`: die by die, while the last value matches, one more die, which goes through step 1.
 * 4. `min`, `max`; then an extra die loses 1 if it penetrates; then, if it compounds, the chain
 *    becomes one die worth the sum.
 * 5. `keeps`, each on the dice still in play. Ranked ascending by value, ties in the order rolled.
 * 6. `tally`: from the dice in play to the value of the term. */

enum unique { UNIQUE_NO, UNIQUE_ALWAYS, UNIQUE_ONCE };

enum explode {
	EXPLODE_NO,
	EXPLODE_ALWAYS,             /* ! */
	EXPLODE_ONCE,               /* !o: at most one extra die for each */
	EXPLODE_COMPOUND,           /* !! */
	EXPLODE_PENETRATE,          /* !p */
	EXPLODE_COMPOUND_PENETRATE, /* !!p */
};

enum keep_end { KEEP_HIGHEST, KEEP_LOWEST, KEEP_MIDDLE, DROP_HIGHEST, DROP_LOWEST };

/* Keeping more than there are keeps all, dropping more drops all. KEEP_MIDDLE drops from both ends
 * in turn, the lowest first, until NUMBER are left. */
struct keep {
	enum keep_end end;
	uint32_t number;
};

enum tally {
	TALLY_SUM,    /* the sum of the values */
	TALLY_TARGET, /* a die counts 2 if `twice` matches, else 1 if `target`, else -1 if `fail` */
	TALLY_EVEN,   /* the number of even dice */
	TALLY_ODD,    /* of odd ones */
	TALLY_MATCHES, /* the number of different values that at least `match_size` dice show */
	TALLY_MARGIN,  /* the sum less the number of `target` (>=), or the other way round (<=) */
};

enum sort { SORT_NO, SORT_ASCENDING, SORT_DESCENDING };

struct rules {
	struct points reroll;
	bool reroll_once;
	enum unique unique;
	size_t unique_at; /* where it stands in the text */
	enum explode explode;
	struct points explode_on;
	bool has_min, has_max;
	double min, max;
	const struct keep *keeps; /* in typed order */
	size_t keep_count;
	enum tally tally;
	struct compare_point target; /* of TALLY_TARGET and TALLY_MARGIN */
	bool has_twice, has_fail;
	struct compare_point twice, fail;
	uint32_t match_size;
	struct points mark_high, mark_low; /* cs, cf: shown, never counted */
	enum sort sort;                    /* in which the dice are shown */
	bool extras_apart; /* exploded dice are shown after all others, not after their parents */
	bool extras_stand; /* exploded dice are not rerolled */
};

/* ---- the tree ---- */

struct ast;

struct ast_dice {
	struct ast *count; /* NULL: one */
	struct ast *sides; /* NULL unless die_numbered */
	const struct die_kind *kind;
	const struct rules *rules; /* NULL: roll and add up */
};

/* Whether DICE have no value, only words: a roll of them is no part of any arithmetic. */
bool dice_show_words(const struct ast_dice *dice);

/* { }: with several members keeps and tally act on their values; the value is the sum of those in
 * play, or the tally. With one member keeps act on all dice of its terms that are still in play
 * (but not on dice that made a count or sides), and the tally on its value. */
struct ast_group {
	struct ast **members;
	size_t count;
	const struct rules
		*rules; /* keeps, tally (but no parity, no matches), fail, sort; or NULL */
};

struct ast_binary {
	const struct operator* op;
	size_t at; /* where the operator stands, in bytes of the text */
	struct ast *left, *right;
};

struct ast_call {
	const struct function *function;
	struct ast **args;
	size_t count;
};

enum ast_kind { AST_NUMBER, AST_DICE, AST_GROUP, AST_NEGATE, AST_BINARY, AST_CALL };

struct ast {
	enum ast_kind kind;
	bool bracketed;    /* ( ) stand around it; the span is what is within */
	struct span span;  /* of the source's text; of dice and groups with modifiers and labels */
	const char *label; /* what its [labels] say, parted by ", "; or NULL */
	const char
		*suffix; /* of dice and groups: their modifiers as typed, without labels; or NULL */
	union {
		double number;
		struct ast_dice dice;
		struct ast_group group;
		struct ast *operand; /* of AST_NEGATE */
		struct ast_binary binary;
		struct ast_call call;
	};
};

/* Return whether DIE, dice, have SIDES sides, written as a number; and whether NODE is dice of
 * which one is rolled. */
bool ast_has_sides(const struct ast *die, double sides);
bool ast_is_one_die(const struct ast *node);

/* Return whether NODE is one die of a hundred sides. */
bool ast_is_percentile(const struct ast *node);

/* Return whether there are dice in NODE. */
bool ast_has_dice(const struct ast *node);

/* A roll: an expression, evaluated as many times as the repetitions before it say. */
struct ast_roll {
	struct source source;
	struct ast *expr;
	struct span span; /* of the expression without the repetitions */
	uint32_t repeats[3];
	size_t repeat_count;
	bool has_dice;
	bool ends_in_die; /* the last thing in it is a dice term or group: a modifier could
			   * follow */
	bool compares;    /* the total counts how many evaluations match `target` */
	struct compare_point target;
	bool difficulty; /* the target is one to meet: the total of one evaluation stays as it is */
	bool shows_sum;  /* the only term counts dice, and its sum is shown beside */
};

#endif
