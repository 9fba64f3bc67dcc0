/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_DICE_H
#define LOGIOS_DICE_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"
#include "base/error.h"
#include "dice/limits.h"

/* The dice engine: a line of text and a source of random numbers in, what was rolled and a reply
 * out. It knows nothing of where the text comes from or where the reply goes. Text that comes in is
 * valid UTF-8; control bytes in a comment are echoed, so whoever cannot have them removes them. */

struct arena;
struct ast_roll;
struct evaluation;
struct rng;
struct strbuf;
struct named_dice;
struct system;
struct system_use;
struct systems;

/* What an operator may set; the rest is in limits.h. */
struct dice_limits {
	uint32_t max_dice;  /* in a term */
	uint32_t max_sides; /* of a die */
};

#define DICE_LIMITS_DEFAULT                                                                        \
	{                                                                                          \
		.max_dice = DICE_MAX_DICE, .max_sides = DICE_MAX_SIDES                             \
	}

struct dice_past;

/* One roll of a line. The strings are terminated and live in the arena. */
struct dice_roll {
	const char *typed;      /* what was typed, without blanks at its ends */
	const char *input;      /* what the reply echoes; unlike `typed` where a system says so */
	const char *expression; /* of the input, without the comment */
	const char *comment;    /* what follows the expression; "" for none */
	const struct ast_roll *tree;
	const struct system_use *use;  /* the game system that was asked for; NULL: none */
	const struct dice_roll *other; /* against which it is rolled: see versus.h; or NULL */
	const struct dice_past *past;  /* it was rolled again: see again.h; NULL: it was not */
};

struct dice_line {
	size_t count;
	struct dice_roll rolls[DICE_MAX_ROLLS];
};

/* A number that a physical die showed. */
struct dice_face {
	uint32_t sides, face; /* a Fate die has six */
};

/* What a total counts. */
enum dice_unit {
	DICE_POINTS,
	DICE_SUCCESSES,
	DICE_MATCHES,
	DICE_MARGIN, /* by how much something was made, or missed if negative */
	DICE_WORDS,  /* nothing: the dice show words */
};

/* What became of a roll. */
struct dice_outcome {
	const struct dice_roll *roll;
	double total;
	enum dice_unit unit;           /* what the total counts */
	const struct dice_face *faces; /* in the order rolled */
	size_t face_count;
	const struct evaluation *evaluations; /* one, or as many as the repetitions make */
	size_t evaluation_count;
	const struct dice_then *thens; /* what the system made of it: rolled besides, in order */
	size_t then_count;
	const char *unit_word; /* what the total counts, in the system's word; "": nothing; NULL:
				  see unit */
	const char *verdict;   /* what the system says of it; NULL: nothing */
	bool only_result;      /* the total and the verdict say it all */
	const struct dice_outcome *other; /* of the roll against it; or NULL */
	const char *contest;              /* who wins; NULL: there is no other */
	const double *ranks;              /* by which it is compared, the first that differs */
	size_t rank_count;
};

struct dice_result {
	size_t count;
	struct dice_outcome outcomes[DICE_MAX_ROLLS];
};

/* What else may be typed than expressions. */
struct dice_book {
	const struct systems *systems;  /* game systems by their words; NULL: none */
	const struct system *usual;     /* also taken without its word; NULL: none */
	const struct named_dice *named; /* what d[NAME] may be, see named.h; NULL: nothing */
	bool open; /* everybody sees the roll: words that ask for a secret one are refused */
};

/* Read LINE, blanks at its ends aside: one roll, or up to four, parted by ; , "and" or words. What
 * people type otherwise is read as they mean it, see notation/reading.h; a line that holds dice, a
 * modifier or a comparison that is not understood is refused. BOOK may be NULL, else it outlives
 * the result, which lives in ARENA. On failure sets ERR (columns count from the first character
 * that is no blank) and returns NULL. -- sides.c */
LOGIOS_API const struct dice_line *dice_parse(
	const char *line, const struct dice_book *book, struct arena *arena, struct error *err);

