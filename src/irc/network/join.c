/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Getting into the channels that we want, and back into them. Each has its own time before which it
 * is not asked for again; one timer wakes us for the earliest. */
#include "irc/network/impl.h"
#include "irc/network/refusals.h"

enum {
	FIRST_ERROR = 400,             /* numerics below are no errors */
	UNANSWERED_MS = 5 * 60 * 1000, /* the server said neither yes nor no */
	KICK_MOST_MS = 60 * 60 * 1000,
	/* After so long in a channel, a kick is no longer part of a series. */
	FORGIVEN_MS = 10 * 60 * 1000,
	FORCED_TOLD = 20, /* channels that we did not ask for, in the log, in */
	FORCED_MS = 60 * 60 * 1000,
};

static struct wanted_channel *find(struct network *net, const char *name)
{
	return wanted_find(net->wanted, net->isupport.casemap, name);
}

/* ---- asking ---- */

static bool must_wait(const struct wanted_channel *channel)
{
	const struct join_refusal *refusal = channel->refusal;

	return refusal != NULL &&
	       (refusal->remedy == REMEDY_PART || refusal->remedy == REMEDY_RELOAD);
}

static void ask(struct network *net, struct wanted_channel *channel, int64_t now_ms)
{
	log_debug(net->log, "%s: asking to join %s", net->config->name, channel->name);
	network_send(net, channel->invited ? OUTBOX_BULK : OUTBOX_ADMIN, "JOIN %s%s%s",
		channel->name, channel->key != NULL ? " " : "",
		channel->key != NULL ? channel->key : "");
	channel->next_ms = now_ms + UNANSWERED_MS;
	channel->asked = true;
	channel->asked_at = net->bridge != NULL ? bridge_reads(net->bridge) : 0;
}

static bool is_there(const struct network *net, const struct wanted_channel *wanted)
{
	const struct channel *channel = channels_find(net->channels, wanted->name);
	size_t at = 0;

	if (channel != NULL || wanted->name[0] != '!')
		return channel != NULL;
	while ((channel = channels_next(net->channels, &at)) != NULL)
		if (casemap_is_channel(net->isupport.casemap, channel->name, wanted->name))
			return true;
	return false;
}

static bool is_missing(const struct network *net, const struct wanted_channel *channel)
{
	return !must_wait(channel) && !is_there(net, channel);
}

/* Wake us for the channel whose time comes next. */
static void arm(struct network *net)
{
	int64_t next_ms = INT64_MAX;

	for (size_t i = 0; i < wanted_count(net->wanted); i++) {
		const struct wanted_channel *channel = wanted_at(net->wanted, i);
		if (channel->next_ms > 0 && channel->next_ms < next_ms && is_missing(net, channel))
			next_ms = channel->next_ms;
	}
	if (next_ms == INT64_MAX)
		timer_stop(net->rejoin);
	else
		timer_set(net->rejoin, next_ms - loop_now_ms(net->loop));
}

void network_join_wanted(struct network *net)
{
	int64_t now_ms = loop_now_ms(net->loop);

	for (size_t i = 0; i < wanted_count(net->wanted); i++) {
		struct wanted_channel *channel = wanted_at(net->wanted, i);
		if (channel->next_ms <= now_ms && is_missing(net, channel))
			ask(net, channel, now_ms);
	}
	arm(net);
}

void network_rejoin_timer(void *arg)
{
	network_join_wanted(arg);
}

static void try_again(struct wanted_channel *channel)
{
	channel->refusal = NULL;
	channel->asked = false;
	channel->next_ms = channel->wait_ms = 0;
}

void network_join_again(struct network *net)
{
	for (size_t i = 0; i < wanted_count(net->wanted); i++)
		try_again(wanted_at(net->wanted, i));
}

/* Try those again that wait for REMEDY. */
static void remedy_comes(struct network *net, enum remedy remedy)
{
	for (size_t i = 0; i < wanted_count(net->wanted); i++) {
		struct wanted_channel *channel = wanted_at(net->wanted, i);
		if (channel->refusal != NULL && channel->refusal->remedy == remedy)
			try_again(channel);
	}
	if (net->state == NETWORK_READY)
		network_join_wanted(net);
}

