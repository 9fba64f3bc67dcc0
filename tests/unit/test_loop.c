/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timers in order, deferred calls outside of handlers, signals; what waits for !more. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "os/loop.h"
#include "request/more.h"
#include "test.h"

struct diary {
	struct loop *loop;
	struct timer *timers[4];
	char text[128];
};

static void note(struct diary *diary, const char *what)
{
	size_t len = strlen(diary->text);

	snprintf(diary->text + len, sizeof diary->text - len, "%s@%ld ", what,
		(long)loop_now_ms(diary->loop));
}

static void on_first(void *arg)
{
	note(arg, "first");
}

static void on_second(void *arg)
{
	note(arg, "second");
}

static void on_again(void *arg)
{
	struct diary *diary = arg;

	note(diary, "again");
	if (loop_now_ms(diary->loop) < 30)
		timer_set(diary->timers[2], 10);
}

static void on_killer(void *arg)
{
	struct diary *diary = arg;

	note(diary, "killer");
	timer_free(diary->timers[0]);
	timer_free(diary->timers[3]);
	diary->timers[0] = diary->timers[3] = NULL;
}

static struct diary begin(void)
{
	struct diary diary = {.loop = loop_new_scripted()};

	return diary;
}

static void end(struct diary *diary, const char *expected)
{
	assert_string_equal(diary->text, expected);
	for (size_t i = 0; i < COUNT_OF(diary->timers); i++)
		timer_free(diary->timers[i]);
	loop_free(diary->loop);
}

static void test_order(void **state)
{
	struct diary diary = begin();

	(void)state;
	diary.timers[0] = timer_new(diary.loop, on_first, &diary);
	diary.timers[1] = timer_new(diary.loop, on_second, &diary);
	diary.timers[2] = timer_new(diary.loop, on_again, &diary);
	timer_set(diary.timers[1], 20);
	timer_set(diary.timers[0], 20);
	timer_set(diary.timers[1], 20);
	timer_set(diary.timers[2], 10);
	assert_true(timer_is_set(diary.timers[0]));
	loop_advance(diary.loop, 100);
	assert_false(timer_is_set(diary.timers[0]));
	end(&diary, "again@10 first@20 second@20 again@20 again@30 ");
}

/* However far away, a time is one, and comes after all others. */
static void test_far(void **state)
{
	struct diary diary = begin();

	(void)state;
	loop_advance(diary.loop, 5);
	diary.timers[0] = timer_new(diary.loop, on_first, &diary);
	diary.timers[1] = timer_new(diary.loop, on_second, &diary);
	timer_set(diary.timers[0], INT64_MAX);
	timer_set(diary.timers[1], INT64_MIN);
	loop_advance(diary.loop, 1000);
	assert_true(timer_is_set(diary.timers[0]));
	end(&diary, "second@5 ");
}

static void on_end(void *arg)
{
	note(arg, "end");
}

static void on_deferred(void *arg)
{
	struct diary *diary = arg;

	note(diary, "deferred");
	loop_at_end(diary->loop, on_end, diary);
}

/* What is to come at the end of a turn comes after what was deferred to it, once. */
static void test_end_of_turn(void **state)
{
	struct diary diary = begin();
	char other;

	(void)state;
	loop_at_end(diary.loop, on_end, diary.loop);
	loop_undefer(diary.loop, diary.loop);
	loop_at_end(diary.loop, on_end, &diary);
	loop_at_end(diary.loop, on_end, &other);
	loop_undefer(diary.loop, &other);
	loop_defer(diary.loop, on_deferred, &diary);
	loop_advance(diary.loop, 0);
	loop_advance(diary.loop, 5);
	end(&diary, "deferred@0 end@0 end@0 ");
}

static void test_freed_in_a_call(void **state)
{
	struct diary diary = begin();

	(void)state;
	diary.timers[0] = timer_new(diary.loop, on_first, &diary);
	diary.timers[3] = timer_new(diary.loop, on_killer, &diary);
	timer_set(diary.timers[3], 5);
	timer_set(diary.timers[0], 5);
	loop_advance(diary.loop, 10);
	end(&diary, "killer@5 ");
}

