/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game master, and rolls that not everybody reads. */
#include "words/words.h"

#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "fair/past.h"
#include "people/gms.h"
#include "request/command.h"
#include "request/roll.h"
#include "words/here.h"
#include "words/which.h"

static const char *base_of(const struct request *rq)
{
	return request_base(rq->place);
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

/* Whether nobody but us is operator of this channel. */
static bool nobody_else_rules(const struct request *rq)
{
	struct network *net = network_here(rq);
	const struct channels *people = net != NULL ? network_channels(net) : NULL;
	struct channel *channel = net != NULL ? channels_find(people, rq->channel) : NULL;
	const struct member *member;
	size_t at = 0;

	if (channel == NULL || !channels_is_operator(people, channel, network_nick(net)))
		return false;
	while ((member = channels_next_member(channel, &at)) != NULL)
		if (!casemap_equal(rq->casemap, member->user->nick, network_nick(net)) &&
			channels_is_operator(people, channel, member->user->nick))
			return false;
	return true;
}

static void refuse_to_name(struct request *rq)
{
	if (nobody_else_rules(rq))
		reply(rq, "Only the GM or an operator can name the GM, and I am the only operator "
			  "here. Whoever runs me can name one; or send me away, join before me, be "
			  "operator, and invite me again.");
	else
		reply(rq, "Only the GM or an operator can name the GM.");
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
		refuse_to_name(rq);
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

/* The hidden rolls that have a number: the newest, and the one before it. */
struct hidden {
	int64_t epoch, time_s;
	const char *nick, *said; /* said: what is shown, */
	const char *note;        /* and what behind it */
	const char *keeper;      /* see fair_past */
	char head[FAIR_SHORT_ROOM];
};

struct found {
	struct request *rq;
	struct hidden list[2];
	size_t count;
};

static void find_hidden(void *arg, const struct fair_past *past)
{
	struct found *found = arg;
	struct arena *arena = found->rq->arena;
	struct hidden *hidden = &found->list[found->count];

	if (past->shuffle)
		return; /* the deck is in play */
	*hidden = (struct hidden){.epoch = past->epoch,
		.time_s = past->time_s,
		.nick = quote_words(arena, arena_strdup(arena, past->nick)),
		.said = arena_strdup(arena, past->said),
		.note = fair_past_note(past),
		.keeper = arena_strdup(arena, past->keeper)};
	fair_short(&past->head, hidden->head);
	found->count++;
}

static void ask_which(struct request *rq, const struct found *found, int64_t number)
{
	const struct hidden *newest = &found->list[0], *older = &found->list[1];
	char times[2][WHEN_ROOM];

	when_write(times[0], newest->time_s, 0);
	when_write(times[1], older->time_s, 0);
	reply(rq,
		"There is more than one h%" PRId64 ": %" PRId64 "/h%" PRId64 " by %s (%s), %" PRId64
		"/h%" PRId64 " by %s (%s). Say which: %sreveal %" PRId64 "/h%" PRId64,
		number, newest->epoch, number, newest->nick, times[0], older->epoch, number,
		older->nick, times[1], rq->prefix, newest->epoch, number);
}

static const char not_yours[] =
	"Only the GM or an operator can show that; what was rolled by sroll, only its roller.";

/* Whether RQ's asker may show HIDDEN, roll NUMBER; if not, says who may. */
static bool may_show(struct request *rq, const struct hidden *hidden, int64_t number)
{
	if (hidden->keeper == NULL && rq->role < ROLE_GM)
		reply(rq, "%s", not_yours);
	else if (hidden->keeper != NULL &&
		 (hidden->keeper[0] == '\0' ||
			 strcmp(hidden->keeper, request_roll_keeper(rq)) != 0))
		reply(rq, "Only %s, who rolled it, can show h%" PRId64 "%s.", hidden->nick, number,
			strncmp(hidden->keeper, PERSON_ACCOUNT, strlen(PERSON_ACCOUNT)) == 0
				? ""
				: ", on the connection that it was rolled on");
	else
		return true;
	return false;
}

/* Show HIDDEN, roll NUMBER, to all. */
static void show(struct request *rq, const struct hidden *hidden, int64_t number)
{
	const struct fair_where where = request_where(rq);
	struct fair_number shown;

	if (!fair_show(rq->fair, &where, hidden->epoch, number, rq->now_s, &shown, NULL))
		return;
	if (rq->settings->show_numbers)
		reply(rq, "%s (#h%" PRId64 " %s)%s", hidden->said, number,
			shown.number > 0 ? shown.head : hidden->head, hidden->note);
	else
		reply(rq, "%s (#h%" PRId64 ")%s", hidden->said, number, hidden->note);
}

static void reveal_run(WORD_ARGS)
{
	struct fair_where where = request_where(rq);
	struct fair_which which = {.where = &where, .most = 2};
	struct found found = {.rq = rq};
	struct error err;

	(void)self, (void)argc;
	if (!in_channel(rq))
		return;
	if (!which_read(argv[1], &which)) {
		reply(rq, "Usage: reveal hNUMBER, as in (#h5), or EPOCH/hNUMBER.");
		return;
	}
	which.hidden = true;
	if (!fair_past_roll(rq->bot->store, &which, find_hidden, &found, &err)) {
		if (rq->role < ROLE_GM)
			reply(rq, "%s", not_yours);
		else
			reply_error(rq, &err);
	} else if (found.count == 0) {
		reply(rq, "#h%" PRId64 " is the order of a deck, which is shown when that is done.",
			which.number);
	} else if (found.count > 1) {
		ask_which(rq, &found, which.number);
	} else if (may_show(rq, &found.list[0], which.number)) {
		show(rq, &found.list[0], which.number);
	}
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
		.usage = "[EPOCH/]hNUMBER",
		.summary = "Show a hidden roll to all: as the GM, or one of sroll as its roller.",
		.example = "reveal h5",
		.min_args = 1,
		.max_args = 1,
		.run = reveal_run},
	{.name = NULL},
};
