/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For a reload that is asked for while the plugin's own handler is on the stack. Its state is
 * counted from nothing after each load, so that the answers tell whether it was reloaded. */
#include <stdlib.h>

#include "base/mem.h"
#include "logios.h"

static void turn_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	int *turns = plugin_state(self);

	(void)argc;
	(void)argv;
	reply(rq, "turn %d", ++*turns);
}

static bool reloads_open(struct plugin *self, struct error *err)
{
	(void)err;
	plugin_set_state(self, mem_zalloc(1, sizeof(int)));
	return true;
}

static void reloads_close(struct plugin *self)
{
	free(plugin_state(self));
}

static const struct command commands[] = {{.name = "turn",
						  .usage = "",
						  .summary = "Count the turns since loading.",
						  .example = "turn",
						  .run = turn_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "reloads_itself", .version = "1.0", .summary = "Counts since it was loaded.",
	.commands = commands, .open = reloads_open, .close = reloads_close);
