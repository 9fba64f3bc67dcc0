/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which nick we have, and how we come by the one that we want. */
#include <stdio.h>
#include <string.h>

#include "irc/network_impl.h"

enum { MAX_NICK_TRIES = 20 };

/* The configured nick, then the alternatives, then the first with more and more underscores. */
static void next_nick(struct network *net)
{
	size_t alternatives = net->config->alt_nicks.count;
	unsigned extra;

	if (net->nick_tries < alternatives) {
		snprintf(net->nick, sizeof net->nick, "%s",
			net->config->alt_nicks.items[net->nick_tries++]);
		return;
	}
	extra = net->nick_tries++ - (unsigned)alternatives + 1;
	snprintf(net->nick, sizeof net->nick, "%.*s%.*s", (int)(sizeof net->nick / 2),
		net->config->nick, (int)(extra < 20 ? extra : 20), "____________________");
}

void network_nick_refused(struct network *net, const struct message *msg)
{
	if (net->state != NETWORK_REGISTERING)
		return;
	log_info(net->log, "%s: the nick %s was refused: %s", net->config->name, net->nick,
		msg->params[msg->param_count - 1]);
	if (net->nick_tries >= MAX_NICK_TRIES) {
		network_hang_up(net, "no nick was accepted");
		return;
	}
	next_nick(net);
	network_send(net, OUTBOX_NOW, "NICK %s", net->nick);
}

void network_regain_timer(void *arg)
{
	struct network *net = arg;

	if (net->config->nick_regain_interval == 0 || net->state != NETWORK_READY)
		return;
	if (strcmp(net->nick, net->config->nick) != 0)
		network_send(net, OUTBOX_ADMIN, "NICK %s", net->config->nick);
	timer_set(net->regain, net->config->nick_regain_interval * 1000);
}
