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

static void read_systems(const struct plugin *self, struct state *state, struct strbuf *mistakes)
{
	char *shipped = mem_printf("%s/systems", plugin_data_dir(self));
	const char *own = plugin_text(self, "systems");

	state->systems = systems_new();
	systems_load(state->systems, shipped, mistakes);
	if (*own != '\0')
		systems_load(state->systems, own, mistakes);
	free(shipped);
}

static void read_named(const struct plugin *self, struct state *state, struct strbuf *mistakes)
{
	char *shipped = mem_printf("%s/dice", plugin_data_dir(self));
	const char *own = plugin_text(self, "dice");

	state->named = named_dice_new();
	named_dice_load(state->named, shipped, mistakes);
	if (*own != '\0')
		named_dice_load(state->named, own, mistakes);
	free(shipped);
}

/* Read all files into STATE, appending what is wrong with them to MISTAKES, a line each. */
static void read_files(const struct plugin *self, struct state *state, struct strbuf *mistakes)
{
	const char *own = plugin_text(self, "systems");
	struct dice_book book = {.systems = NULL};

	read_systems(self, state, mistakes);
	read_named(self, state, mistakes);
	book.systems = state->systems;
	book.named = state->named;
	if (*own != '\0') /* that the bot's own examples hold is tested */
		dice_check_examples(&book, own, mistakes);
}

void files_read(struct plugin *self, struct state *state)
{
	struct strbuf mistakes = STRBUF_INIT;

	read_files(self, state, &mistakes);
	for (char *line = mistakes.text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		plugin_warn(self, "%.*s", (int)(end - line), line);
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
