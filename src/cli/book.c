/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the game systems and named dice that come with the bot. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "dice/named.h"
#include "dice/systems.h"
#include "plugin/plugin.h"

void cli_book_read(struct cli_book *own)
{
	struct config *config = config_default();
	char *data_dir = plugins_data_dir(config);
	char *systems_dir = mem_printf("%s/systems", data_dir);
	char *dice_dir = mem_printf("%s/dice", data_dir);
	struct systems *systems = systems_new();
	struct named_dice *named = named_dice_new();
	struct strbuf mistakes = STRBUF_INIT;

	systems_load(systems, systems_dir, &mistakes);
	named_dice_load(named, dice_dir, &mistakes);
	fputs(mistakes.text, stderr);
	*own = (struct cli_book){
		.systems = systems, .named = named, .book = {.systems = systems, .named = named}};
	strbuf_release(&mistakes);
	free(dice_dir);
	free(systems_dir);
	free(data_dir);
	config_free(config);
}

void cli_book_free(struct cli_book *own)
{
	systems_free(own->systems);
	named_dice_free(own->named);
}
