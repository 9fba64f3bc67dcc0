/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Count what people and channels ask. A bucket is kept as one number, the time at which it will be
 * full again (the generic cell rate algorithm, as in ITU-T I.371): each token that is taken moves
 * that time on by what a token takes to grow, and there is one to take as long as it is not further
 * away than the whole bucket but one. */
#include "people/limit.h"

#include <stdlib.h>

#include "base/lru.h"
#include "base/mem.h"

enum {
	MINUTE_MS = 60000,
	DAY_S = 86400,
	US = 1000, /* microseconds of a millisecond */
	/* A channel is many people: it gets the notice, and is ignored, so many times later. */
	CHANNEL_PATIENCE = 5,
};

struct bucket {
	int64_t full_us;
	long refused;     /* since it was full last */
	int64_t until_ms; /* ignored up to then */
	unsigned strikes; /* ignores that are not forgiven yet */
};

/* What holds for a bucket. */
struct rule {
	int64_t token_us; /* a token grows in that time */
	long burst, notice_after, ignore_after;
};

/* What was recorded for somebody on a day. */
struct recorded {
	int64_t day; /* since 1970 */
	size_t bytes;
};

struct limits {
	struct lru *people, *channels; /* struct bucket */
	struct lru *recorded;          /* of people: struct recorded */
};

struct limits *limit_new(void)
{
	struct limits *limits = mem_zalloc(1, sizeof *limits);

	limits->people = lru_new(LIMIT_MAX_PEOPLE, sizeof(struct bucket));
	limits->channels = lru_new(LIMIT_MAX_CHANNELS, sizeof(struct bucket));
	limits->recorded = lru_new(LIMIT_MAX_PEOPLE, sizeof(struct recorded));
	return limits;
}

void limit_free(struct limits *limits)
{
	if (limits == NULL)
		return;
	lru_free(limits->people);
	lru_free(limits->channels);
	lru_free(limits->recorded);
	free(limits);
}

size_t limit_people(const struct limits *limits)
{
	return lru_count(limits->people);
}

void limit_forgive(struct limits *limits, const char *person)
{
	lru_remove(limits->people, person);
}

bool limit_next_silence(
	const struct limits *limits, size_t *at, int64_t now_ms, struct limit_silence *silence)
{
	const struct bucket *bucket;

	while ((bucket = lru_next(limits->channels, at, &silence->channel)) != NULL)
		if (bucket->until_ms > now_ms) {
			silence->until_ms = bucket->until_ms;
			return true;
		}
	return false;
}

bool limit_end_silence(struct limits *limits, const char *channel, int64_t now_ms)
{
	const struct bucket *bucket = lru_peek(limits->channels, channel);

	return bucket != NULL && bucket->until_ms > now_ms && lru_remove(limits->channels, channel);
}

static struct rule rule_for(const struct config_limits *config, bool channel)
{
	long rate = channel ? config->channel_rate : config->user_rate;
	long patience = channel ? CHANNEL_PATIENCE : 1;

	return (struct rule){
		.token_us = (int64_t)MINUTE_MS * US / rate,
		.burst = channel ? config->channel_burst : config->user_burst,
		.notice_after = config->notice_after * patience,
		.ignore_after = config->ignore_after * patience,
	};
}

static bool has_token(const struct bucket *bucket, const struct rule *rule, int64_t now_ms)
{
	return bucket->until_ms <= now_ms &&
	       bucket->full_us - now_ms * US <= (rule->burst - 1) * rule->token_us;
}

static void take_token(struct bucket *bucket, const struct rule *rule, int64_t now_ms)
{
	if (bucket->full_us < now_ms * US)
		bucket->full_us = now_ms * US;
	bucket->full_us += rule->token_us;
}

/* Return how long to ignore somebody who was ignored that many times before. */
static long minutes_of(const struct config_limits *config, unsigned strikes)
{
	static const long steps[] = {1, 5, 30, 120, 480, 1440};
	size_t last = sizeof steps / sizeof *steps - 1;
	long minutes = config->ignore_minutes * steps[strikes < last ? strikes : last];

	return minutes < config->ignore_max_minutes ? minutes : config->ignore_max_minutes;
}

