/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies leave when what they tell is on disk, in the order of the requests; when it cannot be
 * recorded, the asker and the admins read so, and the bot goes on. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "fair/past.h"
#include "whole.h"
#include "scripted.h"
#include "test.h"

static const char note_sql[] =
	"INSERT INTO plugin_data (plugin, place, key, value) VALUES ('test', '', ?, x'00')";

#define WORD_ARGS struct plugin *self, struct request *rq, int argc, const char *const argv[]

static void note_run(WORD_ARGS)
{
	struct error err;

	(void)self, (void)argc;
	if (store_run(rq->bot->store, &err, note_sql, "s", argv[1]))
		reply(rq, "Noted %s.", argv[1]);
	else
		reply_error(rq, &err);
}

static void hush_run(WORD_ARGS)
{
	(void)self, (void)argc;
	store_run(rq->bot->store, NULL, note_sql, "s", argv[1]);
}

static void talk_run(WORD_ARGS)
{
	(void)self, (void)argc, (void)argv;
	reply(rq, "Talk.");
	reply_private(rq, "Whisper.");
}

static void announce_run(WORD_ARGS)
{
	(void)self, (void)argc;
	bot_say(rq->bot, rq->network, "#table", argv[1]);
}

static void say_unasked(void *arg, struct request *rq)
{
	const char *text = arg;

	if (store_run(rq->bot->store, NULL, note_sql, "s", text))
		reply(rq, "Unasked: %s.", text);
}

/* Answer, and speak by itself besides: both are kept, or neither. */
static void both_run(WORD_ARGS)
{
	(void)self, (void)argc;
	assert_true(speak_in(rq->bot, "test/#table", say_unasked, (void *)(uintptr_t)argv[1]));
	reply(rq, "Asked: %s.", argv[1]);
}

/* Record a roll for each letter, and tell all of them in a line. With "-" at the end no line does.
 */
static void record_run(WORD_ARGS)
{
	const char *at = argv[1];
	uint32_t face;

	(void)self, (void)argc;
	for (; *at >= 'a'; at++) {
		assert_true(rng_uniform(request_roll(rq, "1d6"), 6, &face));
		record_roll(rq, "1", "%c rolled 1", *at);
	}
	if (*at == '\0')
		reply(rq, "Rolled: %s.", argv[1]);
}

#define ROW(word, args, most)                                                                      \
	{                                                                                          \
		.name = #word, .usage = args, .summary = "Test.", .example = #word " x",           \
		.min_args = most, .max_args = most, .run = word##_run                              \
	}

static const struct command words[] = {
	ROW(note, "key", 1),
	ROW(hush, "key", 1),
	ROW(talk, "", 0),
	ROW(announce, "text", 1),
	ROW(both, "key", 1),
	ROW(record, "letters", 1),
	{.name = NULL},
};

struct table {
	char folder[64], path[96];
	struct scripted s; /* its loop, log and what is sent; the network is the bot's */
	struct rng *rng;
	struct bot *bot;
};

static void hear(struct table *table, const char *who, const char *text)
{
	char *line = mem_printf(":%s PRIVMSG #table :%s", who, text);

	network_line(table->bot->networks[0], line, strlen(line));
	network_lines_end(table->bot->networks[0]);
	free(line);
}

/* The server sends TEXT, and the loop does not turn yet. */
static void server_only(struct table *table, const char *text)
{
	char *line = mem_strdup(text);

	network_line(table->bot->networks[0], line, strlen(line));
	network_lines_end(table->bot->networks[0]);
	free(line);
}

static void server(struct table *table, const char *text)
{
	server_only(table, text);
	loop_advance(table->s.loop, 0);
}

static void begin_with(struct table *table, const char *more)
{
	char *lines = mem_printf("host = irc.test\nnick = Logios\nchannels = #table\n"
				 "[admin boss]\nmask = *!boss@trusted.test\nrole = owner\n%s",
		more);
	struct transport transport = {.connect = scripted_connect,
		.write = scripted_write,
		.close = scripted_close,
		.is_private = scripted_is_private,
		.arg = &table->s};
	static struct transport kept;
	struct store *store;
	char log_path[96];
	struct error err = {.text = ""};

	*table = (struct table){.folder = "/tmp/logios-answer-XXXXXX",
		.s = {.loop = loop_new_scripted(), .log = log_new(), .out = STRBUF_INIT}};
	assert_non_null(mkdtemp(table->folder));
	snprintf(table->path, sizeof table->path, "%s/logios.db", table->folder);
	snprintf(log_path, sizeof log_path, "%s/log", table->folder);
	assert_true(log_set_file(table->s.log, log_path, NULL));
	store = store_open(table->s.loop, table->s.log, table->path, NULL);
	assert_non_null(store);
	table->rng = rng_new_seeded(1);
	kept = transport;
	table->bot = bot_new(
		table->s.loop, table->s.log, table->rng, store, scripted_config(lines), &kept);
	assert_true(commands_add(table->bot->commands, words, NULL, &err));
	bot_start(table->bot);
	loop_advance(table->s.loop, 0);
	network_connected(table->bot->networks[0]);
	server(table, ":irc.test 001 Logios :Welcome");
	server(table, ":irc.test 422 Logios :No MOTD");
	server(table, ":Logios!logios@bot.test JOIN #table");
	server(table, ":bo!boss@trusted.test JOIN #table");
	server(table, ":ann!a@home.test JOIN #table");
	strbuf_reset(&table->s.out);
	free(lines);
}

