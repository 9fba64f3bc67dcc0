/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes, goes, and changes nick, account or host: kept in the tables of channels.h, and
 * reported to whoever owns the network. */
#include "irc/network/movement.h"

#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"

enum { NETSPLIT_MS = 60000 }; /* quits of one split come within this time */

/* ---- reporting ---- */

static void report(struct network *net, const struct movement *movement)
{
	net->events->moved(net->arg, net, movement);
}

/* Report that MOVEMENT's nick is not theirs any more, or not seen any more. What is said meanwhile
 * waits, so that whoever has the nick next gets nothing that was for them. */
static void report_gone(struct network *net, const struct movement *movement)
{
	bool renamed = movement->kind == MOVEMENT_NICK;

	outbox_pause(net->outbox);
	report(net, movement);
	outbox_forget_target(net->outbox, net->isupport.casemap, movement->nick);
	if (renamed)
		outbox_forget_target(net->outbox, net->isupport.casemap, movement->other);
	outbox_resume(net->outbox);
}

/* Describe what happens to NICK by EVENT, with what we know of them now. The hostmask stays until
 * the next description. */
static struct movement describe(
	struct network *net, enum movement_kind kind, const struct event *event, const char *nick)
{
	const struct user *user = channels_user(net->channels, nick);
	bool acts = nick == event->nick;
	const char *host = acts ? network_host_of(event) : NULL;
	const char *account = user != NULL ? user->account : NULL;

	if (host == NULL && user != NULL)
		host = user->host;
	if (account == NULL && acts && cap_on(&net->registration.cap, CAP_ACCOUNT_TAG))
		account = event->account;
	snprintf(net->hostmask, sizeof net->hostmask, "%s%s%s", nick, host != NULL ? "!" : "",
		host != NULL ? host : "");
	return (struct movement){.kind = kind,
		.ours = network_is_us(net, nick),
		.past = event->past,
		.nick = nick,
		.hostmask = net->hostmask,
		.account = account};
}

static void report_unseen(
	struct network *net, const struct event *event, const char *nick, bool we_left)
{
	struct movement movement = describe(net, MOVEMENT_UNSEEN, event, nick);

	movement.split = we_left;
	report_gone(net, &movement);
}

/* We are about to leave CHANNEL, and see nobody any more whom we saw only there. */
static void report_all_unseen(
	struct network *net, const struct event *event, const struct channel *channel)
{
	const struct member *member;
	size_t at = 0;

	while ((member = channels_next_member(channel, &at)) != NULL)
		if (member->user->channels == 1 && !network_is_us(net, member->user->nick))
			report_unseen(net, event, member->user->nick, true);
}

/* NICK is about to leave the channel of EVENT. REASON is the parameter that may have one. */
static void report_leaving(struct network *net, enum movement_kind kind, const struct event *event,
	const char *nick, int reason)
{
	const struct message *msg = event->msg;
	const struct channel *channel = channels_find(net->channels, msg->params[0]);
	const struct user *user = channels_user(net->channels, nick);
	struct movement movement;

	if (channel == NULL)
		return;
	movement = describe(net, kind, event, nick);
	movement.channel = channel->name;
	movement.by = kind == MOVEMENT_KICK ? event->nick : NULL;
	movement.other = msg->param_count > reason ? msg->params[reason] : "";
	report(net, &movement);
	if (movement.ours)
		report_all_unseen(net, event, channel);
	else if (user == NULL ||
		 (user->channels == 1 && channels_member(net->channels, channel, nick) != NULL))
		report_unseen(net, event, nick, false);
}

/* ---- coming and going ---- */

/* JOIN with extended-join brings the account along. */
static void learn_account(struct network *net, const struct event *event)
{
	if (cap_on(&net->registration.cap, CAP_EXTENDED_JOIN) && event->msg->param_count > 1)
		channels_account(
			net->channels, event->nick, network_account(event->msg->params[1]));
}

static void report_join(struct network *net, const struct event *event)
{
	const struct channel *channel = channels_find(net->channels, event->msg->params[0]);
	struct movement movement = describe(net, MOVEMENT_JOIN, event, event->nick);

	if (channel == NULL)
		return;
	movement.channel = channel->name;
	report(net, &movement);
}

static void return_from_split(struct network *net, const char *nick)
{
	struct user *user = channels_user(net->channels, nick);

	if (user != NULL)
		splits_return(net->splits, net->isupport.casemap, user, net->heard_ms);
}

void network_on_join(struct network *net, const struct event *event)
{
	const char *name = event->msg->params[0], *host = network_host_of(event);
	bool ours = network_is_us(net, event->nick);

	if (ours && !network_joined(net, name))
		return;
	if (ours && host != NULL)
		snprintf(net->host, sizeof net->host, "%s", host);
	channels_joined(net->channels, name, event->nick, host);
	return_from_split(net, event->nick);
	learn_account(net, event);
	if (ours)
		network_ask_who(net, name);
	report_join(net, event);
}

