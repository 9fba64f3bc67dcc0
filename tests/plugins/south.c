/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Has a setting for channels, detail, whose name north uses too. */
#include "logios.h"

static void south_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc, (void)argv;
	reply(rq, "%s", request_setting(rq, self, "detail"));
}

static const struct command commands[] = {
	{.name = "south",
		.usage = "",
		.summary = "Say the settings here.",
		.example = "south",
		.run = south_run},
	{.name = NULL},
};

static const struct setting settings[] = {
	{.name = "detail",
		.type = SETTING_TEXT,
		.value = "south's",
		.per_channel = true,
		.help = "how much is said"},

	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "south", .version = "1.0", .summary = "Has settings for channels.",
	.commands = commands, .settings = settings);
