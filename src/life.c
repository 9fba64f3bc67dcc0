/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot is built, begins its work, and is freed. */
#include "life.h"

#include <stdlib.h>

#include "base/lru.h"
#include "base/mem.h"
#include "bot/audience.h"
#include "bot/certs.h"
#include "bot/echoes.h"
#include "bot/jobs.h"
#include "bot/later.h"
#include "bot/networks.h"
#include "bot/find.h"
#include "bot/speak.h"
#include "bot/turn.h"
#include "config/config.h"
#include "fair/fair.h"
#include "fair/past.h"
#include "fair/publish.h"
#include "irc/network/network.h"
#include "irc/wire/roots.h"
#include "os/log.h"
#include "os/loop.h"
#include "people/access.h"
#include "people/gms.h"
#include "people/ignores.h"
#include "people/limit.h"
#include "plugin/plugin.h"
#include "request/command.h"
#include "request/more.h"
#include "store/store.h"
#include "words/fairlog.h"
#include "words/stir.h"
#include "words/words.h"

enum {
	DAY_S = 86400,
	PRUNE_PAUSE_MS = 100,
	PUBLISH_AFTER_MS = 1000,
	PREPARE_PAUSE_MS = 5, /* between two slices of the next epoch's secrets */
	SAID_AFTER_MS = 1000, /* what is learned of several replies is written down together */
};

static struct store *memory_store(struct loop *loop, struct log *log)
{
	struct error err;
	struct store *store = store_open(loop, log, STORE_MEMORY, &err);

	if (store == NULL) {
		log_error(log, "there is no memory for a store: %s", err.text);
		abort();
	}
	return store;
}

/* Give back what the file does not need any more, some at a time. */
static void shrink(void *arg)
{
	struct bot *bot = arg;

	if (store_shrink(bot->store))
		timer_set(bot->shrink_timer, PRUNE_PAUSE_MS);
}

/* Rolls older than history_days go, once a day, some at a time; then the file shrinks. */
static void forget_old(void *arg)
{
	struct bot *bot = arg;
	int64_t age_s = (int64_t)bot->config->history_days * DAY_S;
	struct error err;

	if (age_s > 0 && !fair_prune(bot->store, loop_wall_ms(bot->loop) / 1000 - age_s,
				 &bot->pruned_until, &err)) {
		log_warning(bot->log, "cannot forget old rolls: %s", err.text);
		bot->pruned_until = 0;
	}
	if (bot->pruned_until == 0)
		timer_set(bot->shrink_timer, PRUNE_PAUSE_MS);
	timer_set(bot->prune_timer, bot->pruned_until > 0 ? PRUNE_PAUSE_MS : DAY_S * 1000);
}

/* Not all is known of what was rolled before: go on where nothing of that comes again. */
static void begin_again(struct bot *bot)
{
	static const char *const whys[] = {
		[STORE_COPY] =
			"the store is a copy that was put back, after which more may have been "
			"rolled",
		[STORE_CUT] = "the bot ended suddenly with durability = process",
		[STORE_WAL_GONE] =
			"THE LAST CHANGES OF THE STORE ARE LOST: the bot ended suddenly, and "
			"logios.db-wal was since taken away, or it was before",
	};
	static const char *const tales[] = {
		[STORE_COPY] = "was put back from a backup, after which more may have been drawn",
		[STORE_CUT] = "ended suddenly, and may not know of the last cards that were drawn",
		[STORE_WAL_GONE] =
			"ended suddenly, and do not know of the last cards that were drawn",
	};
	enum store_past past = store_past(bot->store);
	struct error err;
	size_t places;

	if (!fair_begin_again(bot->fair, loop_wall_ms(bot->loop) / 1000, &places))
		log_error(bot->log, "not all epochs are new: it is tried again at the next start");
	else if (!plugins_store_put_back(bot->store, tales[past], &err))
		log_error(bot->log, "decks in play cannot be shuffled anew: %s", err.text);
	else if (!store_own(bot->store, &err))
		log_error(bot->log, "the store stays marked as a copy: %s", err.text);
	else
		log_warning(bot->log, "%s: new epochs of fair rolls begin at %zu places",
			whys[past], places);
}

static void write_said(void *arg)
{
	struct bot *bot = arg;
	struct error err;

	if (!fair_write_said(bot->fair, loop_now_ms(bot->loop), &err))
		log_warning(bot->log, "cannot write down what was said: %s", err.text);
}

static void on_settled(void *arg)
{
	struct bot *bot = arg;

	if (!timer_is_set(bot->said_timer))
		timer_set(bot->said_timer, SAID_AFTER_MS);
}

/* Write transcripts, when all that they tell is on disk. */
static void publish(void *arg)
{
	struct bot *bot = arg;
	struct error err;

	if (bot->config->transcript_dir[0] == '\0')
		return;
	if (store_pending(bot->store))
		timer_set(bot->publish_timer, 0);
	else if (!fair_publish(bot->fair, bot->config->transcript_dir, bot->config->transcript_mode,
			 &err))
		log_warning(bot->log, "transcripts: %s", err.text);
}

