/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the tables in the order of their names. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "set_impl.h"

struct tables *tables_new(void)
{
	return mem_zalloc(1, sizeof(struct tables));
}

static void release(struct tables *tables, struct named_table *item)
{
	tables->bytes -= item->file->bytes;
	tablefile_free(item->file);
	free(item->name);
	free(item->path);
}

void tables_free(struct tables *tables)
{
	if (tables == NULL)
		return;
	for (size_t i = 0; i < tables->count; i++)
		release(tables, &tables->items[i]);
	free(tables->items);
	free(tables);
}

/* Return the place of NAME, or the one where it would be put. */
static size_t position(const struct tables *tables, const char *name)
{
	size_t low = 0, high = tables->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcasecmp(tables->items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct named_table *tables_lookup(const struct tables *tables, const char *name)
{
	size_t at = position(tables, name);

	return at < tables->count && strcasecmp(tables->items[at].name, name) == 0
		       ? &tables->items[at]
		       : NULL;
}

/* Open a gap for one more at AT. */
static struct named_table *make_room(struct tables *tables, size_t at)
{
	if (tables->count == tables->room) {
		tables->room = tables->room > 0 ? tables->room * 2 : 16;
		tables->items = mem_resize(tables->items, tables->room, sizeof *tables->items);
	}
	memmove(&tables->items[at + 1], &tables->items[at],
		(tables->count - at) * sizeof *tables->items);
	tables->count++;
	return &tables->items[at];
}

bool tables_add(struct tables *tables, const char *name, const char *path, struct tablefile *file,
	struct error *err)
{
	struct named_table *item = tables_lookup(tables, name);

	if ((item == NULL && tables->count == TABLES_MAX) ||
		tables->bytes + file->bytes > TABLES_BYTES_MAX) {
		error_set(err, "%s:1: there are at most %d tables, of %d MiB", path, TABLES_MAX,
			TABLES_BYTES_MAX >> 20);
		tablefile_free(file);
		return false;
	}
	if (item != NULL)
		release(tables, item);
	else
		item = make_room(tables, position(tables, name));
	*item = (struct named_table){
		.name = mem_strdup(name), .path = mem_strdup(path), .file = file};
	tables->bytes += file->bytes;
	return true;
}

bool tables_sweep(struct tables *tables)
{
	size_t kept = 0, before = tables->count;

	for (size_t i = 0; i < before; i++) {
		if (tables->items[i].broken)
			release(tables, &tables->items[i]);
		else
			tables->items[kept++] = tables->items[i];
	}
	tables->count = kept;
	return kept < before;
}

const struct tablefile *tables_find(const struct tables *tables, const char *name)
{
	const struct named_table *item = tables_lookup(tables, name);

	return item != NULL ? item->file : NULL;
}

const char *tables_nearest(const struct tables *tables, const char *name)
{
	struct nearest search;

	nearest_begin(&search, name);
	for (size_t i = 0; i < tables->count; i++)
		nearest_offer(&search, tables->items[i].name);
	return search.best;
}

size_t tables_count(const struct tables *tables)
{
	return tables->count;
}

const struct tablefile *tables_at(const struct tables *tables, size_t index)
{
	return tables->items[index].file;
}

const char *tables_name(const struct tables *tables, size_t index)
{
	return tables->items[index].name;
}

bool tables_is_deck(const struct tables *tables, size_t index)
{
	return tables->items[index].deck;
}

const char *tables_name_of(const struct tables *tables, const struct tablefile *file)
{
	for (size_t i = 0; i < tables->count; i++)
		if (tables->items[i].file == file)
			return tables->items[i].name;
	return "";
}
