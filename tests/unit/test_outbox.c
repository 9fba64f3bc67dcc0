/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines out: paced, in order of importance, in turns, cut, clean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/receipt.h"
#include "base/utf8.h"
#include "irc/outbox/outbox.h"

struct wire {
	struct loop *loop;
	struct outbox *ob;
	struct strbuf out;
};

static void on_write(void *arg, const char *line, size_t len)
{
	assert_true(len <= OUTBOX_LINE_MOST);
	assert_memory_equal(line + len - 2, "\r\n", 2);
	strbuf_add(arg, line, len - 2);
	strbuf_addch(arg, ' ');
}

static int set_up(void **state)
{
	static struct wire wire;

	wire.loop = loop_new_scripted();
	wire.out = (struct strbuf)STRBUF_INIT;
	wire.ob = outbox_new(wire.loop, 3, 1000, on_write, &wire.out);
	*state = &wire;
	return 0;
}

static int tear_down(void **state)
{
	struct wire *wire = *state;

	outbox_free(wire->ob);
	loop_free(wire->loop);
	strbuf_release(&wire->out);
	return 0;
}

static void expect(struct wire *wire, const char *lines)
{
	assert_string_equal(wire->out.text, lines);
	strbuf_reset(&wire->out);
}

static void test_pace(void **state)
{
	struct wire *wire = *state;
	char line[16];

	outbox_send(wire->ob, OUTBOX_REPLY, "#a", "early", NULL);
	expect(wire, "");
	outbox_send(wire->ob, OUTBOX_NOW, "", "NICK", NULL);
	expect(wire, "NICK ");
	outbox_open(wire->ob);
	expect(wire, "early ");
	for (int i = 0; i < 5; i++) {
		snprintf(line, sizeof line, "%d", i);
		outbox_send(wire->ob, OUTBOX_REPLY, "#a", line, NULL);
	}
	expect(wire, "0 1 ");
	loop_advance(wire->loop, 999);
	expect(wire, "");
	loop_advance(wire->loop, 1);
	expect(wire, "2 ");
	loop_advance(wire->loop, 2000);
	expect(wire, "3 4 ");
	loop_advance(wire->loop, 100000);
	for (int i = 0; i < 5; i++)
		outbox_send(wire->ob, OUTBOX_REPLY, "#a", "x", NULL);
	expect(wire, "x x x ");
	outbox_close(wire->ob);
	loop_advance(wire->loop, 100000);
	expect(wire, "");
	assert_int_equal(outbox_stats(wire->ob).sent, 10);
}

