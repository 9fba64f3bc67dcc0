/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real libircclient session: what it registers with, what lines become, what must not hurt it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/strbuf.h"
#include "irc/protocol/session.h"
#include "test.h"

struct seen {
	int events;
	enum event_kind kind;
	int numeric;
	char nick[MESSAGE_NICK];
	char text[MESSAGE_REST + 1];
	char lines[1024];
	struct strbuf *diary; /* a line for each event; or NULL */
};

static void on_event(void *arg, const struct event *event)
{
	struct seen *seen = arg;

	seen->events++;
	seen->kind = event->kind;
	seen->numeric = event->numeric;
	snprintf(seen->nick, sizeof seen->nick, "%s", event->nick);
	snprintf(seen->text, sizeof seen->text, "%s", event->text != NULL ? event->text : "");
	if (seen->diary != NULL)
		strbuf_addf(seen->diary, "%d %s %s %s\n", (int)event->kind, event->nick,
			event->msg->params[0], seen->text);
}

static void on_line(void *arg, const char *line)
{
	struct seen *seen = arg;
	size_t used = strlen(seen->lines);

	snprintf(seen->lines + used, sizeof seen->lines - used, "%s|", line);
}

static struct session *begin(
	const char *nick, const char *username, const char *realname, struct seen *seen)
{
	struct error err;
	struct session *session = session_new(nick, username, realname, on_event, seen, &err);

	if (session == NULL)
		fail_msg("%s", err.text);
	assert_true(session_register(session, on_line, seen));
	return session;
}

/* Whether LINE passed the gate, and with it the session. */
static bool feed(struct session *session, const char *line)
{
	char *copy = strdup(line);
	struct message msg;
	bool passed = message_parse(copy, &msg) && message_well_formed(&msg);

	if (passed)
		assert_true(session_feed(session, &msg));
	free(copy);
	return passed;
}

/* The same, perhaps together with others. */
static void gather(struct session *session, const char *line)
{
	char *copy = strdup(line);
	size_t len = strlen(line);
	struct message msg;

	if (message_parse(copy, &msg) && message_well_formed(&msg))
		assert_true(session_gather(session, &msg, copy, len));
	memset(copy, 'z', len);
	free(copy);
}

