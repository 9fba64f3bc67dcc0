/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game master, and rolls that not everybody reads. */
#include "words/words.h"

#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "fair/log.h"
#include "people/gms.h"
#include "request/command.h"
#include "request/roll.h"
#include "words/here.h"

enum { NUMBER_MAX = 1000000000 };

static const char *base_of(const struct request *rq)
{
	return request_where(rq, FAIR_OPEN).base;
}

static const struct gm *gm_here(const struct request *rq)
{
	return gms_find(rq->bot->gms, request_network(rq), base_of(rq));
}

static bool in_channel(struct request *rq)
{
	if (rq->channel == NULL)
		reply(rq, "This is for channels.");
	return rq->channel != NULL;
}

/* Return the member NICK of this channel whom we see, or NULL. */
static const struct user *user_here(const struct request *rq, const char *nick)
{
	struct network *net = network_here(rq);
	struct channel *channel;
	struct member *member;

	if (net == NULL)
		return NULL;
	channel = channels_find(network_channels(net), rq->channel);
	member = channel != NULL ? channels_member(network_channels(net), channel, nick) : NULL;
	return member != NULL ? member->user : NULL;
}

/* The nick under which GM is in this channel now, or NULL. */
static const char *nick_now(const struct request *rq, const struct gm *gm)
{
	struct network *net = network_here(rq);
	struct channel *channel;
	size_t at = 0;
	struct member *member;

	if (net == NULL)
		return gm->nick; /* the console */
	channel = channels_find(network_channels(net), rq->channel);
	while (channel != NULL && (member = map_next(channel->members, &at, NULL)) != NULL)
		if (gm_is(gm, rq->casemap, member->user->nick, member->user->host,
			    member->user->account))
			return member->user->nick;
	return NULL;
}

/* ---- !gm ---- */

static void show_gm(struct request *rq)
{
	const struct gm *gm = gm_here(rq);
	const char *nick = gm != NULL ? nick_now(rq, gm) : NULL;

	if (gm == NULL)
		reply(rq, "Nobody is GM of %s. An operator names one: %sgm NICK", rq->channel,
			rq->prefix);
	else if (nick != NULL)
		reply(rq, "The GM of %s is %s.", rq->channel, quote_words(rq->arena, nick));
	else
		reply(rq,
			"The GM of %s is %s, whom I do not see here. If they are, let them say "
			"%sgm.",
			rq->channel, quote_words(rq->arena, gm->nick), rq->prefix);
}

static void set_gm(struct request *rq, const char *nick)
{
	const struct user *user = user_here(rq, nick);
	struct gm gm = {.network = request_network(rq), .channel = base_of(rq)};
	struct error err;

	if (user == NULL && !rq->local) {
		reply(rq, "%s is not in %s.", quote_words(rq->arena, nick), rq->channel);
		return;
	}
	gm.nick = user != NULL ? user->nick : nick;
	gm.account = user != NULL && user->account != NULL ? user->account : "";
	gm.host = gm.account[0] == '\0' && user != NULL && user->host != NULL ? user->host : "";
	if (user != NULL && gm.account[0] == '\0' && gm.host[0] == '\0') {
		reply(rq, "I do not know yet who %s is; let them say something first.", nick);
		return;
	}
	if (user == NULL)
		gm.host = "console@localhost";
	if (!gms_set(rq->bot->gms, &gm, &err))
		reply_error(rq, &err);
	else
		reply(rq, "%s is GM of %s now, %s%s.", quote_words(rq->arena, gm.nick), rq->channel,
			gm.account[0] != '\0' ? "by the account "
					      : "for as long as that connection",
			gm.account[0] != '\0' ? gm.account : " and nick are the same");
}

