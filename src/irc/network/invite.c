/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations: anybody may send as many as they like, so they wait in a short list, and a few are
 * followed at once, then one a minute. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/network/impl.h"

enum {
	AT_ONCE = 3,
	EACH_MS = 60 * 1000,
	EXTRA_MOST = 50, /* channels besides the configuration's: then nobody is followed */
};

static void on_turn(void *arg);

void network_invites_init(struct network *net)
{
	net->invites.at_once = AT_ONCE;
	net->invites.timer = timer_new(net->loop, on_turn, net);
}

static void drop(struct invites *invites, size_t at)
{
	free(invites->channels[at]);
	memmove(&invites->channels[at], &invites->channels[at + 1],
		(--invites->count - at) * sizeof *invites->channels);
}

void network_invites_forget(struct network *net)
{
	while (net->invites.count > 0)
		drop(&net->invites, net->invites.count - 1);
	timer_stop(net->invites.timer);
}

void network_invites_release(struct network *net)
{
	network_invites_forget(net);
	timer_free(net->invites.timer);
}

/* So many channels have been asked for that no invitation is followed. */
static bool is_full(const struct network *net)
{
	return wanted_extra(net->wanted) >= EXTRA_MOST;
}

/* Put CHANNEL first. */
static void put(struct network *net, const char *channel)
{
	struct invites *invites = &net->invites;

	for (size_t i = 0; i < invites->count; i++)
		if (casemap_equal(net->isupport.casemap, invites->channels[i], channel)) {
			drop(invites, i);
			break;
		}
	if (invites->count == INVITES_MOST)
		drop(invites, INVITES_MOST - 1);
	memmove(&invites->channels[1], &invites->channels[0],
		invites->count++ * sizeof *invites->channels);
	invites->channels[0] = mem_strdup(channel);
}

/* Follow the latest of the invitations. */
static void follow(struct network *net)
{
	struct invites *invites = &net->invites;
	char *channel = mem_strdup(invites->channels[0]);

	drop(invites, 0);
	if (wanted_find(net->wanted, net->isupport.casemap, channel) == NULL) {
		log_info(net->log, "%s: following an invitation to %s", net->config->name, channel);
		network_join(net, channel, NULL);
		wanted_find(net->wanted, net->isupport.casemap, channel)->invited = true;
	}
	free(channel);
}

static void earn(struct invites *invites, int64_t now_ms)
{
	int64_t earned = (now_ms - invites->earned_ms) / EACH_MS;

	invites->earned_ms += earned * EACH_MS;
	if (invites->at_once + earned >= AT_ONCE) {
		invites->at_once = AT_ONCE;
		invites->earned_ms = now_ms;
	} else {
		invites->at_once += (unsigned)earned;
	}
}

static void on_turn(void *arg)
{
	struct network *net = arg;
	struct invites *invites = &net->invites;
	int64_t now_ms = loop_now_ms(net->loop);

	earn(invites, now_ms);
	if (is_full(net))
		network_invites_forget(net);
	for (; invites->count > 0 && invites->at_once > 0; invites->at_once--)
		follow(net);
	if (invites->count > 0)
		timer_set(invites->timer, invites->earned_ms + EACH_MS - now_ms);
}

void network_invited(struct network *net, const char *channel)
{
	if (wanted_find(net->wanted, net->isupport.casemap, channel) != NULL) {
		network_join_at_once(net, channel);
		return;
	}
	put(net, channel);
	on_turn(net);
}
