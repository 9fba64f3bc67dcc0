/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_ODDS_IMPL_H
#define LOGIOS_DICE_ODDS_IMPL_H

#include "base/arena.h"
#include "base/error.h"
#include "dice/notation/ast.h"
#include "dice/dice.h"
#include "dice/odds/dist.h"
#include "dice/odds/keep.h"
#include "dice/odds.h"

/* Shares what odds are made of with those that report them and with tests. */

struct outcome_ranks;
struct strbuf;

/* What is left out of a term that could go on for ever is less likely than this. */
#define ODDS_CUT 1e-12

/* One question being answered. */
struct odds_work {
	/* odds_node, for terms and groups, in which expressions stand */
	struct dist *(*node)(struct odds_work *work, const struct ast *node);
	struct dist_pool pool;
	const struct source *source; /* for columns */
	const struct dice_limits *limits;
	struct error *err;
	bool told;  /* ERR says already what is wrong */
	double cut; /* how likely is what was left out, at most */
};

/* ---- one dice term with a known number of dice and sides ---- */

struct odds_term {
	struct odds_work *work;
	const struct ast *node;
	const struct die_kind *kind;
	const struct rules *rules;
	struct die_range range;
	uint32_t count, sides;
};

/* What the dice of a term show when all that happens to a single one has happened, but for
 * explosions into dice apart: then the values of a die that adds another and of one that does not
 * are told apart, and so are those of the dice that are added. The chances of `again` and `stay`
 * add up to 1. */
struct odds_die {
	struct dist *again, *stay;           /* again NULL: no die is added */
	struct dist *more_again, *more_stay; /* NULL without again */
};

/* ---- window.c ---- */

/* Say in the work's error what is wrong at OFFSET of the text, unless something was said before.
 * Always returns NULL. */
