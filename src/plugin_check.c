/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections [plugin NAME] of a configuration, held against the rows of the plugins. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "plugin_impl.h"

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

static void check_plugin(struct strbuf *mistakes, const struct config *config, const char *dir,
	const char *name, bool must_load)
{
	const struct config_plugin *section = config_plugin_section(config, name);
	const struct plugin_info *info;
	struct error err;
	void *handle;

	info = plugin_open_file(dir, name, &handle, &err);
	if (info == NULL) {
		if (must_load)
			strbuf_addf(mistakes, "%s: plugin %s: %s\n", config->path, name, err.text);
		return;
	}
	if (section != NULL)
		check_section(mistakes, config, info, section);
	dlclose(handle);
}

static bool check_all(const struct config *config, struct strbuf *mistakes, bool must_load)
{
	char *dir = plugins_dir(config);
	size_t before = mistakes->len;

	for (size_t i = 0; i < config->plugins.count; i++)
		check_plugin(mistakes, config, dir, config->plugins.items[i], must_load);
	for (size_t i = 0; i < config->plugin_section_count; i++) {
		const struct config_plugin *section = &config->plugin_sections[i];
		if (!config_names_plugin(config, section->name))
			strbuf_addf(mistakes,
				"%s:%d: [plugin %s] is not among `plugins =` (name it there, or "
				"remove "
				"the section)\n",
				config->path, section->line, section->name);
	}
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
