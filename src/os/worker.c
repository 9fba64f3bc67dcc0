/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue of tasks and the thread of the first of them, which tells the loop its end by an
 * eventfd. */
#include "os/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/loop.h"

struct task {
	struct task *next;
	void (*compute)(void *arg);
	void (*done)(void *arg);
	void *arg;
};

struct worker {
	struct loop *loop;
	struct task *first; /* runs, if anything does */
	bool running;       /* `thread` is to be joined */
	pthread_t thread;
	int ended; /* an eventfd, which the thread writes at its end; -1: there are no threads */
	struct watch *watch;
};

static void begin(struct worker *worker);

/* ---- the thread ---- */

static void *run(void *arg)
{
	static const uint64_t one = 1;
	const struct worker *worker = arg;
	ssize_t written;

	worker->first->compute(worker->first->arg);
	written = write(worker->ended, &one, sizeof one);
	(void)written; /* it cannot be full: it is read for each task */
	return NULL;
}

/* Make the thread of the first task. Signals are the loop's. */
static bool make_thread(struct worker *worker)
{
	sigset_t all, before;

	if (worker->ended < 0)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	worker->running = pthread_create(&worker->thread, NULL, run, worker) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return worker->running;
}

/* Wait for the thread, and take its message. */
static void join(struct worker *worker)
{
	uint64_t count;
	ssize_t taken;

	pthread_join(worker->thread, NULL);
	worker->running = false;
	taken = read(worker->ended, &count, sizeof count);
	(void)taken;
}

/* ---- in the loop ---- */

/* The first task was computed. */
static void finish_first(struct worker *worker)
{
	struct task task = *worker->first;

	free(worker->first);
	worker->first = task.next;
	begin(worker);
	task.done(task.arg);
}

static void on_ended(void *arg)
{
	struct worker *worker = arg;

	if (!worker->running)
		return;
	join(worker);
	finish_first(worker);
}

/* Compute the first task here, as there is no thread. */
static void compute_here(void *arg)
{
	struct worker *worker = arg;

	worker->first->compute(worker->first->arg);
	finish_first(worker);
}

/* Begin the first task, if there is one. */
static void begin(struct worker *worker)
{
	if (worker->first != NULL && !make_thread(worker))
		loop_defer(worker->loop, compute_here, worker);
}

struct worker *worker_new(struct loop *loop)
{
	struct worker *worker = mem_zalloc(1, sizeof *worker);

	worker->loop = loop;
	worker->ended = -1;
	if (loop_event_base(loop) != NULL)
		worker->ended = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (worker->ended >= 0)
		worker->watch = watch_readable(loop, worker->ended, on_ended, worker);
	return worker;
}

void worker_free(struct worker *worker)
{
	if (worker == NULL)
		return;
	/* The others first: the end of one begins the next. */
	while (worker->first != NULL && worker->first->next != NULL)
		worker_drop(worker, worker->first->next->arg);
	if (worker->first != NULL)
		worker_drop(worker, worker->first->arg);
	watch_free(worker->watch);
	if (worker->ended >= 0)
		close(worker->ended);
	free(worker);
}

void worker_add(
	struct worker *worker, void (*compute)(void *arg), void (*done)(void *arg), void *arg)
{
	struct task *task = mem_zalloc(1, sizeof *task), **last = &worker->first;

	*task = (struct task){.compute = compute, .done = done, .arg = arg};
	while (*last != NULL)
		last = &(*last)->next;
	*last = task;
	if (worker->first == task)
		begin(worker);
}

void worker_drop(struct worker *worker, const void *arg)
{
	struct task **at = &worker->first, *task;
	bool first;

	while (*at != NULL && (*at)->arg != arg)
		at = &(*at)->next;
	task = *at;
	if (task == NULL)
		return;
	first = task == worker->first;
	if (first && worker->running)
		join(worker);
	else if (first)
		loop_undefer(worker->loop, worker);
	*at = task->next;
	free(task);
	if (first)
		begin(worker);
}

bool worker_take_back(struct worker *worker, const void *arg)
{
	if (worker->running && worker->first->arg == arg)
		return false;
	worker_drop(worker, arg);
	return true;
}

void worker_finish(struct worker *worker)
{
	while (worker->first != NULL) {
		if (worker->running)
			on_ended(worker);
		else {
			loop_undefer(worker->loop, worker);
			compute_here(worker);
		}
	}
}
