/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates: text with {rule}, {+rule} for a number with its sign (nothing for 0), {table(rule)}
 * for a row of a table, {x} for the repetitions typed, {quiet} for the modifiers that are not
 * shown; {{ and }} stand for the braces themselves. */
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

/* What stands between { and }: LEN bytes of TEXT. */
static bool expand_one(const struct system_use *use, const char *text, size_t len,
	const struct rule_scene *scene, struct strbuf *out, struct error *err)
{
	const char *inside = text;
	const struct system_table *table = table_at(use->system, text, len, &inside);
	bool sign = *text == '+';
	double number = 0;

	if (is_word(text, len, "x")) {
		strbuf_add(out, use->repeats != NULL ? use->repeats : "", use->repeats_len);
		return true;
	}
	if (is_word(text, len, "quiet")) {
		strbuf_addstr(out, use->quiet ? "" : use->chosen->quiet);
		return true;
	}
	inside += sign;
	if (!compute(inside, len - (size_t)(inside - text), scene, &number, err))
		return false;
	if (table != NULL) {
		if (number < 0 || number >= SYSTEM_MAX_ROWS || number != floor(number) ||
			table->rows[(size_t)number] == NULL)
			return error_set(
				err, "there is no row %g in the table %s", number, table->name);
		strbuf_addstr(out, table->rows[(size_t)number]);
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
		rule = rule_read(inside, (size_t)(template + len - inside), scene, &arena, err);
		arena_release(&arena);
		if (rule == NULL)
			return false;
		template += len + 1;
	}
	return true;
}
