/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bot/bot.h"

#include <stdlib.h>
#include <string.h>

#include "bot/audience.h"
#include "config/read.h"
#include "words/backup.h"
#include "base/map.h"
#include "base/mem.h"
#include "bot/certs.h"
#include "fair/log.h"
#include "bot/hear.h"
#include "bot/jobs.h"
#include "os/notify.h"
#include "words/words.h"

enum {
	DAY_S = 86400,
	SAID_AFTER_MS = 1000, /* what becomes of several replies is written down together */
};

/* ---- networks ---- */

struct network *bot_network(const struct bot *bot, const char *name)
{
	for (size_t i = 0; i < bot->network_count; i++)
		if (strcmp(network_name(bot->networks[i]), name) == 0)
			return bot->networks[i];
	return NULL;
}

static const struct config_network *section_for(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->network_count; i++)
		if (strcmp(config->networks[i].name, name) == 0)
			return &config->networks[i];
	return NULL;
}

static void stop_if_alone(void *arg)
{
	struct bot *bot = arg;

	if (bot->quitting && bot->network_count == 0)
		loop_stop(bot->loop);
}

static void on_finished(void *arg, struct network *net)
{
	struct bot *bot = arg;

	for (size_t i = 0; i < bot->network_count; i++)
		if (bot->networks[i] == net)
			bot->networks[i] = bot->networks[--bot->network_count];
	network_free(net);
	stop_if_alone(bot);
}

static void on_gone(void *arg, struct network *net, const char *nick, const char *now)
{
	struct bot *bot = arg;
	const struct user *user = NULL;

	if (now != NULL)
		user = channels_user(network_channels(net), now);
	if (now != NULL && user == NULL)
		user = channels_user(network_channels(net), nick);
	if (now != NULL)
		gms_renamed(bot->gms, network_name(net), network_isupport(net)->casemap, nick,
			user != NULL ? user->host : NULL, now);
	logins_forget(access_logins(bot->access), network_name(net), network_isupport(net)->casemap,
		nick, now);
	certs_forget(bot->certs, network_name(net), network_isupport(net)->casemap, nick);
}

static void on_rehosted(void *arg, struct network *net, const char *nick, const char *host)
{
	struct bot *bot = arg;

	logins_rehost(access_logins(bot->access), network_name(net), network_isupport(net)->casemap,
		nick, host);
}

static struct person person_of(const struct network *net, const struct event *event)
{
	return (struct person){.network = network_name(net),
		.casemap = network_isupport(net)->casemap,
		.hostmask = event->msg->source,
		.account = event->account};
}

static bool may_ctcp(void *arg, struct network *net, const struct event *event)
{
	struct person who = person_of(net, event);

	return audience_serves_ctcp(arg, &who);
}

static bool may_invite(void *arg, struct network *net, const struct event *event)
{
	struct bot *bot = arg;
	const struct config_network *config = section_for(bot->config, network_name(net));
	struct person who = person_of(net, event);

	if (config == NULL || config->join_on_invite == INVITE_NO ||
		!audience_hears(bot, &who, NULL))
		return false;
	logins_expire(access_logins(bot->access), loop_now_ms(bot->loop));
	return config->join_on_invite == INVITE_ANYONE ||
	       access_role(bot->access, &who) >= ROLE_OPERATOR;
}

static void add_network(struct bot *bot, const struct config_network *config)
{
	static const struct network_events events = {
		.wants = hear_wants,
		.said = hear_event,
		.gone = on_gone,
		.rehosted = on_rehosted,
		.may_invite = may_invite,
		.may_ctcp = may_ctcp,
		.whois = certs_learned,
		.finished = on_finished,
	};

	struct network *net = network_new(
		bot->loop, bot->log, config, &events, bot, bot->transport);

	network_remember(net, bot->store);
	bot->networks = mem_resize(bot->networks, bot->network_count + 1, sizeof *bot->networks);
	bot->networks[bot->network_count++] = net;
}

/* ---- building and freeing ---- */

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

