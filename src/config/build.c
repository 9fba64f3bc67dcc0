/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Build the configuration from the sections of its file, a function for each kind of section. */
#include "config/build.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "config/entries.h"
#include "config/titles.h"
#include "config/value.h"

static const struct config_network *find_network(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->network_count; i++)
		if (strcasecmp(config->networks[i].name, name) == 0)
			return &config->networks[i];
	return NULL;
}

static void report_unknown_network(const struct config_build *b, int line, const char *name)
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

/* Add an element of SIZE bytes, all zero, to ARRAY. Returns where it is now. */
static void *grow(void *array, size_t *count, size_t size)
{
	char *grown = mem_resize(array, *count + 1, size);

	memset(grown + *count * size, 0, size);
	++*count;
	return grown;
}

static void build_logios(struct config_reading *in)
{
	in->record = in->build->config;
	reading_entries(in);
}

static void check_pair(const struct config_reading *in, const char *low_key, long low,
	const char *high_key, long high)
{
	if (low > high)
		config_mistake(in->build->mistakes, reading_line(in, low_key),
			"%s is %ld, more than %s, which is %ld", low_key, low, high_key, high);
}

static void check_certificate(const struct config_reading *in, const struct config_network *network)
{
	if (*network->tls_cert != '\0' && *network->tls_key == '\0')
		config_mistake(in->build->mistakes, reading_line(in, "tls_cert"),
			"tls_cert needs tls_key, the private key that belongs to it");
	if (*network->tls_key != '\0' && *network->tls_cert == '\0')
		config_mistake(in->build->mistakes, reading_line(in, "tls_key"),
			"tls_key needs tls_cert, the certificate that belongs to it");
}

/* Check that there is what the way to log in that is asked for needs. */
static void check_sasl(const struct config_reading *in, const struct config_network *network)
{
	enum config_sasl way = network->sasl_mechanism;
	bool password = reading_says(in, "sasl_password"), certificate = *network->tls_cert != '\0';

	if (way == CONFIG_SASL_EXTERNAL && !certificate)
		config_mistake(in->build->mistakes, reading_line(in, "sasl_mechanism"),
			"sasl_mechanism = external needs tls_cert, the certificate to be known by");
	if (way == CONFIG_SASL_EXTERNAL && !network->tls)
		config_mistake(in->build->mistakes, reading_line(in, "sasl_mechanism"),
			"sasl_mechanism = external needs tls = yes");
	if ((way == CONFIG_SASL_PLAIN || way == CONFIG_SASL_SCRAM_SHA_256) && !password)
		config_mistake(in->build->mistakes, reading_line(in, "sasl_mechanism"),
			"sasl_mechanism needs sasl_password");
	if (network->sasl_required &&
		(way == CONFIG_SASL_NONE || (way == CONFIG_SASL_AUTO && !password && !certificate)))
		config_mistake(in->build->mistakes, reading_line(in, "sasl_required"),
			"sasl_required needs sasl_password or tls_cert, and a sasl_mechanism");
	if (way == CONFIG_SASL_AUTO && reading_says(in, "sasl_user") && !password && !certificate)
		config_mistake(in->build->mistakes, reading_line(in, "sasl_user"),
			"sasl_user needs sasl_password or tls_cert");
}

/* Set the defaults that depend on other keys. */
static void complete_network(const struct config_reading *in, struct config_network *network)
{
	if (!reading_has(in, "port") && !network->tls)
		network->port = 6667;
	if (!reading_has(in, "tls_verify") && network->tls_fingerprint.count > 0)
		network->tls_verify = false;
	if (!reading_has(in, "alt_nicks")) {
		free(network->alt_nicks.items[0]);
		network->alt_nicks.items[0] = mem_printf("%s_", network->nick);
	}
}

