/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter and the limits, put to people and their requests. */
#include "bot/audience.h"

#include "base/lru.h"
#include "config/config.h"
#include "os/log.h"
#include "os/loop.h"
#include "people/access.h"
#include "people/ignores.h"
#include "people/limit.h"

enum { EXPLAIN_EVERY_MS = 60000, EXPLAIN_TIMES = 2, PUZZLED_MAX = 256 };

static int64_t wall_s(const struct bot *bot)
{
	return loop_wall_ms(bot->loop) / 1000;
}

bool audience_hears(struct bot *bot, const struct person *who, const char *channel)
{
	if (!ignores_fits(bot->ignores, who, channel, wall_s(bot)))
		return access_admits(bot->access, who);
	/* Owners are always heard, admins whatever the operators of a channel say. */
	return access_role(bot->access, who) == ROLE_OWNER ||
	       (access_role(bot->access, who) >= ROLE_ADMIN &&
		       !ignores_fits(bot->ignores, who, NULL, wall_s(bot)));
}

bool audience_serves_ctcp(struct bot *bot, const struct person *who)
{
	char key[PERSON_KEY];

	if (!audience_hears(bot, who, NULL))
		return false;
	if (access_role(bot->access, who) >= ROLE_ADMIN)
		return true;
	return limit_ask(bot->limits, &bot->config->limits, person_key(who, key), NULL,
		       loop_now_ms(bot->loop))
		       .verdict == LIMIT_ANSWER;
}

static bool exempt(const struct request *rq)
{
	return rq->role >= ROLE_ADMIN || rq->local;
}

static const char *channel_place(const struct request *rq)
{
	return rq->channel != NULL ? rq->place : NULL;
}

static void tell(struct request *rq, const struct limit_answer *answer)
{
	if (answer->channel)
		reply(rq, "That is more than I can keep up with here; some of it stays unanswered. "
			  "Slower, please.");
	else if (answer->minutes > 0)
		reply_private(rq,
			"You ask more than I can keep up with; some of it stays unanswered. If it "
			"goes on, I shall not hear you for %ld minute%s.",
			answer->minutes, answer->minutes == 1 ? "" : "s");
	else
		reply_private(rq, "You ask more than I can keep up with; some of it stays "
				  "unanswered. Slower, please.");
}

/* The limits ignore RQ's asker: that is in the list, so that a restart changes nothing and somebody
 * can undo it. */
static void list_ignored(struct bot *bot, struct request *rq, const struct limit_answer *answer)
{
	struct person who = request_who(rq);
	char mask[PERSON_MASK];
	struct ignore ignore = {.network = who.network,
		.mask = person_mask(&who, mask),
		.by = "the limits",
		.reason = "asked too much",
		.since_s = wall_s(bot),
		.until_s = wall_s(bot) + answer->minutes * 60,
		.automatic = true};
	struct error err;

	if (!ignores_add(bot->ignores, who.casemap, &ignore, &err))
		log_warning(bot->log, "%s: %s", who.network, err.text);
}

static void ignore(struct bot *bot, struct request *rq, const struct limit_answer *answer)
{
	log_warning(bot->log, "%s: %s asks too much: ignored for %ld min", request_network(rq),
		answer->channel ? rq->channel : rq->hostmask, answer->minutes);
	if (!answer->channel)
		list_ignored(bot, rq, answer);
}

bool audience_serves(struct bot *bot, struct request *rq)
{
	struct limit_answer answer;

	if (exempt(rq))
		return true;
	answer = limit_ask(bot->limits, &bot->config->limits, request_person(rq), channel_place(rq),
		rq->now_ms);
	if (answer.verdict == LIMIT_NOTICE)
		tell(rq, &answer);
	if (answer.verdict == LIMIT_IGNORE)
		ignore(bot, rq, &answer);
	return answer.verdict == LIMIT_ANSWER;
}

bool audience_would_serve(const struct bot *bot, struct request *rq)
{
	return exempt(rq) || limit_would_answer(bot->limits, &bot->config->limits,
				     request_person(rq), channel_place(rq), rq->now_ms);
}

/* How often somebody was told that a word is unknown, since when. */
struct puzzled {
	int64_t since_ms;
	unsigned count;
};

struct lru *audience_puzzled_new(void)
{
	return lru_new(PUZZLED_MAX, sizeof(struct puzzled));
}

bool audience_explains(struct bot *bot, const struct request *rq)
{
	struct person who = request_who(rq);
	char key[PERSON_KEY];
	struct puzzled *puzzled;

	if (rq->local)
		return true;
	puzzled = lru_get(bot->puzzled, person_key(&who, key));
	if (puzzled->count == 0 || rq->now_ms - puzzled->since_ms >= EXPLAIN_EVERY_MS)
		*puzzled = (struct puzzled){.since_ms = rq->now_ms};
	return ++puzzled->count <= EXPLAIN_TIMES;
}
