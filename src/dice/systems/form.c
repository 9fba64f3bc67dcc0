/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes forms apart: literals, numbers in { }, what may be missing in [ ]; checks and shows them.
 */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/systems/impl.h"

int system_param_index(const struct system *system, const char *name, size_t len)
{
	for (size_t i = 0; i < system->param_count; i++)
		if (strlen(system->params[i].name) == len &&
			strncasecmp(system->params[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

/* "name=number" of {name=number}, LEN bytes. */
static struct form_piece set_piece(const struct system *system, const char *name, size_t len)
{
	const char *equals = memchr(name, '=', len);
	struct form_piece piece = {.kind = PIECE_SET};
	const char *digit = equals + 1;

	piece.param = system_param_index(system, name, (size_t)(equals - name));
	for (; digit < name + len && isdigit((unsigned char)*digit); digit++)
		piece.number = piece.number * 10 + (*digit - '0');
	if (piece.param < 0 || digit == equals + 1 || digit < name + len || piece.number > 1000000)
		piece.kind = PIECE_WRONG;
	return piece;
}

static struct form_piece braces_piece(const struct system *system, const char **form)
{
	const char *name = *form + 1, *end = strchr(name, '}');
	struct form_piece piece = {.kind = PIECE_NUMBER};
	size_t len;

	if (end == NULL)
		return (struct form_piece){.kind = PIECE_WRONG};
	*form = end + 1;
	len = (size_t)(end - name);
	if (len == 1 && *name == 'x')
		return (struct form_piece){.kind = PIECE_REPEATS};
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

struct form_piece form_next(const struct system *system, const char **form)
{
	char c = **form;

	if (c == '\0')
		return (struct form_piece){.kind = PIECE_END};
	if (c == '{')
		return braces_piece(system, form);
	++*form;
	if (c == ' ')
		return (struct form_piece){.kind = PIECE_BLANK};
	if (c == '[' || c == ']')
		return (struct form_piece){.kind = c == '[' ? PIECE_OPEN : PIECE_CLOSE};
	return (struct form_piece){.kind = PIECE_LITERAL, .literal = c};
}

bool system_form_check(const struct system *system, const char *form, struct error *err)
{
	bool open = false, word = false;

	for (;;) {
		struct form_piece piece = form_next(system, &form);

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

bool system_has_letter(const struct system *system, char letter)
{
	for (size_t i = 0; i < system->form_count; i++) {
		const char *form = system->forms[i].text;
		struct form_piece piece;

		do {
			piece = form_next(system, &form);
			if (piece.kind == PIECE_LETTERS && piece.literal == letter)
				return true;
		} while (piece.kind != PIECE_END);
	}
	return false;
}

void system_form_show(const struct system *system, const char *form, struct strbuf *out)
{
	for (;;) {
		const char *begin = form;
		struct form_piece piece = form_next(system, &form);
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
