/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Epochs, numbers, salts and shuffles over a store: what is recorded is a sound transcript,
 * whatever was taken back or restarted. */
#include "unit/test.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/receipt.h"
#include "base/strbuf.h"
#include "fair/impl.h"
#include "fair/log.h"
#include "fair/verify.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/impl.h"

struct world {
	struct loop *loop;
	struct log *log;
	struct store *store;
	struct fair *fair;
	struct strbuf text; /* of the transcript read last */
	size_t lines;
	struct fair_verify *verify;
	struct fair_verdict verdict;
};

static const struct fair_where table = {"net", "#table", FAIR_OPEN},
			       hidden = {"net", "#table", FAIR_HIDDEN},
			       decks = {"net", "#table", FAIR_DECKS};

static int set_up(void **state)
{
	struct world *world = mem_zalloc(1, sizeof *world);

	world->loop = loop_new();
	world->log = log_new();
	world->store = store_open(world->loop, world->log, STORE_MEMORY, NULL);
	world->fair = fair_new(world->store, world->log);
	world->text = (struct strbuf)STRBUF_INIT;
	*state = world;
	return world->store != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	fair_free(world->fair);
	store_close(world->store);
	log_free(world->log);
	loop_free(world->loop);
	strbuf_release(&world->text);
	free(world);
	return 0;
}

/* Forget whatever is kept in memory, as a new program would. */
static void restart(struct world *world)
{
	store_commit(world->store);
	fair_free(world->fair);
	world->fair = fair_new(world->store, world->log);
}

/* Roll DICE times d6 with NICK; returns the number. */
static int64_t roll(struct world *world, const struct fair_where *where, const char *nick, int dice)
{
	double total = 0;
	const struct fair_asker asker = {.nick = nick, .now_s = 1000};
	struct rng *rng = fair_begin(world->fair, where, &asker, "some d6", NULL, NULL);
	const struct fair_result result = {
		.who = nick, .total = &total, .said = "somebody rolled something"};
	int64_t number;

	assert_non_null(rng);
	for (int i = 0; i < dice; i++) {
		uint32_t face = 0;
		assert_true(rng_uniform(rng, 6, &face));
		total += face;
	}
	number = fair_number(world->fair);
	assert_true(fair_end(world->fair, &result, NULL));
	return number;
}

/* Stir WORDS of NICK into the dice of the table at NOW_S. */
static bool salt_with(struct world *world, const char *nick, const char *words, int64_t now_s,
	char salt[HASH_HEX_ROOM])
{
	const struct fair_asker asker = {.nick = nick, .now_s = now_s};

	return fair_add_salt(world->fair, &table, &asker, words, salt, NULL);
}

/* Look at the last COUNT rolls of WHO at the table. */
static bool past_rolls(
	struct world *world, const char *who, long count, fair_past_fn *see, void *arg)
{
	const struct fair_search search = {.where = &table, .who = who, .count = count};

	return fair_history(world->store, &search, see, arg, NULL);
}

static void take_fault(void *arg, size_t line, const char *text)
{
	struct world *world = arg;

	print_message("line %zu: %s\n%s", line, text, world->text.text);
}

static void take_line(void *arg, const char *text)
{
	struct world *world = arg;

	world->lines++;
	strbuf_addf(&world->text, "%s\n", text);
	fair_verify_line(world->verify, text, strlen(text));
}

/* The verdict on the transcript of WHERE. */
static void check(struct world *world, const struct fair_where *where, int64_t epoch)
{
	char place[FAIR_PLACE_BYTES];
	const struct fair_excerpt of = {.network = where->network, .place = place, .epoch = epoch};

	fair_place_name(place, where);
	strbuf_reset(&world->text);
	world->lines = 0;
	world->verify = fair_verify_new(take_fault, world);
	assert_true(fair_transcript(world->store, &of, take_line, world, NULL));
	fair_verify_end(world->verify, &world->verdict);
	fair_verify_free(world->verify);
	assert_int_equal(world->verdict.faults, 0);
	assert_true(world->verdict.readable);
}

static void numbers_follow_each_other(void **state)
{
	struct world *world = *state;
	struct fair_reveal reveal;

	for (int i = 1; i <= 5; i++)
		assert_int_equal(roll(world, &table, i % 2 ? "ann" : "Björn", i), i);
	assert_int_equal(roll(world, &table, "ann", 0), 0); /* nothing fell: nothing to record */
	assert_int_equal(roll(world, &hidden, "gm", 2), 1);
	assert_true(fair_reveal(world->fair, &table, 2000, &reveal, NULL));
	assert_int_equal(reveal.epoch, 1);
	assert_int_equal(reveal.rolls, 5);
	assert_int_equal(roll(world, &table, "ann", 3), 1);
	check(world, &table, 0);
	assert_int_equal(world->verdict.rolls, 5);
	assert_int_equal(world->verdict.dice, 15);
	assert_int_equal(world->verdict.pending, 1);
	check(world, &table, 1);
	assert_int_equal(world->verdict.pending, 0);
}

