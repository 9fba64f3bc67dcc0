/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_SCRIPTED_H
#define LOGIOS_TESTS_SCRIPTED_H

/* A network whose server is the test, under a clock that the test moves. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "config/read.h"
#include "irc/network/network.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"
#include "unit/test.h"

struct scripted {
	struct loop *loop;
	struct log *log;
	char log_path[40];
	struct config *config;
	struct network *net;
	struct store *store; /* or NULL; closed at the end */
	unsigned connects, closes;
	bool finished;
	bool may_invite;   /* anybody */
	bool overheard;    /* the connection is one that others may read along */
	struct strbuf out; /* what the network has sent since it was last looked at, lines parted by
			      "|" */
	struct strbuf said; /* what reached the bot: "nick text|", with show_account "nick(account)
			       text|" */
	bool show_account;
	struct strbuf told; /* who moved, as scripted_moved writes it */
};

static inline void scripted_connect(void *arg)
{
	((struct scripted *)arg)->connects++;
}

static inline void scripted_write(void *arg, const char *bytes, size_t len)
{
	struct scripted *s = arg;

	for (size_t i = 0; i < len; i++)
		if (bytes[i] != '\r')
			strbuf_addch(&s->out, bytes[i] == '\n' ? '|' : bytes[i]);
}

static inline void scripted_close(void *arg)
{
	((struct scripted *)arg)->closes++;
}

static inline bool scripted_is_private(void *arg)
{
	return !((struct scripted *)arg)->overheard;
}

static inline void scripted_said(void *arg, struct network *net, const struct event *event)
{
	struct scripted *s = arg;

	(void)net;
	strbuf_addstr(&s->said, event->nick);
	if (s->show_account)
		strbuf_addf(&s->said, "(%s)", event->account != NULL ? event->account : "none");
	strbuf_addf(&s->said, " %s|", event->text);
}

/* One movement as text: "part ann!a@h (annie) #t by bob: bye", with the channels of ours that they
 * are in at that moment behind a quit: "quit ann!a@h: bye [#t] [#u]". */
static inline void scripted_moved(void *arg, struct network *net, const struct movement *movement)
{
	static const char *const kinds[] = {
		[MOVEMENT_JOIN] = "join",
		[MOVEMENT_PART] = "part",
		[MOVEMENT_KICK] = "kick",
		[MOVEMENT_QUIT] = "quit",
		[MOVEMENT_UNSEEN] = "unseen",
		[MOVEMENT_NICK] = "nick",
		[MOVEMENT_ACCOUNT] = "account",
		[MOVEMENT_HOST] = "host",
		[MOVEMENT_LOST] = "lost",
	};
	struct strbuf *told = &((struct scripted *)arg)->told;
	const struct channel *channel;
	size_t at = 0;

	strbuf_addstr(told, kinds[movement->kind]);
	if (movement->hostmask != NULL)
		strbuf_addf(told, " %s", movement->hostmask);
	if (movement->ours)
		strbuf_addstr(told, " us");
	if (movement->past)
		strbuf_addstr(told, " past");
	if (movement->account != NULL)
		strbuf_addf(told, " (%s)", movement->account);
	if (movement->channel != NULL)
		strbuf_addf(told, " %s", movement->channel);
	if (movement->by != NULL)
		strbuf_addf(told, " by %s", movement->by);
	if (movement->other != NULL)
		strbuf_addf(told, ": %s", movement->other);
	while (movement->kind == MOVEMENT_QUIT &&
		(channel = channels_next_of(network_channels(net), movement->nick, &at)) != NULL)
		strbuf_addf(told, " [%s]", channel->name);
	strbuf_addch(told, '|');
}

static inline bool scripted_may_invite(void *arg, struct network *net, const struct event *event)
{
	(void)net, (void)event;
	return ((struct scripted *)arg)->may_invite;
}

static inline void scripted_finished(void *arg, struct network *net)
{
	(void)net;
	((struct scripted *)arg)->finished = true;
}

/* The configuration with LINES in the section of its only network; the pace is no matter. */
static inline struct config *scripted_config(const char *lines)
{
	char *text = mem_printf(
		"[network test]\ntls = no\nburst = 1000\nline_interval_ms = 0\n%s\n", lines);
	struct strbuf mistakes = STRBUF_INIT;
	FILE *stream = fmemopen(text, strlen(text), "r");
	struct config *config = config_read(stream, "f", 0600, &mistakes);

	fclose(stream);
	if (config == NULL)
		fail_msg("%s", mistakes.text);
	strbuf_release(&mistakes);
	free(text);
	return config;
}