static void test_order(void **state)
{
	struct wire *wire = *state;
	static const struct {
		enum outbox_priority priority;
		const char *target, *line;
	} rows[] = {
		{OUTBOX_BULK, "#a", "bulk"},
		{OUTBOX_REPLY, "#a", "a1"},
		{OUTBOX_REPLY, "#a", "a2"},
		{OUTBOX_REPLY, "#a", "a3"},
		{OUTBOX_REPLY, "#b", "b1"},
		{OUTBOX_ADMIN, "", "JOIN"},
		{OUTBOX_REPLY, "#b", "b2"},
		{OUTBOX_REPLY, "#c", "c1"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		outbox_send(wire->ob, rows[i].priority, rows[i].target, rows[i].line, NULL);
	outbox_open(wire->ob);
	loop_advance(wire->loop, 10000);
	expect(wire, "JOIN a1 b1 c1 a2 b2 a3 bulk ");
}

static void test_stale_and_overflow(void **state)
{
	struct wire *wire = *state;

	for (int i = 0; i < OUTBOX_MAX_LINES + 7; i++)
		outbox_send(wire->ob, OUTBOX_BULK, "#a", "PRIVMSG #a :x", NULL);
	assert_int_equal(outbox_stats(wire->ob).overflow, 7);
	outbox_open(wire->ob);
	loop_advance(wire->loop, 10 * OUTBOX_STALE_MS);
	assert_in_range(outbox_stats(wire->ob).stale, OUTBOX_MAX_LINES - 70, OUTBOX_MAX_LINES - 60);
	/* all that was not stale, and words about what was */
	assert_int_equal(outbox_stats(wire->ob).sent, 4 + OUTBOX_STALE_MS / 1000);
}

/* What is no speech waits as long as it must. */
static void test_never_too_late_to_join(void **state)
{
	struct wire *wire = *state;

	for (int i = 0; i < 200; i++)
		outbox_send(wire->ob, OUTBOX_ADMIN, "", "JOIN #a", NULL);
	outbox_send(wire->ob, OUTBOX_BULK, "", "MODE #a", NULL);
	outbox_open(wire->ob);
	loop_advance(wire->loop, 300 * 1000);
	assert_int_equal(outbox_stats(wire->ob).sent, 201);
}

static void speak(struct wire *wire, const char *command, const char *target, int count)
{
	char line[64];

	for (int i = 0; i < count; i++) {
		outbox_next_reply(wire->ob);
		snprintf(line, sizeof line, "%s %s :%d", command, target, i);
		outbox_send(wire->ob, OUTBOX_REPLY, target, line, NULL);
	}
}

/* Whoever does not get a reply gets a word about it, each their own, counted by replies. */
static void test_word_about_the_stale(void **state)
{
	struct wire *wire = *state;

	speak(wire, "PRIVMSG", "#a", 2);
	outbox_send(wire->ob, OUTBOX_REPLY, "#a", "PRIVMSG #a :more of the last", NULL);
	speak(wire, "NOTICE", "ann", 1);
	outbox_send(wire->ob, OUTBOX_ADMIN, "", "JOIN #b", NULL);
	loop_advance(wire->loop, OUTBOX_STALE_MS + 1);
	outbox_open(wire->ob);
	expect(wire, "JOIN #b PRIVMSG #a :(2 replies were not sent: too much at once) "
		     "NOTICE ann :(1 reply was not sent: too much at once) ");
	assert_int_equal(outbox_stats(wire->ob).stale, 4);
	loop_advance(wire->loop, 10 * OUTBOX_STALE_MS);
	expect(wire, "");
}

static bool is_zoe(void *arg, const char *target)
{
	assert_non_null(arg);
	return strcmp(target, "zoe") == 0;
}

/* Whoever has the nick of somebody whom we would not see leave gets nothing that has waited long,
 * not even when the server held it up. */
static void test_unseen(void **state)
{
	struct wire *wire = *state;

	outbox_set_unseen(wire->ob, is_zoe);
	speak(wire, "PRIVMSG", "ann", 1);
	speak(wire, "PRIVMSG", "zoe", 2);
	loop_advance(wire->loop, OUTBOX_UNSEEN_MS + 1);
	speak(wire, "PRIVMSG", "zoe", 1);
	outbox_open(wire->ob);
	loop_advance(wire->loop, 10000);
	expect(wire, "PRIVMSG ann :0 PRIVMSG zoe :0 "
		     "PRIVMSG zoe :(2 replies were not sent: too much at once) ");
	speak(wire, "PRIVMSG", "zoe", 2);
	expect(wire, "PRIVMSG zoe :0 PRIVMSG zoe :1 ");
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "zoe", OUTBOX_UNSEEN_MS - 2000));
	loop_advance(wire->loop, OUTBOX_UNSEEN_MS - 2000);
	expect(wire, "PRIVMSG zoe :1 ");
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "zoe", OUTBOX_UNSEEN_MS));
	loop_advance(wire->loop, OUTBOX_UNSEEN_MS + 1000);
	expect(wire, "PRIVMSG zoe :(1 reply was not sent: too much at once) ");
}

