/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting room of requests that something is computed for. */
#include "bot/later.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "bot/answer.h"
#include "bot/turn.h"
#include "config/config.h"
#include "os/loop.h"
#include "os/worker.h"

enum {
	MAX_WAITING = 16,
	MAX_EACH = 2, /* of one person */
	PATIENCE_MS = 1000,
	UNSEEN_MS = 30000, /* to answer somebody whom we would not see leave */
};

struct waiting {
	struct waiting *next;
	struct later *later;
	struct arena arena; /* what the request was lent, and this itself */
	struct request rq;
	const struct plugins_task *task;
	void *arg;
	struct timer *patience;
	bool unwanted; /* whoever asked is gone */
};

struct later {
	struct bot *bot;
	struct worker *worker;
	struct waiting *first; /* the oldest first */
};

struct later *later_new(struct bot *bot)
{
	struct later *later = mem_zalloc(1, sizeof *later);

	later->bot = bot;
	later->worker = worker_new(bot->loop);
	return later;
}

/* Take WAITING out of the list, and free it. */
static void release(struct waiting *waiting)
{
	struct waiting **at = &waiting->later->first;
	struct arena arena = waiting->arena;

	while (*at != waiting)
		at = &(*at)->next;
	*at = waiting->next;
	timer_free(waiting->patience);
	waiting->task->release(waiting->arg);
	arena_release(&arena);
}

void later_free(struct later *later)
{
	if (later == NULL)
		return;
	worker_free(later->worker);
	while (later->first != NULL)
		release(later->first);
	free(later);
}

/* ---- asking ---- */

/* Copy what RQ was lent to ARENA. */
static void keep(struct request *rq, struct arena *arena)
{
	request_copy_where(rq, arena);
	rq->hostmask = arena_strdup(arena, rq->hostmask);
	rq->account = arena_strdup(arena, rq->account);
	rq->text = arena_strdup(arena, rq->text);
	rq->command = arena_strdup(arena, rq->command);
	rq->arena = arena;
	rq->person = rq->gm = NULL;
	rq->person = request_person(rq);
	rq->also = NULL; /* that is answered with what is asked */
}

static bool may_wait(struct later *later, struct request *rq, struct error *err)
{
	unsigned count = 0, theirs = 0;

	for (struct waiting *each = later->first; each != NULL; each = each->next) {
		count++;
		theirs += strcmp(request_person(&each->rq), request_person(rq)) == 0;
	}
	if (theirs >= MAX_EACH && !rq->local)
		return error_set(err, "what you asked before is still being counted");
	if (count == MAX_WAITING)
		return error_set(err, "too much is being counted just now");
	return true;
}

/* Find the outlet where WAITING is to be answered. False when whoever asked is gone, or we have
 * left the channel: nothing is said into it from outside. */
static bool find_outlet(const struct waiting *waiting, struct outlet *out)
{
	const struct request *rq = &waiting->rq;

	return !waiting->unwanted && outlet_find(rq->bot, rq->network, out) &&
	       (rq->channel == NULL || out->kind->channel(out->arg, rq->channel) != NULL);
}

static void out_of_patience(void *arg)
{
	const struct waiting *waiting = arg;
	const struct request *rq = &waiting->rq;
	struct outlet outlet;
	char text[128];

	if (!find_outlet(waiting, &outlet))
		return;
	snprintf(text, sizeof text, "%s: counting…", quote_words(rq->arena, rq->nick));
	bot_say(rq->bot, rq->network, request_target(rq), text);
}

/* ---- answering ---- */

static void compute(void *arg)
{
	const struct waiting *waiting = arg;

	waiting->task->compute(waiting->arg);
}

/* Answer WAITING on OUTLET, with what holds by now. */
static void answer_on(const struct waiting *waiting, const struct outlet *outlet)
{
	struct request rq = waiting->rq;
	struct bot *bot = rq.bot;
	struct arena arena = ARENA_INIT;

	rq.prefix = bot->config->prefix;
	rq.settings = answer_settings(bot, outlet, rq.channel != NULL ? rq.channel : rq.nick);
	rq.now_s = loop_wall_ms(bot->loop) / 1000;
	rq.now_ms = loop_now_ms(bot->loop);
	rq.arena = &arena;
	request_init(&rq);
	turn_begin(bot, &rq);
	waiting->task->answer(waiting->arg, &rq);
	turn_end(bot);
	arena_release(&arena);
}

/* Whoever has the nick by now may be somebody else: say no more than that. */
static void say_too_late(const struct waiting *waiting)
{
	const struct request *rq = &waiting->rq;
	char text[256];

	snprintf(text, sizeof text,
		"%s: that took long, and we share no channel: I cannot tell whether you are still "
		"who asked. Ask again, or where I see you.",
		quote_words(rq->arena, rq->nick));
	bot_say(rq->bot, rq->network, request_target(rq), text);
}

static void on_done(void *arg)
{
	struct waiting *waiting = arg;
	const struct request *rq = &waiting->rq;
	struct outlet outlet;

	if (find_outlet(waiting, &outlet)) {
		if (rq->unseen && loop_now_ms(rq->bot->loop) - rq->now_ms > UNSEEN_MS)
			say_too_late(waiting);
		else
			answer_on(waiting, &outlet);
	}
	release(waiting);
}

/* ---- from outside ---- */

static void append(struct later *later, struct waiting *waiting)
{
	struct waiting **last = &later->first;

	while (*last != NULL)
		last = &(*last)->next;
	*last = waiting;
}

bool later_ask(void *bot_arg, const struct request *rq, const struct plugins_task *task, void *arg,
	struct error *err)
{
	struct bot *bot = bot_arg;
	struct arena arena = ARENA_INIT;
	struct waiting *waiting = arena_zalloc(&arena, 1, sizeof *waiting);

	waiting->rq = *rq;
	keep(&waiting->rq, &arena);
	if (!may_wait(bot->later, &waiting->rq, err)) {
		arena_release(&arena);
		return false;
	}
	waiting->later = bot->later;
	waiting->task = task;
	waiting->arg = arg;
	waiting->patience = timer_new(bot->loop, out_of_patience, waiting);
	waiting->arena = arena;
	waiting->rq.arena = &waiting->arena;
	append(bot->later, waiting);
	timer_set(waiting->patience, PATIENCE_MS);
	worker_add(bot->later->worker, compute, on_done, waiting);
	return true;
}

void later_drop(void *bot_arg, const void *arg)
{
	struct bot *bot = bot_arg;
	struct waiting *waiting = bot->later->first;

	while (waiting != NULL && waiting->arg != arg)
		waiting = waiting->next;
	if (waiting == NULL)
		return;
	worker_drop(bot->later->worker, waiting);
	release(waiting);
}

void later_forget(struct later *later, const char *network, enum casemap map, const char *nick)
{
	struct waiting *next;

	for (struct waiting *each = later->first; each != NULL; each = next) {
		next = each->next;
		if (each->rq.channel != NULL || strcmp(each->rq.network, network) != 0 ||
			(nick != NULL && !casemap_equal(map, each->rq.nick, nick)))
			continue;
		if (worker_take_back(later->worker, each))
			release(each);
		else
			each->unwanted = true;
	}
}

void later_finish(struct later *later)
{
	worker_finish(later->worker);
}
