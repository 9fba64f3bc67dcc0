/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what plugins seldom do, or should not: nothing of it may harm the bot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "logios.h"

struct rough {
	char *home; /* where `clock` was said last */
	struct plugin_timer *timer;
};

static void say(struct plugin *self, struct request *rq, void *arg)
{
	const char *text = arg;
	struct error err;

	plugin_store_put(self, "said", "last", text, strlen(text), &err);
	reply(rq, "%s", text);
}

static bool speak(struct plugin *self, const char *place, const char *text)
{
	char copy[80];

	snprintf(copy, sizeof copy, "%s", text);
	return plugin_speak(self, place, say, copy);
}

/* Take back the row that runs, and then roll. */
static void mayfly_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	uint32_t face = 0;

	(void)argc;
	plugin_remove_command(self, argv[0], NULL);
	rng_uniform(request_roll(rq, "1d6"), 6, &face);
	reply_roll(rq, (const char[]){(char)('0' + face), '\0'}, "%s: %u", argv[0], (unsigned)face);
	speak(self, request_place(rq), "and is gone");
}

static void plant_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct command row = {.name = argv[1],
		.usage = "",
		.summary = "Live for a day.",
		.example = "mayfly",
		.max_args = 1,
		.run = mayfly_run};
	struct error err;

	(void)argc;
	if (!plugin_add_command(self, &row, NULL, &err))
		reply_error(rq, &err);
}

/* A timer that cancels itself, and takes back the row of `clock`'s own making. */
static void on_time(struct plugin *self, void *arg)
{
	const struct rough *rough = arg;

	plugin_cancel(self, rough->timer);
	plugin_remove_command(self, "mayfly", NULL);
	speak(self, rough->home, "tick");
}

static void clock_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct rough *rough = plugin_state(self);

	(void)argc, (void)argv;
	free(rough->home);
	rough->home = mem_strdup(request_place(rq));
	rough->timer = plugin_after(self, 100, on_time, rough);
}

/* Speak while speaking, for as long as that goes. */
static void nest(struct plugin *self, struct request *rq, void *arg)
{
	unsigned *depth = arg;

	++*depth;
	plugin_speak(self, request_place(rq), nest, depth);
}

static void nest_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	unsigned depth = 0;

	(void)argc, (void)argv;
	nest(self, rq, &depth);
	reply(rq, "%u deep", depth);
}

static void tell_person(struct plugin *self, struct request *rq, void *arg)
{
	(void)self, (void)arg;
	reply(rq, "You are %s", request_person(rq));
}

static void person_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc, (void)argv;
	if (!plugin_speak_to(self, request_person(rq), tell_person, NULL))
		reply(rq, "%s is not in sight", request_person(rq));
}

static void echo_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self, (void)argc;
	reply(rq, "%s, of %zu bytes", argv[1], strlen(argv[1]));
}

/* Replace lines with ones that nobody could have said, in memory that is used again. */
static const char *replace(struct plugin *self, struct request *rq, const char *line)
{
	static const struct {
		const char *line, *instead;
	} macros[] = {
		{"blanks", " \t rough a  b \t"},
		{"bytes", "rough a\r\n\001b\177 c"},
		{"twice", "rough once"},
		{"rough once", "rough two"},
	};
	static char text[80];

	(void)self;
	if (strcmp(line, "talk") == 0)
		reply(rq, "I talk.");
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
		if (strcmp(line, macros[i].line) != 0)
			continue;
		snprintf(text, sizeof text, "%s", macros[i].instead);
		return text;
	}
	return NULL;
}

static void overhear(struct plugin *self, const struct overheard *line)
{
	struct error err;

	if (strcmp(line->text, "hello") == 0)
		speak(self, line->place, "hello back");
	if (line->own)
		plugin_store_put(self, "own", "last", line->text, strlen(line->text), &err);
}

/* Speak wherever somebody is seen who is called moth, before they are gone or after they came. */
static void moved(struct plugin *self, const struct move *move)
{
	for (size_t i = 0; strcmp(move->nick, "moth") == 0 && i < move->place_count; i++)
		speak(self, move->places[i], "a moth");
	if (strcmp(move->nick, "moth") == 0)
		plugin_speak_to(self, move->person_now, tell_person, NULL);
}

static bool rough_open(struct plugin *self, struct error *err)
{
	(void)err;
	plugin_set_state(self, mem_zalloc(1, sizeof(struct rough)));
	return true;
}

static void rough_close(struct plugin *self)
{
	struct rough *rough = plugin_state(self);

	if (rough->home != NULL)
		speak(self, rough->home, "good-bye");
	plugin_after(self, 0, on_time, NULL);
	free(rough->home);
	free(rough);
}

#define WORD(word, args, function)                                                                 \
	{                                                                                          \
		.name = word, .usage = "", .summary = "Test.", .example = word, .min_args = args,  \
		.max_args = args, .run = function                                                  \
	}

static const struct command commands[] = {
	WORD("plant", 1, plant_run),
	WORD("clock", 0, clock_run),
	WORD("nest", 0, nest_run),
	WORD("person", 0, person_run),
	WORD("rough", 1, echo_run),
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "rough", .version = "1.0", .summary = "Is rough.", .commands = commands,
	.replace = replace, .overhear = overhear, .moved = moved, .open = rough_open,
	.close = rough_close);