static void test_word_about_overflow(void **state)
{
	struct wire *wire = *state;

	speak(wire, "PRIVMSG", "#quiet", 1);
	speak(wire, "PRIVMSG", "#loud", OUTBOX_MAX_LINES + 4);
	for (int i = 0; i < OUTBOX_MAX_LINES; i++)
		outbox_send(wire->ob, OUTBOX_ADMIN, "", "JOIN #b", NULL);
	speak(wire, "PRIVMSG", "#late", 1);
	outbox_set_pace(wire->ob, 4 * OUTBOX_MAX_LINES, 1000);
	loop_advance(wire->loop, 4 * OUTBOX_MAX_LINES * 1000);
	outbox_open(wire->ob);
	assert_non_null(strstr(wire->out.text,
		"PRIVMSG #quiet :(1 reply was not sent: too much at once) "
		"PRIVMSG #loud :(1004 replies were not sent: too much at once) "
		"PRIVMSG #late :(1 reply was not sent: too much at once) "));
}

/* Who goes on asking hears of it while the queue is still full, before what waits, and not too
 * often. */
static void test_word_in_a_long_queue(void **state)
{
	struct wire *wire = *state;
	const char *word = wire->out.text;
	int words = 0;

	outbox_open(wire->ob);
	for (int second = 0; second < 300; second++) {
		speak(wire, "PRIVMSG", "#a", 5);
		loop_advance(wire->loop, 1000);
	}
	for (word = wire->out.text; (word = strstr(word, " were not sent")) != NULL; word++)
		words++;
	assert_in_range(words, (300000 - OUTBOX_STALE_MS) / OUTBOX_WORD_MS - 2,
		(300000 - OUTBOX_STALE_MS) / OUTBOX_WORD_MS);
}

/* However many lose replies, most of what is said are replies. */
static void test_words_are_few(void **state)
{
	struct wire *wire = *state;
	char target[16];
	int words = 0;

	outbox_open(wire->ob);
	for (int second = 0; second < 400; second++) {
		for (int i = 0; i < 22; i++) {
			snprintf(target, sizeof target, "#%d", i);
			speak(wire, "PRIVMSG", target, 1);
		}
		loop_advance(wire->loop, 1000);
	}
	for (const char *word = wire->out.text; (word = strstr(word, " not sent")) != NULL; word++)
		words++;
	assert_in_range(words, 60, 100);
	assert_int_equal(outbox_stats(wire->ob).sent, 403);
}

static void test_long_lines(void **state)
{
	static const struct {
		size_t asked, got;
	} rows[] = {{0, 512}, {100, 512}, {512, 512}, {1024, 1024}, {100000, 4096}};
	struct wire *wire = *state;
	char line[5001];

	memset(line, 'x', 5000);
	line[5000] = '\0';
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		outbox_set_line_bytes(wire->ob, rows[i].asked);
		assert_int_equal(outbox_line_bytes(wire->ob), rows[i].got);
		outbox_send(wire->ob, OUTBOX_NOW, "", line, NULL);
		assert_int_equal(wire->out.len + 1, rows[i].got);
		strbuf_reset(&wire->out);
	}
}

static void fill(struct wire *wire, enum outbox_priority priority, const char *target, int count)
{
	for (int i = 0; i < count; i++)
		outbox_send(wire->ob, priority, target, target, NULL);
}

/* Who floods cannot keep others, or more important lines, from being said. */
static void test_full(void **state)
{
	struct wire *wire = *state;

	fill(wire, OUTBOX_REPLY, "#quiet", 1);
	fill(wire, OUTBOX_REPLY, "#loud", OUTBOX_MAX_LINES);
	fill(wire, OUTBOX_REPLY, "#quiet", 1);
	fill(wire, OUTBOX_REPLY, "#other", 1);
	fill(wire, OUTBOX_ADMIN, "JOIN", 1);
	fill(wire, OUTBOX_BULK, "#bulk", 1);
	assert_int_equal(outbox_stats(wire->ob).overflow, 5);
	outbox_open(wire->ob);
	loop_advance(wire->loop, 4000);
	expect(wire, "JOIN #quiet #loud #other #quiet #loud #loud ");
}

