/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what a handler replies, and tells it who asked, where. */
#include "request/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "irc/outbox/outbox.h"

/* A request cannot say more than this, whatever a plugin tries. */
enum { MAX_LINES = 200, MAX_BYTES = 64 * 1024 };

void request_init(struct request *rq)
{
	rq->first = NULL;
	rq->last = &rq->first;
	rq->rolls = rq->telling = rq->recorded = NULL;
	rq->last_roll = &rq->rolls;
	rq->line_count = rq->byte_count = 0;
}

void request_copy_where(struct request *rq, struct arena *arena)
{
	rq->network = arena_strdup(arena, rq->network);
	rq->nick = arena_strdup(arena, rq->nick);
	rq->channel = arena_strdup(arena, rq->channel);
	rq->target = arena_strdup(arena, rq->target);
	rq->place = arena_strdup(arena, rq->place);
	rq->table = arena_strdup(arena, rq->table);
	rq->owner = arena_strdup(arena, rq->owner);
	rq->heard = arena_strdup(arena, rq->heard);
	rq->msgid = arena_strdup(arena, rq->msgid);
}

const char *request_nick(const struct request *rq)
{
	return rq->nick;
}

const char *request_hostmask(const struct request *rq)
{
	return rq->hostmask;
}

const char *request_account(const struct request *rq)
{
	return rq->account;
}

const char *request_network(const struct request *rq)
{
	return rq->network;
}

const char *request_channel(const struct request *rq)
{
	return rq->channel;
}

const char *request_place(const struct request *rq)
{
	return rq->place;
}

const char *request_table(const struct request *rq)
{
	return rq->table;
}

const char *request_owner(const struct request *rq)
{
	return rq->owner;
}

const char *request_base(const char *key)
{
	const char *slash = strchr(key, '/');

	return slash != NULL ? slash + 1 : key;
}

struct person request_who(const struct request *rq)
{
	return (struct person){.network = request_network(rq),
		.casemap = rq->casemap,
		.hostmask = rq->hostmask,
		.account = rq->account};
}

const char *request_target(const struct request *rq)
{
	if (rq->target != NULL)
		return rq->target;
	return rq->channel != NULL ? rq->channel : rq->nick;
}

const char *request_person(struct request *rq)
{
	struct person who = request_who(rq);
	char key[PERSON_KEY];

	if (rq->person == NULL) {
		person_key(&who, key);
		rq->person = arena_strdup(rq->arena, key);
	}
	return rq->person;
}

const char *request_text(const struct request *rq)
{
	return rq->text;
}

bool request_is_action(const struct request *rq)
{
	return rq->action;
}

enum role request_role(const struct request *rq)
{
	return rq->role;
}

bool request_has_gm(const struct request *rq)
{
	return rq->has_gm;
}

struct rng *request_rng(struct request *rq)
{
	return rq->rng;
}

struct arena *request_arena(struct request *rq)
{
	return rq->arena;
}

int64_t request_now_ms(const struct request *rq)
{
	return rq->now_ms;
}

size_t request_line_bytes(const struct request *rq)
{
	return rq->line_bytes;
}

const char *request_clean(const struct request *rq, const char *text, bool formats)
{
	struct strbuf clean = STRBUF_INIT;
	const char *from, *result;
	size_t len;

	outbox_clean(&clean, text, formats);
	from = clean.text + strspn(clean.text, " \t");
	for (len = strlen(from); len > 0 && strchr(" \t", from[len - 1]) != NULL; len--)
		;
	result = arena_strndup(rq->arena, from, len);
	strbuf_release(&clean);
	return result;
}

/* ---- replies ---- */

bool request_is_kept(const struct request *rq)
{
	return rq->channel != NULL || rq->owner != NULL;
}

bool request_keeps(struct request *rq)
{
	if (!request_is_kept(rq))
		reply(rq, "I keep nothing of our talk: whoever comes under your name next would "
			  "read it. Log in to services, or join a channel where I am.");
	return request_is_kept(rq);
}

