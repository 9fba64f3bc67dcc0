/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines taken apart, let through or not, and written anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "irc/wire/linebuf.h"
#include "irc/protocol/message.h"

static const struct {
	const char *line;
	bool parsed, well_formed;
	const char *written; /* without CR LF; NULL when it is not well-formed */
	const char *why;
} cases[] = {
	{"PING :abc", true, true, "PING :abc", "no source"},
	{":a!b@c PRIVMSG #x :hello  there ", true, true, ":a!b@c PRIVMSG #x :hello  there ",
		"blanks in the last parameter stay"},
	{":a!b@c   PRIVMSG   #x   :hi", true, true, ":a!b@c PRIVMSG #x :hi", "many blanks"},
	{":a!b@c privmsg #x hi", true, true, ":a!b@c PRIVMSG #x :hi", "small letters, no colon"},
	{"@t=1;x :a!b@c PRIVMSG #x :hi", true, true, ":a!b@c PRIVMSG #x :hi",
		"tags are not written"},
	{":irc.test 001 me :Welcome", true, true, ":irc.test 001 me :Welcome", "a numeric"},
	{"", false, false, NULL, "empty"},
	{" ", false, false, NULL, "a blank"},
	{":only.a.prefix", false, false, NULL, "only a prefix"},
	{"@only=tags", false, false, NULL, "only tags"},
	{":x 000 me", false, false, NULL, "libircclient dies of numeric 000"},
	{":x 12 me", false, false, NULL, "two digits"},
	{":x 1234 me", false, false, NULL, "four digits"},
	{":x 0a1 me", false, false, NULL, "digits and letters"},
	{":x PRIV:MSG me", false, false, NULL, "no letter"},
	{":x 001", true, false, NULL, "a numeric with nothing behind it is read past its end"},
	{"NICK new", true, false, NULL, "libircclient dies of NICK without a source"},
	{":a!b@c NICK", true, false, NULL, "or without a parameter"},
	{":a!b@c NICK :", true, false, NULL, "or an empty one"},
	{":a!b@c NOTICE me", true, false, NULL, "libircclient dies of NOTICE with one parameter"},
	{"NOTICE AUTH :hi", true, true, "NOTICE AUTH :hi", "a NOTICE needs no source"},
	{":a!b@c PRIVMSG me", true, false, NULL, "nothing said"},
	{":a!b@c PRIVMSG me :", true, true, ":a!b@c PRIVMSG me :", "an empty text"},
	{":a!b@c PRIVMSG me :\x01", true, false, NULL, "a lone ^A wraps a length"},
	{":a!b@c PRIVMSG me :\x01"
	 "DCC CHAT x 1 2\x01",
		true, false, NULL, "DCC never goes further"},
	{":a!b@c PRIVMSG me :\x01"
	 "dcc send\x01",
		true, false, NULL, "in no case"},
	{":a!b@c MODE", true, false, NULL, "MODE of nothing"},
	{":a!b@c MODE me", true, false, NULL, "MODE without letters"},
	{":a!b@c KICK #x", true, false, NULL, "nobody kicked"},
	{":a!b@c K", true, false, NULL, "libircclient takes it for KICK"},
	{":a!b@c JOI", true, false, NULL, "libircclient takes it for JOIN"},
	{":a!b@c P", true, false, NULL, "libircclient takes it for PART"},
	{":a!b@c QUIT", true, true, ":a!b@c QUIT", "QUIT needs no reason"},
	{": QUIT", true, false, NULL, "an empty source is nobody"},
	{"WALLOPS", true, true, "WALLOPS", "what we do not know goes through"},
	{":x 005 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", true, true,
		":x 005 1 2 3 4 5 6 7 8 9 :10", "libircclient keeps ten parameters"},
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char line[600], written[MESSAGE_WRITTEN + 3];
		struct message msg;
		bool parsed;
		size_t len;

		snprintf(line, sizeof line, "%s", cases[i].line);
		parsed = message_parse(line, &msg);
		if (parsed != cases[i].parsed)
			fail_msg("\"%s\" (%s)", cases[i].line, cases[i].why);
		if (!parsed)
			continue;
		if (message_well_formed(&msg) != cases[i].well_formed)
			fail_msg("\"%s\" (%s)", cases[i].line, cases[i].why);
		if (!cases[i].well_formed)
			continue;
		len = message_write(&msg, written);
		assert_true(len >= 2);
		assert_string_equal(written + len - 2, "\r\n");
		written[len - 2] = '\0';
		assert_string_equal(written, cases[i].written);
	}
}

static void test_parameters(void **state)
{
	char line[] = ":n!u@h CMD a b c d e f g h i j k l m n o p :q";
	struct message msg;
	char nick[MESSAGE_NICK];

	(void)state;
	assert_true(message_parse(line, &msg));
	assert_int_equal(msg.param_count, MESSAGE_PARAMS);
	assert_string_equal(msg.params[14], "o p :q");
	assert_true(message_nick(&msg, nick));
	assert_string_equal(nick, "n");
}

/* The last parameter is cut; what does not fit before it is too much. */
static void test_too_long_to_write(void **state)
{
	char line[MESSAGE_REST * 2 + 1] = ":a PRIVMSG b :", written[MESSAGE_WRITTEN + 3];
	struct message msg;

	(void)state;
	memset(line + strlen(line), 'x', sizeof line - 1 - strlen(line));
	line[sizeof line - 1] = '\0';
	assert_true(message_parse(line, &msg));
	assert_int_equal(message_write(&msg, written), MESSAGE_WRITTEN + 2);
	assert_string_equal(written + MESSAGE_WRITTEN - 1, "x\r\n");
	msg.params[0] = msg.params[1];
	assert_int_equal(message_write(&msg, written), 0);
}

