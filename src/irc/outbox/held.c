/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server did not take because it was for too many people at once (439, ircu's limit of
 * targets), and may take later. Whoever has something held gets all else after it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/outbox/impl.h"

enum {
	HELD_MOST = 256, /* lines */
	TRIES_MOST = 5,
	NEXT_MS = 2000, /* between two lines to one target: the first may be turned away again */
};

/* Wake us when the first of them may go. */
static void plan(struct outbox *ob)
{
	int64_t due_ms = INT64_MAX;

	for (const struct line *line = ob->held.first; line != NULL; line = line->next)
		if (line->due_ms < due_ms)
			due_ms = line->due_ms;
	if (due_ms == INT64_MAX)
		timer_stop(ob->held_timer);
	else
		timer_set(ob->held_timer, due_ms - loop_now_ms(ob->loop));
}

/* Let nothing to TARGET go before DUE_MS. */
static void put_off(struct outbox *ob, const char *target, int64_t due_ms)
{
	char word[OUTBOX_LINE];

	for (struct line *line = ob->held.first; line != NULL; line = line->next)
		if (line->due_ms < due_ms && strcmp(line_target(line, word), target) == 0)
			line->due_ms = due_ms;
}

/* Make another line that says the same, and move the receipt to it. */
static struct line *take_over(struct line *line)
{
	struct line *copy = mem_alloc(sizeof *copy + line->len + 1);

	memcpy(copy, line, sizeof *copy + line->len + 1);
	line->receipt = NULL;
	line->spent = true;
	copy->spent = false;
	copy->due_ms = 0;
	copy->tries++;
	return copy;
}

static void insert(struct outbox *ob, struct line *line)
{
	struct line **at = &ob->held.first;

	while (*at != NULL && (*at)->order < line->order)
		at = &(*at)->next;
	line->next = *at;
	*at = line;
	if (line->next == NULL)
		ob->held.last = &line->next;
	ob->held.count++;
}

bool outbox_hold(struct outbox *ob, enum casemap map, const char *target, int64_t wait_ms)
{
	struct line *line = outbox_newest_to(ob, map, target);
	char word[OUTBOX_LINE];

	if (line == NULL)
		return false;
	if (line->tries == OUTBOX_NEVER_AGAIN) {
		outbox_turned_away(ob, map, target);
		return false;
	}
	line = take_over(line);
	line_target(line, word);
	if (line->tries > TRIES_MOST || ob->held.count >= HELD_MOST) {
		outbox_refuse(ob, line->kind, word, line);
		return false;
	}
	insert(ob, line);
	put_off(ob, word, loop_now_ms(ob->loop) + wait_ms);
	plan(ob);
	return true;
}

bool outbox_hold_behind(struct outbox *ob, const char *target, struct line *line)
{
	char word[OUTBOX_LINE];

	if (ob->held.count == 0 || ob->held.count >= HELD_MOST || !line_is_speech(line))
		return false;
	for (const struct line *held = ob->held.first; held != NULL; held = held->next)
		if (strcmp(line_target(held, word), target) == 0) {
			line->due_ms = held->due_ms;
			lines_put(&ob->held, line);
			return true;
		}
	return false;
}

void outbox_release_held(struct outbox *ob)
{
	int64_t now_ms = loop_now_ms(ob->loop);
	char word[OUTBOX_LINE];
	struct line **at = &ob->held.first;

	while (*at != NULL) {
		struct line *line = *at;
		if (line->due_ms > now_ms) {
			at = &line->next;
			continue;
		}
		lines_take_at(&ob->held, at);
		if (!line->unseen)
			line->since_ms = now_ms;
		line_target(line, word);
		put_off(ob, word, now_ms + NEXT_MS);
		outbox_append(ob, line->kind, word, line);
	}
	plan(ob);
}

void outbox_forget_held(struct outbox *ob, enum casemap map, const char *nick)
{
	char word[OUTBOX_LINE];
	struct line **at = &ob->held.first;

	while (*at != NULL)
		if (nick == NULL || casemap_equal(map, line_target(*at, word), nick))
			outbox_drop(lines_take_at(&ob->held, at));
		else
			at = &(*at)->next;
	plan(ob);
}
