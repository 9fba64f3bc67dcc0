/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State first, words second: a reply waits until what it tells is on disk, and so does what is said
 * after it, so that the order stays. Nothing waits when nothing was changed. */
#include "bot/answer.h"

#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "base/receipt.h"
#include "bot/admins.h"
#include "bot/echoes.h"
#include "bot/overhear.h"
#include "config/config.h"
#include "fair/fair.h"
#include "irc/outbox/outbox.h"
#include "os/loop.h"
#include "request/more.h"
#include "store/store.h"

/* ---- saying ---- */

struct speech {
	struct bot *bot;
	const struct outlet *outlet;
	const char *command, *target, *place;
	const char *heard;       /* which line is answered; NULL: none */
	struct receipt *receipt; /* of the rolls that are being told, or NULL */
	bool keeps;              /* there is a !more for who reads it; see request_is_kept */
	long lines_left;         /* before the rest goes to !more; negative: no limit */
	size_t overflowed;       /* what has gone there, or is dropped */
};

static void send_line(const struct speech *speech, const char *text)
{
	const struct outlet *outlet = speech->outlet;

	outlet->kind->say(outlet->arg, speech->command, speech->target, text, speech->receipt);
	echoes_said(speech->bot->echoes, text, speech->heard, loop_now_ms(speech->bot->loop));
	if (strcmp(speech->command, "PRIVMSG") == 0)
		overhear_ourselves(speech->bot, outlet, speech->target, text);
}

/* Send a line, or put it behind !more when the reply has had its share. */
static void send_or_keep(struct speech *speech, const char *text, int64_t now_ms)
{
	if (speech->lines_left == 0) {
		/* What an earlier reply had left gives way. */
		if (speech->overflowed++ == 0)
			more_clear(speech->bot->more, speech->place);
		if (speech->keeps)
			more_add(speech->bot->more, speech->place, text, speech->receipt, now_ms);
		return;
	}
	if (speech->lines_left > 0)
		speech->lines_left--;
	send_line(speech, text);
}

/* Cut TEXT into lines and send them; the formats in force go on in the next. */
static void send_text(struct speech *speech, const char *text, int64_t now_ms)
{
	struct strbuf piece = STRBUF_INIT, codes = STRBUF_INIT;
	const struct outlet *outlet = speech->outlet;
	size_t left = strlen(text), skip, len;

	do {
		size_t room = outlet->kind->room(outlet->arg, speech->command, speech->target);
		len = outbox_cut(text, left, room - codes.len, &skip);
		strbuf_reset(&piece);
		strbuf_add(&piece, codes.text, codes.len);
		strbuf_add(&piece, text, len);
		send_or_keep(speech, piece.text, now_ms);
		left -= len + skip;
		if (left > 0)
			outbox_format_after(&codes, text, len);
		text += len + skip;
	} while (left > 0);
	strbuf_release(&piece);
	strbuf_release(&codes);
}

/* Say how many lines wait for !more, if any do. */
static void send_more(struct speech *speech, int64_t now_ms)
{
	size_t left = speech->keeps ? more_count(speech->bot->more, speech->place, now_ms)
				    : speech->overflowed;
	char text[160];

	if (left == 0)
		return;
	speech->receipt = NULL;
	if (speech->keeps)
		snprintf(text, sizeof text, "… (%zu more: %smore)", left,
			speech->bot->config->prefix);
	else
		snprintf(text, sizeof text,
			"… (%zu more, which I keep for those who are logged in to services, or "
			"whom I see in a channel)",
			left);
	send_line(speech, text);
}

const struct config_channel_settings *answer_settings(
	const struct bot *bot, const struct outlet *outlet, const char *target)
{
	return config_channel_settings(bot->config, outlet->name, target, outlet->casemap);
}