static void test_registration(void **state)
{
	static const struct {
		const char *nick, *username, *realname, *lines;
	} rows[] = {
		{"Logios", "logios", "Dice bot",
			"NICK Logios|USER logios unknown unknown :Dice bot|"},
		{"a%sb", "u%n", "100%% %s%s%n %",
			"NICK a%sb|USER u%n unknown unknown :100%% %s%s%n %|"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct seen seen = {.events = 0};
		session_free(begin(rows[i].nick, rows[i].username, rows[i].realname, &seen));
		assert_string_equal(seen.lines, rows[i].lines);
		assert_int_equal(seen.events, 0);
	}
}

/* libircclient has 255 bytes for a line, and we double each %: what does not fit is left off, never
 * half a sign. The widths of the username move the place of the cut. */
static void test_long_realname(void **state)
{
	static const char *const signs[] = {"%", "a%", "\xc3\xa4", "%\xc3\xa4"};
	static const char *const usernames[] = {"u", "us", "use", "user"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(signs) * COUNT_OF(usernames); i++) {
		const char *sign = signs[i / COUNT_OF(usernames)],
			   *username = usernames[i % COUNT_OF(usernames)];
		char realname[401] = "", expected[512];
		struct seen seen = {.events = 0};
		size_t len;

		while (strlen(realname) + strlen(sign) < sizeof realname)
			memcpy(realname + strlen(realname), sign, strlen(sign) + 1);
		session_free(begin("Logios", username, realname, &seen));
		len = strlen(seen.lines);
		snprintf(expected, sizeof expected, "NICK Logios|USER %s unknown unknown :%s",
			username, realname);
		assert_true(len > 145 && seen.lines[len - 1] == '|');
		assert_memory_equal(seen.lines, expected, len - 1);
		assert_true(((unsigned char)expected[len - 1] & 0xc0) != 0x80);
	}
}

static const struct {
	const char *line;
	enum event_kind kind;
	const char *nick, *text;
} events[] = {
	{":irc.test 001 me :Welcome", EVENT_NUMERIC, "irc.test", ""},
	{"001 me", EVENT_NUMERIC, "", ""},
	{":a!b@c PRIVMSG #x :hello  there ", EVENT_TEXT, "a", "hello  there "},
	{":a!b@c PRIVMSG me :hello", EVENT_TEXT, "a", "hello"},
	{":a!b@c PRIVMSG Me2 :hello", EVENT_TEXT, "a", "hello"},
	{":a!b@c PRIVMSG me :", EVENT_TEXT, "a", ""},
	{":a!b@c PRIVMSG me :%s%n%s", EVENT_TEXT, "a", "%s%n%s"},
	{":a!b@c PRIVMSG #x :\x01"
	 "ACTION hops\x01",
		EVENT_ACTION, "a", "hops"},
	{":a!b@c PRIVMSG #x :\x01"
	 "action hops",
		EVENT_ACTION, "a", "hops"},
	{":a!b@c PRIVMSG #x :\x01"
	 "ACTION \x01",
		EVENT_ACTION, "a", ""},
	{":a!b@c PRIVMSG #x :\x01"
	 "ACTION\x01",
		EVENT_CTCP, "a", "ACTION"},
	{":a!b@c PRIVMSG me :\x01"
	 "PING 12 34\x01",
		EVENT_CTCP, "a", "PING 12 34"},
	{":a!b@c PRIVMSG me :\x01"
	 "VERSION",
		EVENT_CTCP, "a", "VERSION"},
	{":a!b@c PRIVMSG me :\x01\x01", EVENT_CTCP, "a", ""},
	{":a!b@c NOTICE me :hello", EVENT_NOTICE, "a", "hello"},
	{":a!b@c NOTICE #x :hello", EVENT_NOTICE, "a", "hello"},
	{"NOTICE AUTH :hello", EVENT_NOTICE, "", "hello"},
	{":a!b@c NOTICE me :\x01"
	 "VERSION x 1\x01",
		EVENT_NOTICE, "a", "VERSION x 1"},
	{":a!b@c JOIN #x", EVENT_JOIN, "a", ""},
	{":a!b@c JOIN #x account :Real Name", EVENT_JOIN, "a", ""},
	{":a!b@c PART #x :bye", EVENT_PART, "a", ""},
	{":a!b@c QUIT :bye", EVENT_QUIT, "a", ""},
	{":a!b@c NICK b", EVENT_NICK, "a", ""},
	{":me!b@c NICK other", EVENT_NICK, "me", ""},
	{":a!b@c KICK #x b :out", EVENT_KICK, "a", ""},
	{":a!b@c MODE #x +o b", EVENT_MODE, "a", ""},
	{":other MODE other :+i", EVENT_MODE, "other", ""},
	{":a!b@c TOPIC #x :new", EVENT_TOPIC, "a", ""},
	{":a!b@c INVITE me #x", EVENT_INVITE, "a", ""},
	{":irc.test CHGHOST user host", EVENT_OTHER, "irc.test", ""},
	{"ERROR :bye", EVENT_OTHER, "", ""},
};

static void test_events(void **state)
{
	struct seen seen = {.events = 0};
	struct session *session = begin("me", "u", "r", &seen);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(events); i++) {
		seen.events = 0;
		assert_true(feed(session, events[i].line));
		if (seen.events != 1 || seen.kind != events[i].kind)
			fail_msg("\"%s\": %d events, kind %d", events[i].line, seen.events,
				(int)seen.kind);
		assert_string_equal(seen.nick, events[i].nick);
		assert_string_equal(seen.text, events[i].text);
	}
	assert_true(feed(session, ":irc.test 433 me you :taken"));
	assert_int_equal(seen.numeric, 433);
	session_free(session);
}

static void test_long_action(void **state)
{
	struct seen seen = {.events = 0};
	struct session *session = begin("me", "u", "r", &seen);
	char said[401], line[MESSAGE_REST + 1];

	(void)state;
	memset(said, 'x', 400);
	said[0] = '<', said[399] = '>', said[400] = '\0';
	snprintf(line, sizeof line,
		":a!b@c PRIVMSG #x :\x01"
		"ACTION %s\x01",
		said);
	assert_true(feed(session, line));
	assert_int_equal(seen.kind, EVENT_ACTION);
	assert_string_equal(seen.text, said);
	session_free(session);
}

/* One line of bytes that a hostile server might choose, from SEED; no CR, LF or NUL. */
static void hostile_line(unsigned *seed, char *line, size_t size)
{
	static const char *const words[] = {"PRIVMSG", "NOTICE", "NICK", "MODE", "K", "001", "999",
		":", " ", " :", "\x01",
		"\x01"
		"ACTION ",
		"\x01"
		"PING",
		"#x", "me", "a!b@c", "@t=1", "%s%n", "PING", "INVITE", "\xff", "JOIN", "QUIT",
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
	size_t len = 0;

	line[0] = '\0';
	for (unsigned left = 1 + (*seed >> 16) % 24; left > 0; left--) {
		*seed = *seed * 1103515245u + 12345u;
		len += (size_t)snprintf(line + len, size - len, "%s%s",
			words[(*seed >> 16) % COUNT_OF(words)], *seed >> 28 & 1 ? " " : "");
		if (len >= size - 1)
			return;
	}
}

/* Whatever passes the gate neither hurts the session nor makes it deaf. */
static void test_hostile(void **state)
{
	struct seen seen = {.events = 0};
	struct session *session = begin("me", "u", "r", &seen);
	char line[MESSAGE_REST + 1];
	unsigned seed = 7;
	int passed = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		hostile_line(&seed, line, sizeof line);
		passed += feed(session, line);
	}
	assert_true(passed > 500);
	seen.events = 0;
	assert_true(feed(session, ":a!b@c PRIVMSG me :still there?"));
	assert_int_equal(seen.events, 1);
	assert_string_equal(seen.text, "still there?");
	session_free(session);
}

