/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios console`: answer all commands on standard input and output. Whoever sits there may do
 * anything; lines that name another nick have the rights of a stranger with that name. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "bot/hear.h"
#include "bot/later.h"
#include "config/read.h"
#include "crypto/random.h"
#include "irc/protocol/message.h"
#include "life.h"
#include "os/log.h"
#include "os/loop.h"
#include "plugin/plugin.h"

#define OUR_NICK "Logios"
#define HOST "console@localhost"

enum {
	MAX_LINE = 8192,
	REPLY_BYTES = 400, /* of a line that is printed */
};

struct console {
	struct bot *bot;
	struct loop *loop;
	struct watch *watch; /* of standard input, or NULL */
	struct strbuf input;
	bool skipping; /* inside a line that is too long */
	bool ended;
};

/* ---- standard output as an outlet ---- */

static bool is_channel(const char *target)
{
	return target[0] != '\0' && strchr("#&+!", target[0]) != NULL;
}

static const char *our_nick(void *arg)
{
	(void)arg;
	return OUR_NICK;
}

/* Find a channel: every one is there. */
static const char *channel(void *arg, const char *name)
{
	(void)arg;
	return is_channel(name) ? name : NULL;
}

/* Find whoever sits here: others speak only when a line names them. */
static bool find_person(void *arg, const char *person, struct outlet_person *found)
{
	(void)arg;
	if (strcmp(person, CONFIG_CONSOLE "/" HOST) != 0)
		return false;
	found->nick = "you";
	snprintf(found->place, PERSON_KEY, CONFIG_CONSOLE "/you!" HOST);
	snprintf(found->owner, PERSON_KEY, CONFIG_CONSOLE "/you!" HOST);
	return true;
}

/* Find anybody: whoever a line names is there. An OWNER is the key of such a nick. */
static bool find(
	void *arg, const char *in, const char *nick, const char *owner, struct somebody *found)
{
	static const char head[] = CONFIG_CONSOLE "/";
	struct person who = {.network = CONFIG_CONSOLE, .hostmask = found->hostmask};
	char key[PERSON_KEY];
	size_t len;

	(void)arg, (void)in;
	if (nick == NULL && strncmp(owner, head, sizeof head - 1) != 0)
		return false;
	if (nick == NULL)
		nick = owner + sizeof head - 1;
	len = strcspn(nick, "!");
	if (len == 0 || len >= sizeof found->nick)
		return false;
	*found = (struct somebody){.own = strcasecmp(nick, OUR_NICK) == 0};
	memcpy(found->nick, nick, len);
	snprintf(found->hostmask, sizeof found->hostmask, "%s!" HOST, found->nick);
	snprintf(found->owner, sizeof found->owner, "%s", person_place(&who, key));
	return owner == NULL || strcmp(found->owner, owner) == 0;
}

static bool is_operator(void *arg, const char *in, const char *nick)
{
	(void)arg, (void)in, (void)nick;
	return false;
}

static void begin_reply(void *arg, const char *msgid, const char *channel)
{
	(void)msgid, (void)channel;
	(void)arg;
}

static size_t reply_room(void *arg, const char *command, const char *target)
{
	(void)arg, (void)command, (void)target;
	return REPLY_BYTES;
}

static bool is_plain(void *arg, const char *target)
{
	(void)arg, (void)target;
	return false;
}

static void print_reply(void *arg, const char *command, const char *target, const char *text,
	struct receipt *receipt)
{
	(void)arg, (void)command, (void)receipt;
	printf("%s\t%s\n", target, text);
}

static const struct outlet_kind printing = {our_nick, channel, channel, find_person, find,
	is_operator, begin_reply, reply_room, is_plain, print_reply};

/* ---- standard input ---- */

static void hear_line(struct console *console, char *text)
{
	char *tab = strchr(text, '\t'), *second = tab != NULL ? strchr(tab + 1, '\t') : NULL;
	struct line line = {.outlet = &console->bot->console,
		.our_nick = OUR_NICK,
		.nick = "you",
		.channel = "#console",
		.text = text,
		.room = REPLY_BYTES,
		.private_line = true,
		.local = true,
		.trusted = true};
	char hostmask[MESSAGE_NICK + 32];

	if (second != NULL) {
		*tab = *second = '\0';
		line.nick = text;
		line.channel = is_channel(tab + 1) ? tab + 1 : NULL;
		line.text = second + 1;
		line.trusted = false;
		if (text[0] == '\0' || strlen(text) >= MESSAGE_NICK ||
			strpbrk(text, " !@") != NULL) {
			fprintf(stderr, "logios: \"%.40s\" is no nick\n", text);
			return;
		}
	}
	snprintf(hostmask, sizeof hostmask, "%s!" HOST, line.nick);
	line.hostmask = hostmask;
	bot_hear(console->bot, &line);
}

/* Take a line of LEN bytes. A NUL is not text: it becomes what it is, an invalid character. */
static void take_line(struct console *console, size_t len)
{
	char *text = console->input.text;

	text[len] = '\0';
	if (len > 0 && text[len - 1] == '\r')
		text[--len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\0')
			text[i] = '\x7f';
	if (console->skipping || len > MAX_LINE)
		fprintf(stderr, "logios: a line of more than %d bytes was ignored\n", MAX_LINE);
	else
		hear_line(console, text);
	console->skipping = false;
}

static void take_lines(struct console *console)
{
	char *newline;

	while ((newline = memchr(console->input.text, '\n', console->input.len)) != NULL) {
		size_t len = (size_t)(newline - console->input.text);
		take_line(console, len);
		strbuf_drop(&console->input, len + 1);
	}
	if (console->input.len > MAX_LINE) {
		console->skipping = true;
		strbuf_reset(&console->input);
	}
}

/* End the loop, after what commands asked for at the top of it, and what is still computed. */
static void stop_later(void *arg)
{
	struct console *console = arg;

	later_finish(console->bot->later);
	loop_stop(console->loop);
}

static void on_input(void *arg)
{
	struct console *console = arg;
	char bytes[4096];
	ssize_t len = read(STDIN_FILENO, bytes, sizeof bytes);

	if (len > 0) {
		strbuf_add(&console->input, bytes, (size_t)len);
		take_lines(console);
	} else if (len == 0 || (errno != EAGAIN && errno != EINTR)) {
		if (console->input.len > 0)
			take_line(console, console->input.len);
		strbuf_reset(&console->input);
		console->ended = true;
	}
}

/* Read what is there, and go on with timers and all else until there is more. */
static void on_readable(void *arg)
{
	struct console *console = arg;

	on_input(console);
	if (!console->ended)
		return;
	watch_free(console->watch);
	console->watch = NULL;
	loop_defer(console->loop, stop_later, console);
}

/* Read a piece each turn until the end. */
static void read_piece(void *arg)
{
	struct console *console = arg;

	on_input(console);
	loop_defer(console->loop, console->ended ? stop_later : read_piece, console);
}

/* Read standard input. When it is a file, which epoll does not watch, there is always more. */
static void begin_reading(struct console *console)
{
	struct stat status;

	if (isatty(STDIN_FILENO) || (fstat(STDIN_FILENO, &status) == 0 &&
					    (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))))
		console->watch = watch_readable(console->loop, STDIN_FILENO, on_readable, console);
	else
		loop_defer(console->loop, read_piece, console);
}

static void run_console(struct config *config)
{
	struct log *log = log_new();
	struct loop *loop = loop_new();
	struct rng *rng = rng_new_plain();
	struct console console = {.loop = loop, .input = STRBUF_INIT};

	log_set_level(log, LOG_LEVEL_WARNING);
	console.bot = bot_new(loop, log, rng, NULL, config, NULL);
	console.bot->console = (struct outlet){CONFIG_CONSOLE, CASEMAP_RFC1459, &printing, NULL};
	setvbuf(stdout, NULL, _IOLBF, 0); /* whoever reads along waits for each line */
	begin_reading(&console);
	loop_run(loop);
	watch_free(console.watch);
	bot_free(console.bot);
	strbuf_release(&console.input);
	rng_free(rng);
	loop_free(loop);
	log_free(log);
}

int cli_console(int argc, char **argv)
{
	static const char usage[] = "usage: logios console [-c|--config FILE]\n";
	struct strbuf mistakes = STRBUF_INIT;
	const char *path = NULL;
	struct config *config;
	int status = cli_config_option(argc, argv, usage, &path);

	if (status >= 0)
		return status;
	if (optind != argc)
		return cli_usage(usage);
	config = path != NULL ? config_load(path, plugins_check, &mistakes) : config_default();
	if (config == NULL) {
		fputs(mistakes.text, stderr);
		strbuf_release(&mistakes);
		return EXIT_INPUT;
	}
	run_console(config);
	strbuf_release(&mistakes);
	return EXIT_OK;
}
