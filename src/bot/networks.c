/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks: joined and left as the configuration says, and heard. */
#include "bot/networks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bot/audience.h"
#include "bot/certs.h"
#include "bot/hear.h"
#include "bot/later.h"
#include "bot/moves.h"
#include "irc/network/network.h"
#include "os/log.h"
#include "os/loop.h"
#include "os/notify.h"
#include "people/access.h"
#include "people/gms.h"
#include "store/store.h"

/* ---- what they report ---- */

static void stop_if_alone(void *arg)
{
	struct bot *bot = arg;

	if (bot->quitting && bot->network_count == 0)
		loop_stop(bot->loop);
}

static void on_finished(void *arg, struct network *net)
{
	struct bot *bot = arg;

	for (size_t i = 0; i < bot->network_count; i++)
		if (bot->networks[i] == net)
			bot->networks[i] = bot->networks[--bot->network_count];
	network_free(net);
	stop_if_alone(bot);
}

/* Forget what waits to be heard, or answered, for NICK (NULL: for anybody). */
static void forget_waiting(struct bot *bot, const char *name, enum casemap map, const char *nick)
{
	certs_forget(bot->certs, name, map, nick);
	later_forget(bot->later, name, map, nick);
}

/* Forget who NICK was; called NOW, or not seen any more when that is NULL. With a NULL NICK that is
 * everybody. */
static void forget(struct bot *bot, const struct network *net, const char *nick, const char *now)
{
	const char *name = network_name(net);
	enum casemap map = network_isupport(net)->casemap;

	logins_forget(access_logins(bot->access), name, map, nick, now);
	forget_waiting(bot, name, map, nick);
}

/* Whoever is out of sight could end the connection without a word, and somebody else come under the
 * same name: unless it is the net, or we, who went, a GM of no account is GM no more. */
static void follow_gone(struct bot *bot, const struct movement *movement,
	const struct gm_person *who, int64_t now_ms)
{
	if (movement->split)
		gms_lost(bot->gms, who, now_ms);
	else
		gms_quit(bot->gms, who);
}

/* Follow the game masters among those who move. */
static void follow_gm(struct bot *bot, const struct network *net, const struct movement *movement)
{
	const char *bang = movement->nick != NULL ? strchr(movement->hostmask, '!') : NULL;
	const struct gm_person who = {.network = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.nick = movement->nick,
		.host = bang != NULL ? bang + 1 : NULL};
	int64_t now_ms = loop_now_ms(bot->loop);

	if (movement->kind == MOVEMENT_JOIN)
		gms_back(bot->gms, &who, now_ms);
	gms_expire(bot->gms, now_ms, outlet_sees_gm, bot);
	if (movement->kind == MOVEMENT_NICK)
		gms_renamed(bot->gms, &who, movement->other);
	else if (movement->kind == MOVEMENT_HOST)
		gms_rehosted(bot->gms, &who, movement->other);
	else if (movement->kind == MOVEMENT_QUIT || movement->kind == MOVEMENT_UNSEEN)
		follow_gone(bot, movement, &who, now_ms);
}

/* Follow somebody to the nick NOW. Whoever had that while we did not see them is gone. */
static void follow_nick(
	struct bot *bot, const struct network *net, const char *nick, const char *now)
{
	const char *name = network_name(net);
	enum casemap map = network_isupport(net)->casemap;

	logins_doubt(access_logins(bot->access), name, map, now);
	forget_waiting(bot, name, map, now);
	forget(bot, net, nick, now);
}

/* Follow those who have logged in. */
static void follow_login(
	struct bot *bot, const struct network *net, const struct movement *movement)
{
	if (movement->kind == MOVEMENT_JOIN)
		logins_doubt(access_logins(bot->access), network_name(net),
			network_isupport(net)->casemap, movement->nick);
	else if (movement->kind == MOVEMENT_NICK)
		follow_nick(bot, net, movement->nick, movement->other);
	else if (movement->kind == MOVEMENT_HOST)
		logins_rehost(access_logins(bot->access), network_name(net),
			network_isupport(net)->casemap, movement->nick, movement->other);
	else if (movement->kind == MOVEMENT_QUIT || movement->kind == MOVEMENT_UNSEEN ||
		 movement->kind == MOVEMENT_LOST)
		forget(bot, net, movement->nick, NULL);
}

