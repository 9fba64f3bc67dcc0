/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_H
#define LOGIOS_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "request/command.h"
#include "config/config.h"
#include "os/log.h"
#include "logios.h"
#include "os/loop.h"
#include "store/store.h"

/* The plugin host: loads, checks, registers, sweeps, unloads. */
struct plugins;

/* ---- host.c ---- */

/* Make a host without plugins. DIR is where NAME.so are, DATA_DIR what plugin_data_dir answers;
 * both copied. What plugins keep goes to STORE, which outlives them. */
struct plugins *plugins_new(struct loop *loop, struct log *log, struct store *store,
	struct commands *commands, const char *dir, const char *data_dir);

/* Unload all, in reverse; NULL is fine. */
void plugins_free(struct plugins *plugins);

/* Load NAME with the settings of CONFIG. On failure nothing of it stays and ERR is a sentence with
 * the remedy. Not to be called from inside a plugin: see bot/jobs.h. */
bool plugins_load(
	struct plugins *plugins, const char *name, const struct config *config, struct error *err);

/* Unload NAME. False, and ERR says so, when it is not loaded. */
bool plugins_unload(struct plugins *plugins, const char *name, struct error *err);

/* Unload and load anew; when the new one is refused (its file is tried first as far as possible),
 * ERR says so. */
bool plugins_reload(
	struct plugins *plugins, const char *name, const struct config *config, struct error *err);

/* Load what `plugins =` names and is not there, unload what it no longer names, give all the new
 * settings and let them read their files again: what is wrong with those is appended to MISTAKES, a
 * line each. Failures are logged and left out. */
void plugins_apply(struct plugins *plugins, const struct config *config, struct strbuf *mistakes);

/* Note that STORE was put back from a copy, or lost its last changes: TALE says what we did, see
 * plugin_store_lives. -- store.c */
bool plugins_store_put_back(struct store *store, const char *tale, struct error *err);

/* Something that is computed in another thread. */
struct plugins_task {
	void (*compute)(void *arg);                    /* in that thread */
	void (*answer)(void *arg, struct request *rq); /* in a turn of its own */
	void (*release)(void *arg);                    /* in the end, also without an answer */
};

/* What the host asks of the bot for its plugins. */
struct plugins_bot {
	/* Call RUN with RUN_ARG so that what it changes in the store is kept together or not at
	 * all. */
	void (*turn)(void *arg, void (*run)(void *run_arg), void *run_arg);

	/* Call RUN with RUN_ARG and a request of the bot's own in the channel PLACE, or to PERSON
	 * alone; see plugin_speak and plugin_speak_to. */
	bool (*speak)(void *arg, const char *place, void (*run)(void *run_arg, struct request *rq),
		void *run_arg);
	bool (*speak_to)(void *arg, const char *person,
		void (*run)(void *run_arg, struct request *rq), void *run_arg);

	/* Find who has NICK (NULL: anybody) and OWNER (NULL: any) in the channel PLACE, or on its
	 * network; see plugin_find_nick and plugin_find_owner. */
	bool (*find)(void *arg, const char *place, const char *nick, const char *owner,
		struct somebody *found);

	/* Return the role that the asker of RQ has in the channel PLACE; see plugin_role_at. */
	enum role (*role_at)(void *arg, const struct request *rq, const char *place);

	/* Compute TASK with TASK_ARG in a thread, and answer what RQ asks then; see plugin_compute.
	 * And give that up. */
	bool (*compute)(void *arg, const struct request *rq, const struct plugins_task *task,
		void *task_arg, struct error *err);
	void (*give_up)(void *arg, const void *task_arg);
};

/* Let plugins speak through BOT (NULL: no more), whose functions are called with ARG. */
void plugins_serve(struct plugins *plugins, const struct plugins_bot *bot, void *arg);

/* Return how many plugins are loaded, and the one at INDEX of them, sorted by name. */
size_t plugins_count(const struct plugins *plugins);
const struct plugin_info *plugins_info(const struct plugins *plugins, size_t index);

/* Return the loaded plugin that NAME is the name or aka of, in any case, or NULL. */
const struct plugin_info *plugins_find(const struct plugins *plugins, const char *name);

/* ---- hooks.c ---- */

/* Whether the `examine` of any plugin is to see TEXT: if not, and it is no command, it is nobody's
 * concern. */
bool plugins_listen(const struct plugins *plugins, const char *text);

/* Offer the line to every `examine` that is to see it, in name order, until one takes it. */
enum verdict plugins_examine(struct plugins *plugins, struct request *rq);

/* Ask every `explain` in name order until one takes TOPIC; with NULL all of them say which topics
 * they have. */
enum verdict plugins_explain(struct plugins *plugins, struct request *rq, const char *topic);

/* Return what the first `offer` that has something says to type instead of LINE, or NULL. */
const char *plugins_offer(struct plugins *plugins, struct request *rq, const char *line);

/* Tell MOVE to every `moved`; whether there is one. */
void plugins_moved(struct plugins *plugins, const struct move *move);
bool plugins_watch(const struct plugins *plugins);

/* Tell LINE to every `overhear`; whether there is one. */
void plugins_overhear(struct plugins *plugins, const struct overheard *line);
bool plugins_overhearing(const struct plugins *plugins);

/* Let plugins replace *LINE of RQ until none wants to. False, and ERR says why, when that has no
 * end. And whether any plugin replaces lines. */
bool plugins_replace(
	const struct plugins *plugins, struct request *rq, const char **line, struct error *err);
bool plugins_replacing(const struct plugins *plugins);

/* ---- check.c ---- */

/* Check the [plugin NAME] sections of CONFIG against the rows of the plugins in DIR ("" as in
 * plugins_dir), appending "path:line: what" to MISTAKES. Loads them only to look, never calls
 * `open`. A plugin named in `plugins =` that cannot be loaded is a mistake too. True when there was
 * none. */
bool plugins_check(const struct config *config, struct strbuf *mistakes);

/* Do the same, but pass over plugins that cannot be loaded: a bot starts without them and says so
 * in its log. */
bool plugins_check_settings(const struct config *config, struct strbuf *mistakes);

/* Ask the plugins of CONFIG, which passed plugins_check, what is wrong with the files that their
 * settings name, appending a line for each to MISTAKES. True when there was nothing. --
 * check_files.c */
bool plugins_check_files(const struct config *config, struct strbuf *mistakes);

/* ---- file.c ---- */

/* Return the folder of plugins, or of data, in use: CONFIG's, else beside the running program
 * (build/plugins; etc/ of the source tree it was built in), else the installed one. The caller
 * frees it. */
char *plugins_dir(const struct config *config);
char *plugins_data_dir(const struct config *config);

#endif
