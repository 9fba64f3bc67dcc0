/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two of us with one prefix, in a channel and in private, each told to say something that the other
 * may answer: without any limit on how much they are asked, they fall silent by themselves. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "whole.h"
#include "test.h"

enum { LINES_MOST = 12, MINUTES = 10 };

struct side {
	const char *nick;
	struct transport transport;
	struct bot *bot;
	struct strbuf out; /* what it has said and nobody has heard */
};

struct two {
	struct loop *loop;
	struct log *log;
	struct rng *rng;
	struct side sides[2];
	unsigned lines; /* that they have said */
};

static void on_write(void *arg, const char *bytes, size_t len)
{
	strbuf_add(&((struct side *)arg)->out, bytes, len);
}

static void nothing(void *arg)
{
	(void)arg;
}

static bool on_is_private(void *arg)
{
	(void)arg;
	return true;
}

static void server_says(const struct side *side, const char *text)
{
	char *line = mem_strdup(text);

	network_line(side->bot->networks[0], line, strlen(line));
	network_lines_end(side->bot->networks[0]);
	free(line);
}

/* Give TEXT, a command of SIDE, to whom it is for. */
static void relay(struct two *two, struct side *side, const char *text)
{
	const struct side *other = &two->sides[side == &two->sides[0]];
	char *line = NULL, command[16], target[64];
	int at = 0;

	if (strncmp(text, "PING ", 5) == 0) {
		line = mem_printf("PONG irc.test %s", text + 5);
		server_says(side, line);
	} else if (sscanf(text, "%15s %63s %n", command, target, &at) == 2 && at > 0 &&
		   (strcmp(command, "PRIVMSG") == 0 || strcmp(command, "NOTICE") == 0)) {
		two->lines++;
		line = mem_printf(":%s!logios@%s.test %s", side->nick, side->nick, text);
		if (strcmp(target, other->nick) == 0 || target[0] == '#')
			server_says(other, line);
	}
	free(line);
}

/* Let each hear what the other has said. */
static void settle(struct two *two)
{
	for (int i = 0; i < 2; i++) {
		struct side *side = &two->sides[i];
		char *end;
		loop_advance(two->loop, 0);
		while ((end = strstr(side->out.text, "\r\n")) != NULL) {
			char *text = mem_strndup(side->out.text, (size_t)(end - side->out.text));
			strbuf_drop(&side->out, strlen(text) + 2);
			relay(two, side, text);
			free(text);
			loop_advance(two->loop, 0);
		}
	}
}

static void begin(struct two *two, struct side *side, const char *nick)
{
	static const char welcome[] =
		":irc.test 001 NICK :Welcome\n"
		":irc.test 005 NICK CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=rfc1459 :are supported\n"
		":irc.test 422 NICK :No MOTD\n"
		":NICK!logios@bot.test JOIN #table\n"
		":irc.test 353 NICK = #table :@Logios Second ann\n"
		":irc.test 366 NICK #table :End\n";
	char *text = mem_printf("[limits]\nenabled = no\n[admin ann]\nmask = *!x@ann.test\n"
				"role = owner\n[network test]\nhost = irc.test\ntls = no\n"
				"nick = %s\nchannels = #table\nburst = 50\n",
		nick);
	struct strbuf mistakes = STRBUF_INIT;
	FILE *file = fmemopen(text, strlen(text), "r");

	side->nick = nick;
	side->transport = (struct transport){nothing, on_write, nothing, on_is_private, side};
	side->bot = bot_new(two->loop, two->log, two->rng, NULL,
		config_read(file, "test", 0600, &mistakes), &side->transport);
	fclose(file);
	free(text);
	strbuf_release(&mistakes);
	bot_start(side->bot);
	loop_advance(two->loop, 0);
	network_connected(side->bot->networks[0]);
	for (const char *at = welcome; *at != '\0'; at += strcspn(at, "\n") + 1) {
		const char *name = strstr(at, "NICK");
		char *line = mem_printf("%.*s%s%.*s", (int)(name - at), at, nick,
			(int)strcspn(name + 4, "\n"), name + 4);
		server_says(side, line);
		free(line);
	}
	loop_advance(two->loop, 0);
	strbuf_reset(&side->out);
}

