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

static const struct system_table *table_at(
	const struct system *system, const char *text, size_t len, const char **inside)
{
	size_t name = strcspn(text, "(}");

	if (name >= len || text[name] != '(' || text[len - 1] != ')')
		return NULL;
	for (size_t i = 0; i < system->table_count; i++)
		if (strlen(system->tables[i].name) == name &&
			strncmp(system->tables[i].name, text, name) == 0) {
			*inside = text + name;
			return &system->tables[i];
		}
	return NULL;
}

static bool compute(const char *text, size_t len, const struct rule_scene *scene, double *out,
	struct error *err)
{
	struct arena arena = ARENA_INIT;
	const struct rule *rule = rule_read(text, len, scene, &arena, err);
	bool fine = rule != NULL && rule_compute(rule, scene, out, err);

	arena_release(&arena);
	return fine;
}

static bool is_word(const char *text, size_t len, const char *word)
{
	return strlen(word) == len && strncmp(text, word, len) == 0;
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

/* The length of the rule that TEXT, LEN bytes, begins with: up to a bar. */
static size_t rule_length(const char *text, size_t len)
{
	const char *bar = memchr(text, '|', len);

	return bar != NULL ? (size_t)(bar - text) : len;
}

/* What stands between { and }: LEN bytes of TEXT. */
static bool expand_one(const struct system_use *use, const char *text, size_t len,
	const struct rule_scene *scene, struct strbuf *out, struct error *err)
{
	const char *inside = text;
	const struct system_table *table = table_at(use->system, text, len, &inside);
	bool sign = *text == '+';
	double number = 0;
	size_t rule;

	if (is_word(text, len, "x")) {
		strbuf_add(out, use->repeats != NULL ? use->repeats : "", use->repeats_len);
		return true;
	}
	if (is_word(text, len, "quiet")) {
		strbuf_addstr(out, use->quiet ? "" : use->chosen->quiet);
		return true;
	}
	inside += sign;
	rule = rule_length(inside, len - (size_t)(inside - text));
	if (!compute(inside, rule, scene, &number, err))
		return false;
	if (table != NULL)
		return add_row(table, number, out, err);
	if (inside + rule < text + len) {
		add_counted(
			out, number, inside + rule + 1, (size_t)(text + len - inside) - rule - 1);
		return true;
	}
	if (sign && number == 0)
		return true;
	if (sign && number > 0)
		strbuf_addch(out, '+');
	dice_number(out, number);
	return true;
}

bool system_expand(const struct system_use *use, const char *template,
	const struct rule_scene *scene, struct strbuf *out, struct error *err)
{
	for (;;) {
		size_t plain = strcspn(template, "{}"), len;

		strbuf_add(out, template, plain);
		template += plain;
		if (*template == '\0')
			return true;
		if (*template == '}' || template[1] == '{') {
			strbuf_addch(out, *template);
			template += 2;
			continue;
		}
		len = strcspn(template, "}");
		if (!expand_one(use, template + 1, len - 1, scene, out, err))
			return false;
		template += len + 1;
	}
}

bool system_template_check(const struct system *system, const struct system_case *of,
	const char *template, const struct rule_scene *scene, struct error *err)
{
	while (*(template += strcspn(template, "{}")) != '\0') {
		size_t len = strcspn(template, "}");
		const char *inside = template + 1;
		struct arena arena = ARENA_INIT;
		const struct rule *rule;

		if (template[0] == template[1]) {
			template += 2;
			continue;
		}
		if (template[len] == '\0' || len <= 1)
			return error_set(err, "a { needs something in it and a }");
		if (table_at(system, inside, len - 1, &inside) == NULL && *inside == '+')
			inside++;
		if (is_word(inside, len - 1, "x") ||
			(is_word(inside, len - 1, "quiet") && of->quiet != NULL)) {
			template += len + 1;
			continue;
		}
		rule = rule_read(inside, rule_length(inside, (size_t)(template + len - inside)),
			scene, &arena, err);
		arena_release(&arena);
		if (rule == NULL)
			return false;
		template += len + 1;
	}
	return true;
}
