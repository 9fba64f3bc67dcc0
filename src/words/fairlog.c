/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !fair log: the transcript as NOTICEs to the asker, in pages, of which !more brings the next. */
#include "words/fairlog.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/lru.h"
#include "base/number.h"
#include "bot/bot.h"
#include "fair/transcript.h"
#include "request/command.h"
#include "request/roll.h"
#include "words/which.h"

enum {
	ASKERS = 64,      /* whose place is remembered */
	PAGE_EVENTS = 10, /* lines or more */
	KEPT_MS = 600000,
	NUMBER_MAX = 1000000000,
};

/* Where somebody is in a transcript. */
struct reader {
	char network[64], place[FAIR_PLACE_BYTES];
	struct fair_excerpt of;
	bool apart; /* of a part of a channel: it goes on where that part alone may ask */
	int64_t since_ms;
};

struct lru *fairlog_new(void)
{
	return lru_new(ASKERS, sizeof(struct reader));
}

/* ---- lines ---- */

struct page {
	struct request *rq;
	size_t room;
};

/* How much of TEXT goes into a line of ROOM bytes. Where it is parted no blank may get lost, nor
 * may either part look like a whole line: whoever checks it puts it together again. */
static size_t piece_len(const char *text, size_t room)
{
	size_t len = room;

	while (len > 1 &&
		(strchr(" {", text[len]) != NULL || ((unsigned char)text[len] & 0xc0) == 0x80 ||
			strchr(" }", text[len - 1]) != NULL))
		len--;
	return len > 1 ? len : room;
}

static size_t room_for_piece(const struct request *rq)
{
	struct outlet outlet;

	return outlet_find(rq->bot, rq->network, &outlet)
		       ? outlet.kind->room(outlet.arg, "NOTICE", rq->nick)
		       : rq->line_bytes;
}

static void take_line(void *arg, const char *text)
{
	const struct page *page = arg;
	size_t left = strlen(text);

	while (left > page->room) {
		size_t len = piece_len(text, page->room);
		reply_private(page->rq, "%.*s", (int)len, text);
		text += len;
		left -= len;
	}
	reply_private(page->rq, "%s", text);
}

/* Say a page of what READER is at. */
static void say_page(struct request *rq, struct reader *reader)
{
	struct page page = {.rq = rq, .room = room_for_piece(rq)};
	struct error err;

	reader->of.network = reader->network;
	reader->of.place = reader->place;
	reader->since_ms = rq->now_ms;
	if (!fair_transcript(rq->bot->store, &reader->of, PAGE_EVENTS, take_line, &page, &err)) {
		reader->of.done = true;
		reply_error(rq, &err);
	} else if (!reader->of.done && rq->owner != NULL) {
		reply_private(rq, "… (there is more: %smore)", rq->prefix);
	}
}

/* Return whether RQ is said where READER may read on: for a part of a channel, there, by one of
 * those who read there. */
static bool may_go_on(const struct request *rq, const struct reader *reader)
{
	const struct fair_where where = request_where(rq);

	return !reader->apart || (!rq->outside && strcmp(where.network, reader->network) == 0 &&
					 strcmp(where.base, reader->place) == 0);
}

bool fairlog_more(struct request *rq)
{
	struct reader *reader = NULL;

	if (rq->owner != NULL)
		reader = lru_peek(rq->bot->transcripts, rq->owner);
	if (reader == NULL || reader->of.done || rq->now_ms - reader->since_ms > KEPT_MS ||
		!may_go_on(rq, reader))
		return false;
	say_page(rq, reader);
	return true;
}

/* ---- what is asked for ---- */

/* Find the part of the history that REST means. Returns false, after saying why, if there is
 * none. */
static bool find_part(struct request *rq, const char *rest, struct fair_excerpt *of)
{
	const char *dash = strchr(rest, '-');
	long from = 0, until = 0;
	char digits[16];
	struct error err;
	bool found;

	snprintf(digits, sizeof digits, "%.*s", dash != NULL ? (int)(dash - rest) : 15, rest);
	if (strcasecmp(rest, "hidden") == 0) {
		found = fair_excerpt_hidden(rq->bot->store, of, &err);
	} else if (dash != NULL && number_parse(digits, 1, NUMBER_MAX, &from) &&
		   number_parse(dash + 1, from, NUMBER_MAX, &until)) {
		found = fair_excerpt_rolls(rq->bot->store, of, from, until, &err);
	} else if (dash == NULL && (rest[0] == '\0' || number_parse(rest, 1, NUMBER_MAX, &from))) {
		found = fair_excerpt_epoch(rq->bot->store, of, from, &err);
	} else {
		reply(rq, "Usage: fair log [17-40 | EPOCH | hidden]");
		return false;
	}
	if (!found)
		reply_error(rq, &err);
	return found;
}

void fairlog_run(struct request *rq, const char *rest)
{
	static const struct command cost = {.name = "fair log", .cooldown_ms = 2000};
	const struct fair_where where = request_where(rq);
	struct fair_excerpt of = {.network = where.network, .place = where.base};
	struct reader once, *reader = &once;

	if (rq->outside) {
		reply(rq, "The transcript of %s is for those who read there.", which_table(rq));
		return;
	}
	if (!fair_is_known(rq->fair, &where)) {
		reply(rq, "Nothing was rolled here yet.");
		return;
	}
	if (!find_part(rq, rest, &of) || !commands_cool(rq->bot->commands, &cost, rq))
		return;
	if (rq->owner != NULL)
		reader = lru_get(rq->bot->transcripts, rq->owner);
	*reader = (struct reader){.of = of, .apart = rq->target != NULL};
	snprintf(reader->network, sizeof reader->network, "%s", where.network);
	snprintf(reader->place, sizeof reader->place, "%s", where.base);
	reply_private(rq, "Transcript of %s. Each line is to be kept as it is:", which_table(rq));
	say_page(rq, reader);
}
