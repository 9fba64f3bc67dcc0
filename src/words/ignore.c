/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words about whom not to hear. An admin's hold on the whole network, a channel operator's in
 * their channel. */
#include "words/words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/quote.h"
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

/* " in #table", " on testnet", or, as seen from another network, " in #table on testnet". */
static void add_scope(struct strbuf *out, const struct request *rq, const struct ignore *ignore)
{
	if (ignore->channel != NULL)
		strbuf_addf(out, " in %s", ignore->channel);
	if (ignore->channel == NULL || strcmp(ignore->network, request_network(rq)) != 0)
		strbuf_addf(out, " on %s", ignore->network);
}

/* Return whether RQ's asker may list and lift what holds anywhere on NETWORK. */
static bool may_manage(const struct request *rq, const char *network)
{
	struct person who = request_who(rq);

	return rq->local || access_reaches(rq->bot->access, &who, network);
}

/* ---- who must be heard ---- */

/* Return the greatest role of those whom we see and whom MASK fits. */
static enum role fitting_in_sight(struct request *rq, const char *mask)
{
	struct network *net = network_here(rq);
	struct person who = request_who(rq);
	enum role best = ROLE_ANYONE;
	const struct user *user;
	char hostmask[PERSON_KEY];
	size_t at = 0;

	while (net != NULL && (user = channels_next_user(network_channels(net), &at)) != NULL) {
		if (user->host == NULL)
			continue;
		snprintf(hostmask, sizeof hostmask, "%s!%s", user->nick, user->host);
		who.hostmask = hostmask;
		who.account = user->account;
		if (person_fits(&who, mask) && access_role(rq->bot->access, &who) > best)
			best = access_role(rq->bot->access, &who);
	}
	return best;
}

static bool may_ignore(struct request *rq, const char *mask)
{
	struct person asker = request_who(rq);
	const char *said = quote_words(rq->arena, mask);
	enum role known = access_fitting(rq->bot->access, asker.network, asker.casemap, mask);
	enum role seen = fitting_in_sight(rq, mask), role = known > seen ? known : seen;

	if (role == ROLE_OWNER)
		reply(rq, "%s fits an owner of mine, whom I always hear.", said);
	else if (role >= ROLE_ADMIN && rq->role < ROLE_ADMIN)
		reply(rq, "%s fits an admin of mine, whom no operator of a channel can silence.",
			said);
	else if (person_fits(&asker, mask))
		reply(rq, "%s fits you yourself.", said);
	else
		return true;
	return false;
}

/* ---- !ignore ---- */

/* Return whether the LEN bytes at WORD, of which MORE words follow, are meant as a time, right or
 * wrong: "30m", or "30x"; but "3rd warning" and "10/10 for noise" are words. */
static bool is_time(const char *word, size_t len, bool more)
{
	if (!isdigit((unsigned char)word[0]))
		return false;
	for (size_t i = 1; more && i < len; i++)
		if (!isdigit((unsigned char)word[i]) &&
			!(isalpha((unsigned char)word[i]) && isdigit((unsigned char)word[i - 1])))
			return false;
	return !more || !isdigit((unsigned char)word[len - 1]);
}

/* Part REST, "[time] [reason]", into *SECONDS (0: for good) and *REASON. */
static bool read_rest(const char *rest, long *seconds, const char **reason, struct error *err)
{
	size_t len = strcspn(rest, " ");

	*seconds = 0;
	*reason = rest;
	if (!is_time(rest, len, rest[len] != '\0'))
		return true;
	*reason = rest + len + strspn(rest + len, " ");
	return duration_parse(rest, len, seconds, err);
}

