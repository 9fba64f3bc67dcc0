/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the files of game systems and of dice with names, the bot's and those of the group, and
 * says what is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/examples.h"
#include "dice/named.h"
#include "words.h"

/* A kind of files: "systems", "dice". The setting of that name may name one more folder. */
struct files {
	const struct plugin *self;
	const char *kind;
	void (*load)(void *arg, const char *folder, struct strbuf *mistakes);
	void *arg;
	struct strbuf *mistakes;
};

/* Read those of the AT-th folder of all but the setting's, after those of the folders behind it:
 * what is read later takes the place of what was there. */
static void read_from(const struct files *files, unsigned at)
{
	const char *folder = plugin_data_folder(files->self, at);
	char *path;

	if (folder == NULL)
		return;
	read_from(files, at + 1);
	path = mem_printf("%s/%s", folder, files->kind);
	if (strcmp(path, plugin_text(files->self, files->kind)) != 0)
		files->load(files->arg, path, files->mistakes);
	free(path);
}

static void read_kind(const struct files *files)
{
	const char *own = plugin_text(files->self, files->kind);

	read_from(files, 0);
	if (*own != '\0')
		files->load(files->arg, own, files->mistakes);
}

static void load_systems(void *arg, const char *folder, struct strbuf *mistakes)
{
	systems_load(arg, folder, mistakes);
}

static void load_named(void *arg, const char *folder, struct strbuf *mistakes)
{
	named_dice_load(arg, folder, mistakes);
}

/* Read all files into STATE, appending what is wrong with them to MISTAKES, a line each. */
static void read_files(const struct plugin *self, struct state *state, struct strbuf *mistakes)
{
	const char *own = plugin_text(self, "systems");
	struct dice_book book = {.systems = NULL};

	state->systems = systems_new();
	read_kind(&(struct files){self, "systems", load_systems, state->systems, mistakes});
	state->named = named_dice_new();
	read_kind(&(struct files){self, "dice", load_named, state->named, mistakes});
	book.systems = state->systems;
	book.named = state->named;
	/* That the bot's own examples, in the last folder, hold is tested. */
	for (unsigned at = 0; plugin_data_folder(self, at + 1) != NULL; at++) {
		char *path = mem_printf("%s/systems", plugin_data_folder(self, at));
		if (strcmp(path, own) != 0)
			dice_check_examples(&book, path, mistakes);
		free(path);
	}
	if (*own != '\0')
		dice_check_examples(&book, own, mistakes);
}

void files_read(struct plugin *self, struct state *state)
{
	struct strbuf mistakes = STRBUF_INIT;

	read_files(self, state, &mistakes);
	plugin_warn_lines(self, mistakes.text);
	strbuf_release(&mistakes);
}

void files_free(struct state *state)
{
	systems_free(state->systems);
	named_dice_free(state->named);
}

void files_check(struct plugin *self, struct strbuf *mistakes)
{
	struct state state = {.systems = NULL};

	read_files(self, &state, mistakes);
	files_free(&state);
}
