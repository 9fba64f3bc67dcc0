/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server says, a row a kind. Everything here has passed message_well_formed, so the
 * parameters that a row relies on are there; numerics are checked by their `params` column. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "irc/network/impl.h"

enum { JOIN_FALLBACK_MS = 5000 }; /* joining does not wait longer for the end of the MOTD */

/* ---- registration ---- */

/* Whether WORD of a welcome may be our nick: a damaged one has "*", as before the registration. */
static bool may_be_nick(const char *word)
{
	return word[0] != '\0' && strpbrk(word, "*!@ ,?#") == NULL;
}

static void on_welcome(struct network *net, const struct message *msg)
{
	const char *nick = may_be_nick(msg->params[0]) ? msg->params[0] : net->nick;

	/* A bouncer may welcome us again, when its own server does. */
	if (net->state == NETWORK_READY && strcmp(net->nick, nick) != 0)
		network_renamed(net, nick);
	if (net->state != NETWORK_REGISTERING)
		return;
	net->state = NETWORK_READY;
	snprintf(net->server_name, sizeof net->server_name, "%s",
		msg->source != NULL ? msg->source : "");
	if (nick != net->nick)
		snprintf(net->nick, sizeof net->nick, "%s", nick);
	net->welcomed_ms = net->heard_ms;
	log_info(net->log, "%s: connected as %s", net->config->name, net->nick);
	if (net->flooded)
		network_count_bytes(net, "we were thrown out for saying too much");
	outbox_open(net->outbox);
	timer_set(net->registering, JOIN_FALLBACK_MS);
	timer_set(net->ping, net->config->ping_interval * 1000);
	network_nick_settle(net);
	network_register_welcomed(net);
}

static void on_motd_end(struct network *net, const struct message *msg)
{
	(void)msg;
	if (net->state != NETWORK_READY || net->registration.greeted)
		return;
	network_nick_settle(net);
	network_settle(net);
}

static void on_isupport(struct network *net, const struct message *msg)
{
	enum casemap before = net->isupport.casemap;
	size_t at = 0;

	isupport_read(&net->isupport, msg);
	network_name_is(net, isupport_get(&net->isupport, "NETWORK"));
	outbox_set_line_bytes(net->outbox, net->isupport.linelen);
	if (net->bridge != NULL)
		bridge_set_line_bytes(net->bridge, net->isupport.linelen);
	/* Too late to fold every name again: a change while we are in channels is ignored. */
	if (channels_next(net->channels, &at) != NULL)
		net->isupport.casemap = before;
}

static void on_names(struct network *net, const struct message *msg)
{
	channels_names(net->channels, msg->params[2], msg->params[3]);
}

/* 437 is said of nicks and of channels. */
static void on_unavailable(struct network *net, const struct message *msg)
{
	if (!isupport_is_channel(&net->isupport, msg->params[1]))
		network_nick_refused(net, msg);
}

/* The server does not pass on what was said to the target that it names: RFC 2812 (5.2), and what
 * servers have added: 408 and 477 of channels, 486, 531 and 716 of people. */
static void on_turned_away(struct network *net, const struct message *msg)
{
	outbox_turned_away(net->outbox, net->isupport.casemap, msg->params[1]);
}

/* 401 me nick :No such nick/channel. What waits for whoever had it goes to nobody else. */
static void on_no_such_nick(struct network *net, const struct message *msg)
{
	const char *nick = msg->params[1];

	on_turned_away(net, msg);
	if (isupport_is_channel(&net->isupport, nick) || channels_user(net->channels, nick) != NULL)
		return;
	outbox_pause(net->outbox);
	if (net->events->whois != NULL)
		net->events->whois(net->arg, net, nick, NULL, NULL);
	outbox_forget_target(net->outbox, net->isupport.casemap, nick);
	outbox_resume(net->outbox);
}

enum { HOLD_MS = 20000, HOLD_MOST_S = 300 };

/* What was said is for too many people at once. "Target change too fast. Please wait 17 seconds."
 */
