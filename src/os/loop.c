/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run timers, deferred calls, signals and descriptors over libevent. Timers are ours: a heap
 * ordered by due time, with one libevent timer armed for the earliest. So a timer that is set again
 * and again costs no system call, and a test can move the clock by hand. */
#include "os/loop.h"

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <event2/event.h>

#include "base/mem.h"
#include "os/log.h"

enum { NOT_SET = -1, MAX_SIGNALS = 8, LAST_TURNS = 4 };

#define MAX_DELAY_MS (INT64_MAX / 2) /* so that adding it to the time cannot overflow */

struct timer {
	struct loop *loop;
	void (*call)(void *arg);
	void *arg;
	int64_t due_ms;
	uint64_t order; /* of two that are due together, the one set first runs first */
	long at;        /* index in the heap, or NOT_SET */
};

struct call {
	void (*call)(void *arg); /* NULL: forgotten */
	void *arg;
};

struct calls {
	struct call *list;
	size_t count, room;
};

struct signal_watch {
	struct event *event;
	void (*call)(void *arg);
	void *arg;
};

struct loop {
	struct event_base *base; /* NULL: scripted */
	struct event *alarm;     /* armed for the first timer */
	struct timer **heap;
	size_t heap_len, heap_room;
	uint64_t orders;
	int64_t wall_ms; /* of a scripted loop: what its clock of the day showed at 0 */
	int64_t now_ms;  /* at the top of the turn; the time itself in a scripted loop */
	struct calls deferred, at_end;
	struct signal_watch signals[MAX_SIGNALS];
	size_t signal_count;
	bool stop;
};

struct watch {
	struct event *event;
	void (*call)(void *arg);
	void *arg;
};

static int64_t read_ms(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t clock_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

static void on_alarm(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg; /* waking up is all it is for */
}

/* Nothing that libevent calls is given an argument. */
static struct log *libevent_log;

static void on_libevent(int severity, const char *text)
{
	enum log_level level = severity == EVENT_LOG_ERR    ? LOG_LEVEL_ERROR
			       : severity == EVENT_LOG_WARN ? LOG_LEVEL_WARNING
							    : LOG_LEVEL_DEBUG;

	log_write(libevent_log, level, "libevent: %s", text);
}

void loop_set_log(struct log *log)
{
	libevent_log = log;
	event_set_log_callback(log != NULL ? on_libevent : NULL);
}

struct loop *loop_new_scripted(void)
{
	struct loop *loop = mem_zalloc(1, sizeof *loop);

	loop->wall_ms = LOOP_SCRIPTED_WALL_MS;
	return loop;
}

struct loop *loop_new(void)
{
	struct loop *loop = loop_new_scripted();

	loop->base = event_base_new();
	if (loop->base == NULL)
		abort();
	loop->alarm = event_new(loop->base, -1, 0, on_alarm, NULL);
	loop->now_ms = clock_ms();
	return loop;
}

void loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	for (size_t i = 0; i < loop->signal_count; i++)
		event_free(loop->signals[i].event);
	if (loop->alarm != NULL)
		event_free(loop->alarm);
	/* A cancelled look-up is let go by libevent only in its next turns. */
	for (int i = 0; loop->base != NULL && i < LAST_TURNS; i++)
		event_base_loop(loop->base, EVLOOP_NONBLOCK);
	if (loop->base != NULL)
		event_base_free(loop->base);
	free(loop->heap);
	free(loop->deferred.list);
	free(loop->at_end.list);
	free(loop);
}

struct event_base *loop_event_base(struct loop *loop)
{
	return loop->base;
}

int64_t loop_now_ms(const struct loop *loop)
{
	return loop->base != NULL ? clock_ms() : loop->now_ms;
}

int64_t loop_wall_ms(const struct loop *loop)
{
	return loop->base != NULL ? read_ms(CLOCK_REALTIME) : loop->wall_ms + loop->now_ms;
}

void loop_step_wall(struct loop *loop, int64_t ms)
{
	loop->wall_ms += ms;
}

/* ---- the heap ---- */

static bool earlier(const struct timer *a, const struct timer *b)
{
	return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->order < b->order;
}

static void put(struct loop *loop, size_t at, struct timer *timer)
{
	loop->heap[at] = timer;
	timer->at = (long)at;
}

static void sift_up(struct loop *loop, size_t at)
{
	struct timer *timer = loop->heap[at];

	while (at > 0 && earlier(timer, loop->heap[(at - 1) / 2])) {
		put(loop, at, loop->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	put(loop, at, timer);
}

static void sift_down(struct loop *loop, size_t at)
{
	struct timer *timer = loop->heap[at];

	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= loop->heap_len)
			break;
		if (child + 1 < loop->heap_len && earlier(loop->heap[child + 1], loop->heap[child]))
			child++;
		if (!earlier(loop->heap[child], timer))
			break;
		put(loop, at, loop->heap[child]);
		at = child;
	}
	put(loop, at, timer);
}

struct timer *timer_new(struct loop *loop, void (*call)(void *arg), void *arg)
{
	struct timer *timer = mem_zalloc(1, sizeof *timer);

	timer->loop = loop;
	timer->call = call;
	timer->arg = arg;
	timer->at = NOT_SET;
	return timer;
}

void timer_stop(struct timer *timer)
{
	struct loop *loop = timer->loop;
	struct timer *last;
	size_t at;

	if (timer->at == NOT_SET)
		return;
	at = (size_t)timer->at;
	timer->at = NOT_SET;
	last = loop->heap[--loop->heap_len];
	if (last == timer)
		return;
	put(loop, at, last);
	sift_up(loop, at);
	sift_down(loop, (size_t)last->at);
}

