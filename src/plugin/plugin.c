/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin is opened, looked at, and only then believed: magic and ABI first, its rows last.
 * Whatever fails on the way leaves nothing behind. */
#include "plugin/plugin.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "plugin/impl.h"
#include "request/request.h"

struct plugin_timer {
	struct plugin_timer *next;
	struct plugin *plugin;
	struct timer *timer;
	void (*run)(struct plugin *self, void *arg);
	void *arg;
};

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

/* ---- settings ---- */

/* The value that SECTION (may be NULL) gives to ROW, or its default. */
static const char *value_of(const struct config_plugin *section, const struct setting *row)
{
	for (size_t i = 0; section != NULL && i < section->count; i++)
		if (strcmp(section->values[i].key, row->name) == 0)
			return section->values[i].value;
	return row->value;
}

static void drop_values(struct plugin *plugin)
{
	for (size_t i = 0; i < plugin_setting_count(plugin->info); i++)
		free(plugin->values[i]);
	free(plugin->values);
	plugin->values = NULL;
}

/* Take the settings from CONFIG. One that is not valid keeps the default: the check has told. */
static void take_settings(struct plugin *plugin, const struct config *config)
{
	const struct config_plugin *section = config_plugin_section(config, plugin->name);
	size_t count = plugin_setting_count(plugin->info);
	char **values = mem_zalloc(count, sizeof *values);

	for (size_t i = 0; i < count; i++) {
		const struct setting *row = &plugin->info->settings[i];
		const char *value = value_of(section, row);
		struct error err;
		values[i] = mem_strdup(config_setting_valid(row, value, &err) ? value : row->value);
	}
	if (plugin->values != NULL)
		drop_values(plugin);
	plugin->values = values;
}

static const char *setting(const struct plugin *self, const char *name, enum setting_type type)
{
	const struct setting *rows = self->info->settings;

	for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++)
		if (strcmp(rows[i].name, name) == 0 && rows[i].type == type)
			return self->values[i];
	log_error(self->host->log, "plugin %s asks for a setting that it does not declare: %s",
		self->name, name);
	abort();
}

const char *request_setting(const struct request *rq, const struct plugin *self, const char *name)
{
	const struct config_channel_settings *settings = rq->settings;
	const struct setting *rows = self->info->settings;

	for (size_t i = 0; i < settings->plugin_value_count; i++)
		if (strcmp(settings->plugin_values[i].key, name) == 0)
			return settings->plugin_values[i].value;
	for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++)
		if (strcmp(rows[i].name, name) == 0)
			return self->values[i];
	return setting(self, name, SETTING_TEXT); /* which says so and ends the program */
}

bool plugin_flag(const struct plugin *self, const char *name)
{
	bool flag = false;

	config_flag_parse(setting(self, name, SETTING_FLAG), &flag);
	return flag;
}

long plugin_number(const struct plugin *self, const char *name)
{
	const char *text = setting(self, name, SETTING_NUMBER);
	long number = 0;

	number_parse(text, LONG_MIN, LONG_MAX, &number);
	return number;
}

const char *plugin_text(const struct plugin *self, const char *name)
{
	return setting(self, name, SETTING_TEXT);
}

/* ---- the handle ---- */

void *plugin_state(const struct plugin *self)
{
	return self->state;
}

void plugin_set_state(struct plugin *self, void *state)
{
	self->state = state;
}

const char *plugin_data_dir(const struct plugin *self)
{
	return self->host->data_dir;
}

void plugin_warn(const struct plugin *self, const char *format, ...)
{
	va_list values;
	char text[512];

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	log_warning(self->host->log, "plugin %s: %s", self->name, text);
}

static void timer_release(struct plugin_timer *timer)
{
	struct plugin_timer **at = &timer->plugin->timers;

	while (*at != timer)
		at = &(*at)->next;
	*at = timer->next;
	timer_free(timer->timer);
	free(timer);
}

static void on_timer(void *arg)
{
	struct plugin_timer *timer = arg;
	struct plugin *plugin = timer->plugin;
	void (*run)(struct plugin * self, void *arg) = timer->run;
	void *run_arg = timer->arg;

	timer_release(timer);
	run(plugin, run_arg);
}

struct plugin_timer *plugin_after(
	struct plugin *self, long delay_ms, void (*run)(struct plugin *self, void *arg), void *arg)
{
	struct plugin_timer *timer = mem_zalloc(1, sizeof *timer);

	timer->plugin = self;
	timer->run = run;
	timer->arg = arg;
	timer->timer = timer_new(self->host->loop, on_timer, timer);
	timer->next = self->timers;
	self->timers = timer;
	timer_set(timer->timer, delay_ms);
	return timer;
}

void plugin_cancel(struct plugin *self, struct plugin_timer *timer)
{
	(void)self;
	timer_release(timer);
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
	while (plugin->timers != NULL)
		timer_release(plugin->timers);
	drop_values(plugin);
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
	take_settings(plugin, config);
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

void plugins_apply(struct plugins *plugins, const struct config *config)
{
	struct error err;

	for (size_t i = plugins->count; i-- > 0;) {
		if (config_names_plugin(config, plugins->items[i]->name))
			take_settings(plugins->items[i], config);
		else
			unload_at(plugins, i);
	}
	for (size_t i = 0; i < config->plugins.count; i++) {
		const char *name = config->plugins.items[i];
		if (find(plugins, name) == NULL && !plugins_load(plugins, name, config, &err))
			log_error(plugins->log, "plugin %s is left out: %s", name, err.text);
	}
}

/* ---- questions ---- */

static bool listens(const struct plugin *plugin, const char *text)
{
	const struct plugin_info *info = plugin->info;

	return info->examine != NULL &&
	       (info->examine_text == NULL || strstr(text, info->examine_text) != NULL);
}

bool plugins_listen(const struct plugins *plugins, const char *text)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (listens(plugins->items[i], text))
			return true;
	return false;
}

enum verdict plugins_examine(struct plugins *plugins, struct request *rq)
{
	for (size_t i = 0; i < plugins->count; i++) {
		struct plugin *plugin = plugins->items[i];
		if (listens(plugin, request_text(rq)) && plugin->info->examine(plugin, rq) == TAKEN)
			return TAKEN;
	}
	return PASS;
}

enum verdict plugins_explain(struct plugins *plugins, struct request *rq, const char *topic)
{
	for (size_t i = 0; i < plugins->count; i++) {
		struct plugin *plugin = plugins->items[i];
		if (plugin->info->explain != NULL &&
			plugin->info->explain(plugin, rq, topic) == TAKEN && topic != NULL)
			return TAKEN;
	}
	return PASS;
}

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