/* The least important kind gives way even when its queue is a single line. */
static void test_full_of_single_lines(void **state)
{
	struct wire *wire = *state;
	char target[16];

	fill(wire, OUTBOX_BULK, "#bulk", 1);
	for (int i = 1; i < OUTBOX_MAX_LINES; i++) {
		snprintf(target, sizeof target, "#%d", i);
		fill(wire, OUTBOX_REPLY, target, 1);
	}
	fill(wire, OUTBOX_REPLY, "#in", 1);
	fill(wire, OUTBOX_REPLY, "#out", 1);
	assert_int_equal(outbox_stats(wire->ob).overflow, 2);
	fill(wire, OUTBOX_ADMIN, "JOIN", 1);
	outbox_open(wire->ob);
	expect(wire, "JOIN #2 #3 ");
	outbox_set_pace(wire->ob, OUTBOX_MAX_LINES, 0);
	assert_int_equal(outbox_stats(wire->ob).sent, OUTBOX_MAX_LINES);
	assert_non_null(strstr(wire->out.text, " #999 #in "));
	assert_null(strstr(wire->out.text, "#bulk"));
}

/* A new pace holds at once, also for those who wait. */
static void test_pace_changes(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 1, 60000);
	outbox_open(wire->ob);
	fill(wire, OUTBOX_REPLY, "x", 4);
	expect(wire, "x ");
	loop_advance(wire->loop, 30000);
	outbox_set_pace(wire->ob, 2, 10000);
	expect(wire, "x x ");
	loop_advance(wire->loop, 9999);
	expect(wire, "");
	loop_advance(wire->loop, 1);
	expect(wire, "x ");
	outbox_set_pace(wire->ob, 0, -5);
	fill(wire, OUTBOX_REPLY, "y", 3);
	loop_advance(wire->loop, 1);
	expect(wire, "y y y ");
}

/* A server that counts as ircu does: a line is worth two seconds and one for each 120 bytes, it
 * reads while less than ten are owed, and it throws out whoever leaves it 1024 bytes to read. */
struct counting {
	struct loop *loop;
	int64_t owed_ms; /* paid at that time */
	size_t unread[64];
	size_t count, most; /* lines; the most bytes that were unread */
	size_t lines, bytes;
};

static void counting_read(struct counting *server)
{
	int64_t now_s = loop_now_ms(server->loop) / 1000;
	size_t read = 0, left = 0;

	if (server->owed_ms < now_s * 1000)
		server->owed_ms = now_s * 1000;
	for (; read < server->count && server->owed_ms / 1000 - now_s < 10; read++)
		server->owed_ms += 2000 + 1000 * (int64_t)(server->unread[read] / 120);
	for (size_t i = read; i < server->count; i++)
		left += server->unread[i - read] = server->unread[i];
	server->count -= read;
	if (left > server->most)
		server->most = left;
}

static void counting_write(void *arg, const char *line, size_t len)
{
	struct counting *server = arg;

	(void)line;
	assert_true(server->count < 64);
	server->unread[server->count++] = len;
	server->lines++;
	server->bytes += len;
	counting_read(server);
}

static void test_bytes_count(void **state)
{
	static const size_t lengths[] = {20, 119, 333, 480};
	static const size_t least_lines[] = {55, 40, 28, 19};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		for (int on = 0; on < 2; on++) {
			struct counting server = {.loop = loop_new_scripted()};
			struct outbox *ob = outbox_new(
				server.loop, 5, 1000, counting_write, &server);
			char line[500] = "PRIVMSG #t :";

			memset(line + strlen(line), 'x', lengths[i] - strlen(line));
			line[lengths[i]] = '\0';
			outbox_open(ob);
			outbox_count_bytes(ob, on);
			for (int second = 0; second < 120; second++) {
				for (int n = 0; n < 2; n++)
					outbox_send(ob, OUTBOX_REPLY, "#t", line, NULL);
				loop_advance(server.loop, 1000);
				counting_read(&server);
				if (!on && server.count > 60)
					break;
			}
			print_message("%zu bytes, counting %d: %zu lines, at most %zu unread\n",
				lengths[i], on, server.lines, server.most);
			if (on) {
				assert_true(server.most < 1024);
				assert_true(server.lines >= least_lines[i]);
			}
			outbox_free(ob);
			loop_free(server.loop);
		}
}