struct dist *odds_refuse(struct odds_work *work, size_t offset, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Find which ranks of COUNT dice or values in ascending order RULES keep: those from FIRST to
 * before LAST. */
void odds_window(const struct rules *rules, uint32_t count, uint32_t *first, uint32_t *last);

/* Make KIND of COUNT dice that show VALUES, each worth what it is to TERM. Returns false when the
 * pool is spent. */
bool odds_kind(
	struct odds_term *term, const struct dist *values, uint32_t count, struct keep_kind *kind);

/* Returns what the dice of KINDS that the rules of TERM keep are worth, or how they match. */
struct dist *odds_kept(struct odds_term *term, const struct keep_kind *kinds, size_t kind_count);

/* ---- die.c ---- */

/* Fill TERM, whose dice stand at NODE. */
void odds_term_init(struct odds_term *term, struct odds_work *work, const struct ast *node,
	uint32_t count, uint32_t sides);

/* Whether TERM can be rolled, see rules_end and rules_differ; if not, the error says why. */
bool odds_check(struct odds_term *term);

/* Returns what a die's VALUE adds to the value of TERM. */
double odds_worth(const struct odds_term *term, double value);

/* Fill DIE with what one die of TERM shows. Returns false if that was refused. */
bool odds_die(struct odds_term *term, struct odds_die *die);

/* Returns the natural values of one die of TERM, before anything happens. */
struct dist *odds_natural(struct odds_term *term);

/* Returns VALUES, used up, after min and max, less LOSS. */
struct dist *odds_clamp(struct odds_term *term, struct dist *values, int loss);

/* Returns what a die and all that it adds are worth together; uses up DIE. ONCE: it adds one at
 * most. */
struct dist *odds_chain(struct odds_term *term, struct odds_die *die, bool once);

/* Returns VALUES, used up, as what they are worth to TERM. */
struct dist *odds_worths(struct odds_term *term, struct dist *values);

/* ---- explode.c ---- */

/* Returns the value of TERM, whose dice add others apart and are then kept or matched. */
struct dist *odds_exploded(struct odds_term *term, const struct odds_die *die);

/* ---- unique.c ---- */

/* Returns the value of TERM, whose dice differ from one another. */
struct dist *odds_unique(struct odds_term *term);

/* ---- term.c ---- */

/* Fill TERM from numbers that may be anything. Returns false, and the error says why, if such dice
 * cannot be. */
bool odds_term_size(struct odds_term *term, struct odds_work *work, const struct ast *node,
	double count, double sides);

/* Returns the value of TERM. */
struct dist *odds_term(struct odds_term *term);

/* Returns by how much SUM, used up, passes the target of RULES, or stays below it. */
struct dist *odds_margin(struct odds_work *work, const struct rules *rules, struct dist *sum);

/* Returns the values of a dice term: a mixture, when the number of dice or sides is itself rolled.
 * NULL, and the error says why, if they cannot be told. */
struct dist *odds_dice(struct odds_work *work, const struct ast *node);

/* ---- group.c ---- */

/* Returns the values of a group, or NULL likewise. */
struct dist *odds_group(struct odds_work *work, const struct ast *node);

/* ---- tree.c ---- */

/* Returns the values of NODE, or NULL likewise. */
struct dist *odds_node(struct odds_work *work, const struct ast *node);

/* Returns the total of ROLL, or NULL likewise. */
struct dist *odds_roll(struct odds_work *work, const struct ast_roll *roll);

/* ---- the answer: ../odds.c, reply.c ---- */

/* A roll that was asked about. */
struct odds_side {
	const char *expression;
	const struct outcome *outcomes; /* what a game system may say; NULL: nothing */
	size_t outcome_count;
	bool apart;  /* several may be said at once */
	bool worded; /* only the words mean something, and not the totals */
	struct dist *dist;
	double mean, deviation, cut;
	bool compares; /* with NUMBER */
	bool between;  /* it is to be from NUMBER to MOST */
	double most;
	enum comparison comparison;
	double number, chance;
	const struct dice_roll *roll;
	const struct outcome_ranks *ranks; /* by which its game compares rolls; NULL: the totals */
	size_t rank_count;
	const char *hint; /* what may have been meant otherwise; or NULL */
};

/* What a game system may say of its dice. */
struct outcome {
	const char *words; /* "success by N": N for any number; "" for no word */
	double chance;
	size_t rank; /* by the order of the rules in the file */
};

struct odds {
	struct odds_work work;
	struct arena arena;
	const struct dice_book *book; /* lent while it is made */
	bool quick;                   /* all of it takes ODDS_QUICK_STEPS at most, else */
	bool slow;                    /* it was given up */
	size_t count;
	struct odds_side sides[2];
	const char *tie; /* who wins one: ", which the first wins,"; NULL: totals are compared */
	double higher, equal, lower; /* of the first side against the second, if there are two */
};

/* Find which of the two sides wins how often. On failure sets ERR and returns false. --
 * ../odds_versus.c */
bool odds_compare(struct odds *odds, struct error *err);

/* Whether all of TEXT is LOW..HIGH or LOW-HIGH; a number to reach, "15+" with a PLUS behind it; a
 * comparison with a number, or one to reach as in "DC 15". If so SIDE has it. -- ../odds_asked.c */
bool odds_read_between(const char *text, struct odds_side *side);
bool odds_read_target(const char *text, bool plus, struct odds_side *side);
bool odds_read_comparison(const char *text, struct odds_side *side);

/* Whether the total VALUE of SIDE is what is hoped for. */
bool odds_hoped(const struct odds_side *side, double value);

/* Append "4d6kh3 >= 15", the expression shortened to some MAX_BYTES. */
void odds_title(struct strbuf *out, const struct odds_side *side, size_t max_bytes);

/* Append NUMBER with two decimals, or with two digits when it is small. */
void odds_number(struct strbuf *out, double number);

/* A part of the range of values, from LOW to HIGH, and its chance. */
struct odds_bar {
	double low, high, chance;
};

/* Divide the values of DIST, or those that are not rarer than one in a thousand at either end if
 * there are more, into at most MAX bars of equal breadth. Returns how many; the greatest chance
 * into MOST. */
size_t odds_bars(const struct dist *dist, struct odds_bar *bars, size_t max, double *most);

/* Append CHANCE as people see it: "62.5%", "1 in 3,200", "never". */
void odds_chance(struct strbuf *out, double chance);

/* ---- json.c ---- */

/* Append ODDS as an object of JSON on a line: each side with all its values and chances. */
void odds_json(struct strbuf *out, const struct odds *odds);

#endif
