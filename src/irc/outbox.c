/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue for each target within each priority; the queues of a priority stand in a ring and take
 * turns. A queue that is empty leaves the ring. */
#include "irc/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { KINDS = OUTBOX_BULK + 1 };

struct line {
	struct line *next;
	int64_t since_ms;
	size_t len;
	char bytes[];
};

struct queue {
	struct queue *next; /* the ring */
	struct line *first, **last;
	size_t count;
	char target[];
};

struct outbox {
	struct loop *loop;
	void (*write)(void *arg, const char *line, size_t len);
	void *arg;
	struct timer *timer;        /* set only while something waits for a token */
	struct queue *rings[KINDS]; /* the queue whose turn was last; its next is due */
	size_t waiting;
	long burst, interval_ms;
	long tokens;
	int64_t refilled_ms;
	bool open;
	struct outbox_stats stats;
};

static void flow(void *arg);

static void set_pace(struct outbox *ob, long burst, long line_interval_ms)
{
	ob->burst = burst > 0 ? burst : 1;
	ob->interval_ms = line_interval_ms > 0 ? line_interval_ms : 0;
	if (ob->tokens > ob->burst)
		ob->tokens = ob->burst;
}

struct outbox *outbox_new(struct loop *loop, long burst, long line_interval_ms,
	void (*write)(void *arg, const char *line, size_t len), void *arg)
{
	struct outbox *ob = mem_zalloc(1, sizeof *ob);

	ob->loop = loop;
	ob->write = write;
	ob->arg = arg;
	ob->timer = timer_new(loop, flow, ob);
	set_pace(ob, burst, line_interval_ms);
	ob->tokens = ob->burst;
	return ob;
}

struct outbox_stats outbox_stats(const struct outbox *ob)
{
	return ob->stats;
}

/* ---- rings of queues ---- */

static struct queue *find_queue(const struct outbox *ob, int kind, const char *target)
{
	struct queue *last = ob->rings[kind], *queue = last;

	if (last == NULL)
		return NULL;
	do {
		queue = queue->next;
		if (strcmp(queue->target, target) == 0)
			return queue;
	} while (queue != last);
	return NULL;
}

static struct queue *add_queue(struct outbox *ob, int kind, const char *target)
{
	size_t size = strlen(target) + 1;
	struct queue *queue = mem_alloc(sizeof *queue + size), *last = ob->rings[kind];

	queue->first = NULL;
	queue->count = 0;
	queue->last = &queue->first;
	memcpy(queue->target, target, size);
	queue->next = last != NULL ? last->next : queue;
	if (last != NULL)
		last->next = queue;
	ob->rings[kind] = queue;
	return queue;
}

/* Take the first line of the queue that follows BEFORE; a queue that is empty then is gone. */
static struct line *take_after(struct outbox *ob, int kind, struct queue *before)
{
	struct queue *queue = before->next;
	struct line *line = queue->first;

	ob->waiting--;
	queue->count--;
	queue->first = line->next;
	if (queue->first != NULL)
		return line;
	before->next = queue->next;
	if (ob->rings[kind] == queue)
		ob->rings[kind] = before != queue ? before : NULL;
	free(queue);
	return line;
}

/* Take the next line of the queue whose turn it is; the ring goes on. */
static struct line *take(struct outbox *ob, int kind)
{
	struct queue *last = ob->rings[kind], *queue = last->next;
	bool stays = queue->count > 1;
	struct line *line = take_after(ob, kind, last);

	if (stays)
		ob->rings[kind] = queue;
	return line;
}

/* The queue before the longest one. */
static struct queue *before_longest(const struct outbox *ob, int kind)
{
	struct queue *last = ob->rings[kind], *queue = last, *best = last;

	do {
		if (queue->next->count > best->next->count)
			best = queue;
		queue = queue->next;
	} while (queue != last);
	return best;
}

/* Make room for a line of KIND to TARGET: the longest queue of the least important kind gives up its
 * oldest line. False when the new one is itself the least worth saying. */
