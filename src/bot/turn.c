/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs together: one transaction, and the words about it. */
#include "bot/turn.h"

#include "base/quote.h"
#include "bot/answer.h"
#include "config/config.h"
#include "people/limit.h"
#include "request/roll.h"
#include "store/store.h"

void turn_begin(struct bot *bot, struct request *rq)
{
	store_begin(bot->store);
	bot->current = rq;
}

/* Return whether what RQ has written is within what may be recorded for its asker in a day. */
static bool within_day(struct bot *bot, const struct request *rq)
{
	const struct person who = request_who(rq);
	char key[PERSON_KEY];

	if (rq->unasked || rq->local || rq->role >= ROLE_ADMIN || !store_touched(bot->store))
		return true;
	return limit_record(bot->limits, &bot->config->limits, person_key(&who, key),
		store_written(bot->store), rq->now_s);
}

/* Take back what RQ has done, and say why. */
static void take_back(struct bot *bot, struct request *rq)
{
	store_end(bot->store, false, NULL);
	rq->also = NULL;
	request_init(rq);
	reply(rq,
		"%s: this does not count: it would be more than the %ld KiB that may be recorded "
		"for one person in a day. Try again after midnight UTC.",
		quote_words(rq->arena, rq->nick), bot->config->limits.user_kib_a_day);
	store_begin(bot->store);
}

void turn_end(struct bot *bot)
{
	struct request *rq = bot->current;

	request_roll_settle(rq);
	if (!within_day(bot, rq))
		take_back(bot, rq);
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
		.table = "",
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
