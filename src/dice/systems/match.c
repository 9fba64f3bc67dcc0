/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the system whose form reads most of what was typed, and the case that its numbers make. */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/systems/impl.h"

/* FORM past its word and the blanks behind, if it begins with one. */
static const char *without_word(const char *form)
{
	size_t word = strcspn(form, " {[");

	return word > 0 ? form + word + strspn(form + word, " ") : NULL;
}

bool system_check_ranges(struct system_use *use, struct error *err)
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

bool system_choose_case(struct system_use *use, struct error *err)
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

/* What was typed, and the best that was found for it so far. */
struct search {
	const char *text;
	struct system_use *use;
	const struct system_form *form; /* NULL: none */
	size_t len, reached;
};

/* Look whether PATTERN, of FORM, reads more of the text than what was found before. */
static void try_pattern(struct search *search, const struct system *system,
	const struct system_form *form, const char *pattern)
{
	struct system_use tried = {.system = system};
	long matched;

	if (pattern == NULL || *pattern == '\0')
		return;
	for (size_t i = 0; i < system->param_count; i++) {
		tried.values[i] = form->sets[i];
		tried.given[i] = form->is_set[i];
	}
	matched = system_form_match(system, pattern, search->text, &tried, &search->reached);
	if (matched <= (long)search->len)
		return;
	*search->use = tried;
	search->form = form;
	search->len = (size_t)matched;
}

/* Whether FORM has more options than an example can show. */
static bool has_options(const char *form)
{
	const char *option = strchr(form, '[');

	return option != NULL && strchr(option + 1, '[') != NULL;
}

/* Say that what stands at byte AT is nothing that SYSTEM takes, and what FORM of it takes. */
static enum system_match wrong_arguments(
	const struct system *system, const struct system_form *form, size_t at, struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	if (has_options(form->text)) {
		system_form_show(system, form->text, &text);
		strbuf_addstr(&text, ", such as ");
	}
	error_at(err, (int)at + 1, "%s is written like this: %s%s", system->name, text.text,
		system->examples[0].input);
	strbuf_release(&text);
	return SYSTEM_WRONG;
}

/* ---- what is left ---- */

/* Whether the LEN bytes of WORD stand in an option of FORM as a word. */
static bool is_in_option(const char *form, const char *word, size_t len)
{
	const char *at = strchr(form, '[');

	for (; at != NULL && *at != '\0'; at++) {
		if (*at == '{')
			at = strchr(at, '}');
		else if (!isalpha((unsigned char)at[-1]) && strncasecmp(at, word, len) == 0 &&
			 !isalpha((unsigned char)at[len]))
			return true;
	}
	return false;
}

/* Whether TEXT is nothing but a blank and a number. */
static bool is_number_after(const char *text)
{
	size_t blanks = strspn(text, " \t"), digits = strspn(text + blanks, "0123456789");

	return blanks > 0 && digits > 0 && text[blanks + digits] == '\0';
}

/* Whether what stands at TEXT looks like an argument of SYSTEM more than like a comment: a number,
 * with a sign or a few letters before it, a word and a number, or a word that a form of it
 * takes. */
static bool is_argument(const struct system *system, const char *text)
{
	size_t sign = strspn(text, "+-<>="), letters = 0, digits, end;

	while (isalpha((unsigned char)text[sign + letters]))
		letters++;
	digits = strspn(text + sign + letters, "0123456789");
	end = sign + letters + digits;
	if (text[end] != '\0' && strchr(" \t.,;:!?", text[end]) == NULL)
		return false;
	if (digits > 0)
		return letters <= 3;
	if (letters > 0 && is_number_after(text + end))
		return true;
	for (size_t i = 0; letters > 0 && sign == 0 && i < system->form_count; i++)
		if (is_in_option(system->forms[i].text, text, letters))
			return true;
	return false;
}

/* Take what was found, unless arguments of it would be left in the comment. */
static enum system_match settle(const struct search *search, struct error *err)
{
	struct system_use *use = search->use;
	size_t rest = search->len + strspn(search->text + search->len, " \t");

	if (!use->system->continues && is_argument(use->system, search->text + rest))
		return wrong_arguments(use->system, search->form, rest, err);
	return system_check_ranges(use, err) && system_choose_case(use, err) ? SYSTEM_FOUND
									     : SYSTEM_WRONG;
}

enum system_match system_match(const struct systems *systems, const struct system *default_system,
	const char *text, struct system_use *use, size_t *len, struct error *err)
{
	const struct system *named = NULL;
	const struct system_entry *entry;
	struct search search = {.text = text, .use = use};
	enum system_match match = SYSTEM_NONE;
	size_t at = 0;
	bool worded;

	while ((entry = systems_next(systems, text, &at)) != NULL)
		try_pattern(&search, entry->system, entry->form, entry->form->text);
	worded = search.form != NULL;
	for (size_t i = 0; !worded && default_system != NULL && i < default_system->form_count; i++)
		try_pattern(&search, default_system, &default_system->forms[i],
			without_word(default_system->forms[i].text));
	if (search.form != NULL)
		match = settle(&search, err);
	else if ((named = systems_named(systems, text)) != NULL)
		match = wrong_arguments(named, &named->forms[0], search.reached, err);
	*len = search.len;
	return match;
}
