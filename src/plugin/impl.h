/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_IMPL_H
#define LOGIOS_PLUGIN_IMPL_H

/* What the parts of the plugin host share. Nobody else includes this. */

#include "base/arena.h"
#include "plugin/plugin.h"

/* A setting that the plugin added at run time, with its texts and its value. */
struct added_setting {
	struct added_setting *next;
	struct setting row;
	struct arena texts;
	char *value;
};

struct plugin {
	struct plugins *host;
	char *name;
	void *handle;
	const struct plugin_info *info;
	void *state;
	char **values; /* of info->settings, in their order */
	struct added_setting *added;
	struct plugin_timer *timers;
	unsigned timer_count;
	struct computing *computing;
};

struct plugins {
	struct loop *loop;
	struct log *log;
	struct store *store;
	struct commands *commands;
	const struct config *config;   /* the present one, lent */
	const struct plugins_bot *bot; /* NULL: nobody can be spoken to */
	void *bot_arg;
	char *dir, *data_dir;
	struct plugin **items; /* sorted by name */
	size_t count;
};

/* Open NAME in DIR and look whether it is a plugin for this host. *HANDLE is to be given to dlclose
 * unless NULL is returned, with ERR filled. */
const struct plugin_info *plugin_open_file(
	const char *dir, const char *name, void **handle, struct error *err);

/* Whether the file of NAME in DIR, as it is now, would pass plugin_open_file, also while an older
 * one is loaded. Both -- file.c. */
bool plugin_try_file(const char *dir, const char *name, struct error *err);

/* Return how many rows INFO's settings have. */
size_t plugin_setting_count(const struct plugin_info *info);

/* Find the row of INFO's settings with that NAME. Returns NULL if there is none. Both -- check.c.
 */
const struct setting *plugin_setting_find(const struct plugin_info *info, const char *name);

/* Run a hook or a timer of a plugin: what RUN changes is kept together, or not at all -- plugin.c.
 */
void plugins_turn(const struct plugins *plugins, void (*run)(void *arg), void *arg);

/* Stop the timers of PLUGIN -- plugin.c. */
void plugin_drop_timers(struct plugin *plugin);

/* Give up what is computed for PLUGIN; waits for what runs -- compute.c. */
void plugin_drop_computing(struct plugin *plugin);

/* Give PLUGIN the values that CONFIG has for its settings; free those of its own rows; free the
 * rows that it added -- settings.c. */
void plugin_take_settings(struct plugin *plugin, const struct config *config);
void plugin_drop_values(struct plugin *plugin);
void plugin_drop_added(struct plugin *plugin);

#endif
