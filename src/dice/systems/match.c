/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to numbers, and from numbers to text: forms and templates. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/limits.h"
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

/* ---- forms ---- */

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

/* The length of what FORM reads at TEXT, or -1. *REACHED is how far it got. What stands in [ ] is
 * read whole or not at all. */
static long match_form(const struct system *system, const char *form, const char *text,
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

/* ---- a system's words ---- */

/* FORM past its word and the blanks behind, if it begins with one. */
static const char *without_word(const char *form)
{
	size_t word = strcspn(form, " {[");

	return word > 0 ? form + word + strspn(form + word, " ") : NULL;
}

static bool ends_there(const struct system *system, const char *text)
{
	if (*text == '\0' || strchr(" \t#;", *text) != NULL)
		return true;
	return system->continues && (isdigit((unsigned char)*text) || lex_continues(text));
}

static bool check_ranges(struct system_use *use, struct error *err)
{
	const struct system *system = use->system;

	for (size_t i = 0; i < system->param_count; i++) {
		const struct system_param *param = &system->params[i];

		if (!use->given[i])
			use->values[i] = param->value;
		else if (use->values[i] < param->min || use->values[i] > param->max)
			return error_at(err, 1, "%s takes %ld to %ld for %s, not %ld", system->name,
				param->min, param->max, param->name, use->values[i]);
	}
	return true;
}

static bool choose_case(struct system_use *use, struct error *err)
{
	const struct system *system = use->system;
	struct system_scope known = {.system = system, .use = use};
	struct rule_scene scene = system_scene(&known);
	double holds = 0;

	for (size_t i = 0; i + 1 < system->case_count; i++) {
		if (!rule_compute(system->cases[i]->when, &scene, &holds, err))
			return false;
		if (holds != 0) {
			use->chosen = system->cases[i];
			return true;
		}
	}
	use->chosen = system->cases[system->case_count - 1];
	return true;
}

static enum system_match settle(struct system_use *use, struct error *err)
{
	return check_ranges(use, err) && choose_case(use, err) ? SYSTEM_FOUND : SYSTEM_WRONG;
}

/* Whether FORM of SYSTEM, without its word if BARE, reads more of the beginning of TEXT than *LEN
 * bytes; USE and *LEN are then its own. */
static bool try_form(const struct system *system, const struct system_form *form, bool bare,
	const char *text, struct system_use *use, size_t *len, size_t *reached)
{
	const char *pattern = bare ? without_word(form->text) : form->text;
	struct system_use tried = {.system = system};
	size_t got = 0;
	long matched;

	if (pattern == NULL || *pattern == '\0')
		return false;
	for (size_t i = 0; i < system->param_count; i++) {
		tried.values[i] = form->sets[i];
		tried.given[i] = form->is_set[i];
	}
	matched = match_form(system, pattern, text, &tried, &got);
	got = matched >= 0 ? (size_t)matched : got;
	*reached = got > *reached ? got : *reached;
	if (matched <= (long)*len || !ends_there(system, text + matched))
		return false;
	*use = tried;
	*len = (size_t)matched;
	return true;
}

/* The form of SYSTEM, without its word, that reads most of TEXT. */
static bool try_default(
	const struct system *system, const char *text, struct system_use *use, size_t *len)
{
	size_t reached = 0;
	bool found = false;

	for (size_t i = 0; i < system->form_count; i++)
		found |= try_form(system, &system->forms[i], true, text, use, len, &reached);
	return found;
}

/* TEXT begins with the word of a system, but goes on with nothing that it takes. */
static enum system_match wrong_arguments(
	const struct system *system, size_t reached, struct error *err)
{
	error_at(err, (int)reached + 1, "%s is written like this: %s", system->name,
		system->examples[0].input);
	return SYSTEM_WRONG;
}

enum system_match system_match(const struct systems *systems, const struct system *default_system,
	const char *text, struct system_use *use, size_t *len, struct error *err)
{
	const struct system *named = NULL;
	const struct system_entry *entry;
	size_t at = 0, reached = 0;
	bool found = false;

	*len = 0;
	while ((entry = systems_next(systems, text, &at)) != NULL)
		found |= try_form(entry->system, entry->form, false, text, use, len, &reached);
	if (found)
		return settle(use, err);
	if (default_system != NULL && try_default(default_system, text, use, len))
		return settle(use, err);
	named = systems_named(systems, text);
	return named != NULL ? wrong_arguments(named, reached, err) : SYSTEM_NONE;
}

/* ---- names in rules ---- */

static bool scope_number(const void *arg, const char *name, size_t len, double *out)
{
	const struct system_scope *scope = arg;
	int param = system_param_index(scope->system, name, len);

	*out = 0;
	if (param >= 0) {
		*out = scope->use != NULL ? (double)scope->use->values[param] : 0;
		return true;
	}
	if (len == 5 && strncasecmp(name, "total", 5) == 0) {
		*out = scope->total;
		return scope->has_total;
	}
	for (size_t i = 0; i < scope->lets; i++) {
		const char *let = scope->of->lets[i].name;
		if (strlen(let) != len || strncasecmp(let, name, len) != 0)
			continue;
		*out = scope->let_values != NULL ? scope->let_values[i] : 0;
		return true;
	}
	return false;
}

static const struct rule_die *scope_dice(
	const void *arg, const char *label, size_t len, size_t *count)
{
	const struct system_scope *scope = arg;

	*count = 0;
	return scope->dice != NULL ? scope->dice(scope->arg, label, len, count) : NULL;
}

static bool labels_in(const char *text, const char *label, size_t len)
{
	for (; text != NULL && (text = strchr(text, '[')) != NULL; text++)
		if (strncasecmp(text + 1, label, len) == 0 && text[1 + len] == ']')
			return true;
	return false;
}

static bool scope_has_dice(const void *arg, const char *label, size_t len)
{
	const struct system_scope *scope = arg;
	const struct system *system = scope->system;

	if (scope->of == NULL)
		return false;
	if ((len == 3 && strncasecmp(label, "all", 3) == 0) ||
		(len == 4 && strncasecmp(label, "kept", 4) == 0) ||
		labels_in(scope->of->roll, label, len))
		return true;
	for (size_t i = 0; i < scope->of->then_count; i++)
		if (labels_in(scope->of->thens[i].text, label, len))
			return true;
	for (size_t t = 0; t < system->table_count; t++)
		for (size_t i = 0; i < SYSTEM_MAX_ROWS; i++)
			if (labels_in(system->tables[t].rows[i], label, len))
				return true;
	return false;
}

struct rule_scene system_scene(const struct system_scope *scope)
{
	return (struct rule_scene){.number = scope_number,
		.dice = scope_dice,
		.has_dice = scope_has_dice,
		.arg = scope};
}
