/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that the core itself answers to. */
#include "words/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bot/bot.h"
#include "words/help.h"
#include "bot/jobs.h"

#define WORD_ARGS struct plugin *self, struct request *rq, int argc, const char *const argv[]

/* ---- about ---- */

static void help_run(WORD_ARGS)
{
	(void)self;
	help_reply(rq, rq->bot->commands, rq->bot->plugins, rq->bot->data_dir,
		argc > 1 ? argv[1] : "");
}

static void modules_run(WORD_ARGS)
{
	struct strbuf names = STRBUF_INIT;

	(void)self, (void)argc, (void)argv;
	for (size_t i = 0; i < plugins_count(rq->bot->plugins); i++)
		strbuf_addf(&names, " %s", plugins_info(rq->bot->plugins, i)->name);
	reply(rq, "Loaded modules:%s", names.len > 0 ? names.text : " none");
	strbuf_release(&names);
}

static void version_run(WORD_ARGS)
{
	(void)self, (void)argc, (void)argv;
	reply(rq, "Logios %s", LOGIOS_VERSION);
}

static void about_run(WORD_ARGS)
{
	(void)self, (void)argc, (void)argv;
	reply(rq,
		"Logios %s, dice and cards for gaming channels, after LogiosBot. Free software "
		"under "
		"the GNU GPL, version 3 or later. %shelp lists what it knows.",
		LOGIOS_VERSION, rq->bot->config->prefix);
}

static void more_run(WORD_ARGS)
{
	struct bot *bot = rq->bot;
	long lines = rq->settings->max_lines;
	struct receipt *receipt;
	char *line;

	(void)self, (void)argc, (void)argv;
	if (more_count(bot->more, rq->place, rq->now_ms) == 0)
		reply(rq, "There is no more.");
	rq->continues = true;
	while (lines-- > 0 &&
		(line = more_take(bot->more, rq->place, &receipt, rq->now_ms)) != NULL) {
		reply_later(rq, line, receipt);
		free(line);
	}
}

/* ---- channels and speech ---- */

static struct network *here(const struct request *rq)
{
	return rq->network != NULL ? bot_network(rq->bot, rq->network) : NULL;
}

/* The network that RQ came from, when NAME is a channel there; else says what is wrong. */
static struct network *channel_network(struct request *rq, const char *name)
{
	struct network *net = here(rq);

	if (net == NULL)
		reply(rq, "There are no channels here.");
	else if (!isupport_is_channel(network_isupport(net), name) ||
		 strpbrk(name, " ,\a") != NULL || strlen(name) > network_isupport(net)->channellen)
		reply(rq, "%s is not the name of a channel.", name);
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
		reply(rq, "I am in %s already.", argv[1]);
		return;
	}
	network_join(net, argv[1], key);
	reply(rq, "Joining %s.", argv[1]);
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
		reply(rq, "I am not in %s.", name);
		return;
	}
	network_part(net, name);
	if (rq->channel == NULL)
		reply(rq, "Leaving %s.", name);
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
		reply(rq, "I am not in %s.", argv[1]);
		return;
	}
	bot_say(rq->bot, net, argv[1], argv[2]);
	if (rq->channel == NULL)
		reply(rq, "Said in %s.", argv[1]);
}

/* ---- rights ---- */

static void login_run(WORD_ARGS)
{
	struct person who = request_who(rq);
	struct network *net = here(rq);
	bool in_sight = net != NULL && channels_user(network_channels(net), rq->nick) != NULL;
	const struct login_claim claim = {.who = &who, .in_sight = in_sight, .now_ms = rq->now_ms};
	struct error err;

	(void)self, (void)argc;
	if (!rq->private_line) {
		reply(rq, "Not over a connection that others can read along: this needs TLS.");
		return;
	}
	if (!logins_by_password(access_logins(rq->bot->access), &claim, argv[1], argv[2], &err))
		reply_error(rq, &err);
	else if (in_sight)
		reply(rq, "Welcome, %s. You are %s for as long as I can see you.", argv[1],
			role_name(access_role(rq->bot->access, &who)));
	else
		reply(rq,
			"Welcome, %s. You are %s for %d minutes: we share no channel, so I cannot "
			"see you leave.",
			argv[1], role_name(access_role(rq->bot->access, &who)),
			LOGINS_UNSEEN_MS / 60000);
}

