/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that says anything at all from the first byte on: lines, capabilities, SASL, the
 * welcome, NickServ, TLS policies. The first byte chooses the configuration; a line "~N" lets N
 * tenths of a second pass (three digits at most). Whatever comes, we write whole clean lines, end
 * negotiation once, and say no password where others may read along. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/read.h"
#include "irc/wire/linebuf.h"
#include "irc/network/network.h"
#include "os/log.h"
#include "os/loop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SECRET "xyzzy-secret"
/* "u\0u\0xyzzy-secret" begins so. */
#define SECRET_BASE64 "dQB1AHh5enp5"

static const char *const sections[] = {
	"",
	"sasl_user = u\nsasl_password = " SECRET "\n",
	"sasl_user = u\nsasl_password = " SECRET "\nsasl_mechanism = plain\nsasl_required = yes\n",
	"sasl_user = u\nsasl_password = " SECRET "\nnickserv_password = " SECRET "\n",
	"nickserv_password = " SECRET "\nnickserv_mask = NickServ!*@services.test\n",
	"sasl_user = u\nsasl_password = " SECRET
	"\nsasl_mechanism = scram-sha-256\nserver_password = p\n",
};

struct world {
	struct loop *loop;
	struct log *log;
	struct config *config;
	struct network *net;
	bool overheard;
	bool open;
	unsigned ends; /* CAP END on this connection */
};

static void on_connect(void *arg)
{
	((struct world *)arg)->open = false;
}

static bool holds_secret(const char *bytes, size_t len)
{
	return memmem(bytes, len, SECRET, strlen(SECRET)) != NULL ||
	       memmem(bytes, len, SECRET_BASE64, strlen(SECRET_BASE64)) != NULL;
}

static void check_line(struct world *world, const char *line, size_t len)
{
	assert(len > 2 && memcmp(line + len - 2, "\r\n", 2) == 0);
	assert(memchr(line, '\0', len) == NULL && memchr(line, '\r', len - 2) == NULL);
	assert(memchr(line, '\n', len - 2) == NULL);
	if (len == 9 && memcmp(line, "CAP END\r\n", 9) == 0)
		world->ends++;
	assert(world->ends <= 1);
	assert(!world->overheard || !holds_secret(line, len));
}

static void on_write(void *arg, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
		assert(newline != NULL);
		check_line(arg, bytes, (size_t)(newline - bytes) + 1);
		bytes = newline + 1;
	}
}

static void on_close(void *arg)
{
	((struct world *)arg)->open = false;
}

static bool on_is_private(void *arg)
{
	return !((struct world *)arg)->overheard;
}

static void on_said(void *arg, struct network *net, const struct event *event)
{
	(void)arg, (void)net;
	assert(event->nick[0] != '\0' && event->text != NULL && !event->past && !event->bot);
}

static void on_moved(void *arg, struct network *net, const struct movement *movement)
{
	(void)arg, (void)net;
	assert(movement->kind == MOVEMENT_LOST || movement->hostmask != NULL);
}

static bool on_may_invite(void *arg, struct network *net, const struct event *event)
{
	(void)arg, (void)net, (void)event;
	return true;
}

static void on_finished(void *arg, struct network *net)
{
	(void)arg, (void)net;
}

static struct config *read_config(unsigned choice)
{
	char *text = mem_printf("[network n]\nhost = irc.test\ntls = no\nburst = 1000\n"
				"line_interval_ms = 0\nchannels = #t\n%s",
		sections[choice % (sizeof sections / sizeof *sections)]);
	struct strbuf mistakes = STRBUF_INIT;
	FILE *stream = fmemopen(text, strlen(text), "r");
	struct config *config = config_read(stream, "f", 0600, &mistakes);

	fclose(stream);
	if (config == NULL) {
		fputs(mistakes.text, stderr);
		abort();
	}
	strbuf_release(&mistakes);
	free(text);
	return config;
}

static void begin(struct world *world, unsigned choice)
{
	static const struct network_events events = {.said = on_said,
		.moved = on_moved,
		.may_invite = on_may_invite,
		.finished = on_finished};
	struct transport transport = {on_connect, on_write, on_close, on_is_private, world};

	*world = (struct world){.overheard = choice & 128};
	world->loop = loop_new_scripted();
	world->log = log_new();
	log_set_level(world->log, LOG_LEVEL_ERROR);
	world->config = read_config(choice & 127);
	world->net = network_new(
		world->loop, world->log, &world->config->networks[0], &events, world, &transport);
	network_start(world->net);
	loop_advance(world->loop, 0);
}

static void end(struct world *world)
{
	network_drop(world->net, "the end");
	network_free(world->net);
	config_free(world->config);
	log_free(world->log);
	loop_free(world->loop);
}

/* After whatever made us hang up, we are back when it is time. */
static void stay_connected(struct world *world)
{
	if (world->open)
		return;
	loop_advance(world->loop, 600 * 1000);
	world->open = true;
	world->ends = 0;
	network_connected(world->net);
}

static int on_line(void *arg, char *line, size_t len)
{
	struct world *world = arg;

	if (line[0] != '~' || len > 4) {
		network_line(world->net, line, len);
		return 1; /* it may come together with the next */
	}
	network_lines_end(world->net);
	loop_advance(world->loop, strtol(line + 1, NULL, 10) * 100);
	stay_connected(world);
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct linebuf lb;
	struct world world = {.open = false};

	/* A server that already knows the password has nothing to learn. */
	if (size == 0 || holds_secret((const char *)data, size))
		return 0;
	begin(&world, data[0]);
	stay_connected(&world);
	linebuf_init(&lb);
	linebuf_feed(&lb, (const char *)data + 1, size - 1, on_line, &world);
	network_lines_end(world.net);
	end(&world);
	return 0;
}