static bool make_room(struct outbox *ob, int kind, const char *target)
{
	struct queue *before, *own;
	int least = KINDS - 1;

	while (ob->rings[least] == NULL)
		least--;
	if (least < kind)
		return false;
	before = before_longest(ob, least);
	own = find_queue(ob, kind, target);
	if (least == kind && (own != NULL ? own->count : 0) + 1 >= before->next->count)
		return false;
	free(take_after(ob, least, before));
	return true;
}

/* ---- tokens ---- */

static void refill(struct outbox *ob)
{
	int64_t now_ms = loop_now_ms(ob->loop), earned;

	if (ob->tokens >= ob->burst || ob->interval_ms == 0) {
		ob->tokens = ob->burst;
		ob->refilled_ms = now_ms;
		return;
	}
	earned = (now_ms - ob->refilled_ms) / ob->interval_ms;
	ob->refilled_ms += earned * ob->interval_ms;
	ob->tokens = earned < ob->burst - ob->tokens ? ob->tokens + (long)earned : ob->burst;
}

static bool send_next(struct outbox *ob)
{
	struct line *line = NULL;
	bool stale;

	for (int kind = 0; line == NULL && kind < KINDS; kind++)
		if (ob->rings[kind] != NULL)
			line = take(ob, kind);
	if (line == NULL)
		return false;
	stale = loop_now_ms(ob->loop) - line->since_ms > OUTBOX_STALE_MS;
	if (stale) {
		ob->stats.stale++;
	} else {
		ob->stats.sent++;
		ob->tokens--;
		ob->write(ob->arg, line->bytes, line->len);
	}
	free(line);
	return true;
}

static void flow(void *arg)
{
	struct outbox *ob = arg;

	if (!ob->open)
		return;
	refill(ob);
	while (ob->waiting > 0 && ob->tokens > 0 && send_next(ob))
		;
	if (ob->waiting > 0)
		timer_set(ob->timer, ob->refilled_ms + ob->interval_ms - loop_now_ms(ob->loop));
}

void outbox_set_pace(struct outbox *ob, long burst, long line_interval_ms)
{
	refill(ob); /* what was earned at the old pace */
	set_pace(ob, burst, line_interval_ms);
	if (timer_is_set(ob->timer))
		flow(ob);
}

void outbox_open(struct outbox *ob)
{
	ob->open = true;
	flow(ob);
}

void outbox_close(struct outbox *ob)
{
	ob->open = false;
	timer_stop(ob->timer);
	for (int kind = 0; kind < KINDS; kind++)
		while (ob->rings[kind] != NULL)
			free(take(ob, kind));
	ob->tokens = ob->burst;
}

void outbox_free(struct outbox *ob)
{
	if (ob == NULL)
		return;
	outbox_close(ob);
	timer_free(ob->timer);
	free(ob);
}

/* ---- sending ---- */

/* COMMAND_LINE up to CR, LF or its end, cut between characters, with CR LF. */
static struct line *make_line(const char *command_line)
{
	size_t len = strcspn(command_line, "\r\n");
	struct line *line;

	len = utf8_cut(command_line, len, OUTBOX_LINE - 2);
	line = mem_alloc(sizeof *line + len + 3);
	memcpy(line->bytes, command_line, len);
	memcpy(line->bytes + len, "\r\n", 3);
	line->len = len + 2;
	line->next = NULL;
	return line;
}

void outbox_send(struct outbox *ob, enum outbox_priority priority, const char *target,
	const char *command_line)
{
	struct line *line;
	struct queue *queue;

	if (priority != OUTBOX_NOW && ob->waiting >= OUTBOX_MAX_LINES) {
		ob->stats.overflow++;
		if (!make_room(ob, (int)priority, target))
			return;
	}
	line = make_line(command_line);
	if (priority == OUTBOX_NOW) {
		ob->stats.sent++;
		ob->write(ob->arg, line->bytes, line->len);
		free(line);
		return;
	}
	line->since_ms = loop_now_ms(ob->loop);
	queue = find_queue(ob, priority, target);
	if (queue == NULL)
		queue = add_queue(ob, priority, target);
	*queue->last = line;
	queue->last = &line->next;
	queue->count++;
	ob->waiting++;
	if (!timer_is_set(ob->timer))
		flow(ob);
}