/* The same for one side of odds: a comparison behind a blank is left in the comment. */
const struct dice_line *dice_parse_side(
	const char *line, const struct dice_book *book, struct arena *arena, struct error *err);

/* Roll all of LINE, within LIMITS, with numbers from RNG. The result lives in ARENA, and needs
 * LINE. On failure sets ERR and returns NULL; numbers may have been drawn, but nothing was
 * rolled. */
LOGIOS_API const struct dice_result *dice_roll(const struct dice_line *line,
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err);

/* Return what is to be recorded of the roll at INDEX of LINE, which was read with BOOK: a text that
 * means the same by itself, so that it can be computed again (replay.h). It lives in ARENA or with
 * LINE. -- recorded.c */
LOGIOS_API const char *dice_recorded(const struct dice_line *line, size_t index,
	const struct dice_book *book, struct arena *arena);

/* How much is said of a roll. */
enum dice_amount {
	DICE_BRIEF,  /* the total, and the subtotals of repetitions */
	DICE_NORMAL, /* the dice too */
	DICE_FULL,   /* and every face that was rolled again */
};

/* Append what is said of OUTCOME after "NICK rolled ", see format.h, in at most MAX_BYTES if that
 * is possible without leaving out the input or the total. 0x02 switches bold,
 * 0x1f underline. dice_reply says the normal amount. */
LOGIOS_API void dice_reply_as(struct strbuf *out, const struct dice_outcome *outcome,
	enum dice_amount amount, size_t max_bytes);
LOGIOS_API void dice_reply(
	struct strbuf *out, const struct dice_outcome *outcome, size_t max_bytes);

/* Append how that may end, however much is said of the dice, without formatting: one way a line. A
 * tab in it stands for any text. */
void dice_endings(struct strbuf *out, const struct dice_outcome *outcome);

/* Return whether the LEN bytes of REPLY, without formatting, end in one of those ENDINGS. */
bool dice_ends(const char *endings, const char *reply, size_t len);

/* Append the part of it between the input and the total, in full; nothing if there are no dice. */
void dice_detail(struct strbuf *out, const struct dice_outcome *outcome);

/* Append the line that people see when LINE failed with ERR: what was typed, shortened around the
 * mistake, what is wrong, and the column. */
LOGIOS_API void dice_error_line(struct strbuf *out, const char *line, const struct error *err);

/* Append NUMBER as people see it: whole numbers plainly, others with at most two decimals. */
LOGIOS_API void dice_number(struct strbuf *out, double number);

/* Whether there are dice in ROLL, and not numbers alone. */
LOGIOS_API bool dice_has_dice(const struct dice_roll *roll);

/* The rolls in a sentence: what stands between [[ and ]], where that is a roll of dice, up to
 * DICE_MAX_ROLLS of them into LINES. How many there are. They live in ARENA. */
LOGIOS_API size_t dice_inline(const char *text, const struct dice_book *book, struct arena *arena,
	const struct dice_line **lines);

/* Things to choose from. */
struct dice_choices;

/* Read the things in TEXT: "tea, coffee*2 or milk", where coffee is twice as likely as tea. They
 * live in ARENA. On failure sets ERR and returns NULL. */
LOGIOS_API const struct dice_choices *dice_choices(
	const char *text, struct arena *arena, struct error *err);

/* Choose one with a number from RNG: its place, from 1. On failure sets ERR and returns 0. */
LOGIOS_API size_t dice_choose(
	const struct dice_choices *choices, struct rng *rng, struct error *err);

/* The one at INDEX, from 1. */
LOGIOS_API const char *dice_choice(const struct dice_choices *choices, size_t index);

enum dice_sum { DICE_SUM_DONE, DICE_SUM_ZERO_DIVISOR, DICE_SUM_INVALID };

/* Compute TEXT, an expression without dice, into TOTAL, using ARENA. ERR says what is wrong. */
LOGIOS_API enum dice_sum dice_calculate(
	const char *text, struct arena *arena, double *total, struct error *err);

#endif