static void begin(struct table *table)
{
	begin_with(table, "");
}

static void end(struct table *table)
{
	char command[128];

	bot_free(table->bot);
	rng_free(table->rng);
	loop_free(table->s.loop);
	log_free(table->s.log);
	strbuf_release(&table->s.out);
	snprintf(command, sizeof command, "rm -r '%s'", table->folder);
	assert_int_equal(system(command), 0);
}

static void expect(struct table *table, const char *wanted)
{
	assert_string_equal(table->s.out.text, wanted);
	strbuf_reset(&table->s.out);
}

static const char ann[] = "ann!a@home.test", bob[] = "bob!b@home.test";

static void test_words_come_after_the_commit(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!note a");
	expect(&table, "");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Noted a.|");
	hear(&table, ann, "!talk");
	expect(&table, "PRIVMSG #table :Talk.|NOTICE ann :Whisper.|");
	end(&table);
}

static void test_order_stays(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!note a");
	hear(&table, bob, "!talk");
	hear(&table, bob, "!announce Hear!");
	hear(&table, bob, "!note b");
	expect(&table, "");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Noted a.|PRIVMSG #table :Talk.|NOTICE bob :Whisper.|"
		       "PRIVMSG #table :Hear!|PRIVMSG #table :Noted b.|");
	hear(&table, bob, "!announce Again!");
	expect(&table, "PRIVMSG #table :Again!|");
	end(&table);
}

static void test_the_end_waits_for_it(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!note a");
	bot_quit(table.bot, "Enough");
	expect(&table, "PRIVMSG #table :Noted a.|QUIT :Enough|");
	end(&table);
}

/* What was asked in private under a nick goes to nobody who has it next; the table hears the rest.
 */
static void test_gone_before_the_commit(void **state)
{
	static const char *const rows[] = {":ann!a@home.test QUIT :Bye",
		":ann!a@home.test NICK anna", ":ann!a@home.test PART #table"};
	struct table table;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(&table);
		server(&table, ":bob!b@home.test JOIN #table");
		server_only(&table, ":ann!a@home.test PRIVMSG Logios :note a");
		server_only(&table, ":bob!b@home.test PRIVMSG #table :!note b");
		server_only(&table, ":bob!b@home.test PRIVMSG Logios :note c");
		server(&table, rows[i]);
		expect(&table, "PRIVMSG #table :Noted b.|PRIVMSG bob :Noted c.|");
		end(&table);
	}
}

#define REFUSED(nick)                                                                              \
	"PRIVMSG #table :" nick                                                                    \
	": this could not be recorded and does not count. Please try again later.|"

