/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what is typed by a form: literals, numbers in { }, what may be missing in [ ]. */
#include <ctype.h>
#include <string.h>

#include "dice/systems/impl.h"

int system_param_index(const struct system *system, const char *name, size_t len)
{
	for (size_t i = 0; i < system->param_count; i++)
		if (strlen(system->params[i].name) == len &&
			strncasecmp(system->params[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

/* A piece of a form at *FORM, which is moved past it. */
struct piece {
	enum {
		PIECE_END,
		PIECE_LITERAL,
		PIECE_BLANK,
		PIECE_NUMBER,
		PIECE_DIGIT,
		PIECE_SIGNED,
		PIECE_REPEATS,
		PIECE_OPEN,
		PIECE_CLOSE,
		PIECE_WRONG
	} kind;
	char literal;
	int param;
};

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
	if (*name == '+') {
		piece.kind = PIECE_SIGNED;
		name++, len--;
	} else if (len > 1 && end[-1] == '#') {
		piece.kind = PIECE_DIGIT;
		len--;
	}
	piece.param = system_param_index(system, name, len);
	if (piece.param < 0)
		piece.kind = PIECE_WRONG;
	return piece;
}

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
				"a form has {name} of a parameter above it, {+name} with "
				"a sign, {name#} for one digit, or {x}");
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

/* The digits at TEXT, at most MAX of them, into a number; its length, or 0. */
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

/* The length of what PIECE reads at TEXT, or -1. */
static long read_piece(const struct piece *piece, const char *text, struct system_use *use)
{
	size_t len = 0;
	long number = 0;

	switch (piece->kind) {
	case PIECE_LITERAL:
		return tolower((unsigned char)*text) == tolower((unsigned char)piece->literal) ? 1
											       : -1;
	case PIECE_BLANK:
		return (long)strspn(text, " \t");
	case PIECE_REPEATS:
		use->repeats = text;
		use->repeats_len = read_repeats(text);
		return (long)use->repeats_len;
	case PIECE_SIGNED:
		len = read_signed(text, &number);
		break;
	default:
		len = read_digits(text, piece->kind == PIECE_DIGIT ? 1 : 7, &number);
	}
	if (len == 0)
		return -1;
	use->values[piece->param] = number;
	use->given[piece->param] = true;
	return (long)len;
}

long system_form_match(const struct system *system, const char *form, const char *text,
	struct system_use *use, size_t *reached)
{
	size_t at = 0, opened_at = 0;
	bool open = false;
	struct system_use before = *use;

	for (;;) {
		struct piece piece = next_piece(system, &form);
		long len;

		if (piece.kind == PIECE_END)
			return (long)at;
		if (piece.kind == PIECE_OPEN || piece.kind == PIECE_CLOSE) {
			open = piece.kind == PIECE_OPEN;
			opened_at = at;
			before = *use;
			continue;
		}
		len = read_piece(&piece, text + at, use);
		if (len >= 0) {
			at += (size_t)len;
			continue;
		}
		*reached = at;
		if (!open)
			return -1;
		*use = before;
		at = opened_at;
		form = strchr(form, ']') + 1;
		open = false;
	}
}
