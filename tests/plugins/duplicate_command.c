/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rows with one name: the host must refuse the plugin and keep neither. */
#include "logios.h"

static void twice_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self;
	(void)argc;
	(void)argv;
	reply(rq, "this must never be said");
}

static const struct command commands[] = {{.name = "twice",
						  .usage = "",
						  .summary = "The first.",
						  .example = "twice",
						  .run = twice_run},
	{.name = "twice",
		.usage = "",
		.summary = "The second.",
		.example = "twice",
		.run = twice_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "duplicate_command", .version = "1.0", .summary = "Says a word twice.",
	.commands = commands);
