/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the keys that a case of a system may have, a row each. */
#include <string.h>

#include "dice/systems/impl.h"

/* Whether the case being read may set KEY, which it has of its own from now on: once, though what
 * it took over from [system] gives way. */
static bool make_own(struct system_reader *reader, enum system_own key)
{
	if (reader->scope->own & key)
		return system_key_fail(reader, "this key is there twice");
	reader->scope->own |= key;
	return true;
}

static bool set_text(
	struct system_reader *reader, enum system_own key, const char **field, const char *value)
{
	if (!make_own(reader, key))
		return false;
	*field = value;
	return *value != '\0' || system_key_fail(reader, "this key needs a value");
}

/* Read the LEN bytes of VALUE as a rule that may use the first LETS numbers of the scope. */
static const struct rule *read_rule(
	struct system_reader *reader, const char *value, size_t len, size_t lets)
{
	struct system_scope known = {
		.system = reader->system, .of = reader->scope, .lets = lets, .has_total = true};
	struct rule_scene scene = system_scene(&known);

	return rule_read(value, len, &scene, &reader->system->arena, reader->err);
}

static bool set_roll(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_text(reader, OWN_ROLL, &reader->scope->roll, value);
}

static bool set_quiet(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	return set_text(reader, OWN_QUIET, &reader->scope->quiet, value);
}

static bool set_extras(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->extras_apart = strcmp(value, "apart") == 0;
	return reader->scope->extras_apart || strcmp(value, "inline") == 0 ||
	       system_key_fail(reader, "this is inline or apart");
}

static bool set_rerolls(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->extras_stand = strcmp(value, "first") == 0;
	return reader->scope->extras_stand || strcmp(value, "all") == 0 ||
	       system_key_fail(reader, "this is all or first");
}

/* The word for one stands before a bar: "hit|hits". */
static bool set_unit(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->unit = value;
	return true;
}

/* Where the number called NAME stands in the case, or behind all others. */
static size_t let_index(const struct system_case *scope, const char *name)
{
	size_t at = 0;

	while (at < scope->let_count && strcmp(scope->lets[at].name, name) != 0)
		at++;
	return at;
}

/* A case may compute a number of [system] in another way, in its place. */
static bool set_let(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_case *scope = reader->scope;
	size_t at = let_index(scope, rest);

	if (!system_is_name(rest) || strcmp(rest, "total") == 0 || strcmp(rest, "x") == 0 ||
		system_param_index(reader->system, rest, strlen(rest)) >= 0)
		return system_key_fail(reader, "let needs a name of its own");
	if (at == SYSTEM_MAX_LETS)
		return system_key_fail(reader, "too many lets");
	if (scope->own_lets >> at & 1)
		return system_key_fail(reader, "this let is there twice");
	scope->lets[at] = (struct system_let){rest, read_rule(reader, value, strlen(value), at)};
	scope->own_lets |= (uint32_t)1 << at;
	scope->let_count += at == scope->let_count;
	return scope->lets[at].value != NULL;
}

static bool set_total(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_case *scope = reader->scope;

	(void)rest;
	if (!make_own(reader, OWN_TOTAL))
		return false;
	scope->total = read_rule(reader, value, strlen(value), scope->let_count);
	scope->total_lets = scope->let_count;
	return scope->total != NULL;
}

/* "CONDITION : text", or ": text". */
static bool read_when(
	struct system_reader *reader, struct system_rule *rule, const char *value, size_t lets)
{
	const char *colon = strchr(value, ':');

	if (colon == NULL || colon[1] == '\0')
		return system_key_fail(reader, "this is CONDITION : TEXT");
	rule->text = colon + 1 + strspn(colon + 1, " ");
	rule->when = NULL;
	rule->lets = lets;
	if (colon == value)
		return true;
	rule->when = read_rule(reader, value, (size_t)(colon - value), lets);
	return rule->when != NULL;
}

static bool add_rule(struct system_reader *reader, const char *value, bool also)
{
	struct system_case *scope = reader->scope;

	if (!(scope->own & OWN_RULES))
		scope->rule_count = 0;
	scope->own |= OWN_RULES;
	if (scope->rule_count == SYSTEM_MAX_RULES)
		return system_key_fail(reader, "too many rules");
	scope->rules[scope->rule_count].besides = also;
	return read_when(reader, &scope->rules[scope->rule_count++], value, scope->let_count);
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

/* By what two rolls are compared: the first rank that differs decides. */
static bool set_versus(struct system_reader *reader, const char *rest, const char *value)
{
	struct system_case *scope = reader->scope;
	const struct rule **rank;

	(void)rest;
	if (!(scope->own & OWN_VERSUS))
		scope->versus_count = 0;
	scope->own |= OWN_VERSUS;
	if (scope->versus_count == SYSTEM_MAX_VERSUS)
		return system_key_fail(reader, "too many of these");
	rank = &scope->versus[scope->versus_count++];
	*rank = read_rule(reader, value, strlen(value), scope->let_count);
	return *rank != NULL;
}

static bool set_tie(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->tie = strcmp(value, "first") == 0    ? TIE_FIRST
			     : strcmp(value, "second") == 0 ? TIE_SECOND
							    : TIE_NOBODY;
	return reader->scope->tie != TIE_NOBODY || strcmp(value, "nobody") == 0 ||
	       system_key_fail(reader, "this is first, second or nobody");
}

static bool set_margin(struct system_reader *reader, const char *rest, const char *value)
{
	(void)rest;
	reader->scope->margin = value;
	return true;
}

/* What is rolled besides comes before the total, and so may only use what stands above that. */
static bool add_then(struct system_reader *reader, const char *value, bool aside)
{
	struct system_case *scope = reader->scope;
	size_t lets = scope->total != NULL ? scope->total_lets : scope->let_count;

	if (!(scope->own & OWN_THENS))
		scope->then_count = 0;
	scope->own |= OWN_THENS;
	if (scope->then_count == SYSTEM_MAX_THENS)
		return system_key_fail(reader, "too many thens");
	scope->thens[scope->then_count].besides = aside;
	return read_when(reader, &scope->thens[scope->then_count++], value, lets);
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

const struct system_key system_case_keys[] = {
	{.name = "roll", .set = set_roll},
	{.name = "quiet", .set = set_quiet},
	{.name = "extras", .set = set_extras},
	{.name = "rerolls", .set = set_rerolls},
	{.name = "then", .set = set_then},
	{.name = "aside", .set = set_aside},
	{.name = "let", .named = true, .set = set_let},
	{.name = "total", .set = set_total},
	{.name = "unit", .set = set_unit},
	{.name = "rule", .set = set_rule},
	{.name = "also", .set = set_also},
	{.name = "versus", .set = set_versus},
	{.name = "tie", .set = set_tie},
	{.name = "margin", .set = set_margin},
	{.name = NULL},
};