void network_on_part(struct network *net, const struct event *event)
{
	const char *name = event->msg->params[0];

	report_leaving(net, MOVEMENT_PART, event, event->nick, 1);
	if (network_is_us(net, event->nick))
		network_parted(net, name);
	else
		channels_left(net->channels, name, event->nick);
}

void network_on_kick(struct network *net, const struct event *event)
{
	const char *name = event->msg->params[0], *nick = event->msg->params[1];

	report_leaving(net, MOVEMENT_KICK, event, nick, 2);
	if (network_is_us(net, nick) && network_is_bip(event->msg->source))
		network_put_out(net, name);
	else if (network_is_us(net, nick))
		network_kicked(net, name, event->nick);
	else
		channels_left(net->channels, name, nick);
}

static bool is_server_name(const char *name, size_t len)
{
	return len > 2 && memchr(name, '.', len) != NULL && name[len - 1] != '.' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._*") >=
		       len;
}

/* Everybody behind a server that was split off quits with "NEAR FAR", the servers' names: one line
 * for all. */
static bool note_netsplit(struct network *net, const char *text)
{
	size_t first = strcspn(text, " ");
	int64_t now_ms = net->heard_ms;

	if (text[first] != ' ' || !is_server_name(text, first) ||
		!is_server_name(text + first + 1, strlen(text + first + 1)))
		return false;
	if (net->split_ms == 0 || now_ms - net->split_ms > NETSPLIT_MS)
		log_debug(net->log, "%s: netsplit: %s", net->config->name, text);
	net->split_ms = now_ms;
	return true;
}

static void leave_by_split(struct network *net, const char *nick)
{
	const struct user *user = channels_user(net->channels, nick);

	if (user != NULL)
		splits_leave(net->splits, net->isupport.casemap, user, net->heard_ms);
}

void network_on_quit(struct network *net, const struct event *event)
{
	struct movement movement;

	if (network_is_us(net, event->nick))
		return;
	movement = describe(net, MOVEMENT_QUIT, event, event->nick);
	movement.other = event->msg->param_count > 0 ? event->msg->params[0] : "";
	movement.split = note_netsplit(net, movement.other);
	report_gone(net, &movement);
	if (movement.split)
		leave_by_split(net, event->nick);
	channels_quit(net->channels, event->nick);
	network_nick_free(net, event->nick);
}

/* ---- changing ---- */

void network_on_nick(struct network *net, const struct event *event)
{
	const char *now = event->msg->params[0];
	struct movement movement = describe(net, MOVEMENT_NICK, event, event->nick);

	if (strlen(now) >= sizeof net->nick)
		return;
	movement.other = now;
	channels_renamed(net->channels, event->nick, now);
	if (movement.ours) {
		network_renamed(net, now);
		report(net, &movement);
		return;
	}
	report_gone(net, &movement);
	network_nick_free(net, event->nick);
}

static void on_account(struct network *net, const struct event *event)
{
	const struct user *user = channels_user(net->channels, event->nick);
	const char *now = event->msg->param_count > 0 ? network_account(event->msg->params[0])
						      : NULL;
	char before[MESSAGE_REST + 1];
	struct movement movement;

	if (user == NULL || event->msg->param_count == 0)
		return;
	snprintf(before, sizeof before, "%s", user->account != NULL ? user->account : "");
	channels_account(net->channels, event->nick, now);
	if (strcmp(before, now != NULL ? now : "") == 0)
		return;
	movement = describe(net, MOVEMENT_ACCOUNT, event, event->nick);
	movement.account = now;
	movement.other = before;
	report(net, &movement);
}

static void on_chghost(struct network *net, const struct event *event)
{
	const struct message *msg = event->msg;
	char host[sizeof net->host];
	struct movement movement;

	if (msg->param_count < 2 || (size_t)snprintf(host, sizeof host, "%s@%s", msg->params[0],
					    msg->params[1]) >= sizeof host)
		return;
	movement = describe(net, MOVEMENT_HOST, event, event->nick);
	movement.other = host;
	channels_host(net->channels, event->nick, host);
	if (movement.ours)
		memcpy(net->host, host, sizeof host);
	report(net, &movement);
}

static const struct {
	const char *command;
	void (*handle)(struct network *net, const struct event *event);
} others[] = {
	{"ACCOUNT", on_account},
	{"CHGHOST", on_chghost},
};

void network_on_other(struct network *net, const struct event *event)
{
	for (size_t i = 0; event->nick[0] != '\0' && i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].command, event->msg->command) == 0)
			others[i].handle(net, event);
}
