/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State first, words second: what is said waits until what it tells is on disk, and so does what is
 * said after it, so that the order stays. Nothing waits when nothing was changed. */
#include "bot/answer.h"

#include <stdio.h>
#include <string.h>

#include "bot/admins.h"
#include "base/mem.h"
#include "base/receipt.h"

/* ---- words ---- */

struct speech {
	struct bot *bot;
	struct network *net; /* NULL: the console */
	const char *command, *target, *place;
	struct receipt *receipt; /* of what is said now; or NULL */
	long lines_left;         /* before the rest goes to !more; negative: no limit */
	bool overflowed;         /* something has gone there */
};

static size_t room_for(const struct speech *speech)
{
	return speech->net != NULL ? network_text_room(speech->net, speech->command, speech->target)
				   : CONSOLE_BYTES;
}

static void put_line(const struct speech *speech, const char *text)
{
	struct bot *bot = speech->bot;

	if (speech->net != NULL)
		network_say(speech->net, OUTBOX_REPLY, speech->command, speech->target, text,
			speech->receipt);
	else if (bot->console != NULL)
		bot->console(bot->console_arg, speech->target, text);
}

static void put_piece(struct speech *speech, const char *text, int64_t now_ms)
{
	if (speech->lines_left == 0) {
		/* What an earlier reply had left gives way. */
		if (!speech->overflowed)
			more_clear(speech->bot->more, speech->place);
		speech->overflowed = true;
		more_add(speech->bot->more, speech->place, text, speech->receipt, now_ms);
		return;
	}
	if (speech->lines_left > 0)
		speech->lines_left--;
	put_line(speech, text);
}

/* Cut TEXT into lines; the formats in force go on in the next. */
static void speak(struct speech *speech, const char *text, int64_t now_ms)
{
	struct strbuf piece = STRBUF_INIT, codes = STRBUF_INIT;
	size_t left = strlen(text);

	do {
		size_t skip, room = room_for(speech) - codes.len, len;
		len = outbox_cut(text, left, room, &skip);
		strbuf_reset(&piece);
		strbuf_add(&piece, codes.text, codes.len);
		strbuf_add(&piece, text, len);
		put_piece(speech, piece.text, now_ms);
		left -= len + skip;
		if (left > 0)
			outbox_format_after(&codes, text, len);
		text += len + skip;
	} while (left > 0);
	strbuf_release(&piece);
	strbuf_release(&codes);
}

static void say_what_is_left(struct speech *speech, int64_t now_ms)
{
	size_t left = more_count(speech->bot->more, speech->place, now_ms);
	char text[64];

	if (left == 0)
		return;
	speech->receipt = NULL;
	snprintf(text, sizeof text, "… (%zu more: %smore)", left, speech->bot->config->prefix);
	put_line(speech, text);
}

/* RQ's rolls are on disk: what becomes of what is said of them now is watched, and the receipts are
 * held here too. */
static void promise_rolls(struct bot *bot, const struct request *rq)
{
	for (struct reply_roll *roll = rq->rolls; roll != NULL; roll = roll->next)
		if (roll->receipt == NULL)
			roll->receipt = fair_promise(
				bot->fair, roll->event, loop_now_ms(bot->loop));
}

/* All lines of RQ are on their way, or ALL_LOST. */
static void release_rolls(const struct request *rq, bool all_lost)
{
	for (const struct reply_roll *roll = rq->rolls; roll != NULL; roll = roll->next)
		(roll->lost || all_lost ? receipt_lose : receipt_done)(roll->receipt);
}

/* Everything that RQ gathered goes out to NET (NULL: the console). */
static void answer(struct bot *bot, struct network *net, const struct request *rq)
{
	struct speech here = {
		.bot = bot,
		.net = net,
		.command = "PRIVMSG",
		.target = rq->channel != NULL ? rq->channel : rq->nick,
		.place = rq->place,
		.lines_left = rq->settings->max_lines,
	};
	struct speech alone = here;

	if (net != NULL)
		outbox_next_reply(network_outbox(net));
	if (rq->channel != NULL)
		alone.command = "NOTICE";
	alone.lines_left = -1;
	promise_rolls(bot, rq);
	for (const struct reply_line *line = rq->first; line != NULL; line = line->next) {
		alone.target = line->to != NULL ? line->to : rq->nick;
		alone.receipt = here.receipt = line->roll != NULL ? line->roll->receipt : NULL;
		speak(line->alone ? &alone : &here, line->text, rq->now_ms);
	}
	release_rolls(rq, false);
	if (here.overflowed || rq->continues)
		say_what_is_left(&here, rq->now_ms);
}

static bool rfc1459_equal(const char *a, const char *b)
{
	return casemap_equal(CASEMAP_RFC1459, a, b);
}

const struct config_channel_settings *answer_settings(
	const struct bot *bot, const struct network *net, const char *target)
{
	const char *network = net != NULL ? network_name(net) : "console";

	return config_channel_settings(bot->config, network, target, rfc1459_equal);
}

