/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls a host function that no host has: loading must fail and name it. */
#include "logios.h"

void logios_function_of_tomorrow(struct request *rq);

static void tomorrow_run(
	struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self;
	(void)argc;
	(void)argv;
	logios_function_of_tomorrow(rq);
}

static const struct command commands[] = {{.name = "tomorrow",
						  .usage = "",
						  .summary = "Needs a newer host.",
						  .example = "tomorrow",
						  .run = tomorrow_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "missing_function", .version = "1.0", .summary = "Needs a newer host.",
	.commands = commands);
