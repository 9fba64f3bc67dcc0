/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a table file: either an error with its line, or a table that keeps the promises of
 * plugins/tables/tablefile.h, and that can be drawn from. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "plugins/tables/draw.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int kept)
{
	if (!kept)
		abort();
}

static void check_entries(const struct tablefile *file)
{
	uint32_t next = file->low;

	for (size_t i = 0; i < file->count; i++) {
		const struct table_entry *entry = &file->entries[i];

		demand(entry->first == next && entry->last >= entry->first);
		demand(entry->part_count > 0 && entry->part_count <= TABLEFILE_PARTS_MAX);
		demand(entry->text[0] != '\0' && strlen(entry->text) <= TABLEFILE_ENTRY_BYTES_MAX);
		demand(tablefile_entry(file, entry->last) == entry);
		next = entry->last + 1;
	}
	demand(next == file->high + 1);
}

/* Every table's dice show the greatest number they can, all others 7. */
static bool roll(
	void *arg, const char *dice, const struct tablefile *file, double *total, struct error *err)
{
	(void)arg, (void)dice, (void)err;
	*total = file != NULL ? file->high : 7;
	return true;
}

static void draw_once(const struct tables *tables)
{
	struct draw draw = {.tables = tables, .roll = roll};
	struct strbuf out = STRBUF_INIT;

	demand(draw_from(&draw, tables_at(tables, 0), &out, NULL));
	demand(draw.rolls <= DRAW_ROLLS_MAX);
	demand(out.len <= DRAW_BYTES_MAX + 2 * TABLEFILE_ENTRY_BYTES_MAX);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = {.text = ""};
	struct tablefile *file = tablefile_parse("fuzz", (const char *)data, size, &err);
	struct tables *tables;
	struct strbuf mistakes = STRBUF_INIT;

	if (file == NULL) {
		demand(strncmp(err.text, "fuzz:", 5) == 0);
		return 0;
	}
	demand(file->count > 0 && file->count <= TABLEFILE_ENTRIES_MAX);
	check_entries(file);
	tables = tables_new();
	demand(tables_add(tables, "a", "a.txt", file, &err));
	tables_link(tables, &mistakes);
	demand((tables_count(tables) == 0) == (mistakes.len > 0));
	if (tables_count(tables) > 0)
		draw_once(tables);
	strbuf_release(&mistakes);
	tables_free(tables);
	return 0;
}
