/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ask plugins, which are not open, what is wrong with the files that their settings name. */
#include <dlfcn.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "plugin/impl.h"

/* Let the plugin NAME, as it would be with the settings in HOST's configuration, check its files.
 */
static void check_files(struct plugins *host, const char *name, struct strbuf *mistakes)
{
	struct plugin plugin = {.host = host, .name = mem_strdup(name)};
	struct error err;

	plugin.info = plugin_open_file(host->dir, name, &plugin.handle, &err);
	if (plugin.info != NULL && plugin.info->check != NULL) {
		plugin_take_settings(&plugin, host->config);
		plugin.info->check(&plugin, mistakes);
		plugin_drop_values(&plugin);
	}
	if (plugin.info != NULL)
		dlclose(plugin.handle);
	free(plugin.name);
}

bool plugins_check_files(const struct config *config, struct strbuf *mistakes)
{
	struct plugins host = {
		.config = config, .dir = plugins_dir(config), .data_dir = plugins_data_dir(config)};
	size_t before = mistakes->len;

	for (size_t i = 0; i < config->plugins.count; i++)
		check_files(&host, config->plugins.items[i], mistakes);
	free(host.dir);
	free(host.data_dir);
	return mistakes->len == before;
}