static void on_too_many_targets(struct network *net, const struct message *msg)
{
	const char *text = msg->params[msg->param_count - 1], *digits = strpbrk(text, "0123456789");
	int64_t wait_ms = HOLD_MS;
	char number[8];
	long seconds;

	if (digits != NULL) {
		snprintf(number, sizeof number, "%.*s", (int)strspn(digits, "0123456789"), digits);
		if (number_parse(number, 0, HOLD_MOST_S, &seconds))
			wait_ms = (seconds + 1) * 1000;
	}
	if (outbox_hold(net->outbox, net->isupport.casemap, msg->params[1], wait_ms))
		log_info(net->log, "%s: what is for %s waits %lld s: %s", net->config->name,
			msg->params[1], (long long)wait_ms / 1000, text);
	else if (!isupport_is_channel(&net->isupport, msg->params[1]))
		log_warning(net->log, "%s: %s does not get what we said: %s", net->config->name,
			msg->params[1], text);
}

static const struct numeric {
	int numeric;
	int params;
	void (*handle)(struct network *net, const struct message *msg);
} numerics[] = {
	{1, 1, on_welcome},
	{4, 3, network_version_is},
	{5, 2, on_isupport},
	{276, 3, network_whois_certificate},
	{302, 2, network_userhost},
	{311, 4, network_whois_user},
	{315, 2, network_who_ends},
	{318, 2, network_whois_end},
	{324, 3, network_modes_are},
	{352, 6, network_who_is},
	{353, 4, on_names},
	{354, 8, network_whox},
	{376, 1, on_motd_end},
	{396, 2, network_own_host},
	{401, 2, on_no_such_nick},
	{403, 2, on_turned_away},
	{404, 2, on_turned_away},
	{407, 2, on_turned_away},
	{408, 2, on_turned_away},
	{421, 2, network_unknown_command},
	{422, 1, on_motd_end},
	{432, 1, network_nick_refused},
	{433, 1, network_nick_refused},
	{436, 1, network_nick_refused},
	{437, 2, on_unavailable},
	{439, 2, on_too_many_targets},
	{442, 2, on_turned_away},
	{451, 1, network_unregistered},
	{463, 1, network_refused},
	{464, 1, network_refused},
	{465, 1, network_refused},
	{466, 1, network_refused},
	{477, 2, on_turned_away},
	{486, 2, on_turned_away},
	{531, 2, on_turned_away},
	{716, 2, on_turned_away},
	{731, 2, network_monitor_offline},
	{734, 1, network_monitor_full},
	{900, 3, network_logged_in},
	{901, 1, network_logged_out},
	{902, 1, network_sasl_refused},
	{903, 1, network_sasl_done},
	{904, 1, network_sasl_refused},
	{905, 1, network_sasl_refused},
	{906, 1, network_sasl_refused},
	{907, 1, network_sasl_already},
	{908, 2, network_sasl_mechanisms},
};

static void on_numeric(struct network *net, const struct event *event)
{
	network_join_refused(net, event->numeric, event->msg);
	for (size_t i = 0; i < sizeof numerics / sizeof *numerics; i++)
		if (numerics[i].numeric == event->numeric &&
			event->msg->param_count >= numerics[i].params)
			numerics[i].handle(net, event->msg);
}

/* ---- modes and invitations ---- */

/* Look for our own +r: NickServ has let us in. (ngIRCd has +R for that; elsewhere we set it
 * ourselves, if at all.) */
static void on_own_mode(struct network *net, const char *letters)
{
	if (net->login.identified == 0 || letters[0] != '+' || strpbrk(letters, "rR") == NULL)
		return;
	net->login.in = true;
	network_login_came(net);
}

static void on_mode(struct network *net, const struct event *event)
{
	const struct message *msg = event->msg;

	if (network_is_us(net, msg->params[0]))
		on_own_mode(net, msg->params[1]);
	if (msg->param_count >= 2 && isupport_is_channel(&net->isupport, msg->params[0]))
		channels_mode(net->channels, msg->params[0], msg->params[1], &msg->params[2],
			msg->param_count - 2);
}