static void on_moved(void *arg, struct network *net, const struct movement *movement)
{
	struct bot *bot = arg;

	/* What was asked under a nick waits in the outbox, which is about to forget that nick. */
	if (movement->kind == MOVEMENT_NICK || movement->kind == MOVEMENT_QUIT ||
		movement->kind == MOVEMENT_UNSEEN)
		store_commit(bot->store);
	if (!movement->ours) {
		follow_gm(bot, net, movement);
		follow_login(bot, net, movement);
	}
	moves_tell(arg, net, movement);
}

static void on_whois(
	void *arg, struct network *net, const char *nick, const char *host, const char *fingerprint)
{
	struct bot *bot = arg;
	const char *name = network_name(net);
	const struct certs_answer answer = {.network = name,
		.casemap = network_isupport(net)->casemap,
		.nick = nick,
		.host = host,
		.fingerprint = fingerprint,
		.in_sight = channels_user(network_channels(net), nick) != NULL};

	certs_learned(bot->certs, &answer);
	if (host != NULL || answer.in_sight)
		return;
	logins_forget(access_logins(bot->access), name, answer.casemap, nick, NULL);
	later_forget(bot->later, name, answer.casemap, nick);
}

static const struct config_network *section_for(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->network_count; i++)
		if (strcmp(config->networks[i].name, name) == 0)
			return &config->networks[i];
	return NULL;
}

static struct person person_of(const struct network *net, const struct event *event)
{
	return (struct person){.network = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.hostmask = event->msg->source,
		.account = event->account};
}

static bool may_ctcp(void *arg, struct network *net, const struct event *event)
{
	struct person who = person_of(net, event);

	return audience_serves_ctcp(arg, &who);
}

static bool may_invite(void *arg, struct network *net, const struct event *event)
{
	struct bot *bot = arg;
	const struct config_network *config = section_for(bot->config, network_name(net));
	struct person who = person_of(net, event);

	if (config == NULL || config->join_on_invite == INVITE_NO ||
		!audience_hears(bot, &who, NULL))
		return false;
	logins_expire(access_logins(bot->access), loop_now_ms(bot->loop));
	return config->join_on_invite == INVITE_ANYONE ||
	       access_role(bot->access, &who) >= ROLE_OPERATOR;
}

/* ---- what people say there ---- */

static bool wants(void *arg, struct network *net, const char *target, const char *text)
{
	enum casemap map = network_isupport(net)->casemap;
	const char *our_nick = network_nick(net);

	return casemap_equal(map, target, our_nick) || hear_wants(arg, our_nick, map, text);
}

/* Hear LINE, said on NET in CHANNEL (NULL: in private), with what NET knows about it. */
static void hear_on(
	struct bot *bot, struct network *net, const struct channel *channel, struct line line)
{
	const struct outlet outlet = outlet_of(net);
	const char *name = channel != NULL ? channel->name : line.nick;
	const char *target = line.target != NULL ? line.target : name;
	const struct user *speaker = channels_user(network_channels(net), line.nick);

	line.outlet = &outlet;
	line.our_nick = network_nick(net);
	line.channel = channel != NULL ? channel->name : NULL;
	line.visit = speaker != NULL ? speaker->visit : 0;
	line.room = network_text_room(net, "PRIVMSG", target);
	line.plain = channel != NULL && network_is_plain(net, name);
	line.private_line = network_is_private(net);
	line.is_operator = channel != NULL &&
			   channels_is_operator(network_channels(net), channel, line.nick);
	line.outside = line.target != NULL &&
		       !channels_is_reader(network_channels(net), channel, line.target, line.nick);
	bot_hear(bot, &line);
}

static void on_said(void *arg, struct network *net, const struct event *event)
{
	const char *target = event->msg->params[0];
	bool to_us = casemap_equal(network_isupport(net)->casemap, target, network_nick(net));
	const struct channel *channel = to_us ? NULL
					      : channels_of_target(network_channels(net), target);
	bool to_all = to_us || isupport_is_channel(network_isupport(net), target);

	if (to_us || channel != NULL)
		hear_on(arg, net, channel,
			(struct line){.nick = event->nick,
				.hostmask = event->msg->source,
				.account = event->account,
				.target = to_all ? NULL : target,
				.text = event->text,
				.msgid = event->msgid,
				.action = event->kind == EVENT_ACTION});
}

void networks_ask(void *arg, const char *name, const char *nick)
{
	struct network *net = bot_network(arg, name);

	if (net != NULL)
		network_whois(net, nick);
}

