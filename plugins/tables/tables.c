/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plugin: random tables, read from files when it is opened and at every rehash. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "base/arena.h"
#include "words.h"

/* ---- files ---- */

static void load_from(const struct plugin *self, struct tables *tables, const char *folder,
	void (*load)(struct tables *tables, const char *path, struct strbuf *mistakes),
	struct strbuf *mistakes)
{
	char *path = mem_printf("%s/%s", plugin_data_dir(self), folder);

	load(tables, path, mistakes);
	free(path);
}

static void load_decks(struct tables *tables, const char *folder, struct strbuf *mistakes)
{
	(void)mistakes;
	tables_load_decks(tables, folder);
}

/* Read all files; what is wrong with them is appended to MISTAKES, a line each. */
static struct tables *read_files(const struct plugin *self, struct strbuf *mistakes)
{
	struct tables *tables = tables_new();
	const char *own = plugin_text(self, "tables");

	load_from(self, tables, "tables", tables_load, mistakes);
	if (*own != '\0')
		tables_load(tables, own, mistakes);
	load_from(self, tables, "decks", load_decks, mistakes);
	tables_link(tables, mistakes);
	return tables;
}

static void tables_rehash(struct plugin *self, struct strbuf *mistakes)
{
	tables_free(plugin_state(self));
	plugin_set_state(self, read_files(self, mistakes));
}

static bool tables_open(struct plugin *self, struct error *err)
{
	struct strbuf mistakes = STRBUF_INIT;

	(void)err;
	tables_rehash(self, &mistakes);
	plugin_warn_lines(self, mistakes.text);
	strbuf_release(&mistakes);
	return true;
}

static void tables_close(struct plugin *self)
{
	tables_free(plugin_state(self));
}

static void tables_check(struct plugin *self, struct strbuf *mistakes)
{
	tables_free(read_files(self, mistakes));
}

/* ---- !tables ---- */

static void list(struct request *rq, const struct tables *tables)
{
	struct strbuf names[2] = {STRBUF_INIT, STRBUF_INIT};

	for (size_t i = 0; i < tables_count(tables); i++) {
		struct strbuf *line = &names[tables_is_deck(tables, i)];

		if (tables_at(tables, i)->inner)
			continue;
		strbuf_addf(line, "%s%s", line->len > 0 ? ", " : "", tables_name(tables, i));
	}
	reply(rq, "Tables: %s%s%s. tables NAME tells more of one.",
		names[0].len > 0 ? names[0].text : "none",
		names[1].len > 0 ? "; decks serve as well: " : "", names[1].text);
	strbuf_release(&names[0]);
	strbuf_release(&names[1]);
}

static void tables_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct tables *tables = plugin_state(self);
	const struct tablefile *file = argc > 1 ? tables_find(tables, argv[1]) : NULL;

	if (argc == 1)
		list(rq, tables);
	else if (file == NULL)
		reply(rq, "There is no table %s; tables lists them.",
			quote_words(request_arena(rq), argv[1]));
	else
		reply(rq, "%s%s%s: %zu %s on %s", tables_name_of(tables, file),
			*file->title != '\0' ? ", " : "", file->title, file->count,
			file->count == 1 ? "entry" : "entries", file->dice);
}

/* ---- the plugin ---- */

static const struct command commands[] = {
	{.name = "table",
		.usage = "NAME [N]",
		.summary = "Draw from a random table, once or N times.",
		.example = "table tavern",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 2,
		.run = table_run},
	{.name = "tables",
		.usage = "[NAME]",
		.summary = "List the random tables, or tell what one is.",
		.example = "tables",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = tables_run},
	{.name = NULL}};

static const struct setting settings[] = {
	{.name = "tables",
		.type = SETTING_TEXT,
		.value = "",
		.help = "a folder with random tables of your own, NAME.txt; see logios-tables(7)"},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "tables", .version = "1.0", .summary = "Random tables for the table.",
	.commands = commands, .settings = settings, .open = tables_open, .close = tables_close,
	.rehash = tables_rehash, .check = tables_check);