/* Fifty answers in half a minute take more than a minute where bytes count: none is too old. */
static void test_slow_servers_get_more_time(void **state)
{
	struct counting server = {.loop = loop_new_scripted()};
	struct outbox *ob = outbox_new(server.loop, 5, 1000, counting_write, &server);

	(void)state;
	outbox_open(ob);
	outbox_count_bytes(ob, true);
	for (int half = 0; half < 500; half++) {
		if (half < 60 && half % 6 != 5)
			outbox_send(ob, OUTBOX_REPLY, "#t", "PRIVMSG #t :ann rolled 1d20", NULL);
		loop_advance(server.loop, 500);
		counting_read(&server);
	}
	assert_int_equal(server.lines, 50);
	assert_int_equal(outbox_stats(ob).stale, 0);
	outbox_free(ob);
	loop_free(server.loop);
}

static void test_hostile_lines(void **state)
{
	struct wire *wire = *state;
	char line[1000];

	outbox_send(wire->ob, OUTBOX_NOW, "", "PRIVMSG #a :x\r\nQUIT", NULL);
	expect(wire, "PRIVMSG #a :x ");
	memset(line, 'y', 509);
	snprintf(line + 509, sizeof line - 509, "\xc3\xa4zz");
	outbox_send(wire->ob, OUTBOX_NOW, "", line, NULL);
	assert_int_equal(wire->out.len, 510);
}

static void test_cut(void **state)
{
	static const struct {
		const char *text;
		size_t room, len, skip;
	} rows[] = {
		{"short", 10, 5, 0},
		{"exactly10!", 10, 10, 0},
		{"one two three", 10, 7, 1},
		{"one two   three", 10, 7, 3},
		{"onetwothreefour", 10, 10, 0},
		{"a onetwothreefour", 10, 10, 0},
		{"123456789\xc3\xa4", 10, 9, 0},
		{"\xf0\x9f\x8e\xb2\xf0\x9f\x8e\xb2\xf0\x9f\x8e\xb2", 10, 8, 0},
		{"12345678\x03"
		 "04,12x",
			10, 8, 0},
		{"\xff\xff\xff\xff", 2, 2, 0},
		/* no room for a single character: it is not torn all the same */
		{"\xf0\x9f\x8e\xb2\xf0\x9f\x8e\xb2", 2, 4, 0},
		{"\xf0\x9f\x8e\xb2", 0, 4, 0},
		{"\xff\xff", 0, 1, 0},
		{"\x03"
		 "04,12x",
			2, 6, 0},
		/* what belongs together: e and its accent, a family, a flag, a die with skin */
		{"12345678e\xcc\x81", 10, 8, 0},
		{"12345678e\xcc\x81\xcc\xa3", 12, 8, 0},
		{"12345678e\xcc\x81z", 11, 11, 0},
		{"1234\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", 14, 4, 0},
		{"1234\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", 11, 4, 0},
		{"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", 12, 8, 0},
		{"1234\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 11, 4, 0},
		/* but a character under a tower of marks is */
		{"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 6, 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t skip,
			len = outbox_cut(rows[i].text, strlen(rows[i].text), rows[i].room, &skip);
		if (len != rows[i].len || skip != rows[i].skip)
			fail_msg("\"%s\": %zu, %zu", rows[i].text, len, skip);
	}
}

static void test_formats_go_on(void **state)
{
	static const struct {
		const char *before, *text, *after;
	} rows[] = {
		{"", "plain", ""},
		{"",
			"\x02"
			"bold",
			"\x02"},
		{"\x02", "still", "\x02"},
		{"\x02", "over\x02", ""},
		{"",
			"\x03"
			"04red",
			"\x03"
			"04\x02\x02"},
		{"",
			"\x03"
			"4,12red",
			"\x03"
			"4,12\x02\x02"},
		{"\x03"
		 "4\x02\x02",
			"2 orcs",
			"\x03"
			"4\x02\x02"},
		{"\x03"
		 "04,12\x02\x02",
			"\x03"
			"05red on the same",
			"\x03"
			"04,12\x03"
			"05\x02\x02"},
		{"\x03"
		 "04,12\x03"
		 "05\x02\x02",
			"\x03"
			"1,2new",
			"\x03"
			"1,2\x02\x02"},
		{"",
			"\x1f\x04"
			"ff00AA,000000hex",
			"\x04"
			"ff00AA,000000\x1f"},
		{"\x1f",
			"\x04"
			"face is no colour",
			"\x1f"},
		{"",
			"\x03"
			"12345",
			"\x03"
			"12\x02\x02"},
		{"\x03"
		 "04",
			"\x03plain", ""},
		{"",
			"\x02\x1d\x1f"
			"all\x0f",
			""},
		{"",
			"\x1estruck \x02"
			"and bold",
			"\x02\x1e"},
	};
	struct strbuf codes = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		strbuf_reset(&codes);
		strbuf_addstr(&codes, rows[i].before);
		outbox_format_after(&codes, rows[i].text, strlen(rows[i].text));
		assert_string_equal(codes.text, rows[i].after);
	}
	strbuf_release(&codes);
}

static void test_clean(void **state)
{
	static const struct {
		const char *text, *with, *without;
	} rows[] = {
		{"plain", "plain", "plain"},
		{"a\r\nQUIT", "aQUIT", "aQUIT"},
		{"\x02"
		 "bold\x02 \x03"
		 "04,01red\x03",
			"\x02"
			"bold\x02 \x03"
			"04,01red\x03",
			"bold red"},
		{"\x04"
		 "face \x04"
		 "00ff00green",
			"\x04"
			"face \x04"
			"00ff00green",
			"face green"},
		{"bell\x07 tab\tnul", "bell tab nul", "bell tab nul"},
		{"bad \xff\xc3", "bad \xef\xbf\xbd\xef\xbf\xbd", "bad \xef\xbf\xbd\xef\xbf\xbd"},
		{"c1 \xc2\x85 del \x7f", "c1  del ", "c1  del "},
		{"", " ", " "},
		{"\r\n", " ", " "},
		{"\x01"
		 "ACTION hops\x01",
			"ACTION hops", "ACTION hops"},
	};
	struct strbuf out = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		strbuf_reset(&out);
		outbox_clean(&out, rows[i].text, true);
		assert_string_equal(out.text, rows[i].with);
		strbuf_reset(&out);
		outbox_clean(&out, rows[i].text, false);
		assert_string_equal(out.text, rows[i].without);
	}
	strbuf_release(&out);
}

