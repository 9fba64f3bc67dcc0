/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the keys of a system's file, a row each. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "dice/systems/impl.h"

static bool set_once(struct system_reader *reader, const char **field, const char *value)
{
	if (*field != NULL)
		return system_key_fail(reader, "this key is there twice");
	if (*value == '\0')
		return system_key_fail(reader, "this key needs a value");
	*field = value;
	return true;
}

static bool set_flag(struct system_reader *reader, bool *field, const char *value)
{
	*field = strcmp(value, "yes") == 0;
	return *field || strcmp(value, "no") == 0 || system_key_fail(reader, "this is yes or no");
}

/* ---- readers of the keys ---- */

static bool set_name(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return system_is_name(value)
		       ? set_once(reader, &reader->system->name, value)
		       : system_key_fail(reader, "a name is letters and digits, 24 at most");
}

static bool set_alias(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;

	(void)rest;
	if (!system_is_name(value))
		return system_key_fail(reader, "an alias is letters and digits, 24 at most");
	if (system->alias_count == SYSTEM_MAX_ALIASES)
		return system_key_fail(reader, "too many aliases");
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

static bool set_group(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->system->group, value);
}

static bool set_names(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->system->names, value);
}

static bool set_source(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_once(reader, &reader->system->source, value);
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
	reader->system->shows_result = strcmp(value, "result") == 0;
	return reader->system->shows_expression || reader->system->shows_result ||
	       strcmp(value, "input") == 0 ||
	       system_key_fail(reader, "this is input, expression or result");
}

/* "MIN..MAX" or "MIN..MAX, DEFAULT". */
static bool read_range(struct system_reader *reader, struct system_param *param, const char *value)
{
	int used = 0;
	long most = 1000000;
	int found = sscanf(value, "%7ld..%7ld %n", &param->min, &param->max, &used);

	if (found != 2 || param->min > param->max || param->min < -most || param->max > most)
		return system_key_fail(reader, "a parameter is MIN..MAX, or MIN..MAX, DEFAULT");
	if (value[used] == '\0')
		return true;
	value += used + 1;
	param->optional = true;
	return (value[-1] == ',' && number_parse(value + strspn(value, " "), param->min, param->max,
					    &param->value)) ||
	       system_key_fail(reader, "the default is a number in the range, after a comma");
}

static bool set_param(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;
	struct system_param *param = &system->params[system->param_count];

	if (!system_is_name(rest) || strcmp(rest, "total") == 0 || strcmp(rest, "x") == 0)
		return system_key_fail(reader, "a parameter needs a name of its own");
	if (system->param_count == SYSTEM_MAX_PARAMS)
		return system_key_fail(reader, "too many parameters");
	if (system_param_index(system, rest, strlen(rest)) >= 0)
		return system_key_fail(reader, "this parameter is there twice");
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
			return system_key_fail(
				reader, "behind the colon of a form stands name = number");
		index = system_param_index(reader->system, name, strlen(name));
		if (index < 0 || number < reader->system->params[index].min ||
			number > reader->system->params[index].max)
			return system_key_fail(
				reader, "the form sets no parameter, or one out of its range");
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
		return system_key_fail(reader, "too many forms");
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

/* "INPUT | FACES | REPLY" */
static bool set_example(struct system_reader *reader, const char *rest, const char *value)
{
	struct system *system = reader->system;
	struct system_example *example = &system->examples[system->example_count];
	const char *first = strstr(value, " | "),
		   *second = first != NULL ? strstr(first + 3, " | ") : NULL;

	(void)rest;
	if (second == NULL)
		return system_key_fail(reader, "an example is INPUT | FACES | REPLY");
	if (system->example_count == SYSTEM_MAX_EXAMPLES)
		return system_key_fail(reader, "too many examples");
	example->input = arena_strndup(&system->arena, value, (size_t)(first - value));
	example->faces = arena_strndup(&system->arena, first + 3, (size_t)(second - first - 3));
	example->reply = second + 3;
	example->line = reader->line;
	system->example_count++;
	return true;
}

static const struct system_key keys[] = {
	{.name = "name", .set = set_name},
	{.name = "alias", .set = set_alias},
	{.name = "title", .set = set_title},
	{.name = "help", .set = set_help},
	{.name = "group", .set = set_group},
	{.name = "names", .set = set_names},
	{.name = "source", .set = set_source},
	{.name = "param", .named = true, .set = set_param},
	{.name = "form", .set = set_form},
	{.name = "continues", .set = set_continues},
	{.name = "shows", .set = set_shows},
	{.name = "example", .set = set_example},
	{.name = NULL},
};

/* The row of ROWS whose name is the first LEN bytes of KEY, or NULL. */
static const struct system_key *find_key(const struct system_key *rows, const char *key, size_t len)
{
	for (; rows->name != NULL; rows++)
		if (strlen(rows->name) == len && strncmp(rows->name, key, len) == 0)
			return rows;
	return NULL;
}

/* Say that there is no KEY among ROWS and MORE, or NULL, and which may be meant. Returns false. */
static bool unknown_key(struct system_reader *reader, const struct system_key *rows,
	const struct system_key *more, const char *key)
{
	struct nearest search;

	nearest_begin(&search, key);
	for (; rows->name != NULL; rows++)
		nearest_offer(&search, rows->name);
	for (; more != NULL && more->name != NULL; more++)
		nearest_offer(&search, more->name);
	if (search.best == NULL)
		return error_set(reader->err, "there is no key %.30s", key);
	return error_set(reader->err, "there is no key %.30s (did you mean %s?)", key, search.best);
}

bool system_set_row(struct system_reader *reader, const struct system_key *rows, const char *key,
	const char *value)
{
	size_t len = strcspn(key, " \t");
	const char *rest = key + len + strspn(key + len, " \t");
	const struct system_key *row = find_key(rows, key, len);

	if (row == NULL)
		return unknown_key(reader, rows, NULL, key);
	if (!row->named && *rest != '\0')
		return error_set(reader->err, "%s takes no name", row->name);
	return row->set(reader, rest, value);
}

bool system_set(struct system_reader *reader, const char *key, const char *value)
{
	size_t len = strcspn(key, " \t");
	const struct system_key *row = find_key(keys, key, len);

	if (row != NULL && reader->scope->when != NULL)
		return error_set(reader->err, "%s belongs in [system]", row->name);
	if (row == NULL && find_key(system_case_keys, key, len) == NULL)
		return unknown_key(
			reader, system_case_keys, reader->scope->when == NULL ? keys : NULL, key);
	return system_set_row(reader, row != NULL ? keys : system_case_keys, key, value);
}
