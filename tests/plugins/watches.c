/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sees people come and go, and overhears channels: it says each move where it is seen, and repeats
 * to whoever asks what was said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "logios.h"

static const char *const kinds[] = {
	[MOVE_JOIN] = "join",
	[MOVE_PART] = "part",
	[MOVE_QUIT] = "quit",
	[MOVE_NICK] = "nick",
	[MOVE_ACCOUNT] = "account",
	[MOVE_HOST] = "host",
};

static void say_move(struct plugin *self, struct request *rq, void *arg)
{
	const struct move *move = arg;

	(void)self;
	reply(rq, "%s%s of %s (%s) to %s: %s, %s, %s; %s has %zu", move->own ? "own " : "",
		kinds[move->kind], move->nick, move->person != NULL ? move->person : "nobody known",
		move->person_now != NULL ? move->person_now : "nobody known",
		move->account != NULL ? move->account : "no account",
		move->now != NULL ? move->now : "no nick",
		move->reason != NULL ? move->reason : "no reason", request_place(rq),
		move->place_count);
}

static void moved(struct plugin *self, const struct move *move)
{
	struct move copy = *move;

	for (size_t i = 0; i < move->place_count; i++)
		plugin_speak(self, move->places[i], say_move, &copy);
}

static void never(struct plugin *self, struct request *rq, void *arg)
{
	(void)self, (void)arg;
	reply(rq, "This would never end.");
}

static void overhear(struct plugin *self, const struct overheard *line)
{
	struct strbuf *log = plugin_state(self);
	struct error err;

	/* Of its own words it may not speak; of others' it could, and does not want to. */
	if (line->own)
		plugin_speak(self, line->place, never, NULL);
	strbuf_addf(log, "%s%s %s%s/%s (%s): %s|", line->own ? "own " : "", line->nick,
		line->action ? "* " : "", line->network, line->channel,
		line->account != NULL ? line->account : line->place, line->text);
	plugin_store_put(self, line->place, "last", line->text, strlen(line->text), &err);
}

/* Say all that was overheard, and forget it. */
static void heard_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct strbuf *log = plugin_state(self);
	char *line = log->text, *end;

	(void)argc, (void)argv;
	for (; (end = strchr(line, '|')) != NULL; line = end + 1)
		reply_private(rq, "%.*s", (int)(end - line), line);
	strbuf_reset(log);
}

static bool watches_open(struct plugin *self, struct error *err)
{
	struct strbuf *log = mem_alloc(sizeof *log);

	(void)err;
	*log = (struct strbuf)STRBUF_INIT;
	plugin_set_state(self, log);
	return true;
}

static void watches_close(struct plugin *self)
{
	strbuf_release(plugin_state(self));
	free(plugin_state(self));
}

static const struct command commands[] = {
	{.name = "heard",
		.usage = "",
		.summary = "Say what was overheard.",
		.example = "heard",
		.run = heard_run},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "watches", .version = "1.0", .summary = "Sees and overhears.",
	.commands = commands, .moved = moved, .overhear = overhear, .open = watches_open,
	.close = watches_close);
