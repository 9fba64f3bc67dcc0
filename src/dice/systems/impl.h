/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_SYSTEM_IMPL_H
#define LOGIOS_DICE_SYSTEM_IMPL_H

/* Shares among the files of this folder what others need not know. */

#include "dice/systems/system.h"

/* A file being read. */
struct system_reader {
	struct system *system;
	struct system_case
		*scope; /* the case that keys go to; the system's own outside of [case] */
	struct system_table *table; /* NULL outside of [table] */
	struct system_again *again; /* NULL outside of [again] */
	int line;
	struct error *err;
};

/* A key of [system] or [case]. */
struct system_key {
	const char *name;
	bool named; /* a name of its own follows: `let NAME = …` */
	bool (*set)(struct system_reader *reader, const char *rest, const char *value);
};

/* ---- keys.c ---- */

/* Set a key of [system] or [case]. On failure sets the reader's error and returns false. */
bool system_set(struct system_reader *reader, const char *key, const char *value);

/* Set KEY by the row of ROWS that has its name. On failure likewise. */
bool system_set_row(struct system_reader *reader, const struct system_key *rows, const char *key,
	const char *value);

/* Set the reader's error to WHAT. Returns false. */
static inline bool system_key_fail(struct system_reader *reader, const char *what)
{
	return error_set(reader->err, "%s", what);
}

/* Whether NAME can be that of a system, a parameter, a number. */
bool system_is_name(const char *name);

/* ---- case.c ---- */

extern const struct system_key system_case_keys[]; /* up to one without a name */

/* ---- again.c ---- */

/* Begin [again NAME]. */
bool system_begin_again(struct system_reader *reader, const char *name);

/* Set a key of [again]. On failure sets the reader's error and returns false. */
bool system_set_again(struct system_reader *reader, const char *key, const char *value);

/* ---- words.c ---- */

struct system_word {
	const char *text;
	const void *of;
	size_t added; /* how many were before */
};

/* Words and what they stand for. Begins as a zeroed struct. */
struct system_words {
	struct system_word *list;
	size_t count;
};

/* Add that TEXT, which outlives WORDS, stands for OF. Of two that are the same the first counts. */
void system_words_add(struct system_words *words, const char *text, const void *of);

/* Put WORDS in order: all are added. */
void system_words_sort(struct system_words *words);

/* Return what the LEN bytes of TEXT, at least one, stand for, in any case; or NULL. */
const void *system_words_find(const struct system_words *words, const char *text, size_t len);

void system_words_release(struct system_words *words);

/* ---- match.c ---- */

/* Whether a parameter of USE was typed. */
bool system_is_given(const struct system_use *use);

/* Check that the parameters of USE are in their ranges, and fill in those not given; find its case.
 * On failure set ERR and return false. */
bool system_check_ranges(struct system_use *use, struct error *err);
bool system_choose_case(struct system_use *use, struct error *err);

/* ---- check.c ---- */

/* Check what only makes sense as a whole, and add forms for the aliases. On failure sets the
 * reader's error and returns false. */
bool system_finish(struct system_reader *reader);

/* ---- form.c ---- */

/* The index of the parameter called as the first LEN bytes of NAME say, or -1. */
int system_param_index(const struct system *system, const char *name, size_t len);

/* A piece of a form. */
struct form_piece {
	enum {
		PIECE_END,
		PIECE_LITERAL,
		PIECE_BLANK,
		PIECE_NUMBER, /* from here to PIECE_SET: gives a parameter its value */
		PIECE_DIGIT,
		PIECE_SIGNED,
		PIECE_LETTERS,
		PIECE_SET,
		PIECE_REPEATS,
		PIECE_OPEN,
		PIECE_CLOSE,
		PIECE_WRONG
	} kind;
	char literal;
	int param;
	long number; /* what PIECE_SET sets */
};

/* Return the piece at *FORM, which is moved past it. */
struct form_piece form_next(const struct system *system, const char **form);

