/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections [plugin NAME] of a configuration, held against the rows of the plugins. */
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

static const struct setting *find_row(const struct plugin_info *info, const char *key)
{
	for (size_t i = 0; i < plugin_setting_count(info); i++)
		if (strcmp(info->settings[i].name, key) == 0)
			return &info->settings[i];
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
		const struct setting *row = find_row(info, value->key);
		struct error err;
		if (row == NULL)
			unknown_key(mistakes, config, info, value);
		else if (!config_setting_valid(row, value->value, &err))
			strbuf_addf(mistakes, "%s:%d: %s: %s\n", config->path, value->line,
				value->key, err.text);
	}
}

/* ---- what channels say to plugins ---- */

/* The values of all [channel] sections, and which of them a plugin knew. */
struct channel_values {
	const struct config_value **values;
	bool *known;
	size_t count;
	bool unsure; /* a plugin could not be asked */
};

static void gather_channel_values(const struct config *config, struct channel_values *all)
{
	*all = (struct channel_values){.values = NULL};
	for (size_t i = 0; i < config->channel_count; i++) {
		const struct config_channel_settings *settings = &config->channels[i].settings;
		for (size_t v = 0; v < settings->plugin_value_count; v++) {
			all->values = mem_resize(all->values, all->count + 1, sizeof *all->values);
			all->values[all->count++] = &settings->plugin_values[v];
		}
	}
	all->known = mem_zalloc(all->count, sizeof *all->known);
}

static void check_channel_values(struct strbuf *mistakes, const struct config *config,
	const struct plugin_info *info, struct channel_values *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct config_value *value = all->values[i];
		const struct setting *row = find_row(info, value->key);
		struct error err;
		if (row == NULL || !row->per_channel)
			continue;
		all->known[i] = true;
		if (!config_setting_valid(row, value->value, &err))
			strbuf_addf(mistakes, "%s:%d: %s: %s\n", config->path, value->line,
				value->key, err.text);
	}
}

static void tell_unknown_channel_values(
	struct strbuf *mistakes, const struct config *config, const struct channel_values *all)
{
	for (size_t i = 0; i < all->count && !all->unsure; i++)
		if (!all->known[i])
			strbuf_addf(mistakes,
				"%s:%d: unknown key '%s' in [channel] (no plugin has such a "
				"setting for channels)\n",
				config->path, all->values[i]->line, all->values[i]->key);
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
	check_channel_values(mistakes, config, info, all);
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
	tell_unknown_channel_values(mistakes, config, &all);
	free(all.values);
	free(all.known);
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