static void gm_run(WORD_ARGS)
{
	struct error err;

	(void)self;
	if (!in_channel(rq))
		return;
	if (argc == 1)
		show_gm(rq);
	else if (rq->role < ROLE_GM)
		reply(rq, "Only the GM or an operator can name the GM.");
	else if (strcmp(argv[1], "-") != 0)
		set_gm(rq, argv[1]);
	else if (gms_clear(rq->bot->gms, request_network(rq), base_of(rq), &err))
		reply(rq, "Nobody is GM of %s now.", rq->channel);
}

/* ---- hidden rolls ---- */

/* Roll TEXT as !roll does, under VEIL. */
static void roll_hidden(struct request *rq, enum veil veil, const char *text)
{
	const struct gm *gm;
	struct strbuf line = STRBUF_INIT;

	if (!in_channel(rq))
		return;
	gm = gm_here(rq);
	rq->gm = gm != NULL ? nick_now(rq, gm) : NULL;
	if (veil != VEIL_SELF && rq->gm == NULL) {
		show_gm(rq);
		return;
	}
	rq->veil = veil;
	strbuf_addf(&line, "roll %s", text);
	if (!commands_run(rq->bot->commands, rq, line.text))
		reply(rq, "The dice are not loaded.");
	strbuf_release(&line);
}

static void groll_run(WORD_ARGS)
{
	(void)self, (void)argc;
	roll_hidden(rq, VEIL_GM, argv[1]);
}

static void broll_run(WORD_ARGS)
{
	(void)self, (void)argc;
	roll_hidden(rq, VEIL_BLIND, argv[1]);
}

static void sroll_run(WORD_ARGS)
{
	(void)self, (void)argc;
	roll_hidden(rq, VEIL_SELF, argv[1]);
}

/* ---- !reveal ---- */

struct showing {
	struct request *rq;
	int64_t epoch;
};

static void tell_past(void *arg, const struct fair_past *past)
{
	struct showing *showing = arg;

	showing->epoch = past->epoch;
	reply(showing->rq, "%s (#h%" PRId64 ")%s", past->said, past->number, fair_past_note(past));
}

static void reveal_run(WORD_ARGS)
{
	struct fair_where where = request_where(rq, FAIR_HIDDEN);
	struct showing showing = {.rq = rq};
	const char *text = argv[1];
	struct error err;
	long number;

	(void)self, (void)argc;
	if (!in_channel(rq))
		return;
	text += text[0] == '#';
	text += text[0] == 'h' || text[0] == 'H';
	if (!number_parse(text, 1, NUMBER_MAX, &number)) {
		reply(rq, "Usage: reveal hNUMBER, as in (#h5).");
		return;
	}
	if (!fair_past_roll(rq->bot->store, &where, number, tell_past, &showing, &err))
		reply_error(rq, &err);
	else
		fair_show_roll(rq->bot->store, &where, showing.epoch, number, rq->now_s, NULL);
}

const struct command gm_words[] = {
	{.name = "gm",
		.usage = "[NICK | -]",
		.summary = "Tell who is game master here; or name one, as the present one or an "
			   "operator.",
		.example = "gm",
		.max_args = 1,
		.run = gm_run},
	{.name = "groll",
		.usage = "ROLL",
		.summary = "Roll so that only you and the GM read it.",
		.example = "groll 1d20+3 sneaking",
		.min_args = 1,
		.max_args = 1,
		.run = groll_run},
	{.name = "broll",
		.usage = "ROLL",
		.summary = "Roll so that only the GM reads it.",
		.example = "broll 1d20 perception",
		.min_args = 1,
		.max_args = 1,
		.run = broll_run},
	{.name = "sroll",
		.usage = "ROLL",
		.summary = "Roll so that only you read it.",
		.example = "sroll 3d6",
		.min_args = 1,
		.max_args = 1,
		.run = sroll_run},
	{.name = "reveal",
		.usage = "hNUMBER",
		.summary = "Show a hidden roll to all.",
		.example = "reveal h5",
		.role = ROLE_GM,
		.min_args = 1,
		.max_args = 1,
		.run = reveal_run},
	{.name = NULL},
};
