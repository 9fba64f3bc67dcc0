/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wants a word that the core has: the core's must stay. */
#include "logios.h"

static void help_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self;
	(void)argc;
	(void)argv;
	reply(rq, "this must never be said");
}

static const struct command commands[] = {{.name = "help",
						  .usage = "",
						  .summary = "Not the real one.",
						  .example = "help",
						  .run = help_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "takes_core_word", .version = "1.0", .summary = "Takes what is not its own.",
	.commands = commands);
