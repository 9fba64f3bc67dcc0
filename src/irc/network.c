/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a connection. Each one gets a new session, and starts with empty queues; what we want
 * (channels, our nick) outlives it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/network_impl.h"

enum {
	LASTED_MS = 60000,         /* a connection that lived this long was a good one */
	QUIT_GRACE_MS = 500,       /* for the server to close after our QUIT */
	COMPLAIN_EVERY_MS = 60000, /* malformed lines are logged at most this often */
};

static void begin(void *arg);
static void on_register_timeout(void *arg);
static void on_ping_timer(void *arg);
static void on_rejoin_timer(void *arg);
static void on_regain_timer(void *arg);
static void on_quit_timer(void *arg);

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
	net->wanted = wanted_new();
	network_take_channels(net);
	snprintf(net->nick, sizeof net->nick, "%s", config->nick);
	net->reconnect = timer_new(loop, begin, net);
	net->registering = timer_new(loop, on_register_timeout, net);
	net->ping = timer_new(loop, on_ping_timer, net);
	net->rejoin = timer_new(loop, on_rejoin_timer, net);
	net->regain = timer_new(loop, on_regain_timer, net);
	net->quit = timer_new(loop, on_quit_timer, net);
	return net;
}

void network_free(struct network *net)
{
	struct timer **timers[] = {&net->reconnect, &net->registering, &net->ping, &net->rejoin,
		&net->regain, &net->quit};

	loop_undefer(net->loop, net);
	bridge_free(net->bridge);
	session_free(net->session);
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
		timer_free(*timers[i]);
	outbox_free(net->outbox);
	channels_free(net->channels);
	wanted_free(net->wanted);
	isupport_release(&net->isupport);
	free(net);
}

/* ---- connecting ---- */

static void begin(void *arg)
{
	struct network *net = arg;

	net->state = NETWORK_CONNECTING;
	log_info(net->log, "%s: connecting to %s port %ld%s", net->config->name, net->config->host,
		net->config->port, net->config->tls ? " with TLS" : "");
	net->transport.connect(net->transport.arg);
}

void network_start(struct network *net)
{
	timer_set(net->reconnect, 0);
}

static void registration_line(void *arg, const char *line)
{
	network_send(arg, OUTBOX_NOW, "%s", line);
}

void network_connected(struct network *net)
{
	struct error err;

	net->state = NETWORK_REGISTERING;
	net->nick_tries = 0;
	net->host[0] = '\0';
	snprintf(net->nick, sizeof net->nick, "%s", net->config->nick);
	timer_set(net->registering, net->config->register_timeout * 1000);
	net->session = session_new(
		net->nick, net->config->username, net->config->realname, network_event, net, &err);
	if (net->session == NULL) {
		network_hang_up(net, err.text);
		return;
	}
	if (net->config->server_password[0] != '\0')
		network_send(net, OUTBOX_NOW, "PASS :%s", net->config->server_password);
	if (!session_register(net->session, registration_line, net))
		network_hang_up(net, "libircclient would not register");
}

static void on_register_timeout(void *arg)
{
	struct network *net = arg;

	if (net->state == NETWORK_REGISTERING)
		network_hang_up(net, "the server did not welcome us in time");
	else
		network_join_wanted(net);
}

/* ---- the end of a connection ---- */

/* Twice as long each time, give or take an eighth; the clock's low digits are chance enough here. */
static int64_t next_delay_ms(struct network *net)
{
	int64_t least = net->config->reconnect_min * 1000, most = net->config->reconnect_max * 1000;
	bool lasted = net->welcomed_ms > 0 &&
		      loop_now_ms(net->loop) - net->welcomed_ms >= LASTED_MS;
	int64_t delay;

	if (net->backoff_ms < least || lasted)
		net->backoff_ms = least;
	delay = net->backoff_ms < most ? net->backoff_ms : most;
	net->backoff_ms = delay * 2;
	return delay + (loop_now_ms(net->loop) * 7919 % 1000 - 500) * delay / 4000;
}

/* Make everything that belonged to the connection as new. */
static void forget_connection(struct network *net)
{
	session_free(net->session);
	net->session = NULL;
	net->state = NETWORK_IDLE;
	net->closing = false;
	net->pinged = false;
	timer_stop(net->registering);
	timer_stop(net->ping);
	timer_stop(net->rejoin);
	timer_stop(net->regain);
	outbox_close(net->outbox);
	channels_clear(net->channels);
	isupport_release(&net->isupport);
	isupport_init(&net->isupport);
	net->events->gone(net->arg, net, NULL, NULL);
}

void network_closed(struct network *net, const char *why)
{
	int64_t delay_ms;

	forget_connection(net);
	if (net->quitting) {
		timer_set(net->quit, 0);
		return;
	}
	delay_ms = next_delay_ms(net);
	net->welcomed_ms = 0;
	log_warning(net->log, "%s: disconnected: %s; trying again in %.1f s", net->config->name,
		why, (double)delay_ms / 1000);
	timer_set(net->reconnect, delay_ms);
}

