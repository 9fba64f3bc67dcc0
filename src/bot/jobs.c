/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of what changes the running program: a function a kind. */
#include "bot/jobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "bot/answer.h"
#include "bot/networks.h"
#include "bot/rehash.h"
#include "os/log.h"
#include "os/loop.h"
#include "plugin/plugin.h"
#include "request/request.h"

struct job {
	struct job *next;
	enum job_kind kind;
	char *argument; /* or NULL */
	char *network;  /* who asked, where: NULL for signals */
	char *target;   /* NULL: nobody is to be answered */
	char *nick;
};

static void job_free(struct job *job)
{
	free(job->argument);
	free(job->network);
	free(job->target);
	free(job->nick);
	free(job);
}

/* Report TEXT, which may repeat what was asked. */
static void answer(struct bot *bot, const struct job *job, bool done, const char *text)
{
	struct strbuf quoted = STRBUF_INIT;

	quote_add(&quoted, text, strlen(text));
	log_write(bot->log, done ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, "%s: %s",
		job->nick != NULL ? job->nick : "signal", text);
	if (job->target != NULL)
		bot_say(bot, job->network, job->target, quoted.text);
	strbuf_release(&quoted);
}

/* ---- a function a kind: what happened goes into OUT; false when it could not be done ---- */

static bool load(struct bot *bot, const char *name, struct strbuf *out)
{
	struct error err;

	if (plugins_load(bot->plugins, name, bot->config, &err)) {
		strbuf_addf(out, "Loaded %s %s.", name, plugins_find(bot->plugins, name)->version);
		return true;
	}
	strbuf_addf(out, "Cannot load %s: %s", name, err.text);
	return false;
}

static bool unload(struct bot *bot, const char *name, struct strbuf *out)
{
	struct error err;

	if (plugins_unload(bot->plugins, name, &err)) {
		strbuf_addf(out, "Unloaded %s.", name);
		return true;
	}
	strbuf_addf(out, "Cannot unload %s: %s", name, err.text);
	return false;
}

static bool reload(struct bot *bot, const char *name, struct strbuf *out)
{
	struct error err;

	if (plugins_reload(bot->plugins, name, bot->config, &err)) {
		strbuf_addf(
			out, "Reloaded %s %s.", name, plugins_find(bot->plugins, name)->version);
		return true;
	}
	strbuf_addf(out, "Cannot reload %s: %s", name, err.text);
	return false;
}

static bool rehash(struct bot *bot, const char *argument, struct strbuf *out)
{
	(void)argument;
	return bot_rehash(bot, out);
}

static bool quit(struct bot *bot, const char *reason, struct strbuf *out)
{
	bot_quit(bot, reason != NULL ? reason : "Good night");
	strbuf_addstr(out, "Good-bye.");
	return true;
}

static bool (*const kinds[])(struct bot *bot, const char *argument, struct strbuf *out) = {
	[JOB_LOAD] = load,
	[JOB_UNLOAD] = unload,
	[JOB_RELOAD] = reload,
	[JOB_REHASH] = rehash,
	[JOB_QUIT] = quit,
};

static void run_one(void *arg)
{
	struct bot *bot = arg;
	struct job *job = bot->jobs;
	struct strbuf out = STRBUF_INIT;
	bool done;

	if (job == NULL)
		return;
	bot->jobs = job->next;
	done = kinds[job->kind](bot, job->argument, &out);
	answer(bot, job, done, out.text);
	strbuf_release(&out);
	job_free(job);
}

static void queue(struct bot *bot, struct job *job)
{
	struct job **last = &bot->jobs;

	while (*last != NULL)
		last = &(*last)->next;
	*last = job;
	loop_defer(bot->loop, run_one, bot);
}

void job_ask(struct request *rq, enum job_kind kind, const char *argument)
{
	struct job *job = mem_zalloc(1, sizeof *job);

	job->kind = kind;
	job->argument = mem_strdup_or_null(argument);
	job->network = mem_strdup_or_null(rq->network);
	job->target = mem_strdup(request_target(rq));
	job->nick = mem_strdup_or_null(rq->nick);
	queue(rq->bot, job);
}

void job_rehash(struct bot *bot)
{
	struct job *job = mem_zalloc(1, sizeof *job);

	job->kind = JOB_REHASH;
	queue(bot, job);
}

void jobs_free(struct bot *bot)
{
	loop_undefer(bot->loop, bot);
	while (bot->jobs != NULL) {
		struct job *job = bot->jobs;
		bot->jobs = job->next;
		job_free(job);
	}
}
