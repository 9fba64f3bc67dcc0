/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Getting into the channels that we want, and back into them. */
#include "irc/network_impl.h"

enum { JOIN_RETRY_MS = 5 * 60000 }; /* after a channel would not let us in */

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

void network_rejoin_timer(void *arg)
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

bool network_joined(struct network *net, const char *name)
{
	/* A server may put us anywhere; we stay only where we meant to be. */
	if (wanted_find(net->wanted, net->isupport.casemap, name) == NULL) {
		network_send(net, OUTBOX_ADMIN, "PART %s", name);
		return false;
	}
	channels_joined_ourselves(net->channels, name);
	log_info(net->log, "%s: joined %s", net->config->name, name);
	return true;
}

void network_left(struct network *net, const char *name)
{
	channels_left_ourselves(net->channels, name);
	log_info(net->log, "%s: left %s", net->config->name, name);
}

void network_kicked(struct network *net, const char *name, const char *by)
{
	log_warning(net->log, "%s: kicked from %s by %s", net->config->name, name, by);
	network_left(net, name);
	if (net->config->rejoin_on_kick)
		network_rejoin_in(net, net->config->rejoin_delay * 1000);
	else
		wanted_remove(net->wanted, net->isupport.casemap, name);
}

void network_join_refused(struct network *net, const struct message *msg)
{
	if (wanted_find(net->wanted, net->isupport.casemap, msg->params[1]) == NULL)
		return;
	log_warning(net->log, "%s: cannot join %s: %s", net->config->name, msg->params[1],
		msg->params[msg->param_count - 1]);
	network_rejoin_in(net, JOIN_RETRY_MS);
}
