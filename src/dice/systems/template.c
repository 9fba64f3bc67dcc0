/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expands templates: text with {rule}, {+rule} for a number with its sign (nothing for 0),
 * {rule|hit|hits} for a number and what there are so many of, {table(rule)} for a row of a table,
 * {x} for the repetitions typed, {quiet} for the modifiers that are not shown; {{ and }} stand for
 * the braces themselves. */
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/systems/impl.h"

/* ---- pieces ---- */

/* The table that the LEN bytes of TEXT ask, as in ladder(total), or NULL. */
static const struct system_table *table_at(
	const struct system *system, const char *text, size_t len)
{
	size_t name = strcspn(text, "(}");

	if (name >= len || text[name] != '(' || text[len - 1] != ')')
		return NULL;
	for (size_t i = 0; i < system->table_count; i++)
		if (strlen(system->tables[i].name) == name &&
			strncmp(system->tables[i].name, text, name) == 0)
			return &system->tables[i];
	return NULL;
}

static bool is_word(const char *text, size_t len, const char *word)
{
	return strlen(word) == len && strncmp(text, word, len) == 0;
}

/* What stands between { and }: LEN bytes of TEXT. */
static struct system_piece braces(const struct system *system, const char *text, size_t len)
{
	struct system_piece piece = {.kind = TEMPLATE_RULE, .rule = text, .rule_len = len};
	const char *bar = memchr(text, '|', len);

	if (len == 0)
		piece.kind = TEMPLATE_WRONG;
	else if (is_word(text, len, "x"))
		piece.kind = TEMPLATE_REPEATS;
	else if (is_word(text, len, "quiet"))
		piece.kind = TEMPLATE_QUIET;
	else if ((piece.table = table_at(system, text, len)) != NULL) {
		piece.rule = text + strlen(piece.table->name);
		piece.rule_len = len - strlen(piece.table->name);
	} else if (bar != NULL) {
		piece.rule_len = (size_t)(bar - text);
		piece.text = bar + 1;
		piece.len = len - piece.rule_len - 1;
	} else if (*text == '+') {
		piece.sign = true;
		piece.rule++;
		piece.rule_len--;
	}
	return piece;
}

bool system_template_next(
	const struct system *system, const char **template, struct system_piece *piece)
{
	const char *text = *template;
	size_t len = strcspn(text, "{}");

	if (*text == '\0')
		return false;
	*piece = (struct system_piece){.kind = TEMPLATE_TEXT, .text = text, .len = len};
	if (len == 0 && (text[0] == text[1] || *text == '}')) {
		piece->len = 1;
		len = text[0] == text[1] ? 2 : 1;
	} else if (len == 0) {
		len = strcspn(text, "}");
		*piece = braces(system, text + 1, text[len] == '}' ? len - 1 : 0);
		len += text[len] == '}';
	}
	*template = text + len;
	return true;
}

/* ---- a template of a roll ---- */

static bool compute(const struct system_piece *piece, const struct rule_scene *scene, double *out,
	struct error *err)
{
	struct arena arena = ARENA_INIT;
	const struct rule *rule = rule_read(piece->rule, piece->rule_len, scene, &arena, err);
	bool fine = rule != NULL && rule_compute(rule, scene, out, err);

	arena_release(&arena);
	return fine;
}

/* Append NUMBER and the one of FORMS, "hit|hits", LEN bytes, that goes with it. */
static void add_counted(struct strbuf *out, double number, const char *forms, size_t len)
{
	const char *bar = memchr(forms, '|', len);
	size_t one = bar != NULL ? (size_t)(bar - forms) : len;

	dice_number(out, number);
	strbuf_addch(out, ' ');
	if (number == 1 || bar == NULL)
		strbuf_add(out, forms, one);
	else
		strbuf_add(out, bar + 1, len - one - 1);
}

static bool add_row(
	const struct system_table *table, double number, struct strbuf *out, struct error *err)
{
	if (number < 0 || number >= SYSTEM_MAX_ROWS || number != floor(number) ||
		table->rows[(size_t)number] == NULL)
		return error_set(err, "there is no row %g in the table %s", number, table->name);
	strbuf_addstr(out, table->rows[(size_t)number]);
	return true;
}

static bool add_number(const struct system_piece *piece, const struct rule_scene *scene,
	struct strbuf *out, struct error *err)
{
	double number = 0;

	if (!compute(piece, scene, &number, err))
		return false;
	if (piece->table != NULL)
		return add_row(piece->table, number, out, err);
	if (piece->text != NULL) {
		add_counted(out, number, piece->text, piece->len);
		return true;
	}
	if (piece->sign && number == 0)
		return true;
	if (piece->sign && number > 0)
		strbuf_addch(out, '+');
	dice_number(out, number);
	return true;
}

bool system_expand(const struct system_use *use, const char *template,
	const struct rule_scene *scene, struct strbuf *out, struct error *err)
{
	struct system_piece piece;

	while (system_template_next(use->system, &template, &piece)) {
		if (piece.kind == TEMPLATE_TEXT)
			strbuf_add(out, piece.text, piece.len);
		else if (piece.kind == TEMPLATE_REPEATS)
			strbuf_add(out, use->repeats != NULL ? use->repeats : "", use->repeats_len);
		else if (piece.kind == TEMPLATE_QUIET)
			strbuf_addstr(out, use->quiet ? "" : use->chosen->quiet);
		else if (!add_number(&piece, scene, out, err))
			return false;
	}
	return true;
}

bool system_template_check(const struct system *system, const struct system_case *of,
	const char *template, const struct rule_scene *scene, struct error *err)
{
	struct system_piece piece;

	while (system_template_next(system, &template, &piece)) {
		struct arena arena = ARENA_INIT;
		const struct rule *rule = NULL;

		if (piece.kind == TEMPLATE_WRONG)
			return error_set(err, "a { needs something in it and a }");
		if (piece.kind == TEMPLATE_TEXT || piece.kind == TEMPLATE_REPEATS ||
			(piece.kind == TEMPLATE_QUIET && of->quiet != NULL))
			continue;
		rule = rule_read(piece.rule, piece.rule_len, scene, &arena, err);
		arena_release(&arena);
		if (rule == NULL)
			return false;
	}
	return true;
}
