/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new configuration: checked whole, then applied. */
#include "bot/rehash.h"

#include <string.h>

#include "base/map.h"
#include "bot/networks.h"
#include "config/read.h"
#include "fair/fair.h"
#include "os/log.h"
#include "people/access.h"
#include "plugin/plugin.h"

static void note_plugins(struct bot *bot, struct map *before, struct strbuf *summary)
{
	size_t at = 0;
	const char *name;

	for (size_t i = 0; i < plugins_count(bot->plugins); i++) {
		name = plugins_info(bot->plugins, i)->name;
		if (map_remove(before, name) == NULL)
			networks_note(summary, "loaded", name);
	}
	while (map_next(before, &at, &name) != NULL)
		networks_note(summary, "unloaded", name);
}

static void update_plugins(
	struct bot *bot, const struct config *now, struct strbuf *summary, struct strbuf *mistakes)
{
	struct map *before = map_new();

	for (size_t i = 0; i < plugins_count(bot->plugins); i++)
		map_set(before, plugins_info(bot->plugins, i)->name, bot);
	plugins_apply(bot->plugins, now, mistakes);
	note_plugins(bot, before, summary);
	map_free(before);
}

/* Log MISTAKES, and put the first of them into SUMMARY, with how many more there are. */
static void tell_mistakes(struct bot *bot, const struct strbuf *mistakes, struct strbuf *summary)
{
	size_t first = strcspn(mistakes->text, "\n"), lines = 0;
	const char *at = mistakes->text;

	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		log_error(bot->log, "%.*s", (int)len, at);
		at += len + (at[len] == '\n');
		lines++;
	}
	strbuf_add(summary, mistakes->text, first);
	if (lines > 1)
		strbuf_addf(summary, " (and %zu more, see the log)", lines - 1);
}

/* Note which settings are used at the start alone, and differ. */
static void note_restart(
	const struct config *before, const struct config *now, struct strbuf *summary)
{
	const char *const folders[][3] = {
		{"state_dir", before->state_dir, now->state_dir},
		{"plugin_dir", before->plugin_dir, now->plugin_dir},
		{"data_dir", before->data_dir, now->data_dir},
	};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (strcmp(folders[i][1], folders[i][2]) != 0)
			networks_note(summary, "after a restart the new", folders[i][0]);
}

static void apply(struct bot *bot, struct config *now, struct strbuf *summary)
{
	struct strbuf changes = STRBUF_INIT, mistakes = STRBUF_INIT;

	if (bot->online)
		networks_update(bot, now, &changes);
	update_plugins(bot, now, &changes, &mistakes);
	note_restart(bot->config, now, &changes);
	access_reconfigure(bot->access, now);
	fair_configure(bot->fair, now->fair_seal_seconds);
	if (!bot->keep_log_level)
		log_set_level(bot->log, now->log_level);
	config_free(bot->config);
	bot->config = now;
	bot_set_durability(bot);
	strbuf_addf(summary, "Configuration read again: %s.",
		changes.len > 0 ? changes.text : "connections and plugins stay as they are");
	if (mistakes.len > 0) {
		strbuf_addch(summary, ' ');
		tell_mistakes(bot, &mistakes, summary);
	}
	strbuf_release(&mistakes);
	strbuf_release(&changes);
}

bool bot_rehash(struct bot *bot, struct strbuf *summary)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *now = NULL;
	struct error err;
	bool fine = false;

	if (bot->config->path == NULL) {
		strbuf_addstr(summary, "There is no configuration file to read.");
		return false;
	}
	now = config_load_whole(bot->config->path, plugins_check, &mistakes);
	if (now != NULL && !log_set_file(bot->log, now->log_file, &err))
		strbuf_addf(&mistakes, "%s: %s\n", now->path, err.text);
	fine = now != NULL && mistakes.len == 0;
	if (fine) {
		apply(bot, now, summary);
	} else {
		config_free(now);
		strbuf_addstr(summary, "Nothing changed. ");
		tell_mistakes(bot, &mistakes, summary);
	}
	strbuf_release(&mistakes);
	return fine;
}
