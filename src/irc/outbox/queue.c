/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue for each target within each priority; the queues of a priority stand in a ring and take
 * turns. A queue leaves the ring when nothing waits in it and no word about what it lost is due. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/outbox/impl.h"

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
	struct queue *queue = mem_zalloc(1, sizeof *queue + size), *last = ob->rings[kind];

	lines_init(&queue->lines);
	memcpy(queue->target, target, size);
	queue->next = last != NULL ? last->next : queue;
	if (last != NULL)
		last->next = queue;
	ob->rings[kind] = queue;
	return queue;
}

void outbox_append(struct outbox *ob, int kind, const char *target, struct line *line)
{
	struct queue *queue = find_queue(ob, kind, target);

	if (queue == NULL)
		queue = add_queue(ob, kind, target);
	lines_put(&queue->lines, line);
	ob->waiting++;
}

static struct line *take_first(struct outbox *ob, struct queue *queue)
{
	ob->waiting--;
	return lines_take(&queue->lines);
}

/* Take the queue behind BEFORE out of the ring and free it. False when it still has something to
 * say. */
static bool leave_ring(struct outbox *ob, int kind, struct queue *before)
{
	struct queue *queue = before->next;

	if (queue->lines.count > 0 || queue->lost > 0)
		return false;
	before->next = queue->next;
	if (ob->rings[kind] == queue)
		ob->rings[kind] = before != queue ? before : NULL;
	free(queue);
	return true;
}

/* Drop all lines of QUEUE, and what it would say about losses. */
static void empty_queue(struct outbox *ob, struct queue *queue)
{
	while (queue->lines.count > 0)
		outbox_drop(take_first(ob, queue));
	if (queue->lost > 0)
		ob->untold--;
	queue->lost = 0;
}

void outbox_forget_queued(struct outbox *ob, enum casemap map, const char *nick)
{
	for (int kind = 0; kind < KINDS; kind++) {
		struct queue *before = ob->rings[kind], *last = before;
		bool ended = before == NULL;
		while (!ended) {
			struct queue *queue = before->next;
			ended = queue == last;
			if (!casemap_equal(map, queue->target, nick)) {
				before = queue;
				continue;
			}
			empty_queue(ob, queue);
			leave_ring(ob, kind, before);
		}
	}
}

/* ---- what is lost, and the word about it ---- */

/* Drop LINE of QUEUE, and count what its target is to be told of. */
static void lose(struct outbox *ob, struct queue *queue, struct line *line)
{
	if (line_is_speech(line)) {
		if (queue->lost == 0) {
			ob->untold++;
			queue->lost_ms = loop_now_ms(ob->loop);
		}
		if (queue->lost == 0 || queue->lost_reply != line->reply)
			queue->lost++;
		queue->lost_reply = line->reply;
		queue->by_notice = line_words(line)[0] == 'N';
	}
	outbox_drop(line);
}

/* Whether to tell the target of QUEUE about losses now: when nothing else waits for it, or when the
 * loss is a while ago; but then only one line in so many is such a word, however many targets there
 * are. */
static bool word_is_due(const struct outbox *ob, const struct queue *queue)
{
	return queue->lost > 0 &&
	       (queue->lines.count == 0 ||
		       (ob->since_word >= OUTBOX_LINES_A_WORD &&
			       loop_now_ms(ob->loop) - queue->lost_ms >= OUTBOX_WORD_MS));
}

static struct line *make_word(struct outbox *ob, struct queue *queue)
{
	char text[OUTBOX_LINE_MOST];

	snprintf(text, sizeof text, "%s %s :(%zu %s not sent: too much at once)",
		queue->by_notice ? "NOTICE" : "PRIVMSG", queue->target, queue->lost,
		queue->lost == 1 ? "reply was" : "replies were");
	queue->lost = 0;
	ob->untold--;
	ob->since_word = 0;
	return outbox_make_line(ob, text, NULL);
}

/* Return whether LINE has waited too long. What is no speech has to be done however late it is: two
 * hundred JOINs take their time. */
static bool is_stale(const struct outbox *ob, const struct line *line)
{
	int64_t most_ms = ob->counts_bytes ? OUTBOX_STALE_SLOW_MS : OUTBOX_STALE_MS;

	if (line->unseen)
		most_ms = OUTBOX_UNSEEN_MS;
	return line_is_speech(line) && loop_now_ms(ob->loop) - line->since_ms > most_ms;
}

static void lose_stale(struct outbox *ob, struct queue *queue)
{
	while (queue->lines.count > 0 && is_stale(ob, queue->lines.first)) {
		ob->stats.stale++;
		lose(ob, queue, take_first(ob, queue));
	}
}

/* Find the queue before the longest one. */
static struct queue *before_longest(const struct outbox *ob, int kind)
{
	struct queue *last = ob->rings[kind], *queue = last, *best = last;

	do {
		if (queue->next->lines.count > best->next->lines.count)
			best = queue;
		queue = queue->next;
	} while (queue != last);
	return best;
}

/* Find the least important kind of which lines wait. */
static int least_waiting(const struct outbox *ob)
{
	int kind = KINDS - 1;

	while (ob->rings[kind] == NULL || before_longest(ob, kind)->next->lines.count == 0)
		kind--;
	return kind;
}

bool outbox_make_room(struct outbox *ob, int kind, const char *target)
{
	int least = least_waiting(ob);
	struct queue *before, *own;

	if (least < kind)
		return false;
	before = before_longest(ob, least);
	own = find_queue(ob, kind, target);
	if (least == kind && (own != NULL ? own->lines.count : 0) + 1 >= before->next->lines.count)
		return false;
	lose(ob, before->next, take_first(ob, before->next));
	leave_ring(ob, least, before);
	return true;
}

void outbox_refuse(struct outbox *ob, int kind, const char *target, struct line *line)
{
	struct queue *queue = find_queue(ob, kind, target);

	if (queue == NULL && line_is_speech(line) && ob->untold < OUTBOX_MAX_LINES)
		queue = add_queue(ob, kind, target);
	if (queue != NULL)
		lose(ob, queue, line);
	else
		outbox_drop(line);
}

/* ---- turns ---- */

struct line *outbox_take(struct outbox *ob, int kind)
{
	struct queue *before = ob->rings[kind], *queue = before->next;
	struct line *line = NULL;

	lose_stale(ob, queue);
	if (word_is_due(ob, queue))
		line = make_word(ob, queue);
	else if (queue->lines.count > 0)
		line = take_first(ob, queue);
	ob->since_word += line != NULL;
	if (!leave_ring(ob, kind, before))
		ob->rings[kind] = queue;
	return line;
}

/* Free the queue whose turn it is, with all its lines. */
static void forget_next(struct outbox *ob, int kind)
{
	struct queue *queue = ob->rings[kind]->next;

	while (queue->lines.count > 0)
		outbox_drop(take_first(ob, queue));
	queue->lost = 0;
	leave_ring(ob, kind, ob->rings[kind]);
}

void outbox_forget(struct outbox *ob)
{
	for (int kind = 0; kind < KINDS; kind++)
		while (ob->rings[kind] != NULL)
			forget_next(ob, kind);
	ob->untold = 0;
}
