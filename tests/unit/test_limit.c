/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much may be asked: who plays honestly meets no limit; who floods is not answered, told,
 * ignored, forgiven. */
#include <stdio.h>

#include "people/limit.h"
#include "test.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND };

/* The defaults of the configuration's rows. */
static struct config_limits defaults(void)
{
	struct config *config = config_default();
	struct config_limits limits = config->limits;

	config_free(config);
	return limits;
}

static enum limit_verdict ask(struct limits *limits, const struct config_limits *config,
	const char *person, const char *channel, int64_t now_ms)
{
	return limit_ask(limits, config, person, channel, now_ms).verdict;
}

/* PEOPLE each ask COUNT times in SPAN_MS, evenly, for half an hour: all are answered. */
static void test_honest_people(void **state)
{
	static const struct {
		int people, count, span_ms;
		const char *channel;
	} rows[] = {
		{1, 8, 10 * SECOND, "net/#t"}, /* eight in ten seconds, and on and on */
		{1, 8, 10 * SECOND, NULL},
		{7, 8, 10 * SECOND, "net/#t"},  /* 56 in ten seconds in one channel */
		{20, 3, 10 * SECOND, "net/#t"}, /* 60 */
		{20, 20, MINUTE, "net/#t"},
	};
	struct config_limits config = defaults();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct limits *limits = limit_new();
		int asked = 30 * MINUTE / rows[i].span_ms * rows[i].count;
		char name[32];
		for (int n = 0; n < asked; n++)
			for (int p = 0; p < rows[i].people; p++) {
				snprintf(name, sizeof name, "net/p%d@h", p);
				if (ask(limits, &config, name, rows[i].channel,
					    (int64_t)n * rows[i].span_ms / rows[i].count) !=
					LIMIT_ANSWER)
					fail_msg("row %zu, person %d, line %d", i, p, n);
			}
		limit_free(limits);
	}
}

/* A burst at once: eight as well, and all of twenty initiative rolls. */
static void test_bursts(void **state)
{
	struct config_limits config = defaults();
	struct limits *limits = limit_new();
	char name[32];

	(void)state;
	for (int n = 0; n < 12; n++)
		assert_int_equal(ask(limits, &config, "net/a@h", NULL, 5), LIMIT_ANSWER);
	assert_int_equal(ask(limits, &config, "net/a@h", NULL, 5), LIMIT_QUIET);
	assert_int_equal(ask(limits, &config, "net/b@h", NULL, 5), LIMIT_ANSWER);
	for (int p = 0; p < 60; p++) {
		snprintf(name, sizeof name, "net/p%d@h", p);
		assert_int_equal(ask(limits, &config, name, "net/#t", 5), LIMIT_ANSWER);
	}
	assert_int_equal(ask(limits, &config, "net/q@h", "net/#t", 5), LIMIT_QUIET);
	assert_int_equal(ask(limits, &config, "net/q@h", "net/#u", 5), LIMIT_ANSWER);
	limit_free(limits);
}

static struct config_limits small(void)
{
	return (struct config_limits){.enabled = true,
		.user_burst = 2,
		.user_rate = 6, /* one in 10 s */
		.channel_burst = 3,
		.channel_rate = 60,
		.notice_after = 2,
		.ignore_after = 4,
		.ignore_minutes = 1,
		.ignore_max_minutes = 100,
		.forgive_minutes = 30};
}

