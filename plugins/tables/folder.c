/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the files of a folder of tables, and the decks, which are tables as well. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/plainfile.h"
#include "cards/cards.h"
#include "set_impl.h"

#define SUFFIX ".txt"

static void load_file(
	struct tables *tables, const char *path, const char *name, struct strbuf *mistakes)
{
	struct strbuf text = STRBUF_INIT;
	struct tablefile *file;
	struct error err;

	if (!plainfile_read(path, TABLEFILE_BYTES_MAX, &text)) {
		strbuf_addf(
			mistakes, "%s:1: it cannot be read: %s\n", path, plainfile_trouble(errno));
	} else {
		file = tablefile_parse(path, text.text, text.len, &err);
		if (file == NULL || !tables_add(tables, name, path, file, &err))
			strbuf_addf(mistakes, "%s\n", err.text);
	}
	strbuf_release(&text);
}

static int is_table(const struct dirent *entry)
{
	return plainfile_named(entry->d_name, SUFFIX);
}

/* Load FILE of FOLDER, unless its name will not do or is that of BEFORE, the file before it. */
static void load_named(struct tables *tables, const char *folder, const char *file,
	const char *before, struct strbuf *mistakes)
{
	size_t len = strlen(file) - strlen(SUFFIX);
	char *path = mem_printf("%s/%s", folder, file), *name = mem_strndup(file, len);

	if (!tablefile_name_valid(name, len))
		strbuf_addf(mistakes,
			"%s:1: a table's name has at most %d letters, digits, - and _\n", path,
			TABLEFILE_NAME_BYTES_MAX);
	else if (before != NULL && strcasecmp(before, file) == 0)
		strbuf_addf(mistakes, "%s:1: %s has the same name\n", path, before);
	else
		load_file(tables, path, name, mistakes);
	free(path);
	free(name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	int order = strcasecmp((*a)->d_name, (*b)->d_name);

	return order != 0 ? order : strcmp((*a)->d_name, (*b)->d_name);
}

void tables_load(struct tables *tables, const char *folder, struct strbuf *mistakes)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_table, by_name);

	if (count < 0) {
		if (errno != ENOENT)
			strbuf_addf(mistakes, "%s:1: %s\n", folder, strerror(errno));
		return;
	}
	for (int i = 0; i < count; i++)
		load_named(tables, folder, entries[i]->d_name,
			i > 0 ? entries[i - 1]->d_name : NULL, mistakes);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
}

/* ---- decks ---- */

/* Return the cards of DECK as a table: one entry each. */
static struct tablefile *table_of(const struct deckfile *deck)
{
	struct tablefile *file = mem_zalloc(1, sizeof *file);

	file->arena = (struct arena)ARENA_INIT;
	file->title = "";
	file->count = deck->count;
	file->low = 1;
	file->high = (uint32_t)deck->count;
	file->dice = arena_printf(&file->arena, "1d%u", file->high);
	file->entries = mem_zalloc(deck->count, sizeof *file->entries);
	for (size_t i = 0; i < deck->count; i++) {
		struct table_part *part = arena_zalloc(&file->arena, 1, sizeof *part);
		struct table_entry *entry = &file->entries[i];

		part->text = entry->text = arena_strdup(&file->arena, deck->cards[i]);
		entry->parts = part;
		entry->part_count = 1;
		entry->first = entry->last = (uint32_t)i + 1;
		entry->line = i + 1;
	}
	file->bytes = sizeof *file + file->arena.total + deck->count * sizeof *file->entries;
	return file;
}

void tables_load_decks(struct tables *tables, const char *folder)
{
	struct deckfile_types types;

	deckfile_types_list(&types, folder, NULL);
	for (size_t i = 0; i < types.count; i++) {
		const char *name = types.names[i];
		struct deckfile *deck = tables_find(tables, name) == NULL
						? deckfile_load(folder, name, NULL)
						: NULL;

		if (deck != NULL && tables_add(tables, name, name, table_of(deck), NULL))
			tables_lookup(tables, name)->deck = true;
		deckfile_free(deck);
	}
	deckfile_types_release(&types);
}
