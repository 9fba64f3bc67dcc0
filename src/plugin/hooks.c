/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hooks of all plugins, called in the order of their names. */
#include <string.h>

#include "plugin/impl.h"
#include "request/request.h"

/* ---- talk ---- */

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

/* ---- moves, and what is overheard ---- */

struct moving {
	struct plugin *plugin;
	const struct move *move;
};

static void tell_move(void *arg)
{
	const struct moving *moving = arg;

	moving->plugin->info->moved(moving->plugin, moving->move);
}

void plugins_moved(struct plugins *plugins, const struct move *move)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->moved != NULL)
			plugins_turn(plugins, tell_move,
				&(struct moving){.plugin = plugins->items[i], .move = move});
}

bool plugins_watch(const struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->moved != NULL)
			return true;
	return false;
}

struct overhearing {
	struct plugin *plugin;
	const struct overheard *line;
};

static void tell_overheard(void *arg)
{
	const struct overhearing *hearing = arg;

	hearing->plugin->info->overhear(hearing->plugin, hearing->line);
}

void plugins_overhear(struct plugins *plugins, const struct overheard *line)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->overhear != NULL)
			plugins_turn(plugins, tell_overheard,
				&(struct overhearing){.plugin = plugins->items[i], .line = line});
}

bool plugins_overhearing(const struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->overhear != NULL)
			return true;
	return false;
}

/* ---- lines replaced ---- */

bool plugins_replacing(const struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (plugins->items[i]->info->replace != NULL)
			return true;
	return false;
}

/* Return what the first plugin that wants to replaces LINE with, or NULL. */
static const char *replace_once(const struct plugins *plugins, struct request *rq, const char *line)
{
	const char *instead = NULL;

	for (size_t i = 0; i < plugins->count && instead == NULL; i++)
		if (plugins->items[i]->info->replace != NULL)
			instead = plugins->items[i]->info->replace(plugins->items[i], rq, line);
	return instead;
}

bool plugins_replace(
	const struct plugins *plugins, struct request *rq, const char **line, struct error *err)
{
	const char *instead;

	for (unsigned times = 0; (instead = replace_once(plugins, rq, *line)) != NULL; times++) {
		if (times == PLUGIN_REPLACE_MAX)
			return error_set(err,
				"%.40s goes round in circles: it was replaced %u times.", *line,
				PLUGIN_REPLACE_MAX);
		if (strlen(instead) > PLUGIN_REPLACE_BYTES_MAX)
			return error_set(err, "%.40s becomes a line of more than %u bytes.", *line,
				PLUGIN_REPLACE_BYTES_MAX);
		*line = request_clean(rq, instead, true);
	}
	return true;
}

/* ---- topics, and words that nobody knows ---- */

const char *plugins_offer(struct plugins *plugins, struct request *rq, const char *line)
{
	const char *offer = NULL;

	for (size_t i = 0; offer == NULL && i < plugins->count; i++) {
		struct plugin *plugin = plugins->items[i];
		if (plugin->info->offer != NULL)
			offer = plugin->info->offer(plugin, rq, line);
	}
	return offer;
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
