/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words about whom not to hear. An admin's hold on the whole network, a channel operator's in
 * their channel. */
#include "words/words.h"

#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "os/loop.h"
#include "people/access.h"
#include "people/ignores.h"
#include "people/limit.h"
#include "words/here.h"

static int64_t wall_s(const struct request *rq)
{
	return loop_wall_ms(rq->bot->loop) / 1000;
}

/* Where what RQ says about ignoring holds: in *CHANNEL (NULL: everywhere on the network). False
 * when the asker has no right that reaches from here; then they are told. */
static bool scope(struct request *rq, const char **channel)
{
	*channel = rq->role >= ROLE_ADMIN ? NULL : rq->channel;
	if (*channel != NULL || rq->role >= ROLE_ADMIN)
		return true;
	reply(rq, "Say that in the channel where it shall hold.");
	return false;
}

/* " in #table" or " on testnet". */
static void add_scope(struct strbuf *out, const struct request *rq, const char *channel)
{
	if (channel != NULL)
		strbuf_addf(out, " in %s", channel);
	else
		strbuf_addf(out, " on %s", request_network(rq));
}

/* ---- who must be heard ---- */

/* Whether MASK fits somebody whom we see, and who is an owner. */
static bool fits_present_owner(struct request *rq, const char *mask)
{
	struct network *net = network_here(rq);
	struct person who = request_who(rq);
	const struct user *user;
	char hostmask[PERSON_KEY];
	size_t at = 0;

	while (net != NULL && (user = channels_next_user(network_channels(net), &at)) != NULL) {
		if (user->host == NULL)
			continue;
		snprintf(hostmask, sizeof hostmask, "%s!%s", user->nick, user->host);
		who.hostmask = hostmask;
		who.account = user->account;
		if (person_fits(&who, mask) && access_role(rq->bot->access, &who) == ROLE_OWNER)
			return true;
	}
	return false;
}

static bool may_ignore(struct request *rq, const char *mask)
{
	struct person asker = request_who(rq);

	if (access_owner_fits(rq->bot->access, asker.network, asker.casemap, mask) ||
		fits_present_owner(rq, mask))
		reply(rq, "%s fits an owner of mine, whom I always hear.", mask);
	else if (person_fits(&asker, mask))
		reply(rq, "%s fits you yourself.", mask);
	else
		return true;
	return false;
}

/* ---- !ignore ---- */

/* Part REST, "[time] [reason]", into *SECONDS (0: for good) and *REASON. */
static bool read_rest(const char *rest, long *seconds, const char **reason, struct error *err)
{
	size_t len = strcspn(rest, " ");

	*seconds = 0;
	*reason = rest;
	if (rest[0] < '0' || rest[0] > '9')
		return true;
	*reason = rest + len + strspn(rest + len, " ");
	return duration_parse(rest, len, seconds, err);
}

static void tell_ignored(struct request *rq, const struct ignore *ignore)
{
	struct strbuf text = STRBUF_INIT;
	char time[DURATION_ROOM];

	strbuf_addf(&text, "Ignoring %s", ignore->mask);
	add_scope(&text, rq, ignore->channel);
	if (ignore->until_s != 0)
		strbuf_addf(&text, " for %s",
			duration_words((long)(ignore->until_s - ignore->since_s), time));
	else
		strbuf_addf(&text, " until somebody says %sunignore", rq->prefix);
	reply(rq, "%s%s%s.", text.text, ignore->reason[0] != '\0' ? ": " : "", ignore->reason);
	strbuf_release(&text);
}

static void ignore_run(WORD_ARGS)
{
	struct ignore ignore = {.network = request_network(rq),
		.by = rq->account != NULL ? rq->account : rq->hostmask,
		.since_s = wall_s(rq)};
	char mask[PERSON_MASK];
	struct error err;
	long seconds;

	(void)self;
	if (!scope(rq, &ignore.channel))
		return;
	if (!person_mask_parse(argv[1], mask, &err) ||
		!read_rest(argc > 2 ? argv[2] : "", &seconds, &ignore.reason, &err)) {
		reply_error(rq, &err);
		return;
	}
	if (!may_ignore(rq, mask))
		return;
	ignore.mask = mask;
	ignore.until_s = seconds > 0 ? ignore.since_s + seconds : 0;
	if (ignores_add(rq->bot->ignores, rq->casemap, &ignore, &err))
		tell_ignored(rq, &ignore);
	else
		reply_error(rq, &err);
}

