/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An IRC network as an outlet, and the search for one by name. */
#include "bot/outlet.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "bot/bot.h"
#include "irc/network/network.h"
#include "people/gms.h"

static const char *our_nick(void *arg)
{
	return network_nick(arg);
}

static const char *channel(void *arg, const char *name)
{
	const struct channel *found = channels_find(network_channels(arg), name);

	return found != NULL ? found->name : NULL;
}

static const char *channel_of(void *arg, const char *target)
{
	const struct channel *found = channels_of_target(network_channels(arg), target);

	return found != NULL ? found->name : NULL;
}

static bool find_person(void *arg, const char *person, struct outlet_person *found)
{
	struct person who = {
		.network = network_name(arg), .casemap = network_isupport(arg)->casemap};
	char hostmask[PERSON_KEY], key[PERSON_KEY];
	const struct user *user;
	size_t at = 0;

	found->nick = NULL;
	while ((user = channels_next_user(network_channels(arg), &at)) != NULL) {
		if (user->host == NULL && user->account == NULL)
			continue;
		snprintf(hostmask, sizeof hostmask, "%s!%s", user->nick,
			user->host != NULL ? user->host : "");
		who.hostmask = hostmask;
		who.account = user->account;
		who.visit = user->visit;
		if (strcmp(person_key(&who, key), person) != 0)
			continue;
		if (found->nick != NULL)
			return false;
		found->nick = user->nick;
		person_place(&who, found->place);
		person_owner(&who, found->owner);
	}
	return found->nick != NULL;
}

static void begin(void *arg, const char *msgid, const char *channel)
{
	network_reply_to(arg, msgid, channel);
}

static size_t room(void *arg, const char *command, const char *target)
{
	return network_text_room(arg, command, target);
}

static bool is_plain(void *arg, const char *target)
{
	return network_is_plain(arg, target);
}

static void say(void *arg, const char *command, const char *target, const char *text,
	struct receipt *receipt)
{
	network_say(arg, OUTBOX_REPLY, command, target, text, receipt);
}

struct outlet outlet_of(struct network *net)
{
	static const struct outlet_kind kind = {
		our_nick, channel, channel_of, find_person, begin, room, is_plain, say};

	return (struct outlet){.name = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.kind = &kind,
		.arg = net};
}

const char *outlet_place(const struct outlet *outlet, const char *where, struct arena *arena)
{
	size_t head = strlen(outlet->name) + 1, size = head + strlen(where) + 1;
	char *place = arena_alloc(arena, size);

	text_join(place, size, outlet->name, "/", "");
	casemap_fold(outlet->casemap, where, place + head, size - head);
	return place;
}

bool outlet_find(const struct bot *bot, const char *name, struct outlet *out)
{
	struct network *net;

	if (bot->console.kind != NULL && strcmp(bot->console.name, name) == 0) {
		*out = bot->console;
		return true;
	}
	net = bot_network(bot, name);
	if (net != NULL)
		*out = outlet_of(net);
	return net != NULL;
}

bool outlet_sees_gm(void *arg, const struct gm *gm)
{
	const struct network *net = bot_network(arg, gm->network);
	const struct user *user = net != NULL ? channels_user(network_channels(net), gm->nick)
					      : NULL;

	return user != NULL && user->host != NULL && strcmp(user->host, gm->host) == 0;
}
