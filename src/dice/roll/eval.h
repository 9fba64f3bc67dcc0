/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_EVAL_H
#define LOGIOS_DICE_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/packed.h"
#include "dice/notation/ast.h"
#include "dice/dice.h"
#include "crypto/random.h"

enum die_flag {
	DIE_EXTRA = 1 << 0,    /* added because another one exploded */
	DIE_MERGED = 1 << 1,   /* it is part of the value of the die before it that compounds */
	DIE_DROPPED = 1 << 2,  /* no longer in play */
	DIE_SUCCESS = 1 << 3,  /* counted */
	DIE_FAIL = 1 << 4,     /* counted as -1 */
	DIE_EXPLODED = 1 << 7, /* it added the die after it */
	DIE_HIGH = 1 << 5,     /* marked by cs */
	DIE_LOW = 1 << 6,      /* marked by cf */
	DIE_AGAIN = 1 << 8,    /* it lay there before, and was rolled again */
	DIE_PICKED = 1 << 9,   /* the player said that it stays */
};

/* One die as it lies on the table; of a group with several members, one of those. */
struct die {
	double value;   /* what it is worth in the end; of a compounding one with what it gained */
	uint32_t face;  /* natural, from 1 */
	uint32_t first; /* the place of its first face among the faces of the roll */
	uint32_t rerolls_at; /* the place of the face of its first reroll */
	uint8_t rerolls;     /* how often it was rolled again */
	uint8_t extras;      /* how many dice it added by exploding */
	uint16_t flags;      /* enum die_flag */
};

/* A dice term or a group as it was rolled once. */
struct term {
	struct term *next; /* in the order in which they were done; a group after what is in it */
	const struct ast *node;
	uint32_t count; /* dice without the extra ones; members of a group */
	uint32_t sides;
	struct die_range range;
	struct die *dice; /* in the order rolled, extra ones after all others, parent by parent */
	size_t die_count; /* with the extra ones */
	double value;
	bool inner;   /* it is no operand of the expression: it made a count, or is in a group */
	int depth;    /* how many counts and sides of other terms it is within */
	bool stopped; /* a die would have gone on exploding */
	bool stopped_rerolls; /* a die would have been rolled again */
	enum dice_unit unit;  /* what the value counts */
};

/* An expression evaluated once. */
struct evaluation {
	struct term *terms;
	double value;
};

/* Something rolled besides, because of what the dice showed. */
struct dice_then {
	const struct ast_roll *roll;
	struct evaluation evaluation;
	bool aside; /* it is no part of the total */
};

/* A die that lies on the table from an earlier roll. */
struct lying_die {
	const char *label; /* of its term; or NULL */
	uint32_t sides, face;
	bool again;     /* it is rolled again */
	unsigned marks; /* DIE_PICKED, or DIE_DROPPED because others were */
	bool taken;     /* by a term of this roll */
};

/* Holds what an evaluation needs and gathers. */
struct roller {
	/* eval_node, for groups, whose members are expressions */
	bool (*node)(struct roller *roller, const struct ast *node, double *out);
	const struct source *source; /* for columns */
	const struct dice_limits *limits;
	struct rng *rng;
	struct arena *arena;
	struct error *err;
	size_t faces_left, terms_left, steps_left; /* of what a line may have */
	struct dice_face *faces;                   /* of this roll, in the order rolled */
	size_t face_count, face_room;
	struct packed_size packed; /* how much room they take on disk */
	struct term **tail;        /* where the next term is hung */
	bool checked; /* this roll was evaluated before: what cannot change is checked */
	int computing,
		grouped; /* how many counts or sides, or groups, are being evaluated around */
	struct lying_die *lying; /* terms take these before they throw others */
	size_t lying_count;
	const struct term *replay; /* dice were rolled: the next one's term; see eval_group.c */
	enum arith_fault fault;    /* of the arithmetic, when that failed */
};

/* ---- eval.c ---- */

/* Make a roller for a line, with all that a line may have still left. */
struct roller eval_roller(
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err);

/* Evaluate NODE into OUT, from left to right. On failure sets the roller's error and fault and
 * returns false. */
bool eval_node(struct roller *roller, const struct ast *node, double *out);

/* Evaluate ROLL as often as it says into OUTCOME. On failure sets the error and returns false. */
bool eval_roll(struct roller *roller, const struct ast_roll *roll, struct dice_outcome *outcome);

