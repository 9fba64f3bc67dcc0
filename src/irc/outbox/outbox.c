/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a line goes: a token bucket, and whose turn it is when it has a token. */
#include <stdlib.h>

#include "base/mem.h"
#include "irc/outbox/impl.h"

/* What a line is worth where bytes count: by the source of ircu (parse.c) and irc2, whose limit is
 * ten seconds; ours is lower, since their clocks know whole seconds only. */
enum { LINE_MS = 2000, STEP_MS = 1000, STEP_BYTES = 120, LENT_MS = 8000 };

static void flow(void *arg);
static void ask(void *arg);
static void go_on(void *arg);

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
	ob->proof.timer = timer_new(loop, ask, ob);
	lines_init(&ob->proof.lines);
	lines_init(&ob->recent);
	lines_init(&ob->held);
	ob->held_timer = timer_new(loop, go_on, ob);
	set_pace(ob, burst, line_interval_ms);
	ob->tokens = ob->burst;
	ob->line_bytes = OUTBOX_LINE;
	return ob;
}

void outbox_set_line_bytes(struct outbox *ob, size_t bytes)
{
	ob->line_bytes = bytes < OUTBOX_LINE        ? OUTBOX_LINE
			 : bytes > OUTBOX_LINE_MOST ? OUTBOX_LINE_MOST
						    : bytes;
}

size_t outbox_line_bytes(const struct outbox *ob)
{
	return ob->line_bytes;
}

void outbox_set_unseen(struct outbox *ob, bool (*is_unseen)(void *arg, const char *target))
{
	ob->is_unseen = is_unseen;
}

struct outbox_stats outbox_stats(const struct outbox *ob)
{
	return ob->stats;
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

void outbox_count_bytes(struct outbox *ob, bool on)
{
	if (on && !ob->counts_bytes)
		ob->paid_ms = loop_now_ms(ob->loop) + LENT_MS;
	ob->counts_bytes = on;
}

/* How long the server has to be given before the next line. */
static int64_t debt_ms(const struct outbox *ob)
{
	int64_t left_ms = ob->paid_ms - LENT_MS - loop_now_ms(ob->loop);

	return ob->counts_bytes && left_ms > 0 ? left_ms : 0;
}

static void charge(struct outbox *ob, size_t len)
{
	int64_t now_ms = loop_now_ms(ob->loop);

	if (!ob->counts_bytes)
		return;
	if (ob->paid_ms < now_ms)
		ob->paid_ms = now_ms;
	ob->paid_ms += LINE_MS + STEP_MS * (int64_t)(len / STEP_BYTES);
}

static void write_now(struct outbox *ob, struct line *line)
{
	ob->stats.sent++;
	charge(ob, line->len);
	ob->write(ob->arg, line->bytes, line->len);
	line->number = ++ob->written;
	if (line->receipt != NULL)
		outbox_keep_written(ob, line);
	else if (line_is_speech(line))
		outbox_keep_recent(ob, line);
	else
		free(line);
}

/* Send the line whose turn it is. False when nothing waits. */
static bool send_next(struct outbox *ob)
{
	struct line *line;
	int kind = 0;

	while (kind < KINDS && ob->rings[kind] == NULL)
		kind++;
	if (kind == KINDS)
		return false;
	line = outbox_take(ob, kind);
	if (line != NULL) {
		ob->tokens--;
		write_now(ob, line);
	}
	return true;
}

static void flow(void *arg)
{
	struct outbox *ob = arg;
	int64_t token_ms = 0;

	if (!ob->open || ob->paused)
		return;
	refill(ob);
	while (ob->tokens > 0 && debt_ms(ob) == 0 && send_next(ob))
		;
	if (ob->waiting + ob->untold == 0)
		return;
	if (ob->tokens == 0)
		token_ms = ob->refilled_ms + ob->interval_ms - loop_now_ms(ob->loop);
	timer_set(ob->timer, token_ms > debt_ms(ob) ? token_ms : debt_ms(ob));
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

void outbox_pause(struct outbox *ob)
{
	ob->paused = true;
}

void outbox_resume(struct outbox *ob)
{
	ob->paused = false;
	if (!timer_is_set(ob->timer))
		flow(ob);
}

void outbox_close(struct outbox *ob)
{
	ob->open = false;
	timer_stop(ob->timer);
	outbox_forget(ob);
	outbox_forget_held(ob, CASEMAP_RFC1459, NULL);
	outbox_lose_written(ob);
	ob->line_bytes = OUTBOX_LINE;
	ob->tokens = ob->burst;
	ob->counts_bytes = false;
}

void outbox_free(struct outbox *ob)
{
	if (ob == NULL)
		return;
	outbox_close(ob);
	timer_free(ob->timer);
	timer_free(ob->proof.timer);
	timer_free(ob->held_timer);
	free(ob);
}

/* Some of what is held may go. */
static void go_on(void *arg)
{
	struct outbox *ob = arg;

	outbox_release_held(ob);
	if (!timer_is_set(ob->timer))
		flow(ob);
}

void outbox_forget_target(struct outbox *ob, enum casemap map, const char *nick)
{
	outbox_forget_queued(ob, map, nick);
	outbox_forget_held(ob, map, nick);
	outbox_forget_said(ob, map, nick);
}

/* ---- sending ---- */

void outbox_next_reply(struct outbox *ob)
{
	ob->reply++;
}

void outbox_send(struct outbox *ob, enum outbox_priority priority, const char *target,
	const char *command_line, struct receipt *receipt)
{
	int kind = (int)priority;
	struct line *line = outbox_make_line(ob, command_line, receipt);

	line->kind = (unsigned char)priority;
	line->order = ++ob->orders;
	if (priority == OUTBOX_NOW) {
		write_now(ob, line);
		return;
	}
	line->unseen = ob->is_unseen != NULL && line_is_speech(line) &&
		       ob->is_unseen(ob->arg, target);
	if (outbox_hold_behind(ob, target, line))
		return;
	if (ob->waiting >= OUTBOX_MAX_LINES) {
		ob->stats.overflow++;
		if (!outbox_make_room(ob, kind, target)) {
			outbox_refuse(ob, kind, target, line);
			return;
		}
	}
	outbox_append(ob, kind, target, line);
	if (!timer_is_set(ob->timer))
		flow(ob);
}

/* Ask the server for a proof of what it has read. */
static void ask(void *arg)
{
	struct outbox *ob = arg;
	char question[OUTBOX_QUESTION];

	if (outbox_question(ob, question))
		outbox_send(ob, OUTBOX_ADMIN, "", question, NULL);
}
