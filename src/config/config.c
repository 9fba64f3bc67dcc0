/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make the configuration of all defaults, look things up in one, and free it. */
#include "config/config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "config/keys.h"
#include "config/value.h"

struct config *config_default(void)
{
	struct config *config = mem_zalloc(1, sizeof *config);

	config->path = mem_strdup("");
	config->language = mem_strdup("en");
	config_value_defaults(config_sections[SECTION_LOGIOS].keys, config);
	config_value_defaults(config_filter_keys, &config->filter);
	config_value_defaults(config_limits_keys, &config->limits);
	return config;
}

static void free_network(struct config_network *network)
{
	config_value_release(config_sections[SECTION_NETWORK].keys, network);
	free(network->name);
}

static void free_values(struct config_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(values[i].key);
		config_wipe(values[i].value);
	}
	free(values);
}

static void free_channel(struct config_channel *channel)
{
	free_values(channel->settings.plugin_values, channel->settings.plugin_value_count);
	config_value_release(config_sections[SECTION_CHANNEL].keys, channel);
	free(channel->network);
	free(channel->channel);
}

static void free_admin(struct config_admin *admin)
{
	config_value_release(config_sections[SECTION_ADMIN].keys, admin);
	free(admin->name);
}

static void free_plugin(struct config_plugin *plugin)
{
	free_values(plugin->values, plugin->count);
	free(plugin->name);
}

void config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; i < config->plugin_section_count; i++)
		free_plugin(&config->plugin_sections[i]);
	for (size_t i = 0; i < config->admin_count; i++)
		free_admin(&config->admins[i]);
	for (size_t i = 0; i < config->channel_count; i++)
		free_channel(&config->channels[i]);
	for (size_t i = 0; i < config->network_count; i++)
		free_network(&config->networks[i]);
	free(config->plugin_sections);
	free(config->admins);
	free(config->channels);
	free(config->networks);
	config_value_release(config_filter_keys, &config->filter);
	config_value_release(config_limits_keys, &config->limits);
	config_value_release(config_sections[SECTION_LOGIOS].keys, config);
	free(config->language);
	free(config->path);
	free(config->away);
	free(config->folder);
	free(config);
}

static bool ascii_equal(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

const struct config_channel_settings *config_channel_settings(
	const struct config *config, const char *network, const char *channel, enum casemap map)
{
	for (size_t i = 0; i < config->channel_count; i++) {
		const struct config_channel *section = &config->channels[i];
		if (ascii_equal(section->network, network) &&
			casemap_equal(map, section->channel, channel))
			return &section->settings;
	}
	return &config->channel_defaults;
}

bool config_names_plugin(const struct config *config, const char *plugin)
{
	for (size_t i = 0; i < config->plugins.count; i++)
		if (strcmp(config->plugins.items[i], plugin) == 0)
			return true;
	return false;
}

const struct config_plugin *config_plugin_section(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->plugin_section_count; i++)
		if (strcmp(config->plugin_sections[i].name, name) == 0)
			return &config->plugin_sections[i];
	return NULL;
}
