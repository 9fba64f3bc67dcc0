/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Has a setting for channels, detail, whose name south uses too, and one of its own. */
#include "logios.h"

static void north_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc, (void)argv;
	reply(rq, "%s %s", request_setting(rq, self, "detail"), request_setting(rq, self, "stars"));
}

static const struct command commands[] = {
	{.name = "north",
		.usage = "",
		.summary = "Say the settings here.",
		.example = "north",
		.run = north_run},
	{.name = NULL},
};

static const struct setting settings[] = {
	{.name = "detail",
		.type = SETTING_TEXT,
		.value = "north's",
		.per_channel = true,
		.help = "how much is said"},
	{.name = "stars",
		.type = SETTING_NUMBER,
		.value = "7",
		.max = 9,
		.per_channel = true,
		.help = "how many are seen"},
	{.name = "own", .type = SETTING_FLAG, .value = "no", .help = "not for channels"},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "north", .version = "1.0", .summary = "Has settings for channels.",
	.commands = commands, .settings = settings);
