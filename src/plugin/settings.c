/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a plugin: rows of its own and rows that it added, with their values. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "config/config.h"
#include "config/value.h"
#include "os/log.h"
#include "plugin/impl.h"
#include "request/request.h"

/* Return the value that SECTION (may be NULL) gives to ROW, or its default. */
static const char *value_of(const struct config_plugin *section, const struct setting *row)
{
	for (size_t i = 0; section != NULL && i < section->count; i++)
		if (strcmp(section->values[i].key, row->name) == 0)
			return section->values[i].value;
	return row->value;
}

/* Return a copy of what CONFIG says to ROW of PLUGIN; one that is not valid keeps the default. Only
 * those of added rows can be new to people: the check has reported the others. */
static char *take_value(
	const struct plugin *plugin, const struct setting *row, const struct config *config)
{
	const char *value = value_of(config_plugin_section(config, plugin->name), row);
	struct error err;

	if (config_setting_valid(row, value, &err))
		return mem_strdup(value);
	log_warning(plugin->host->log, "plugin %s: %s: %s", plugin->name, row->name, err.text);
	return mem_strdup(row->value);
}

void plugin_drop_values(struct plugin *plugin)
{
	for (size_t i = 0; plugin->values != NULL && i < plugin_setting_count(plugin->info); i++)
		free(plugin->values[i]);
	free(plugin->values);
	plugin->values = NULL;
}

void plugin_take_settings(struct plugin *plugin, const struct config *config)
{
	size_t count = plugin_setting_count(plugin->info);
	char **values = mem_zalloc(count, sizeof *values);

	for (size_t i = 0; i < count; i++)
		values[i] = take_value(plugin, &plugin->info->settings[i], config);
	plugin_drop_values(plugin);
	plugin->values = values;
	for (struct added_setting *added = plugin->added; added != NULL; added = added->next) {
		free(added->value);
		added->value = take_value(plugin, &added->row, config);
	}
}

/* ---- rows that the plugin adds ---- */

static void free_added(struct added_setting *added)
{
	free(added->value);
	arena_release(&added->texts);
	free(added);
}

void plugin_drop_added(struct plugin *plugin)
{
	while (plugin->added != NULL) {
		struct added_setting *added = plugin->added;
		plugin->added = added->next;
		free_added(added);
	}
}

/* Return the value of the setting NAME, with its row in *ROW, or NULL. */
static const char *find(const struct plugin *self, const char *name, const struct setting **row)
{
	const struct setting *rows = self->info->settings;

	for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++)
		if (strcmp(rows[i].name, name) == 0) {
			*row = &rows[i];
			return self->values[i];
		}
	for (const struct added_setting *added = self->added; added != NULL; added = added->next)
		if (strcmp(added->row.name, name) == 0) {
			*row = &added->row;
			return added->value;
		}
	return NULL;
}

bool plugin_add_setting(struct plugin *self, const struct setting *row, struct error *err)
{
	const struct setting *taken;
	struct added_setting *added;

	if (!self->info->adds_settings)
		return error_set(err, "the plugin does not say that it adds settings");
	if (row->name == NULL || row->value == NULL || row->help == NULL)
		return error_set(err, "the row of a setting lacks name, value or help");
	if (find(self, row->name, &taken) != NULL)
		return error_set(err, "there is a setting \"%s\" already", row->name);
	if (!config_setting_valid(row, row->value, err))
		return false;
	added = mem_zalloc(1, sizeof *added);
	added->row = *row;
	added->row.name = arena_strdup(&added->texts, row->name);
	added->row.value = arena_strdup(&added->texts, row->value);
	added->row.help = arena_strdup(&added->texts, row->help);
	added->value = take_value(self, &added->row, self->host->config);
	added->next = self->added;
	self->added = added;
	return true;
}

bool plugin_remove_setting(struct plugin *self, const char *name)
{
	struct added_setting **at = &self->added, *added;

	while (*at != NULL && strcmp((*at)->row.name, name) != 0)
		at = &(*at)->next;
	added = *at;
	if (added == NULL)
		return false;
	*at = added->next;
	free_added(added);
	return true;
}

/* ---- asking ---- */

static void no_such_setting(const struct plugin *self, const char *name)
{
	log_error(self->host->log, "plugin %s asks for a setting that it does not declare: %s",
		self->name, name);
	abort();
}

static const char *value(const struct plugin *self, const char *name, enum setting_type type)
{
	const struct setting *row = NULL;
	const char *text = find(self, name, &row);

	if (text == NULL || row->type != type)
		no_such_setting(self, name);
	return text;
}

/* Whether PLUGIN is in use by the configuration, and its rows have NAME for channels. */
static bool has_for_channels(const struct plugin *plugin, const char *name)
{
	const struct setting *row = plugin_setting_find(plugin->info, name);

	return row != NULL && row->per_channel &&
	       config_names_plugin(plugin->host->config, plugin->name);
}

/* Whether NAME without a plugin's, in the section of a channel, can only mean SELF. */
static bool is_alone(const struct plugin *self, const char *name)
{
	if (!has_for_channels(self, name))
		return false;
	for (size_t i = 0; i < self->host->count; i++)
		if (self->host->items[i] != self && has_for_channels(self->host->items[i], name))
			return false;
	return true;
}

/* Whether KEY in the section of a channel means the setting NAME of SELF. */
static bool means(const char *key, const struct plugin *self, const char *name)
{
	size_t len = strlen(self->name);

	if (strncmp(key, self->name, len) == 0 && key[len] == '.')
		return strcmp(key + len + 1, name) == 0;
	return strcmp(key, name) == 0 && is_alone(self, name);
}

const char *request_setting(const struct request *rq, const struct plugin *self, const char *name)
{
	const struct config_channel_settings *settings = rq->settings;
	const struct setting *row = NULL;
	const char *own = find(self, name, &row);

	if (own == NULL)
		no_such_setting(self, name);
	for (size_t i = 0; row->per_channel && i < settings->plugin_value_count; i++)
		if (means(settings->plugin_values[i].key, self, name) &&
			config_setting_valid(row, settings->plugin_values[i].value, NULL))
			return settings->plugin_values[i].value;
	return own;
}

bool request_flag(const struct request *rq, const struct plugin *self, const char *name)
{
	bool flag = false;

	config_flag_parse(request_setting(rq, self, name), &flag);
	return flag;
}

bool plugin_flag(const struct plugin *self, const char *name)
{
	bool flag = false;

	config_flag_parse(value(self, name, SETTING_FLAG), &flag);
	return flag;
}

long plugin_number(const struct plugin *self, const char *name)
{
	const char *text = value(self, name, SETTING_NUMBER);
	long number = 0;

	number_parse(text, LONG_MIN, LONG_MAX, &number);
	return number;
}

const char *plugin_text(const struct plugin *self, const char *name)
{
	return value(self, name, SETTING_TEXT);
}
