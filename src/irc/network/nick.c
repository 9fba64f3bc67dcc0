/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which nick we have, and how we come by the one that we want: by asking for it now and then, at
 * once when we see its holder go, and where the server has MONITOR, when it tells us that the nick
 * is free. */
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"

enum {
	MAX_NICK_TRIES = 20,
	UNDERSCORES = 4, /* so many names with underscores, then some with chance numbers */
	/* Letters before three digits: nine bytes are what every server allows (RFC 2812). */
	SHORT_NICK = 6,
	REGAIN_GAP_MS = 1000,        /* least time between two tries to regain */
	WATCHED_MS = 15 * 60 * 1000, /* between tries while the server watches for us */
	REGAIN_MOST_MS = 60 * 60 * 1000,
	/* After so long with a nick, losing it is no longer part of a series. */
	FORGIVEN_MS = 10 * 60 * 1000,
};

/* Write the nick that we want into OUT, cut to what the server takes. Returns OUT. */
static const char *wanted_nick(const struct network *net, char out[MESSAGE_NICK])
{
	bool told = isupport_get(&net->isupport, "NICKLEN") != NULL;
	int most = told && net->isupport.nicklen < MESSAGE_NICK ? (int)net->isupport.nicklen
								: MESSAGE_NICK - 1;

	snprintf(out, MESSAGE_NICK, "%.*s", most, net->config->nick);
	return out;
}

/* A server that writes our nick in other letters, small ones perhaps, is not argued with. */
static bool has_wanted(const struct network *net)
{
	char nick[MESSAGE_NICK];

	return casemap_equal(net->isupport.casemap, net->nick, wanted_nick(net, nick));
}

/* ---- registering ---- */

/* Choose the next nick to try: the alternatives, then the configured one with more and more
 * underscores, then its first letters with a number. */
static void next_nick(struct network *net)
{
	size_t alternatives = net->config->alt_nicks.count;
	uint32_t number = 1;
	unsigned extra;

	if (net->nick_tries < alternatives) {
		snprintf(net->nick, sizeof net->nick, "%s",
			net->config->alt_nicks.items[net->nick_tries++]);
		return;
	}
	extra = net->nick_tries++ - (unsigned)alternatives + 1;
	(void)rng_uniform(net->chance, 1000, &number);
	if (extra <= UNDERSCORES)
		snprintf(net->nick, sizeof net->nick, "%.*s%.*s", (int)(sizeof net->nick / 2),
			net->config->nick, (int)extra, "____");
	else
		snprintf(net->nick, sizeof net->nick, "%.*s%03u", SHORT_NICK, net->config->nick,
			(unsigned)number - 1);
}

void network_nick_refused(struct network *net, const struct message *msg)
{
	if (net->state != NETWORK_REGISTERING)
		return;
	log_info(net->log, "%s: the nick %s was refused: %s", net->config->name, net->nick,
		msg->params[msg->param_count - 1]);
	if (net->nick_tries >= MAX_NICK_TRIES + net->config->alt_nicks.count) {
		network_hang_up(net, "no nick was accepted");
		return;
	}
	next_nick(net);
	network_send(net, OUTBOX_NOW, "NICK %s", net->nick);
}

/* ---- regaining ---- */

static bool may_regain(const struct network *net)
{
	return net->config->nick_regain_interval > 0 && net->state == NETWORK_READY &&
	       !net->closing && !has_wanted(net);
}

static void unwatch(struct network *net)
{
	if (net->watched[0] != '\0')
		network_send(net, OUTBOX_ADMIN, "MONITOR - %s", net->watched);
	net->watched[0] = '\0';
}

static void watch(struct network *net)
{
	char nick[MESSAGE_NICK];

	if (isupport_get(&net->isupport, "MONITOR") == NULL ||
		strcmp(net->watched, wanted_nick(net, nick)) == 0)
		return;
	unwatch(net);
	memcpy(net->watched, nick, sizeof nick);
	network_send(net, OUTBOX_ADMIN, "MONITOR + %s", nick);
}

static void wait_for_next_try(struct network *net)
{
	int64_t least = net->watched[0] != '\0' ? WATCHED_MS : 0;

	timer_set(net->regain, net->regain_wait_ms > least ? net->regain_wait_ms : least);
}

void network_nick_settle(struct network *net)
{
	if (net->regain_wait_ms < net->config->nick_regain_interval * 1000)
		net->regain_wait_ms = net->config->nick_regain_interval * 1000;
	if (may_regain(net)) {
		watch(net);
		wait_for_next_try(net);
	} else {
		unwatch(net);
		timer_stop(net->regain);
	}
}

void network_nick_forget(struct network *net)
{
	net->watched[0] = '\0';
	net->regain_wait_ms = net->regain_from_ms = net->nick_since_ms = 0;
	timer_stop(net->regain);
}

void network_regain_timer(void *arg)
{
	struct network *net = arg;
	char nick[MESSAGE_NICK];

	if (!may_regain(net))
		return;
	network_send(net, OUTBOX_ADMIN, "NICK %s", wanted_nick(net, nick));
	net->regain_from_ms = loop_now_ms(net->loop) + REGAIN_GAP_MS;
	wait_for_next_try(net);
}

void network_nick_free(struct network *net, const char *nick)
{
	int64_t now_ms = loop_now_ms(net->loop);
	char wanted[MESSAGE_NICK];

	if (casemap_equal(net->isupport.casemap, nick, wanted_nick(net, wanted)) && may_regain(net))
		timer_set(net->regain,
			net->regain_from_ms > now_ms ? net->regain_from_ms - now_ms : 0);
}

/* Whoever takes our nick from us again and again means it: wait longer each time. */
static void nick_taken_away(struct network *net, const char *now)
{
	bool series = net->nick_since_ms > 0 &&
		      loop_now_ms(net->loop) - net->nick_since_ms < FORGIVEN_MS;

	log_warning(net->log, "%s: our nick was changed from %s to %s", net->config->name,
		net->nick, now);
	net->regain_wait_ms = series ? 2 * net->regain_wait_ms : 0;
	if (net->regain_wait_ms > REGAIN_MOST_MS)
		net->regain_wait_ms = REGAIN_MOST_MS;
}

void network_renamed(struct network *net, const char *now)
{
	bool had = has_wanted(net);

	if (had && !casemap_equal(net->isupport.casemap, net->nick, now))
		nick_taken_away(net, now);
	snprintf(net->nick, sizeof net->nick, "%s", now);
	if (!had)
		log_info(net->log, "%s: our nick is %s now", net->config->name, now);
	if (has_wanted(net))
		net->nick_since_ms = loop_now_ms(net->loop);
	network_nick_settle(net);
}

/* ---- MONITOR: https://ircv3.net/specs/extensions/monitor ---- */

/* Call network_nick_free for the targets, each "nick" or "nick!user@host", parted by commas. */
void network_monitor_offline(struct network *net, const struct message *msg)
{
	const char *at = msg->params[1];
	char nick[MESSAGE_NICK];

	if (net->watched[0] == '\0')
		return;
	while (*at != '\0') {
		size_t len = strcspn(at, ",");
		size_t nick_len = strcspn(at, "!,");
		if (nick_len < sizeof nick) {
			snprintf(nick, sizeof nick, "%.*s", (int)nick_len, at);
			network_nick_free(net, nick);
		}
		at += len + (at[len] == ',');
	}
}

/* The server watches for no more nicks: go on by asking. */
void network_monitor_full(struct network *net, const struct message *msg)
{
	(void)msg;
	net->watched[0] = '\0';
	if (may_regain(net))
		wait_for_next_try(net);
}
