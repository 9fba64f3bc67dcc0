/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What takes long is computed beside the loop: in order, in a thread where there may be one; and
 * who asked is answered, unless they are gone. */
#include <pthread.h>

#include "bot/later.h"
#include "bot/speak.h"
#include "os/worker.h"
#include "table.h"

/* ---- the thread ---- */

struct task {
	struct loop *loop;
	pthread_t thread;
	int *order; /* the number of the task that was done last */
	int number; /* of this one */
	bool computed, done, last;
};

static void compute_task(void *arg)
{
	struct task *task = arg;

	task->thread = pthread_self();
	task->computed = true;
}

static void task_done(void *arg)
{
	struct task *task = arg;

	assert_true(task->computed);
	assert_int_equal(*task->order, task->number - 1);
	*task->order = task->number;
	task->done = true;
	if (task->last)
		loop_stop(task->loop);
}

static void test_thread(void **state)
{
	struct loop *loop = loop_new();
	struct worker *worker = worker_new(loop);
	int order = 0;
	struct task tasks[5];

	(void)state;
	for (int i = 0; i < 5; i++) {
		tasks[i] = (struct task){
			.loop = loop, .order = &order, .number = i + 1, .last = i == 4};
		worker_add(worker, compute_task, task_done, &tasks[i]);
	}
	assert_false(tasks[0].done);
	loop_run(loop);
	assert_int_equal(order, 5);
	for (int i = 0; i < 5; i++)
		assert_false(pthread_equal(tasks[i].thread, pthread_self()));
	worker_free(worker);
	loop_free(loop);
}

static void test_dropped(void **state)
{
	struct loop *loop = loop_new();
	struct worker *worker = worker_new(loop);
	int order = 1;
	struct task first = {.order = &order, .number = 1}, second = {.order = &order, .number = 2},
		    third = {.order = &order, .number = 2};

	(void)state;
	worker_add(worker, compute_task, task_done, &first);
	worker_add(worker, compute_task, task_done, &second);
	worker_add(worker, compute_task, task_done, &third);
	worker_drop(worker, &second);
	worker_drop(worker, &first);
	assert_true(first.computed); /* it was running: somebody had to wait */
	worker_drop(worker, &first);
	worker_finish(worker);
	assert_false(first.done || second.computed || second.done);
	assert_true(third.done);
	third = (struct task){.order = &order};
	worker_add(worker, compute_task, task_done, &second);
	worker_add(worker, compute_task, task_done, &third);
	worker_free(worker);
	assert_true(second.computed);
	assert_false(second.done || third.computed);
	loop_free(loop);
}

static void test_scripted(void **state)
{
	struct loop *loop = loop_new_scripted();
	struct worker *worker = worker_new(loop);
	int order = 0;
	struct task first = {.order = &order, .number = 1}, second = {.order = &order, .number = 2},
		    third = {.order = &order, .number = 3};

	(void)state;
	worker_add(worker, compute_task, task_done, &first);
	worker_add(worker, compute_task, task_done, &second);
	worker_add(worker, compute_task, task_done, &third);
	assert_false(first.computed);
	worker_drop(worker, &third);
	while (!second.done)
		loop_advance(loop, 0);
	assert_true(first.done);
	assert_false(third.computed);
	assert_true(pthread_equal(first.thread, pthread_self()));
	worker_free(worker);
	loop_free(loop);
}

/* ---- requests ---- */

static int released, computed;
static int64_t ago_ms; /* how long it is that somebody asked */

static void compute(void *arg)
{
	(void)arg;
	computed++;
}

static void answer(void *arg, struct request *rq)
{
	reply(rq, "%s counted %s.", request_nick(rq), (const char *)arg);
}

static void release(void *arg)
{
	free(arg);
	released++;
}

static const struct plugins_task counting = {compute, answer, release};

static void count_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	char *what = mem_strdup(argv[1]);
	struct error err;

	(void)self, (void)argc;
	rq->now_ms -= ago_ms;
	if (later_ask(rq->bot, rq, &counting, what, &err))
		return;
	reply(rq, "%s: %s.", request_nick(rq), err.text);
	free(what);
}

static void say_psst(void *arg, struct request *rq)
{
	(void)arg;
	reply(rq, "Psst.");
}

/* Speak, as another plugin may in the same turn, before counting. */
static void psst_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	assert_true(speak_in(rq->bot, request_place(rq), say_psst, NULL));
	count_run(self, rq, argc, argv);
}

static const struct command words[] = {
	{.name = "psst",
		.usage = "sheep",
		.summary = "Test.",
		.example = "psst x",
		.min_args = 1,
		.max_args = 1,
		.run = psst_run},
	{.name = "count",
		.usage = "sheep",
		.summary = "Test.",
		.example = "count x",
		.min_args = 1,
		.max_args = 1,
		.run = count_run},
	{.name = NULL},
};

/* Hear LINE without moving on. */
static void hear(struct table *table, const char *line)
{
	char *copy = mem_strdup(line);

	network_line(table->bot->networks[0], copy, strlen(copy));
	network_lines_end(table->bot->networks[0]);
	free(copy);
}

static void expect(struct table *table, const char *wanted)
{
	assert_string_equal(table->out.text, wanted);
	strbuf_reset(&table->out);
}

static int begin(void **state)
{
	struct table *table;
	struct error err;

	set_up(state);
	table = *state;
	assert_true(commands_add(table->bot->commands, words, NULL, &err));
	feed(table, "", ":ann!a@home.test JOIN #table");
	strbuf_reset(&table->out);
	released = computed = 0;
	return 0;
}

