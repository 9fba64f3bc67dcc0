/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_UNIT_TABLE_H
#define LOGIOS_TESTS_UNIT_TABLE_H

/* A whole bot in #table, with every plugin, and an owner called bo; what it writes is kept. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "whole.h"

struct table {
	struct loop *loop;
	struct log *log;
	struct rng *rng;
	struct bot *bot;
	struct strbuf out;
};

static inline void ignore(void *arg)
{
	(void)arg;
}

static inline void on_write(void *arg, const char *bytes, size_t len)
{
	strbuf_add(arg, bytes, len);
}

static inline bool yes(void *arg)
{
	(void)arg;
	return true;
}

static inline void feed(struct table *table, const char *before, const char *text)
{
	char line[600];

	snprintf(line, sizeof line, "%s%s", before, text);
	network_line(table->bot->networks[0], line, strlen(line));
	network_lines_end(table->bot->networks[0]);
	loop_advance(table->loop, 5000);
}

static inline int set_up(void **state)
{
	static char text[] = "[logios]\nplugins = dice, cards, calc, example, tables, turns\n"
			     "[network testnet]\nhost = irc.test\ntls = no\nchannels = #table\n"
			     "[admin boss]\nmask = *!boss@trusted.test\nrole = owner\n";
	struct table *table = mem_zalloc(1, sizeof *table);
	struct transport transport = {.connect = ignore,
		.write = on_write,
		.close = ignore,
		.is_private = yes,
		.arg = &table->out};
	static struct transport kept;
	struct strbuf mistakes = STRBUF_INIT;
	FILE *file = fmemopen(text, sizeof text - 1, "r");
	struct config *config = config_read(file, "test.ini", 0600, &mistakes);

	fclose(file);
	assert_string_equal(mistakes.text, "");
	strbuf_release(&mistakes);
	kept = transport;
	table->out = (struct strbuf)STRBUF_INIT;
	table->loop = loop_new_scripted();
	table->log = log_new();
	table->rng = rng_new_seeded(1);
	table->bot = bot_new(table->loop, table->log, table->rng, NULL, config, &kept);
	bot_start(table->bot);
	loop_advance(table->loop, 0);
	network_connected(table->bot->networks[0]);
	feed(table, "", ":irc.test 001 Logios :Welcome");
	feed(table, "", ":irc.test 422 Logios :No MOTD");
	feed(table, "", ":Logios!logios@bot.test JOIN #table");
	*state = table;
	return 0;
}

static inline int tear_down(void **state)
{
	struct table *table = *state;

	bot_free(table->bot);
	rng_free(table->rng);
	loop_free(table->loop);
	log_free(table->log);
	strbuf_release(&table->out);
	free(table);
	return 0;
}

#endif