/* Say TEXT, which is nobody's reply. */
static void say_now(
	struct bot *bot, const struct outlet *outlet, const char *target, const char *text)
{
	struct speech speech = {
		.bot = bot,
		.outlet = outlet,
		.command = "PRIVMSG",
		.target = target,
		.place = "",
		.heard = text,
		.lines_left = -1,
	};
	struct strbuf clean = STRBUF_INIT;

	outlet->kind->begin(outlet->arg, NULL, NULL);
	outbox_clean(&clean, text,
		answer_settings(bot, outlet, target)->colour &&
			!outlet->kind->is_plain(outlet->arg, target));
	send_text(&speech, clean.text, loop_now_ms(bot->loop));
	strbuf_release(&clean);
}

/* ---- a request's replies ---- */

/* Take a receipt for each roll of RQ, so that we learn whether its reply arrives. RQ holds them. */
static void promise_rolls(struct bot *bot, const struct request *rq)
{
	for (struct reply_roll *roll = rq->rolls; roll != NULL; roll = roll->next)
		if (roll->receipt == NULL)
			roll->receipt = fair_promise(
				bot->fair, roll->event, loop_now_ms(bot->loop));
}

/* Give up RQ's receipts: its lines are with the outlet, or ALL_LOST. */
static void release_rolls(const struct request *rq, bool all_lost)
{
	for (const struct reply_roll *roll = rq->rolls; roll != NULL; roll = roll->next)
		(roll->lost || roll->waits || all_lost ? receipt_lose : receipt_done)(
			roll->receipt);
}

/* Return a receipt, held, for all rolls that LINE tells; NULL when it tells none. */
static struct receipt *receipt_for(const struct reply_line *line)
{
	const struct reply_roll *roll = line->roll;
	struct receipt *all = NULL;

	for (size_t i = 0; i < line->roll_count; i++, roll = roll->next)
		all = receipt_both(all, receipt_hold(roll->receipt));
	return all;
}

/* Return how many lines of RQ's replies may be said at once: all where somebody has a right to them
 * and there is no !more. */
static long lines_for(const struct request *rq)
{
	return request_is_kept(rq) || rq->role < ROLE_ADMIN ? rq->settings->max_lines : -1;
}

/* Send the replies of RQ to OUTLET. */
static void answer_now(struct bot *bot, const struct outlet *outlet, const struct request *rq)
{
	struct speech here = {
		.bot = bot,
		.outlet = outlet,
		.command = "PRIVMSG",
		.target = request_target(rq),
		.place = rq->table,
		.keeps = request_is_kept(rq),
		.heard = rq->heard,
		.lines_left = lines_for(rq),
	};
	struct speech alone = here;

	outlet->kind->begin(outlet->arg, rq->msgid, rq->channel);
	alone.lines_left = -1;
	promise_rolls(bot, rq);
	for (const struct reply_line *line = rq->first; line != NULL; line = line->next) {
		alone.target = line->to != NULL ? line->to : rq->nick;
		alone.command = rq->channel != NULL || line->notice ? "NOTICE" : "PRIVMSG";
		alone.receipt = here.receipt = receipt_for(line);
		send_text(line->alone ? &alone : &here, line->text, rq->now_ms);
		receipt_done(here.receipt);
	}
	release_rolls(rq, false);
	if (here.overflowed > 0 || rq->continues)
		send_more(&here, rq->now_ms);
}

static void refuse(struct bot *bot, const struct outlet *outlet, const struct request *rq)
{
	char text[160];

	snprintf(text, sizeof text,
		"%s: this could not be recorded and does not count. Please try again later.",
		quote_words(rq->arena, rq->nick));
	say_now(bot, outlet, request_target(rq), text);
}

/* RQ is on disk, or LOST says why not: tell the asker, if the outlet is still there. */
static void answer_kept(struct bot *bot, const struct request *rq, const struct error *lost)
{
	struct outlet outlet;
	bool there = outlet_find(bot, rq->network, &outlet);

	if (lost == NULL && there && rq->first != NULL) {
		answer_now(bot, &outlet, rq);
		return;
	}
	if (lost == NULL)
		promise_rolls(bot, rq);
	else if (there && !rq->unasked)
		refuse(bot, &outlet, rq);
	release_rolls(rq, true);
}