/* ---- !unignore ---- */

/* What made the limits ignore whom MASK fits is forgotten too. */
static void forgive(struct request *rq, const char *mask)
{
	size_t account = strlen(PERSON_ACCOUNT);
	struct person who = {.network = request_network(rq),
		.casemap = rq->casemap,
		.hostmask = mask,
		.account = strncmp(mask, PERSON_ACCOUNT, account) == 0 ? mask + account : NULL};
	char key[PERSON_KEY];

	limit_forgive(rq->bot->limits, person_key(&who, key));
}

/* Take out the entry that holds where RQ's asker may say so; an admin also means the one of the
 * channel they are in. */
static bool take_out(struct request *rq, const char *channel, const char *mask)
{
	struct ignores *ignores = rq->bot->ignores;

	if (ignores_remove(ignores, rq->casemap, request_network(rq), channel, mask))
		return true;
	return channel == NULL && rq->channel != NULL &&
	       ignores_remove(ignores, rq->casemap, request_network(rq), rq->channel, mask);
}

static void unignore_run(WORD_ARGS)
{
	const char *channel;
	char mask[PERSON_MASK];
	struct error err;

	(void)self, (void)argc;
	if (!scope(rq, &channel))
		return;
	if (!person_mask_parse(argv[1], mask, &err)) {
		reply_error(rq, &err);
	} else if (!take_out(rq, channel, mask)) {
		reply(rq, "%s is not ignored here.", mask);
	} else {
		forgive(rq, mask);
		reply(rq, "%s is heard again.", mask);
	}
}

/* ---- !ignores ---- */

/* Whether RQ's asker is shown IGNORE: what holds where they are; admins in private see all of the
 * network. */
static bool concerns(const struct request *rq, const struct ignore *ignore)
{
	if (strcmp(ignore->network, request_network(rq)) != 0)
		return false;
	if (ignore->channel == NULL || (rq->channel == NULL && rq->role >= ROLE_ADMIN))
		return true;
	return rq->channel != NULL && casemap_equal(rq->casemap, ignore->channel, rq->channel);
}

static void tell_one(struct request *rq, const struct ignore *ignore, int64_t now_s)
{
	struct strbuf text = STRBUF_INIT;
	char time[DURATION_ROOM];

	strbuf_addstr(&text, ignore->mask);
	add_scope(&text, rq, ignore->channel);
	if (ignore->until_s != 0)
		strbuf_addf(&text, " for %s more",
			duration_words((long)(ignore->until_s - now_s), time));
	strbuf_addf(&text, ", by %s", ignore->by);
	if (ignore->reason[0] != '\0')
		strbuf_addf(&text, ": %s", ignore->reason);
	reply(rq, "%s", text.text);
	strbuf_release(&text);
}

static void ignores_run(WORD_ARGS)
{
	int64_t now_s = wall_s(rq);
	const struct ignore *ignore;
	size_t at = 0, told = 0;

	(void)self, (void)argc, (void)argv;
	while ((ignore = ignores_next(rq->bot->ignores, &at, now_s)) != NULL) {
		if (!concerns(rq, ignore))
			continue;
		tell_one(rq, ignore, now_s);
		told++;
	}
	if (told == 0)
		reply(rq, "Nobody is ignored here.");
}

const struct command ignore_words[] = {
	{.name = "ignore",
		.usage = "MASK|account:NAME [30m|2h|7d] [reason]",
		.summary = "Do not hear somebody: in this channel, or, as an admin, on the whole "
			   "network.",
		.example = "ignore troll 2h spam",
		.role = ROLE_OPERATOR,
		.min_args = 1,
		.max_args = 2,
		.run = ignore_run},
	{.name = "unignore",
		.usage = "MASK|account:NAME",
		.summary = "Hear somebody again.",
		.example = "unignore troll",
		.role = ROLE_OPERATOR,
		.min_args = 1,
		.max_args = 1,
		.run = unignore_run},
	{.name = "ignores",
		.usage = "",
		.summary = "List whom I do not hear here, for how long, by whose word and why.",
		.example = "ignores",
		.role = ROLE_OPERATOR,
		.run = ignores_run},
	{.name = NULL},
};
