/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "dice/systems.h"
#include "plugin.h"

struct systems *cli_systems(void)
{
	struct config *config = config_default();
	char *data_dir = plugins_data_dir(config), *folder = mem_printf("%s/systems", data_dir);
	struct systems *systems = systems_new();
	struct strbuf mistakes = STRBUF_INIT;

	systems_load(systems, folder, &mistakes);
	fputs(mistakes.text, stderr);
	strbuf_release(&mistakes);
	free(folder);
	free(data_dir);
	config_free(config);
	return systems;
}
