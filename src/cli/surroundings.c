/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look at what surrounds a configuration: files, folders and ports that it names. */
#include "cli/surroundings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "config/config.h"
#include "plugin/plugin.h"

enum { PLAIN_PORT = 6667 };

/* ---- who may write ---- */

/* Warn when somebody but root and us may write what PATH, the thing called WHAT, is. */
static void warn_writable(struct strbuf *out, const char *what, const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return;
	if (status.st_uid != 0 && status.st_uid != geteuid())
		strbuf_addf(out, "%s %s belongs to another user, who can change it\n", what, path);
	else if (status.st_mode & S_IWOTH)
		strbuf_addf(out, "%s %s can be written by everybody (chmod o-w)\n", what, path);
	else if ((status.st_mode & S_IWGRP) && status.st_gid != 0 && status.st_gid != getegid())
		strbuf_addf(out, "%s %s can be written by its group (chmod g-w)\n", what, path);
}

static void warn_plugins(struct strbuf *out, const struct config *config)
{
	char *folder = plugins_dir(config);

	warn_writable(out, "plugin_dir", folder);
	for (size_t i = 0; i < config->plugins.count; i++) {
		char *path = mem_printf("%s/%s.so", folder, config->plugins.items[i]);
		warn_writable(out, "the plugin", path);
		free(path);
	}
	free(folder);
}

/* ---- files that are twice ---- */

/* Note which files in the folder WHAT of FROM are in that of INSTEAD as well, where they are not
 * used. */
static void warn_twice(struct strbuf *out, const char *what, const char *from, const char *instead)
{
	char *folder = mem_printf("%s/%s", from, what), *other = mem_printf("%s/%s", instead, what);
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	struct stat one, two;

	/* The same folder by two names has nothing twice. */
	if (count >= 0 && stat(folder, &one) == 0 && stat(other, &two) == 0 &&
		(one.st_dev != two.st_dev || one.st_ino != two.st_ino))
		for (int i = 0; i < count; i++) {
			char *path = mem_printf("%s/%s", other, entries[i]->d_name);
			if (entries[i]->d_name[0] != '.' && access(path, F_OK) == 0)
				strbuf_addf(out, "%s/%s is used, and %s is not\n", folder,
					entries[i]->d_name, path);
			free(path);
		}
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	free(other);
	free(folder);
}

static void warn_own_files(struct strbuf *out, const struct config *config, const char *data)
{
	static const char *const kinds[] = {"systems", "dice"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		warn_twice(out, kinds[i], config->folder, config->state_dir);
		warn_twice(out, kinds[i], config->folder, data);
		warn_twice(out, kinds[i], config->state_dir, data);
	}
}

static void warn_folders(struct strbuf *out, const struct config *config)
{
	char *data = plugins_data_dir(config);

	warn_writable(out, "state_dir", config->state_dir);
	warn_writable(out, "data_dir", data);
	warn_plugins(out, config);
	warn_own_files(out, config, data);
	free(data);
}

/* ---- ports ---- */

static void warn_ports(struct strbuf *out, const struct config_network *network)
{
	struct config_server server;

	for (size_t i = 0; network->tls && i < network->hosts.count; i++)
		if (config_server_parse(network->hosts.items[i], network->port, &server, NULL) &&
			server.port == PLAIN_PORT)
			strbuf_addf(out,
				"network %s: port %d speaks no TLS on most servers (port = 6697, "
				"or "
				"tls = no)\n",
				network->name, PLAIN_PORT);
}

void surroundings_warn(const struct config *config, struct strbuf *out)
{
	warn_folders(out, config);
	for (size_t i = 0; i < config->network_count; i++)
		warn_ports(out, &config->networks[i]);
}

/* ---- what can be used ---- */

/* Return whether we may make something in the folder that PATH is in. */
static bool may_make(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL   ? mem_strdup(".")
		       : slash == path ? mem_strdup("/")
				       : mem_strndup(path, (size_t)(slash - path));
	bool may = faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;

	free(folder);
	return may;
}

/* Complain unless we may write PATH, set by KEY, a FOLDER or a file, or make it where there is
 * nothing. */
static void try_path(struct strbuf *out, const char *key, const char *path, bool folder)
{
	int mode = folder ? W_OK | X_OK : W_OK;
	struct stat status;

	if (stat(path, &status) < 0) {
		if (errno != ENOENT || !may_make(path))
			strbuf_addf(out, "%s = %s cannot be made by this user: %s\n", key, path,
				strerror(errno));
	} else if (folder ? !S_ISDIR(status.st_mode) : !S_ISREG(status.st_mode)) {
		strbuf_addf(
			out, "%s = %s is no %s\n", key, path, folder ? "folder" : "regular file");
	} else if (faccessat(AT_FDCWD, path, mode, AT_EACCESS) < 0) {
		strbuf_addf(out, "%s = %s cannot be written by this user: %s\n", key, path,
			strerror(errno));
	}
}

void surroundings_try(const struct config *config, struct strbuf *out)
{
	try_path(out, "state_dir", config->state_dir, true);
	if (config->log_file[0] != '\0')
		try_path(out, "log_file", config->log_file, false);
	if (config->transcript_dir[0] != '\0' &&
		faccessat(AT_FDCWD, config->transcript_dir, W_OK | X_OK, AT_EACCESS) < 0)
		strbuf_addf(out, "transcript_dir = %s cannot be written by this user: %s\n",
			config->transcript_dir, strerror(errno));
}