/* What people say, hostile or long or about CTCP, comes as the same events whether line by line or
 * gathered; the kinds of libircclient's own make it call back not at all. */
static void test_gathered(void **state)
{
	static const char *const texts[] = {"!roll 1d20", "hi", " ", ":", "", "\x01", "\x01\x01",
		"\x01"
		"DCC SEND x 1 2 3\x01",
		"\x01"
		"DCC CHAT chat 2130706433 99\x01",
		"\x01"
		"ACTION hops\x01",
		"a\x01", "two  words ", "%s%n", "\xff\xfe"};
	struct seen single = {.events = 0}, together = {.events = 0};
	struct session *one = begin("me", "u", "r", &single),
		       *many = begin("me", "u", "r", &together);
	struct strbuf expected = STRBUF_INIT, got = STRBUF_INIT;
	char filler[MESSAGE_REST];
	unsigned seed = 5;

	(void)state;
	memset(filler, 'y', sizeof filler - 1);
	filler[sizeof filler - 1] = '\0';
	single.diary = &expected;
	together.diary = &got;
	for (int i = 0; i < 5000; i++) {
		struct strbuf line = STRBUF_INIT;

		seed = seed * 1103515245u + 12345u;
		strbuf_addf(&line, "%s:p%d!u@h %s %s :%s%s", seed >> 30 & 1 ? "@time=x " : "", i,
			seed >> 16 & 1 ? "PRIVMSG" : "NOTICE", seed >> 17 & 1 ? "#x" : "me",
			texts[(seed >> 18) % COUNT_OF(texts)], (seed >> 20) % 64 > 0 ? "" : filler);
		if (line.len > MESSAGE_REST - 10)
			strbuf_cut(&line, MESSAGE_REST - (seed >> 26) % 10);
		feed(one, line.text);
		gather(many, line.text);
		strbuf_release(&line);
		if ((seed >> 8) % 8 == 0) {
			assert_true(session_flush(many));
			assert_string_equal(got.text, expected.text);
		}
	}
	assert_true(session_flush(many));
	assert_string_equal(got.text, expected.text);
	assert_in_range(single.events, 3500, 4800); /* DCC makes none */
	strbuf_release(&expected);
	strbuf_release(&got);
	session_free(one);
	session_free(many);
}

static void test_full_lines(void **state)
{
	static const char *const starts[] = {":a!b@c PRIVMSG #x :", ":a!b@c PRIVMSG #x ",
		":a!b@c NOTICE me :\x01", ":a!b@c JOIN ", ":irc.test 005 me ", ":a!b@c NICK "};
	struct seen seen = {.events = 0};
	struct session *session = begin("me", "u", "r", &seen);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		char line[MESSAGE_REST + 1];
		size_t len = strlen(starts[i]);

		memcpy(line, starts[i], len);
		memset(line + len, 'y', MESSAGE_REST - len);
		line[MESSAGE_REST] = '\0';
		seen.events = 0;
		assert_true(feed(session, line));
		assert_int_equal(seen.events, 1);
	}
	session_free(session);
}

enum { LOW = 12 }; /* descriptors that are left below 1024 */

/* Take all descriptors below 1024 but so many. Returns how many it took, into FDS. */
static size_t take_low(int fds[FD_SETSIZE])
{
	size_t count = 0;

	for (;;) {
		int fd = dup(STDERR_FILENO);
		assert_true(fd >= 0);
		if (fd >= FD_SETSIZE) {
			close(fd);
			break;
		}
		fds[count++] = fd;
	}
	for (int i = 0; i < LOW; i++)
		close(fds[--count]);
	return count;
}

/* A session keeps one descriptor below 1024; when there is none left, it is refused with a word. */
static void test_many(void **state)
{
	struct session *sessions[LOW];
	struct seen seen = {.events = 0};
	struct error err = {.text = ""};
	int fds[FD_SETSIZE];
	size_t taken, count = 0;

	(void)state;
	if (descriptor_raise_limit() < 2 * FD_SETSIZE)
		skip();
	taken = take_low(fds);
	while (count < LOW) {
		sessions[count] = session_new("me", "u", "r", on_event, &seen, &err);
		if (sessions[count] == NULL)
			break;
		count++;
	}
	assert_true(count >= LOW - 4 && count < LOW); /* it needs some others for a moment */
	assert_non_null(strstr(err.text, "no descriptor below 1024"));
	for (size_t i = 0; i < count; i++)
		session_free(sessions[i]);
	for (size_t i = 0; i < taken; i++)
		close(fds[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_registration),
		cmocka_unit_test(test_long_realname),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_long_action),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_gathered),
		cmocka_unit_test(test_full_lines),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
