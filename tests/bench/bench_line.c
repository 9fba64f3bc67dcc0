/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line costs from the bridge to the reply, without sockets to a server: microseconds and
 * allocations a line, for a roll, for chatter that is no command, and for a command nobody
 * knows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "whole.h"

enum { LINES = 200000 };

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static unsigned long allocations;

void *malloc(size_t size)
{
	allocations++;
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	allocations++;
	return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	allocations++;
	return __libc_realloc(old, size);
}

static void ignore(void *arg)
{
	(void)arg;
}

static void count_write(void *arg, const char *bytes, size_t len)
{
	(void)bytes;
	*(unsigned long *)arg += len;
}

static bool yes(void *arg)
{
	(void)arg;
	return true;
}

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void feed(struct bot *bot, const char *text)
{
	char line[512];

	snprintf(line, sizeof line, "%s", text);
	network_line(bot->networks[0], line, strlen(line));
}

static void measure(struct loop *loop, struct bot *bot, const char *name, const char *text)
{
	unsigned long before;
	double start, us;

	feed(bot, text);
	before = allocations;
	start = now_us();
	for (int i = 0; i < LINES; i++) {
		feed(bot, text);
		loop_advance(loop, 1000);
	}
	us = now_us() - start;
	printf("%-28s %8.2f us a line %8.2f allocations a line\n", name, us / LINES,
		(double)(allocations - before) / LINES);
}

int main(void)
{
	static char text[] = "[network bench]\nhost = irc.test\ntls = no\nchannels = #table\n"
			     "line_interval_ms = 100\n[limits]\nenabled = no\n";
	static const char *const beginning[] = {":irc.test 001 Logios :Welcome",
		":irc.test 422 Logios :No MOTD", ":Logios!logios@bot.test JOIN #table"};
	unsigned long written = 0;
	struct transport transport = {.connect = ignore,
		.write = count_write,
		.close = ignore,
		.is_private = yes,
		.arg = &written};
	struct strbuf mistakes = STRBUF_INIT;
	FILE *file = fmemopen(text, sizeof text - 1, "r");
	struct config *config = config_read(file, "bench.ini", 0600, &mistakes);
	struct loop *loop = loop_new_scripted();
	struct log *log = log_new();
	struct rng *rng = rng_new_plain();
	struct bot *bot;

	fclose(file);
	if (config == NULL) {
		fputs(mistakes.text, stderr);
		return 1;
	}
	log_set_level(log, LOG_LEVEL_ERROR);
	bot = bot_new(loop, log, rng, NULL, config, &transport);
	bot_start(bot);
	loop_advance(loop, 0);
	network_connected(bot->networks[0]);
	for (size_t i = 0; i < sizeof beginning / sizeof *beginning; i++)
		feed(bot, beginning[i]);
	measure(loop, bot, "!roll 4d6", ":ann!a@home.test PRIVMSG #table :!roll 4d6");
	measure(loop, bot, "chatter", ":ann!a@home.test PRIVMSG #table :what a fine evening");
	measure(loop, bot, "!weather (nobody's word)", ":ann!a@home.test PRIVMSG #table :!weather");
	printf("%lu bytes said\n", written);
	bot_free(bot);
	rng_free(rng);
	loop_free(loop);
	log_free(log);
	return 0;
}