static void tell_ignored(struct request *rq, const struct ignore *ignore)
{
	struct strbuf text = STRBUF_INIT;
	char time[DURATION_ROOM];

	strbuf_addf(&text, "Ignoring %s", quote_words(rq->arena, ignore->mask));
	add_scope(&text, rq, ignore);
	if (ignore->until_s != 0)
		strbuf_addf(&text, " for %s",
			duration_words((long)(ignore->until_s - ignore->since_s), time));
	else
		strbuf_addf(&text, " until somebody says %sunignore", rq->prefix);
	reply(rq, "%s%s%s.", text.text, ignore->reason[0] != '\0' ? ": " : "",
		quote_words(rq->arena, ignore->reason));
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

/* Forget what made the limits ignore whom MASK fits on NETWORK. */
static void forgive(struct request *rq, const char *network, const char *mask)
{
	size_t account = strlen(PERSON_ACCOUNT);
	struct person who = {.network = network,
		.casemap = rq->casemap,
		.hostmask = mask,
		.account = strncmp(mask, PERSON_ACCOUNT, account) == 0 ? mask + account : NULL};
	char key[PERSON_KEY];

	limit_forgive(rq->bot->limits, person_key(&who, key));
}

/* Take out the first entry of MASK that an admin may lift, wherever it holds. Returns whether there
 * was one. */
static bool lift_one(struct request *rq, const char *mask)
{
	const struct ignore *ignore;
	size_t at = 0;

	while ((ignore = ignores_next(rq->bot->ignores, &at, wall_s(rq))) != NULL) {
		if (!casemap_equal(rq->casemap, ignore->mask, mask) ||
			!may_manage(rq, ignore->network))
			continue;
		forgive(rq, ignore->network, mask);
		return ignores_remove(rq->bot->ignores, rq->casemap, ignore->network,
			ignore->channel, ignore->mask);
	}
	return false;
}

/* Take out the entry of RQ's channel, an operator's; or, an admin's right, all of that MASK. */
static bool take_out(struct request *rq, const char *channel, const char *mask)
{
	bool any = false;

	if (channel == NULL) {
		while (lift_one(rq, mask))
			any = true;
		return any;
	}
	if (!ignores_remove(rq->bot->ignores, rq->casemap, request_network(rq), channel, mask))
		return false;
	forgive(rq, request_network(rq), mask);
	return true;
}

/* Hear the channel of that NAME again, if the limits silence it; an admin's right. */
static bool end_silence(struct request *rq, const char *name)
{
	char place[PERSON_KEY];
	int len = snprintf(place, sizeof place, "%s/", request_network(rq));

	casemap_fold(rq->casemap, name, place + len, sizeof place - (size_t)len);
	return rq->role >= ROLE_ADMIN && limit_end_silence(rq->bot->limits, place, rq->now_ms);
}

/* Return whether IGNORE holds where RQ's asker is. */
static bool holds_here(const struct request *rq, const struct ignore *ignore)
{
	if (strcmp(ignore->network, request_network(rq)) != 0)
		return false;
	return ignore->channel == NULL ||
	       (rq->channel != NULL && casemap_equal(rq->casemap, ignore->channel, rq->channel));
}

/* Return an entry that holds here and fits whom MASK names, WORD as it was typed: somebody in
 * sight, or whoever has such a mask; or NULL. */
static const struct ignore *covering(struct request *rq, const char *word, const char *mask)
{
	struct network *net = network_here(rq);
	const struct user *user = net != NULL ? channels_user(network_channels(net), word) : NULL;
	struct person who = request_who(rq);
	const struct ignore *ignore;
	char hostmask[PERSON_KEY];
	size_t at = 0;

	snprintf(hostmask, sizeof hostmask, "%s!%s", user != NULL ? user->nick : "",
		user != NULL && user->host != NULL ? user->host : "");
	who.hostmask = user != NULL && user->host != NULL ? hostmask : mask;
	who.account = user != NULL ? user->account : NULL;
	while ((ignore = ignores_next(rq->bot->ignores, &at, wall_s(rq))) != NULL)
		if (holds_here(rq, ignore) && person_fits(&who, ignore->mask))
			return ignore;
	return NULL;
}

/* Say that there is no entry of MASK, typed as WORD, and which one fits the same people. */
static void not_ignored(struct request *rq, const char *word, const char *mask)
{
	const struct ignore *ignore = covering(rq, word, mask);
	const char *said = quote_words(rq->arena, ignore != NULL ? ignore->mask : "");

	if (ignore == NULL)
		reply(rq, "%s is not ignored here.", quote_words(rq->arena, mask));
	else if (ignore->channel == NULL && rq->role < ROLE_ADMIN)
		reply(rq, "%s is ignored everywhere, by %s; only an admin can lift that.",
			quote_words(rq->arena, word), said);
	else
		reply(rq, "%s is not ignored by that name, but by %s: %sunignore %s",
			quote_words(rq->arena, word), said, rq->prefix, said);
}

static void unignore_run(WORD_ARGS)
{
	const char *channel;
	char mask[PERSON_MASK];
	struct error err;

	(void)self, (void)argc;
	if (!scope(rq, &channel))
		return;
	if (end_silence(rq, argv[1]))
		reply(rq, "%s is heard again.", quote_words(rq->arena, argv[1]));
	else if (!person_mask_parse(argv[1], mask, &err))
		reply_error(rq, &err);
	else if (!take_out(rq, channel, mask))
		not_ignored(rq, argv[1], mask);
	else
		reply(rq, "%s is heard again.", quote_words(rq->arena, mask));
}

/* ---- !ignores ---- */

/* Say TEXT, in private when it is about another place than RQ's. */
static void tell_line(struct request *rq, bool here, const char *text)
{
	if (here)
		reply(rq, "%s", text);
	else
		reply_private(rq, "%s", text);
}

static void tell_one(struct request *rq, const struct ignore *ignore, int64_t now_s)
{
	struct strbuf text = STRBUF_INIT;
	char time[DURATION_ROOM];

	strbuf_addstr(&text, quote_words(rq->arena, ignore->mask));
	add_scope(&text, rq, ignore);
	if (ignore->until_s != 0)
		strbuf_addf(&text, " for %s more",
			duration_words((long)(ignore->until_s - now_s), time));
	strbuf_addf(&text, ", by %s", quote_words(rq->arena, ignore->by));
	if (ignore->reason[0] != '\0')
		strbuf_addf(&text, ": %s", quote_words(rq->arena, ignore->reason));
	tell_line(rq, rq->channel == NULL || holds_here(rq, ignore), text.text);
	strbuf_release(&text);
}

/* Tell an admin of the channels on this network that the limits silence. Returns how many. */
static size_t tell_silences(struct request *rq)
{
	size_t len = strlen(request_network(rq)), at = 0, told = 0;
	struct limit_silence silence;
	char time[DURATION_ROOM], text[PERSON_KEY];

	while (rq->role >= ROLE_ADMIN &&
		limit_next_silence(rq->bot->limits, &at, rq->now_ms, &silence)) {
		if (strncmp(silence.channel, request_network(rq), len) != 0 ||
			silence.channel[len] != '/')
			continue;
		snprintf(text, sizeof text, "everybody in %s for %s more, by the limits",
			silence.channel + len + 1,
			duration_words((long)(silence.until_ms - rq->now_ms + 999) / 1000, time));
		tell_line(rq, rq->channel == NULL || strcmp(rq->place, silence.channel) == 0, text);
		told++;
	}
	return told;
}

static void ignores_run(WORD_ARGS)
{
	int64_t now_s = wall_s(rq);
	const struct ignore *ignore;
	size_t at = 0, told = tell_silences(rq);

	(void)self, (void)argc, (void)argv;
	while ((ignore = ignores_next(rq->bot->ignores, &at, now_s)) != NULL) {
		if (!holds_here(rq, ignore) && !may_manage(rq, ignore->network))
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
		.usage = "MASK|account:NAME|#CHANNEL",
		.summary = "Hear somebody again; as an admin, wherever they are ignored, or a "
			   "channel that the limits silence.",
		.example = "unignore troll",
		.role = ROLE_OPERATOR,
		.min_args = 1,
		.max_args = 1,
		.run = unignore_run},
	{.name = "ignores",
		.usage = "",
		.summary =
			"List whom I do not hear here (admins: anywhere), for how long, by whose "
			"word and why.",
		.example = "ignores",
		.role = ROLE_OPERATOR,
		.run = ignores_run},
	{.name = NULL},
};
