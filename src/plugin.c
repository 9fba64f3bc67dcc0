/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin is opened, looked at, and only then believed: magic and ABI first, its rows last. Whatever
 * fails on the way leaves nothing behind. */
#include "plugin.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/number.h"
#include "request.h"

enum { MAX_PLUGIN_NAME = 32 };

struct plugin_timer {
	struct plugin_timer *next;
	struct plugin *plugin;
	struct timer *timer;
	void (*run)(struct plugin *self, void *arg);
	void *arg;
};

struct plugin {
	struct plugins *host;
	char *name;
	void *handle;
	const struct plugin_info *info;
	void *state;
	char **values; /* of the settings, in the order of their rows */
	struct plugin_timer *timers;
};

struct plugins {
	struct loop *loop;
	struct log *log;
	struct commands *commands;
	char *dir, *data_dir;
	struct plugin **items; /* sorted by name */
	size_t count;
};

struct plugins *plugins_new(struct loop *loop, struct log *log, struct commands *commands,
	const char *dir, const char *data_dir)
{
	struct plugins *plugins = mem_zalloc(1, sizeof *plugins);

	plugins->loop = loop;
	plugins->log = log;
	plugins->commands = commands;
	plugins->dir = mem_strdup(dir);
	plugins->data_dir = mem_strdup(data_dir);
	return plugins;
}

/* ---- the folders ---- */

/* PATH below the folder of the running program, if something is there; else NULL. */
static char *beside_program(const char *path)
{
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	char *slash, *found;

	if (len <= 0)
		return NULL;
	program[len] = '\0';
	slash = strrchr(program, '/');
	found = mem_printf("%.*s/%s", (int)(slash - program), program, path);
	if (access(found, R_OK) == 0)
		return found;
	free(found);
	return NULL;
}

/* The configured folder; else the first that exists of those where a build has it, seen from the
 * program and from a test program below it; else the installed one. */
static char *choose_dir(const char *configured, const char *const beside[], const char *installed)
{
	char *found = NULL;

	if (configured[0] != '\0')
		return mem_strdup(configured);
	for (size_t i = 0; beside[i] != NULL && found == NULL; i++)
		found = beside_program(beside[i]);
	return found != NULL ? found : mem_strdup(installed);
}

char *plugins_dir(const struct config *config)
{
	static const char *const beside[] = {"plugins", "../../plugins", NULL};

	return choose_dir(config->plugin_dir, beside, LOGIOS_PREFIX "/lib/logios/plugins");
}

char *plugins_data_dir(const struct config *config)
{
	static const char *const beside[] = {"../etc/decks/..", "../../../etc/decks/..",
		"../../etc/decks/..", "../../../../etc/decks/..", NULL};

	return choose_dir(config->data_dir, beside, LOGIOS_PREFIX "/share/logios");
}

/* ---- opening and looking ---- */

static bool name_valid(const char *name, struct error *err)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (len > 0 && len <= MAX_PLUGIN_NAME && name[len] == '\0')
		return true;
	return error_set(err, "a plugin's name has only lower-case letters, digits, _ and -");
}

/* Whether INFO is what we can talk to. Nothing but its first two members is read before they fit. */
static bool info_fits(const struct plugin_info *info, const char *name, struct error *err)
{
	if (info == NULL)
		return error_set(err, "it is no plugin: it has no logios_plugin");
	if (info->magic != LOGIOS_PLUGIN_MAGIC)
		return error_set(err, "it is no plugin: its logios_plugin is something else");
	if (info->abi != LOGIOS_PLUGIN_ABI)
		return error_set(err, "it was built for ABI %u, this is ABI %u: build it again",
			info->abi, LOGIOS_PLUGIN_ABI);
	if (info->name == NULL || info->version == NULL || info->summary == NULL)
		return error_set(err, "it lacks a name, a version or a summary");
	if (strcmp(info->name, name) != 0)
		return error_set(
			err, "it calls itself %s: name the file %s.so", info->name, info->name);
	return true;
}

/* Open NAME in DIR; *HANDLE is to be closed unless NULL is returned. */
static const struct plugin_info *open_file(
	const char *dir, const char *name, void **handle, struct error *err)
{
	const struct plugin_info *info;
	char *path;

	if (!name_valid(name, err))
		return NULL;
	path = mem_printf("%s/%s.so", dir, name);
	*handle = NULL;
	if (access(path, F_OK) != 0)
		error_set(err, "there is no %s", path);
	else if ((*handle = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL)
		error_set(err, "%s (build it against this version's headers)", dlerror());
	free(path);
	if (*handle == NULL)
		return NULL;
	info = dlsym(*handle, "logios_plugin");
	if (info_fits(info, name, err))
		return info;
	dlclose(*handle);
	return NULL;
}

/* ---- settings ---- */

static size_t setting_count(const struct plugin_info *info)
{
	size_t count = 0;

	while (info->settings != NULL && info->settings[count].name != NULL)
		count++;
	return count;
}

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
	for (size_t i = 0; i < setting_count(plugin->info); i++)
		free(plugin->values[i]);
	free(plugin->values);
	plugin->values = NULL;
}