/* Many timers, set, stopped and set again: they come in order. */
static void test_many(void **state)
{
	enum { MANY = 500 };
	struct diary diary = begin();
	struct timer *timers[MANY];
	unsigned seed = 1;

	(void)state;
	for (int i = 0; i < MANY; i++)
		timers[i] = timer_new(diary.loop, on_first, &diary);
	for (int i = 0; i < MANY * 20; i++) {
		seed = seed * 1103515245u + 12345u;
		if (seed >> 16 & 1)
			timer_set(timers[(seed >> 17) % MANY], (int64_t)(seed >> 8 & 0xff) + 1);
		else
			timer_stop(timers[(seed >> 17) % MANY]);
	}
	for (int i = 0; i < MANY; i++)
		timer_stop(timers[i]);
	loop_advance(diary.loop, 1000);
	for (int i = 0; i < MANY; i++)
		timer_free(timers[i]);
	end(&diary, "");
}

static void defer_second(void *arg)
{
	struct diary *diary = arg;

	note(diary, "deferring");
	loop_defer(diary->loop, on_second, diary);
}

static void test_deferred(void **state)
{
	struct diary diary = begin();
	int nobody;

	(void)state;
	loop_defer(diary.loop, defer_second, &diary);
	loop_defer(diary.loop, on_first, &diary);
	loop_defer(diary.loop, on_first, &nobody);
	loop_undefer(diary.loop, &nobody);
	loop_advance(diary.loop, 0);
	loop_advance(diary.loop, 0);
	end(&diary, "deferring@0 first@0 second@0 ");
}

static void stop_loop(void *arg)
{
	loop_stop(((struct diary *)arg)->loop);
}

static void raise_signal(void *arg)
{
	(void)arg;
	raise(SIGUSR1);
}

static void test_signal_and_real_time(void **state)
{
	struct diary diary = {.loop = loop_new()};

	(void)state;
	loop_on_signal(diary.loop, SIGUSR1, stop_loop, &diary);
	diary.timers[0] = timer_new(diary.loop, raise_signal, &diary);
	timer_set(diary.timers[0], 5);
	loop_run(diary.loop);
	end(&diary, "");
}

static void expect_line(struct more *more, const char *place, int64_t now_ms, const char *expected)
{
	struct receipt *receipt;
	char *line = more_take(more, place, &receipt, now_ms);

	if (expected == NULL)
		assert_null(line);
	else
		assert_string_equal(line, expected);
	free(line);
}

static void test_more(void **state)
{
	struct more *more = more_new();
	char place[16];

	(void)state;
	more_add(more, "a", "one", NULL, 0);
	more_add(more, "a", "two", NULL, 0);
	more_add(more, "b", "three", NULL, 0);
	assert_int_equal(more_count(more, "a", 0), 2);
	expect_line(more, "a", 0, "one");
	expect_line(more, "c", 0, NULL);
	more_clear(more, "b");
	expect_line(more, "b", 0, NULL);
	expect_line(more, "a", 11 * 60000, NULL);
	for (int i = 0; i < 200; i++) {
		snprintf(place, sizeof place, "%d", i);
		more_add(more, place, "line", NULL, i);
	}
	assert_int_equal(more_count(more, "0", 200), 0);
	assert_int_equal(more_count(more, "199", 200), 1);
	for (int i = 0; i < 200; i++)
		more_add(more, "199", "line", NULL, 200);
	assert_int_equal(more_count(more, "199", 200), 100);
	more_free(more);
}

/* The clock on the wall goes with the scripted one; the system's is in this century. */
static void test_wall_clock(void **state)
{
	struct loop *scripted = loop_new_scripted(), *loop = loop_new();

	(void)state;
	assert_true(loop_wall_ms(scripted) == LOOP_SCRIPTED_WALL_MS);
	loop_advance(scripted, 1500);
	assert_true(loop_wall_ms(scripted) == LOOP_SCRIPTED_WALL_MS + 1500);
	assert_true(loop_wall_ms(loop) > INT64_C(1700000000000));
	loop_free(scripted);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_end_of_turn),
		cmocka_unit_test(test_freed_in_a_call),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_deferred),
		cmocka_unit_test(test_signal_and_real_time),
		cmocka_unit_test(test_more),
		cmocka_unit_test(test_wall_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
