/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps all systems, read from folders, and finds them by the first letters of what was typed:
 * every roll asks. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/plainfile.h"
#include "base/strbuf.h"
#include "dice/systems/impl.h"

#define SUFFIX ".ini"

enum { LETTERS = 26 };

struct systems {
	struct system **items; /* by name */
	size_t count;
	struct system_entry *entries; /* by the first letter of their words, longest first */
	size_t entry_count;
	size_t first[LETTERS + 1]; /* where the entries of a letter begin */
	struct system_words words; /* names and aliases: struct system */
	struct system_words ways;  /* to roll again: struct system_again */
};

struct systems *systems_new(void)
{
	return mem_zalloc(1, sizeof(struct systems));
}

void systems_free(struct systems *systems)
{
	if (systems == NULL)
		return;
	for (size_t i = 0; i < systems->count; i++)
		system_free(systems->items[i]);
	free(systems->items);
	free(systems->entries);
	system_words_release(&systems->words);
	system_words_release(&systems->ways);
	free(systems);
}

size_t systems_count(const struct systems *systems)
{
	return systems->count;
}

const struct system *systems_at(const struct systems *systems, size_t index)
{
	return systems->items[index];
}

const char *system_name(const struct system *system)
{
	return system->name;
}

const char *system_title(const struct system *system)
{
	return system->title;
}

const char *system_group(const struct system *system)
{
	return system->group != NULL ? system->group : "";
}

const char *system_help(const struct system *system)
{
	return system->help;
}

const char *system_example(const struct system *system)
{
	return system->examples[0].input;
}

/* ---- by word ---- */

const struct system *systems_find(const struct systems *systems, const char *name)
{
	return *name != '\0' ? system_words_find(&systems->words, name, strlen(name)) : NULL;
}

const struct system_again *systems_way(const struct systems *systems, const char *word, size_t len)
{
	return len > 0 ? system_words_find(&systems->ways, word, len) : NULL;
}

const struct system *systems_named(const struct systems *systems, const char *text)
{
	size_t len = 0;

	if (!isalpha((unsigned char)*text))
		return NULL; /* no system's word begins so, and most rolls do */
	while (isalnum((unsigned char)text[len]) || text[len] == '_')
		len++;
	return len > 0 ? system_words_find(&systems->words, text, len) : NULL;
}

const struct system *systems_glued(const struct systems *systems, const char *text)
{
	size_t len = 0;

	while (isalpha((unsigned char)text[len]))
		len++;
	return len > 0 && isdigit((unsigned char)text[len])
		       ? system_words_find(&systems->words, text, len)
		       : NULL;
}

static int letter_of(char c)
{
	return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' : -1;
}

const struct system_entry *systems_next(const struct systems *systems, const char *text, size_t *at)
{
	const char *word = text + strspn(text, "0123456789.");
	int letter = letter_of(*word);

	if (letter < 0 || systems->entry_count == 0)
		return NULL;
	for (; systems->first[letter] + *at < systems->first[letter + 1]; ++*at) {
		const struct system_entry *entry = &systems->entries[systems->first[letter] + *at];
		if (strncasecmp(entry->word, word, entry->len) != 0)
			continue;
		++*at;
		return entry;
	}
	return NULL;
}

static int compare_entries(const void *a, const void *b)
{
	const struct system_entry *left = a, *right = b;
	int letter = letter_of(left->word[0]) - letter_of(right->word[0]);

	if (letter != 0)
		return letter;
	return left->len != right->len ? (left->len > right->len ? -1 : 1)
				       : strcasecmp(left->form->text, right->form->text);
}

static void add_entry(
	struct systems *systems, const struct system *system, const struct system_form *form)
{
	const char *word = form->text;

	if (*word == '{')
		word += strcspn(word, "}") + 1;
	word += strspn(word, " .0123456789");
	systems->entries[systems->entry_count++] = (struct system_entry){
		.system = system, .form = form, .word = word, .len = strcspn(word, " {[")};
}

static void index_names(struct systems *systems)
{
	system_words_release(&systems->words);
	system_words_release(&systems->ways);
	for (size_t i = 0; i < systems->count; i++) {
		const struct system *system = systems->items[i];

		system_words_add(&systems->words, system->name, system);
		for (size_t a = 0; a < system->alias_count; a++)
			system_words_add(&systems->words, system->aliases[a], system);
		for (size_t a = 0; a < system->again_count; a++)
			system_words_add(
				&systems->ways, system->agains[a].name, &system->agains[a]);
	}
	system_words_sort(&systems->words);
	system_words_sort(&systems->ways);
}

