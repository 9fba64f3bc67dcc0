/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What admins are told unasked. */
#include "bot/admins.h"

#include <stdio.h>

#include "base/map.h"
#include "irc/network/network.h"
#include "os/log.h"
#include "os/loop.h"
#include "people/access.h"

enum { TROUBLE_EVERY_MS = 60000, ADMINS_TOLD = 32 };

static bool is_admin(struct bot *bot, struct network *net, const struct user *user)
{
	char hostmask[512];
	struct person who = {.network = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.hostmask = hostmask,
		.account = user->account};

	if (user->host == NULL)
		return false;
	snprintf(hostmask, sizeof hostmask, "%s!%s", user->nick, user->host);
	return access_role(bot->access, &who) >= ROLE_ADMIN;
}

static void tell_members(struct bot *bot, struct network *net, const struct channel *channel,
	struct map *told, const char *text)
{
	const struct member *member;
	const char *folded;
	size_t at = 0;

	while ((member = map_next(channel->members, &at, &folded)) != NULL) {
		if (map_count(told) >= ADMINS_TOLD || map_get(told, folded) != NULL ||
			!is_admin(bot, net, member->user))
			continue;
		map_set(told, folded, member->user);
		network_say(net, OUTBOX_ADMIN, "NOTICE", member->user->nick, text, NULL);
	}
}

void admins_tell(struct bot *bot, const char *text)
{
	for (size_t i = 0; i < bot->network_count; i++) {
		struct network *net = bot->networks[i];
		struct map *told = map_new();
		const struct channel *channel;
		size_t at = 0;
		while ((channel = channels_next(network_channels(net), &at)) != NULL)
			tell_members(bot, net, channel, told, text);
		map_free(told);
	}
}

void admins_trouble(struct bot *bot, const struct error *why)
{
	int64_t now = loop_now_ms(bot->loop);
	char text[sizeof why->text + 160];

	bot->trouble_count++;
	if (bot->trouble_told || now < bot->trouble_quiet_ms)
		return;
	snprintf(text, sizeof text,
		"Nothing can be recorded: %s. Requests are refused, and you hear of it when it "
		"works again.",
		why->text);
	log_error(bot->log, "%s", text);
	admins_tell(bot, text);
	bot->trouble_told = true;
	bot->trouble_quiet_ms = now + TROUBLE_EVERY_MS;
}

void admins_recovered(struct bot *bot)
{
	char text[120];

	if (bot->trouble_told) {
		snprintf(text, sizeof text,
			"It can be recorded again. Requests refused meanwhile: %lu.",
			bot->trouble_count);
		log_info(bot->log, "%s", text);
		admins_tell(bot, text);
	}
	bot->trouble_told = false;
	bot->trouble_count = 0;
}
