/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Its open says no: the sentence must be told, and no row of it may be live afterwards. */
#include "logios.h"

static void never_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self;
	(void)argc;
	(void)argv;
	reply(rq, "this must never be said");
}

static bool open_fails(struct plugin *self, struct error *err)
{
	(void)self;
	return error_set(err, "the well is dry");
}

static const struct command commands[] = {{.name = "never",
						  .usage = "",
						  .summary = "Not to be reached.",
						  .example = "never",
						  .run = never_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "open_fails", .version = "1.0", .summary = "Never opens.",
	.commands = commands, .open = open_fails);