/* One person, step by step. */
static void test_escalation(void **state)
{
	static const struct {
		int64_t now_ms;
		enum limit_verdict verdict;
		long minutes;
		const char *why;
	} steps[] = {
		{0, LIMIT_ANSWER, 0, "the burst"},
		{0, LIMIT_ANSWER, 0, ""},
		{1 * SECOND, LIMIT_QUIET, 1, "nothing left"},
		{10 * SECOND, LIMIT_ANSWER, 0, "a token has grown"},
		{11 * SECOND, LIMIT_NOTICE, 1, "the second unanswered one: told, with what comes"},
		{12 * SECOND, LIMIT_QUIET, 1, "once"},
		{13 * SECOND, LIMIT_IGNORE, 1, "the fourth"},
		{14 * SECOND, LIMIT_QUIET, 0, "ignored"},
		{72 * SECOND, LIMIT_QUIET, 0, "still"},
		{73 * SECOND, LIMIT_ANSWER, 0, "a minute is over: as new"},
		{73 * SECOND, LIMIT_ANSWER, 0, ""},
		{74 * SECOND, LIMIT_QUIET, 5, ""},
		{74 * SECOND, LIMIT_NOTICE, 5, ""},
		{74 * SECOND, LIMIT_QUIET, 5, ""},
		{74 * SECOND, LIMIT_IGNORE, 5, "longer now"},
		{374 * SECOND - 1, LIMIT_QUIET, 0, ""},
		{374 * SECOND, LIMIT_ANSWER, 0, ""},
		{374 * SECOND, LIMIT_ANSWER, 0, ""},
		{374 * SECOND, LIMIT_QUIET, 30, ""},
		{374 * SECOND + 20 * SECOND, LIMIT_ANSWER, 0, "kept quiet until full"},
		{374 * SECOND + 20 * SECOND, LIMIT_ANSWER, 0, ""},
		{374 * SECOND + 20 * SECOND, LIMIT_QUIET, 30, "the count begins anew"},
		{374 * SECOND + 20 * SECOND, LIMIT_NOTICE, 30, ""},
		{374 * SECOND + 30 * MINUTE, LIMIT_ANSWER, 0, "half an hour well behaved"},
		{374 * SECOND + 30 * MINUTE, LIMIT_ANSWER, 0, ""},
		{374 * SECOND + 30 * MINUTE, LIMIT_QUIET, 5, "one time is forgotten"},
		{374 * SECOND + 60 * MINUTE, LIMIT_ANSWER, 0, ""},
		{374 * SECOND + 60 * MINUTE, LIMIT_ANSWER, 0, ""},
		{374 * SECOND + 60 * MINUTE, LIMIT_QUIET, 1, "all is"},
	};
	struct config_limits config = small();
	struct limits *limits = limit_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct limit_answer answer = limit_ask(
			limits, &config, "net/a@h", NULL, 1000 * SECOND + steps[i].now_ms);
		if (answer.verdict != steps[i].verdict || answer.minutes != steps[i].minutes)
			fail_msg("step %zu (%s): %d, %ld min", i, steps[i].why, (int)answer.verdict,
				answer.minutes);
	}
	limit_free(limits);
}

/* However often somebody comes back, it is never longer than the longest. */
static void test_longest_ignore(void **state)
{
	static const long minutes[] = {2, 10, 60, 100, 100, 100, 100, 100};
	struct config_limits config = small();
	struct limits *limits = limit_new();
	int64_t now_ms = 0;

	(void)state;
	config.ignore_minutes = 2;
	for (size_t i = 0; i < COUNT_OF(minutes); i++) {
		struct limit_answer answer;
		do
			answer = limit_ask(limits, &config, "net/a@h", NULL, now_ms);
		while (answer.verdict != LIMIT_IGNORE);
		assert_int_equal(answer.minutes, minutes[i]);
		now_ms += answer.minutes * MINUTE;
	}
	limit_free(limits);
}

static void test_channel(void **state)
{
	struct config_limits config = small();
	struct limits *limits = limit_new();
	struct limit_answer answer = {.verdict = LIMIT_ANSWER};
	char name[32];
	int quiet = 0, notices = 0;

	(void)state;
	/* one alone cannot use it up */
	for (int n = 0; n < 5; n++)
		ask(limits, &config, "net/troll@h", "net/#t", 0);
	assert_int_equal(ask(limits, &config, "net/a@h", "net/#t", 0), LIMIT_ANSWER);
	for (int p = 0; answer.verdict != LIMIT_IGNORE; p++) {
		snprintf(name, sizeof name, "net/p%d@h", p);
		answer = limit_ask(limits, &config, name, "net/#t", 0);
		assert_true(answer.channel);
		quiet += answer.verdict == LIMIT_QUIET;
		notices += answer.verdict == LIMIT_NOTICE;
	}
	assert_int_equal(quiet, 18); /* five times as patient as with one person */
	assert_int_equal(notices, 1);
	assert_int_equal(ask(limits, &config, "net/b@h", "net/#t", MINUTE - 1), LIMIT_QUIET);
	assert_int_equal(ask(limits, &config, "net/b@h", NULL, MINUTE - 1), LIMIT_ANSWER);
	assert_int_equal(ask(limits, &config, "net/c@h", "net/#t", MINUTE), LIMIT_ANSWER);
	limit_free(limits);
}

