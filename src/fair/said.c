/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep track of which rolls were said. Each is promised when it is on disk and its reply is about
 * to go. Promises are settled in any order; the mark in the store is the event before the first
 * that is not, so that after a kill all that may not have been said lies behind it. What was lost
 * without a kill is marked by itself; and so, lest it hold up the mark, is what takes long. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/impl.h"
#include "os/log.h"

enum { SLOW_MS = 30000 }; /* a promise that takes longer is marked as lost until it is kept */

static const char read_said_sql[] = "SELECT event FROM fair_said";
static const char last_sql[] = "SELECT max(id) FROM fair_event";
static const char mark_sql[] =
	"UPDATE fair_event SET unsaid = ? WHERE id BETWEEN ? AND ? AND kind IN (6, 7, 8)";
static const char said_sql[] = "INSERT OR REPLACE INTO fair_said (one, event) VALUES (1, ?)";

/* ---- what is on disk ---- */

/* Return the number that SQL asks for, 0 if there is none, or KNOWN when it cannot be read. */
static int64_t read_one(struct fair *fair, const char *sql, int64_t known)
{
	struct store_query *query = store_query(fair->store, sql, "");
	int64_t value = store_next(query) ? store_int(query, 0) : 0;

	return store_done(query, NULL) ? value : known;
}

void fair_read_said(struct fair *fair)
{
	int64_t last = read_one(fair, last_sql, 0);

	fair->said.stored = read_one(fair, read_said_sql, fair->said.stored);
	/* Numbers of rows that were lost, or forgotten since (history_days), do not come again. */
	if (fair->last_event < last)
		fair->last_event = last;
	if (fair->last_event < fair->said.stored)
		fair->last_event = fair->said.stored;
}

/* ---- promises ---- */

struct fair_promise {
	struct receipt receipt; /* first */
	struct fair *fair;
	int64_t event, since_ms;
	bool slow; /* and so marked as lost, and in the other list */
	struct fair_promise *before, *after;
};

static void link_last(struct fair_promises *list, struct fair_promise *promise)
{
	promise->before = list->last;
	promise->after = NULL;
	*(list->last != NULL ? &list->last->after : &list->first) = promise;
	list->last = promise;
}

static void unlink_from(struct fair_promises *list, struct fair_promise *promise)
{
	*(promise->before != NULL ? &promise->before->after : &list->first) = promise->after;
	*(promise->after != NULL ? &promise->after->before : &list->last) = promise->before;
}

/* Note that the mark of the events FROM to UNTIL is to be MARK. The last span grows if it can;
 * those that are being written must not. */
static void note_mark(struct fair_said *said, int64_t from, int64_t until, int mark)
{
	struct fair_span *last = said->count > said->writing ? &said->spans[said->count - 1] : NULL;

	if (last != NULL && last->mark == mark && from == last->last + 1) {
		last->last = until;
		return;
	}
	said->spans = mem_resize(said->spans, said->count + 1, sizeof *said->spans);
	said->spans[said->count++] = (struct fair_span){from, until, mark};
}

static void call_settled(struct fair_said *said)
{
	if (said->settled != NULL)
		said->settled(said->arg);
}

static void on_settled(struct receipt *receipt)
{
	struct fair_promise *promise = (struct fair_promise *)receipt;
	struct fair_said *said = &promise->fair->said;

	unlink_from(promise->slow ? &said->slow : &said->open, promise);
	if (receipt->lost != promise->slow)
		note_mark(said, promise->event, promise->event, receipt->lost);
	free(promise);
	call_settled(said);
}

struct receipt *fair_promise(struct fair *fair, int64_t event, int64_t now_ms)
{
	struct fair_promise *promise = mem_zalloc(1, sizeof *promise);

	assert(event > fair->said.promised);
	promise->receipt = (struct receipt){.holders = 1, .settled = on_settled};
	promise->fair = fair;
	promise->event = fair->said.promised = event;
	promise->since_ms = now_ms;
	link_last(&fair->said.open, promise);
	return &promise->receipt;
}

void fair_on_settled(struct fair *fair, void (*settled)(void *arg), void *arg)
{
	fair->said.settled = settled;
	fair->said.arg = arg;
}

void fair_release_said(struct fair *fair)
{
	if (fair->said.being_written)
		store_commit(fair->store);
	assert(fair->said.open.first == NULL && fair->said.slow.first == NULL);
	free(fair->said.spans);
}

/* ---- writing it down ---- */

static void give_up_waiting(struct fair_said *said, int64_t now_ms)
{
	struct fair_promise *promise;

	while ((promise = said->open.first) != NULL && now_ms - promise->since_ms >= SLOW_MS) {
		unlink_from(&said->open, promise);
		promise->slow = true;
		link_last(&said->slow, promise);
		note_mark(said, promise->event, promise->event, 1);
	}
}

/* Return the last event up to which all are settled, or marked. */
static int64_t settled_until(const struct fair_said *said)
{
	return said->open.first != NULL ? said->open.first->event - 1 : said->promised;
}

static void on_written(void *arg, const struct error *err)
{
	struct fair_said *said = &((struct fair *)arg)->said;
	size_t done = err == NULL ? said->writing : 0;

	said->count -= done;
	if (done > 0)
		memmove(said->spans, said->spans + done, said->count * sizeof *said->spans);
	said->writing = 0;
	said->being_written = false;
	if (err != NULL)
		return;
	said->stored = said->stored_next;
	if (said->count > 0 || settled_until(said) != said->stored)
		call_settled(said);
}

bool fair_write_said(struct fair *fair, int64_t now_ms, struct error *err)
{
	struct fair_said *said = &fair->said;
	int64_t until;

	if (said->being_written)
		return true;
	give_up_waiting(said, now_ms);
	until = settled_until(said);
	if (said->count == 0 && until == said->stored)
		return true;
	for (size_t i = 0; i < said->count; i++)
		if (!store_run(fair->store, err, mark_sql, "iii", (int64_t)said->spans[i].mark,
			    said->spans[i].first, said->spans[i].last))
			return false;
	if (!store_run(fair->store, err, said_sql, "i", until))
		return false;
	said->being_written = true;
	said->writing = said->count;
	said->stored_next = until;
	store_when_committed(fair->store, on_written, fair);
	return true;
}

void fair_mark_unsaid(struct fair *fair)
{
	struct fair_said *said = &fair->said;
	struct error err;

	said->promised = fair->last_event;
	if (said->stored >= fair->last_event)
		return;
	note_mark(said, said->stored + 1, fair->last_event, 1);
	if (!fair_write_said(fair, 0, &err))
		log_warning(fair->log, "cannot mark yet what was not said: %s", err.text);
}