/* A network with LINES, started: it has asked to be connected. */
static inline void scripted_open(struct scripted *s, const char *lines)
{
	static const struct network_events events = {
		.said = scripted_said,
		.moved = scripted_moved,
		.may_invite = scripted_may_invite,
		.finished = scripted_finished,
	};
	struct transport transport = {
		.connect = scripted_connect,
		.write = scripted_write,
		.close = scripted_close,
		.is_private = scripted_is_private,
		.arg = s,
	};
	int fd;

	*s = (struct scripted){.log_path = "/tmp/logios-test-XXXXXX",
		.out = STRBUF_INIT,
		.said = STRBUF_INIT,
		.told = STRBUF_INIT};
	fd = mkstemp(s->log_path);
	assert_true(fd >= 0);
	close(fd);
	s->loop = loop_new_scripted();
	s->log = log_new();
	assert_true(log_set_file(s->log, s->log_path, NULL));
	s->config = scripted_config(lines);
	s->net = network_new(s->loop, s->log, &s->config->networks[0], &events, s, &transport);
	network_start(s->net);
	loop_advance(s->loop, 0);
}

static inline void scripted_end(struct scripted *s)
{
	network_free(s->net);
	store_close(s->store);
	log_free(s->log);
	loop_free(s->loop);
	config_free(s->config);
	unlink(s->log_path);
	strbuf_release(&s->out);
	strbuf_release(&s->said);
	strbuf_release(&s->told);
}

/* What is sent within MS milliseconds is what EXPECTED holds, lines parted by "|". */
static inline void scripted_expect_in(struct scripted *s, int64_t ms, const char *expected)
{
	loop_advance(s->loop, ms);
	assert_string_equal(s->out.text, expected);
	strbuf_reset(&s->out);
}

/* The server sends LINE; at once EXPECTED is the answer. */
static inline void scripted_line(struct scripted *s, const char *line, const char *expected)
{
	char *copy = mem_strdup(line);

	network_line(s->net, copy, strlen(copy));
	network_lines_end(s->net);
	free(copy);
	scripted_expect_in(s, 0, expected);
}

/* The server sends LINE, and whatever comes of it is not looked at. */
static inline void scripted_skip(struct scripted *s, const char *line)
{
	char *copy = mem_strdup(line);

	network_line(s->net, copy, strlen(copy));
	network_lines_end(s->net);
	free(copy);
	loop_advance(s->loop, 0);
	strbuf_reset(&s->out);
}

/* From connected to joining: what the network sends then is left to be looked at. */
static inline void scripted_welcome(struct scripted *s, const char *isupport)
{
	char *line = mem_printf(":irc.test 005 Logios %s :are supported", isupport);

	network_connected(s->net);
	scripted_skip(s, ":irc.test 001 Logios :Welcome");
	scripted_skip(s, line);
	free(line);
	line = mem_strdup(":irc.test 376 Logios :End of MOTD");
	network_line(s->net, line, strlen(line));
	network_lines_end(s->net);
	free(line);
	loop_advance(s->loop, 0);
}

/* How often TEXT is in the log. */
static inline unsigned scripted_logged(const struct scripted *s, const char *text)
{
	FILE *file = fopen(s->log_path, "r");
	char line[2048];
	unsigned count = 0;

	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL)
		count += strstr(line, text) != NULL;
	fclose(file);
	return count;
}

/* The network lives by LINES from now on. */
static inline void scripted_reconfigure(struct scripted *s, const char *lines)
{
	struct config *now = scripted_config(lines);

	network_reconfigure(s->net, &now->networks[0]);
	config_free(s->config);
	s->config = now;
	loop_advance(s->loop, 0);
}

/* Milliseconds until the network connects again, MOST at most; -1 when it does not. */
static inline int64_t scripted_wait_for_connect(struct scripted *s, int64_t most)
{
	unsigned before = s->connects;

	for (int64_t ms = 0; ms <= most; ms += 100) {
		if (s->connects > before)
			return ms;
		loop_advance(s->loop, 100);
	}
	return -1;
}

#endif