/* Return how often ROLL says that it is to be evaluated. */
size_t eval_times(const struct ast_roll *roll);

/* Evaluate ROLL once more for the same outcome: its faces go behind those there are. */
bool eval_more(struct roller *roller, const struct ast_roll *roll, struct evaluation *evaluation);

/* A dice term, and what is needed to say what is wrong with it. */
struct term_place {
	const struct ast *node;
	const struct dice_limits *limits;
	const struct source *source;
	struct error *err;
};

/* VALUE as the number of dice of the term, or of their sides, if it can be that; or an error. */
bool dice_count(const struct term_place *place, double value, uint32_t *count);
bool dice_sides(const struct term_place *place, double value, uint32_t *sides);

/* ---- weigh.c ---- */

/* Return whether the dice that ROLL is sure to roll are not too many, and fit on disk. If not, sets
 * the error. Rolls nothing. */
bool eval_fits(const struct roller *roller, const struct ast_roll *roll);

/* ---- eval_group.c ---- */

/* Evaluate the group NODE into OUT. On failure sets the error and returns false. */
bool eval_group(struct roller *roller, const struct ast *node, double *out);

/* ---- term.c ---- */

/* What is known of the dice of a term before they are rolled. */
struct dice_size {
	const struct die_kind *kind;
	uint32_t count, sides;
};

/* Whether dice of SIZE come to an end under RULES: not every face is rerolled or explodes. If not,
 * says so in ERR. */
bool rules_end(const struct rules *rules, const struct dice_size *size, const struct source *source,
	struct error *err);

/* Whether they have enough values to differ, if they must. If not, says so in ERR. */
bool rules_differ(const struct rules *rules, const struct dice_size *size,
	const struct source *source, struct error *err);

/* Roll COUNT dice of SIDES sides for the dice term NODE: the steps of a term, in their order. Hangs
 * the term on the roller's list. On failure sets the error and returns NULL. */
struct term *term_roll(
	struct roller *roller, const struct ast *node, uint32_t count, uint32_t sides);

/* ---- unique.c ---- */

/* Take step 2 of a term: reroll dice that do not differ. On failure sets the error and returns
 * false. */
bool term_make_unique(struct roller *roller, struct term *term, enum unique unique);

/* ---- throw.c ---- */

/* Say in ERR that the dice of NODE in SOURCE are too much for a roll: in number if TOO_MANY, else
 * in bytes. Returns false. */
bool eval_too_large(
	struct error *err, const struct source *source, const struct ast *node, bool too_many);

/* Make a term for NODE, not yet on the roller's list. Returns NULL, with the error set, if there
 * were too many. */
struct term *term_new(struct roller *roller, const struct ast *node);

/* Put TERM at the end of the roller's list. */
void term_hang(struct roller *roller, struct term *term);

/* Throw the dice that TERM has at first. On failure sets the error and returns false. */
bool term_throw(struct roller *roller, struct term *term);

/* Throw DIE of TERM, whatever it showed. On failure sets the error and returns false. */
bool term_throw_one(struct roller *roller, const struct term *term, struct die *die);

/* Roll DIE of TERM again, keeping its old face among those of the roll. On failure sets the error
 * and returns false. */
bool term_reroll(struct roller *roller, struct term *term, struct die *die);

/* Returns what the face that DIE of TERM shows is worth, before any modifier. */
double term_natural(const struct term *term, const struct die *die);

/* ---- tally.c ---- */

/* The dice in play among COUNT in DICE, sorted ascending by value, equal ones in the order given.
 * Keeps and drops of RULES flag those that go. The array lives in the arena. */
struct ranking {
	struct die **dice;
	size_t begin, end; /* those still in play */
};

struct ranking rank_dice(struct arena *arena, struct die **dice, size_t count);
void rank_keep(struct ranking *ranking, const struct rules *rules);

/* Give TERM the value that its dice in play make under RULES (NULL: their sum), and flag what is
 * counted. RANKING is theirs; only needed where matches are counted. */
void tally_term(struct term *term, const struct rules *rules, const struct ranking *ranking);

/* Let VALUE be the result of what stands at OFFSET, if FAULT allows and it is in range. If not,
 * sets the roller's error and fault and returns false. */
bool eval_settle(
	struct roller *roller, enum arith_fault fault, size_t offset, double value, double *out);

#endif