static void close_now(void *arg)
{
	struct network *net = arg;

	if (!net->closing)
		return;
	net->transport.close(net->transport.arg);
	network_closed(net, net->close_reason);
}

void network_hang_up(struct network *net, const char *why)
{
	if (net->closing)
		return;
	net->closing = true;
	snprintf(net->close_reason, sizeof net->close_reason, "%s", why);
	/* Perhaps libircclient is in the middle of a line now; it must not be pulled away under it. */
	loop_defer(net->loop, close_now, net);
}

void network_quit(struct network *net, const char *reason)
{
	net->quitting = true;
	timer_stop(net->reconnect);
	if (net->state == NETWORK_READY || net->state == NETWORK_REGISTERING)
		network_send(net, OUTBOX_NOW, "QUIT :%s", reason);
	timer_set(net->quit, net->state == NETWORK_READY ? QUIT_GRACE_MS : 0);
}

void network_drop(struct network *net, const char *reason)
{
	if (net->state == NETWORK_READY || net->state == NETWORK_REGISTERING)
		network_send(net, OUTBOX_NOW, "QUIT :%s", reason);
	if (net->state != NETWORK_IDLE)
		net->transport.close(net->transport.arg);
	forget_connection(net);
}

static void on_quit_timer(void *arg)
{
	struct network *net = arg;

	if (net->state != NETWORK_IDLE) {
		net->transport.close(net->transport.arg);
		forget_connection(net);
	}
	net->events->finished(net->arg, net);
}

/* ---- lines ---- */

void network_send(struct network *net, enum outbox_priority priority, const char *format, ...)
{
	char line[OUTBOX_LINE * 2]; /* the outbox cuts at its own, lower limit */
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	outbox_send(net->outbox, priority, "", line);
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

/* Lines that the bridge threw away for their length or their bytes never come here; their number does. */
static void count_dropped(struct network *net)
{
	unsigned long dropped = net->bridge != NULL ? bridge_dropped(net->bridge) : 0;

	if (dropped == net->bridge_dropped)
		return;
	complain(net, dropped - net->bridge_dropped);
	net->bridge_dropped = dropped;
}

/* What is answered or read here, without libircclient. */
static bool handle_directly(struct network *net, const struct message *msg)
{
	if (strcmp(msg->command, "PING") == 0) {
		network_send(net, OUTBOX_NOW, "PONG :%s", msg->params[0]);
		return true;
	}
	if (strcmp(msg->command, "PONG") == 0)
		return true;
	if (strcmp(msg->command, "ERROR") == 0) {
		log_warning(net->log, "%s: the server says: %s", net->config->name, msg->params[0]);
		return true;
	}
	return false;
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

/* ---- channels and nick ---- */

void network_join_wanted(struct network *net)
{
	for (size_t i = 0; i < wanted_count(net->wanted); i++) {
		const struct wanted_channel *channel = wanted_at(net->wanted, i);
		if (channels_find(net->channels, channel->name) != NULL)
			continue;
		network_send(net, OUTBOX_ADMIN, "JOIN %s%s%s", channel->name,
			channel->key != NULL ? " " : "", channel->key != NULL ? channel->key : "");
	}
}

static void on_rejoin_timer(void *arg)
{
	network_join_wanted(arg);
}

void network_rejoin_in(struct network *net, int64_t delay_ms)
{
	if (!timer_is_set(net->rejoin))
		timer_set(net->rejoin, delay_ms);
}

void network_join(struct network *net, const char *channel, const char *key)
{
	wanted_add(net->wanted, net->isupport.casemap, channel, key);
	if (net->state == NETWORK_READY)
		network_join_wanted(net);
}

void network_part(struct network *net, const char *channel, const char *reason)
{
	wanted_remove(net->wanted, net->isupport.casemap, channel);
	if (channels_find(net->channels, channel) != NULL)
		network_send(net, OUTBOX_ADMIN, "PART %s%s%s", channel, reason != NULL ? " :" : "",
			reason != NULL ? reason : "");
}

static void on_regain_timer(void *arg)
{
	struct network *net = arg;

	if (net->config->nick_regain_interval == 0 || net->state != NETWORK_READY)
		return;
	if (strcmp(net->nick, net->config->nick) != 0)
		network_send(net, OUTBOX_ADMIN, "NICK %s", net->config->nick);
	timer_set(net->regain, net->config->nick_regain_interval * 1000);
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

size_t network_text_room(const struct network *net, const char *command, const char *target)
{
	/* While we have not seen our own user@host: ten bytes, "@", sixty-three bytes. */
	size_t host = net->host[0] != '\0' ? strlen(net->host) : 10 + 1 + 63;
	size_t taken = strlen(":!  :\r\n") + 1 + strlen(net->nick) + host + strlen(command) +
		       strlen(target);

	return taken + 64 < OUTBOX_LINE ? OUTBOX_LINE - taken : 64;
}

void network_say(struct network *net, enum outbox_priority priority, const char *command,
	const char *target, const char *text)
{
	char line[OUTBOX_LINE * 2];

	snprintf(line, sizeof line, "%s %s :%s", command, target, text);
	outbox_send(net->outbox, priority, target, line);
}
