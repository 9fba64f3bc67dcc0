/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network is made of, and the lines to and from its server. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/network/impl.h"

enum { COMPLAIN_EVERY_MS = 60000 }; /* malformed lines are logged at most this often */

static void on_ping_timer(void *arg);

/* ---- building and freeing ---- */

static void write_line(void *arg, const char *line, size_t len)
{
	struct network *net = arg;

	net->transport.write(net->transport.arg, line, len);
}

struct network *network_new(struct loop *loop, struct log *log, const struct config_network *config,
	const struct network_events *events, void *arg, const struct transport *transport)
{
	struct network *net = mem_zalloc(1, sizeof *net);

	net->loop = loop;
	net->log = log;
	net->config = config;
	net->events = events;
	net->arg = arg;
	if (transport != NULL)
		net->transport = *transport;
	else
		network_use_bridge(net);
	isupport_init(&net->isupport);
	net->channels = channels_new(&net->isupport);
	net->outbox = outbox_new(loop, config->burst, config->line_interval_ms, write_line, net);
	net->chance = rng_new_plain();
	net->wanted = wanted_new();
	net->parting = wanted_new();
	network_take_channels(net);
	snprintf(net->nick, sizeof net->nick, "%s", config->nick);
	net->reconnect = timer_new(loop, network_begin, net);
	net->registering = timer_new(loop, network_register_timeout, net);
	net->ping = timer_new(loop, on_ping_timer, net);
	net->rejoin = timer_new(loop, network_rejoin_timer, net);
	net->regain = timer_new(loop, network_regain_timer, net);
	net->quit = timer_new(loop, network_quit_timer, net);
	network_register_init(net);
	return net;
}

void network_free(struct network *net)
{
	struct timer **timers[] = {&net->reconnect, &net->registering, &net->ping, &net->rejoin,
		&net->regain, &net->quit};

	loop_undefer(net->loop, net);
	network_register_release(net);
	bridge_free(net->bridge);
	session_free(net->session);
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
		timer_free(*timers[i]);
	outbox_free(net->outbox);
	channels_free(net->channels);
	wanted_free(net->wanted);
	wanted_free(net->parting);
	rng_free(net->chance);
	isupport_release(&net->isupport);
	free(net);
}

/* ---- lines ---- */

void network_send(struct network *net, enum outbox_priority priority, const char *format, ...)
{
	char line[OUTBOX_LINE_MOST]; /* the outbox cuts at its own, lower limit */
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	outbox_send(net->outbox, priority, "", line, NULL);
}

void network_send_secret(struct network *net, const char *verb, const char *secret)
{
	char line[OUTBOX_LINE + 1];
	int len = snprintf(line, sizeof line, "%s%s\r\n", verb, secret);

	if (len > 0 && (size_t)len < sizeof line)
		net->transport.write(net->transport.arg, line, (size_t)len);
	explicit_bzero(line, sizeof line);
}

static void complain(struct network *net, unsigned long count)
{
	int64_t now_ms = loop_now_ms(net->loop);

	net->malformed += count;
	if (net->malformed_logged > 0 && now_ms - net->malformed_logged_ms < COMPLAIN_EVERY_MS)
		return;
	log_warning(net->log, "%s: the server sends malformed lines; %lu dropped so far",
		net->config->name, net->malformed);
	net->malformed_logged = net->malformed;
	net->malformed_logged_ms = now_ms;
}

/* Lines that the bridge threw away for their length or their bytes never come here; their number
 * does. */
static void count_dropped(struct network *net)
{
	unsigned long dropped = net->bridge != NULL ? bridge_dropped(net->bridge) : 0;

	if (dropped == net->bridge_dropped)
		return;
	complain(net, dropped - net->bridge_dropped);
	net->bridge_dropped = dropped;
}

/* An operator, or services, throw us out; the server closes next. */
static void killed(struct network *net, const struct message *msg)
{
	if (network_is_us(net, msg->params[0]))
		log_warning(net->log, "%s: killed by %s: %s", net->config->name,
			msg->source != NULL ? msg->source : "the server",
			msg->param_count > 1 ? msg->params[1] : "no reason given");
}

/* What is answered or read here, without libircclient. */
static bool handle_directly(struct network *net, const struct message *msg)
{
	if (strcmp(msg->command, "PING") == 0) {
		network_send(net, OUTBOX_NOW, "PONG :%s", msg->params[0]);
		return true;
	}
	if (strcmp(msg->command, "PONG") == 0) {
		if (msg->param_count > 0)
			outbox_proved(net->outbox, msg->params[msg->param_count - 1]);
		return true;
	}
	if (strcmp(msg->command, "KILL") == 0) {
		killed(net, msg);
		return true;
	}
	if (strcmp(msg->command, "ERROR") == 0) {
		network_error(net, msg->params[0]);
		return true;
	}
	return network_register_line(net, msg);
}

/* Talk among people, which is most of what comes, and asks nothing of us. */
static bool is_chatter(struct network *net, const struct message *msg)
{
	return net->events->wants != NULL && strcmp(msg->command, "PRIVMSG") == 0 &&
	       !net->events->wants(net->arg, net, msg->params[0], msg->params[1]);
}

void network_line(struct network *net, char *line, size_t len)
{
	struct message msg;

	(void)len;
	if (net->closing || net->session == NULL)
		return;
	net->heard_ms = loop_now_ms(net->loop);
	net->pinged = false;
	count_dropped(net);
	if (!message_parse(line, &msg) || !message_well_formed(&msg)) {
		complain(net, 1);
		return;
	}
	if (is_chatter(net, &msg))
		return;
	network_date(net, &msg);
	if (!handle_directly(net, &msg) && !session_feed(net->session, &msg))
		network_hang_up(net, "libircclient gave up");
}

/* Quiet for PING_INTERVAL: ask. Still quiet PING_TIMEOUT later: gone. */
static void on_ping_timer(void *arg)
{
	struct network *net = arg;
	int64_t quiet_ms = loop_now_ms(net->loop) - net->heard_ms;
	int64_t interval_ms = net->config->ping_interval * 1000;

	count_dropped(net);
	if (net->pinged) {
		network_hang_up(net, "no answer to our PING");
	} else if (quiet_ms < interval_ms) {
		timer_set(net->ping, interval_ms - quiet_ms);
	} else {
		net->pinged = true;
		network_send(net, OUTBOX_NOW, "PING :%s", net->nick);
		timer_set(net->ping, net->config->ping_timeout * 1000);
	}
}

/* ---- questions ---- */

const char *network_name(const struct network *net)
{
	return net->config->name;
}

const char *network_nick(const struct network *net)
{
	return net->nick;
}

bool network_is_ready(const struct network *net)
{
	return net->state == NETWORK_READY;
}

bool network_is_private(const struct network *net)
{
	return net->transport.is_private(net->transport.arg);
}

const struct isupport *network_isupport(const struct network *net)
{
	return &net->isupport;
}

const struct channels *network_channels(const struct network *net)
{
	return net->channels;
}

struct outbox *network_outbox(struct network *net)
{
	return net->outbox;
}

bool network_is_us(const struct network *net, const char *nick)
{
	return casemap_equal(net->isupport.casemap, nick, net->nick);
}