static bool may_format(const struct bot *bot, const struct network *net, const char *target)
{
	return answer_settings(bot, net, target)->colour &&
	       (net == NULL || !network_is_plain(net, target));
}

static void say(struct bot *bot, struct network *net, const char *target, const char *text)
{
	struct speech speech = {
		.bot = bot,
		.net = net,
		.command = "PRIVMSG",
		.target = target,
		.place = "",
		.lines_left = -1,
	};
	struct strbuf clean = STRBUF_INIT;

	if (net != NULL)
		outbox_next_reply(network_outbox(net));
	outbox_clean(&clean, text, may_format(bot, net, target));
	speak(&speech, clean.text, loop_now_ms(bot->loop));
	strbuf_release(&clean);
}

/* ---- what waits ---- */

struct held {
	struct bot *bot;
	struct arena arena; /* the request's own; this lies in it too */
	struct request rq;
	struct config_channel_settings settings;
	const char *text; /* what is said without a request to answer, or NULL */
	bool lost;        /* what the request changed was taken back */
	struct error why;
};

/* Whether the network that HELD is for is still there (NULL: the console). */
static bool network_of(const struct held *held, struct network **net)
{
	*net = held->rq.network != NULL ? bot_network(held->bot, held->rq.network) : NULL;
	return *net != NULL || held->rq.network == NULL;
}

static const char *target_of(const struct held *held)
{
	return held->rq.channel != NULL ? held->rq.channel : held->rq.nick;
}

static void refuse(const struct held *held, struct network *net, const struct error *why)
{
	char text[160];

	snprintf(text, sizeof text,
		"%s: this could not be recorded and does not count. Please try again later.",
		held->rq.nick);
	say(held->bot, net, target_of(held), text);
	admins_trouble(held->bot, why);
}

/* What waited is on disk, or LOST. */
static void speak_up(struct held *held, const struct error *lost)
{
	struct bot *bot = held->bot;
	struct network *net;
	bool there = network_of(held, &net);

	if (held->text != NULL && there)
		say(bot, net, target_of(held), held->text);
	if (held->text != NULL)
		return;
	if (lost == NULL && there) {
		answer(bot, net, &held->rq);
		return;
	}
	if (lost == NULL)
		promise_rolls(bot, &held->rq);
	else if (there)
		refuse(held, net, lost);
	release_rolls(&held->rq, true);
}

static void let_go(void *arg, const struct error *lost)
{
	struct held *held = arg;
	struct bot *bot = held->bot;
	struct arena arena = held->arena;

	speak_up(held, lost == NULL && held->lost ? &held->why : lost);
	arena_reset(&arena);
	if (bot->arena.blocks == NULL)
		bot->arena = arena; /* to be used again */
	else
		arena_release(&arena);
}

static const char *keep(struct arena *arena, const char *text)
{
	return text != NULL ? arena_strndup(arena, text, strlen(text)) : NULL;
}

/* Make what waits out of RQ. It lies in ARENA, where the replies are, and takes it away from its
 * owner; what RQ was only lent is copied. Go on with wait_for_commit. */
static struct held *hold(struct bot *bot, struct arena *arena, const struct request *rq)
{
	struct held *held = arena_zalloc(arena, 1, sizeof *held);

	held->bot = bot;
	held->rq = *rq;
	held->rq.network = keep(arena, rq->network);
	held->rq.nick = keep(arena, rq->nick);
	held->rq.channel = keep(arena, rq->channel);
	held->rq.place = keep(arena, rq->place);
	held->rq.hostmask = held->rq.account = held->rq.text = held->rq.prefix = NULL;
	if (rq->settings != NULL)
		held->settings = *rq->settings;
	held->rq.settings = &held->settings;
	return held;
}

static void wait_for_commit(struct held *held, struct arena *arena)
{
	held->arena = *arena;
	*arena = (struct arena)ARENA_INIT;
	store_when_committed(held->bot->store, let_go, held);
}

void answer_request(struct bot *bot, struct request *rq)
{
	bool touched = store_touched(bot->store);
	struct held *held;
	struct error why;
	bool kept = store_end(bot->store, true, &why);

	if (kept && !store_pending(bot->store)) {
		if (rq->first != NULL)
			answer(bot, rq->network != NULL ? bot_network(bot, rq->network) : NULL, rq);
	} else if (!kept || touched || rq->first != NULL) {
		held = hold(bot, &bot->arena, rq);
		held->lost = !kept;
		if (!kept)
			held->why = why;
		wait_for_commit(held, &bot->arena);
	}
	arena_reset(&bot->arena);
}

void bot_say(struct bot *bot, struct network *net, const char *target, const char *text)
{
	struct request rq = {.network = net != NULL ? network_name(net) : NULL, .nick = target};
	struct arena arena = ARENA_INIT; /* the bot's may be in use by a request */
	struct held *held;

	if (!store_pending(bot->store)) {
		say(bot, net, target, text);
		return;
	}
	held = hold(bot, &arena, &rq);
	held->text = keep(&arena, text);
	wait_for_commit(held, &arena);
}
