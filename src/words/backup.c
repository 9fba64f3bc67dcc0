/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !backup, and the old copies that give way. */
#include "words/backup.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "bot/answer.h"
#include "os/log.h"
#include "store/store.h"
#include "words/words.h"

enum { PART_S = 86400 }; /* no copy takes so long */

/* ---- the old ones ---- */

static int is_copy(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return strncmp(entry->d_name, "logios-", 7) == 0 && len > 10 &&
	       strcmp(entry->d_name + len - 3, ".db") == 0;
}

static int is_part(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return strncmp(entry->d_name, "logios-", 7) == 0 && len > 12 &&
	       strcmp(entry->d_name + len - 5, ".part") == 0;
}

/* Remove what copies that were cut off have left, once nobody can be at work on it any more. */
static void remove_parts(const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_part, NULL);

	for (int i = 0; i < count; i++) {
		char *path = mem_printf("%s/%s", folder, entries[i]->d_name);
		struct stat status;
		if (lstat(path, &status) == 0 && time(NULL) - status.st_mtime > PART_S)
			unlink(path);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

int backups_prune(const char *folder, size_t keep)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_copy, alphasort), removed = 0;

	remove_parts(folder);
	for (int i = 0; i < count; i++) {
		char *path = mem_printf("%s/%s", folder, entries[i]->d_name);
		if ((size_t)(count - i) > keep && unlink(path) == 0)
			removed++;
		free(path);
		free(entries[i]);
	}
	free(entries);
	return count < 0 ? -1 : removed;
}

/* "FOLDER-OF-THE-STORE/backup". The caller frees it. */
static char *folder_beside(const struct store *store)
{
	const char *path = store_path(store), *slash = strrchr(path, '/');

	return mem_printf("%.*sbackup", slash != NULL ? (int)(slash + 1 - path) : 0, path);
}

char *backups_latest(const struct store *store)
{
	char *folder = folder_beside(store), *latest = NULL;
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_copy, alphasort);

	for (int i = 0; i < count; i++) {
		if (i + 1 == count)
			latest = mem_printf("%s/%s", folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	return latest;
}

/* ---- the word ---- */

/* A copy that was asked for; who asked hears of it when it is there. */
struct asked {
	struct bot *bot;
	char *network, *target;
	char *folder, *path;
};

static void asked_free(struct asked *asked)
{
	free(asked->network);
	free(asked->target);
	free(asked->folder);
	free(asked->path);
	free(asked);
}

static void say_result(const struct asked *asked, const struct error *err, char *out, size_t size)
{
	struct stat status;

	if (err != NULL)
		snprintf(out, size, "There is no backup: %s", err->text);
	else if (stat(asked->path, &status) == 0)
		snprintf(out, size, "Saved as %s (%lld KiB). The latest %d stay.", asked->path,
			(long long)(status.st_size + 1023) / 1024, BACKUPS_KEPT);
	else
		snprintf(out, size, "The backup is gone: %s", strerror(errno));
}

static void on_done(void *arg, const struct error *err)
{
	struct asked *asked = arg;
	struct bot *bot = asked->bot;
	char text[600];

	say_result(asked, err, text, sizeof text);
	log_write(bot->log, err == NULL ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR, "%s", text);
	if (err == NULL && backups_prune(asked->folder, BACKUPS_KEPT) < 0)
		log_warning(bot->log, "%s cannot be read: %s", asked->folder, strerror(errno));
	bot_say(bot, asked->network, asked->target, text);
	asked_free(asked);
}

/* Make a folder at PATH, if it is missing. */
static bool make_folder(const char *path, struct error *err)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST ||
	       error_set(err, "%s cannot be made: %s", path, strerror(errno));
}

/* Return the folder for copies, made if it is missing, with the one that it is in: somebody may
 * have deleted all of that while we run. NULL and ERR when that fails. The caller frees it. */
static char *backup_folder(const struct bot *bot, struct error *err)
{
	struct stat status;
	char *folder = folder_beside(bot->store), *slash = strrchr(folder, '/'), *above;
	bool fine;

	above = slash != NULL && slash > folder ? mem_strndup(folder, (size_t)(slash - folder))
						: NULL;
	fine = (above == NULL || make_folder(above, err)) && make_folder(folder, err);
	free(above);
	if (fine && lstat(folder, &status) == 0 && S_ISDIR(status.st_mode))
		return folder;
	if (fine)
		error_set(err, "%s is no folder (or a symbolic link to one, which I do not follow)",
			folder);
	free(folder);
	return NULL;
}

static char *copy_path(const char *folder)
{
	time_t now = time(NULL);
	struct tm utc;
	char when[32];

	gmtime_r(&now, &utc);
	strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &utc);
	return mem_printf("%s/logios-%s.db", folder, when);
}

static void backup_run(WORD_ARGS)
{
	struct bot *bot = rq->bot;
	struct asked *asked;
	struct error err;
	char *folder;

	(void)self, (void)argc, (void)argv;
	if (strcmp(store_path(bot->store), STORE_MEMORY) == 0) {
		reply(rq, "Nothing is on disk here, so there is nothing to save.");
		return;
	}
	folder = backup_folder(bot, &err);
	if (folder == NULL) {
		reply_error(rq, &err);
		return;
	}
	asked = mem_zalloc(1, sizeof *asked);
	asked->bot = bot;
	asked->folder = folder;
	asked->path = copy_path(folder);
	asked->network = mem_strdup(rq->network);
	asked->target = mem_strdup(request_target(rq));
	if (store_backup(bot->store, asked->path, on_done, asked, &err))
		return;
	reply_error(rq, &err);
	asked_free(asked);
}

const struct command backup_words[] = {
	{.name = "backup",
		.usage = "",
		.summary = "Save a copy of all that I remember.",
		.example = "backup",
		.role = ROLE_OWNER,
		.run = backup_run},
	{.name = NULL},
};