/* Looking does not count, and says what asking would. */
static void test_looking(void **state)
{
	struct config_limits config = small();
	struct limits *limits = limit_new();

	(void)state;
	for (int n = 0; n < 20; n++)
		assert_true(limit_would_answer(limits, &config, "net/a@h", "net/#t", 0));
	ask(limits, &config, "net/a@h", "net/#t", 0);
	assert_true(limit_would_answer(limits, &config, "net/a@h", "net/#t", 0));
	ask(limits, &config, "net/a@h", "net/#t", 0);
	assert_false(limit_would_answer(limits, &config, "net/a@h", "net/#t", 0));
	assert_false(limit_would_answer(limits, &config, "net/a@h", NULL, 0));
	assert_true(limit_would_answer(limits, &config, "net/b@h", "net/#t", 0));
	assert_true(limit_would_answer(limits, &config, "net/a@h", NULL, 10 * SECOND));
	ask(limits, &config, "net/b@h", "net/#t", 0);
	assert_false(limit_would_answer(limits, &config, "net/b@h", "net/#t", 0));
	assert_true(limit_would_answer(limits, &config, "net/b@h", NULL, 0));
	limit_forgive(limits, "net/a@h");
	assert_true(limit_would_answer(limits, &config, "net/a@h", NULL, 0));
	limit_free(limits);
}

static void test_switches(void **state)
{
	struct config_limits config = small();
	struct limits *limits = limit_new();
	int told = 0;

	(void)state;
	config.ignore_after = 0; /* never */
	for (int n = 0; n < 1000; n++) {
		struct limit_answer answer = limit_ask(limits, &config, "net/a@h", NULL, 0);
		assert_int_not_equal(answer.verdict, LIMIT_IGNORE);
		if (answer.verdict == LIMIT_NOTICE) {
			assert_int_equal(answer.minutes, 0);
			told++;
		}
	}
	assert_int_equal(told, 1);
	config.enabled = false;
	for (int n = 0; n < 1000; n++)
		assert_int_equal(ask(limits, &config, "net/a@h", "net/#t", 0), LIMIT_ANSWER);
	assert_true(limit_would_answer(limits, &config, "net/a@h", NULL, 0));
	limit_free(limits);
}

/* However many people come, few are remembered; whoever is flooding is not forgotten for others who
 * ask once. */
static void test_many_people(void **state)
{
	struct config_limits config = small();
	struct limits *limits = limit_new();
	char name[32];

	(void)state;
	for (int p = 0; p < 3 * LIMIT_MAX_PEOPLE; p++) {
		snprintf(name, sizeof name, "net/p%d@h", p);
		ask(limits, &config, name, NULL, 0);
		ask(limits, &config, "net/flood@h", NULL, 0);
	}
	assert_int_equal(limit_people(limits), LIMIT_MAX_PEOPLE);
	assert_false(limit_would_answer(limits, &config, "net/flood@h", NULL, 0));
	limit_free(limits);
	limit_free(NULL);
}

/* What is recorded for one person in a day is bounded, whatever the others do. */
static void test_recorded(void **state)
{
	struct config_limits config = {.enabled = true, .user_kib_a_day = 2};
	struct limits *limits = limit_new();

	(void)state;
	assert_true(limit_record(limits, &config, "net/a@h", 1500, 86400));
	assert_false(limit_record(limits, &config, "net/a@h", 549, 86401));
	assert_true(limit_record(limits, &config, "net/b@h", 2048, 86401));
	assert_true(limit_record(limits, &config, "net/a@h", 548, 2 * 86400 - 1));
	assert_false(limit_record(limits, &config, "net/a@h", 1, 2 * 86400 - 1));
	assert_false(limit_record(limits, &config, "net/a@h", 2049, 2 * 86400));
	assert_true(limit_record(limits, &config, "net/a@h", 2048, 2 * 86400));
	config.enabled = false;
	assert_true(limit_record(limits, &config, "net/a@h", 1000000, 2 * 86400));
	limit_free(limits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_honest_people),
		cmocka_unit_test(test_bursts),
		cmocka_unit_test(test_escalation),
		cmocka_unit_test(test_longest_ignore),
		cmocka_unit_test(test_channel),
		cmocka_unit_test(test_looking),
		cmocka_unit_test(test_switches),
		cmocka_unit_test(test_many_people),
		cmocka_unit_test(test_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
