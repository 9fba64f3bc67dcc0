/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs together: one transaction, and the words about it. */
#include "bot/turn.h"

#include "bot/answer.h"
#include "request/roll.h"
#include "store/store.h"

void turn_begin(struct bot *bot, struct request *rq)
{
	store_begin(bot->store);
	bot->current = rq;
}

void turn_end(struct bot *bot)
{
	struct request *rq = bot->current;

	request_roll_settle(rq);
	bot->current = NULL;
	answer_request(bot, rq);
}

void turn_run(void *arg, void (*run)(void *run_arg), void *run_arg)
{
	static const struct config_channel_settings none;
	struct bot *bot = arg;
	struct arena arena = ARENA_INIT;
	struct request rq = {.bot = bot,
		.network = "", /* no outlet: only what others say in this turn is said */
		.nick = "",
		.place = "",
		.readers = "",
		.unasked = true,
		.settings = &none,
		.arena = &arena};

	if (bot->current != NULL) {
		run(run_arg);
		return;
	}
	request_init(&rq);
	turn_begin(bot, &rq);
	run(run_arg);
	turn_end(bot);
	arena_release(&arena);
}
