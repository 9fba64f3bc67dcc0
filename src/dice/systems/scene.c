/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks up the names in a rule: parameters, what is let, the total, labels of dice. */
#include <string.h>

#include "dice/systems/impl.h"

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

bool system_means_all(const char *label, size_t len)
{
	return (len == 3 && strncasecmp(label, "all", 3) == 0) ||
	       (len == 3 && strncasecmp(label, "own", 3) == 0) ||
	       (len == 4 && strncasecmp(label, "kept", 4) == 0);
}

static bool labels_in(const char *text, const char *label, size_t len)
{
	for (; text != NULL && (text = strchr(text, '[')) != NULL; text++)
		if (strncasecmp(text + 1, label, len) == 0 && text[1 + len] == ']')
			return true;
	return false;
}

static bool case_has_dice(const struct system_case *of, const char *label, size_t len)
{
	if (labels_in(of->roll, label, len))
		return true;
	for (size_t i = 0; i < of->then_count; i++)
		if (labels_in(of->thens[i].text, label, len))
			return true;
	return false;
}

/* A case takes over rules, so it may speak of dice that only another one rolls. */
static bool scope_has_dice(const void *arg, const char *label, size_t len)
{
	const struct system_scope *scope = arg;
	const struct system *system = scope->system;

	if (scope->of == NULL)
		return false;
	if (system_means_all(label, len))
		return true;
	for (size_t i = 0; i < system->case_count; i++)
		if (case_has_dice(system->cases[i], label, len))
			return true;
	for (size_t t = 0; t < system->table_count; t++)
		for (size_t i = 0; i < SYSTEM_MAX_ROWS; i++)
			if (labels_in(system->tables[t].rows[i], label, len))
				return true;
	return false;
}

static bool scope_answer(const void *arg, const struct rule *rule, double number, double *out)
{
	const struct system_scope *scope = arg;

	return scope->answer(scope->arg, rule, number, out);
}

struct rule_scene system_scene(const struct system_scope *scope)
{
	return (struct rule_scene){.number = scope_number,
		.dice = scope_dice,
		.answer = scope->answer != NULL ? scope_answer : NULL,
		.has_dice = scope_has_dice,
		.arg = scope};
}
