/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !fair new, seal, close and open: players stir the next epoch, so that nobody can have chosen its
 * dice. */
#include "words/stir.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "bot/bot.h"
#include "bot/speak.h"
#include "bot/turn.h"
#include "config/config.h"
#include "os/log.h"
#include "os/loop.h"
#include "request/command.h"
#include "request/roll.h"
#include "words/which.h"

static long seal_seconds(const struct request *rq)
{
	return rq->bot->config->fair_seal_seconds;
}

/* Return whether RQ's asker may begin and end things here; if not, they are told. */
static bool may_lead(struct request *rq)
{
	if (rq->channel == NULL || rq->role >= ROLE_GM)
		return true;
	reply(rq, "Only the GM or an operator can do that.");
	return false;
}

/* ---- what is said ---- */

static void tell_open(struct request *rq, const struct fair_where *where)
{
	struct fair_stirring stirring;
	char anchor[FAIR_BASE64_ROOM];

	if (!fair_stirring(rq->fair, where, rq->now_s, &stirring, NULL))
		return;
	fair_base64(&stirring.anchor, anchor);
	reply(rq,
		"Epoch %" PRId64 " of %s is open for seals: %sfair seal HEX, until %ld seconds "
		"after the last one or %sfair close. Its anchor: %s",
		stirring.epoch, which_table(rq), rq->bot->config->prefix, seal_seconds(rq),
		rq->bot->config->prefix, anchor);
}

/* Tell who has sealed, and the head behind that: whole, so that no seal can be put in later, when
 * the words of others are known. */
static void tell_closed(struct request *rq, const struct fair_where *where, int64_t epoch)
{
	struct strbuf who = STRBUF_INIT;
	struct fair_status status;
	char head[FAIR_BASE64_ROOM];

	if (fair_status(rq->fair, where, rq->now_s, &status, NULL) &&
		fair_stirrers(rq->fair, where, epoch, &who, NULL)) {
		fair_base64(&status.head, head);
		reply(rq,
			"Seals for epoch %" PRId64 " of %s are taken no more. Open yours within "
			"%ld seconds with %sfair open WORDS: %s. %s: event %" PRId64 ", head %s",
			epoch, which_table(rq), seal_seconds(rq), rq->bot->config->prefix, who.text,
			which_table(rq), status.event, head);
	}
	strbuf_release(&who);
}

static void tell_mixed(struct request *rq, const struct fair_where *where)
{
	struct strbuf who = STRBUF_INIT;
	struct fair_status status;
	char mix[FAIR_BASE64_ROOM];

	if (fair_status(rq->fair, where, rq->now_s, &status, NULL) &&
		fair_stirrers(rq->fair, where, status.epoch, &who, NULL)) {
		fair_base64(&status.mix, mix);
		reply(rq, "Epoch %" PRId64 " of %s is in use, stirred by %s; its mix: %s",
			status.epoch, which_table(rq), who.text, mix);
	}
	strbuf_release(&who);
}

/* ---- the words ---- */

void stir_new(struct request *rq, const char *rest)
{
	static const struct command cost = {.name = "fair new", .cooldown_ms = 10000};
	const struct fair_where where = request_where(rq);
	struct fair_stirring stirring;
	struct error err;

	(void)rest;
	if (!may_lead(rq) || !fair_stirring(rq->fair, &where, rq->now_s, &stirring, &err))
		return;
	if (stirring.epoch == 0 && !commands_cool(rq->bot->commands, &cost, rq))
		return;
	if (!fair_stir_begin(rq->fair, &where, rq->now_s, &err)) {
		reply_error(rq, &err);
		return;
	}
	tell_open(rq, &where);
	stir_wake(rq->bot);
}

static bool read_seal(const char *text, struct fair_hash *seal)
{
	char hex[FAIR_HEX_ROOM];

	if (strlen(text) != sizeof hex - 1)
		return false;
	for (size_t i = 0; i < sizeof hex; i++)
		hex[i] = (char)tolower((unsigned char)text[i]);
	return fair_unhex(hex, seal);
}

void stir_seal(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	const struct fair_asker asker = request_asker(rq);
	struct fair_stirring stirring;
	struct fair_hash seal;
	struct error err;

	if (!read_seal(rest, &seal)) {
		reply(rq, "Usage: fair seal HEX, with the 64 digits that verify.html or "
			  "logios seal WORDS gives.");
		return;
	}
	if (!fair_stir_seal(rq->fair, &where, &asker, &seal, &err)) {
		reply_error(rq, &err);
		return;
	}
	if (fair_stirring(rq->fair, &where, rq->now_s, &stirring, NULL))
		reply(rq, "%s sealed words for epoch %" PRId64 " (seals so far: %zu)",
			quote_words(rq->arena, rq->nick), stirring.epoch, stirring.seals);
	stir_wake(rq->bot);
}

