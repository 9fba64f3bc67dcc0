/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An IRC network as an outlet, and the search for one by name. */
#include "bot/outlet.h"

#include <string.h>

#include "bot/bot.h"
#include "irc/network/network.h"

static void begin(void *arg)
{
	outbox_next_reply(network_outbox(arg));
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
	static const struct outlet_kind kind = {begin, room, is_plain, say};

	return (struct outlet){.name = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.kind = &kind,
		.arg = net};
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
