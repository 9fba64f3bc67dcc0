/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each line says about whoever it comes from: their account, whether they are a bot, whether
 * it tells of the past (IRCv3 account-tag, bot, server-time, batch); and WHOX, which says it of
 * those who were there before us. */
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"
#include "irc/protocol/tags.h"

/* Marks the answers to our own WHO; three digits at most. */
#define WHOX_TOKEN "152"

enum { SKEW_TOLD_MS = 10 * 1000 }; /* clocks that differ by less are not worth a word */

/* ---- the server's clock ---- */

/* Whether MSG is our own JOIN of a channel that we have asked for. Servers that date no numeric
 * (UnrealIRCd) date that; a bouncer may replay those of old, but has dated its welcome. */
static bool is_own_join(const struct network *net, const struct message *msg)
{
	char nick[MESSAGE_NICK];

	return strcmp(msg->command, "JOIN") == 0 && msg->param_count > 0 &&
	       message_nick(msg, nick) && network_is_us(net, nick) &&
	       wanted_find(net->wanted, net->isupport.casemap, msg->params[0]) != NULL &&
	       channels_find(net->channels, msg->params[0]) == NULL;
}

static bool is_of_now(const struct network *net, const struct message *msg)
{
	return message_numeric(msg) != 0 || strcmp(msg->command, "PONG") == 0 ||
	       (!net->registration.replay.known && is_own_join(net, msg));
}

/* Say, once a connection, that the server's clock is another than ours. */
static void tell_skew(struct network *net)
{
	int64_t skew_ms = net->registration.replay.skew_ms + loop_now_ms(net->loop) -
			  loop_wall_ms(net->loop);

	if (net->skew_told || (skew_ms < SKEW_TOLD_MS && skew_ms > -SKEW_TOLD_MS))
		return;
	net->skew_told = true;
	log_info(net->log, "%s: the server's clock is %lld s %s of ours; we go by the server's",
		net->config->name, (long long)(skew_ms < 0 ? -skew_ms : skew_ms) / 1000,
		skew_ms < 0 ? "behind" : "ahead");
}

void network_date(struct network *net, const struct message *msg)
{
	struct replay *replay = &net->registration.replay;

	if (msg->tags != NULL && is_of_now(net, msg) &&
		replay_live(replay, msg, loop_now_ms(net->loop)))
		tell_skew(net);
}

/* ---- of each line ---- */

const char *network_host_of(const struct event *event)
{
	const char *bang = strchr(event->msg->source, '!');

	return bang != NULL ? bang + 1 : NULL;
}

const char *network_account(const char *word)
{
	return word[0] != '\0' && strcmp(word, "*") != 0 && strcmp(word, "0") != 0 ? word : NULL;
}

static const char *account_of(struct network *net, const struct event *event)
{
	const struct user *user;

	if (cap_on(&net->registration.cap, CAP_ACCOUNT_TAG)) {
		if (!tags_find(event->msg->tags, "account", net->account, sizeof net->account))
			return NULL;
		return network_account(net->account);
	}
	user = channels_user(net->channels, event->nick);
	return user != NULL ? user->account : NULL;
}

static bool is_bot(const struct network *net, const struct event *event)
{
	const struct user *user = channels_user(net->channels, event->nick);

	return (user != NULL && user->bot) || tags_has(event->msg->tags, "bot") ||
	       tags_has(event->msg->tags, "draft/bot");
}

void network_know(struct network *net, struct event *event)
{
	if (event->nick[0] == '\0')
		return;
	if (cap_on(&net->registration.cap, CAP_MESSAGE_TAGS) &&
		tags_find(event->msg->tags, "msgid", net->msgid, sizeof net->msgid))
		event->msgid = net->msgid;
	event->account = account_of(net, event);
	event->bot = is_bot(net, event);
	event->past = network_is_backlog(net, event);
	event->past |= replay_is_past(
		&net->registration.replay, event->msg, loop_now_ms(net->loop));
}

/* ---- those who were there before us ---- */

void network_ask_who(struct network *net, const char *channel)
{
	if (isupport_get(&net->isupport, "WHOX") != NULL)
		network_send(net, OUTBOX_BULK, "WHO %s %%tcuhnfa," WHOX_TOKEN, channel);
	else if (net->events->asks_who != NULL && net->events->asks_who(net->arg, net, channel))
		network_send(net, OUTBOX_BULK, "WHO %s", channel);
}

/* Learn that NICK is seen as USER at NAME, and by FLAGS whether they are a bot. */
static void learn(struct network *net, const char *nick, const char *user, const char *name,
	const char *flags)
{
	const char *bot = isupport_get(&net->isupport, "BOT");
	char host[sizeof net->host];

	if ((size_t)snprintf(host, sizeof host, "%s@%s", user, name) < sizeof host)
		channels_host(net->channels, nick, host);
	channels_bot(net->channels, nick,
		bot != NULL && strlen(bot) == 1 && strchr(flags, bot[0]) != NULL);
}

/* 352 me #channel user host server nick flags :hops name */
void network_who_is(struct network *net, const struct message *msg)
{
	if (network_is_us(net, msg->params[5]))
		snprintf(net->host, sizeof net->host, "%s@%s", msg->params[2], msg->params[3]);
	else if (msg->param_count > 6)
		learn(net, msg->params[5], msg->params[2], msg->params[3], msg->params[6]);
}

/* 315 me #channel :End of WHO */
void network_who_ends(struct network *net, const struct message *msg)
{
	if (net->events->listed != NULL && channels_find(net->channels, msg->params[1]) != NULL)
		net->events->listed(net->arg, net, msg->params[1]);
}

/* 354 me TOKEN #channel user host nick flags account */
void network_whox(struct network *net, const struct message *msg)
{
	const char *nick = msg->params[5];

	if (strcmp(msg->params[1], WHOX_TOKEN) != 0)
		return;
	learn(net, nick, msg->params[3], msg->params[4], msg->params[6]);
	channels_account(net->channels, nick, network_account(msg->params[7]));
}
