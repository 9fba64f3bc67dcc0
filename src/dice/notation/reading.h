/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_READING_H
#define LOGIOS_DICE_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "dice/notation/ast.h"
#include "dice/notation/wording.h"

/* A roll being read as people type it. Its text is parsed; then habits, a function each, look at
 * what stands before the dice, at what could not be parsed, or at what is left behind, and put it
 * into notation by changing the text; and it is parsed again, until nothing is left but a comment.
 * What holds dice, a modifier or a comparison and is not understood is refused. */

/* What a habit made of what it saw. */
enum habit {
	HABIT_NONE,    /* nothing: it is for the next to look at */
	HABIT_CHANGED, /* the text is another: parse it */
	HABIT_COMMENT, /* all that is left is a comment */
	HABIT_REFUSED, /* the error is set */
};

struct reading {
	struct wording
		words; /* the roll and what follows it, up to the next roll if that is known */
	struct wording next; /* the next roll, when `has_next` */
	bool has_next;
	const struct ast_roll *roll; /* as parsed last */
	const char *system; /* the game system that it is of: how that is written; NULL: of none */
	bool system_wrong;  /* it begins with the word of one, but does not go on as that is written
			     */
	size_t rest;        /* where in the text that which follows the expression begins */
	const char *label;  /* what stood before the dice, or NULL */
	bool repeated;      /* the roll is in the words more often than it was typed */
	bool compares;      /* the total is compared */
	struct compare_point target;
	const char *difficulty; /* "vs 15": the target is one to meet; NULL: it is not */
	bool spaced;            /* dice are counted, but by a comparison that blanks stand around */
	bool leaves_comparison; /* a comparison behind a blank is for the caller */
	bool open;              /* everybody sees the roll */
	int depth;              /* how many readings this one is tried out for */
	struct arena *arena;
	struct error *err;

	/* Whether TEXT begins with a roll that has dice; the same with a label in front of it; and
	 * whether all of it is accepted. */
	bool (*begins)(const struct reading *reading, const char *text);
	bool (*begins_labelled)(const struct reading *reading, const char *text);
	bool (*accepts)(const struct reading *reading, const char *text);

	/* Whether TEXT begins with the word of a game system, but does not go on as that is
	 * written. PLAIN: the system only adds up the dice. */
	bool (*game_refuses)(const struct reading *reading, const char *text, bool *plain);

	/* Return what the system rolls whose name is LEN bytes of WORD, as a template; NULL: no
	 * system. PLAIN: it only adds up the dice. */
	const char *(*system_rolls)(
		const struct reading *reading, const char *word, size_t len, bool *plain);
	/* Whether the system whose name is LEN bytes of WORD adds dice that follow it at once:
	 * besm d4. */
	bool (*system_adds)(const struct reading *reading, const char *word, size_t len);
	const void *arg;
};

typedef enum habit habit_fn(struct reading *reading);

/* Call COUNT HABITS until one has made something of READING. Returns what. -- word.c */
enum habit habits_try(struct reading *reading, habit_fn *const *habits, size_t count);

/* ---- before the text is parsed ---- */

enum habit habit_before(struct reading *reading);           /* all of them: prefix.c */
enum habit habit_secret(struct reading *reading);           /* /w gm 1d20, refused: secret.c */
enum habit habit_spoiler(struct reading *reading);          /* ||1d20||, refused: secret.c */
enum habit habit_best(struct reading *reading);             /* best 3 of 4d6, half of 8d6: best.c */
enum habit habit_game_word(struct reading *reading);        /* attack 1d20, init: +2: gameword.c */
enum habit habit_difficulty_first(struct reading *reading); /* DC 15 1d20: difficulty.c */
enum habit habit_keep_minus(struct reading *reading);       /* 4d6 - L: keepwords.c */
enum habit habit_label_marked(struct reading *reading); /* Attack: 1d20, Attack - (1d20): label.c */

/* ---- when it could not be parsed, or has no dice ---- */