static void logout_run(WORD_ARGS)
{
	(void)self, (void)argc, (void)argv;
	logins_forget(
		access_logins(rq->bot->access), request_network(rq), rq->casemap, rq->nick, NULL);
	reply(rq, "You are logged out.");
}

static void whoami_run(WORD_ARGS)
{
	struct person who = request_who(rq);
	struct access_grant grant = access_grant(rq->bot->access, &who);
	char why[120] = "";

	(void)self, (void)argc, (void)argv;
	if (rq->network == NULL)
		snprintf(why, sizeof why, " (the console)");
	else if (rq->role > grant.role)
		snprintf(why, sizeof why, " (channel operator)");
	else if (grant.admin != NULL)
		snprintf(why, sizeof why, " (%s, by %s)", grant.admin,
			access_means_name(grant.means));
	reply(rq, "You are %s, %s%s, and your role here is %s%s.", rq->hostmask,
		rq->account != NULL ? "account " : "no account that I know of",
		rq->account != NULL ? rq->account : "", role_name(rq->role), why);
}

/* ---- the running program ---- */

static void load_run(WORD_ARGS)
{
	(void)self, (void)argc;
	job_ask(rq, JOB_LOAD, argv[1]);
}

static void unload_run(WORD_ARGS)
{
	(void)self, (void)argc;
	job_ask(rq, JOB_UNLOAD, argv[1]);
}

static void reload_run(WORD_ARGS)
{
	(void)self, (void)argc;
	job_ask(rq, JOB_RELOAD, argv[1]);
}

static void rehash_run(WORD_ARGS)
{
	(void)self, (void)argc, (void)argv;
	job_ask(rq, JOB_REHASH, NULL);
}

static void quit_run(WORD_ARGS)
{
	(void)self;
	job_ask(rq, JOB_QUIT, argc > 1 ? argv[1] : NULL);
}

const struct command core_words[] = {
	{.name = "help",
		.usage = "[word]",
		.summary = "List the words I know, or explain one.",
		.example = "help roll",
		.max_args = 1,
		.run = help_run},
	{.name = "modules",
		.usage = "",
		.summary = "List the plugins that are loaded.",
		.example = "modules",
		.run = modules_run},
	{.name = "version",
		.usage = "",
		.summary = "Tell my version.",
		.example = "version",
		.run = version_run},
	{.name = "about",
		.aliases = "logios logiosbot",
		.usage = "",
		.summary = "Tell what I am, and under which licence.",
		.example = "about",
		.run = about_run},
	{.name = "more",
		.usage = "",
		.summary = "Show what did not fit into the last reply here.",
		.example = "more",
		.run = more_run},
	{.name = "whoami",
		.usage = "",
		.summary = "Tell who I think you are, and your role here.",
		.example = "whoami",
		.flags = COMMAND_KNOWN,
		.run = whoami_run},
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
	{.name = "login",
		.usage = "name password",
		.summary = "Show by a password that you are an admin. Only in private, over TLS.",
		.example = "login ann secret",
		.min_args = 2,
		.max_args = 2,
		.flags = COMMAND_PRIVATE | COMMAND_SECRET,
		.run = login_run},
	{.name = "logout",
		.usage = "",
		.summary = "Give up what a login gave you.",
		.example = "logout",
		.run = logout_run},
	{.name = "load",
		.usage = "plugin",
		.summary = "Load a plugin.",
		.example = "load example",
		.role = ROLE_ADMIN,
		.min_args = 1,
		.max_args = 1,
		.run = load_run},
	{.name = "unload",
		.usage = "plugin",
		.summary = "Unload a plugin.",
		.example = "unload calc",
		.role = ROLE_ADMIN,
		.min_args = 1,
		.max_args = 1,
		.run = unload_run},
	{.name = "reload",
		.usage = "plugin",
		.summary = "Load a plugin anew, from its file.",
		.example = "reload dice",
		.role = ROLE_ADMIN,
		.min_args = 1,
		.max_args = 1,
		.run = reload_run},
	{.name = "rehash",
		.usage = "",
		.summary = "Read the configuration file again.",
		.example = "rehash",
		.role = ROLE_ADMIN,
		.run = rehash_run},
	{.name = "quit",
		.usage = "[reason]",
		.summary = "Leave all networks and end.",
		.example = "quit Back tomorrow",
		.role = ROLE_OWNER,
		.max_args = 1,
		.run = quit_run},
	{.name = NULL},
};