/* Make secrets of the next epoch in advance, a slice at a time. */
static void prepare(void *arg)
{
	struct bot *bot = arg;

	if (fair_prepare(bot->fair))
		timer_set(bot->prepare_timer, PREPARE_PAUSE_MS);
}

static void on_recorded(void *arg)
{
	struct bot *bot = arg;

	if (!timer_is_set(bot->prepare_timer))
		prepare(bot);
	if (bot->config->transcript_dir[0] != '\0' && !timer_is_set(bot->publish_timer))
		timer_set(bot->publish_timer, PUBLISH_AFTER_MS);
}

static void add_core_words(struct bot *bot)
{
	struct error err;

	for (size_t i = 0; core_words[i] != NULL; i++)
		if (!commands_add(bot->commands, core_words[i], NULL, &err))
			log_error(bot->log, "the core's own words: %s", err.text);
}

static struct certs *new_certs(struct bot *bot)
{
	static const struct certs_events events = {
		.ask = networks_ask, .hear = networks_hear_again};

	return certs_new(bot->loop, access_logins(bot->access), &events, bot);
}

static void let_plugins_speak(struct bot *bot)
{
	static const struct plugins_bot functions = {.turn = turn_run,
		.speak = speak_in,
		.speak_to = speak_to,
		.find = find_somebody,
		.role_at = find_role,
		.compute = later_ask,
		.give_up = later_drop};

	plugins_serve(bot->plugins, &functions, bot);
}

struct bot *bot_new(struct loop *loop, struct log *log, struct rng *rng, struct store *store,
	struct config *config, const struct transport *transport)
{
	struct bot *bot = mem_zalloc(1, sizeof *bot);
	char *plugin_dir = plugins_dir(config);

	bot->loop = loop;
	bot->log = log;
	bot->rng = rng;
	bot->store = store != NULL ? store : memory_store(loop, log);
	bot->config = config;
	bot->transport = transport;
	bot->roots = tls_roots_new();
	bot->commands = commands_new();
	add_core_words(bot);
	bot->data_dir = plugins_data_dir(config);
	bot->plugins = plugins_new(loop, log, bot->store, bot->commands, plugin_dir, bot->data_dir);
	plugins_apply(bot->plugins, config, NULL); /* none is there to read again */
	bot->access = access_new(config);
	bot->limits = limit_new();
	bot->puzzled = audience_puzzled_new();
	bot->echoes = echoes_new();
	bot->ignores = ignores_new(bot->store, log);
	bot->certs = new_certs(bot);
	bot->fair = fair_new(bot->store, log);
	fair_configure(bot->fair, config->fair_seal_seconds);
	if (store_past(bot->store) != STORE_WHOLE)
		begin_again(bot);
	bot_set_durability(bot);
	bot->said_timer = timer_new(loop, write_said, bot);
	fair_on_settled(bot->fair, on_settled, bot);
	bot->gms = gms_new(bot->store, log);
	bot->prune_timer = timer_new(loop, forget_old, bot);
	bot->shrink_timer = timer_new(loop, shrink, bot);
	bot->stir_timer = timer_new(loop, stir_wake, bot);
	bot->publish_timer = timer_new(loop, publish, bot);
	bot->prepare_timer = timer_new(loop, prepare, bot);
	fair_on_recorded(bot->fair, on_recorded, bot);
	bot->transcripts = fairlog_new();
	bot->more = more_new();
	bot->later = later_new(bot);
	let_plugins_speak(bot);
	free(plugin_dir);
	return bot;
}

void bot_free(struct bot *bot)
{
	if (bot == NULL)
		return;
	store_commit(bot->store); /* whoever waits for it still finds everything */
	store_backup_stop(bot->store);
	plugins_serve(bot->plugins, NULL, NULL);
	store_commit(bot->store); /* and what plugins kept of the last words, too */
	jobs_free(bot);
	for (size_t i = 0; i < bot->network_count; i++)
		network_free(bot->networks[i]);
	free(bot->networks);
	tls_roots_free(bot->roots);
	arena_release(&bot->arena);
	more_free(bot->more);
	later_free(bot->later);
	certs_free(bot->certs);
	write_said(bot);
	fair_on_settled(bot->fair, NULL, NULL);
	timer_free(bot->said_timer);
	timer_free(bot->prune_timer);
	timer_free(bot->shrink_timer);
	fair_on_recorded(bot->fair, NULL, NULL);
	publish(bot);
	timer_free(bot->publish_timer);
	timer_free(bot->prepare_timer);
	timer_free(bot->stir_timer);
	lru_free(bot->transcripts);
	gms_free(bot->gms);
	fair_free(bot->fair);
	ignores_free(bot->ignores);
	limit_free(bot->limits);
	lru_free(bot->puzzled);
	echoes_free(bot->echoes);
	access_free(bot->access);
	plugins_free(bot->plugins);
	free(bot->data_dir);
	commands_free(bot->commands);
	store_close(bot->store);
	config_free(bot->config);
	free(bot);
}

void bot_start(struct bot *bot)
{
	bot->online = true;
	networks_start(bot);
	forget_old(bot);
	prepare(bot);
	stir_wake(bot);
}