void networks_hear_again(void *arg, const char *name, const struct line *line)
{
	struct network *net = bot_network(arg, name);
	const struct channel *channel = NULL;

	if (net != NULL && line->channel != NULL)
		channel = channels_find(network_channels(net), line->channel);
	if (net != NULL && (line->channel == NULL || channel != NULL))
		hear_on(arg, net, channel, *line);
}

/* Return the game master of CHANNEL who is known by nick and host, or NULL. */
static const struct gm *gm_by_host(
	const struct bot *bot, const struct network *net, const char *channel)
{
	size_t size = strlen(channel) + 1;
	char *folded = mem_alloc(size);
	const struct gm *gm;

	casemap_fold(network_isupport(net)->casemap, channel, folded, size);
	gm = gms_find(bot->gms, network_name(net), folded);
	free(folded);
	return gm != NULL && gm->account[0] == '\0' ? gm : NULL;
}

/* A game master who is known by host is recognised before speaking. */
static bool asks_who(void *arg, struct network *net, const char *channel)
{
	return gm_by_host(arg, net, channel) != NULL;
}

/* Miss the game master who is not in CHANNEL, of which we know by now who is. */
static void on_listed(void *arg, struct network *net, const char *channel)
{
	struct bot *bot = arg;
	const struct gm *gm = gm_by_host(bot, net, channel);
	const struct user *user = gm != NULL ? channels_user(network_channels(net), gm->nick)
					     : NULL;

	if (gm != NULL && (user == NULL || user->host != NULL) && !outlet_sees_gm(bot, gm))
		gms_missed(bot->gms, gm->network, gm->channel, loop_now_ms(bot->loop));
}

/* ---- joining and leaving them ---- */

static void add_network(struct bot *bot, const struct config_network *config)
{
	static const struct network_events events = {
		.wants = wants,
		.said = on_said,
		.moved = on_moved,
		.may_invite = may_invite,
		.may_ctcp = may_ctcp,
		.asks_who = asks_who,
		.listed = on_listed,
		.whois = on_whois,
		.finished = on_finished,
	};
	struct network *net = network_new(
		bot->loop, bot->log, config, &events, bot, bot->transport);

	network_remember(net, bot->store);
	network_share_roots(net, bot->roots);
	bot->networks = mem_resize(bot->networks, bot->network_count + 1, sizeof *bot->networks);
	bot->networks[bot->network_count++] = net;
}

void networks_start(struct bot *bot)
{
	for (size_t i = 0; i < bot->config->network_count; i++) {
		add_network(bot, &bot->config->networks[i]);
		network_start(bot->networks[i]);
	}
}

void bot_quit(struct bot *bot, const char *reason)
{
	if (bot->quitting)
		return;
	bot->quitting = true;
	notify_manager("STOPPING=1");
	log_info(bot->log, "ending: %s", reason);
	store_commit(bot->store); /* what was asked before is answered before */
	for (size_t i = 0; i < bot->network_count; i++)
		network_quit(bot->networks[i], reason);
	loop_defer(bot->loop, stop_if_alone, bot);
}

void networks_note(struct strbuf *summary, const char *what, const char *name)
{
	strbuf_addf(summary, "%s%s %s", summary->len > 0 ? ", " : "", what, name);
}

/* Networks that NOW does not name are left at once: their section is about to be freed. */
static void leave_networks(struct bot *bot, const struct config *now, struct strbuf *summary)
{
	for (size_t i = 0; i < bot->network_count;) {
		struct network *net = bot->networks[i];
		if (section_for(now, network_name(net)) != NULL) {
			i++;
			continue;
		}
		networks_note(summary, "leaving", network_name(net));
		network_drop(net, "No longer wanted here");
		network_free(net);
		bot->networks[i] = bot->networks[--bot->network_count];
	}
}

void networks_update(struct bot *bot, const struct config *now, struct strbuf *summary)
{
	size_t before;

	leave_networks(bot, now, summary);
	before = bot->network_count;
	for (size_t i = 0; i < now->network_count; i++) {
		const struct config_network *config = &now->networks[i];
		struct network *net = bot_network(bot, config->name);
		if (net == NULL) {
			networks_note(summary, "joining", config->name);
			add_network(bot, config);
			continue;
		}
		if (network_must_reconnect(net, config))
			networks_note(summary, "reconnecting", config->name);
		network_reconfigure(net, config);
	}
	for (size_t i = before; i < bot->network_count; i++)
		network_start(bot->networks[i]);
}
