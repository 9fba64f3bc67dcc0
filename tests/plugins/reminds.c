/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speaks without being asked: in a channel or to a person, after a timer, with a roll of its own,
 * and what it says is in the store before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "logios.h"

struct reminder {
	struct reminder *next; /* of those that wait */
	char *to;              /* a table or, */
	bool person;           /* then, a person */
	char text[80];
};

static void remember(struct plugin *self, struct request *rq, const char *text)
{
	struct error err;

	if (!plugin_store_put(self, "said", "last", text, strlen(text), &err))
		reply_error(rq, &err);
}

/* Count what was said, roll a die about it, and say both. */
static void say(struct plugin *self, struct request *rq, void *arg)
{
	const char *text = arg;
	uint32_t face = 0;

	remember(self, rq, text);
	rng_uniform(request_roll(rq, "1d6"), 6, &face);
	reply_roll(rq, (const char[]){(char)('0' + face), '\0'}, "%s says at %lld: %s (%u)",
		request_nick(rq), (long long)plugin_wall_s(self), text, (unsigned)face);
	reply_private(rq, "Nobody asked.");
}

static void reminder_free(struct reminder *reminder)
{
	free(reminder->to);
	free(reminder);
}

static void take_out(struct plugin *self, const struct reminder *reminder)
{
	struct reminder *first = plugin_state(self), **at = &first;

	while (*at != reminder)
		at = &(*at)->next;
	*at = reminder->next;
	plugin_set_state(self, first);
}

/* The host forgets the timers of who goes; what they were for is ours. */
static void forget_all(struct plugin *self)
{
	struct reminder *reminder = plugin_state(self);

	while (reminder != NULL) {
		struct reminder *next = reminder->next;
		reminder_free(reminder);
		reminder = next;
	}
}

static void on_time(struct plugin *self, void *arg)
{
	struct reminder *reminder = arg;
	bool said = reminder->person ? plugin_speak_to(self, reminder->to, say, reminder->text)
				     : plugin_speak(self, reminder->to, say, reminder->text);

	if (!said)
		plugin_warn(self, "%s is not there", reminder->to);
	take_out(self, reminder);
	reminder_free(reminder);
}

static void later(struct plugin *self, const char *to, bool person, const char *text)
{
	struct reminder *reminder = mem_zalloc(1, sizeof *reminder);

	reminder->to = mem_strdup(to);
	reminder->person = person;
	snprintf(reminder->text, sizeof reminder->text, "%s", text);
	reminder->next = plugin_state(self);
	plugin_set_state(self, reminder);
	plugin_after(self, 1000, on_time, reminder);
}

static void here_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc;
	later(self, request_table(rq), false, argv[1]);
}

static void me_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc;
	later(self, request_person(rq), true, argv[1]);
}

/* Speak there while answering here: both or neither. */
static void also_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	char text[80];
	unsigned spoken = 0;

	(void)argc;
	snprintf(text, sizeof text, "%s", argv[2]);
	reply(rq, "Here: %s", text);
	if (strcmp(text, "much") != 0) {
		reply(rq, plugin_speak(self, argv[1], say, text) ? "Said there." : "Nobody there.");
		return;
	}
	while (spoken < 1000 && plugin_speak(self, argv[1], say, text))
		spoken++;
	plugin_warn(self, "spoke %u times", spoken);
}

/* A roll is open: nobody else may roll meanwhile. */
static void open_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct rng *rng = request_roll(rq, "1d6");
	uint32_t face = 0;
	char text[] = "never";

	(void)argc, (void)argv;
	rng_uniform(rng, 6, &face);
	reply_roll(rq, (const char[]){(char)('0' + face), '\0'}, "%s %u",
		plugin_speak(self, request_place(rq), say, text) ? "No" : "Yes", (unsigned)face);
}

static void last_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	size_t len;
	char *text = plugin_store_get(self, "said", "last", &len, NULL);

	(void)argc, (void)argv;
	reply(rq, "Last: %s", text != NULL ? text : "nothing");
	free(text);
}

#define WORD(word, args, function)                                                                 \
	{                                                                                          \
		.name = word, .usage = "", .summary = "Test.", .example = word, .min_args = args,  \
		.max_args = args, .run = function                                                  \
	}

static const struct command commands[] = {
	WORD("here", 1, here_run),
	WORD("me", 1, me_run),
	WORD("also", 2, also_run),
	WORD("open", 0, open_run),
	WORD("lastsaid", 0, last_run),
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "reminds", .version = "1.0", .summary = "Speaks by itself.",
	.commands = commands, .close = forget_all);
