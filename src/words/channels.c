/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that move the bot, and make it speak. */
#include "words/words.h"

#include <string.h>

#include "base/quote.h"
#include "bot/answer.h"
#include "bot/bot.h"
#include "config/config.h"
#include "irc/network/network.h"
#include "irc/protocol/isupport.h"
#include "request/request.h"
#include "words/here.h"

/* The network that RQ came from, when NAME is a channel there; else says what is wrong. */
static struct network *channel_network(struct request *rq, const char *name)
{
	struct network *net = network_here(rq);

	if (net == NULL)
		reply(rq, "There are no channels here.");
	else if (!isupport_is_channel(network_isupport(net), name) ||
		 strpbrk(name, " ,\a") != NULL || strlen(name) > network_isupport(net)->channellen)
		reply(rq, "%s is not the name of a channel.", quote_words(rq->arena, name));
	else
		return net;
	return NULL;
}

static void join_run(WORD_ARGS)
{
	struct network *net = channel_network(rq, argv[1]);
	const char *key = argc > 2 ? argv[2] : NULL;

	(void)self;
	if (net == NULL)
		return;
	if (key != NULL && strpbrk(key, " ,") != NULL) {
		reply(rq, "A key has no blank and no comma.");
		return;
	}
	if (channels_find(network_channels(net), argv[1]) != NULL) {
		reply(rq, "I am in %s already.", quote_words(rq->arena, argv[1]));
		return;
	}
	network_join(net, argv[1], key);
	reply(rq, "Joining %s.", quote_words(rq->arena, argv[1]));
}

static void part_run(WORD_ARGS)
{
	const char *name = argc > 1 ? argv[1] : rq->channel;
	struct network *net;

	(void)self;
	if (name == NULL) {
		reply(rq, "Part which channel? Usage: %spart #channel", rq->bot->config->prefix);
		return;
	}
	net = channel_network(rq, name);
	if (net == NULL)
		return;
	/* An operator's role is for the channel where they are one. */
	if (rq->role < ROLE_ADMIN &&
		(rq->channel == NULL || !casemap_equal(rq->casemap, name, rq->channel))) {
		reply(rq, "You may only send me away from a channel where you are an operator.");
		return;
	}
	if (channels_find(network_channels(net), name) == NULL) {
		network_part(net, name); /* it may still be wanted */
		reply(rq, "I am not in %s.", quote_words(rq->arena, name));
		return;
	}
	network_part(net, name);
	if (rq->channel == NULL)
		reply(rq, "Leaving %s.", quote_words(rq->arena, name));
}

static void echo_run(WORD_ARGS)
{
	(void)self, (void)argc;
	reply(rq, "%s", argv[1]);
}

static void say_run(WORD_ARGS)
{
	struct network *net = channel_network(rq, argv[1]);

	(void)self, (void)argc;
	if (net == NULL)
		return;
	if (channels_find(network_channels(net), argv[1]) == NULL) {
		reply(rq, "I am not in %s.", quote_words(rq->arena, argv[1]));
		return;
	}
	bot_say(rq->bot, rq->network, argv[1], argv[2]);
	if (rq->channel == NULL)
		reply(rq, "Said in %s.", quote_words(rq->arena, argv[1]));
}

const struct command channel_words[] = {
	{.name = "join",
		.usage = "#channel [key]",
		.summary = "Join a channel.",
		.example = "join #table",
		.role = ROLE_ADMIN,
		.min_args = 1,
		.max_args = 2,
		.run = join_run},
	{.name = "part",
		.aliases = "leave",
		.usage = "[#channel]",
		.summary = "Leave a channel, or this one.",
		.example = "part #table",
		.role = ROLE_OPERATOR,
		.max_args = 1,
		.run = part_run},
	{.name = "say",
		.usage = "#channel text",
		.summary = "Say something in a channel.",
		.example = "say #table The game begins.",
		.role = ROLE_ADMIN,
		.min_args = 2,
		.max_args = 2,
		.run = say_run},
	{.name = "echo",
		.aliases = "repeat",
		.usage = "text",
		.summary = "Say it again, here.",
		.example = "echo Roll for initiative!",
		.role = ROLE_OPERATOR,
		.min_args = 1,
		.max_args = 1,
		.run = echo_run},
	{.name = NULL},
};