static void test_answered(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG #table :!count sheep");
	expect(table, "");
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG #table :ann counted sheep.\r\n");
	assert_int_equal(released, 1);
	feed(table, ":ann!a@home.test PRIVMSG Logios :", "count goats");
	expect(table, "PRIVMSG ann :ann counted goats.\r\n");
	assert_int_equal(released, 2);
}

/* One who asks much leaves room for others. */
static void test_share(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG #table :!count 1");
	hear(table, ":ann!a@home.test PRIVMSG #table :!count 2");
	hear(table, ":ann!a@home.test PRIVMSG #table :!count 3");
	hear(table, ":bob!b@home.test PRIVMSG #table :!count 4");
	expect(table, "PRIVMSG #table :ann: what you asked before is still being counted.\r\n");
	for (int i = 0; i < 3; i++)
		loop_advance(table->loop, 0);
	expect(table, "PRIVMSG #table :ann counted 1.\r\nPRIVMSG #table :ann counted 2.\r\n"
		      "PRIVMSG #table :bob counted 4.\r\n");
	assert_int_equal(released, 3);
}

/* What was said in the turn that asked is not said once more. */
static void test_spoken(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG #table :!psst sheep");
	expect(table, "PRIVMSG #table :Psst.\r\n");
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG #table :ann counted sheep.\r\n");
}

/* What takes over a second is told. */
static void test_patience(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG #table :!count 1");
	hear(table, ":ann!a@home.test PRIVMSG #table :!count 2");
	loop_advance(table->loop, 1000);
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG #table :ann counted 1.\r\n"
		      "PRIVMSG #table :ann: counting…\r\n"
		      "PRIVMSG #table :ann counted 2.\r\n");
}

/* Whoever takes the nick of one who is gone reads nothing of what they asked. */
static void test_gone(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG Logios :count sheep");
	hear(table, ":ann!a@home.test PRIVMSG #table :!count goats");
	hear(table, ":ann!a@home.test QUIT :Bye");
	loop_advance(table->loop, 0);
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG #table :ann counted goats.\r\n");
	assert_int_equal(released, 2);
	assert_int_equal(computed, 1); /* and nobody counts in vain */
}

/* Nobody sees whether who asked is still there: after a while they are told no more than that. */
static void test_unseen(void **state)
{
	struct table *table = *state;

	ago_ms = 30000;
	hear(table, ":zoe!z@home.test PRIVMSG Logios :count sheep");
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG zoe :zoe counted sheep.\r\n");
	ago_ms = 30001;
	hear(table, ":zoe!z@home.test PRIVMSG Logios :count goats");
	hear(table, ":ann!a@home.test PRIVMSG Logios :count cows");
	loop_advance(table->loop, 0);
	loop_advance(table->loop, 0);
	ago_ms = 0;
	expect(table, "PRIVMSG zoe :zoe: that took long, and we share no channel: I cannot tell "
		      "whether you are still who asked. Ask again, or where I see you.\r\n"
		      "PRIVMSG ann :ann counted cows.\r\n");
	assert_int_equal(released, 3);
}

/* The server says that nobody has the nick: nothing waits for whoever takes it. */
static void test_nobody(void **state)
{
	struct table *table = *state;

	hear(table, ":zoe!z@home.test PRIVMSG Logios :count sheep");
	hear(table, ":irc.test 401 Logios zoe :No such nick/channel");
	hear(table, ":ann!a@home.test PRIVMSG Logios :count cows");
	hear(table, ":irc.test 401 Logios ann :No such nick/channel");
	loop_advance(table->loop, 0);
	expect(table, "PRIVMSG ann :ann counted cows.\r\n");
	assert_int_equal(computed, 1);
}

/* Who asked was never in sight, but their nick is somebody else's before our eyes. */
static void test_taken(void **state)
{
	struct table *table = *state;

	hear(table, ":zoe!z@home.test PRIVMSG Logios :count sheep");
	hear(table, ":ann!a@home.test NICK zoe");
	loop_advance(table->loop, 0);
	loop_advance(table->loop, 0);
	expect(table, "");
	assert_int_equal(released, 1);
}

/* Nothing is said into a channel from outside, neither the answer nor that it takes long. */
static void test_put_out(void **state)
{
	struct table *table = *state;

	hear(table, ":ann!a@home.test PRIVMSG #table :!count 1");
	hear(table, ":ann!a@home.test PRIVMSG #table :!count 2");
	hear(table, ":op!o@home.test KICK #table Logios :Out");
	loop_advance(table->loop, 1000);
	loop_advance(table->loop, 0);
	expect(table, "");
	assert_int_equal(released, 2);
}

static int nothing_left(void **state)
{
	tear_down(state);
	assert_int_equal(released, 1);
	assert_int_equal(computed, 0);
	return 0;
}

/* The bot ends before it has counted. */
static void test_end(void **state)
{
	hear(*state, ":ann!a@home.test PRIVMSG #table :!count sheep");
	assert_int_equal(released, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_scripted),
		cmocka_unit_test_setup_teardown(test_answered, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_share, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_spoken, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_patience, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_gone, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_unseen, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_nobody, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_taken, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_put_out, begin, tear_down),
		cmocka_unit_test_setup_teardown(test_end, begin, nothing_left),
	};

	return cmocka_run_group_tests_name("later", tests, NULL, NULL);
}
