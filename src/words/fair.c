/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !fair: what players need to check the bot's dice. */
#include "words/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "base/packed.h"
#include "base/quote.h"
#include "bot/bot.h"
#include "config/config.h"
#include "fair/past.h"
#include "request/roll.h"
#include "words/fairlog.h"
#include "words/stir.h"
#include "words/which.h"

typedef void action_run(struct request *rq, const char *rest);

/* ---- !fair ---- */

/* Return whether there is something to look at; looking alone makes no place of a private talk. */
static bool is_known(struct request *rq, const struct fair_where *where)
{
	if (rq->channel != NULL || fair_is_known(rq->fair, where))
		return true;
	reply(rq, "Nothing was rolled here yet.");
	return false;
}

/* Append where things are found that are served. */
static void add_links(struct strbuf *out, const struct request *rq)
{
	const struct config *config = rq->bot->config;

	if (config->verify_url[0] != '\0')
		strbuf_addf(out, "; check: %s", config->verify_url);
	else
		strbuf_addf(out, "; check: %sfair proof N, %sfair log", rq->prefix, rq->prefix);
	if (config->transcript_url[0] != '\0' && rq->channel != NULL && rq->target == NULL)
		strbuf_addf(out, "; transcripts: %s", config->transcript_url);
}

static void show_run(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	struct strbuf text = STRBUF_INIT;
	struct fair_status status;
	struct error err;
	char since[WHEN_ROOM], anchor[FAIR_BASE64_ROOM];

	(void)rest;
	if (!is_known(rq, &where) || !fair_status(rq->fair, &where, rq->now_s, &status, &err))
		return;
	when_write(since, status.opened_s, rq->now_s);
	fair_base64(&status.anchor, anchor);
	strbuf_addf(&text, "Fair dice of %s: epoch %" PRId64 " since %s, stirred by ",
		which_table(rq), status.epoch, since);
	if (fair_stirrers(rq->fair, &where, status.epoch, &text, &err)) {
		strbuf_addf(&text, "; rolls so far %" PRId64 "; anchor %s", status.rolls, anchor);
		add_links(&text, rq);
		reply(rq, "%s", text.text);
	}
	strbuf_release(&text);
}

/* ---- !fair head ---- */

static void head_run(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	unsigned char signature[SIGN_BYTES];
	char head[FAIR_BASE64_ROOM], sign[BASE64_ROOM(SIGN_BYTES)],
		key[BASE64_ROOM(SIGN_KEY_BYTES)];
	struct fair_status status;
	struct error err;

	(void)rest;
	if (!is_known(rq, &where) || !fair_status(rq->fair, &where, rq->now_s, &status, &err))
		return;
	fair_sign(rq->fair, &status, signature);
	fair_base64(&status.head, head);
	base64_write(sign, signature, sizeof signature);
	base64_write(key, status.key, sizeof status.key);
	reply(rq, "%s: event %" PRId64 ", head %s, signed %s by key %s, time %" PRId64,
		which_table(rq), status.event, head, sign, key, status.event_s);
}

/* ---- !fair proof ---- */

struct proving {
	struct request *rq;
	struct fair_which which;
};

/* Append dice, "2d6: 3 4, d20: 5". */
static void add_dice(struct strbuf *out, const struct fair_past *past)
{
	struct packed_reader reader;
	uint32_t sides, value, last = 0;

	packed_read(&reader, past->dice, past->dice_len);
	for (; packed_next(&reader, &sides, &value); last = sides) {
		if (sides != last)
			strbuf_addf(out, "%sd%" PRIu32 ":", last == 0 ? "" : ", ", sides);
		strbuf_addf(out, " %" PRIu32, value);
	}
}

/* Append where the secret of WHICH leads. */
static void add_way(
	struct strbuf *out, const struct fair_which *which, const struct fair_proof *proof)
{
	char before[FAIR_BASE64_ROOM];

	if (which->hidden) {
		strbuf_addstr(out, " is in the tree of the epoch's root");
		return;
	}
	fair_base64(&proof->before, before);
	if (which->number == 1)
		strbuf_addf(out, " leads to the anchor %s", before);
	else
		strbuf_addf(out, " leads to #%" PRId64 "'s %s", which->number - 1, before);
}