/* ---- receipts ---- */

struct slip {
	struct receipt receipt; /* first */
	char fate;              /* '?' while it is held, then '+' said or '-' lost */
};

static void on_settled(struct receipt *receipt)
{
	((struct slip *)receipt)->fate = receipt->lost ? '-' : '+';
}

enum { SLIPS = 8 };

static struct slip slips[SLIPS];

/* Send a line to TARGET with the receipt of slip NUMBER: a new one, or one that is still held. */
static void send_with(struct wire *wire, const char *target, int number)
{
	struct slip *slip = &slips[number];
	char line[64];

	if (slip->receipt.holders == 0)
		*slip = (struct slip){.receipt = {.settled = on_settled}, .fate = '?'};
	receipt_hold(&slip->receipt);
	snprintf(line, sizeof line, "PRIVMSG %s :%d", target, number);
	outbox_send(wire->ob, OUTBOX_REPLY, target, line, &slip->receipt);
	receipt_done(&slip->receipt);
}

static void expect_fates(const char *fates)
{
	char seen[SLIPS + 1] = "";

	for (size_t i = 0; fates[i] != '\0'; i++)
		seen[i] = slips[i].fate;
	assert_string_equal(seen, fates);
}

/* A PING covers what was written before it, and its answer alone proves that. */
static void test_proof(void **state)
{
	struct wire *wire = *state;

	outbox_open(wire->ob);
	send_with(wire, "#a", 0);
	loop_advance(wire->loop, OUTBOX_PROVE_MS - 1);
	expect(wire, "PRIVMSG #a :0 ");
	expect_fates("?");
	send_with(wire, "#b", 1);
	loop_advance(wire->loop, 1);
	expect(wire, "PRIVMSG #b :1 PING :said1 ");
	send_with(wire, "#a", 2);
	outbox_proved(wire->ob, "said2");
	outbox_proved(wire->ob, "Logios");
	expect_fates("???");
	outbox_proved(wire->ob, "said1");
	expect_fates("++?");
	outbox_proved(wire->ob, "said1");
	expect_fates("++?");
	loop_advance(wire->loop, OUTBOX_PROVE_MS);
	expect(wire, "PRIVMSG #a :2 PING :said2 ");
	outbox_proved(wire->ob, "said2");
	expect_fates("+++");
	loop_advance(wire->loop, 100 * OUTBOX_PROVE_MS);
	expect(wire, "");
}

