/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replaces lines before their words are looked up: some once, some in a row, some without end. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "logios.h"

static const char *replace(struct plugin *self, struct request *rq, const char *line)
{
	static const struct {
		const char *line, *instead;
	} macros[] = {
		{"fireball", "echo2 8d6 of fire"},
		{"big fireball", "fireball"},
		{"round", "and round"},
		{"and round", "round"},
		{"nothing", ""},
	};
	char *text;

	(void)self;
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (strcmp(line, macros[i].line) == 0)
			return macros[i].instead;
	if (strcmp(line, "long") != 0)
		return NULL;
	text = arena_zalloc(request_arena(rq), PLUGIN_REPLACE_BYTES_MAX + 2, 1);
	memset(text, 'x', PLUGIN_REPLACE_BYTES_MAX + 1);
	return text;
}

static void echo_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self, (void)argc;
	reply(rq, "%s casts %s", request_nick(rq), argv[1]);
}

static const struct command commands[] = {
	{.name = "echo2",
		.usage = "TEXT",
		.summary = "Say it.",
		.example = "echo2 hello",
		.min_args = 1,
		.max_args = 1,
		.run = echo_run},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "macros", .version = "1.0", .summary = "Replaces lines.",
	.commands = commands, .replace = replace);