void timer_set(struct timer *timer, int64_t delay_ms)
{
	struct loop *loop = timer->loop;

	timer_stop(timer);
	if (delay_ms > MAX_DELAY_MS)
		delay_ms = MAX_DELAY_MS;
	timer->due_ms = loop_now_ms(loop) + (delay_ms > 0 ? delay_ms : 0);
	timer->order = loop->orders++;
	if (loop->heap_len == loop->heap_room) {
		loop->heap_room = loop->heap_room > 0 ? 2 * loop->heap_room : 16;
		loop->heap = mem_resize(loop->heap, loop->heap_room, sizeof *loop->heap);
	}
	put(loop, loop->heap_len++, timer);
	sift_up(loop, loop->heap_len - 1);
}

bool timer_is_set(const struct timer *timer)
{
	return timer->at != NOT_SET;
}

void timer_free(struct timer *timer)
{
	if (timer == NULL)
		return;
	timer_stop(timer);
	free(timer);
}

static void run_due(struct loop *loop)
{
	while (loop->heap_len > 0 && loop->heap[0]->due_ms <= loop->now_ms) {
		struct timer *timer = loop->heap[0];
		timer_stop(timer);
		timer->call(timer->arg); /* may free the timer */
	}
}

/* ---- calls for later ---- */

static void add_call(struct calls *calls, void (*call)(void *arg), void *arg)
{
	if (calls->count == calls->room) {
		calls->room = calls->room > 0 ? calls->room * 2 : 8;
		calls->list = mem_resize(calls->list, calls->room, sizeof *calls->list);
	}
	calls->list[calls->count++] = (struct call){.call = call, .arg = arg};
}

/* Run the calls. Those asked for while these run are left. */
static void run_calls(struct calls *calls)
{
	size_t count = calls->count;

	for (size_t i = 0; i < count; i++) {
		struct call now = calls->list[i];
		if (now.call != NULL)
			now.call(now.arg);
	}
	calls->count -= count;
	for (size_t i = 0; i < calls->count; i++)
		calls->list[i] = calls->list[i + count];
}

static void forget_calls(struct calls *calls, const void *arg)
{
	for (size_t i = 0; i < calls->count; i++)
		if (calls->list[i].arg == arg)
			calls->list[i].call = NULL;
}

void loop_defer(struct loop *loop, void (*call)(void *arg), void *arg)
{
	add_call(&loop->deferred, call, arg);
}

void loop_at_end(struct loop *loop, void (*call)(void *arg), void *arg)
{
	add_call(&loop->at_end, call, arg);
}

void loop_undefer(struct loop *loop, const void *arg)
{
	forget_calls(&loop->deferred, arg);
	forget_calls(&loop->at_end, arg);
}

/* ---- turns ---- */

static void arm(struct loop *loop)
{
	int64_t wait = loop->heap[0]->due_ms - loop->now_ms;
	struct timeval delay = {.tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000};

	event_add(loop->alarm, &delay);
}

static void turn(struct loop *loop)
{
	bool wait = loop->deferred.count == 0;

	if (wait && loop->heap_len > 0)
		arm(loop);
	/* Once: or else a peer that never stops talking would keep us from what is deferred. */
	event_base_loop(loop->base, EVLOOP_ONCE | (wait ? 0 : EVLOOP_NONBLOCK));
}

void loop_run(struct loop *loop)
{
	loop->stop = false;
	while (!loop->stop) {
		loop->now_ms = clock_ms();
		run_calls(&loop->deferred);
		run_due(loop);
		run_calls(&loop->at_end);
		if (!loop->stop)
			turn(loop);
	}
}

void loop_stop(struct loop *loop)
{
	loop->stop = true;
}

void loop_advance(struct loop *loop, int64_t ms)
{
	int64_t end = loop->now_ms + ms;

	run_calls(&loop->deferred);
	run_calls(&loop->at_end);
	while (loop->heap_len > 0 && loop->heap[0]->due_ms <= end) {
		loop->now_ms = loop->heap[0]->due_ms;
		run_due(loop);
		run_calls(&loop->deferred);
		run_calls(&loop->at_end);
	}
	loop->now_ms = end;
}

/* ---- signals and descriptors ---- */

static void on_signal(evutil_socket_t fd, short what, void *arg)
{
	struct signal_watch *watch = arg;

	(void)fd, (void)what;
	watch->call(watch->arg);
}

void loop_on_signal(struct loop *loop, int signal_number, void (*call)(void *arg), void *arg)
{
	struct signal_watch *watch;

	if (loop->base == NULL || loop->signal_count == MAX_SIGNALS)
		return;
	watch = &loop->signals[loop->signal_count++];
	watch->call = call;
	watch->arg = arg;
	watch->event = evsignal_new(loop->base, signal_number, on_signal, watch);
	event_add(watch->event, NULL);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct watch *watch = arg;

	(void)fd, (void)what;
	watch->call(watch->arg);
}

struct watch *watch_readable(struct loop *loop, int fd, void (*call)(void *arg), void *arg)
{
	struct watch *watch = mem_zalloc(1, sizeof *watch);

	watch->call = call;
	watch->arg = arg;
	if (loop->base != NULL) {
		watch->event = event_new(loop->base, fd, EV_READ | EV_PERSIST, on_readable, watch);
		event_add(watch->event, NULL);
	}
	return watch;
}

void watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	if (watch->event != NULL)
		event_free(watch->event);
	free(watch);
}