/* Take the settings from CONFIG. One that is not valid keeps the default: the check has told. */
static void take_settings(struct plugin *plugin, const struct config *config)
{
	const struct config_plugin *section = config_plugin_section(config, plugin->name);
	size_t count = setting_count(plugin->info);
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
	info = open_file(plugins->dir, name, &handle, err);
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
	if (!plugins_unload(plugins, name, err))
		return false;
	return plugins_load(plugins, name, config, err);
}

void plugins_free(struct plugins *plugins)
{
	if (plugins == NULL)
		return;
	while (plugins->count > 0)
		unload_at(plugins, plugins->count - 1);
	free(plugins->items);
	free(plugins->dir);
	free(plugins->data_dir);
	free(plugins);
}

/* ---- a configuration ---- */

static bool names(const struct config *config, const char *plugin)
{
	for (size_t i = 0; i < config->plugins.count; i++)
		if (strcmp(config->plugins.items[i], plugin) == 0)
			return true;
	return false;
}

void plugins_apply(struct plugins *plugins, const struct config *config)
{
	struct error err;

	for (size_t i = plugins->count; i-- > 0;) {
		if (names(config, plugins->items[i]->name))
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

static const struct setting *find_row(const struct plugin_info *info, const char *key)
{
	for (size_t i = 0; i < setting_count(info); i++)
		if (strcmp(info->settings[i].name, key) == 0)
			return &info->settings[i];
	return NULL;
}

static void unknown_key(struct strbuf *mistakes, const struct config *config,
	const struct plugin_info *info, const struct config_value *value)
{
	struct nearest search;

	nearest_begin(&search, value->key);
	for (size_t i = 0; i < setting_count(info); i++)
		nearest_offer(&search, info->settings[i].name);
	strbuf_addf(mistakes, "%s:%d: [plugin %s] has no key \"%s\"", config->path, value->line,
		info->name, value->key);
	if (search.best != NULL)
		strbuf_addf(mistakes, " (did you mean \"%s\"?)", search.best);
	strbuf_addch(mistakes, '\n');
}

static void check_section(struct strbuf *mistakes, const struct config *config,
	const struct plugin_info *info, const struct config_plugin *section)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct config_value *value = &section->values[i];
		const struct setting *row = find_row(info, value->key);
		struct error err;
		if (row == NULL)
			unknown_key(mistakes, config, info, value);
		else if (!config_setting_valid(row, value->value, &err))
			strbuf_addf(mistakes, "%s:%d: %s: %s\n", config->path, value->line,
				value->key, err.text);
	}
}

static void check_plugin(
	struct strbuf *mistakes, const struct config *config, const char *dir, const char *name)
{
	const struct config_plugin *section = config_plugin_section(config, name);
	const struct plugin_info *info;
	struct error err;
	void *handle;

	info = open_file(dir, name, &handle, &err);
	if (info == NULL) {
		strbuf_addf(mistakes, "%s: plugin %s: %s\n", config->path, name, err.text);
		return;
	}
	if (section != NULL)
		check_section(mistakes, config, info, section);
	dlclose(handle);
}

bool plugins_check(const struct config *config, struct strbuf *mistakes)
{
	char *dir = plugins_dir(config);
	size_t before = mistakes->len;

	for (size_t i = 0; i < config->plugins.count; i++)
		check_plugin(mistakes, config, dir, config->plugins.items[i]);
	for (size_t i = 0; i < config->plugin_section_count; i++) {
		const struct config_plugin *section = &config->plugin_sections[i];
		if (!names(config, section->name))
			strbuf_addf(mistakes,
				"%s:%d: [plugin %s] is not among `plugins =` (name it there, or "
				"remove "
				"the section)\n",
				config->path, section->line, section->name);
	}
	free(dir);
	return mistakes->len == before;
}

/* ---- questions ---- */

enum verdict plugins_examine(struct plugins *plugins, struct request *rq)
{
	for (size_t i = 0; i < plugins->count; i++) {
		struct plugin *plugin = plugins->items[i];
		if (plugin->info->examine != NULL && plugin->info->examine(plugin, rq) == TAKEN)
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