static void on_invite(struct network *net, const struct event *event)
{
	const char *channel = event->msg->params[1];

	if (!network_is_us(net, event->msg->params[0]) ||
		!isupport_is_channel(&net->isupport, channel) || strpbrk(channel, " ,") != NULL)
		return;
	if (wanted_find(net->wanted, net->isupport.casemap, channel) == NULL &&
		(net->events->may_invite == NULL || !net->events->may_invite(net->arg, net, event)))
		return;
	log_debug(net->log, "%s: %s invites us to %s", net->config->name, event->nick, channel);
	network_invited(net, channel);
}

/* ---- what is said ---- */

/* Whether EVENT comes from a server: no nick has a dot. Other sources are people, also those
 * without "!user@host". */
static bool is_from_server(const struct network *net, const struct event *event)
{
	return strchr(event->msg->source, '!') == NULL &&
	       (strchr(event->nick, '.') != NULL ||
		       strcasecmp(event->msg->source, net->server_name) == 0);
}

static void on_said(struct network *net, const struct event *event)
{
	const char *host = network_host_of(event);

	/* Our own words may come back to us. */
	if (network_is_us(net, event->nick) || is_from_server(net, event) ||
		network_bouncer_says(net, event))
		return;
	if (host != NULL)
		channels_host(net->channels, event->nick, host);
	if (cap_on(&net->registration.cap, CAP_ACCOUNT_TAG))
		channels_account(net->channels, event->nick, event->account);
	net->events->said(net->arg, net, event);
}

static void on_ctcp(struct network *net, const struct event *event)
{
	struct strbuf answer = STRBUF_INIT;
	const char *host = network_host_of(event);

	/* Only a person, speaking to us alone, is answered. */
	if (is_from_server(net, event) || !network_is_us(net, event->msg->params[0]) ||
		network_is_us(net, event->nick))
		return;
	if (ctcp_answer(&answer, event->text, time(NULL)) &&
		(net->events->may_ctcp == NULL || net->events->may_ctcp(net->arg, net, event)) &&
		ctcp_allowed(
			&net->ctcp, host != NULL ? host : event->nick, loop_now_ms(net->loop))) {
		network_reply_to(net, event->msgid, NULL);
		network_say(net, OUTBOX_REPLY, "NOTICE", event->nick, answer.text, NULL);
	}
	strbuf_release(&answer);
}

/* ---- the table ---- */

static void (*const handlers[])(struct network *net, const struct event *event) = {
	[EVENT_NUMERIC] = on_numeric,
	[EVENT_TEXT] = on_said,
	[EVENT_ACTION] = on_said,
	[EVENT_CTCP] = on_ctcp,
	[EVENT_JOIN] = network_on_join,
	[EVENT_PART] = network_on_part,
	[EVENT_QUIT] = network_on_quit,
	[EVENT_NICK] = network_on_nick,
	[EVENT_KICK] = network_on_kick,
	[EVENT_MODE] = on_mode,
	[EVENT_INVITE] = on_invite,
	[EVENT_NOTICE] = network_notice,
	[EVENT_TOPIC] = NULL,
	[EVENT_OTHER] = network_on_other,
};

/* Whether KIND asks something of us: then history and other bots are ignored. */
static bool is_request(enum event_kind kind)
{
	return kind == EVENT_TEXT || kind == EVENT_ACTION || kind == EVENT_CTCP ||
	       kind == EVENT_INVITE;
}

void network_event(void *arg, const struct event *event)
{
	struct network *net = arg;
	struct event known = *event;

	if (net->closing || handlers[event->kind] == NULL)
		return;
	network_know(net, &known);
	if (is_request(known.kind) && (known.past || known.bot))
		log_debug(net->log, "%s: a line of %s is passed over: %s", net->config->name,
			known.nick, known.past ? "it is of the past" : "that is a bot");
	else
		handlers[known.kind](net, &known);
}
