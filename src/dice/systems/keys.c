/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a system's file, a row each, and what can only be checked once all of it is read. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "dice/systems/impl.h"

static bool fail(struct system_reader *reader, const char *what)
{
	return error_set(reader->err, "%s", what);
}

/* A name: letters, digits and underscores, the first a letter (or, for a system, a digit: 7th). */
static bool is_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > SYSTEM_MAX_NAME || !isalpha((unsigned char)name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return false;
	return true;
}

static bool set_once(struct system_reader *reader, const char **field, const char *value)
{
	if (*field != NULL)
		return fail(reader, "this key is there twice");
	if (*value == '\0')
		return fail(reader, "this key needs a value");
	*field = value;
	return true;
}

static bool set_flag(struct system_reader *reader, bool *field, const char *value)
{
	*field = strcmp(value, "yes") == 0;
	return *field || strcmp(value, "no") == 0 || fail(reader, "this is yes or no");
}

/* Read VALUE as a rule of the scope, whose lets so far it may use, and whose total if HAS_TOTAL. */
static const struct rule *read_rule(
	struct system_reader *reader, const char *value, size_t len, bool has_total)
{
	struct system_scope known = {.system = reader->system,
		.of = reader->scope,
		.lets = reader->scope->let_count,
		.has_total = has_total};
	struct rule_scene scene = system_scene(&known);

	return rule_read(value, len, &scene, &reader->system->arena, reader->err);
}

/* ---- readers of the keys ---- */

static bool set_name(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return is_name(value) ? set_once(reader, &reader->system->name, value)
			      : fail(reader, "a name is letters and digits, 24 at most");
}

static bool set_alias(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;

	(void)rest;
	if (!is_name(value))
		return fail(reader, "an alias is letters and digits, 24 at most");
	if (system->alias_count == SYSTEM_MAX_ALIASES)
		return fail(reader, "too many aliases");
	system->aliases[system->alias_count++] = value;
	return true;
}

static bool set_title(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->system->title, value);
}

static bool set_help(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->system->help, value);
}

static bool set_continues(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_flag(reader, &reader->system->continues, value);
}

static bool set_shows(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->system->shows_expression = strcmp(value, "expression") == 0;
	return reader->system->shows_expression || strcmp(value, "input") == 0 ||
	       fail(reader, "this is input or expression");
}

/* "MIN..MAX" or "MIN..MAX, DEFAULT". */
static bool read_range(struct system_reader *reader, struct system_param *param, const char *value)
{
	int used = 0;
	long most = 1000000;
	int found = sscanf(value, "%7ld..%7ld %n", &param->min, &param->max, &used);

	if (found != 2 || param->min > param->max || param->min < -most || param->max > most)
		return fail(reader, "a parameter is MIN..MAX, or MIN..MAX, DEFAULT");
	if (value[used] == '\0')
		return true;
	value += used + 1;
	param->optional = true;
	return (value[-1] == ',' && number_parse(value + strspn(value, " "), param->min, param->max,
					    &param->value)) ||
	       fail(reader, "the default is a number in the range, after a comma");
}

static bool set_param(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;
	struct system_param *param = &system->params[system->param_count];

	if (!is_name(rest) || strcmp(rest, "total") == 0 || strcmp(rest, "x") == 0)
		return fail(reader, "a parameter needs a name of its own");
	if (system->param_count == SYSTEM_MAX_PARAMS)
		return fail(reader, "too many parameters");
	if (system_param_index(system, rest, strlen(rest)) >= 0)
		return fail(reader, "this parameter is there twice");
	param->name = rest;
	if (!read_range(reader, param, value))
		return false;
	system->param_count++;
	return true;
}

/* " : a = 1, b = 2" behind a form. */
static bool read_sets(struct system_reader *reader, struct system_form *form, char *text)
{
	for (char *next; text != NULL; text = next) {
		char name[SYSTEM_MAX_NAME + 1];
		long number;
		int used = 0, index;

		next = strchr(text, ',');
		if (next != NULL)
			*next++ = '\0';
		if (sscanf(text, " %24[a-z0-9_] = %7ld %n", name, &number, &used) != 2 ||
			text[used] != '\0')
			return fail(reader, "behind the colon of a form stands name = number");
		index = system_param_index(reader->system, name, strlen(name));
		if (index < 0 || number < reader->system->params[index].min ||
			number > reader->system->params[index].max)
			return fail(reader, "the form sets no parameter, or one out of its range");
		form->sets[index] = number;
		form->is_set[index] = true;
	}
	return true;
}