static sqlite3 *lock(struct table *table)
{
	sqlite3 *other;

	assert_int_equal(sqlite3_open(table->path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	return other;
}

static size_t notices_to_bo(struct table *table)
{
	size_t count = 0;

	for (const char *at = table->s.out.text;
		(at = strstr(at, "NOTICE bo :Nothing can be")) != NULL; at++)
		count++;
	return count;
}

static void test_refused(void **state)
{
	struct table table;
	sqlite3 *other;

	(void)state;
	begin(&table);
	other = lock(&table);
	hear(&table, ann, "!note a");
	loop_advance(table.s.loop, 0);
	assert_non_null(strstr(table.s.out.text, REFUSED("ann")));
	assert_null(strstr(table.s.out.text, "Noted"));
	assert_int_equal(notices_to_bo(&table), 1);
	hear(&table, bob, "!hush b");
	loop_advance(table.s.loop, 59000);
	assert_non_null(strstr(table.s.out.text, REFUSED("bob")));
	assert_int_equal(notices_to_bo(&table), 1);
	hear(&table, bob, "!talk");
	assert_non_null(strstr(table.s.out.text, "Talk."));
	/* once is enough */
	loop_advance(table.s.loop, 1000);
	hear(&table, ann, "!note c");
	loop_advance(table.s.loop, 0);
	assert_int_equal(notices_to_bo(&table), 1);
	sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(other);
	/* then its end is told, once; a new beginning too */
	strbuf_reset(&table.s.out);
	hear(&table, ann, "!note a");
	loop_advance(table.s.loop, 0);
	expect(&table, "NOTICE bo :It can be recorded again. Requests refused meanwhile: 3.|"
		       "PRIVMSG #table :Noted a.|");
	hear(&table, ann, "!note d");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Noted d.|");
	other = lock(&table);
	hear(&table, ann, "!note e");
	loop_advance(table.s.loop, 0);
	assert_int_equal(notices_to_bo(&table), 1);
	sqlite3_close(other);
	end(&table);
}

static void test_unasked(void **state)
{
	struct table table;
	char text[] = "tea", cake[] = "cake", pie[] = "pie";
	sqlite3 *other;

	(void)state;
	begin(&table);
	assert_true(speak_in(table.bot, "test/#table", say_unasked, text));
	expect(&table, "");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Unasked: tea.|");
	assert_false(speak_in(table.bot, "test/#elsewhere", say_unasked, text));
	assert_false(speak_in(table.bot, "other/#table", say_unasked, text));
	assert_false(speak_in(table.bot, "#table", say_unasked, text));
	assert_false(speak_to(table.bot, "test/x@nowhere.test", say_unasked, text));
	assert_true(speak_to(table.bot, "test/a@home.test", say_unasked, cake));
	loop_advance(table.s.loop, 0);
	hear(&table, ann, "!both a");
	expect(&table, "PRIVMSG ann :Unasked: cake.|");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Asked: a.|PRIVMSG #table :Unasked: a.|");
	other = lock(&table);
	hear(&table, ann, "!both b");
	assert_true(speak_in(table.bot, "test/#table", say_unasked, pie));
	loop_advance(table.s.loop, 0);
	assert_non_null(strstr(table.s.out.text, REFUSED("ann")));
	assert_null(strstr(table.s.out.text, "asked:"));
	assert_null(strstr(table.s.out.text, REFUSED("Logios")));
	assert_int_equal(notices_to_bo(&table), 1);
	sqlite3_close(other);
	end(&table);
}

/* The network goes while its reply waits: nothing is said, and nothing is touched that is gone. */
static void test_network_gone_meanwhile(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!note a");
	network_drop(table.bot->networks[0], "Gone");
	network_free(table.bot->networks[0]);
	table.bot->network_count = 0;
	strbuf_reset(&table.s.out);
	loop_advance(table.s.loop, 0);
	expect(&table, "");
	end(&table);
}

/* A plugin writes down what it overhears of the last words, which are said at the very end. */
static void test_last_words(void **state)
{
	struct config *config = config_default();
	char *dir = plugins_dir(config), *more;
	struct table table;

	(void)state;
	more = mem_printf("[logios]\nplugin_dir = %s/../tests/plugins\nplugins = watches\n", dir);
	begin_with(&table, more);
	hear(&table, "ann!a@home.test", "!note last");
	end(&table);
	free(more);
	free(dir);
	config_free(config);
}

static void note_past(void *arg, const struct fair_past *past)
{
	char *marks = arg;

	marks[strlen(marks)] = past->unsaid ? '-' : '+';
}

/* The rolls at the table, the newest first, have these MARKS: '-' is perhaps never said. */
static void expect_marks(struct table *table, const char *marks)
{
	const struct fair_where where = {.network = "test", .base = "#table"};
	const struct fair_search search = {.where = &where, .count = 30};
	char seen[32] = "";

	assert_true(fair_write_said(table->bot->fair, loop_now_ms(table->s.loop), NULL));
	store_commit(table->bot->store);
	assert_true(fair_history(table->bot->store, &search, note_past, seen, NULL));
	assert_string_equal(seen, marks);
}

/* Rolls that are told together are said when that line was, all of them, and not before. */
static void test_rolls_that_are_told_later(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!record abc");
	loop_advance(table.s.loop, 0);
	expect(&table, "PRIVMSG #table :Rolled: abc.|");
	expect_marks(&table, "+++");
	loop_advance(table.s.loop, 5000);
	expect(&table, "PING :said1|");
	server(&table, ":irc.test PONG irc.test :said1");
	hear(&table, ann, "!record de");
	loop_advance(table.s.loop, 0);
	network_drop(table.bot->networks[0], "Gone");
	expect_marks(&table, "--+++");
	end(&table);
}

static void test_rolls_that_no_line_tells(void **state)
{
	struct table table;

	(void)state;
	begin(&table);
	hear(&table, ann, "!record ab-");
	loop_advance(table.s.loop, 0);
	expect(&table, "");
	expect_marks(&table, "--");
	end(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_come_after_the_commit),
		cmocka_unit_test(test_order_stays),
		cmocka_unit_test(test_the_end_waits_for_it),
		cmocka_unit_test(test_gone_before_the_commit),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_unasked),
		cmocka_unit_test(test_network_gone_meanwhile),
		cmocka_unit_test(test_last_words),
		cmocka_unit_test(test_rolls_that_are_told_later),
		cmocka_unit_test(test_rolls_that_no_line_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
