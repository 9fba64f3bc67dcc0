/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the keys of a section into its struct, by their rows. */
#include "config/entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "config/secret.h"
#include "config/value.h"

int reading_line(const struct config_reading *in, const char *key)
{
	const struct config_raw_entry *entry = map_get(in->seen, key);

	return entry != NULL ? entry->line : in->raw->line;
}

bool reading_has(const struct config_reading *in, const char *key)
{
	return map_get(in->seen, key) != NULL;
}

bool reading_says(const struct config_reading *in, const char *key)
{
	const struct config_raw_entry *entry = map_get(in->seen, key);

	return entry != NULL && (entry->bad || entry->value[0] != '\0');
}

/* Find a section other than SECTION in which NAME is a key. Returns NULL if there is none. */
static const struct config_section *home_of(const struct config_section *section, const char *name)
{
	for (size_t i = 0; i < SECTION_COUNT; i++)
		if (&config_sections[i] != section && config_key_find(&config_sections[i], name))
			return &config_sections[i];
	return NULL;
}

static void report_unknown_key(
	const struct config_reading *in, const struct config_raw_entry *entry)
{
	const struct config_section *section = in->raw->section, *home;
	struct nearest search;

	nearest_begin(&search, entry->key);
	for (const struct config_key *key = section->keys; key->name != NULL; key++)
		nearest_offer(&search, key->name);
	home = home_of(section, entry->key);
	if (home != NULL)
		config_mistake(in->build->mistakes, entry->line,
			"unknown key '%s' in [%s] (it belongs in [%s%s%s])", entry->key,
			in->raw->title, home->word, home->names != NULL ? " " : "",
			home->names != NULL ? home->names : "");
	else if (search.best != NULL)
		config_mistake(in->build->mistakes, entry->line,
			"unknown key '%s' in [%s] (did you mean '%s'?)", entry->key, in->raw->title,
			search.best);
	else
		config_mistake(in->build->mistakes, entry->line,
			"unknown key '%s' in [%s] (logios.ini(5) lists them)", entry->key,
			in->raw->title);
}

bool reading_first(
	const struct config_reading *in, const char *name, struct config_raw_entry *entry)
{
	const struct config_raw_entry *before = map_get(in->seen, name);

	if (before == NULL) {
		map_set(in->seen, name, entry);
		return true;
	}
	config_mistake(in->build->mistakes, entry->line, "'%s' is set already, in line %d",
		entry->key, before->line);
	return false;
}

static bool names_a_key(const struct config_network *network)
{
	for (size_t i = 0; i < network->channel_count; i++)
		if (network->channels[i].key != NULL)
			return true;
	return false;
}

static void note_secret(const struct config_reading *in, const struct config_key *key,
	const struct config_raw_entry *entry)
{
	bool secret = key->type == CONFIG_CHANNELS ? names_a_key(in->record)
						   : key->secret && entry->value[0] != '\0';

	if (secret && in->build->secret_line == 0)
		in->build->secret_line = entry->line;
}

/* Note that the secret of ENTRY is not here, for ERR. */
static void note_away(const struct config_reading *in, const struct config_raw_entry *entry,
	const struct error *err)
{
	struct config *config = in->build->config;

	if (config->away == NULL)
		config->away = mem_printf(
			"%s:%d: %s: %s", config->path, entry->line, entry->key, err->text);
}

static bool set_from_file(const struct config_reading *in, const struct config_key *key,
	const char *source, struct error *err)
{
	char *secret = config_secret_read(in->build->folder, source, err);
	bool good = secret != NULL && config_value_set(key, in->record, secret, err);

	config_wipe(secret);
	return good;
}

static bool set_directly(const struct config_reading *in, const struct config_key *key,
	const char *value, struct error *err)
{
	char *path;
	bool good;

	if (key->type != CONFIG_PATH || *value == '\0')
		return config_value_set(key, in->record, value, err);
	path = config_path_in(in->build->folder, value);
	good = config_value_set(key, in->record, path, err);
	free(path);
	return good;
}

/* Keep ENTRY if it may be a setting of a plugin, for whoever knows the plugins. Returns whether. */
static bool keep_for_plugin(const struct config_reading *in, const struct config_raw_entry *entry)
{
	struct config_channel *channel = in->record;
	struct config_channel_settings *settings;

	if (in->raw->section != &config_sections[SECTION_CHANNEL] ||
		home_of(in->raw->section, entry->key) != NULL)
		return false;
	if (entry->bad)
		return true;
	settings = &channel->settings;
	settings->plugin_values = mem_resize(settings->plugin_values,
		settings->plugin_value_count + 1, sizeof *settings->plugin_values);
	settings->plugin_values[settings->plugin_value_count++] = (struct config_value){
		.key = mem_strdup(entry->key),
		.value = mem_strdup(entry->value),
		.line = entry->line};
	return true;
}

static void read_entry(const struct config_reading *in, struct config_raw_entry *entry)
{
	const struct config_key *key = config_key_find(in->raw->section, entry->key);
	const struct config_key *of_file =
		key == NULL ? config_key_of_file(in->raw->section, entry->key) : NULL;
	struct error err;
	bool good;

	if (key == NULL && of_file == NULL) {
		if (!keep_for_plugin(in, entry))
			report_unknown_key(in, entry);
		return;
	}
	if (!reading_first(in, key != NULL ? key->name : of_file->name, entry) || entry->bad)
		return;
	if (of_file != NULL && config_secret_is_away(entry->value, &err)) {
		note_away(in, entry, &err);
		return;
	}
	if (of_file != NULL)
		good = set_from_file(in, of_file, entry->value, &err);
	else
		good = set_directly(in, key, entry->value, &err);
	if (!good)
		config_mistake(in->build->mistakes, entry->line, "%s: %s", entry->key, err.text);
	else if (key != NULL)
		note_secret(in, key, entry);
}

void reading_entries(const struct config_reading *in)
{
	const struct config_section *section = in->raw->section;

	for (size_t i = 0; i < in->raw->count; i++)
		read_entry(in, &in->raw->entries[i]);
	for (const struct config_key *key = section->keys; key->name != NULL; key++)
		if (key->required && !reading_has(in, key->name))
			config_mistake(in->build->mistakes, in->raw->line, "[%s] has no '%s'",
				in->raw->title, key->name);
}
