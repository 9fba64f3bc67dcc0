/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that nobody made: how plugins speak by themselves. */
#include "bot/speak.h"

#include <string.h>

#include "base/mem.h"
#include "bot/answer.h"
#include "bot/outlet.h"
#include "bot/turn.h"
#include "config/config.h"
#include "fair/fair.h"
#include "os/loop.h"
#include "request/roll.h"

struct speaking {
	struct bot *bot;
	struct outlet outlet;
	const char *channel;       /* where; or NULL, and */
	const char *target;        /* a part of CHANNEL, as in its key; or NULL; */
	const char *person;        /* to whom: their key, */
	struct outlet_person them; /* and who that is now; nick NULL: nobody */
	void (*run)(void *arg, struct request *rq);
	void *arg;
};

/* Fill in where RQ speaks. */
static void set_place(struct request *rq, const struct speaking *speaking, struct arena *arena)
{
	const struct outlet *outlet = &speaking->outlet;

	if (speaking->channel == NULL) {
		rq->place = arena_strdup(arena, speaking->them.place);
		rq->owner = rq->table = arena_strdup(arena, speaking->them.owner);
		return;
	}
	rq->channel = arena_strdup(arena, speaking->channel);
	rq->place = rq->table = outlet_place(outlet, rq->channel, arena);
	rq->target = arena_strdup(arena, speaking->target);
	if (rq->target != NULL)
		rq->table = outlet_place(outlet, rq->target, arena);
}

/* Make the request in the arena of the present one, with which it will be answered. */
static struct request *new_request(const struct speaking *speaking)
{
	struct bot *bot = speaking->bot;
	const struct outlet *outlet = &speaking->outlet;
	struct arena *arena = bot->current->arena;
	struct request *rq = arena_zalloc(arena, 1, sizeof *rq);
	const char *name = speaking->channel != NULL ? speaking->channel : speaking->them.nick;
	const char *target = speaking->target != NULL ? speaking->target : name;

	rq->bot = bot;
	rq->network = arena_strdup(arena, outlet->name);
	rq->nick = arena_strdup(
		arena, speaking->channel == NULL ? name : outlet->kind->our_nick(outlet->arg));
	rq->hostmask = rq->nick;
	rq->person = arena_strdup(arena, speaking->person);
	set_place(rq, speaking, arena);
	rq->text = "";
	rq->prefix = bot->config->prefix;
	rq->plain = outlet->kind->is_plain(outlet->arg, name);
	rq->unasked = true;
	rq->casemap = outlet->casemap;
	rq->line_bytes = outlet->kind->room(outlet->arg, "PRIVMSG", target);
	rq->settings = answer_settings(bot, outlet, name);
	rq->rng = bot->rng;
	rq->fair = bot->fair;
	rq->now_s = loop_wall_ms(bot->loop) / 1000;
	rq->now_ms = loop_now_ms(bot->loop);
	rq->arena = arena;
	request_init(rq);
	return rq;
}

static void speak(void *arg)
{
	const struct speaking *speaking = arg;
	struct request *rq = new_request(speaking), **last = &speaking->bot->current->also;

	while (*last != NULL)
		last = &(*last)->also;
	*last = rq;
	speaking->run(speaking->arg, rq);
	request_roll_settle(rq);
}

/* Whether the present request, if there is one, may take in one more. */
static bool may_speak(const struct bot *bot)
{
	unsigned spoken = 0;

	if (bot->overhears_itself || fair_is_rolling(bot->fair))
		return false;
	for (const struct request *rq = bot->current; rq != NULL; rq = rq->also)
		spoken++;
	return spoken <= PLUGIN_SPEAK_MAX;
}

bool speak_in(
	void *arg, const char *place, void (*run)(void *run_arg, struct request *rq), void *run_arg)
{
	struct speaking speaking = {.bot = arg, .run = run, .arg = run_arg};
	const char *name;

	if (!may_speak(arg) || !outlet_of_key(arg, place, &speaking.outlet, &name))
		return false;
	speaking.channel = speaking.outlet.kind->channel_of(speaking.outlet.arg, name);
	if (speaking.channel != NULL &&
		!casemap_equal(speaking.outlet.casemap, speaking.channel, name))
		speaking.target = name;
	if (speaking.channel != NULL)
		turn_run(arg, speak, &speaking);
	return speaking.channel != NULL;
}

bool speak_to(void *arg, const char *person, void (*run)(void *run_arg, struct request *rq),
	void *run_arg)
{
	struct speaking speaking = {.bot = arg, .person = person, .run = run, .arg = run_arg};
	const char *rest;

	if (!may_speak(arg) || !outlet_of_key(arg, person, &speaking.outlet, &rest))
		return false;
	if (!speaking.outlet.kind->find_person(speaking.outlet.arg, person, &speaking.them))
		return false;
	turn_run(arg, speak, &speaking);
	return true;
}
