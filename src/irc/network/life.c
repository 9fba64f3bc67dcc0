/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a connection. Each one gets a new session, and starts with empty queues; what we want
 * (channels, our nick) outlives it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/network/impl.h"

enum {
	QUIT_GRACE_MS = 500,         /* for the server to close after our QUIT */
	TELL_AGAIN_MS = 3600 * 1000, /* the same trouble is told so often */
};

/* ---- connecting ---- */

void network_begin(void *arg)
{
	struct network *net = arg;

	network_sts_plan(net);
	net->state = NETWORK_CONNECTING;
	log_write(net->log, net->trouble_is_old ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO,
		"%s: connecting to %s port %ld%s", net->config->name, net->at.host, net->at.port,
		net->tls ? " with TLS" : "");
	net->transport.connect(net->transport.arg);
}

void network_start(struct network *net)
{
	timer_set(net->reconnect, 0);
}

void network_connected(struct network *net)
{
	struct error err;

	net->state = NETWORK_REGISTERING;
	net->met = true;
	net->nick_tries = 0;
	net->host[0] = '\0';
	net->status_lines = 0;
	net->attaching = false;
	net->first_join_ms = 0;
	net->host_asked = net->skew_told = net->counts_bytes = false;
	snprintf(net->nick, sizeof net->nick, "%s", net->config->nick);
	timer_set(net->registering, net->config->register_timeout * 1000);
	net->session = session_new(
		net->nick, net->config->username, net->config->realname, network_event, net, &err);
	if (net->session == NULL) {
		network_hang_up(net, err.text);
		return;
	}
	network_register(net);
}

void network_register_timeout(void *arg)
{
	struct network *net = arg;

	if (net->state == NETWORK_REGISTERING)
		network_hang_up(net, "the server did not welcome us in time");
	else if (net->registration.greeted)
		network_join_wanted(net);
	else
		network_settle(net);
}

/* ---- the end of a connection ---- */

void network_doomed_timer(void *arg)
{
	network_hang_up(arg, "the server has said ERROR, and does not close by itself");
}

/* Forget all that belonged to the connection. */
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
	timer_stop(net->doomed);
	network_nick_forget(net);
	network_sts_closed(net);
	network_register_forget(net);
	outbox_close(net->outbox);
	channels_clear(net->channels);
	wanted_clear(net->parting);
	wanted_clear(net->given);
	network_invites_forget(net);
	network_join_again(net);
	isupport_release(&net->isupport);
	isupport_init(&net->isupport);
	net->events->moved(net->arg, net, &(const struct movement){.kind = MOVEMENT_LOST});
}

/* Whether the log has told WHY not long ago, after the last welcome. Else it shall now. */
static bool is_told(struct network *net, const char *why)
{
	int64_t now_ms = loop_now_ms(net->loop);

	if (net->welcomed_ms == 0 && net->trouble_told != NULL &&
		strcmp(net->trouble_told, why) == 0 &&
		now_ms - net->trouble_told_ms < TELL_AGAIN_MS)
		return true;
	free(net->trouble_told);
	net->trouble_told = mem_strdup(why);
	net->trouble_told_ms = now_ms;
	return false;
}

void network_closed(struct network *net, const char *why)
{
	int64_t delay_ms;

	forget_connection(net);
	if (net->quitting) {
		timer_set(net->quit, 0);
		return;
	}
	if (net->sts.upgrade_port != 0) {
		log_info(net->log, "%s: %s: connecting again, with TLS", net->config->name, why);
		timer_set(net->reconnect, 0);
		return;
	}
	delay_ms = network_next_delay_ms(net);
	net->trouble_is_old = is_told(net, why);
	net->welcomed_ms = 0;
	log_write(net->log, net->trouble_is_old ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING,
		"%s: disconnected: %s; trying again in %.1f s", net->config->name, why,
		(double)delay_ms / 1000);
	timer_set(net->reconnect, delay_ms);
}

void network_close(void *arg)
{
	struct network *net = arg;

	if (!net->closing)
		return;
	net->transport.close(net->transport.arg);
	network_closed(net, net->close_reason);
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

void network_quit_timer(void *arg)
{
	struct network *net = arg;

	if (net->state != NETWORK_IDLE) {
		net->transport.close(net->transport.arg);
		forget_connection(net);
	}
	net->events->finished(net->arg, net);
}