/* Rolls older than history_days go, once a day. */
static void forget_old(void *arg)
{
	struct bot *bot = arg;
	int64_t age_s = (int64_t)bot->config->history_days * DAY_S;
	struct error err;

	if (age_s > 0 && !fair_prune(bot->store, loop_wall_ms(bot->loop) / 1000 - age_s, &err))
		log_warning(bot->log, "cannot forget old rolls: %s", err.text);
	timer_set(bot->prune_timer, DAY_S * 1000);
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

static void add_core_words(struct bot *bot)
{
	static const struct command *const tables[] = {
		core_words, ignore_words, fair_words, gm_words, history_words, backup_words};
	struct error err;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (!commands_add(bot->commands, tables[i], NULL, &err))
			log_error(bot->log, "the core's own words: %s", err.text);
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
	bot->commands = commands_new();
	add_core_words(bot);
	bot->data_dir = plugins_data_dir(config);
	bot->plugins = plugins_new(loop, log, bot->store, bot->commands, plugin_dir, bot->data_dir);
	plugins_apply(bot->plugins, config);
	bot->access = access_new(config);
	bot->limits = limit_new();
	bot->ignores = ignores_new(bot->store, log);
	bot->certs = certs_new(bot);
	bot->fair = fair_new(bot->store, log);
	fair_configure(bot->fair, config->fair_epoch_hours, config->fair_epoch_rolls);
	bot->said_timer = timer_new(loop, write_said, bot);
	fair_on_settled(bot->fair, on_settled, bot);
	bot->gms = gms_new(bot->store, log);
	bot->prune_timer = timer_new(loop, forget_old, bot);
	bot->more = more_new();
	free(plugin_dir);
	return bot;
}

void bot_free(struct bot *bot)
{
	if (bot == NULL)
		return;
	store_commit(bot->store); /* whoever waits for it still finds everything */
	store_backup_stop(bot->store);
	jobs_free(bot);
	for (size_t i = 0; i < bot->network_count; i++)
		network_free(bot->networks[i]);
	free(bot->networks);
	arena_release(&bot->arena);
	more_free(bot->more);
	certs_free(bot->certs);
	write_said(bot);
	fair_on_settled(bot->fair, NULL, NULL);
	timer_free(bot->said_timer);
	timer_free(bot->prune_timer);
	gms_free(bot->gms);
	fair_free(bot->fair);
	ignores_free(bot->ignores);
	limit_free(bot->limits);
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
	for (size_t i = 0; i < bot->config->network_count; i++) {
		add_network(bot, &bot->config->networks[i]);
		network_start(bot->networks[i]);
	}
	forget_old(bot);
}

void bot_quit(struct bot *bot, const char *reason)
{
	if (bot->quitting)
		return;
	bot->quitting = true;
	notify_manager("STOPPING=1");
	log_info(bot->log, "ending: %s", reason);
	store_commit(bot->store); /* what was asked before is answered before */
	for (size_t i = 0; i < bot->network_count; i++)
		network_quit(bot->networks[i], reason);
	loop_defer(bot->loop, stop_if_alone, bot);
}

/* ---- a new configuration ---- */

static void note(struct strbuf *summary, const char *what, const char *name)
{
	strbuf_addf(summary, "%s%s %s", summary->len > 0 ? ", " : "", what, name);
}

/* Networks that NOW does not name are left at once: their section is about to be freed. */
static void leave_networks(struct bot *bot, const struct config *now, struct strbuf *summary)
{
	for (size_t i = 0; i < bot->network_count;) {
		struct network *net = bot->networks[i];
		if (section_for(now, network_name(net)) != NULL) {
			i++;
			continue;
		}
		note(summary, "leaving", network_name(net));
		network_drop(net, "No longer wanted here");
		network_free(net);
		bot->networks[i] = bot->networks[--bot->network_count];
	}
}

static void update_networks(struct bot *bot, const struct config *now, struct strbuf *summary)
{
	size_t before;

	if (bot->console != NULL)
		return;
	leave_networks(bot, now, summary);
	before = bot->network_count;
	for (size_t i = 0; i < now->network_count; i++) {
		const struct config_network *config = &now->networks[i];
		struct network *net = bot_network(bot, config->name);
		if (net == NULL) {
			note(summary, "joining", config->name);
			add_network(bot, config);
			continue;
		}
		if (network_must_reconnect(net, config))
			note(summary, "reconnecting", config->name);
		network_reconfigure(net, config);
	}
	for (size_t i = before; i < bot->network_count; i++)
		network_start(bot->networks[i]);
}

static void note_plugins(struct bot *bot, struct map *before, struct strbuf *summary)
{
	size_t at = 0;
	const char *name;

	for (size_t i = 0; i < plugins_count(bot->plugins); i++) {
		name = plugins_info(bot->plugins, i)->name;
		if (map_remove(before, name) == NULL)
			note(summary, "loaded", name);
	}
	while (map_next(before, &at, &name) != NULL)
		note(summary, "unloaded", name);
}

static void update_plugins(struct bot *bot, const struct config *now, struct strbuf *summary)
{
	struct map *before = map_new();

	for (size_t i = 0; i < plugins_count(bot->plugins); i++)
		map_set(before, plugins_info(bot->plugins, i)->name, bot);
	plugins_apply(bot->plugins, now);
	note_plugins(bot, before, summary);
	map_free(before);
}

static void apply(struct bot *bot, struct config *now, struct strbuf *summary)
{
	struct strbuf changes = STRBUF_INIT;

	update_networks(bot, now, &changes);
	update_plugins(bot, now, &changes);
	access_reconfigure(bot->access, now);
	fair_configure(bot->fair, now->fair_epoch_hours, now->fair_epoch_rolls);
	if (!bot->keep_log_level)
		log_set_level(bot->log, now->log_level);
	config_free(bot->config);
	bot->config = now;
	strbuf_addf(summary, "Configuration read again: %s.",
		changes.len > 0 ? changes.text : "connections and plugins stay as they are");
	strbuf_release(&changes);
}

/* The first mistake, and how many more there are; all of them are in the log. */
static void refuse(struct bot *bot, const struct strbuf *mistakes, struct strbuf *summary)
{
	size_t first = strcspn(mistakes->text, "\n"), lines = 0;
	const char *at = mistakes->text;

	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		log_error(bot->log, "%.*s", (int)len, at);
		at += len + (at[len] == '\n');
		lines++;
	}
	strbuf_addf(summary, "Nothing changed. %.*s", (int)first, mistakes->text);
	if (lines > 1)
		strbuf_addf(summary, " (and %zu more, see the log)", lines - 1);
}

bool bot_rehash(struct bot *bot, struct strbuf *summary)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *now = NULL;
	struct error err;
	bool fine = false;

	if (bot->config->path == NULL) {
		strbuf_addstr(summary, "There is no configuration file to read.");
		return false;
	}
	now = config_load(bot->config->path, plugins_check, &mistakes);
	if (now != NULL && !log_set_file(bot->log, now->log_file, &err))
		strbuf_addf(&mistakes, "%s: %s\n", now->path, err.text);
	fine = now != NULL && mistakes.len == 0;
	if (fine) {
		apply(bot, now, summary);
	} else {
		config_free(now);
		refuse(bot, &mistakes, summary);
	}
	strbuf_release(&mistakes);
	return fine;
}