static void a_restart_goes_on_where_it_was(void **state)
{
	struct world *world = *state;
	struct fair_status before, after;
	struct fair_reveal reveal;
	char salt[HASH_HEX_ROOM];

	assert_int_equal(roll(world, &table, "ann", 1), 1);
	assert_true(salt_with(world, "ann", "moon", 1500, salt));
	assert_true(fair_status(world->fair, &table, 1500, &before, NULL));
	restart(world);
	assert_true(fair_status(world->fair, &table, 1600, &after, NULL));
	assert_string_equal(before.commitment, after.commitment);
	assert_int_equal(after.opened_s, 1000);
	assert_int_equal(roll(world, &table, "ann", 1), 2);
	restart(world);
	assert_int_equal(roll(world, &table, "ann", 20), 3);
	assert_true(fair_reveal(world->fair, &table, 2000, &reveal, NULL));
	restart(world);
	assert_int_equal(roll(world, &table, "ann", 1), 1);
	check(world, &table, 0);
	assert_int_equal(world->verdict.rolls, 3);
}

static void salts_count_in_all_three_places(void **state)
{
	struct world *world = *state;
	struct fair_reveal reveal;
	char first[HASH_HEX_ROOM], second[HASH_HEX_ROOM], expected[HASH_HEX_ROOM];

	roll(world, &table, "ann", 9);
	assert_true(salt_with(world, "ann", "moon", 1, first));
	roll(world, &table, "ann", 9);
	roll(world, &hidden, "gm", 9);
	assert_true(salt_with(world, "b|b", "x|y", 2, second));
	memcpy(expected, fair_no_salt, sizeof expected);
	fair_salt(expected, "ann", "moon");
	assert_string_equal(first, expected);
	fair_salt(expected, "b|b", "x|y");
	assert_string_equal(second, expected);
	roll(world, &hidden, "gm", 9);
	assert_true(fair_reveal(world->fair, &table, 3, &reveal, NULL));
	assert_true(fair_reveal(world->fair, &hidden, 3, &reveal, NULL));
	check(world, &table, 0);
	assert_int_equal(world->verdict.rolls, 2);
	check(world, &hidden, 0);
	assert_int_equal(world->verdict.rolls, 2); /* shown in full with their seed */
	assert_int_equal(world->verdict.hidden, 0);
	check(world, &table, 1);
	roll(world, &table, "ann", 9);
	assert_true(fair_reveal(world->fair, &table, 4, &reveal, NULL));
	check(world, &table, 2); /* alone it begins with the salt of then */
	assert_int_equal(world->verdict.rolls, 1);
}

static void hidden_rolls_hide(void **state)
{
	struct world *world = *state;

	roll(world, &hidden, "ann", 4);
	roll(world, &hidden, "ann", 4);
	check(world, &hidden, 0);
	assert_int_equal(world->verdict.hidden, 2);
	assert_null(strstr(world->text.text, "some d6"));
	assert_null(strstr(world->text.text, "sides"));
	assert_true(fair_show_roll(world->store, &hidden, 1, 2, 1100, NULL));
	assert_true(fair_show_roll(world->store, &hidden, 1, 2, 1100, NULL));
	check(world, &hidden, 0);
	assert_int_equal(world->verdict.hidden, 1);
	assert_int_equal(world->lines, 5);
}

static void what_is_taken_back_leaves_no_trace(void **state)
{
	struct world *world = *state;

	assert_int_equal(roll(world, &table, "ann", 3), 1);
	store_begin(world->store);
	assert_int_equal(roll(world, &table, "ann", 3), 2);
	assert_true(store_end(world->store, false, NULL));
	assert_int_equal(roll(world, &table, "bob", 3), 2);
	check(world, &table, 0);
	assert_int_equal(world->verdict.pending, 2);
	assert_non_null(strstr(world->text.text, "\"roll\":2,\"epoch\":1,\"nick\":\"bob\""));
}