void stir_close(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	struct fair_stirring stirring;
	struct error err;

	(void)rest;
	if (!may_lead(rq))
		return;
	if (!fair_stir_close(rq->fair, &where, rq->now_s, &err)) {
		reply_error(rq, &err);
		return;
	}
	if (!fair_stirring(rq->fair, &where, rq->now_s, &stirring, NULL))
		return;
	if (stirring.epoch == 0)
		tell_mixed(rq, &where);
	else
		tell_closed(rq, &where, stirring.epoch);
	stir_wake(rq->bot);
}

void stir_open(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	const struct fair_asker asker = request_asker(rq);
	const char *words = request_clean(rq, rest, false);
	struct fair_stirring stirring;
	struct error err;
	bool weak = fair_letters_behind(words) < FAIR_WORDS_TAIL;

	if (words[0] == '\0' || strlen(words) > FAIR_WORDS_MAX) {
		reply(rq, "Usage: fair open WORDS, the words that you sealed, at most %d bytes.",
			FAIR_WORDS_MAX);
		return;
	}
	if (!fair_stir_words(rq->fair, &where, &asker, words, &err)) {
		reply_error(rq, &err);
		return;
	}
	reply(rq, "%s opened the seal%s", quote_words(rq->arena, rq->nick),
		weak ? ". These words are weak: without 16 random letters behind them they could "
		       "be guessed from their seal."
		     : ".");
	if (!fair_stirring(rq->fair, &where, rq->now_s, &stirring, NULL))
		return;
	if (stirring.epoch == 0)
		tell_mixed(rq, &where);
	stir_wake(rq->bot);
}

/* ---- waiting ---- */

/* A place that is looked at, and when the waiting ends there. */
struct waiting {
	struct bot *bot;
	struct due_place {
		char *network, *base;
	} * due; /* where it is over */
	size_t count;
	int64_t next_s; /* 0: nowhere else */
	const struct due_place *now;
};

static void see_place(void *arg, const struct fair_where *where, int64_t until_s)
{
	struct waiting *waiting = arg;

	if (until_s > loop_wall_ms(waiting->bot->loop) / 1000) {
		if (waiting->next_s == 0 || until_s < waiting->next_s)
			waiting->next_s = until_s;
		return;
	}
	waiting->due = mem_resize(waiting->due, waiting->count + 1, sizeof *waiting->due);
	waiting->due[waiting->count++] = (struct due_place){
		mem_strdup(where->network), mem_strdup(where->base)};
}

/* Do what is due at the place in hand; RQ tells of it, or is NULL where nobody is. */
static void do_due(struct waiting *waiting, struct request *rq)
{
	const struct fair_where where = {waiting->now->network, waiting->now->base};
	struct bot *bot = waiting->bot;
	struct strbuf late = STRBUF_INIT;
	struct fair_stirring before;
	enum fair_due due = FAIR_DUE_NOTHING;
	struct error err;
	int64_t now_s = loop_wall_ms(bot->loop) / 1000;

	if (!fair_stirring(bot->fair, &where, now_s, &before, &err) ||
		!fair_stir_due(bot->fair, &where, now_s, &due, &late, &err)) {
		log_warning(bot->log, "%s %s: %s", where.network, where.base, err.text);
	} else if (rq != NULL && due == FAIR_DUE_CLOSED) {
		tell_closed(rq, &where, before.epoch);
	} else if (rq != NULL && due == FAIR_DUE_NOBODY) {
		tell_mixed(rq, &where);
	} else if (rq != NULL && due == FAIR_DUE_VOID) {
		reply(rq,
			"Not opened in time by %s: epoch %" PRId64 " is dropped, and the next is "
			"stirred without them.",
			late.text, before.epoch);
		tell_open(rq, &where);
	}
	strbuf_release(&late);
}

static void speak_due(void *arg, struct request *rq)
{
	do_due(arg, rq);
}

static void run_due(void *arg)
{
	do_due(arg, NULL);
}

void stir_wake(void *arg)
{
	enum { SOON_S = 1 };
	struct bot *bot = arg;
	struct waiting waiting = {.bot = bot};
	int64_t now_ms = loop_wall_ms(bot->loop);

	fair_each_stirring(bot->fair, see_place, &waiting);
	/* Within a request only the timer is set: what is due waits for it. */
	for (size_t i = 0; i < waiting.count; i++) {
		struct due_place *place = &waiting.due[i];
		char *key = mem_printf("%s/%s", place->network, place->base);
		waiting.now = place;
		if (bot->current != NULL)
			waiting.next_s = now_ms / 1000 + SOON_S;
		else if (!speak_in(bot, key, speak_due, &waiting))
			turn_run(bot, run_due, &waiting);
		free(key);
		free(place->network);
		free(place->base);
	}
	if (waiting.count > 0 && bot->current == NULL)
		waiting.next_s = now_ms / 1000 + SOON_S;
	free(waiting.due);
	if (waiting.next_s > 0)
		timer_set(bot->stir_timer, waiting.next_s * 1000 - now_ms);
}