/* Forgive: whoever has rested until the bucket was full starts again, and each stretch of good
 * conduct takes back an ignore. */
static void forgive(struct bucket *bucket, const struct config_limits *config, int64_t now_ms)
{
	int64_t stretch = (int64_t)config->forgive_minutes * MINUTE_MS;

	if (bucket->full_us <= now_ms * US)
		bucket->refused = 0;
	while (bucket->strikes > 0 && now_ms - bucket->until_ms >= stretch) {
		bucket->strikes--;
		bucket->until_ms += stretch;
	}
}

/* Count one more that is not answered. Returns what to do about it. */
static struct limit_answer refuse(struct bucket *bucket, const struct config_limits *config,
	const struct rule *rule, int64_t now_ms)
{
	struct limit_answer answer = {
		.verdict = LIMIT_QUIET, .minutes = minutes_of(config, bucket->strikes)};

	bucket->refused++;
	if (rule->ignore_after > 0 && bucket->refused >= rule->ignore_after) {
		answer.verdict = LIMIT_IGNORE;
		bucket->until_ms = now_ms + answer.minutes * MINUTE_MS;
		bucket->strikes++;
		bucket->refused = 0;
		bucket->full_us = 0;
	} else if (bucket->refused == rule->notice_after) {
		answer.verdict = LIMIT_NOTICE;
		if (rule->ignore_after == 0)
			answer.minutes = 0;
	}
	return answer;
}

static struct limit_answer ask(struct bucket *bucket, const struct config_limits *config,
	const struct rule *rule, int64_t now_ms)
{
	if (bucket->until_ms > now_ms)
		return (struct limit_answer){.verdict = LIMIT_QUIET};
	forgive(bucket, config, now_ms);
	if (!has_token(bucket, rule, now_ms))
		return refuse(bucket, config, rule, now_ms);
	take_token(bucket, rule, now_ms);
	return (struct limit_answer){.verdict = LIMIT_ANSWER};
}

struct limit_answer limit_ask(struct limits *limits, const struct config_limits *config,
	const char *person, const char *channel, int64_t now_ms)
{
	struct rule theirs = rule_for(config, false), here = rule_for(config, true);
	struct limit_answer answer = {.verdict = LIMIT_ANSWER};

	if (!config->enabled)
		return answer;
	/* What is refused to a person does not count for the channel: nobody can use it up
	 * alone. */
	answer = ask(lru_get(limits->people, person), config, &theirs, now_ms);
	if (answer.verdict != LIMIT_ANSWER || channel == NULL)
		return answer;
	answer = ask(lru_get(limits->channels, channel), config, &here, now_ms);
	answer.channel = true;
	return answer;
}

static bool would(const struct bucket *bucket, const struct rule *rule, int64_t now_ms)
{
	return bucket == NULL || has_token(bucket, rule, now_ms);
}

bool limit_would_answer(const struct limits *limits, const struct config_limits *config,
	const char *person, const char *channel, int64_t now_ms)
{
	struct rule theirs = rule_for(config, false), here = rule_for(config, true);

	if (!config->enabled)
		return true;
	return would(lru_peek(limits->people, person), &theirs, now_ms) &&
	       (channel == NULL || would(lru_peek(limits->channels, channel), &here, now_ms));
}

bool limit_record(struct limits *limits, const struct config_limits *config, const char *person,
	size_t bytes, int64_t now_s)
{
	size_t most = (size_t)config->user_kib_a_day * 1024;
	struct recorded *recorded;

	if (!config->enabled)
		return true;
	recorded = lru_get(limits->recorded, person);
	if (recorded->day != now_s / DAY_S)
		*recorded = (struct recorded){.day = now_s / DAY_S};
	if (bytes > most || recorded->bytes > most - bytes)
		return false;
	recorded->bytes += bytes;
	return true;
}
