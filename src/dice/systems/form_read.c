/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what is typed by a form, also where people write it a little otherwise. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dice/notation/lex.h"
#include "dice/systems/impl.h"
#include "dice/systems/said.h"

/* ---- what is typed ---- */

/* Read the digits at TEXT, at most MAX of them. Returns their length, or 0. */
static size_t read_digits(const char *text, size_t max, long *number)
{
	size_t len = 0;

	for (*number = 0; len < max && isdigit((unsigned char)text[len]); len++)
		*number = *number * 10 + (text[len] - '0');
	return isdigit((unsigned char)text[len]) && max > 1 ? 0 : len;
}

static size_t read_signed(const char *text, long *number)
{
	bool minus = *text == '-';
	size_t blanks, len;

	if (*text != '+' && !minus)
		return 0;
	blanks = strspn(text + 1, " ");
	len = read_digits(text + 1 + blanks, 7, number);
	if (minus)
		*number = -*number;
	return len > 0 ? 1 + blanks + len : 0;
}

static size_t read_repeats(const char *text)
{
	size_t len = 0;

	for (;;) {
		size_t digits = strspn(text + len, "0123456789");
		if (digits == 0 || (text[len + digits] != 'x' && text[len + digits] != 'X'))
			return len;
		len += digits + 1;
	}
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Two letters side by side are one word, even if one belongs to the form and the other does not;
 * and so are those on both sides of a dash. */
static bool parts_word(const char *text)
{
	return isalpha((unsigned char)text[-1]) && isalpha((unsigned char)text[*text == '-']);
}

/* ---- one piece ---- */

/* How much of a form is tried before it is given up: options that may stand in any order could be
 * tried in all of them. */
enum { MAX_TRIES = 2000 };

struct matching {
	const struct system *system;
	const char *form, *text;
	struct system_use *use;
	size_t reached; /* bytes of the text */
	unsigned tries;
};

/* A blank may be missing. A comma is one between numbers, and so is a plus between dice. */
static size_t read_blank(const char *text)
{
	size_t len = strspn(text, " \t");
	const char *next = text + len;

	if (len == 0 && *next == ',' && isdigit((unsigned char)text[-1]))
		return 1;
	if (*next == '+' && isdigit((unsigned char)text[-1])) {
		size_t plus = 1 + strspn(next + 1, " \t");

		if (same_letter(next[plus], 'd') && isdigit((unsigned char)next[plus + 1]))
			return len + plus;
	}
	return len;
}

/* How many sides the dice have that the roll of SYSTEM throws as many of as PARAM says, or 0. */
static long counted_sides(const struct system *system, const struct system_param *param)
{
	size_t name = strlen(param->name);

	for (size_t i = 0; i < system->case_count; i++)
		for (const char *at = system->cases[i]->roll; (at = strchr(at, '{')) != NULL; at++)
			if (strncmp(at + 1, param->name, name) == 0 &&
				strchr(" }+-", at[1 + name]) != NULL) {
				const char *end = strchr(at, '}');

				if (end != NULL && end[1] == 'd' && isdigit((unsigned char)end[2]))
					return strtol(end + 2, NULL, 10);
			}
	return 0;
}

/* Behind a number that says how many dice: 6d, 6d10 or 6 dice for 6. The length of what is more. */
static size_t read_own_dice(
	const struct matching *m, const struct form_piece *piece, const char *text)
{
	size_t blanks = strspn(text, " \t"), digits;
	long sides;

	if (blanks > 0 && said_word(text + blanks, "dice") &&
		counted_sides(m->system, &m->system->params[piece->param]) > 0)
		return blanks + strlen("dice");
	if (!same_letter(*text, 'd'))
		return 0;
	digits = read_digits(text + 1, 7, &sides);
	if (isalnum((unsigned char)text[1 + digits]))
		return 0;
	if (digits == 0)
		sides = counted_sides(m->system, &m->system->params[piece->param]);
	return sides > 0 && sides == counted_sides(m->system, &m->system->params[piece->param])
		       ? 1 + digits
		       : 0;
}

/* Read a number without a sign, which may stand behind a word and a blank, as in dc 15, and before
 * a percent sign or d; or, before a word of the form, "two". BEFORE is what stands before it in the
 * form, AFTER behind it. */
static size_t read_plain(const struct matching *m, const struct form_piece *piece, char before,
	char after, const char *text, long *number)
{
	size_t blanks = isalpha((unsigned char)before) ? strspn(text, " \t:=") : 0;
	size_t len = read_digits(text + blanks, 7, number);
	const char *end = text + blanks + len;

	if (len == 0)
		return after == ' ' ? said_count(text, number) : 0;
	if (*end == '%' && !isalnum((unsigned char)end[1]))
		return blanks + len + 1;
	return blanks + len + (after != 'd' ? read_own_dice(m, piece, end) : 0);
}

/* Whether FORM has only one number with a sign, which then may be a sum. */
static bool has_one_signed(const char *form)
{
	const char *first = strstr(form, "{+");

	return first != NULL && strstr(first + 1, "{+") == NULL;
}

/* Whether TEXT is the first number that was typed behind the first word: its plus may be missing.
 */
static bool is_first_number(const struct matching *m, const char *text)
{
	size_t word = strcspn(m->text, " \t"), digits = strspn(text, "0123456789");

	return isalpha((unsigned char)*m->text) && text > m->text + word &&
	       (text[-1] == ' ' || text[-1] == '\t') && digits > 0 &&
	       (text[digits] == '\0' || strchr(" \t#;,+-", text[digits]) != NULL) &&
	       strcspn(m->text + word, "0123456789") == (size_t)(text - m->text) - word;
}

/* Read +5, or 5 where it is the first number, or 5+2. */
static size_t read_sum(const struct matching *m, const char *text, long *number)
{
	size_t len = is_first_number(m, text) ? read_digits(text, 7, number)
					      : read_signed(text, number);
	bool sums = len > 0 && !m->system->continues && has_one_signed(m->form);

	while (sums) {
		long more;
		size_t next = read_signed(text + len, &more);

		sums = next > 0 && !isalnum((unsigned char)text[len + next]);
		*number += sums ? more : 0;
		len += sums ? next : 0;
	}
	return len;
}

/* Read yy, or y y. */
static size_t read_letters(const char *text, char letter, long *number)
{
	size_t len = 0, next;

	*number = 0;
	do {
		for (; same_letter(text[len], letter); len++)
			++*number;
		next = len + strspn(text + len, " \t");
		len = next > len && len > 0 && same_letter(text[next], letter) &&
				      !isalnum((unsigned char)text[next + 1])
			      ? next
			      : len;
	} while (same_letter(text[len], letter));
	return len;
}

/* Read the number of PIECE, which stands at BEGIN of the form. Returns its length, or 0. */
static size_t read_number(const struct matching *m, const struct form_piece *piece,
	const char *begin, const char *text, long *number)
{
	char before = begin > m->form ? begin[-1] : ' ', after = strchr(begin, '}')[1];

	switch (piece->kind) {
	case PIECE_SIGNED:
		return read_sum(m, text, number);
	case PIECE_LETTERS:
		return read_letters(text, piece->literal, number);
	case PIECE_DIGIT:
		return read_digits(text, 1, number);
	default:
		return read_plain(m, piece, before, after, text, number);
	}
}

/* Read the literal at *FORM, a letter or, moving *FORM past it, a word that people have another
 * for. */
static long read_literal(const struct matching *m, const char **form, const char *text)
{
	const char *begin = *form - 1;
	size_t word = lex_letters(begin), typed;

	if (begin > m->form && !isalpha((unsigned char)begin[-1]) && word > 1) {
		typed = said_for(begin, word, text);
		if (typed > 0) {
			*form = begin + word;
			return (long)typed;
		}
	}
	return same_letter(*text, *begin) ? 1 : -1;
}

static void give(struct system_use *use, int param, long number)
{
	use->values[param] = number;
	use->given[param] = true;
}

/* Read PIECE, which stands in the form from BEGIN to *FORM, at TEXT. Returns the length, or -1. */
static long read_piece(struct matching *m, const struct form_piece *piece, const char *begin,
	const char **form, const char *text)
{
	long number = 0;
	size_t len;

	switch (piece->kind) {
	case PIECE_LITERAL:
		return read_literal(m, form, text);
	case PIECE_BLANK:
		return (long)read_blank(text);
	case PIECE_SET:
		give(m->use, piece->param, piece->number);
		return 0;
	case PIECE_REPEATS:
		m->use->repeats = text;
		m->use->repeats_len = read_repeats(text);
		return (long)m->use->repeats_len;
	default:
		len = read_number(m, piece, begin, text, &number);
	}
	if (len == 0)
		return -1;
	give(m->use, piece->param, number);
	return (long)len;
}

/* ---- a whole form ---- */

/* Whether a form of SYSTEM may end at TEXT: with a word, or where an expression goes on. */
static bool ends_there(const struct system *system, const char *text)
{
	if (*text == '\0' || strchr(" \t#;", *text) != NULL)
		return true;
	return system->continues && (isdigit((unsigned char)*text) || lex_continues(text));
}

static const char *match(struct matching *m, const char *form, unsigned taken, const char *text);

/* Where TEXT, behind an option that began at BEGIN, is when what is said around it is read too; or
 * NULL if that is no end of an option. LETTERS: what was read last may stand before others, as in
 * yyg, which is two options. */
static const char *close_option(
	const struct said_around *around, const char *begin, bool letters, const char *text)
{
	size_t tail;

	if (text == begin || (!letters && parts_word(text)) || !said_behind(around, text, &tail))
		return NULL;
	return text + tail;
}

/* Read the option whose inside OPTION is at TEXT, behind AROUND, which began at BEGIN. Returns
 * where it ends, or NULL. */
static const char *match_inside(struct matching *m, const char *option,
	const struct said_around *around, const char *begin, const char *text)
{
	bool letters = false;

	for (;;) {
		const char *at = option;
		struct form_piece piece = form_next(m->system, &option);
		bool sets = piece.kind >= PIECE_NUMBER && piece.kind <= PIECE_SET;
		long len;

		if (piece.kind == PIECE_CLOSE)
			return close_option(around, begin, letters, text);
		if (sets && m->use->given[piece.param])
			return NULL;
		len = read_piece(m, &piece, at, &option, text);
		if (len < 0)
			return NULL;
		text += len;
		letters = piece.kind == PIECE_LETTERS;
		if ((size_t)(text - m->text) > m->reached)
			m->reached = (size_t)(text - m->text);
	}
}

/* Read the option whose inside OPTION is at TEXT, as it is or with words around it. Returns where
 * it ends, or NULL. */
static const char *match_option(struct matching *m, const char *option, const char *text)
{
	const struct system_use before = *m->use;
	struct said_around around = {.close = '\0'};
	const char *end = match_inside(m, option, &around, text, text);
	size_t words = *option == ' ' && end == NULL ? said_before(&around, option + 1, text) : 0;

	if (words == 0)
		return end;
	*m->use = before;
	return match_inside(m, option, &around, text, text + words);
}

/* The options that stand side by side from FORM on, of which those in TAKEN were read, may come in
 * any order, and each may be missing; then comes the rest of the form. Of all ways the one that
 * reads most counts, and of those the first. */
static const char *match_options(
	struct matching *m, const char *form, unsigned taken, const char *text)
{
	const struct system_use before = *m->use;
	struct system_use best = before;
	const char *option = form, *end, *longest = NULL;

	for (unsigned bit = 1; *option == '['; bit <<= 1, option = strchr(option, ']') + 1) {
		if (taken & bit)
			continue;
		end = match_option(m, option + 1, text);
		end = end != NULL ? match(m, form, taken | bit, end) : NULL;
		if (end != NULL && (longest == NULL || end > longest)) {
			longest = end;
			best = *m->use;
		}
		*m->use = before;
	}
	end = match(m, option, 0, text);
	if (longest == NULL || (end != NULL && end > longest))
		return end;
	*m->use = best;
	return longest;
}

/* Read FORM at TEXT; options in TAKEN of those that it begins with were read before. Returns where
 * the text ends, or NULL. */
static const char *match(struct matching *m, const char *form, unsigned taken, const char *text)
{
	if (++m->tries > MAX_TRIES)
		return NULL;
	while (*form != '[') {
		const char *at = form;
		struct form_piece piece = form_next(m->system, &form);
		long len;

		if (piece.kind == PIECE_END)
			return ends_there(m->system, text) ? text : NULL;
		len = read_piece(m, &piece, at, &form, text);
		if (len < 0)
			return NULL;
		text += len;
		if ((size_t)(text - m->text) > m->reached)
			m->reached = (size_t)(text - m->text);
	}
	return match_options(m, form, taken, text);
}

long system_form_match(const struct system *system, const char *form, const char *text,
	struct system_use *use, size_t *reached)
{
	struct matching m = {.system = system, .form = form, .text = text, .use = use};
	const char *end = match(&m, form, 0, text);

	*reached = m.reached > *reached ? m.reached : *reached;
	return end != NULL ? (long)(end - text) : -1;
}
