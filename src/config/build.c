/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/build.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "config/secret.h"
#include "config/titles.h"
#include "config/value.h"

struct build {
	struct config *config;
	char *folder; /* of the configuration file */
	struct config_mistakes *mistakes;
	int secret_line; /* where the first secret stands; 0: none does */
};

/* A section being understood. */
struct reading {
	struct build *build;
	const struct config_raw_section *raw;
	void *record;     /* its struct */
	struct map *seen; /* keys to entries */
};

/* ---- keys ---- */

static int line_of(const struct reading *in, const char *key)
{
	const struct config_raw_entry *entry = map_get(in->seen, key);

	return entry != NULL ? entry->line : in->raw->line;
}

static bool has(const struct reading *in, const char *key)
{
	return map_get(in->seen, key) != NULL;
}

/* Whether KEY is there and not empty. */
static bool says(const struct reading *in, const char *key)
{
	const struct config_raw_entry *entry = map_get(in->seen, key);

	return entry != NULL && (entry->bad || entry->value[0] != '\0');
}

/* A section other than SECTION in which NAME is a key, or NULL. */
static const struct config_section *home_of(const struct config_section *section, const char *name)
{
	for (size_t i = 0; i < SECTION_COUNT; i++)
		if (&config_sections[i] != section && config_key_find(&config_sections[i], name))
			return &config_sections[i];
	return NULL;
}

static void tell_unknown_key(const struct reading *in, const struct config_raw_entry *entry)
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

/* Note ENTRY under NAME. False if that was set before. */
static bool first_time(const struct reading *in, const char *name, struct config_raw_entry *entry)
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

static void note_secret(const struct reading *in, const struct config_key *key,
	const struct config_raw_entry *entry)
{
	bool secret = key->type == CONFIG_CHANNELS ? names_a_key(in->record)
						   : key->secret && entry->value[0] != '\0';

	if (secret && in->build->secret_line == 0)
		in->build->secret_line = entry->line;
}

static bool set_from_file(const struct reading *in, const struct config_key *key,
	const char *source, struct error *err)
{
	char *secret = config_secret_read(in->build->folder, source, err);
	bool good = secret != NULL && config_value_set(key, in->record, secret, err);

	config_wipe(secret);
	return good;
}

static bool set_directly(const struct reading *in, const struct config_key *key, const char *value,
	struct error *err)
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

/* In a channel's section a key may be a plugin's: whoever knows the plugins looks at it. */
static bool keep_for_plugin(const struct reading *in, const struct config_raw_entry *entry)
{
	struct config_channel *channel = in->record;
	struct config_channel_settings *settings;

	if (in->raw->section != &config_sections[SECTION_CHANNEL] ||
		home_of(in->raw->section, entry->key) != NULL)
		return false;
	settings = &channel->settings;
	settings->plugin_values = mem_resize(settings->plugin_values,
		settings->plugin_value_count + 1, sizeof *settings->plugin_values);
	settings->plugin_values[settings->plugin_value_count++] = (struct config_value){
		.key = mem_strdup(entry->key),
		.value = mem_strdup(entry->value),
		.line = entry->line};
	return true;
}

static void read_entry(const struct reading *in, struct config_raw_entry *entry)
{
	const struct config_key *key = config_key_find(in->raw->section, entry->key);
	const struct config_key *of_file =
		key == NULL ? config_key_of_file(in->raw->section, entry->key) : NULL;
	struct error err;
	bool good;

	if (key == NULL && of_file == NULL) {
		if (!keep_for_plugin(in, entry))
			tell_unknown_key(in, entry);
		return;
	}
	if (!first_time(in, key != NULL ? key->name : of_file->name, entry) || entry->bad)
		return;
	if (of_file != NULL)
		good = set_from_file(in, of_file, entry->value, &err);
	else
		good = set_directly(in, key, entry->value, &err);
	if (!good)
		config_mistake(in->build->mistakes, entry->line, "%s: %s", entry->key, err.text);
	else if (key != NULL)
		note_secret(in, key, entry);
}

static void read_entries(const struct reading *in)
{
	const struct config_section *section = in->raw->section;

	for (size_t i = 0; i < in->raw->count; i++)
		read_entry(in, &in->raw->entries[i]);
	for (const struct config_key *key = section->keys; key->name != NULL; key++)
		if (key->required && !has(in, key->name))
			config_mistake(in->build->mistakes, in->raw->line, "[%s] has no '%s'",
				in->raw->title, key->name);
}

/* ---- sections ---- */

static const struct config_network *find_network(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->network_count; i++)
		if (strcasecmp(config->networks[i].name, name) == 0)
			return &config->networks[i];
	return NULL;
}

