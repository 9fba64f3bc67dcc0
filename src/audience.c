/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audience.h"

bool audience_hears(struct bot *bot, const struct person *who, const char *channel)
{
	(void)channel;
	return access_admits(bot->access, who);
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
	return rq->role >= ROLE_ADMIN;
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

static void ignore(struct bot *bot, struct request *rq, const struct limit_answer *answer)
{
	log_warning(bot->log, "%s: %s asks too much: ignored for %ld min", request_network(rq),
		answer->channel ? rq->channel : rq->hostmask, answer->minutes);
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
