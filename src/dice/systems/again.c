/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the section [again NAME] of a system's file: which dice of a roll that lies on the table
 * are rolled again, what changes with that, and when it may not be. */
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "dice/systems/impl.h"

enum { MAX_TIMES = 9, MAX_MOST = 100 };

static const char too_many[] = "too many of these";

bool system_begin_again(struct system_reader *reader, const char *name)
{
	struct system *system = reader->system;
	struct system_again *again = &system->agains[system->again_count];

	if (system->again_count == SYSTEM_MAX_AGAINS)
		return error_set(
			reader->err, "a system may be rolled again in %d ways", SYSTEM_MAX_AGAINS);
	if (!system_is_name(name))
		return system_key_fail(reader, "a way to roll again has a name of letters");
	system->again_count++;
	*again = (struct system_again){
		.name = name, .line = reader->line, .times = 1, .number = -1};
	reader->again = again;
	return true;
}

const struct system_again *system_way(const struct system *system, const char *word, size_t len)
{
	for (size_t i = 0; i < system->again_count; i++)
		if (strlen(system->agains[i].name) == len &&
			strncasecmp(system->agains[i].name, word, len) == 0)
			return &system->agains[i];
	return NULL;
}

/* ---- rules ---- */

/* Finds the names of a die that is looked at, then those of the system. */
static bool die_number(const void *arg, const char *name, size_t len, double *out)
{
	const struct rule_scene *scene = arg;

	*out = 0;
	return (len == 4 && strncasecmp(name, "face", 4) == 0) ||
	       (len == 5 && strncasecmp(name, "value", 5) == 0) ||
	       scene->number(scene->arg, name, len, out);
}

static bool die_has_dice(const void *arg, const char *label, size_t len)
{
	const struct rule_scene *scene = arg;

	return scene->has_dice(scene->arg, label, len);
}

/* Read the LEN bytes of VALUE as a rule about the roll that lies there, or about each die of it. */
static const struct rule *read_rule(
	struct system_reader *reader, const char *value, size_t len, bool of_a_die)
{
	struct system_scope known = {.system = reader->system,
		.of = reader->scope,
		.lets = reader->scope->let_count,
		.has_total = true};
	struct rule_scene scene = system_scene(&known);
	const struct rule_scene die = {
		.number = die_number, .has_dice = die_has_dice, .arg = &scene};

	return rule_read(value, len, of_a_die ? &die : &scene, &reader->system->arena, reader->err);
}

/* ---- keys ---- */

static bool set_refuse(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_again *again = reader->again;
	struct system_rule *rule = &again->refuses[again->refuse_count];
	const char *colon = strstr(value, " : ");

	(void)rest;
	if (again->refuse_count == SYSTEM_MAX_AGAIN_RULES)
		return system_key_fail(reader, too_many);
	if (colon == NULL)
		return system_key_fail(reader, "this is CONDITION : TEXT");
	again->refuse_count++;
	rule->text = colon + 3;
	rule->when = read_rule(reader, value, (size_t)(colon - value), false);
	return rule->when != NULL;
}

static bool add_dice(struct system_reader *reader, const char *label, const char *value, int kind)
{
	struct system_again *again = reader->again;
	struct system_again_dice *dice = &again->dice[again->dice_count];
	struct system_scope known = {.system = reader->system, .of = reader->scope};
	struct rule_scene scene = system_scene(&known);

	if (again->dice_count == SYSTEM_MAX_AGAIN_RULES)
		return system_key_fail(reader, too_many);
	if (strcmp(label, "plain") != 0 && !scene.has_dice(scene.arg, label, strlen(label)))
		return system_key_fail(
			reader, "behind the key stands a label of dice, `plain` or `all`");
	again->dice_count++;
	*dice = (struct system_again_dice){
		label, read_rule(reader, value, strlen(value), true), kind};
	return dice->rule != NULL;
}

static bool set_dice(struct system_reader *reader, const char *rest, const char *value)
{
	return add_dice(reader, rest, value, AGAIN_USUAL);
}

static bool set_choice(struct system_reader *reader, const char *rest, const char *value)
{
	return add_dice(reader, rest, value, AGAIN_CHOICE);
}

static bool set_pick(struct system_reader *reader, const char *rest, const char *value)
{
	reader->again->picks = true;
	return add_dice(reader, rest, value, AGAIN_PICK);
}

static bool set_set(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_again *again = reader->again;
	struct system_again_set *set = &again->sets[again->set_count];

	if (again->set_count == SYSTEM_MAX_AGAIN_RULES)
		return system_key_fail(reader, too_many);
	set->param = system_param_index(reader->system, rest, strlen(rest));
	if (set->param < 0)
		return system_key_fail(reader, "behind set stands a parameter");
	again->set_count++;
	set->value = read_rule(reader, value, strlen(value), false);
	return set->value != NULL;
}

static bool set_number(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->again->number = system_param_index(reader->system, value, strlen(value));
	return reader->again->number >= 0 ||
	       system_key_fail(reader, "this is the parameter that the player says");
}

static bool set_most(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return number_parse(value, 1, MAX_MOST, &reader->again->most) ||
	       system_key_fail(reader, "this is a number from 1 to 100");
}

static bool set_times(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return number_parse(value, 1, MAX_TIMES, &reader->again->times) ||
	       system_key_fail(reader, "this is a number from 1 to 9");
}

/* "INPUT | FACES | ASKED | FACES | REPLY", with - for nothing. */
static bool set_example(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_again *again = reader->again;
	struct system_again_example *example = &again->examples[again->example_count];
	const char **fields[] = {
		&example->input, &example->faces, &example->asked, &example->more, &example->reply};

	(void)rest;
	if (again->example_count == SYSTEM_MAX_AGAIN_RULES)
		return system_key_fail(reader, too_many);
	for (size_t i = 0; i < 4; i++) {
		const char *end = strstr(value, " | ");

		if (end == NULL)
			return system_key_fail(
				reader, "an example here is INPUT | FACES | ASKED | FACES | REPLY");
		*fields[i] = strncmp(value, "- |", 3) != 0 ? arena_strndup(&reader->system->arena,
								     value, (size_t)(end - value))
							   : "";
		value = end + 3;
	}
	example->reply = value;
	example->line = reader->line;
	again->example_count++;
	return true;
}

static const struct system_key keys[] = {
	{.name = "refuse", .set = set_refuse},
	{.name = "dice", .named = true, .set = set_dice},
	{.name = "choice", .named = true, .set = set_choice},
	{.name = "pick", .named = true, .set = set_pick},
	{.name = "set", .named = true, .set = set_set},
	{.name = "number", .set = set_number},
	{.name = "most", .set = set_most},
	{.name = "times", .set = set_times},
	{.name = "example", .set = set_example},
	{.name = NULL},
};

bool system_set_again(struct system_reader *reader, const char *key, const char *value)
{
	return system_set_row(reader, keys, key, value);
}
