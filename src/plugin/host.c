/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of plugins. One is opened, looked at, and only then believed: magic and ABI first, its
 * rows last. Whatever fails on the way leaves nothing behind. */
#include "plugin/plugin.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "config/config.h"
#include "os/log.h"
#include "plugin/impl.h"
#include "request/command.h"
#include "store/store.h"

/* What was said to the store was taken back: no plugin may go on believing it. */
static void forget_all(void *arg)
{
	const struct plugins *plugins = arg;

	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->forget != NULL)
			plugins->items[i]->info->forget(plugins->items[i]);
}

struct plugins *plugins_new(struct loop *loop, struct log *log, struct store *store,
	struct commands *commands, const char *dir, const char *data_dir)
{
	struct plugins *plugins = mem_zalloc(1, sizeof *plugins);

	plugins->loop = loop;
	plugins->log = log;
	plugins->store = store;
	plugins->commands = commands;
	plugins->dir = mem_strdup(dir);
	plugins->data_dir = mem_strdup(data_dir);
	store_on_loss(store, forget_all, plugins);
	return plugins;
}

void plugins_serve(struct plugins *plugins, const struct plugins_bot *bot, void *arg)
{
	plugins->bot = bot;
	plugins->bot_arg = arg;
}

/* ---- loading and unloading ---- */

static size_t position(const struct plugins *plugins, const char *name)
{
	size_t at = 0;

	while (at < plugins->count && strcmp(plugins->items[at]->name, name) < 0)
		at++;
	return at;
}

static struct plugin *find(const struct plugins *plugins, const char *name)
{
	size_t at = position(plugins, name);

	return at < plugins->count && strcmp(plugins->items[at]->name, name) == 0
		       ? plugins->items[at]
		       : NULL;
}

static void insert(struct plugins *plugins, struct plugin *plugin)
{
	size_t at = position(plugins, plugin->name);

	plugins->items = mem_resize(plugins->items, plugins->count + 1, sizeof *plugins->items);
	memmove(&plugins->items[at + 1], &plugins->items[at],
		(plugins->count - at) * sizeof *plugins->items);
	plugins->items[at] = plugin;
	plugins->count++;
}

/* Take back everything that PLUGIN was given, and close its file. */
static void release(struct plugin *plugin)
{
	commands_sweep(plugin->host->commands, plugin);
	plugin_drop_timers(plugin);
	plugin_drop_values(plugin);
	plugin_drop_added(plugin);
	dlclose(plugin->handle);
	free(plugin->name);
	free(plugin);
}

/* PLUGIN's own part of the loading. */
static bool start(struct plugin *plugin, struct error *err)
{
	const struct plugin_info *info = plugin->info;

	error_set(err, "it would not start, and does not say why");
	if (info->open != NULL && !info->open(plugin, err))
		return false;
	if (info->commands == NULL ||
		commands_add(plugin->host->commands, info->commands, plugin, err))
		return true;
	if (info->close != NULL)
		info->close(plugin);
	return false;
}

bool plugins_load(
	struct plugins *plugins, const char *name, const struct config *config, struct error *err)
{
	struct plugin *plugin;
	const struct plugin_info *info;
	void *handle;

	if (find(plugins, name) != NULL)
		return error_set(err, "it is loaded already");
	info = plugin_open_file(plugins->dir, name, &handle, err);
	if (info == NULL)
		return false;
	plugin = mem_zalloc(1, sizeof *plugin);
	plugin->host = plugins;
	plugin->name = mem_strdup(name);
	plugin->handle = handle;
	plugin->info = info;
	plugins->config = config;
	plugin_take_settings(plugin, config);
	if (!start(plugin, err)) {
		release(plugin);
		return false;
	}
	insert(plugins, plugin);
	return true;
}

static void unload_at(struct plugins *plugins, size_t at)
{
	struct plugin *plugin = plugins->items[at];

	plugins->count--;
	memmove(&plugins->items[at], &plugins->items[at + 1],
		(plugins->count - at) * sizeof *plugins->items);
	plugin_drop_computing(plugin);
	if (plugin->info->close != NULL)
		plugin->info->close(plugin);
	release(plugin);
}

bool plugins_unload(struct plugins *plugins, const char *name, struct error *err)
{
	if (find(plugins, name) == NULL)
		return error_set(err, "no plugin of that name is loaded");
	unload_at(plugins, position(plugins, name));
	return true;
}

bool plugins_reload(
	struct plugins *plugins, const char *name, const struct config *config, struct error *err)
{
	if (find(plugins, name) == NULL)
		return error_set(err, "no plugin of that name is loaded");
	if (!plugin_try_file(plugins->dir, name, err))
		return false;
	unload_at(plugins, position(plugins, name));
	return plugins_load(plugins, name, config, err);
}

void plugins_free(struct plugins *plugins)
{
	if (plugins == NULL)
		return;
	while (plugins->count > 0)
		unload_at(plugins, plugins->count - 1);
	store_no_loss(plugins->store, plugins);
	free(plugins->items);
	free(plugins->dir);
	free(plugins->data_dir);
	free(plugins);
}

/* ---- a configuration ---- */

/* Give PLUGIN, which stays, what CONFIG says, and let it read its files again. */
static void refresh(struct plugin *plugin, const struct config *config, struct strbuf *mistakes)
{
	plugin_take_settings(plugin, config);
	if (plugin->info->rehash != NULL)
		plugin->info->rehash(plugin, mistakes);
}

void plugins_apply(struct plugins *plugins, const struct config *config, struct strbuf *mistakes)
{
	struct error err;

	plugins->config = config;
	for (size_t i = plugins->count; i-- > 0;) {
		if (config_names_plugin(config, plugins->items[i]->name))
			refresh(plugins->items[i], config, mistakes);
		else
			unload_at(plugins, i);
	}
	for (size_t i = 0; i < config->plugins.count; i++) {
		const char *name = config->plugins.items[i];
		if (find(plugins, name) == NULL && !plugins_load(plugins, name, config, &err))
			log_error(plugins->log, "plugin %s is left out: %s", name, err.text);
	}
}

/* ---- looking ---- */

size_t plugins_count(const struct plugins *plugins)
{
	return plugins->count;
}

const struct plugin_info *plugins_info(const struct plugins *plugins, size_t index)
{
	return plugins->items[index]->info;
}

const struct plugin_info *plugins_find(const struct plugins *plugins, const char *name)
{
	for (size_t i = 0; i < plugins->count; i++) {
		const struct plugin_info *info = plugins->items[i]->info;
		if (strcasecmp(info->name, name) == 0 ||
			(info->aka != NULL && strcasecmp(info->aka, name) == 0))
			return info;
	}
	return NULL;
}