static void tell_proof(void *arg, const struct fair_past *past)
{
	const struct proving *proving = arg;
	struct request *rq = proving->rq;
	struct fair_which which = proving->which;
	struct strbuf text = STRBUF_INIT;
	struct fair_proof proof;
	char secret[FAIR_BASE64_ROOM], mix[FAIR_BASE64_ROOM], head[FAIR_SHORT_ROOM];
	struct error err;

	which.epoch = past->epoch;
	fair_short(&past->head, head);
	strbuf_addf(&text, "#%s%" PRId64 " of epoch %" PRId64, which.hidden ? "h" : "",
		which.number, which.epoch);
	if (past->hidden && !past->shown) {
		reply(rq,
			"%s, by %s, is still hidden; it is fixed by head %s, and can be checked "
			"once it is shown.",
			text.text, quote_words(rq->arena, past->nick), head);
	} else if (!fair_prove(rq->bot->store, &which, &proof, &err)) {
		reply_error(rq, &err);
	} else {
		fair_base64(&proof.secret, secret);
		fair_base64(&proof.mix, mix);
		strbuf_addf(&text, ": secret %s", secret);
		add_way(&text, &which, &proof);
		strbuf_addf(&text, "; mix %s; %s", mix, past->shuffle ? "order of " : "");
		add_dice(&text, past);
		reply(rq, "%s; head %s%s", text.text, head, fair_past_note(past));
	}
	strbuf_release(&text);
}

static void proof_run(struct request *rq, const char *rest)
{
	const struct fair_where where = request_where(rq);
	struct proving proving = {.rq = rq, .which = {.where = &where, .most = 1}};
	struct error err;

	if (!which_read(rest, &proving.which)) {
		reply(rq, "Usage: fair proof NUMBER, as in (#17 bqe8qyc4), or EPOCH/NUMBER.");
		return;
	}
	if (!fair_past_roll(rq->bot->store, &proving.which, tell_proof, &proving, &err))
		reply_error(rq, &err);
}

/* ---- what there was before ---- */

static void salt_run(struct request *rq, const char *rest)
{
	(void)rest;
	reply(rq,
		"Dice are stirred by sealed words now: the GM or an operator says %sfair new, then "
		"each player %sfair seal HEX and, when all have, %sfair open WORDS. verify.html or "
		"logios seal WORDS makes both lines.",
		rq->prefix, rq->prefix, rq->prefix);
}

static void reveal_run(struct request *rq, const char *rest)
{
	(void)rest;
	reply(rq,
		"Every roll can be checked at once, with %sfair proof N or %sfair log; %sreveal "
		"shows a hidden one. The next epoch begins with %sfair new.",
		rq->prefix, rq->prefix, rq->prefix, rq->prefix);
}

/* ---- the word ---- */

static const struct action {
	const char *name;
	action_run *run;
} actions[] = {
	{"", show_run},
	{"proof", proof_run},
	{"check", proof_run},
	{"head", head_run},
	{"new", stir_new},
	{"seal", stir_seal},
	{"close", stir_close},
	{"open", stir_open},
	{"log", fairlog_run},
	{"salt", salt_run},
	{"reveal", reveal_run},
};

#define USAGE                                                                                      \
	"[proof N | head | new | seal HEX | close | open WORDS | log [17-40 | EPOCH | hidden]]"

static void fair_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const char *word = argc > 1 ? argv[1] : "", *rest = argc > 2 ? argv[2] : "";

	(void)self;
	if (!request_keeps(rq))
		return;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcasecmp(actions[i].name, word) == 0) {
			actions[i].run(rq, rest);
			return;
		}
	reply(rq, "Usage: fair " USAGE);
}

const struct command fair_words[] = {
	{.name = "fair",
		.usage = USAGE,
		.summary = "Show by what the dice here can be checked, prove a roll, or stir the "
			   "dice.",
		.example = "fair proof 17",
		.max_args = 2,
		.run = fair_run},
	{.name = NULL},
};
