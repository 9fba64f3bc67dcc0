/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the system whose form reads most of what was typed, and the case that its numbers make. */
#include <ctype.h>
#include <string.h>

#include "dice/notation/lex.h"
#include "dice/systems/impl.h"

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
	matched = system_form_match(system, pattern, text, &tried, &got);
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