static void index_forms(struct systems *systems)
{
	size_t forms = 0;

	for (size_t i = 0; i < systems->count; i++)
		forms += systems->items[i]->form_count;
	systems->entries = mem_resize(systems->entries, forms, sizeof *systems->entries);
	systems->entry_count = 0;
	for (size_t i = 0; i < systems->count; i++)
		for (size_t f = 0; f < systems->items[i]->form_count; f++)
			add_entry(systems, systems->items[i], &systems->items[i]->forms[f]);
	if (forms > 0)
		qsort(systems->entries, forms, sizeof *systems->entries, compare_entries);
	for (int letter = 0; letter <= LETTERS; letter++) {
		size_t at = 0;
		while (at < forms && letter_of(systems->entries[at].word[0]) < letter)
			at++;
		systems->first[letter] = at;
	}
}

/* ---- reading ---- */

static int compare_systems(const void *a, const void *b)
{
	return strcasecmp((*(struct system *const *)a)->name, (*(struct system *const *)b)->name);
}

static bool is_called(const struct system *system, const char *word)
{
	if (strcasecmp(system->name, word) == 0)
		return true;
	for (size_t i = 0; i < system->alias_count; i++)
		if (strcasecmp(system->aliases[i], word) == 0)
			return true;
	return false;
}

static bool share_a_word(const struct system *a, const struct system *b)
{
	if (is_called(b, a->name))
		return true;
	for (size_t i = 0; i < a->alias_count; i++)
		if (is_called(b, a->aliases[i]))
			return true;
	return false;
}

/* A word that two systems take is a mistake of the later file, unless it replaces the earlier. */
static bool words_free(
	const struct systems *systems, const struct system *added, struct strbuf *mistakes)
{
	const struct system *other = NULL;

	for (size_t i = 0; i < systems->count && other == NULL; i++)
		if (strcasecmp(systems->items[i]->name, added->name) != 0 &&
			share_a_word(systems->items[i], added))
			other = systems->items[i];
	if (other != NULL)
		strbuf_addf(mistakes, "%s: its name or alias is taken by %s\n", added->path,
			other->path);
	return other == NULL;
}

static void add(struct systems *systems, struct system *added, struct strbuf *mistakes)
{
	if (!words_free(systems, added, mistakes)) {
		system_free(added);
		return;
	}
	for (size_t i = 0; i < systems->count; i++) {
		if (strcasecmp(systems->items[i]->name, added->name) != 0)
			continue;
		system_free(systems->items[i]);
		systems->items[i] = added;
		return;
	}
	if (systems->count == SYSTEM_MAX_SYSTEMS) {
		strbuf_addf(mistakes, "%s: there are %d systems already\n", added->path,
			SYSTEM_MAX_SYSTEMS);
		system_free(added);
		return;
	}
	systems->items = mem_resize(systems->items, systems->count + 1, sizeof(struct system *));
	systems->items[systems->count++] = added;
}

static void take_text(struct systems *systems, const char *path, const char *text, size_t len,
	struct strbuf *mistakes)
{
	struct system *system = system_read(path, text, len, mistakes);

	if (system != NULL)
		add(systems, system, mistakes);
}

static void read_file(struct systems *systems, const char *path, struct strbuf *mistakes)
{
	struct strbuf text = STRBUF_INIT;

	if (plainfile_read(path, SYSTEM_MAX_FILE, &text))
		take_text(systems, path, text.text, text.len, mistakes);
	else
		strbuf_addf(mistakes, "%s: %s\n", path, plainfile_trouble(errno));
	strbuf_release(&text);
}

static int is_file(const struct dirent *entry)
{
	return plainfile_named(entry->d_name, SUFFIX);
}

static void put_in_order(struct systems *systems)
{
	if (systems->count > 1)
		qsort(systems->items, systems->count, sizeof *systems->items, compare_systems);
	index_names(systems);
	index_forms(systems);
}

void systems_load(struct systems *systems, const char *folder, struct strbuf *mistakes)
{
	struct dirent **names = NULL;
	int count = scandir(folder, &names, is_file, alphasort);

	if (count < 0 && errno != ENOENT)
		strbuf_addf(mistakes, "%s: %s\n", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		char *path = mem_printf("%s/%s", folder, names[i]->d_name);
		read_file(systems, path, mistakes);
		free(path);
		free(names[i]);
	}
	free(names);
	put_in_order(systems);
}

void systems_add(struct systems *systems, const char *path, const char *text, size_t len,
	struct strbuf *mistakes)
{
	take_text(systems, path, text, len, mistakes);
	put_in_order(systems);
}
