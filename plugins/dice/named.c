/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the dice with names of the bot and of the group. */
#include "named.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

/* What is wrong with a line is a line in the log, and the others work. */
static void named_read_folder(struct plugin *self, struct named_dice *named, const char *folder)
{
	struct strbuf mistakes = STRBUF_INIT;

	named_dice_load(named, folder, &mistakes);
	for (char *line = mistakes.text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		plugin_warn(self, "%.*s", (int)(end - line), line);
	strbuf_release(&mistakes);
}

struct named_dice *named_read(struct plugin *self)
{
	struct named_dice *named = named_dice_new();
	char *shipped = mem_printf("%s/dice", plugin_data_dir(self));
	const char *own = plugin_text(self, "dice");

	named_read_folder(self, named, shipped);
	if (*own != '\0')
		named_read_folder(self, named, own);
	free(shipped);
	return named;
}
