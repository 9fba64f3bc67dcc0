/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check the [plugin NAME] sections of a configuration, and what its [channel] sections say to
 * plugins, against the rows of the plugins. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "plugin/impl.h"

size_t plugin_setting_count(const struct plugin_info *info)
{
	size_t count = 0;

	while (info->settings != NULL && info->settings[count].name != NULL)
		count++;
	return count;
}

const struct setting *plugin_setting_find(const struct plugin_info *info, const char *name)
{
	for (const struct setting *row = info->settings; row != NULL && row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

static void unknown_key(struct strbuf *mistakes, const struct config *config,
	const struct plugin_info *info, const struct config_value *value)
{
	struct nearest search;

	nearest_begin(&search, value->key);
	for (size_t i = 0; i < plugin_setting_count(info); i++)
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
		const struct setting *row = plugin_setting_find(info, value->key);
		struct error err;
		if (row == NULL && info->adds_settings)
			continue;
		if (row == NULL)
			unknown_key(mistakes, config, info, value);
		else if (!config_setting_valid(row, value->value, &err))
			strbuf_addf(mistakes, "%s:%d: %s: %s\n", config->path, value->line,
				value->key, err.text);
	}
}

/* ---- what channels say to plugins ---- */

/* A value of a [channel] section, PLUGIN.NAME or NAME. */
struct channel_value {
	const struct config_channel *channel;
	const struct config_value *value;
	const char *name;       /* without the plugin's */
	size_t owners;          /* plugins that it may mean */
	struct strbuf meanings; /* their 'PLUGIN.NAME' with "or" between */
	struct strbuf mistakes; /* of what it is worth to them; they count when it means one */
};

/* The values of all [channel] sections. */
struct channel_values {
	struct channel_value *items;
	size_t count;
	bool unsure; /* a plugin could not be asked */
};

static void gather_channel_values(const struct config *config, struct channel_values *all)
{
	*all = (struct channel_values){.items = NULL};
	for (size_t i = 0; i < config->channel_count; i++) {
		const struct config_channel *channel = &config->channels[i];
		for (size_t v = 0; v < channel->settings.plugin_value_count; v++) {
			const struct config_value *value = &channel->settings.plugin_values[v];
			const char *dot = strchr(value->key, '.');
			all->items = mem_resize(all->items, all->count + 1, sizeof *all->items);
			all->items[all->count++] = (struct channel_value){.channel = channel,
				.value = value,
				.name = dot != NULL && dot > value->key ? dot + 1 : value->key,
				.meanings = STRBUF_INIT,
				.mistakes = STRBUF_INIT};
		}
	}
}

static void release_channel_values(struct channel_values *all)
{
	for (size_t i = 0; i < all->count; i++) {
		strbuf_release(&all->items[i].meanings);
		strbuf_release(&all->items[i].mistakes);
	}
	free(all->items);
}

/* Return how many bytes of the key are a plugin's name; 0 when it has none. */
static size_t plugin_len(const struct channel_value *item)
{
	return item->name != item->value->key ? (size_t)(item->name - item->value->key) - 1 : 0;
}

/* Whether ITEM names the plugin NAME. */
static bool names(const struct channel_value *item, const char *name)
{
	size_t len = plugin_len(item);

	return len > 0 && strlen(name) == len && strncmp(item->value->key, name, len) == 0;
}

/* Note that the plugin of INFO, which ITEM names, has no setting for it. */
static void no_such_row(struct channel_value *item, const struct plugin_info *info)
{
	struct nearest search;

	nearest_begin(&search, item->name);
	for (size_t i = 0; i < plugin_setting_count(info); i++)
		if (info->settings[i].per_channel)
			nearest_offer(&search, info->settings[i].name);
	strbuf_addf(&item->mistakes, "%s: plugin %s has no such setting for channels",
		item->value->key, info->name);
	if (search.best != NULL)
		strbuf_addf(&item->mistakes, " (did you mean '%s.%s'?)", info->name, search.best);
}

/* Hold ITEM against the rows of INFO. */
static void check_channel_value(struct channel_value *item, const struct plugin_info *info)
{
	const struct setting *row = plugin_setting_find(info, item->name);
	bool named = names(item, info->name), has = row != NULL && row->per_channel;
	struct error err;

	if (!named && (!has || plugin_len(item) > 0))
		return;
	strbuf_addf(&item->meanings, "%s'%s.%s'", item->owners > 0 ? " or " : "", info->name,
		item->name);
	item->owners++;
	if (!has && !(row == NULL && info->adds_settings))
		no_such_row(item, info);
	else if (has && !config_setting_valid(row, item->value->value, &err))
		strbuf_addf(&item->mistakes, "%s: %s", item->value->key, err.text);
}

/* Return the line before ITEM's in which the same setting is set for the same channel, or 0. */
static int set_before(const struct channel_values *all, const struct channel_value *item)
{
	for (const struct channel_value *other = all->items; other < item; other++)
		if (other->channel == item->channel && other->owners == 1 &&
			strcmp(other->meanings.text, item->meanings.text) == 0)
			return other->value->line;
	return 0;
}

/* Append what is wrong with ITEM, once all plugins have been asked. */
static void report_channel_value(struct strbuf *mistakes, const struct config *config,
	const struct channel_values *all, const struct channel_value *item)
{
	int len = (int)plugin_len(item), before = item->owners == 1 ? set_before(all, item) : 0;
	struct strbuf what = STRBUF_INIT;
	char *plugin = mem_strndup(item->value->key, (size_t)len);

	if (item->owners > 1)
		strbuf_addf(&what, "'%s' in [channel] may mean more than one plugin (write %s)",
			item->value->key, item->meanings.text);
	else if (before > 0)
		strbuf_addf(&what, "'%s' is set already, in line %d", item->value->key, before);
	else if (item->owners == 1)
		strbuf_addstr(&what, item->mistakes.text);
	else if (len > 0 && !config_names_plugin(config, plugin))
		strbuf_addf(
			&what, "%s: plugin %s is not among `plugins =`", item->value->key, plugin);
	else if (len == 0 && !all->unsure)
		strbuf_addf(&what,
			"unknown key '%s' in [channel] (no plugin has such a setting for channels)",
			item->value->key);
	if (what.len > 0)
		strbuf_addf(mistakes, "%s:%d: %s\n", config->path, item->value->line, what.text);
	strbuf_release(&what);
	free(plugin);
}

/* ---- all of it ---- */

static void check_plugin(struct strbuf *mistakes, const struct config *config, const char *dir,
	const char *name, bool must_load, struct channel_values *all)
{
	const struct config_plugin *section = config_plugin_section(config, name);
	const struct plugin_info *info;
	struct error err;
	void *handle;

	info = plugin_open_file(dir, name, &handle, &err);
	if (info == NULL) {
		all->unsure = true;
		if (must_load)
			strbuf_addf(mistakes, "%s: plugin %s: %s\n", config->path, name, err.text);
		return;
	}
	if (section != NULL)
		check_section(mistakes, config, info, section);
	for (size_t i = 0; i < all->count; i++)
		check_channel_value(&all->items[i], info);
	dlclose(handle);
}

static bool check_all(const struct config *config, struct strbuf *mistakes, bool must_load)
{
	char *dir = plugins_dir(config);
	size_t before = mistakes->len;
	struct channel_values all;

	gather_channel_values(config, &all);
	for (size_t i = 0; i < config->plugins.count; i++)
		check_plugin(mistakes, config, dir, config->plugins.items[i], must_load, &all);
	for (size_t i = 0; i < config->plugin_section_count; i++) {
		const struct config_plugin *section = &config->plugin_sections[i];
		if (!config_names_plugin(config, section->name))
			strbuf_addf(mistakes,
				"%s:%d: [plugin %s] is not among `plugins =` (name it there, or "
				"remove "
				"the section)\n",
				config->path, section->line, section->name);
	}
	for (size_t i = 0; i < all.count; i++)
		report_channel_value(mistakes, config, &all, &all.items[i]);
	release_channel_values(&all);
	free(dir);
	return mistakes->len == before;
}

bool plugins_check(const struct config *config, struct strbuf *mistakes)
{
	return check_all(config, mistakes, true);
}

bool plugins_check_settings(const struct config *config, struct strbuf *mistakes)
{
	return check_all(config, mistakes, false);
}
