/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The handle through which a plugin asks things of the host: all but settings and the store. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/log.h"
#include "os/loop.h"
#include "plugin/impl.h"
#include "request/command.h"

void *plugin_state(const struct plugin *self)
{
	return self->state;
}

void plugin_set_state(struct plugin *self, void *state)
{
	self->state = state;
}

const char *plugin_data_dir(const struct plugin *self)
{
	return self->host->data_dir;
}

const char *plugin_data_folder(const struct plugin *self, unsigned at)
{
	const struct config *config = self->host->config;
	const char *const folders[] = {config != NULL ? config->folder : NULL,
		config != NULL ? config->state_dir : NULL, self->host->data_dir};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (folders[i] != NULL && at-- == 0)
			return folders[i];
	return NULL;
}

void plugin_warn(const struct plugin *self, const char *format, ...)
{
	va_list values;
	char text[512];

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	log_warning(self->host->log, "plugin %s: %s", self->name, text);
}

void plugin_warn_lines(const struct plugin *self, const char *lines)
{
	for (const char *end; (end = strchr(lines, '\n')) != NULL; lines = end + 1)
		plugin_warn(self, "%.*s", (int)(end - lines), lines);
}

int64_t plugin_wall_s(const struct plugin *self)
{
	return loop_wall_ms(self->host->loop) / 1000;
}

/* ---- timers ---- */

void plugins_turn(const struct plugins *plugins, void (*run)(void *arg), void *arg)
{
	if (plugins->bot != NULL)
		plugins->bot->turn(plugins->bot_arg, run, arg);
	else
		run(arg);
}

struct plugin_timer {
	struct plugin_timer *next;
	struct plugin *plugin;
	struct timer *timer;
	void (*run)(struct plugin *self, void *arg);
	void *arg;
};

static void timer_release(struct plugin_timer *timer)
{
	timer_free(timer->timer);
	free(timer);
}

/* Take TIMER out of the pending ones of PLUGIN. False when it is none of them. */
static bool take_out(struct plugin *plugin, const struct plugin_timer *timer)
{
	struct plugin_timer **at = &plugin->timers;

	while (*at != NULL && *at != timer)
		at = &(*at)->next;
	if (*at == NULL)
		return false;
	*at = timer->next;
	plugin->timer_count--;
	return true;
}

void plugin_drop_timers(struct plugin *plugin)
{
	while (plugin->timers != NULL) {
		struct plugin_timer *first = plugin->timers;
		plugin->timers = first->next;
		timer_release(first);
	}
}

static void run_timer(void *arg)
{
	const struct plugin_timer *timer = arg;

	timer->run(timer->plugin, timer->arg);
}

/* What is due is pending no more, but stays until it has run: it may try to cancel itself. */
static void on_timer(void *arg)
{
	struct plugin_timer *due = arg;

	take_out(due->plugin, due);
	plugins_turn(due->plugin->host, run_timer, due);
	timer_release(due);
}

struct plugin_timer *plugin_after(
	struct plugin *self, long delay_ms, void (*run)(struct plugin *self, void *arg), void *arg)
{
	struct plugin_timer *timer;

	if (self->timer_count == PLUGIN_TIMERS_MAX)
		return NULL;
	timer = mem_zalloc(1, sizeof *timer);
	timer->plugin = self;
	timer->run = run;
	timer->arg = arg;
	timer->timer = timer_new(self->host->loop, on_timer, timer);
	timer->next = self->timers;
	self->timers = timer;
	self->timer_count++;
	timer_set(timer->timer, delay_ms);
	return timer;
}

void plugin_cancel(struct plugin *self, struct plugin_timer *timer)
{
	if (take_out(self, timer))
		timer_release(timer);
}

/* ---- commands that come and go ---- */

bool plugin_add_command(
	struct plugin *self, const struct command *row, const char *place, struct error *err)
{
	if (row->name == NULL)
		return error_set(err, "the row of a command lacks its name");
	if (commands_added(self->host->commands, self) >= PLUGIN_COMMANDS_MAX)
		return error_set(err, "a plugin may add %u commands", PLUGIN_COMMANDS_MAX);
	return commands_add_row(self->host->commands, row, self, place, err);
}

bool plugin_knows_command(const struct plugin *self, const char *word, const char *place)
{
	return commands_find(self->host->commands, word, place) != NULL;
}

bool plugin_remove_command(struct plugin *self, const char *name, const char *place)
{
	return commands_remove_row(self->host->commands, name, self, place);
}

/* ---- speaking unasked ---- */

struct speech {
	struct plugin *plugin;
	void (*run)(struct plugin *self, struct request *rq, void *arg);
	void *arg;
};

static void run_speech(void *arg, struct request *rq)
{
	const struct speech *speech = arg;

	speech->run(speech->plugin, rq, speech->arg);
}

bool plugin_speak(struct plugin *self, const char *place,
	void (*run)(struct plugin *self, struct request *rq, void *arg), void *arg)
{
	const struct plugins *host = self->host;
	struct speech speech = {.plugin = self, .run = run, .arg = arg};

	return host->bot != NULL && host->bot->speak(host->bot_arg, place, run_speech, &speech);
}

bool plugin_speak_to(struct plugin *self, const char *person,
	void (*run)(struct plugin *self, struct request *rq, void *arg), void *arg)
{
	const struct plugins *host = self->host;
	struct speech speech = {.plugin = self, .run = run, .arg = arg};

	return host->bot != NULL && host->bot->speak_to(host->bot_arg, person, run_speech, &speech);
}

/* ---- who is there ---- */

bool plugin_find_nick(
	const struct plugin *self, const char *place, const char *nick, struct somebody *found)
{
	const struct plugins *host = self->host;

	return host->bot != NULL && host->bot->find(host->bot_arg, place, nick, NULL, found);
}

enum role plugin_role_at(const struct plugin *self, const struct request *rq, const char *place)
{
	const struct plugins *host = self->host;

	return host->bot != NULL ? host->bot->role_at(host->bot_arg, rq, place) : ROLE_ANYONE;
}

bool plugin_find_owner(
	const struct plugin *self, const char *place, const char *owner, struct somebody *found)
{
	const struct plugins *host = self->host;

	return owner != NULL && host->bot != NULL &&
	       host->bot->find(host->bot_arg, place, NULL, owner, found);
}