enum habit habit_spelling(struct reading *reading);    /* 3w6, 5k3, 3 d6, d00: spelling.c */
enum habit habit_sets(struct reading *reading);        /* 6 4d6, 6#4d6, 6(4d6): sets.c */
enum habit habit_glued(struct reading *reading);       /* d20adv, 1d20+7>=15, 1d20+5.: glued.c */
enum habit habit_label_first(struct reading *reading); /* fireball 8d6: label.c */

enum habit habit_foreign(struct reading *reading); /* 4d6e6, refused: foreign.c */

/* ---- behind the expression ---- */

enum habit habit_behind(struct reading *reading);           /* all of them: leftover.c */
enum habit habit_chained(struct reading *reading);          /* 1d4d6, refused: chained.c */
enum habit habit_undecided(struct reading *reading);        /* 3d6>=15: total.c */
enum habit habit_secret_behind(struct reading *reading);    /* 1d20 --hidden, refused: secret.c */
enum habit habit_foreign_behind(struct reading *reading);   /* 4d6 e6, refused: foreign.c */
enum habit habit_modifier(struct reading *reading);         /* 4d6 k3: loose.c */
enum habit habit_compare(struct reading *reading);          /* 1d20+7 >= 15: total.c */
enum habit habit_difficulty(struct reading *reading);       /* 1d20+7 vs AC 15: difficulty.c */
enum habit habit_spoken(struct reading *reading);           /* 4d6 reroll 1s: spoken.c */
enum habit habit_phrase(struct reading *reading);           /* 1d20 at least 15: phrase.c */
enum habit habit_keep(struct reading *reading);             /* 4d6 drop lowest: keepwords.c */
enum habit habit_advantage(struct reading *reading);        /* 1d20 adv: advantage.c */
enum habit habit_best_of(struct reading *reading);          /* 1d20 best of 2: advantage.c */
enum habit habit_advantage_parted(struct reading *reading); /* 1d20+5; adv: advantage.c */
enum habit habit_times(struct reading *reading);            /* 4d6 6 times, 4d6 x6: sets.c */
enum habit habit_next(struct reading *reading);             /* 1d20, 2d6: next.c */
enum habit habit_label_between(struct reading *reading);    /* 2d6 fire + 1d4 cold: between.c */

/* ---- what they share: word.c, and as said ---- */

/* Return the length of WORD when TEXT begins with it, in any case, and it ends there; or 0. */
size_t word_is(const char *text, const char *word);

/* Return the length of the first of WORDS, parted by |, that TEXT begins with; or 0. A word may
 * have blanks in it. */
size_t word_among(const char *text, const char *words);

/* Words, parted by |, and what to type for them. */
struct meaning {
	const char *words, *means;
};

/* Return what the first of COUNT ROWS means that has the words in TEXT at AT, which end at END; or
 * NULL. */
const char *word_meaning(
	const char *text, size_t at, const struct meaning *rows, size_t count, size_t *end);

/* Return what stands in TEXT, behind vs, where a number to reach may: behind blanks and what it may
 * be called, AC, DC, TN or DV. */
const char *word_difficulty(const char *text);

/* Return where AT is behind exclamation marks that end TEXT: behind a word they explode nothing. */
size_t word_exclaimed(const char *text, size_t at);

/* Advantage: how many dice are rolled, of which one is kept. */
struct favour {
	unsigned dice;
	bool low;
};

/* Return the length of the word of advantage, perhaps mistyped, that TEXT begins with, and what it
 * says; or 0. -- favour.c */
size_t word_favour(const char *text, struct favour *favour);

/* Return the length of "with", or a word like it, that TEXT begins with before such a word; or
 * 0. */
size_t word_with(const char *text);

/* Roll the single die that stands from BEGIN to END of WORDS with FAVOUR. */
void favour_wording(struct wording *words, size_t begin, size_t end, const struct favour *favour);

/* Roll the single die at AT with FAVOUR. Whether there is one. */
bool favour_die(struct reading *reading, size_t at, const struct favour *favour);

/* Return the length of the number, digits alone, that TEXT begins with and that ends there; or
 * 0. */
size_t word_number(const char *text);