static void shuffle(struct world *world, const char *deck, size_t count)
{
	const struct fair_asker ann = {.nick = "ann", .now_s = 1000};
	struct rng *rng = fair_begin(world->fair, &decks, &ann, deck, NULL, NULL);
	size_t *order = mem_zalloc(count, sizeof *order);
	char commitment[HASH_HEX_ROOM];

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	assert_true(rng_shuffle(rng, order, count));
	assert_true(fair_end_shuffle(world->fair, order, count, commitment, NULL));
	free(order);
}

static void each_shuffle_is_an_epoch(void **state)
{
	struct world *world = *state;
	struct fair_reveal reveal;

	shuffle(world, "deck1", 52);
	shuffle(world, "night", 78);
	assert_true(fair_show_deck(world->fair, &decks, "deck1", 1100, &reveal, NULL));
	assert_int_equal(reveal.epoch, 1);
	assert_true(fair_show_deck(world->fair, &decks, "deck1", 1100, &reveal, NULL));
	assert_int_equal(reveal.epoch, 0);
	restart(world);
	shuffle(world, "deck1", 52);
	check(world, &decks, 0);
	assert_int_equal(world->verdict.rolls, 1);
	assert_int_equal(world->verdict.dice, 52);
	assert_int_equal(world->verdict.pending, 2);
}

static void an_epoch_is_due_by_time_or_by_rolls(void **state)
{
	struct world *world = *state;

	fair_configure(world->fair, 1, 3);
	assert_false(fair_is_due(world->fair, &table, 1000));
	assert_false(fair_is_due(world->fair, &table, 1000 + 7200)); /* nobody rolled */
	roll(world, &table, "ann", 1);
	assert_false(fair_is_due(world->fair, &table, 1000 + 3599));
	assert_true(fair_is_due(world->fair, &table, 1000 + 3600));
	roll(world, &table, "ann", 1);
	assert_false(fair_is_due(world->fair, &table, 1000));
	roll(world, &table, "ann", 1);
	assert_true(fair_is_due(world->fair, &table, 1000));
}

static void count_past(void *arg, const struct fair_past *past)
{
	assert_true(past->number > 0 && past->said[0] != '\0');
	++*(int *)arg;
}

static void old_epochs_are_forgotten(void **state)
{
	struct world *world = *state;
	int64_t after = 0;
	struct fair_reveal reveal;
	int count = 0;

	roll(world, &table, "ann", 9);
	assert_true(fair_reveal(world->fair, &table, 2000, &reveal, NULL));
	roll(world, &table, "ann", 9);
	assert_true(fair_prune(world->store, 1999, &after, NULL));
	assert_int_equal(after, 0);
	assert_true(past_rolls(world, NULL, 10, count_past, &count));
	assert_int_equal(count, 2);
	assert_true(fair_prune(world->store, 2001, &after, NULL));
	count = 0;
	assert_true(past_rolls(world, "ann", 10, count_past, &count));
	assert_int_equal(count, 1);
	assert_true(fair_reveal(world->fair, &table, 3000, &reveal, NULL));
	check(world, &table, 0); /* begins with the second epoch */
	assert_int_equal(world->verdict.rolls, 1);
}

/* ---- what was said ---- */

/* Roll once at the table; the receipt for what is said of it. */
static struct receipt *roll_and_promise(struct world *world, int64_t now_ms)
{
	roll(world, &table, "ann", 1);
	return fair_promise(world->fair, fair_last_event(world->fair), now_ms);
}

static void note_past(void *arg, const struct fair_past *past)
{
	char *marks = arg;

	marks[strlen(marks)] = past->unsaid ? '-' : '+';
}

/* The rolls at the table, the newest first, have these MARKS: '-' is perhaps never said. */
static void expect_marks(struct world *world, const char *marks)
{
	char seen[32] = "";

	assert_true(past_rolls(world, NULL, 30, note_past, seen));
	assert_string_equal(seen, marks);
}

static void write_said(struct world *world, int64_t now_ms)
{
	assert_true(fair_write_said(world->fair, now_ms, NULL));
	store_commit(world->store);
}

static void what_was_said_is_remembered(void **state)
{
	struct world *world = *state;

	receipt_done(roll_and_promise(world, 0));
	write_said(world, 0);
	roll(world, &table, "ann", 1);
	restart(world);
	expect_marks(world, "-+");
	receipt_done(roll_and_promise(world, 0));
	expect_marks(world, "+-+");
	restart(world);
	expect_marks(world, "--+"); /* nobody had written that down */
}