static void build_network(struct config_reading *in)
{
	struct config *config = in->build->config;
	struct config_network *network;

	config->networks = grow(config->networks, &config->network_count, sizeof *network);
	network = &config->networks[config->network_count - 1];
	in->record = network;
	if (config->network_count == CONFIG_NETWORKS + 1)
		config_mistake(in->build->mistakes, in->raw->line,
			"[%s] is one too many: a process can have %d networks (libircclient has no "
			"more descriptors)",
			in->raw->title, CONFIG_NETWORKS);
	network->name = mem_strdup(in->raw->name);
	network->line = in->raw->line;
	config_value_defaults(in->raw->section->keys, network);
	reading_entries(in);
	complete_network(in, network);
	check_pair(
		in, "ping_timeout", network->ping_timeout, "ping_interval", network->ping_interval);
	check_pair(in, "reconnect_min", network->reconnect_min, "reconnect_max",
		network->reconnect_max);
	check_certificate(in, network);
	check_sasl(in, network);
}

static void build_channel(struct config_reading *in)
{
	struct config_build *b = in->build;
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
	reading_entries(in);
	if (find_network(config, channel->network) == NULL)
		report_unknown_network(b, in->raw->line, channel->network);
}

static void build_admin(struct config_reading *in)
{
	struct config_build *b = in->build;
	struct config *config = b->config;
	struct config_admin *admin;

	config->admins = grow(config->admins, &config->admin_count, sizeof *admin);
	admin = &config->admins[config->admin_count - 1];
	in->record = admin;
	admin->name = mem_strdup(in->raw->name);
	admin->line = in->raw->line;
	config_value_defaults(in->raw->section->keys, admin);
	reading_entries(in);
	for (size_t i = 0; i < admin->networks.count; i++)
		if (find_network(config, admin->networks.items[i]) == NULL)
			report_unknown_network(
				b, reading_line(in, "networks"), admin->networks.items[i]);
	if (!reading_says(in, "account") && !reading_says(in, "certfp") &&
		!reading_says(in, "mask") && !reading_says(in, "password"))
		config_mistake(b->mistakes, in->raw->line,
			"[%s] has no 'account', 'certfp', 'mask' or 'password', so nobody is known "
			"by it",
			in->raw->title);
}

static void build_filter(struct config_reading *in)
{
	in->record = &in->build->config->filter;
	reading_entries(in);
}

static void build_limits(struct config_reading *in)
{
	struct config_limits *limits = &in->build->config->limits;

	in->record = limits;
	reading_entries(in);
	check_pair(in, "ignore_minutes", limits->ignore_minutes, "ignore_max_minutes",
		limits->ignore_max_minutes);
	if (limits->ignore_after > 0)
		check_pair(in, "notice_after", limits->notice_after, "ignore_after",
			limits->ignore_after);
}

static void build_plugin(struct config_reading *in)
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
		if (!reading_first(in, entry->key, entry) || entry->bad)
			continue;
		plugin->values[plugin->count++] = (struct config_value){
			.key = mem_strdup(entry->key),
			.value = mem_strdup(entry->value),
			.line = entry->line};
	}
}

static void (*const builders[SECTION_COUNT])(struct config_reading *in) = {
	[SECTION_LOGIOS] = build_logios,
	[SECTION_NETWORK] = build_network,
	[SECTION_CHANNEL] = build_channel,
	[SECTION_ADMIN] = build_admin,
	[SECTION_FILTER] = build_filter,
	[SECTION_LIMITS] = build_limits,
	[SECTION_PLUGIN] = build_plugin,
};

static void build_section(struct config_build *b, const struct config_raw_section *raw)
{
	struct config_reading in = {.build = b, .raw = raw, .seen = map_new()};

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

static void check_whole(const struct config_build *b, struct config_access access)
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
	struct config_build b = {
		.config = config_default(), .folder = folder_of(path), .mistakes = mistakes};

	free(b.config->path);
	b.config->path = mem_strdup(path);
	b.config->folder = mem_strdup(b.folder);
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
