/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What we come to know of people: their account, their host, whether they are bots (IRCv3
 * account-tag, account-notify, extended-join, chghost; WHOX for those who were there before us);
 * and of each line, whether it tells of the past. */
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"
#include "irc/protocol/tags.h"

/* Marks the answers to our own WHO; three digits at most. */
#define WHOX_TOKEN "152"

void network_date(struct network *net, const struct message *msg)
{
	if (msg->tags != NULL && (message_numeric(msg) != 0 || strcmp(msg->command, "PONG") == 0))
		replay_live(&net->registration.replay, msg, loop_wall_ms(net->loop));
}

/* The name of an account, or NULL for what stands for none. */
static const char *account_named(const char *word)
{
	return word[0] != '\0' && strcmp(word, "*") != 0 && strcmp(word, "0") != 0 ? word : NULL;
}

/* ---- of each line ---- */

static const char *account_of(struct network *net, const struct event *event)
{
	const struct user *user;

	if (cap_on(&net->registration.cap, CAP_ACCOUNT_TAG)) {
		if (!tags_find(event->msg->tags, "account", net->account, sizeof net->account))
			return NULL;
		return account_named(net->account);
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
	event->account = account_of(net, event);
	event->bot = is_bot(net, event);
	event->past = event->msg->tags != NULL && replay_is_past(&net->registration.replay,
							  event->msg, loop_wall_ms(net->loop));
}

/* ---- changes ---- */

/* JOIN with extended-join brings the account along. */
void network_join_extended(struct network *net, const struct event *event)
{
	if (cap_on(&net->registration.cap, CAP_EXTENDED_JOIN) && event->msg->param_count > 1)
		channels_account(net->channels, event->nick, account_named(event->msg->params[1]));
}

static void on_account(struct network *net, const struct event *event)
{
	if (event->msg->param_count > 0)
		channels_account(net->channels, event->nick, account_named(event->msg->params[0]));
}

static void on_chghost(struct network *net, const struct event *event)
{
	char host[sizeof net->host];
	const struct message *msg = event->msg;

	if (msg->param_count < 2 || (size_t)snprintf(host, sizeof host, "%s@%s", msg->params[0],
					    msg->params[1]) >= sizeof host)
		return;
	channels_host(net->channels, event->nick, host);
	if (network_is_us(net, event->nick))
		memcpy(net->host, host, sizeof host);
	else if (net->events->rehosted != NULL)
		net->events->rehosted(net->arg, net, event->nick, host);
}

static const struct {
	const char *command;
	void (*handle)(struct network *net, const struct event *event);
} others[] = {
	{"ACCOUNT", on_account},
	{"CHGHOST", on_chghost},
};

void network_other(struct network *net, const struct event *event)
{
	for (size_t i = 0; event->nick[0] != '\0' && i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].command, event->msg->command) == 0)
			others[i].handle(net, event);
}

/* ---- those who were there before us ---- */

void network_ask_who(struct network *net, const char *channel)
{
	if (isupport_get(&net->isupport, "WHOX") != NULL)
		network_send(net, OUTBOX_BULK, "WHO %s %%tcuhnfa," WHOX_TOKEN, channel);
}

/* 354 me TOKEN #channel user host nick flags account */
void network_whox(struct network *net, const struct message *msg)
{
	const char *nick = msg->params[5], *bot = isupport_get(&net->isupport, "BOT");
	char host[sizeof net->host];

	if (strcmp(msg->params[1], WHOX_TOKEN) != 0)
		return;
	if ((size_t)snprintf(host, sizeof host, "%s@%s", msg->params[3], msg->params[4]) <
		sizeof host)
		channels_host(net->channels, nick, host);
	channels_account(net->channels, nick, account_named(msg->params[7]));
	channels_bot(net->channels, nick,
		bot != NULL && strlen(bot) == 1 && strchr(msg->params[6], bot[0]) != NULL);
}
