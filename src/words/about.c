/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words about the bot itself: what it knows, what it is, what it left unsaid. */
#include "words/words.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "bot/bot.h"
#include "config/config.h"
#include "plugin/plugin.h"
#include "request/more.h"
#include "request/request.h"
#include "words/fairlog.h"
#include "words/help.h"

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
	if (more_count(bot->more, rq->table, rq->now_ms) == 0) {
		if (!fairlog_more(rq) && request_keeps(rq))
			reply(rq, "There is no more.");
		return;
	}
	rq->continues = true;
	while (lines-- > 0 &&
		(line = more_take(bot->more, rq->table, &receipt, rq->now_ms)) != NULL) {
		reply_later(rq, line, receipt);
		free(line);
	}
}

const struct command about_words[] = {
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
	{.name = NULL},
};