/* However little room there is, no lone \x01 is left. */
static void test_no_lone_ctcp_is_left(void **state)
{
	char target[MESSAGE_REST + 1], written[MESSAGE_WRITTEN + 3];
	struct message msg = {.source = "a",
		.command = "PRIVMSG",
		.params = {target, "\x01VERSION\x01"},
		.param_count = 2};

	(void)state;
	memset(target, 'x', sizeof target);
	for (size_t len = 450; len < sizeof target; len++) {
		target[len] = '\0';
		if (message_write(&msg, written) > 0)
			assert_null(strstr(written, ":\x01\r\n"));
		target[len] = 'x';
	}
}

/* A line of full length without a colon before its last word gets one. */
static void test_full_line_gains_a_colon(void **state)
{
	char line[MESSAGE_REST + 1] = ":a PRIVMSG b ", written[MESSAGE_WRITTEN + 3];
	struct message msg;
	size_t len;

	(void)state;
	memset(line + strlen(line), 'x', MESSAGE_REST - strlen(line));
	line[MESSAGE_REST] = '\0';
	assert_true(message_parse(line, &msg));
	len = message_write(&msg, written);
	assert_int_equal(len, MESSAGE_REST + 3);
	assert_memory_equal(written, ":a PRIVMSG b :x", 15);
	assert_string_equal(written + len - 3, "x\r\n");
}

/* Longer nicks than anybody allows are nobody's. */
static void test_long_nick(void **state)
{
	char line[300], nick[MESSAGE_NICK];
	struct message msg;

	(void)state;
	for (int len = 64; len <= MESSAGE_NICK; len += 64) {
		snprintf(line, sizeof line, ":%0*d!u@h QUIT", len, 7);
		assert_true(message_parse(line, &msg));
		assert_int_equal(message_well_formed(&msg), len < MESSAGE_NICK);
		assert_int_equal(message_nick(&msg, nick), len < MESSAGE_NICK);
	}
}

/* ---- bytes to lines ---- */

struct seen {
	char text[200];
	int stop_after; /* lines; 0: never */
	int lines;
};

static int on_line(void *arg, char *line, size_t len)
{
	struct seen *seen = arg;
	size_t used = strlen(seen->text);

	assert_int_equal(strlen(line), len);
	snprintf(seen->text + used, sizeof seen->text - used, "[%.20s]", line);
	return ++seen->lines != seen->stop_after;
}

#define BYTES(text) text, sizeof text - 1

static const struct {
	const char *bytes;
	size_t len;
	const char *lines;
	unsigned long dropped;
} streams[] = {
	{BYTES("a\r\nb\n"), "[a][b]", 0},
	{BYTES("a\r\n\r\n\n\nb\r\n"), "[a][b]", 0},
	{BYTES("a\rb\r\nc\r\n"), "[c]", 1},
	{BYTES("a\0b\r\nc\r\n"), "[c]", 1},
	{BYTES("a\r\r\nc\r\n"), "[c]", 1},
	{BYTES("no end"), "", 0},
};

/* Whole, and a byte at a time: the same. */
static void test_streams(void **state)
{
	static struct linebuf lb;

	(void)state;
	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		struct seen whole = {.text = ""}, bytes = {.text = ""};
		linebuf_init(&lb);
		linebuf_feed(&lb, streams[i].bytes, streams[i].len, on_line, &whole);
		assert_string_equal(whole.text, streams[i].lines);
		assert_int_equal(lb.dropped, streams[i].dropped);
		linebuf_init(&lb);
		for (size_t at = 0; at < streams[i].len; at++)
			linebuf_feed(&lb, streams[i].bytes + at, 1, on_line, &bytes);
		assert_string_equal(bytes.text, streams[i].lines);
		assert_int_equal(lb.dropped, streams[i].dropped);
	}
}

/* A line of SIZE bytes, TAGS of them tags, then "ok". */
static const char *after_long_line(size_t size, size_t tags)
{
	static struct linebuf lb;
	static struct seen seen;
	static char bytes[200000];

	memset(bytes, 'x', size);
	if (tags > 0) {
		bytes[0] = '@';
		bytes[tags - 1] = ' ';
	}
	memcpy(bytes + size, "\r\nok\r\n", 6);
	seen = (struct seen){.text = ""};
	linebuf_init(&lb);
	linebuf_feed(&lb, bytes, size + 6, on_line, &seen);
	return seen.text;
}

static void test_limits(void **state)
{
	(void)state;
	assert_string_equal(after_long_line(510, 0), "[xxxxxxxxxxxxxxxxxxxx][ok]");
	assert_string_equal(after_long_line(511, 0), "[ok]");
	assert_string_equal(after_long_line(100000, 0), "[ok]");
	assert_string_equal(after_long_line(8191 + 510, 8191), "[@xxxxxxxxxxxxxxxxxxx][ok]");
	assert_string_equal(after_long_line(8191 + 511, 8191), "[ok]");
	assert_string_equal(after_long_line(8192 + 10, 8192), "[ok]");
}

static void test_stop(void **state)
{
	static struct linebuf lb;
	struct seen seen = {.text = "", .stop_after = 1};

	(void)state;
	linebuf_init(&lb);
	linebuf_feed(&lb, "a\nb\nc\n", 6, on_line, &seen);
	assert_string_equal(seen.text, "[a]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_too_long_to_write),
		cmocka_unit_test(test_no_lone_ctcp_is_left),
		cmocka_unit_test(test_full_line_gains_a_colon),
		cmocka_unit_test(test_long_nick),
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
