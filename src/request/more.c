/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the rest of long replies, by place, until somebody says !more. */
#include "request/more.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/receipt.h"

enum { PLACES = 64, LINES = 100, KEPT_MS = 10 * 60000 };

struct kept {
	char *place; /* NULL: free */
	struct {
		char *text;
		struct receipt *receipt;
	} lines[LINES];
	size_t next, count; /* lines[next] … lines[count - 1] wait */
	int64_t since_ms;
};

struct more {
	struct kept places[PLACES];
};

struct more *more_new(void)
{
	return mem_zalloc(1, sizeof(struct more));
}

static void empty(struct kept *kept)
{
	for (size_t i = kept->next; i < kept->count; i++) {
		free(kept->lines[i].text);
		receipt_lose(kept->lines[i].receipt);
	}
	free(kept->place);
	*kept = (struct kept){.place = NULL};
}

void more_free(struct more *more)
{
	if (more == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		empty(&more->places[i]);
	free(more);
}

static struct kept *find(struct more *more, const char *place)
{
	for (size_t i = 0; i < PLACES; i++)
		if (more->places[i].place != NULL && strcmp(more->places[i].place, place) == 0)
			return &more->places[i];
	return NULL;
}

/* A free place, or the one that has waited longest, emptied. */
static struct kept *make_room(struct more *more)
{
	struct kept *oldest = &more->places[0];

	for (size_t i = 0; i < PLACES; i++) {
		if (more->places[i].place == NULL)
			return &more->places[i];
		if (more->places[i].since_ms < oldest->since_ms)
			oldest = &more->places[i];
	}
	empty(oldest);
	return oldest;
}

void more_clear(struct more *more, const char *place)
{
	struct kept *kept = find(more, place);

	if (kept != NULL)
		empty(kept);
}

void more_add(struct more *more, const char *place, const char *line, struct receipt *receipt,
	int64_t now_ms)
{
	struct kept *kept = find(more, place);

	if (kept == NULL) {
		kept = make_room(more);
		kept->place = mem_strdup(place);
	}
	kept->since_ms = now_ms;
	receipt_hold(receipt);
	if (kept->count == LINES) {
		receipt_lose(receipt);
		return;
	}
	kept->lines[kept->count].text = mem_strdup(line);
	kept->lines[kept->count++].receipt = receipt;
}

/* What waits for PLACE and is not too old, or NULL. */
static struct kept *fresh(struct more *more, const char *place, int64_t now_ms)
{
	struct kept *kept = find(more, place);

	if (kept == NULL || now_ms - kept->since_ms <= KEPT_MS)
		return kept;
	empty(kept);
	return NULL;
}

size_t more_count(struct more *more, const char *place, int64_t now_ms)
{
	const struct kept *kept = fresh(more, place, now_ms);

	return kept != NULL ? kept->count - kept->next : 0;
}

char *more_take(struct more *more, const char *place, struct receipt **receipt, int64_t now_ms)
{
	struct kept *kept = fresh(more, place, now_ms);
	char *line;

	if (kept == NULL)
		return NULL;
	line = kept->lines[kept->next].text;
	*receipt = kept->lines[kept->next++].receipt;
	if (kept->next == kept->count)
		empty(kept);
	return line;
}