/* What waits is not said, however much else is; what is not proved goes with the connection. */
static void test_no_proof(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 2, 1000000);
	outbox_open(wire->ob);
	for (int i = 0; i < 3; i++)
		send_with(wire, "#a", i);
	loop_advance(wire->loop, OUTBOX_PROVE_BUSY_MS);
	expect(wire, "PRIVMSG #a :0 PRIVMSG #a :1 "); /* no token for a PING */
	expect_fates("???");
	outbox_close(wire->ob);
	expect_fates("---");
	outbox_open(wire->ob);
	send_with(wire, "#a", 3);
	outbox_prove_all(wire->ob);
	expect_fates("---+");
}

static void test_lost_on_the_way(void **state)
{
	struct wire *wire = *state;

	outbox_open(wire->ob);
	send_with(wire, "#A{}", 0);
	send_with(wire, "#ab", 1);
	outbox_turned_away(wire->ob, CASEMAP_RFC1459, "#a[]");
	expect_fates("-?");
	loop_advance(wire->loop, OUTBOX_PROVE_MS);
	outbox_proved(wire->ob, "said1");
	expect_fates("-+");
	outbox_set_pace(wire->ob, 1, 10 * OUTBOX_STALE_MS);
	send_with(wire, "#a", 2);
	send_with(wire, "#a", 3);
	loop_advance(wire->loop, 10 * OUTBOX_STALE_MS);
	loop_advance(wire->loop, 10 * OUTBOX_STALE_MS);
	assert_int_equal(slips[3].fate, '-'); /* stale */
}

/* So many lines are asked after at once; and a server that never answers is not waited for. */
/* Of what was said to one target, a refusal means the last: what came before was delivered. */
static void test_one_line_is_turned_away(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 100, 0);
	outbox_open(wire->ob);
	send_with(wire, "#a", 0);
	send_with(wire, "#a", 1);
	send_with(wire, "#b", 2);
	outbox_turned_away(wire->ob, CASEMAP_RFC1459, "#A");
	expect_fates("?-?");
	send_with(wire, "#a", 3);
	outbox_send(wire->ob, OUTBOX_REPLY, "#a", "PRIVMSG #a :chatter", NULL);
	outbox_turned_away(wire->ob, CASEMAP_RFC1459, "#a"); /* the chatter */
	expect_fates("?-??");
	outbox_turned_away(wire->ob, CASEMAP_RFC1459, "#a");
	expect_fates("?-?-");
	loop_advance(wire->loop, OUTBOX_PROVE_MS);
	outbox_proved(wire->ob, "said1");
	expect_fates("+-+-");
}

