/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find what the names in entries mean. A table ends if one of its entries needs no other table, or
 * only such as end: that is found step by step, from those that need none. What remains would go
 * round for ever, however the dice fall. What may go round, and need not, is allowed; draw.c stops
 * it. */
#include "set_impl.h"

static void tell(struct strbuf *mistakes, const struct named_table *item, size_t line,
	const char *name, const char *why)
{
	strbuf_addf(mistakes, "%s:%zu: [@%s] %s\n", item->path, line, name, why);
}

/* ---- names ---- */

/* Find the tables that ENTRY of ITEM names. Returns the name of one that is missing, or NULL. */
static const char *resolve(
	const struct tables *tables, const struct table_entry *entry, struct table_part *parts)
{
	for (size_t i = 0; i < entry->part_count; i++) {
		if (parts[i].kind != PART_TABLE)
			continue;
		parts[i].table = tables_find(tables, parts[i].text);
		if (parts[i].table == NULL)
			return parts[i].text;
	}
	return NULL;
}

static void resolve_table(
	const struct tables *tables, struct named_table *item, bool again, struct strbuf *mistakes)
{
	for (size_t i = 0; i < item->file->count && !item->broken; i++) {
		struct table_entry *entry = &item->file->entries[i];
		const char *missing = resolve(tables, entry, entry->parts);

		if (missing == NULL)
			continue;
		item->broken = true;
		tell(mistakes, item, entry->line, missing,
			again ? "names a table that is left out" : "names no table");
	}
}

/* Find all names. Returns whether a table is left out. */
static bool resolve_all(struct tables *tables, bool again, struct strbuf *mistakes)
{
	for (size_t i = 0; i < tables->count; i++)
		resolve_table(tables, &tables->items[i], again, mistakes);
	return tables_sweep(tables);
}

/* ---- ends ---- */

/* Return the first part of ENTRY whose table is not known to end, or NULL. */
static const struct table_part *endless_part(const struct table_entry *entry)
{
	for (size_t i = 0; i < entry->part_count; i++)
		if (entry->parts[i].kind == PART_TABLE && !entry->parts[i].table->ends)
			return &entry->parts[i];
	return NULL;
}

static bool can_end(const struct tablefile *file)
{
	for (size_t i = 0; i < file->count; i++)
		if (endless_part(&file->entries[i]) == NULL)
			return true;
	return false;
}

/* Find more tables that end. Returns whether there were any. */
static bool find_ends(struct tables *tables)
{
	bool found = false;

	for (size_t i = 0; i < tables->count; i++) {
		struct tablefile *file = tables->items[i].file;

		if (!file->ends && can_end(file))
			file->ends = found = true;
	}
	return found;
}

static bool drop_endless(struct tables *tables, struct strbuf *mistakes)
{
	for (size_t i = 0; i < tables->count; i++) {
		struct named_table *item = &tables->items[i];
		const struct table_entry *entry = &item->file->entries[0];

		if (item->file->ends)
			continue;
		item->broken = true;
		tell(mistakes, item, entry->line, endless_part(entry)->text,
			"never ends: every entry leads to another table, for ever");
	}
	return tables_sweep(tables);
}

void tables_link(struct tables *tables, struct strbuf *mistakes)
{
	bool again = false;

	do {
		while (resolve_all(tables, again, mistakes))
			again = true;
		while (find_ends(tables))
			;
		again = true;
	} while (drop_endless(tables, mistakes));
}