static void answer_all(struct bot *bot, const struct request *rq, const struct error *lost)
{
	for (; rq != NULL; rq = rq->also)
		answer_kept(bot, rq, lost);
	if (lost != NULL)
		admins_trouble(bot, lost);
}

/* ---- what waits for the disk ---- */

/* A request, or a text that is said without one, until the commit. It lies in its own arena. */
struct held {
	struct bot *bot;
	struct arena arena;
	struct request rq;
	const char *text; /* said without a request to answer, or NULL */
	bool lost;        /* the request's changes were taken back */
	struct error why;
};

static void say_held(struct held *held, const struct error *lost)
{
	struct outlet outlet;

	if (held->text == NULL)
		answer_all(held->bot, &held->rq, lost);
	else if (outlet_find(held->bot, held->rq.network, &outlet))
		say_now(held->bot, &outlet, held->rq.nick, held->text);
}

static void on_committed(void *arg, const struct error *lost)
{
	struct held *held = arg;
	struct bot *bot = held->bot;
	struct arena arena = held->arena;

	if (lost == NULL && !held->lost)
		admins_recovered(bot);
	say_held(held, lost == NULL && held->lost ? &held->why : lost);
	arena_reset(&arena);
	if (bot->arena.blocks == NULL)
		bot->arena = arena; /* to be used again */
	else
		arena_release(&arena);
}

/* Copy what RQ was lent into ARENA. */
static void keep(struct arena *arena, struct request *rq)
{
	struct config_channel_settings *settings = arena_alloc(arena, sizeof *settings);

	*settings = *rq->settings;
	rq->settings = settings;
	request_copy_where(rq, arena);
	rq->hostmask = rq->account = rq->text = rq->prefix = NULL;
}

/* Copy RQ, whose replies lie in ARENA, so that it survives the handler. Go on with answer_later. */
static struct held *hold(struct bot *bot, struct arena *arena, const struct request *rq)
{
	struct held *held = arena_zalloc(arena, 1, sizeof *held);

	held->bot = bot;
	held->rq = *rq;
	for (struct request *each = &held->rq; each != NULL; each = each->also)
		keep(arena, each);
	return held;
}

/* Let HELD be said after the commit. Takes over ARENA, in which it lies. */
static void answer_later(struct held *held, struct arena *arena)
{
	held->arena = *arena;
	*arena = (struct arena)ARENA_INIT;
	store_when_committed(held->bot->store, on_committed, held);
}

static bool has_replies(const struct request *rq)
{
	while (rq != NULL && rq->first == NULL)
		rq = rq->also;
	return rq != NULL;
}

void answer_request(struct bot *bot, struct request *rq)
{
	bool touched = store_touched(bot->store);
	struct held *held;
	struct error why;
	bool kept = store_end(bot->store, true, &why);

	if (kept && !store_pending(bot->store)) {
		answer_all(bot, rq, NULL);
	} else if (!kept || touched || has_replies(rq)) {
		held = hold(bot, rq->arena, rq);
		held->lost = !kept;
		if (!kept)
			held->why = why;
		answer_later(held, rq->arena);
	}
	arena_reset(rq->arena);
}

void bot_say(struct bot *bot, const char *name, const char *target, const char *text)
{
	struct arena arena = ARENA_INIT; /* the bot's may be in use by a request */
	struct outlet outlet;
	struct held *held;

	if (!store_pending(bot->store)) {
		if (outlet_find(bot, name, &outlet))
			say_now(bot, &outlet, target, text);
		return;
	}
	held = arena_zalloc(&arena, 1, sizeof *held);
	held->bot = bot;
	held->rq.network = arena_strdup(&arena, name);
	held->rq.nick = arena_strdup(&arena, target);
	held->text = arena_strdup(&arena, text);
	answer_later(held, &arena);
}
