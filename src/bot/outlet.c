/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An IRC network as an outlet, and the search for one by name. */
#include "bot/outlet.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "bot/bot.h"
#include "irc/network/network.h"
#include "logios.h"
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

/* Write who USER is on the network ARG into WHO, with the bytes of its HOSTMASK. */
static void know(void *arg, const struct user *user, struct person *who, char hostmask[PERSON_KEY])
{
	snprintf(hostmask, PERSON_KEY, "%s!%s", user->nick, user->host != NULL ? user->host : "");
	*who = (struct person){.network = network_name(arg),
		.casemap = network_isupport(arg)->casemap,
		.hostmask = hostmask,
		.account = user->account,
		.visit = user->visit};
}

static bool find_person(void *arg, const char *person, struct outlet_person *found)
{
	char hostmask[PERSON_KEY], key[PERSON_KEY];
	const struct user *user;
	struct person who;
	size_t at = 0;

	found->nick = NULL;
	while ((user = channels_next_user(network_channels(arg), &at)) != NULL) {
		if (user->host == NULL && user->account == NULL)
			continue;
		know(arg, user, &who, hostmask);
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

/* Return whether WHO has the key OWNER, or had it before they logged in. */
static bool has_owner(const struct person *who, const char *owner)
{
	struct person before = *who;
	char key[PERSON_KEY];

	before.account = NULL;
	return (person_owner(who, key) && strcmp(key, owner) == 0) ||
	       (person_owner(&before, key) && strcmp(key, owner) == 0);
}

/* Tell FOUND who USER is, if they have the key OWNER (NULL: any). */
static bool take(void *arg, const struct user *user, const char *owner, struct somebody *found)
{
	char hostmask[PERSON_KEY], key[PERSON_KEY];
	struct person who;

	know(arg, user, &who, hostmask);
	if (!person_owner(&who, key) || (owner != NULL && !has_owner(&who, owner)))
		return false;
	found->own = casemap_equal(network_isupport(arg)->casemap, user->nick, network_nick(arg));
	found->bot = user->bot;
	snprintf(found->nick, sizeof found->nick, "%s", user->nick);
	snprintf(found->hostmask, sizeof found->hostmask, "%s", hostmask);
	snprintf(found->owner, sizeof found->owner, "%s", key);
	return true;
}

static bool find(void *arg, const char *channel_name, const char *nick, const char *owner,
	struct somebody *found)
{
	const struct channels *channels = network_channels(arg);
	const struct channel *in = channel_name != NULL ? channels_find(channels, channel_name)
							: NULL;
	const struct member *member;
	const struct user *user;
	size_t at = 0;

	if (channel_name != NULL && in == NULL)
		return false;
	if (nick != NULL && in != NULL) {
		member = channels_member(channels, in, nick);
		return member != NULL && take(arg, member->user, owner, found);
	}
	while (in != NULL && (member = channels_next_member(in, &at)) != NULL)
		if (take(arg, member->user, owner, found))
			return true;
	while (in == NULL && (user = channels_next_user(channels, &at)) != NULL)
		if (take(arg, user, owner, found))
			return true;
	return false;
}

static bool is_operator(void *arg, const char *channel_name, const char *nick)
{
	const struct channels *channels = network_channels(arg);
	const struct channel *in = channels_find(channels, channel_name);

	return in != NULL && channels_is_operator(channels, in, nick);
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
	static const struct outlet_kind kind = {our_nick, channel, channel_of, find_person, find,
		is_operator, begin, room, is_plain, say};

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

bool outlet_of_key(const struct bot *bot, const char *key, struct outlet *out, const char **what)
{
	const char *slash = strchr(key, '/');
	char name[64];

	if (slash == NULL || (size_t)(slash - key) >= sizeof name)
		return false;
	memcpy(name, key, (size_t)(slash - key));
	name[slash - key] = '\0';
	*what = slash + 1;
	return outlet_find(bot, name, out);
}

bool outlet_sees_gm(void *arg, const struct gm *gm)
{
	const struct network *net = bot_network(arg, gm->network);
	const struct user *user = net != NULL ? channels_user(network_channels(net), gm->nick)
					      : NULL;

	return user != NULL && user->host != NULL && strcmp(user->host, gm->host) == 0;
}
