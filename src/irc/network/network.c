/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network is made of. */
#include <stdio.h>
#include <stdlib.h>

#include "base/lru.h"
#include "base/mem.h"
#include "irc/network/impl.h"

static void write_line(void *arg, const char *line, size_t len)
{
	struct network *net = arg;

	net->transport.write(net->transport.arg, line, len);
}

/* Whether TARGET is somebody in none of our channels. */
static bool is_unseen(void *arg, const char *target)
{
	const struct network *net = arg;

	return !isupport_is_channel(&net->isupport, target) &&
	       channels_of_target(net->channels, target) == NULL &&
	       channels_user(net->channels, target) == NULL;
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
	net->close = network_close;
	if (transport != NULL)
		net->transport = *transport;
	else
		network_use_bridge(net);
	isupport_init(&net->isupport);
	net->channels = channels_new(&net->isupport);
	net->splits = splits_new();
	net->outbox = outbox_new(loop, config->burst, config->line_interval_ms, write_line, net);
	outbox_set_unseen(net->outbox, is_unseen);
	net->chance = rng_new_plain();
	net->wanted = wanted_new();
	net->parting = wanted_new();
	net->given = wanted_new();
	network_take_channels(net);
	snprintf(net->nick, sizeof net->nick, "%s", config->nick);
	net->reconnect = timer_new(loop, network_begin, net);
	net->registering = timer_new(loop, network_register_timeout, net);
	net->ping = timer_new(loop, network_ping_timer, net);
	net->rejoin = timer_new(loop, network_rejoin_timer, net);
	net->regain = timer_new(loop, network_regain_timer, net);
	net->quit = timer_new(loop, network_quit_timer, net);
	net->doomed = timer_new(loop, network_doomed_timer, net);
	network_invites_init(net);
	network_register_init(net);
	return net;
}

void network_free(struct network *net)
{
	struct timer **timers[] = {&net->reconnect, &net->registering, &net->ping, &net->rejoin,
		&net->regain, &net->quit, &net->doomed};

	loop_undefer(net->loop, net);
	network_register_release(net);
	network_invites_release(net);
	bridge_free(net->bridge);
	session_free(net->session);
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
		timer_free(*timers[i]);
	outbox_free(net->outbox);
	channels_free(net->channels);
	lru_free(net->splits);
	wanted_free(net->wanted);
	wanted_free(net->parting);
	wanted_free(net->given);
	rng_free(net->chance);
	isupport_release(&net->isupport);
	free(net->trouble_told);
	free(net);
}