/* Check that every piece of FORM is well formed. */
bool system_form_check(const struct system *system, const char *form, struct error *err);

/* Whether SYSTEM has dice that are asked for by so many of LETTER. */
bool system_has_letter(const struct system *system, char letter);

/* Append FORM as people read it: "sr N[ lL][ edge]". */
void system_form_show(const struct system *system, const char *form, struct strbuf *out);

/* ---- form_read.c ---- */

/* Read the beginning of TEXT by FORM into USE, up to the end of a word, or where an expression may
 * go on. Options side by side may stand in any order. Returns the length read, or -1; *REACHED
 * becomes how far it got, if that was further. */
long system_form_match(const struct system *system, const char *form, const char *text,
	struct system_use *use, size_t *reached);

/* ---- skill.c ---- */

/* Whether the LEN bytes of WORD stand in an option of a form of SYSTEM as a word, or as one that
 * people say for another. */
bool system_has_option(const struct system *system, const char *word, size_t len);

/* Whether words that mean nothing to SYSTEM stand in TEXT between its word and its number: from
 * BEGIN to END. */
bool system_skill(const struct system *system, const char *text, size_t *begin, size_t *end);

/* A form of a system, as it is looked up. */
struct system_entry {
	const struct system *system;
	const struct system_form *form;
	const char *word; /* the literals that it begins with, or that follow its first number */
	size_t len;
};

/* ---- list.c ---- */

/* Walk the forms whose word may stand at the beginning of TEXT or after digits there: start with
 * *AT = 0, until NULL. */
const struct system_entry *systems_next(
	const struct systems *systems, const char *text, size_t *at);

/* The system whose whole name or alias is the first word of TEXT, or NULL. */
const struct system *systems_named(const struct systems *systems, const char *text);

/* The system whose name or alias is all letters that TEXT begins with, before a number, or NULL. */
const struct system *systems_glued(const struct systems *systems, const char *text);

/* ---- alias.c ---- */

/* Give SYSTEM, which is read to its end, forms for its aliases. False if they are too many. */
bool system_add_aliases(struct system *system);

/* ---- scene.c ---- */

/* What is known of a case's rules: parameters, what is let, total, labels. */
struct system_scope {
	const struct system_use *use; /* NULL while the file is read */
	const struct system *system;
	const struct system_case *of;
	size_t lets; /* how many of them are known */
	const double *let_values;
	bool has_total;
	double total;
	const struct rule_die *(*dice)(
		const void *arg, const char *label, size_t len, size_t *count);
	bool (*answer)(const void *arg, const struct rule *rule, double number, double *out);
	const void *arg; /* of both */
};
struct rule_scene system_scene(const struct system_scope *scope);

/* Whether the LEN bytes of LABEL mean the dice of all terms: all, kept, own. */
bool system_means_all(const char *label, size_t len);

/* ---- template.c ---- */

/* A piece of a template. */
struct system_piece {
	enum system_piece_kind {
		TEMPLATE_TEXT,
		TEMPLATE_RULE,
		TEMPLATE_REPEATS,
		TEMPLATE_QUIET,
		TEMPLATE_WRONG
	} kind;
	const char *text; /* of TEMPLATE_TEXT; of a rule "hit|hits", or NULL */
	size_t len;
	const char *rule; /* what stands in the braces; NULL: TEMPLATE_TEXT */
	size_t rule_len;
	bool sign;                        /* the number has one */
	const struct system_table *table; /* that is asked for the number's row; or NULL */
};

/* Take the next PIECE of *TEMPLATE, which is moved past it. Returns false at the end. */
bool system_template_next(
	const struct system *system, const char **template, struct system_piece *piece);

/* Check the {} of TEMPLATE, which belongs to the case OF. */
bool system_template_check(const struct system *system, const struct system_case *of,
	const char *template, const struct rule_scene *scene, struct error *err);

#endif
