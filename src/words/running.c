/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that change the running program: each asks for a job. */
#include "words/words.h"

#include "base/quote.h"
#include "bot/jobs.h"
#include "request/request.h"

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
	job_ask(rq, JOB_QUIT, argc > 1 ? quote_words(rq->arena, argv[1]) : NULL);
}

const struct command running_words[] = {
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