static bool set_form(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;
	struct system_form *form = &system->forms[system->form_count];
	size_t len = strlen(value);
	char *copy = arena_strndup(&system->arena, value, len), *colon = strstr(copy, " : ");

	(void)rest;
	if (system->form_count == SYSTEM_MAX_FORMS)
		return fail(reader, "too many forms");
	if (colon != NULL && !read_sets(reader, form, colon + 3))
		return false;
	if (colon != NULL)
		*colon = '\0';
	for (len = strlen(copy); len > 0 && copy[len - 1] == ' '; len--)
		copy[len - 1] = '\0';
	form->text = copy;
	form->line = reader->line;
	system->form_count++;
	return system_form_check(system, copy, reader->err);
}

static bool set_roll(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->scope->roll, value);
}

static bool set_quiet(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->scope->quiet, value);
}

static bool set_extras(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->extras_apart = strcmp(value, "apart") == 0;
	return reader->scope->extras_apart || strcmp(value, "inline") == 0 ||
	       fail(reader, "this is inline or apart");
}

static bool set_rerolls(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->extras_stand = strcmp(value, "first") == 0;
	return reader->scope->extras_stand || strcmp(value, "all") == 0 ||
	       fail(reader, "this is all or first");
}

static bool set_unit(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->unit = value;
	return true;
}

static bool set_let(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_case *scope = reader->scope;
	struct system_let *let = &scope->lets[scope->let_count];

	if (!is_name(rest) || strcmp(rest, "total") == 0 ||
		system_param_index(reader->system, rest, strlen(rest)) >= 0)
		return fail(reader, "let needs a name of its own");
	if (scope->let_count == SYSTEM_MAX_LETS)
		return fail(reader, "too many lets");
	let->name = rest;
	let->value = read_rule(reader, value, strlen(value), true);
	if (let->value == NULL)
		return false;
	scope->let_count++;
	return true;
}

static bool set_total(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	if (reader->scope->total != NULL)
		return fail(reader, "this key is there twice");
	reader->scope->total = read_rule(reader, value, strlen(value), true);
	return reader->scope->total != NULL;
}

/* "CONDITION : text", or ": text". */
static bool read_when(struct system_reader *reader, struct system_rule *rule, const char *value)
{
	const char *colon = strchr(value, ':');

	if (colon == NULL || colon[1] == '\0')
		return fail(reader, "this is CONDITION : TEXT");
	rule->text = colon + 1 + strspn(colon + 1, " ");
	if (colon == value)
		return true;
	rule->when = read_rule(reader, value, (size_t)(colon - value), true);
	return rule->when != NULL;
}

static bool add_rule(struct system_reader *reader, const char *value, bool also)
{
	struct system_case *scope = reader->scope;

	if (scope->rule_count == SYSTEM_MAX_RULES)
		return fail(reader, "too many rules");
	scope->rules[scope->rule_count].besides = also;
	return read_when(reader, &scope->rules[scope->rule_count++], value);
}

static bool set_rule(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return add_rule(reader, value, false);
}

static bool set_also(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return add_rule(reader, value, true);
}

static bool add_then(struct system_reader *reader, const char *value, bool aside)
{
	struct system_case *scope = reader->scope;
	struct system_rule *then = &scope->thens[scope->then_count];

	if (scope->then_count == SYSTEM_MAX_THENS)
		return fail(reader, "too many thens");
	then->besides = aside;
	then->lets = scope->let_count;
	scope->then_count++;
	return read_when(reader, then, value);
}

static bool set_then(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return add_then(reader, value, false);
}

static bool set_aside(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return add_then(reader, value, true);
}