/* A roll that is said does not vouch for an earlier one. */
static void what_is_said_later_says_nothing_of_what_waits(void **state)
{
	struct world *world = *state;
	struct receipt *waits;

	receipt_done(roll_and_promise(world, 0));
	waits = roll_and_promise(world, 1);
	receipt_done(roll_and_promise(world, 2));
	write_said(world, 3);
	expect_marks(world, "+++");
	receipt_lose(waits);
	expect_marks(world, "+++");
	write_said(world, 4);
	expect_marks(world, "+-+");
	restart(world);
	expect_marks(world, "+-+");
}

static void a_receipt_that_is_open_at_the_end_counts_as_lost(void **state)
{
	struct world *world = *state;
	struct receipt *waits = roll_and_promise(world, 0);

	receipt_done(roll_and_promise(world, 0));
	write_said(world, 0);
	receipt_done(waits); /* too late to be written */
	restart(world);
	expect_marks(world, "--");
}

static void what_takes_long_is_marked_until_it_is_said(void **state)
{
	struct world *world = *state;
	struct receipt *slow = roll_and_promise(world, 0), *lost = roll_and_promise(world, 0);

	receipt_done(roll_and_promise(world, 29999));
	write_said(world, 29999);
	expect_marks(world, "+++");
	write_said(world, 30000);
	expect_marks(world, "+--");
	receipt_done(slow);
	receipt_lose(lost);
	write_said(world, 30001);
	expect_marks(world, "+-+");
	restart(world);
	expect_marks(world, "+-+");
}

/* Several hold a receipt, and one of them loses it. */
static void a_part_that_is_lost_loses_the_roll(void **state)
{
	struct world *world = *state;
	struct receipt *receipt = roll_and_promise(world, 0);

	receipt_hold(receipt);
	receipt_hold(receipt);
	receipt_done(receipt);
	receipt_lose(receipt);
	write_said(world, 0);
	expect_marks(world, "+");
	receipt_done(receipt);
	write_said(world, 0);
	expect_marks(world, "-");
}

/* What could not be written is written the next time. */
static void a_mark_that_was_taken_back_is_set_again(void **state)
{
	struct world *world = *state;

	receipt_lose(roll_and_promise(world, 0));
	receipt_done(roll_and_promise(world, 0));
	store_commit(world->store);
	assert_true(fair_write_said(world->fair, 0, NULL));
	expect_marks(world, "+-");
	error_set(&world->store->why, "the disk is full");
	world->store->lost = true;
	store_commit(world->store);
	expect_marks(world, "++");
	write_said(world, 0);
	restart(world);
	expect_marks(world, "+-");
}

/* A channel may be called like another's hidden place: no two bases and parts share a name, and
 * each name tells its part. */
static void places_do_not_collide(void **state)
{
	static const struct {
		struct fair_where where;
		const char *name, *why;
	} rows[] = {
		{{"net", "#table", FAIR_OPEN}, "#table", "what everybody knows it as"},
		{{"net", "#table", FAIR_HIDDEN}, "#table/hidden", "the GM's"},
		{{"net", "#table", FAIR_DECKS}, "#table/decks", "shuffles"},
		{{"net", "#table/hidden", FAIR_OPEN}, "#table/hidden/open", "not the GM's"},
		{{"net", "#table/hidden", FAIR_HIDDEN}, "#table/hidden/hidden", "its own"},
		{{"net", "#table/decks", FAIR_OPEN}, "#table/decks/open", "not the shuffles"},
		{{"net", "#table/open", FAIR_OPEN}, "#table/open/open", "nor this"},
		{{"net", "#table/hidden/open", FAIR_OPEN}, "#table/hidden/open/open", "nor that"},
		{{"net", "#table/hidden/x", FAIR_OPEN}, "#table/hidden/x", "only the end counts"},
		{{"net", "ann/decks", FAIR_OPEN}, "ann/decks/open", "a nick from a relay"},
		{{"net", "/hidden", FAIR_OPEN}, "/hidden", "nothing before it"},
	};
	char name[FAIR_PLACE_BYTES];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fair_place_name(name, &rows[i].where);
		assert_string_equal(name, rows[i].name);
		assert_int_equal(fair_place_part(name, &len), rows[i].where.part);
		assert_int_equal(len, strlen(rows[i].where.base));
	}
}

