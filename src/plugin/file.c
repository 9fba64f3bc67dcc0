/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin's file: where it is, and whether it is a plugin that we can talk to. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "plugin/impl.h"

enum { MAX_PLUGIN_NAME = 32 };

static bool name_valid(const char *name, struct error *err)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (len > 0 && len <= MAX_PLUGIN_NAME && name[len] == '\0')
		return true;
	return error_set(err, "a plugin's name has only lower-case letters, digits, _ and -");
}

/* Whether INFO is what we can talk to. Nothing but its first two members is read before they
 * fit. */
static bool info_fits(const struct plugin_info *info, const char *name, struct error *err)
{
	if (info == NULL)
		return error_set(err, "it is no plugin: it has no logios_plugin");
	if (info->magic != LOGIOS_PLUGIN_MAGIC)
		return error_set(err, "it is no plugin: its logios_plugin is something else");
	if (info->abi != LOGIOS_PLUGIN_ABI)
		return error_set(err, "it was built for ABI %u, this is ABI %u: build it again",
			info->abi, LOGIOS_PLUGIN_ABI);
	if (info->name == NULL || info->version == NULL || info->summary == NULL)
		return error_set(err, "it lacks a name, a version or a summary");
	if (strcmp(info->name, name) != 0)
		return error_set(
			err, "it calls itself %s: name the file %s.so", info->name, info->name);
	return true;
}

const struct plugin_info *plugin_open_file(
	const char *dir, const char *name, void **handle, struct error *err)
{
	const struct plugin_info *info;
	char *path;

	if (!name_valid(name, err))
		return NULL;
	path = mem_printf("%s/%s.so", dir, name);
	*handle = NULL;
	if (access(path, F_OK) != 0)
		error_set(err, "there is no %s.so in %s", name, dir);
	else if ((*handle = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL)
		error_set(err, "%s (build it against this version's headers)", dlerror());
	free(path);
	if (*handle == NULL)
		return NULL;
	info = dlsym(*handle, "logios_plugin");
	if (info_fits(info, name, err))
		return info;
	dlclose(*handle);
	return NULL;
}

bool plugin_try_file(const char *dir, const char *name, struct error *err)
{
	/* dlopen answers a path that it knows with what it has, so the path must look new. */
	char *detour = mem_printf("%s/.", dir);
	void *handle = NULL;
	bool fits = plugin_open_file(detour, name, &handle, err) != NULL;

	if (fits)
		dlclose(handle);
	free(detour);
	return fits;
}

/* ---- the folders ---- */

/* PATH below the folder of the running program, if something is there; else NULL. */
static char *beside_program(const char *path)
{
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	char *slash, *found;

	if (len <= 0)
		return NULL;
	program[len] = '\0';
	slash = strrchr(program, '/');
	found = mem_printf("%.*s/%s", (int)(slash - program), program, path);
	if (access(found, R_OK) == 0)
		return found;
	free(found);
	return NULL;
}

/* The configured folder; else the first that exists of those where a build has it, seen from the
 * program and from a test program below it; else the installed one. */
static char *choose_dir(const char *configured, const char *const beside[], const char *installed)
{
	char *found = NULL;

	if (configured[0] != '\0')
		return mem_strdup(configured);
	for (size_t i = 0; beside[i] != NULL && found == NULL; i++)
		found = beside_program(beside[i]);
	return found != NULL ? found : mem_strdup(installed);
}

char *plugins_dir(const struct config *config)
{
	static const char *const beside[] = {"plugins", "../../plugins", NULL};

	return choose_dir(config->plugin_dir, beside, LOGIOS_PREFIX "/lib/logios/plugins");
}

char *plugins_data_dir(const struct config *config)
{
	static const char *const beside[] = {"../etc/decks/..", "../../../etc/decks/..",
		"../../etc/decks/..", "../../../../etc/decks/..", NULL};

	return choose_dir(config->data_dir, beside, LOGIOS_PREFIX "/share/logios");
}