/* What is for too many people at once is said later, in order, and counts as said only then. */
static void test_too_many_targets(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 100, 0);
	outbox_open(wire->ob);
	send_with(wire, "ann", 0);
	send_with(wire, "bob", 1);
	send_with(wire, "bob", 2);
	expect(wire, "PRIVMSG ann :0 PRIVMSG bob :1 PRIVMSG bob :2 ");
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "bob", 10000));
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "Bob", 12000));
	assert_false(outbox_hold(wire->ob, CASEMAP_RFC1459, "bob", 12000));
	send_with(wire, "bob", 3);
	send_with(wire, "#a", 4);
	expect(wire, "PRIVMSG #a :4 ");
	loop_advance(wire->loop, 11999);
	expect(wire, "PING :said1 ");
	outbox_proved(wire->ob, "said1");
	expect_fates("+???+");
	loop_advance(wire->loop, 1);
	expect(wire, "PRIVMSG bob :1 ");
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "bob", 5000));
	loop_advance(wire->loop, 4999);
	expect(wire, "");
	loop_advance(wire->loop, 10000);
	expect(wire, "PING :said2 PRIVMSG bob :1 PRIVMSG bob :2 PRIVMSG bob :3 ");
	outbox_proved(wire->ob, "said2");
	loop_advance(wire->loop, OUTBOX_PROVE_MS);
	outbox_proved(wire->ob, "said3");
	expect_fates("+++++");
}

/* After some tries the receipt is lost, and whoever it was for is told; nobody else gets what was
 * for somebody who is gone. */
static void test_too_many_targets_for_good(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 100, 0);
	outbox_open(wire->ob);
	send_with(wire, "ann", 0);
	for (int i = 0; i < 5; i++) {
		assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "ann", 1000));
		loop_advance(wire->loop, 1000);
	}
	expect_fates("?");
	assert_false(outbox_hold(wire->ob, CASEMAP_RFC1459, "ann", 1000));
	expect_fates("-");
	strbuf_reset(&wire->out);
	send_with(wire, "bob", 1);
	assert_true(outbox_hold(wire->ob, CASEMAP_RFC1459, "bob", 1000));
	send_with(wire, "eve", 2);
	outbox_forget_target(wire->ob, CASEMAP_RFC1459, "bob");
	outbox_forget_target(wire->ob, CASEMAP_RFC1459, "eve");
	expect_fates("--?");
	assert_false(outbox_hold(wire->ob, CASEMAP_RFC1459, "eve", 1000));
	expect_fates("---");
	strbuf_reset(&wire->out);
	loop_advance(wire->loop, 60000);
	expect(wire, "");
}

static void test_much_to_prove(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 1, 0);
	outbox_open(wire->ob);
	send_with(wire, "#a", 0);
	for (int i = 1; i < OUTBOX_PROVE_LINES; i++)
		send_with(wire, "#a", 1);
	strbuf_reset(&wire->out);
	loop_advance(wire->loop, 0);
	expect(wire, "PING :said1 ");
	for (int i = OUTBOX_PROVE_LINES; i < OUTBOX_UNPROVED_MOST; i++)
		send_with(wire, "#a", 1);
	strbuf_reset(&wire->out);
	expect_fates("?");
	send_with(wire, "#a", 1);
	expect_fates("-?");
	outbox_proved(wire->ob, "said1");
	strbuf_reset(&wire->out);
	outbox_prove_all(wire->ob);
	expect_fates("-+");
}

/* So many were written while the question was out: the next one follows at once. */
static void test_more_to_prove(void **state)
{
	struct wire *wire = *state;

	outbox_set_pace(wire->ob, 1, 0);
	outbox_open(wire->ob);
	send_with(wire, "#a", 0);
	loop_advance(wire->loop, OUTBOX_PROVE_MS);
	for (int i = 0; i < 2 * OUTBOX_PROVE_LINES; i++)
		send_with(wire, "#a", 1);
	strbuf_reset(&wire->out);
	outbox_proved(wire->ob, "said1");
	loop_advance(wire->loop, 0);
	expect(wire, "PING :said2 ");
	outbox_proved(wire->ob, "said2");
	expect_fates("++");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pace, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stale_and_overflow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_never_too_late_to_join, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_word_about_the_stale, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_unseen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_word_about_overflow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_word_in_a_long_queue, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_words_are_few, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_full_of_single_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pace_changes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hostile_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_proof, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_proof, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_lost_on_the_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_line_is_turned_away, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_many_targets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_many_targets_for_good, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_much_to_prove, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_more_to_prove, set_up, tear_down),
		cmocka_unit_test(test_bytes_count),
		cmocka_unit_test(test_slow_servers_get_more_time),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_formats_go_on),
		cmocka_unit_test(test_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
