/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words by which people show who they are. */
#include "words/words.h"

#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "bot/bot.h"
#include "irc/network/network.h"
#include "people/access.h"
#include "request/command.h"
#include "request/request.h"
#include "words/here.h"

static void welcome(struct request *rq, const char *name, bool in_sight)
{
	name = quote_words(rq->arena, name);
	if (in_sight)
		reply(rq, "Welcome, %s. You are %s for as long as I can see you.", name,
			role_name(rq->role));
	else
		reply(rq,
			"Welcome, %s. We share no channel, so I cannot see you leave, and remember "
			"nothing. Say what you want in the same line: login %s PASSWORD join "
			"#channel",
			name, name);
}

static void login_run(WORD_ARGS)
{
	struct person who = request_who(rq);
	struct network *net = network_here(rq);
	bool in_sight = net != NULL && channels_user(network_channels(net), rq->nick) != NULL;
	const struct login_claim claim = {.who = &who, .in_sight = in_sight, .now_ms = rq->now_ms};
	struct error err;

	(void)self;
	if (!rq->private_line) {
		reply(rq, "Not over a connection that others can read along: this needs TLS.");
		return;
	}
	if (!logins_by_password(access_logins(rq->bot->access), &claim, argv[1], argv[2], &err)) {
		reply_error(rq, &err);
		return;
	}
	rq->role = access_role(rq->bot->access, &who);
	if (argc > 3 && !commands_run(rq->bot->commands, rq, argv[3]))
		reply(rq, "I do not know the word %.*s.", (int)strcspn(argv[3], " "), argv[3]);
	else if (argc == 3)
		welcome(rq, argv[1], in_sight);
	/* Whoever we cannot see leave may be somebody else in the next line. */
	if (!in_sight)
		logins_doubt(
			access_logins(rq->bot->access), request_network(rq), rq->casemap, rq->nick);
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
	if (rq->local)
		snprintf(why, sizeof why, " (the console)");
	else if (rq->role > grant.role)
		snprintf(why, sizeof why, " (channel operator)");
	else if (grant.admin != NULL)
		snprintf(why, sizeof why, " (%s, by %s)", grant.admin,
			access_means_name(grant.means));
	reply(rq, "You are %s, %s%s, and your role here is %s%s.",
		quote_words(rq->arena, rq->hostmask),
		rq->account != NULL ? "account " : "no account that I know of",
		rq->account != NULL ? quote_words(rq->arena, rq->account) : "", role_name(rq->role),
		why);
}

const struct command rights_words[] = {
	{.name = "whoami",
		.usage = "",
		.summary = "Tell who I think you are, and your role here.",
		.example = "whoami",
		.flags = COMMAND_KNOWN,
		.run = whoami_run},
	{.name = "login",
		.usage = "name password [command]",
		.summary = "Show by a password that you are an admin. Only in private, over TLS; "
			   "for one command alone while we share no channel.",
		.example = "login ann secret",
		.min_args = 2,
		.max_args = 3,
		.flags = COMMAND_PRIVATE | COMMAND_SECRET,
		.run = login_run},
	{.name = "logout",
		.usage = "",
		.summary = "Give up what a login gave you.",
		.example = "logout",
		.run = logout_run},
	{.name = NULL},
};