/* "INPUT | FACES | REPLY" */
static bool set_example(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;
	struct system_example *example = &system->examples[system->example_count];
	const char *first = strstr(value, " | "),
		   *second = first != NULL ? strstr(first + 3, " | ") : NULL;

	(void)rest;
	if (second == NULL)
		return fail(reader, "an example is INPUT | FACES | REPLY");
	if (system->example_count == SYSTEM_MAX_EXAMPLES)
		return fail(reader, "too many examples");
	example->input = arena_strndup(&system->arena, value, (size_t)(first - value));
	example->faces = arena_strndup(&system->arena, first + 3, (size_t)(second - first - 3));
	example->reply = second + 3;
	example->line = reader->line;
	system->example_count++;
	return true;
}

static const struct key {
	const char *name;
	bool named; /* a name of its own follows: `let NAME = …` */
	bool in_case;
	bool (*set)(struct system_reader *reader, const char *rest, const char *value);
} keys[] = {
	{.name = "name", .set = set_name},
	{.name = "alias", .set = set_alias},
	{.name = "title", .set = set_title},
	{.name = "help", .set = set_help},
	{.name = "param", .named = true, .set = set_param},
	{.name = "form", .set = set_form},
	{.name = "continues", .set = set_continues},
	{.name = "shows", .set = set_shows},
	{.name = "example", .set = set_example},
	{.name = "roll", .in_case = true, .set = set_roll},
	{.name = "quiet", .in_case = true, .set = set_quiet},
	{.name = "extras", .in_case = true, .set = set_extras},
	{.name = "rerolls", .in_case = true, .set = set_rerolls},
	{.name = "then", .in_case = true, .set = set_then},
	{.name = "aside", .in_case = true, .set = set_aside},
	{.name = "let", .named = true, .in_case = true, .set = set_let},
	{.name = "total", .in_case = true, .set = set_total},
	{.name = "unit", .in_case = true, .set = set_unit},
	{.name = "rule", .in_case = true, .set = set_rule},
	{.name = "also", .in_case = true, .set = set_also},
};

bool system_set(struct system_reader *reader, const char *key, const char *value)
{
	size_t len = strcspn(key, " \t");
	const char *rest = key + len + strspn(key + len, " \t");
	bool in_case = reader->scope->when != NULL;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (strlen(keys[i].name) != len || strncmp(keys[i].name, key, len) != 0)
			continue;
		if (in_case && !keys[i].in_case)
			return error_set(reader->err, "%s belongs in [system]", keys[i].name);
		if (!keys[i].named && *rest != '\0')
			return error_set(reader->err, "%s takes no name", keys[i].name);
		return keys[i].set(reader, rest, value);
	}
	return error_set(reader->err, "there is no key %.30s", key);
}

/* ---- when all of it is read ---- */

static bool check_templates(struct system_reader *reader, const struct system_case *of)
{
	struct system_scope before = {.system = reader->system, .of = of};
	struct system_scope after = {
		.system = reader->system, .of = of, .lets = of->let_count, .has_total = true};
	struct rule_scene params = system_scene(&before), all = system_scene(&after);

	reader->line = of->line > 0 ? of->line : reader->line;
	if (of->roll == NULL)
		return fail(reader, "there is no roll");
	if (!system_template_check(reader->system, of, of->roll, &params, reader->err))
		return false;
	for (size_t i = 0; i < of->then_count; i++)
		if (!system_template_check(
			    reader->system, of, of->thens[i].text, &all, reader->err))
			return false;
	for (size_t i = 0; i < of->rule_count; i++)
		if (!system_template_check(
			    reader->system, of, of->rules[i].text, &all, reader->err))
			return false;
	return true;
}

bool system_finish(struct system_reader *reader)
{
	struct system *system = reader->system;

	if (system->name == NULL || system->title == NULL || system->help == NULL)
		return fail(reader, "a system needs name, title and help");
	if (system->form_count == 0)
		return fail(reader, "a system needs a form, such as: form = sr {n}");
	if (system->example_count == 0)
		return fail(reader, "a system needs an example: INPUT | FACES | REPLY");
	for (size_t i = 0; i < system->case_count; i++)
		if (!check_templates(reader, system->cases[i]))
			return false;
	return system_add_aliases(system) || fail(reader, "too many forms and aliases");
}
