/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_IMPL_H
#define LOGIOS_PLUGIN_IMPL_H

/* What the parts of the plugin host share. Nobody else includes this. */

#include "plugin/plugin.h"

struct plugin {
	struct plugins *host;
	char *name;
	void *handle;
	const struct plugin_info *info;
	void *state;
	char **values; /* of the settings, in the order of their rows */
	struct plugin_timer *timers;
};

struct plugins {
	struct loop *loop;
	struct log *log;
	struct store *store;
	struct commands *commands;
	char *dir, *data_dir;
	struct plugin **items; /* sorted by name */
	size_t count;
};

/* Open NAME in DIR and look whether it is a plugin for this host. *HANDLE is to be given to dlclose
 * unless NULL is returned, with ERR filled. */
const struct plugin_info *plugin_open_file(
	const char *dir, const char *name, void **handle, struct error *err);

/* Whether the file of NAME in DIR, as it is now, would pass plugin_open_file, also while an older
 * one is loaded. */
bool plugin_try_file(const char *dir, const char *name, struct error *err);

/* How many rows INFO's settings have. */
size_t plugin_setting_count(const struct plugin_info *info);

#endif