/* Return the first roll that a line would tell that is said now; the others follow it. */
static struct reply_roll *first_told(const struct request *rq)
{
	return rq->recorded != NULL ? rq->recorded : rq->telling;
}

/* Note that LINE tells the rolls that are to be told now. */
static void take_rolls(struct request *rq, struct reply_line *line)
{
	line->roll = first_told(rq);
	for (struct reply_roll *roll = line->roll; roll != NULL; roll = roll->next) {
		roll->waits = false;
		line->roll_count++;
	}
}

/* A line is not in the reply, nor what it would have told. */
static void lose_line(struct request *rq)
{
	for (struct reply_roll *roll = first_told(rq); roll != NULL; roll = roll->next)
		roll->lost = true;
}

/* To the asker ALONE, or to somebody else, TO, unless that is NULL. */
static void add_line(struct request *rq, const char *text, bool alone, const char *to)
{
	struct strbuf clean = STRBUF_INIT;
	struct reply_line *line;

	if (alone && to == NULL && rq->unasked && rq->channel != NULL)
		return;
	outbox_clean(&clean, text, rq->settings->colour && !rq->plain);
	if (rq->line_count < MAX_LINES && rq->byte_count + clean.len <= MAX_BYTES) {
		line = arena_alloc(rq->arena, sizeof *line);
		*line = (struct reply_line){.text = arena_strndup(rq->arena, clean.text, clean.len),
			.to = arena_strdup(rq->arena, to),
			.alone = alone};
		take_rolls(rq, line);
		*rq->last = line;
		rq->last = &line->next;
		rq->line_count++;
		rq->byte_count += clean.len;
	} else {
		lose_line(rq);
	}
	strbuf_release(&clean);
}

static void add_formatted(struct request *rq, bool alone, const char *to, const char *format,
	va_list values) LOGIOS_PRINTF(4, 0);

static void add_formatted(
	struct request *rq, bool alone, const char *to, const char *format, va_list values)
{
	/* Not from the arena: what is refused must not stay there either. */
	char *text = mem_vprintf(format, values);

	if (strlen(text) > MAX_BYTES)
		lose_line(rq);
	else
		add_line(rq, text, alone, to);
	free(text);
}

void reply(struct request *rq, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add_formatted(rq, false, NULL, format, values);
	va_end(values);
}

void reply_private(struct request *rq, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add_formatted(rq, true, NULL, format, values);
	va_end(values);
}

void reply_notice(struct request *rq, const char *format, ...)
{
	struct reply_line **last = rq->last;
	va_list values;

	va_start(values, format);
	add_formatted(rq, true, NULL, format, values);
	va_end(values);
	if (*last != NULL)
		(*last)->notice = true;
}

void reply_to(struct request *rq, const char *nick, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add_formatted(rq, true, nick, format, values);
	va_end(values);
}

static void tell(struct request *rq, const struct reply_roll *which)
{
	struct reply_roll *roll = arena_alloc(rq->arena, sizeof *roll);

	*roll = *which;
	*rq->last_roll = roll;
	rq->last_roll = &roll->next;
	rq->telling = roll;
}

void request_tell(struct request *rq, int64_t event)
{
	rq->telling = NULL;
	if (event != 0)
		tell(rq, &(struct reply_roll){.event = event});
}

void request_tell_later(struct request *rq, int64_t event)
{
	if (event != 0) {
		tell(rq, &(struct reply_roll){.event = event, .waits = true});
		if (rq->recorded == NULL)
			rq->recorded = rq->telling;
	}
	rq->telling = NULL;
}

void request_tell_less(struct request *rq)
{
	if (rq->telling != NULL)
		rq->telling->lost = true;
}

void reply_later(struct request *rq, const char *text, struct receipt *receipt)
{
	if (receipt != NULL)
		tell(rq, &(struct reply_roll){.receipt = receipt});
	reply(rq, "%s", text);
	rq->telling = NULL;
}

void reply_error(struct request *rq, const struct error *err)
{
	const char *text = quote_words(rq->arena, err->text);

	if (err->column > 0)
		reply(rq, "%s (column %d)", text, err->column);
	else
		reply(rq, "%s", text);
}
