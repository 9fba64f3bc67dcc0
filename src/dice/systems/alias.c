/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets a system's other names stand wherever its name does in a form: with the name sr and the
 * alias shadowrun, what reads "sr 6" reads "shadowrun 6". */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "dice/systems/impl.h"

/* Letters, digits and underscores, the first a letter. */
bool system_is_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > SYSTEM_MAX_NAME || !isalpha((unsigned char)name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return false;
	return true;
}

/* Where the word of FORM is, past the pieces in front of it, as in {n}cod; and its length. */
static const char *word_of(const char *form, size_t *len)
{
	while (*form == '{')
		form += strcspn(form, "}") + (strchr(form, '}') != NULL);
	*len = strcspn(form, " {[");
	return form;
}

static bool has_form(const struct system *system, const char *text)
{
	for (size_t i = 0; i < system->form_count; i++)
		if (strcasecmp(system->forms[i].text, text) == 0)
			return true;
	return false;
}

/* FORM with ALIAS for its word, which has LEN bytes from WORD. */
static bool add_form(struct system *system, const struct system_form *form, const char *word,
	size_t len, const char *alias)
{
	struct strbuf text = STRBUF_INIT;
	bool added = true;

	strbuf_add(&text, form->text, (size_t)(word - form->text));
	strbuf_addstr(&text, alias);
	strbuf_addstr(&text, word + len);
	if (!has_form(system, text.text)) {
		added = system->form_count < SYSTEM_MAX_FORMS;
		if (added) {
			struct system_form *made = &system->forms[system->form_count++];
			*made = *form;
			made->text = arena_strndup(&system->arena, text.text, text.len);
		}
	}
	strbuf_release(&text);
	return added;
}

bool system_add_aliases(struct system *system)
{
	size_t forms = system->form_count, name_len = strlen(system->name);

	for (size_t f = 0; f < forms; f++) {
		size_t len;
		const char *word = word_of(system->forms[f].text, &len);
		if (len != name_len || strncasecmp(word, system->name, len) != 0)
			continue;
		for (size_t a = 0; a < system->alias_count; a++)
			if (!add_form(system, &system->forms[f], word, len, system->aliases[a]))
				return false;
	}
	return true;
}