void network_login_came(struct network *net)
{
	if (net->state != NETWORK_READY || !net->registration.greeted)
		return;
	timer_stop(net->registering);
	network_join_wanted(net);
	if (net->login.in)
		remedy_comes(net, REMEDY_LOGIN);
}

static bool is_parting(const struct network *net, const char *name)
{
	return wanted_find(net->parting, net->isupport.casemap, name) != NULL;
}

static bool is_given(const struct network *net, const char *name)
{
	return wanted_find(net->given, net->isupport.casemap, name) != NULL;
}

/* Join every channel that is wanted, and leave every other. */
static void settle(void *arg)
{
	struct network *net = arg;
	const struct channel *channel;
	size_t at = 0;

	if (net->state != NETWORK_READY)
		return;
	network_join_wanted(net);
	while ((channel = channels_next(net->channels, &at)) != NULL)
		if (find(net, channel->name) == NULL && !is_given(net, channel->name) &&
			!is_parting(net, channel->name))
			network_leave(net, channel->name, NULL);
}

/* Act on what somebody asked for once it is kept: the commit is earlier in the queue of the next
 * turn, and when it fails, the list is again what it was. */
static void settle_when_kept(struct network *net)
{
	loop_defer(net->loop, settle, net);
}

void network_join_at_once(struct network *net, const char *channel)
{
	try_again(find(net, channel));
	settle_when_kept(net);
}

void network_join(struct network *net, const char *channel, const char *key)
{
	wanted_add(net->wanted, net->isupport.casemap, channel, key);
	network_join_at_once(net, channel);
}

/* ---- leaving ---- */

void network_leave(struct network *net, const char *name, const char *reason)
{
	if (channels_find(net->channels, name) == NULL)
		return;
	wanted_add(net->parting, net->isupport.casemap, name, NULL);
	network_send(net, OUTBOX_ADMIN, "PART %s%s%s", name, reason != NULL ? " :" : "",
		reason != NULL ? reason : "");
}

void network_part(struct network *net, const char *channel)
{
	wanted_remove(net->wanted, net->isupport.casemap, channel);
	wanted_remove(net->given, net->isupport.casemap, channel);
	settle_when_kept(net);
}

static void left(struct network *net, const char *name)
{
	channels_left_ourselves(net->channels, name);
	wanted_remove(net->given, net->isupport.casemap, name);
	log_info(net->log, "%s: left %s", net->config->name, name);
	remedy_comes(net, REMEDY_PART);
}

/* ---- what the server says ---- */

/* Whether the log is to say once more that the server put us somewhere: a server can do that as
 * often as it likes. */
static bool may_tell_forced(struct network *net)
{
	if (net->forced == 0 || net->heard_ms - net->forced_ms >= FORCED_MS) {
		net->forced_ms = net->heard_ms;
		net->forced = 0;
	}
	if (++net->forced == FORCED_TOLD + 1)
		log_warning(net->log,
			"%s: the server puts us into many channels; the rest is not told",
			net->config->name);
	return net->forced <= FORCED_TOLD;
}

/* The server has put us into NAME, where we did not mean to be. Returns whether we stay: only where
 * it may be a bouncer, which was there before us. */
static bool take_given(struct network *net, const char *name)
{
	if (net->config->keep_bouncer_channels) {
		wanted_add(net->given, net->isupport.casemap, name, NULL);
		return true;
	}
	if (may_tell_forced(net))
		log_info(net->log,
			"%s: leaving %s, into which the server put us: it is not among our "
			"channels (keep_bouncer_channels = yes would stay)",
			net->config->name, name);
	network_send(net, OUTBOX_ADMIN, "PART %s :Nobody has asked me here", name);
	return false;
}

/* Whether the JOIN that has come cannot be the answer to ours: it came with what we asked after. */
static bool is_too_early(const struct network *net, const struct wanted_channel *channel)
{
	return net->bridge != NULL && bridge_reads(net->bridge) == channel->asked_at;
}

