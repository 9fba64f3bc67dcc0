/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a handler says is gathered in order, clean, and within bounds. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "request/request.h"
#include "test.h"

static const struct config_channel_settings coloured = {.max_lines = 4, .colour = true};
static const struct config_channel_settings plain = {.max_lines = 4, .colour = false};

static struct request request(struct arena *arena, const struct config_channel_settings *settings)
{
	struct request rq = {.settings = settings, .arena = arena};

	return rq;
}

/* All that RQ has to say, a line each, what is for the asker alone after "> ". */
static const char *said(const struct request *rq, struct strbuf *out)
{
	strbuf_reset(out);
	for (const struct reply_line *line = rq->first; line != NULL; line = line->next)
		strbuf_addf(out, "%s%s\n", line->alone ? "> " : "", line->text);
	return out->text;
}

static void test_getters(void **state)
{
	struct arena arena = ARENA_INIT;
	struct request rq = request(&arena, &plain);

	(void)state;
	rq.nick = "ann";
	rq.hostmask = "ann!a@h";
	rq.network = "home";
	rq.channel = "#Table";
	rq.place = "home/#table";
	rq.text = "3d6";
	rq.action = true;
	rq.role = ROLE_GM;
	rq.line_bytes = 400;
	rq.now_ms = 1234;
	assert_string_equal(request_nick(&rq), "ann");
	assert_string_equal(request_hostmask(&rq), "ann!a@h");
	assert_string_equal(request_network(&rq), "home");
	assert_string_equal(request_channel(&rq), "#Table");
	assert_string_equal(request_place(&rq), "home/#table");
	assert_string_equal(request_text(&rq), "3d6");
	assert_true(request_is_action(&rq));
	assert_int_equal(request_role(&rq), ROLE_GM);
	assert_int_equal(request_line_bytes(&rq), 400);
	assert_int_equal(request_now_ms(&rq), 1234);
	assert_ptr_equal(request_arena(&rq), &arena);
	rq.channel = NULL;
	assert_null(request_channel(&rq));
}

static void test_order(void **state)
{
	struct arena arena = ARENA_INIT;
	struct request rq = request(&arena, &plain);
	struct strbuf out = STRBUF_INIT;

	(void)state;
	request_init(&rq);
	assert_string_equal(said(&rq, &out), "");
	reply(&rq, "%s %d", "one", 1);
	reply_private(&rq, "two");
	reply(&rq, "three");
	assert_string_equal(said(&rq, &out), "one 1\n> two\nthree\n");
	request_init(&rq);
	assert_string_equal(said(&rq, &out), "");
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_clean(void **state)
{
	static const struct {
		const char *text, *coloured, *plain;
	} rows[] = {
		{"\x02"
		 "12\x02",
			"\x02"
			"12\x02",
			"12"},
		{"\x03"
		 "04red\x03",
			"\x03"
			"04red\x03",
			"red"},
		{"one\r\nQUIT :two", "oneQUIT :two", "oneQUIT :two"},
		{"\x01PING\x01", "PING", "PING"},
		{"bell\x07", "bell", "bell"},
		{"w\xc3\xbcrfel", "w\xc3\xbcrfel", "w\xc3\xbcrfel"},
		{"\xff!", "\xef\xbf\xbd!", "\xef\xbf\xbd!"},
		{"", " ", " "},
		{"\r\n", " ", " "},
	};
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct request rq = request(&arena, &coloured);
		request_init(&rq);
		reply(&rq, "%s", rows[i].text);
		rq.settings = &plain;
		reply_private(&rq, "%s", rows[i].text);
		assert_string_equal(rq.first->text, rows[i].coloured);
		assert_string_equal(rq.first->next->text, rows[i].plain);
	}
	arena_release(&arena);
}

static void test_error(void **state)
{
	static const struct {
		struct error err;
		const char *said;
	} rows[] = {
		{{"a die needs a side", 3}, "a die needs a side (column 3)\n"},
		{{"100%s sure", 0}, "100%s sure\n"},
		{{"%n", 12}, "%n (column 12)\n"},
	};
	struct arena arena = ARENA_INIT;
	struct strbuf out = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct request rq = request(&arena, &plain);
		request_init(&rq);
		reply_error(&rq, &rows[i].err);
		assert_string_equal(said(&rq, &out), rows[i].said);
	}
	strbuf_release(&out);
	arena_release(&arena);
}

/* A plugin that never stops talking: LEN bytes a line, so many lines get through, and the arena
 * stays small. */
static void test_bounds(void **state)
{
	static const struct {
		size_t len;
		int lines;
	} rows[] = {{1, 200}, {300, 200}, {1000, 65}, {40000, 1}, {65536, 1}, {65537, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena = ARENA_INIT;
		struct request rq = request(&arena, &plain);
		char *text = mem_alloc(rows[i].len + 1);
		int lines = 0;
		memset(text, 'x', rows[i].len);
		text[rows[i].len] = '\0';
		request_init(&rq);
		for (int n = 0; n < 1000; n++)
			reply(&rq, "%s", text);
		for (const struct reply_line *line = rq.first; line != NULL; line = line->next)
			lines++;
		assert_int_equal(lines, rows[i].lines);
		assert_in_range(arena.total, 0, 80 * 1024);
		free(text);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_getters),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_error),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