static void tell_unknown_network(const struct build *b, int line, const char *name)
{
	struct nearest search;

	nearest_begin(&search, name);
	for (size_t i = 0; i < b->config->network_count; i++)
		nearest_offer(&search, b->config->networks[i].name);
	if (search.best != NULL)
		config_mistake(b->mistakes, line, "there is no [network %s] (did you mean '%s'?)",
			name, search.best);
	else
		config_mistake(b->mistakes, line, "there is no [network %s]", name);
}

/* ARRAY with one more element of SIZE bytes, all zero, at its end. */
static void *grow(void *array, size_t *count, size_t size)
{
	char *grown = mem_resize(array, *count + 1, size);

	memset(grown + *count * size, 0, size);
	++*count;
	return grown;
}

static void build_logios(struct reading *in)
{
	in->record = in->build->config;
	read_entries(in);
}

static void check_pair(
	const struct reading *in, const char *low_key, long low, const char *high_key, long high)
{
	if (low > high)
		config_mistake(in->build->mistakes, line_of(in, low_key),
			"%s is %ld, more than %s, which is %ld", low_key, low, high_key, high);
}

static void check_certificate(const struct reading *in, const struct config_network *network)
{
	if (*network->tls_cert != '\0' && *network->tls_key == '\0')
		config_mistake(in->build->mistakes, line_of(in, "tls_cert"),
			"tls_cert needs tls_key, the private key that belongs to it");
	if (*network->tls_key != '\0' && *network->tls_cert == '\0')
		config_mistake(in->build->mistakes, line_of(in, "tls_key"),
			"tls_key needs tls_cert, the certificate that belongs to it");
}

/* The way to log in that is asked for needs its means. */
static void check_sasl(const struct reading *in, const struct config_network *network)
{
	enum config_sasl way = network->sasl_mechanism;
	bool password = says(in, "sasl_password"), certificate = *network->tls_cert != '\0';

	if (way == CONFIG_SASL_EXTERNAL && !certificate)
		config_mistake(in->build->mistakes, line_of(in, "sasl_mechanism"),
			"sasl_mechanism = external needs tls_cert, the certificate to be known by");
	if (way == CONFIG_SASL_EXTERNAL && !network->tls)
		config_mistake(in->build->mistakes, line_of(in, "sasl_mechanism"),
			"sasl_mechanism = external needs tls = yes");
	if ((way == CONFIG_SASL_PLAIN || way == CONFIG_SASL_SCRAM_SHA_256) && !password)
		config_mistake(in->build->mistakes, line_of(in, "sasl_mechanism"),
			"sasl_mechanism needs sasl_password");
	if (network->sasl_required &&
		(way == CONFIG_SASL_NONE || (way == CONFIG_SASL_AUTO && !password && !certificate)))
		config_mistake(in->build->mistakes, line_of(in, "sasl_required"),
			"sasl_required needs sasl_password or tls_cert, and a sasl_mechanism");
	if (way == CONFIG_SASL_AUTO && says(in, "sasl_user") && !password && !certificate)
		config_mistake(in->build->mistakes, line_of(in, "sasl_user"),
			"sasl_user needs sasl_password or tls_cert");
}

/* Defaults that depend on other keys. */
static void complete_network(const struct reading *in, struct config_network *network)
{
	if (!has(in, "port") && !network->tls)
		network->port = 6667;
	if (!has(in, "alt_nicks")) {
		free(network->alt_nicks.items[0]);
		network->alt_nicks.items[0] = mem_printf("%s_", network->nick);
	}
}

static void build_network(struct reading *in)
{
	struct config *config = in->build->config;
	struct config_network *network;

	config->networks = grow(config->networks, &config->network_count, sizeof *network);
	network = &config->networks[config->network_count - 1];
	in->record = network;
	network->name = mem_strdup(in->raw->name);
	network->line = in->raw->line;
	config_value_defaults(in->raw->section->keys, network);
	read_entries(in);
	complete_network(in, network);
	check_pair(
		in, "ping_timeout", network->ping_timeout, "ping_interval", network->ping_interval);
	check_pair(in, "reconnect_min", network->reconnect_min, "reconnect_max",
		network->reconnect_max);
	check_certificate(in, network);
	check_sasl(in, network);
}

static void build_channel(struct reading *in)
{
	struct build *b = in->build;
	struct config *config = b->config;
	struct config_channel *channel;
	size_t slash = strcspn(in->raw->name, "/");

	config->channels = grow(config->channels, &config->channel_count, sizeof *channel);
	channel = &config->channels[config->channel_count - 1];
	in->record = channel;
	channel->network = mem_strndup(in->raw->name, slash);
	channel->channel = mem_strdup(in->raw->name + slash + 1);
	channel->line = in->raw->line;
	channel->settings = config->channel_defaults;
	read_entries(in);
	if (find_network(config, channel->network) == NULL)
		tell_unknown_network(b, in->raw->line, channel->network);
}