/* After a copy was put back each place has a new epoch: open seeds are shown, the others not. */
static void test_begin_again(void **state)
{
	struct world *world = *state;
	struct fair_status status;
	struct fair_reveal reveal;
	size_t places = 0;

	roll(world, &table, "ann", 3);
	roll(world, &hidden, "ann", 3);
	shuffle(world, "deck1", 3);
	restart(world);
	assert_true(fair_begin_again(world->fair, 2000, &places));
	assert_int_equal(places, 3);
	assert_true(fair_status(world->fair, &table, 3000, &status, NULL));
	assert_int_equal(status.epoch, 2);
	assert_int_equal(status.rolls, 0);
	assert_true(fair_status(world->fair, &hidden, 3000, &status, NULL));
	assert_int_equal(status.epoch, 2);
	assert_true(fair_show_deck(world->fair, &decks, "deck1", 3000, &reveal, NULL));
	assert_int_equal(reveal.epoch, 1);
	assert_int_equal(roll(world, &table, "ann", 3), 1);
	check(world, &table, 0);
	assert_int_equal(world->verdict.rolls, 1);
	check(world, &hidden, 0);
	assert_int_equal(world->verdict.hidden, 1);
	check(world, &decks, 0);
}

/* Somebody's rolls are sought among the newest alone, and an epoch is counted no further than
 * asked. */
static void test_bounded_looking(void **state)
{
	static const char many_sql[] =
		"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
		" INSERT INTO fair_event (place, epoch, number, kind, time, who, said)"
		" SELECT 1, 1, i, 3, 1, iif(i % 1000 = 0, 'ann', 'bob'), 'x' FROM n";
	struct world *world = *state;
	const struct fair_search search = {.where = &table, .who = "ann", .count = 10000};
	const struct fair_excerpt of = {.network = "net", .place = "#table", .epoch = 1};
	int seen = 0;

	assert_false(fair_is_known(world->fair, &table));
	assert_false(fair_is_known(world->fair, &table));
	roll(world, &table, "ann", 1);
	assert_true(fair_is_known(world->fair, &table));
	assert_true(store_run(world->store, NULL, many_sql, ""));
	assert_true(fair_history(world->store, &search, count_past, &seen, NULL));
	assert_int_equal(seen, 5); /* 6000, 5000, 4000, 3000, 2000: not 1000 and 1 */
	assert_int_equal(fair_size_of(world->store, &of, 61).events, 61);
	assert_int_equal(fair_size_of(world->store, &of, 10000).events, 6001);
	assert_int_equal(fair_size_of(world->store, &of, 10000).dice_bytes, 3);
}

static void ignore_line(void *arg, const char *text)
{
	(void)arg, (void)text;
}

/* A seed that is damaged in the store is neither rolled with nor shown: no roll, and a reason. */
static void test_damaged_seeds(void **state)
{
	static const struct {
		const char *sql, *why;
	} cases[] = {
		{"UPDATE fair_epoch SET seed = x'00'", "it has 1 bytes, not 32"},
		{"UPDATE fair_epoch SET seed = zeroblob(32)", "does not fit its commitment"},
		{"UPDATE fair_epoch SET seed = zeroblob(33)", "it has 33 bytes"},
		{"UPDATE fair_epoch SET commitment = 'abc'", "does not fit its commitment abc"},
	};
	struct world *world = *state;
	const struct fair_asker asker = {.nick = "ann", .now_s = 1000};
	struct fair_excerpt of = {.network = "net", .place = "#table", .epoch = 1};
	struct fair_reveal reveal;
	struct error err;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		tear_down(state);
		set_up(state);
		world = *state;
		roll(world, &table, "ann", 3);
		shuffle(world, "deck1", 3);
		assert_true(fair_reveal(world->fair, &table, 2000, &reveal, NULL));
		assert_true(store_run(world->store, NULL, cases[i].sql, ""));
		restart(world);
		store_begin(world->store);
		assert_null(fair_begin(world->fair, &table, &asker, "1d6", NULL, &err));
		assert_non_null(strstr(err.text, cases[i].why));
		assert_false(store_end(world->store, true, &err));
		assert_non_null(strstr(err.text, cases[i].why));
		assert_false(fair_show_deck(world->fair, &decks, "deck1", 3000, &reveal, &err));
		assert_non_null(strstr(err.text, cases[i].why));
		assert_false(fair_transcript(world->store, &of, ignore_line, NULL, &err));
		assert_non_null(strstr(err.text, cases[i].why));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_do_not_collide),
		cmocka_unit_test_setup_teardown(numbers_follow_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_restart_goes_on_where_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(salts_count_in_all_three_places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hidden_rolls_hide, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_taken_back_leaves_no_trace, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_shuffle_is_an_epoch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_epoch_is_due_by_time_or_by_rolls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(old_epochs_are_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_said_is_remembered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_said_later_says_nothing_of_what_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_receipt_that_is_open_at_the_end_counts_as_lost, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_takes_long_is_marked_until_it_is_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_part_that_is_lost_loses_the_roll, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bounded_looking, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_begin_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damaged_seeds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_mark_that_was_taken_back_is_set_again, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