/* Return the length of the number, in digits or as a word up to twenty, that TEXT begins with, and
 * the number; or 0. */
size_t word_count(const char *text, unsigned *number);

/* Whether a word ends at TEXT: nothing, a blank or punctuation is there. */
bool word_ends(const char *text);

/* Whether C may stand between a label and what it is of. */
bool word_parts(char c);

/* Whether nothing follows in TEXT at AT, behind blanks, but a mark or a bracket. */
bool word_is_last(const char *text, size_t at);

/* Whether TEXT is a d that drops, "d1" to "d3", and not a die: behind dice, after a blank. */
bool word_drops(const char *text);

/* Whether TEXT is a heart and no comparison: "<3 you all". */
bool word_is_heart(const char *text);

/* Return how many bytes of dice TEXT begins with, as 3d6, d%, 4dF; or 0. */
size_t word_dice(const char *text);

/* Return where the first dice of TEXT stand, up to a comment, and how many bytes they have; or the
 * length of the text, and 0. */
size_t word_first_dice(const char *text, size_t *len);

/* Whether arithmetic goes on at TEXT, behind a number: an operator, then a number or dice. */
bool word_goes_on(const char *text);

/* Glue SUFFIX to the die that BY belongs to: the last thing in the roll, or its only dice. Whether
 * there is one. */
const struct ast *reading_die(const struct reading *reading);

/* Put SUFFIX behind DIE, and take out what stands between BEGIN and END behind it. */
void reading_glue(struct reading *reading, const struct ast *die, const char *suffix, size_t begin,
	size_t end);

/* Return the length of words at TEXT that say which dice are kept or dropped, or 0. -- keepwords.c
 */
size_t keep_words(const char *text);

/* Return the length of words at TEXT that say how often the roll is made, "6 times"; or 0.
 * -- sets.c */
size_t times_words(const char *text);

/* Return why what stands in TEXT between BEGIN and END, up to a #, could be meant for the dice, and
 * where, in AT; NULL: nothing there could. -- suspect.c */
const char *suspect_in(const char *text, size_t begin, size_t end, size_t *at);

/* Take a number to reach, or advantage, out of the label that ends at END, for the dice at ROLL:
 * "goblin (AC 15): 1d20", "stealth with advantage: 1d20". -- difficulty.c, advantage.c */
enum habit label_difficulty(struct reading *reading, size_t end, size_t roll);
enum habit label_advantage(struct reading *reading, size_t end, size_t roll);

/* Put the dice that the game's word means in its place, where the game does nothing else with them;
 * the word is a label then. Whether it does nothing else. -- gameword.c */
bool reading_unfold(struct reading *reading);

/* Refuse what is to be reached, from BEGIN to END, where arithmetic goes on behind NUMBER: it, or
 * the roll, could go on. HEAD is the line up to that number. -- total.c */
enum habit total_refuse_sum(
	struct reading *reading, const char *head, double number, size_t begin, size_t end);

/* Whether POINT counts the dice of EXPR, all that there is in the roll. -- total.c */
bool total_counts(const struct ast *expr, const struct compare_point *point);

/* Take the comparison POINT, between BEGIN and END, out of the text: it counts the dice, or it is
 * about the total. -- total.c */
enum habit total_count(
	struct reading *reading, const struct compare_point *point, size_t begin, size_t end);
enum habit total_compare(
	struct reading *reading, const struct compare_point *point, size_t begin, size_t end);

/* Refuse what stands at OFFSET: WHY, and those of COUNT LINES that could be typed instead, as far
 * as they are accepted. -- hint.c */
enum habit reading_refuse(struct reading *reading, size_t offset, const char *why,
	const char *const *lines, size_t count);

/* The same with one line that is formatted. */
enum habit reading_refuse_for(struct reading *reading, size_t offset, const char *why,
	const char *format, ...) LOGIOS_PRINTF(4, 5);

/* The same of what the game that was read does not take; offers it as a comment. */
enum habit reading_refuse_game(struct reading *reading, size_t offset);

/* Return the roll with all that is left behind it as its comment: an offer. */
const char *reading_comment(const struct reading *reading);

#endif