static void build_admin(struct reading *in)
{
	struct build *b = in->build;
	struct config *config = b->config;
	struct config_admin *admin;

	config->admins = grow(config->admins, &config->admin_count, sizeof *admin);
	admin = &config->admins[config->admin_count - 1];
	in->record = admin;
	admin->name = mem_strdup(in->raw->name);
	admin->line = in->raw->line;
	config_value_defaults(in->raw->section->keys, admin);
	read_entries(in);
	for (size_t i = 0; i < admin->networks.count; i++)
		if (find_network(config, admin->networks.items[i]) == NULL)
			tell_unknown_network(b, line_of(in, "networks"), admin->networks.items[i]);
	if (!says(in, "account") && !says(in, "certfp") && !says(in, "mask") &&
		!says(in, "password"))
		config_mistake(b->mistakes, in->raw->line,
			"[%s] has no 'account', 'certfp', 'mask' or 'password', so nobody is known "
			"by it",
			in->raw->title);
}

static void build_filter(struct reading *in)
{
	in->record = &in->build->config->filter;
	read_entries(in);
}

static void build_limits(struct reading *in)
{
	struct config_limits *limits = &in->build->config->limits;

	in->record = limits;
	read_entries(in);
	check_pair(in, "ignore_minutes", limits->ignore_minutes, "ignore_max_minutes",
		limits->ignore_max_minutes);
	if (limits->ignore_after > 0)
		check_pair(in, "notice_after", limits->notice_after, "ignore_after",
			limits->ignore_after);
}

static void build_plugin(struct reading *in)
{
	struct config *config = in->build->config;
	struct config_plugin *plugin;

	config->plugin_sections = grow(
		config->plugin_sections, &config->plugin_section_count, sizeof *plugin);
	plugin = &config->plugin_sections[config->plugin_section_count - 1];
	plugin->name = mem_strdup(in->raw->name);
	plugin->line = in->raw->line;
	plugin->values = mem_zalloc(in->raw->count, sizeof *plugin->values);
	for (size_t i = 0; i < in->raw->count; i++) {
		struct config_raw_entry *entry = &in->raw->entries[i];
		if (!first_time(in, entry->key, entry) || entry->bad)
			continue;
		plugin->values[plugin->count++] = (struct config_value){
			.key = mem_strdup(entry->key),
			.value = mem_strdup(entry->value),
			.line = entry->line};
	}
}

static void (*const builders[SECTION_COUNT])(struct reading *in) = {
	[SECTION_LOGIOS] = build_logios,
	[SECTION_NETWORK] = build_network,
	[SECTION_CHANNEL] = build_channel,
	[SECTION_ADMIN] = build_admin,
	[SECTION_FILTER] = build_filter,
	[SECTION_LIMITS] = build_limits,
	[SECTION_PLUGIN] = build_plugin,
};

static void build_section(struct build *b, const struct config_raw_section *raw)
{
	struct reading in = {.build = b, .raw = raw, .seen = map_new()};

	builders[raw->section - config_sections](&in);
	map_free(in.seen);
}

/* ---- the whole ---- */

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static void check_whole(const struct build *b, struct config_access access)
{
	if (b->config->network_count == 0)
		config_mistake(
			b->mistakes, 0, "there is no [network NAME], so nothing to connect to");
	if (access.world_writable)
		config_mistake(b->mistakes, 0, "everybody can write to this file (chmod o-w)");
	if (access.world_readable && b->secret_line > 0)
		config_mistake(b->mistakes, b->secret_line,
			"here is a secret, and everybody can read this file (chmod o-r)");
}

struct config *config_build(const struct config_raw *raw, const char *path,
	struct config_access access, struct config_mistakes *mistakes)
{
	struct build b = {
		.config = config_default(), .folder = folder_of(path), .mistakes = mistakes};

	free(b.config->path);
	b.config->path = mem_strdup(path);
	config_check_titles(raw, mistakes);
	/* Kind by kind, since channels take defaults from [logios] and name networks. */
	for (size_t id = 0; id < SECTION_COUNT; id++)
		for (size_t i = 0; i < raw->count; i++)
			if (!raw->sections[i].bad &&
				raw->sections[i].section == &config_sections[id])
				build_section(&b, &raw->sections[i]);
	check_whole(&b, access);
	free(b.folder);
	return b.config;
}