bool network_joined(struct network *net, const char *name)
{
	struct wanted_channel *channel = find(net, name);

	network_put_in(net, channel != NULL && channel->asked && !is_too_early(net, channel));
	if (channel == NULL && !take_given(net, name))
		return false;
	if (channel != NULL) {
		try_again(channel);
		channel->joined_ms = loop_now_ms(net->loop);
	}
	channels_joined_ourselves(net->channels, name);
	arm(net);
	network_ask_modes(net, name);
	if (channel != NULL || may_tell_forced(net))
		log_info(net->log, "%s: joined %s", net->config->name, name);
	return true;
}

/* How long to stay away: twice as long as the last time, when that was not long ago. */
static int64_t kick_wait_ms(const struct network *net, const struct wanted_channel *channel)
{
	int64_t twice = 2 * channel->kick_wait_ms, delay = net->config->rejoin_delay * 1000;

	if (loop_now_ms(net->loop) - channel->joined_ms >= FORGIVEN_MS || twice < delay)
		return delay;
	return twice < KICK_MOST_MS || delay >= KICK_MOST_MS ? twice : KICK_MOST_MS;
}

/* Take note that BY has thrown us out of NAME, and plan to come back. HOW is for the log. */
static void thrown_out(struct network *net, const char *name, const char *how, const char *by)
{
	struct wanted_channel *channel = find(net, name);

	if (channel != NULL && net->config->rejoin_on_kick) {
		channel->kick_wait_ms = kick_wait_ms(net, channel);
		channel->next_ms = loop_now_ms(net->loop) + channel->kick_wait_ms;
		log_warning(net->log, "%s: %s %s by %s; coming back in %lld s", net->config->name,
			how, name, by, (long long)channel->kick_wait_ms / 1000);
	} else {
		log_warning(net->log, "%s: %s %s by %s", net->config->name, how, name, by);
		wanted_remove(net->wanted, net->isupport.casemap, name);
	}
	left(net, name);
}

void network_kicked(struct network *net, const char *name, const char *by)
{
	if (channels_find(net->channels, name) != NULL)
		thrown_out(net, name, "kicked from", by);
}

void network_put_out(struct network *net, const char *name)
{
	struct wanted_channel *channel = find(net, name);

	if (channels_find(net->channels, name) == NULL)
		return;
	log_warning(net->log, "%s: the bouncer has lost its server, and left %s", net->config->name,
		name);
	if (channel != NULL)
		channel->next_ms = loop_now_ms(net->loop) + UNANSWERED_MS;
	left(net, name);
}

void network_parted(struct network *net, const char *name)
{
	bool meant = is_parting(net, name);

	if (channels_find(net->channels, name) == NULL)
		return;
	wanted_remove(net->parting, net->isupport.casemap, name);
	/* REMOVE, SVSPART and SAPART look as if we had gone by ourselves. */
	if (meant || find(net, name) == NULL)
		left(net, name);
	else
		thrown_out(net, name, "removed from", "force");
}

static void refused(struct network *net, struct wanted_channel *channel,
	const struct join_refusal *refusal, const char *text)
{
	bool again = channel->refusal == refusal;
	int64_t wait_ms = again ? 2 * channel->wait_ms : refusal->first_ms;

	channel->refusal = refusal;
	channel->asked = false;
	channel->wait_ms = wait_ms < refusal->most_ms ? wait_ms : refusal->most_ms;
	channel->next_ms = loop_now_ms(net->loop) + channel->wait_ms;
	log_write(net->log, again ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING,
		"%s: cannot join %s: %s%s%s%s; %s", net->config->name, channel->name, text,
		refusal->advice != NULL ? " (" : "", refusal->advice != NULL ? refusal->advice : "",
		refusal->advice != NULL ? ")" : "", refusal_outlook(refusal));
	arm(net);
}

void network_join_refused(struct network *net, int numeric, const struct message *msg)
{
	const struct join_refusal *refusal;
	struct wanted_channel *channel;

	if (numeric < FIRST_ERROR || msg->param_count < 2)
		return;
	channel = find(net, msg->params[1]);
	if (channel == NULL || is_there(net, channel))
		return;
	refusal = refusal_of(numeric, channel->asked);
	if (refusal != NULL)
		refused(net, channel, refusal, msg->params[msg->param_count - 1]);
}
