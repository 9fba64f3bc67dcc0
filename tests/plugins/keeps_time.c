/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets timers, one of them before its open may fail, and counts the calls: none may come once it is
 * gone. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "logios.h"

struct times {
	int calls;
	struct plugin_timer *last;
};

static void on_time(struct plugin *self, void *arg)
{
	struct times *times = plugin_state(self);

	times->calls += arg == NULL ? 1 : 100;
}

static void wait_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct times *times = plugin_state(self);

	(void)argc;
	(void)argv;
	times->last = plugin_after(self, plugin_number(self, "delay_ms"), on_time, times);
	reply(rq, "%d, %s", times->calls, plugin_text(self, "greeting"));
}

static void cancel_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct times *times = plugin_state(self);

	(void)argc;
	(void)argv;
	plugin_cancel(self, times->last);
	reply(rq, "%d", times->calls);
}

static bool times_open(struct plugin *self, struct error *err)
{
	if (!plugin_flag(self, "fail"))
		plugin_set_state(self, mem_zalloc(1, sizeof(struct times)));
	plugin_after(self, 1000, on_time, NULL);
	return !plugin_flag(self, "fail") || error_set(err, "it was told to fail");
}

static void times_close(struct plugin *self)
{
	plugin_after(self, 0, on_time, NULL);
	free(plugin_state(self));
	plugin_set_state(self, NULL);
}

static void times_rehash(struct plugin *self, struct strbuf *mistakes)
{
	if (strcmp(plugin_text(self, "greeting"), "farewell") == 0)
		strbuf_addf(mistakes, "%s:1: no greeting\n", plugin_text(self, "greeting"));
}

static const struct command commands[] = {{.name = "wait",
						  .usage = "",
						  .summary = "Set a timer, and say the count.",
						  .example = "wait",
						  .run = wait_run},
	{.name = "cancel",
		.usage = "",
		.summary = "Stop the last timer, and say the count.",
		.example = "cancel",
		.run = cancel_run},
	{.name = NULL}};

static const struct setting settings[] = {
	{.name = "fail", .type = SETTING_FLAG, .value = "no", .help = "whether open fails"},
	{.name = "delay_ms",
		.type = SETTING_NUMBER,
		.value = "500",
		.min = 1,
		.max = 9000,
		.help = "delay of a timer, in milliseconds"},
	{.name = "greeting",
		.type = SETTING_TEXT,
		.value = "hello",
		.help = "what is said besides"},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "keeps_time", .aka = "LogiosTime", .version = "1.0",
	.summary = "Counts its timers.", .commands = commands, .settings = settings,
	.open = times_open, .close = times_close, .rehash = times_rehash);