static void two_begin(struct two *two)
{
	*two = (struct two){.loop = loop_new_scripted(), .log = log_new()};
	log_set_level(two->log, LOG_LEVEL_ERROR);
	two->rng = rng_new_seeded(1);
	begin(two, &two->sides[0], "Logios");
	begin(two, &two->sides[1], "Second");
}

static void two_end(struct two *two)
{
	for (int i = 0; i < 2; i++) {
		bot_free(two->sides[i].bot);
		strbuf_release(&two->sides[i].out);
	}
	rng_free(two->rng);
	log_free(two->log);
	loop_free(two->loop);
}

/* What is said to begin with, by WHO. */
static const struct {
	const char *who, *target, *text;
} openers[] = {
	{"ann", "#table", "!echo !echo !roll 1d6"},
	{"ann", "#table", "!roll !roll !roll 1d"},
	{"ann", "#table", "!echo Second: !echo Logios: roll 1d6"},
	{"ann", "#table", "!echo Logios: Second: nosuchword"},
	{"ann", "#table", "Second: Logios: nosuchword"},
	{"ann", "#table", "!help help"},
	{"ann", "#table", "!inline on"},
	{"Second", "Logios", "nosuchword"},
	{"Second", "Logios", "help"},
	{"Second", "Logios", "help roll"},
	{"Second", "Logios", "5+3"},
	{"Second", "Logios", "2d6+x"},
	{"Second", "Logios", "2d6+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
	{"Second", "Logios", "roll 1d0+1d1+1d2+1d3+1d4+1d5+1d6+1d7+1d8+1d9+1d10+1d11+1d12"},
	{"Second", "Logios", "fair"},
	{"Second", "Logios", "fair dice"},
	{"Second", "Logios", "last"},
	{"Second", "Logios", "roll"},
	{"Second", "Logios", "roll 1d0"},
	{"Second", "Logios", "choose a, b"},
	{"Second", "Logios", "calc 1/0"},
	{"Second", "Logios", "cards draw"},
	{"Second", "Logios", "system x"},
	{"Second", "Logios", "odds 1d"},
	{"Second", "Logios", "more"},
	{"Second", "Logios", "whoami"},
	{"Second", "Logios", "about"},
	{"Second", "Logios", "version"},
	{"Second", "Logios", "echo echo help"},
	{"Second", "Logios", "1d6 roll 1d6"},
	{"Second", "Logios", "roll Logios: roll 1d6"},
};

/* Let them talk after opener AT. Returns how many lines that was. */
static unsigned talk(size_t at)
{
	enum { SECONDS = 60 * MINUTES };
	struct two two;
	char *line = mem_printf(":%s!x@%s.test PRIVMSG %s :%s", openers[at].who, openers[at].who,
		openers[at].target, openers[at].text);

	two_begin(&two);
	for (int i = 0; i < 2; i++)
		if (openers[at].target[0] == '#' ||
			strcmp(two.sides[i].nick, openers[at].target) == 0)
			server_says(&two.sides[i], line);
	for (int s = 0; s < SECONDS; s++) {
		settle(&two);
		loop_advance(two.loop, 1000);
	}
	two_end(&two);
	free(line);
	return two.lines;
}

static void test_they_fall_silent(void **state)
{
	bool silent = true;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(openers); i++) {
		unsigned lines = talk(i);
		if (lines > LINES_MOST)
			printf("# %u lines after: %s\n", lines, openers[i].text);
		silent = silent && lines <= LINES_MOST;
	}
	assert_true(silent);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_they_fall_silent)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
