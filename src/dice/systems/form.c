/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what is typed by a form: literals, numbers in { }, what may be missing in [ ]. */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/notation/lex.h"
#include "dice/systems/impl.h"

int system_param_index(const struct system *system, const char *name, size_t len)
{
	for (size_t i = 0; i < system->param_count; i++)
		if (strlen(system->params[i].name) == len &&
			strncasecmp(system->params[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

/* A piece of a form. */
struct piece {
	enum {
		PIECE_END,
		PIECE_LITERAL,
		PIECE_BLANK,
		PIECE_NUMBER,
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

/* "name=number" of {name=number}, LEN bytes. */
static struct piece set_piece(const struct system *system, const char *name, size_t len)
{
	const char *equals = memchr(name, '=', len);
	struct piece piece = {.kind = PIECE_SET};
	const char *digit = equals + 1;

	piece.param = system_param_index(system, name, (size_t)(equals - name));
	for (; digit < name + len && isdigit((unsigned char)*digit); digit++)
		piece.number = piece.number * 10 + (*digit - '0');
	if (piece.param < 0 || digit == equals + 1 || digit < name + len || piece.number > 1000000)
		piece.kind = PIECE_WRONG;
	return piece;
}

static struct piece braces_piece(const struct system *system, const char **form)
{
	const char *name = *form + 1, *end = strchr(name, '}');
	struct piece piece = {.kind = PIECE_NUMBER};
	size_t len;

	if (end == NULL)
		return (struct piece){.kind = PIECE_WRONG};
	*form = end + 1;
	len = (size_t)(end - name);
	if (len == 1 && *name == 'x')
		return (struct piece){.kind = PIECE_REPEATS};
	if (memchr(name, '=', len) != NULL)
		return set_piece(system, name, len);
	if (*name == '+') {
		piece.kind = PIECE_SIGNED;
		name++, len--;
	} else if (len > 1 && end[-1] == '#') {
		piece.kind = PIECE_DIGIT;
		len--;
	} else if (len > 2 && end[-2] == ':') {
		piece.kind = PIECE_LETTERS;
		piece.literal = end[-1];
		len -= 2;
	}
	piece.param = system_param_index(system, name, len);
	if (piece.param < 0)
		piece.kind = PIECE_WRONG;
	return piece;
}

/* The piece at *FORM, which is moved past it. */
static struct piece next_piece(const struct system *system, const char **form)
{
	char c = **form;

	if (c == '\0')
		return (struct piece){.kind = PIECE_END};
	if (c == '{')
		return braces_piece(system, form);
	++*form;
	if (c == ' ')
		return (struct piece){.kind = PIECE_BLANK};
	if (c == '[' || c == ']')
		return (struct piece){.kind = c == '[' ? PIECE_OPEN : PIECE_CLOSE};
	return (struct piece){.kind = PIECE_LITERAL, .literal = c};
}

bool system_form_check(const struct system *system, const char *form, struct error *err)
{
	bool open = false, word = false;

	for (;;) {
		struct piece piece = next_piece(system, &form);

		if (piece.kind == PIECE_WRONG)
			return error_set(err,
				"a form has {name} of a parameter above it, {+name} with a sign, "
				"{name#} for one digit, {name:y} for y or yyy, {name=1}, or {x}");
		if (piece.kind == (open ? PIECE_OPEN : PIECE_CLOSE))
			return error_set(err, "[ and ] of a form come in pairs");
		if (piece.kind == PIECE_OPEN || piece.kind == PIECE_CLOSE)
			open = !open;
		word = word ||
		       (piece.kind == PIECE_LITERAL && isalpha((unsigned char)piece.literal));
		if (piece.kind == PIECE_END)
			break;
	}
	if (open)
		return error_set(err, "[ and ] of a form come in pairs");
	return word || error_set(err, "a form needs a word");
}

/* ---- one piece ---- */

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

/* Two letters side by side are one word, even if one belongs to the form and the other does not. */
static bool parts_word(const char *text)
{
	return isalpha((unsigned char)text[-1]) && isalpha((unsigned char)*text);
}

/* The length of the number that PIECE reads at TEXT, or 0. */
static size_t read_number(const struct piece *piece, const char *text, long *number)
{
	size_t len = 0;

	switch (piece->kind) {
	case PIECE_SIGNED:
		return read_signed(text, number);
	case PIECE_LETTERS:
		while (same_letter(text[len], piece->literal))
			len++;
		*number = (long)len;
		return len;
	default:
		return read_digits(text, piece->kind == PIECE_DIGIT ? 1 : 7, number);
	}
}

static void give(struct system_use *use, int param, long number)
{
	use->values[param] = number;
	use->given[param] = true;
}

/* Read PIECE at TEXT. Returns the length, or -1. */
static long read_piece(const struct piece *piece, const char *text, struct system_use *use)
{
	long number = 0;
	size_t len;

	switch (piece->kind) {
	case PIECE_LITERAL:
		return same_letter(*text, piece->literal) ? 1 : -1;
	case PIECE_BLANK:
		return (long)strspn(text, " \t");
	case PIECE_SET:
		give(use, piece->param, piece->number);
		return 0;
	case PIECE_REPEATS:
		use->repeats = text;
		use->repeats_len = read_repeats(text);
		return (long)use->repeats_len;
	default:
		len = read_number(piece, text, &number);
	}
	if (len == 0)
		return -1;
	give(use, piece->param, number);
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

/* How much of a form is tried before it is given up: options that may stand in any order could be
 * tried in all of them. */
enum { MAX_TRIES = 2000 };

struct matching {
	const struct system *system;
	const char *text;
	struct system_use *use;
	size_t reached; /* bytes of the text */
	unsigned tries;
};

static const char *match(struct matching *m, const char *form, unsigned taken, const char *text);

/* Read the option whose inside OPTION is at TEXT. Returns where it ends, or NULL. */
static const char *match_option(struct matching *m, const char *option, const char *text)
{
	const char *begin = text;
	bool letters = false; /* what was read last: yyg is two options */

	for (;;) {
		struct piece piece = next_piece(m->system, &option);
		bool sets = piece.kind == PIECE_NUMBER || piece.kind == PIECE_SIGNED ||
			    piece.kind == PIECE_DIGIT || piece.kind == PIECE_LETTERS ||
			    piece.kind == PIECE_SET;
		long len;

		if (piece.kind == PIECE_CLOSE)
			return text > begin && (letters || !parts_word(text)) ? text : NULL;
		if (sets && m->use->given[piece.param])
			return NULL;
		len = read_piece(&piece, text, m->use);
		if (len < 0)
			return NULL;
		text += len;
		letters = piece.kind == PIECE_LETTERS;
		if ((size_t)(text - m->text) > m->reached)
			m->reached = (size_t)(text - m->text);
	}
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
		struct piece piece = next_piece(m->system, &form);
		long len;

		if (piece.kind == PIECE_END)
			return ends_there(m->system, text) ? text : NULL;
		len = read_piece(&piece, text, m->use);
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
	struct matching m = {.system = system, .text = text, .use = use};
	const char *end = match(&m, form, 0, text);

	*reached = m.reached > *reached ? m.reached : *reached;
	return end != NULL ? (long)(end - text) : -1;
}

void system_form_show(const struct system *system, const char *form, struct strbuf *out)
{
	for (;;) {
		const char *begin = form;
		struct piece piece = next_piece(system, &form);
		const char *name = piece.kind == PIECE_END ? "" : system->params[piece.param].name;

		if (piece.kind == PIECE_END)
			return;
		if (piece.kind == PIECE_SIGNED)
			strbuf_addch(out, '+');
		if (piece.kind == PIECE_LETTERS)
			strbuf_addch(out, piece.literal);
		else if (piece.kind == PIECE_REPEATS)
			strbuf_addstr(out, "2x");
		else if (*begin != '{')
			strbuf_addch(out, *begin);
		else if (piece.kind != PIECE_SET)
			for (; *name != '\0'; name++)
				strbuf_addch(out, (char)toupper((unsigned char)*name));
	}
}
