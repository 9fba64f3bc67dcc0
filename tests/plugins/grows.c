/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds and takes back commands and settings while it runs. */
#include <stdio.h>
#include <string.h>

#include "logios.h"

static void grown_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	if (argc > 1 && strcmp(argv[1], "wither") == 0)
		reply(rq,
			plugin_remove_command(self, argv[0], request_place(rq)) ||
					plugin_remove_command(self, argv[0], NULL)
				? "%s withers."
				: "%s stays.",
			argv[0]);
	else
		reply(rq, "I am %s.", argv[0]);
}

static void grow(struct plugin *self, struct request *rq, const char *word, const char *place)
{
	char name[40];
	struct error err;
	const struct command row = {.name = name,
		.aliases = "twin",
		.usage = "[wither]",
		.summary = "Grown.",
		.example = name,
		.max_args = 1,
		.run = grown_run};

	snprintf(name, sizeof name, "%s", word);
	if (plugin_add_command(self, &row, place, &err))
		reply(rq, "%s grows.", word);
	else
		reply_error(rq, &err);
	memset(name, 'x', sizeof name); /* the row was copied */
}

static void grow_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	grow(self, rq, argv[1], argc > 2 ? request_place(rq) : NULL);
}

static void setting_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct setting row = {.name = argv[1],
		.type = SETTING_NUMBER,
		.value = argc > 2 ? argv[2] : "7",
		.min = 1,
		.max = 99,
		.help = "A number."};
	struct error err;

	if (plugin_add_setting(self, &row, &err))
		reply(rq, "%s is %ld.", argv[1], plugin_number(self, argv[1]));
	else
		reply_error(rq, &err);
}

static void unset_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc;
	reply(rq, plugin_remove_setting(self, argv[1]) ? "Gone." : "There is none.");
}

static void nothing(struct plugin *self, void *arg)
{
	(void)self, (void)arg;
}

/* Set timers and add commands until no more are taken. */
static void fill_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	unsigned timers = 0, rows = 0;
	char name[40] = "weed0";
	struct error err;
	struct command row = {
		.name = name, .usage = "", .summary = "Weed.", .example = name, .run = grown_run};

	(void)argc, (void)argv;
	while (timers < 100000 && plugin_after(self, 1000, nothing, NULL) != NULL)
		timers++;
	while (rows < 100000 && plugin_add_command(self, &row, NULL, &err))
		snprintf(name, sizeof name, "weed%u", ++rows);
	reply(rq, "%u timers, %u commands: %s", timers, rows, err.text);
}

static const struct command commands[] = {
	{.name = "fill",
		.usage = "",
		.summary = "Add all that can be added.",
		.example = "fill",
		.run = fill_run},
	{.name = "grow",
		.usage = "WORD [here]",
		.summary = "Add a command.",
		.example = "grow tree",
		.min_args = 1,
		.max_args = 2,
		.run = grow_run},
	{.name = "setting",
		.usage = "NAME [DEFAULT]",
		.summary = "Add a setting.",
		.example = "setting height",
		.min_args = 1,
		.max_args = 2,
		.run = setting_run},
	{.name = "unset",
		.usage = "NAME",
		.summary = "Take back a setting.",
		.example = "unset height",
		.min_args = 1,
		.max_args = 1,
		.run = unset_run},
	{.name = NULL},
};

static const struct setting settings[] = {
	{.name = "fixed", .type = SETTING_NUMBER, .value = "1", .max = 9, .help = "A number."},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "grows", .version = "1.0", .summary = "Grows.", .commands = commands,
	.settings = settings, .adds_settings = true);
