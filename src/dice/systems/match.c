/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the system whose form reads most of what was typed, and the case that its numbers make. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/notation/lex.h"
#include "dice/systems/impl.h"
#include "dice/systems/said.h"

/* FORM past its word and the blanks behind, if it begins with one. */
static const char *without_word(const char *form)
{
	size_t word = strcspn(form, " {[");

	return word > 0 ? form + word + strspn(form + word, " ") : NULL;
}

bool system_is_given(const struct system_use *use)
{
	for (size_t i = 0; i < use->system->param_count; i++)
		if (use->given[i])
			return true;
	return false;
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
	const struct system *wrong; /* what was typed is not as a form of it is written; or NULL */
	const struct system_form *wrong_form;
	size_t wrong_at;
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

/* What stands at byte AT is nothing that SYSTEM, of which FORM fits best, takes. */
static enum system_match is_wrong(struct search *search, const struct system *system,
	const struct system_form *form, size_t at)
{
	search->wrong = system;
	search->wrong_form = form;
	search->wrong_at = at;
	return SYSTEM_WRONG;
}

/* ---- what is left ---- */

/* Whether TEXT is nothing but a blank and a number. */
static bool is_number_after(const char *text)
{
	size_t blanks = strspn(text, " \t"), digits = strspn(text + blanks, "0123456789");

	return blanks > 0 && digits > 0 && text[blanks + digits] == '\0';
}

/* Whether the end of a word stands at TEXT. */
static bool is_end(const char *text)
{
	return *text == '\0' || strchr(" \t.,;:!?", *text) != NULL;
}

/* The length of the number with a sign, or in brackets, that is at TEXT as a word; or 0. */
static size_t modifier_length(const char *text)
{
	size_t opens = *text == '(' || *text == '[', sign = strspn(text + opens, "+-@");
	size_t digits = strspn(text + opens + sign, "0123456789");
	char after = text[opens + sign + digits];
	size_t closes = opens > 0 && (after == ')' || after == ']');

	if (digits == 0 || opens + sign == 0 || sign > 1 || opens != closes)
		return 0;
	digits += opens + sign + closes;
	return is_end(text + digits) ? digits : 0;
}

/* Whether the word of SYSTEM, or one of its aliases, stands at TEXT. */
static bool is_own_word(const struct system *system, const char *text)
{
	size_t len = lex_letters(text);
	bool own = strlen(system->name) == len && strncasecmp(system->name, text, len) == 0;

	for (size_t i = 0; i < system->alias_count && !own; i++)
		own = strlen(system->aliases[i]) == len &&
		      strncasecmp(system->aliases[i], text, len) == 0;
	return own && len > 0;
}

/* Whether a modifier stands somewhere in the comment TEXT, as in "willpower +3" and "dm+2", before
 * another roll of SYSTEM. */
static bool has_modifier(const struct system *system, const char *text)
{
	for (const char *at = text; *at != '\0' && *at != '#' && *at != ';'; at++) {
		if (at > text && at[-1] == ' ' && is_own_word(system, at))
			return false;
		if (modifier_length(at) > 0 &&
			(at == text || strchr(" \t", at[-1]) != NULL ||
				(isalpha((unsigned char)at[-1]) && *at == '+')))
			return true;
	}
	return false;
}

/* Whether letters of SYSTEM's dice stand at TEXT with others that it does not know: "ppd". */
static bool has_letters(const struct system *system, const char *text)
{
	size_t len = 0, own = 0;
	bool twice = false;

	for (; isalpha((unsigned char)text[len]); len++) {
		int c = tolower((unsigned char)text[len]);

		if (strchr("aeiou", c) != NULL)
			return false;
		if (!system_has_letter(system, (char)c))
			continue;
		own++;
		twice = twice || (len > 0 && tolower((unsigned char)text[len - 1]) == c);
	}
	return is_end(text + len) && (twice || 3 * own > 2 * len) && 2 * own >= len && len > 1;
}

/* Whether what stands at TEXT looks like an argument of SYSTEM more than like a comment: a number,
 * with a sign or a few letters before it, a word and a number, a word that a form of it takes, or
 * nothing but one that many games have. */
static bool is_argument(const struct system *system, const char *text)
{
	size_t sign = strspn(text, "+-<>="), letters = 0, digits, end;

	if (has_modifier(system, text) || has_letters(system, text) || said_argument(text))
		return true;
	while (isalpha((unsigned char)text[sign + letters]))
		letters++;
	digits = strspn(text + sign + letters, "0123456789");
	end = sign + letters + digits;
	if (!is_end(text + end))
		return false;
	if (digits > 0)
		return letters <= 3;
	if (letters > 0 && is_number_after(text + end))
		return true;
	return letters > 0 && sign == 0 && system_has_option(system, text, letters);
}

static bool has_dice(const char *text)
{
	for (; *text != '\0' && *text != '#'; text++)
		if ((*text == 'd' || *text == 'D') && isdigit((unsigned char)text[1]))
			return true;
	return false;
}

/* Whether the number that SYSTEM adds was left behind words at TEXT: "save vs poison, +3". */
static bool leaves_number(const struct search *search, const char *text)
{
	size_t word = strcspn(search->text, " \t");

	return search->use->system->continues && search->len == word &&
	       isalpha((unsigned char)*text) && has_modifier(search->use->system, text) &&
	       !has_dice(text);
}

/* Take what was found, unless arguments of it would be left in the comment. */
static enum system_match settle(struct search *search, struct error *err)
{
	struct system_use *use = search->use;
	size_t rest = search->len + strspn(search->text + search->len, " \t");

	if (use->system->continues ? leaves_number(search, search->text + rest)
				   : is_argument(use->system, search->text + rest))
		return is_wrong(search, use->system, search->form, rest);
	return system_check_ranges(use, err) && system_choose_case(use, err) ? SYSTEM_FOUND
									     : SYSTEM_WRONG;
}

/* Match the text of SEARCH as it stands. If it is not as its system is written, ERR is not set but
 * what is wrong with it. */
static enum system_match match_text(const struct systems *systems,
	const struct system *default_system, struct search *search, struct error *err)
{
	const struct system *named = NULL;
	const struct system_entry *entry;
	const char *text = search->text;
	enum system_match match = SYSTEM_NONE;
	size_t at = 0;
	bool worded;

	while ((entry = systems_next(systems, text, &at)) != NULL)
		try_pattern(search, entry->system, entry->form, entry->form->text);
	worded = search->form != NULL;
	for (size_t i = 0; !worded && default_system != NULL && i < default_system->form_count; i++)
		try_pattern(search, default_system, &default_system->forms[i],
			without_word(default_system->forms[i].text));
	if (search->form != NULL)
		match = settle(search, err);
	else if ((named = systems_named(systems, text)) != NULL ||
		 (named = systems_glued(systems, text)) != NULL)
		match = is_wrong(search, named, &named->forms[0], search->reached);
	return match;
}

/* The system whose word alone was read of TEXT, or which was not understood; or NULL. */
static const struct system *halfway(const struct systems *systems, enum system_match match,
	const struct system_use *use, const char *text, size_t len)
{
	if (match == SYSTEM_WRONG)
		return systems_named(systems, text);
	if (match != SYSTEM_FOUND || !isalpha((unsigned char)*text))
		return NULL;
	return !system_is_given(use) && len == strcspn(text, " \t") ? use->system : NULL;
}

/* Match TEXT without the words from BEGIN to END. Returns false if that is nothing better. */
static bool match_without(const struct systems *systems, const char *text, size_t begin, size_t end,
	struct system_use *use, size_t *len)
{
	char *bare = mem_printf("%.*s%s", (int)begin, text, text + end);
	struct system_use found = {.system = NULL};
	struct search search = {.text = bare, .use = &found};
	struct error err;
	bool fine = match_text(systems, NULL, &search, &err) == SYSTEM_FOUND &&
		    (search.len > begin || found.system->continues);

	if (fine) {
		if (found.repeats != NULL)
			found.repeats = text + (found.repeats - bare);
		*use = found;
		*len = search.len + (end - begin);
	}
	free(bare);
	return fine;
}

/* ---- what is told of wrong ones ---- */

/* TEXT with the first letter of each word for the word, where a number follows: "sr 12 limit 6" as
 * "sr 12 l6". Returns it, allocated, if all of it is understood then; or NULL. */
static char *in_letters(const struct systems *systems, const char *text)
{
	size_t word = lex_letters(text), end = strcspn(text, "#;,");
	struct strbuf bare = STRBUF_INIT;
	struct system_use found;
	struct search search = {.use = &found};
	struct error err;
	bool changed = false;

	while (end > word && strchr(" \t", text[end - 1]) != NULL)
		end--;
	strbuf_add(&bare, text, word);
	for (size_t at = word, len; at < end; at += len) {
		size_t number;

		len = lex_letters(text + at);
		number = at + len + strspn(text + at + len, " \t:=");
		if (len > 1 && isdigit((unsigned char)text[number])) {
			strbuf_addch(&bare, text[at]);
			len = number - at;
			changed = true;
		} else {
			len += len == 0;
			strbuf_add(&bare, text + at, len);
		}
	}
	search.text = bare.text;
	if (changed && match_text(systems, NULL, &search, &err) == SYSTEM_FOUND &&
		search.len == bare.len)
		return strbuf_detach(&bare);
	strbuf_release(&bare);
	return NULL;
}

/* Whether FORM has more options than an example can show. */
static bool has_options(const char *form)
{
	const char *option = strchr(form, '[');

	return option != NULL && strchr(option + 1, '[') != NULL;
}

/* Whether what was read into USE is a roll without more: numbers were given, or none are needed. */
static bool rolls_alone(const struct system_use *use)
{
	return use->system->continues || use->system->param_count == 0 || system_is_given(use);
}

/* A line for what SEARCH found wrong that is understood: with letters for words, what is wrong as a
 * comment, or an example. Returns it, allocated. */
static char *right_line(const struct systems *systems, const struct search *search)
{
	char *line = in_letters(systems, search->text);
	size_t end = search->len;

	if (line != NULL)
		return line;
	if (search->form == NULL || !rolls_alone(search->use))
		return mem_strdup(search->wrong->examples[0].input);
	return mem_printf("%.*s # %s", (int)end, search->text,
		search->text + lex_past_blanks(search->text, end));
}

/* Say what is wrong with what SEARCH found, and how its system is written. */
static void say_wrong(const struct systems *systems, const struct search *search, struct error *err)
{
	const struct system *system = search->wrong;
	char *line = right_line(systems, search);
	bool example = strcmp(line, system->examples[0].input) == 0;
	struct strbuf text = STRBUF_INIT;

	if (!example || has_options(search->wrong_form->text)) {
		system_form_show(system, search->wrong_form->text, &text);
		strbuf_addstr(&text, example ? ", such as " : "; write ");
	}
	error_at(err, (int)search->wrong_at + 1, "%s is written like this: %s%s", system->name,
		text.text, line);
	strbuf_release(&text);
	free(line);
}

enum system_match system_match(const struct systems *systems, const struct system *default_system,
	const char *text, struct system_use *use, size_t *len, struct error *err)
{
	struct search search = {.text = text, .use = use};
	enum system_match match = match_text(systems, default_system, &search, err);
	const struct system *system = halfway(systems, match, use, text, search.len);
	size_t begin, end;

	*len = search.len;
	if (system != NULL && system_skill(system, text, &begin, &end) &&
		match_without(systems, text, begin, end, use, len))
		return SYSTEM_FOUND;
	if (search.wrong != NULL)
		say_wrong(systems, &search, err);
	return match;
}
