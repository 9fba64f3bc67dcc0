/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls, hidden rolls, shuffles, epochs and their stirring over a store: what is recorded is a
 * sound transcript, whatever was taken back or restarted. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/receipt.h"
#include "base/strbuf.h"
#include "check/check.h"
#include "dice/dice.h"
#include "fair/impl.h"
#include "fair/past.h"
#include "fair/publish.h"
#include "fair/transcript.h"
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
	struct check *check;
	struct check_verdict verdict;
	char head[FAIR_SHORT_ROOM]; /* of the roll recorded last */
};

static const struct fair_where table = {"net", "#table"};

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

static struct fair_asker asker(const char *nick, int64_t now_s)
{
	return (struct fair_asker){.nick = nick,
		.hostmask = "somebody!u@h",
		.account = strcmp(nick, "guest") == 0 ? NULL : nick,
		.now_s = now_s};
}

/* Roll DICE times d6 with NICK, hidden or not; returns what was recorded. */
static struct fair_number roll_as(struct world *world, const char *nick, int dice, bool hidden)
{
	const struct fair_asker who = asker(nick, 1000);
	char input[20], text[20];
	const struct fair_roll asked = {.input = input, .hidden = hidden};
	struct fair_number number;
	struct rng *rng;
	int total = 0;

	snprintf(input, sizeof input, "%dd6 of mine", dice);
	rng = fair_begin(world->fair, &table, &who, &asked, NULL, NULL);
	assert_non_null(rng);
	for (int i = 0; i < dice; i++) {
		uint32_t face = 0;
		assert_true(rng_uniform(rng, 6, &face));
		total += (int)face;
	}
	snprintf(text, sizeof text, "%d", total);
	assert_true(fair_end(world->fair,
		&(struct fair_result){
			.who = nick, .total = text, .said = "somebody rolled something"},
		&number, NULL));
	memcpy(world->head, number.head, sizeof world->head);
	return number;
}

static int64_t roll(struct world *world, const char *nick, int dice)
{
	return roll_as(world, nick, dice, false).number;
}

static int64_t shuffle(struct world *world, const char *deck, size_t count)
{
	const struct fair_asker who = asker("ann", 1000);
	const struct fair_roll asked = {.input = deck, .hidden = true};
	struct rng *rng = fair_begin(world->fair, &table, &who, &asked, NULL, NULL);
	size_t *order = mem_zalloc(count, sizeof *order);
	struct fair_number number;

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	assert_true(rng_shuffle(rng, order, count));
	assert_true(fair_end_shuffle(world->fair, order, count, &number, NULL));
	free(order);
	return number.number;
}

static struct fair_status status_of(struct world *world)
{
	struct fair_status status;

	assert_true(fair_status(world->fair, &table, 3000, &status, NULL));
	return status;
}

/* ---- the transcript ---- */

static void take_found(void *arg, enum check_gravity gravity, size_t line, const char *text)
{
	const struct world *world = arg;

	if (gravity == CHECK_FAULT)
		print_message("line %zu: %s\n%s", line, text, world->text.text);
}

static void take_line(void *arg, const char *text)
{
	struct world *world = arg;

	world->lines++;
	strbuf_addf(&world->text, "%s\n", text);
	check_line(world->check, text, strlen(text));
}

/* Check the part OF the transcript, reading MOST events at a time. */
static void check_part(struct world *world, struct fair_excerpt *of, int64_t most)
{
	static const struct dice_book book = {.systems = NULL};

	strbuf_reset(&world->text);
	world->lines = 0;
	world->check = check_new(&book, take_found, world);
	while (!of->done)
		assert_true(fair_transcript(world->store, of, most, take_line, world, NULL));
	check_end(world->check, &world->verdict);
	check_free(world->check);
	assert_int_equal(world->verdict.faults, 0);
	assert_true(world->verdict.readable);
}

static struct fair_excerpt whole(void)
{
	return (struct fair_excerpt){.network = "net", .place = "#table"};
}

static void check_all(struct world *world)
{
	struct fair_excerpt of = whole();

	check_part(world, &of, 3);
}

static void numbers_follow_each_other(void **state)
{
	struct world *world = *state;

	for (int i = 1; i <= 5; i++)
		assert_int_equal(roll(world, i % 2 ? "ann" : "Björn", i), i);
	assert_int_equal(roll(world, "ann", 0), 0); /* nothing fell: nothing to record */
	assert_int_equal(roll_as(world, "gm", 2, true).number, 1);
	assert_int_equal(roll(world, "guest", 3), 6);
	check_all(world);
	assert_int_equal(world->verdict.rolls, 6);
	assert_int_equal(world->verdict.meant, 6);
	assert_int_equal(world->verdict.dice, 18);
	assert_int_equal(world->verdict.hidden, 1);
	assert_int_equal(status_of(world).rolls, 6);
	assert_int_equal(status_of(world).hidden, 1);
	assert_null(strstr(world->text.text, "u@h")); /* nobody's address */
}

/* Names are cut in the store, so those that are the same then are one place. */
static void long_names_are_one_place(void **state)
{
	struct world *world = *state;
	const struct fair_asker who = asker("ann", 1000);
	const struct fair_roll asked = {.input = "d6", .hidden = false};
	const struct fair_result result = {.who = "ann", .total = "1", .said = "somebody rolled"};
	char name[300] = "#";

	memset(name + 1, 'x', 270);
	for (int i = 1; i <= 6; i++) {
		const struct fair_where where = {"net", name};
		struct fair_number number;
		uint32_t face;

		name[270] = i % 2 ? 'y' : 'z';
		assert_true(rng_uniform(
			fair_begin(world->fair, &where, &who, &asked, NULL, NULL), 6, &face));
		assert_true(fair_end(world->fair, &result, &number, NULL));
		assert_int_equal(number.number, i);
	}
}

static void each_head_that_was_shown_is_in_the_transcript(void **state)
{
	struct world *world = *state;
	char heads[20][FAIR_SHORT_ROOM], wanted[40];

	for (int i = 0; i < 20; i++) {
		roll_as(world, "ann", 1, i % 4 == 3);
		memcpy(heads[i], world->head, sizeof heads[i]);
		if (i % 7 == 0)
			restart(world);
	}
	check_all(world);
	for (int i = 0; i < 20; i++) {
		snprintf(wanted, sizeof wanted, "\"head\":\"%.8s\"", heads[i]);
		assert_non_null(strstr(world->text.text, wanted));
	}
}

static void a_restart_goes_on_where_it_was(void **state)
{
	struct world *world = *state;
	struct fair_status before, after;

	assert_int_equal(roll(world, "ann", 1), 1);
	before = status_of(world);
	restart(world);
	after = status_of(world);
	assert_memory_equal(&before, &after, sizeof before);
	assert_int_equal(roll(world, "ann", 1), 2);
	restart(world);
	assert_int_equal(roll(world, "ann", 20), 3);
	assert_int_equal(roll_as(world, "ann", 1, true).number, 1);
	restart(world);
	assert_int_equal(roll_as(world, "ann", 1, true).number, 2);
	check_all(world);
	assert_int_equal(world->verdict.rolls, 3);
}

static void what_is_taken_back_leaves_no_trace(void **state)
{
	struct world *world = *state;

	assert_int_equal(roll(world, "ann", 3), 1);
	store_begin(world->store);
	assert_int_equal(roll(world, "ann", 3), 2);
	assert_true(store_end(world->store, false, NULL));
	assert_int_equal(roll(world, "bob", 3), 2);
	check_all(world);
	assert_int_equal(world->verdict.rolls, 2);
	assert_non_null(strstr(world->text.text, "\"n\":2,\"who\":\"bob\""));
}

/* What the owner knows of it beforehand is the secret alone: what was typed moves no die. */
static void nothing_that_is_typed_moves_the_dice(void **state)
{
	struct world *world = *state;
	static const char *const inputs[] = {"1d20 smite 7", "1d20 smite 14", "1d20 smite 109"};
	uint32_t faces[3];

	for (int i = 0; i < 3; i++) {
		const struct fair_asker who = asker(i == 0 ? "ann" : "bob", 1000 + i);
		const struct fair_roll asked = {.input = inputs[i]};
		struct fair_number number;
		struct rng *rng;

		store_begin(world->store);
		rng = fair_begin(world->fair, &table, &who, &asked, NULL, NULL);
		assert_true(rng_uniform(rng, 20, &faces[i]));
		assert_true(fair_end(world->fair,
			&(struct fair_result){.who = "ann", .total = "1", .said = "x"}, &number,
			NULL));
		assert_true(store_end(world->store, false, NULL));
		if (i == 0) /* the epoch was taken back too; from here on there is one */
			roll(world, "ann", 1);
	}
	assert_int_equal(faces[1], faces[2]);
}

/* ---- what is hidden ---- */

static void hidden_rolls_hide(void **state)
{
	struct world *world = *state;
	struct fair_number shown;

	roll_as(world, "ann", 4, true);
	roll_as(world, "ann", 4, true);
	check_all(world);
	assert_int_equal(world->verdict.hidden, 2);
	assert_null(strstr(world->text.text, "of mine"));
	assert_null(strstr(world->text.text, "sides"));
	assert_true(fair_show(world->fair, &table, 1, 2, 1100, &shown, NULL));
	assert_int_equal(shown.number, 2);
	assert_true(fair_show(world->fair, &table, 1, 2, 1100, &shown, NULL));
	assert_int_equal(shown.number, 0);
	assert_true(fair_show(world->fair, &table, 1, 3, 1100, &shown, NULL));
	assert_int_equal(shown.number, 0);
	check_all(world);
	assert_int_equal(world->verdict.hidden, 1);
	assert_int_equal(world->verdict.rolls, 1);
	assert_int_equal(world->verdict.meant, 1);
}

static void a_deck_is_shown_when_it_is_done(void **state)
{
	struct world *world = *state;
	struct fair_number shown;

	assert_int_equal(shuffle(world, "deck1", 52), 1);
	assert_int_equal(shuffle(world, "night", 78), 2);
	check_all(world);
	assert_int_equal(world->verdict.hidden, 2);
	assert_null(strstr(world->text.text, "order"));
	assert_true(fair_show_deck(world->fair, &table, "deck1", 1100, &shown, NULL));
	assert_int_equal(shown.number, 1);
	assert_true(fair_show_deck(world->fair, &table, "deck1", 1100, &shown, NULL));
	assert_int_equal(shown.number, 0);
	restart(world);
	assert_int_equal(shuffle(world, "deck1", 1), 3);
	assert_true(fair_show_deck(world->fair, &table, "deck1", 1100, &shown, NULL));
	check_all(world);
	assert_int_equal(world->verdict.rolls, 2);
	assert_int_equal(world->verdict.dice, 53);
	assert_int_equal(world->verdict.hidden, 1);
}

/* ---- epochs ---- */

static void an_epoch_ends_when_its_secrets_are_used_up(void **state)
{
	struct world *world = *state;

	store_begin(world->store);
	for (int i = 1; i <= FAIR_ROLLS; i++)
		assert_int_equal(roll(world, "ann", 1), i);
	assert_int_equal(status_of(world).epoch, 1);
	assert_int_equal(roll(world, "ann", 1), 1);
	assert_int_equal(status_of(world).epoch, 2);
	for (int i = 1; i <= FAIR_SEALED; i++)
		assert_int_equal(roll_as(world, "ann", 1, true).number, i);
	assert_int_equal(roll_as(world, "ann", 1, true).number, 1);
	assert_int_equal(status_of(world).epoch, 3);
	assert_true(store_end(world->store, true, NULL));
	restart(world);
	assert_int_equal(roll(world, "ann", 1), 1);
	check_all(world);
	assert_int_equal(world->verdict.epochs, 3);
	assert_int_equal(world->verdict.rolls, FAIR_ROLLS + 2);
}

static void a_place_takes_little_memory(void **state)
{
	(void)state;
	assert_in_range(sizeof(struct fair_place) + sizeof(struct fair_stir), 1, 8192);
}

static void secrets_are_made_in_advance_in_slices(void **state)
{
	struct world *world = *state;
	uint64_t before;
	int slices = 0;

	roll(world, "ann", 1);
	do {
		before = sha512_blocks();
		slices++;
		if (!fair_prepare(world->fair))
			break;
		assert_in_range(sha512_blocks() - before, 0, 800);
	} while (slices < 100);
	assert_in_range(slices, 5, 20);
	assert_false(fair_prepare(world->fair));
	before = sha512_blocks();
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_in_range(sha512_blocks() - before, 1, 20);
	assert_true(fair_stir_close(world->fair, &table, 1000, NULL));
	assert_int_equal(roll(world, "ann", 1), 1);
	fair_prepare(
		world->fair); /* the next are begun, and the rest is made when they are needed */
	fair_prepare(world->fair);
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_true(fair_stir_close(world->fair, &table, 1000, NULL));
	assert_int_equal(roll(world, "ann", 1), 1);
	check_all(world);
	assert_int_equal(world->verdict.epochs, 3);
}

/* ---- stirring ---- */

static bool seal(struct world *world, const char *nick, const char *words, int64_t now_s)
{
	const struct fair_asker who = asker(nick, now_s);
	struct fair_hash hash;

	fair_seal(&hash, words);
	return fair_stir_seal(world->fair, &table, &who, &hash, NULL);
}

static bool open_words(struct world *world, const char *nick, const char *words, int64_t now_s)
{
	const struct fair_asker who = asker(nick, now_s);

	return fair_stir_words(world->fair, &table, &who, words, NULL);
}

static struct fair_stirring stirring_of(struct world *world)
{
	struct fair_stirring stirring;

	assert_true(fair_stirring(world->fair, &table, 1000, &stirring, NULL));
	return stirring;
}

static void players_stir_the_next_epoch(void **state)
{
	struct world *world = *state;
	struct strbuf who = STRBUF_INIT;

	roll(world, "ann", 3);
	assert_false(seal(world, "ann", "moon", 1000)); /* nothing is stirred */
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_false(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_true(seal(world, "ann", "moon", 1001));
	assert_false(seal(world, "ann", "sun", 1001));
	assert_false(seal(world, "bob", "moon", 1001)); /* that is ann's */
	assert_int_equal(roll(world, "bob", 3), 2);     /* in the old epoch */
	restart(world);
	assert_true(seal(world, "guest", "zażółć", 1002));
	assert_false(open_words(world, "ann", "moon", 1003)); /* seals are still taken */
	assert_true(fair_stir_close(world->fair, &table, 1004, NULL));
	assert_false(seal(world, "cid", "late", 1005));
	assert_false(open_words(world, "ann", "mood", 1006));
	assert_false(open_words(world, "cid", "moon", 1006));
	assert_true(open_words(world, "guest", "zażółć", 1007));
	restart(world);
	assert_true(stirring_of(world).closed);
	assert_int_equal(stirring_of(world).open, 1);
	assert_int_equal(roll(world, "bob", 3), 3);
	assert_true(open_words(world, "ann", "moon", 1008));
	assert_int_equal(stirring_of(world).epoch, 0);
	assert_int_equal(status_of(world).epoch, 2);
	assert_true(status_of(world).by_players);
	assert_int_equal(roll(world, "bob", 3), 1);
	assert_true(fair_stirrers(world->fair, &table, 2, &who, NULL));
	assert_true(strncmp(who.text, "ann, ~", 6) == 0);
	strbuf_release(&who);
	check_all(world);
	assert_int_equal(world->verdict.rolls, 4);
	assert_int_equal(world->verdict.stirred, 1);
}

static enum fair_due due_at(struct world *world, int64_t now_s, const char *late)
{
	struct strbuf text = STRBUF_INIT;
	enum fair_due due;

	assert_true(fair_stir_due(world->fair, &table, now_s, &due, &text, NULL));
	assert_string_equal(text.text, late);
	strbuf_release(&text);
	return due;
}

static void who_does_not_open_is_left_out(void **state)
{
	struct world *world = *state;

	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_true(seal(world, "ann", "moon", 1010));
	assert_true(seal(world, "bob", "sun", 1020));
	assert_int_equal(due_at(world, 1079, ""), FAIR_DUE_NOTHING);
	assert_int_equal(due_at(world, 1080, ""), FAIR_DUE_CLOSED);
	assert_int_equal(stirring_of(world).until_s, 1140);
	assert_true(open_words(world, "ann", "moon", 1090));
	restart(world);
	assert_int_equal(due_at(world, 1149, ""), FAIR_DUE_NOTHING);
	assert_int_equal(due_at(world, 1150, "bob"), FAIR_DUE_VOID);
	assert_int_equal(stirring_of(world).epoch, 3);
	restart(world);
	assert_false(seal(world, "bob", "sun", 1151));
	assert_true(seal(world, "ann", "moon", 1152));
	assert_true(fair_stir_close(world->fair, &table, 1153, NULL));
	assert_true(open_words(world, "ann", "moon", 1154));
	assert_int_equal(status_of(world).epoch, 3);
	roll(world, "bob", 1);
	check_all(world);
	assert_int_equal(world->verdict.epochs, 3);
}

static void see_stirring(void *arg, const struct fair_where *where, int64_t until_s)
{
	assert_string_equal(where->base, "#table");
	*(int64_t *)arg = until_s;
}

static void nobody_may_stir(void **state)
{
	struct world *world = *state;
	int64_t until_s = 0;

	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	restart(world);
	fair_each_stirring(world->fair, see_stirring, &until_s);
	assert_int_equal(until_s, 1060);
	assert_int_equal(due_at(world, 1060, ""), FAIR_DUE_NOBODY);
	assert_int_equal(status_of(world).epoch, 2);
	assert_false(status_of(world).by_players);
	roll(world, "ann", 2);
	assert_true(fair_stir_begin(world->fair, &table, 1100, NULL));
	assert_true(fair_stir_close(world->fair, &table, 1101, NULL));
	roll(world, "ann", 2);
	check_all(world);
	assert_int_equal(world->verdict.epochs, 3);
	assert_int_equal(world->verdict.stirred, 0);
}

/* When the numbers of the old epoch run out meanwhile, the one that is stirred is dropped. */
static void rolls_never_wait_for_who_stirs(void **state)
{
	struct world *world = *state;

	roll_as(world, "ann", 1, true);
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_true(seal(world, "ann", "moon", 1000));
	store_begin(world->store);
	for (int i = 0; i < FAIR_SEALED; i++)
		roll_as(world, "ann", 1, true);
	assert_true(store_end(world->store, true, NULL));
	assert_int_equal(status_of(world).epoch, 3);
	assert_int_equal(stirring_of(world).epoch, 0);
	assert_false(open_words(world, "ann", "moon", 1000));
	check_all(world);
}

/* ---- parts ---- */

static void a_part_can_be_checked_by_itself(void **state)
{
	struct world *world = *state;
	struct fair_excerpt of = whole();
	struct fair_number shown;

	for (int i = 0; i < 9; i++)
		roll(world, "ann", 1 + i);
	roll_as(world, "ann", 1, true);
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	roll(world, "bob", 4);
	assert_true(fair_stir_close(world->fair, &table, 1000, NULL));
	for (int i = 0; i < 5; i++)
		roll(world, "ann", 2);
	assert_true(fair_excerpt_epoch(world->store, &of, 2, NULL));
	check_part(world, &of, 4);
	assert_int_equal(world->verdict.rolls, 15); /* the first one was used meanwhile */
	of = whole();
	assert_true(fair_excerpt_rolls(world->store, &of, 2, 3, NULL));
	check_part(world, &of, 100);
	assert_null(strstr(world->text.text, "\"epoch\":2,\"n\":4"));
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	assert_true(fair_stir_close(world->fair, &table, 1000, NULL));
	roll(world, "ann", 3);
	of = whole();
	assert_true(fair_excerpt_epoch(world->store, &of, 0, NULL));
	check_part(world, &of, 100);
	assert_int_equal(world->verdict.rolls, 1);
	assert_non_null(strstr(world->text.text, "{\"from\":"));
	of = whole();
	assert_true(fair_show(world->fair, &table, 1, 1, 1100, &shown, NULL));
	assert_true(fair_excerpt_hidden(world->store, &of, NULL));
	check_part(world, &of, 100);
	assert_int_equal(world->verdict.hidden, 0);
	of = whole();
	assert_false(fair_excerpt_epoch(world->store, &of, 9, NULL));
}

static void count_past(void *arg, const struct fair_past *past)
{
	assert_true(past->number > 0 && past->said[0] != '\0');
	++*(int *)arg;
}

static bool past_rolls(
	struct world *world, const char *who, long count, fair_past_fn *see, void *arg)
{
	const struct fair_search search = {.where = &table, .who = who, .count = count};

	return fair_history(world->store, &search, see, arg, NULL);
}

static void old_epochs_are_forgotten(void **state)
{
	struct world *world = *state;
	int64_t after = 0;
	int count = 0;

	roll(world, "ann", 9);
	assert_true(fair_stir_begin(world->fair, &table, 2000, NULL));
	assert_true(fair_stir_close(world->fair, &table, 2000, NULL));
	roll(world, "ann", 9);
	assert_true(fair_prune(world->store, 1999, &after, NULL));
	assert_int_equal(after, 0);
	assert_true(past_rolls(world, NULL, 10, count_past, &count));
	assert_int_equal(count, 2);
	assert_true(fair_prune(world->store, 2001, &after, NULL));
	count = 0;
	assert_true(past_rolls(world, "ann", 10, count_past, &count));
	assert_int_equal(count, 1);
	roll(world, "ann", 2);
	check_all(world); /* begins with the second epoch */
	assert_int_equal(world->verdict.rolls, 2);
	restart(world);
	assert_int_equal(roll(world, "ann", 2), 3);
	check_all(world);
}

static void prove_past(void *arg, const struct fair_past *past)
{
	struct fair_which *which = arg;

	which->epoch = past->epoch;
}

static void each_roll_has_its_proof(void **state)
{
	struct world *world = *state;
	struct fair_which which = {.where = &table, .number = 1, .most = 1};
	struct fair_status status;
	struct fair_proof first, other;

	roll(world, "ann", 1);
	status = status_of(world);
	for (int i = 2; i <= 70; i++)
		roll(world, "ann", 1);
	assert_true(fair_past_roll(world->store, &which, prove_past, &which, NULL));
	assert_int_equal(which.epoch, 1);
	assert_true(fair_prove(world->store, &which, &first, NULL));
	assert_true(fair_hash_equal(&first.before, &status.anchor));
	which.number = 65;
	assert_true(fair_prove(world->store, &which, &first, NULL));
	which.number = 64;
	assert_true(fair_prove(world->store, &which, &other, NULL));
	assert_true(fair_hash_equal(&first.before, &other.secret));
	which = (struct fair_which){.where = &table, .number = 71, .most = 1};
	assert_false(fair_past_roll(world->store, &which, prove_past, &which, NULL));
}

static void a_head_is_signed(void **state)
{
	struct world *world = *state;
	unsigned char signature[SIGN_BYTES];
	struct strbuf bytes = STRBUF_INIT;
	struct fair_status status;

	roll(world, "ann", 1);
	status = status_of(world);
	fair_sign(world->fair, &status, signature);
	restart(world); /* the key is the same */
	assert_memory_equal(status.key, status_of(world).key, sizeof status.key);
	fair_signed_head(&bytes, &status.id, status.event, &status.head, status.event_s);
	assert_true(sign_fits(signature, bytes.text, bytes.len, status.key));
	bytes.text[9] ^= 1;
	assert_false(sign_fits(signature, bytes.text, bytes.len, status.key));
	strbuf_release(&bytes);
}

/* ---- files ---- */

struct folder {
	char path[64], file[128];
};

static struct folder new_folder(void)
{
	struct folder folder = {.path = "/tmp/logios-publish-XXXXXX"};

	assert_non_null(mkdtemp(folder.path));
	snprintf(folder.file, sizeof folder.file, "%s/net.%%23table.jsonl", folder.path);
	return folder;
}

/* Check the published file, which has that many LINES. */
static void check_file(struct world *world, const struct folder *folder, size_t lines)
{
	static const struct dice_book book = {.systems = NULL};
	FILE *file = fopen(folder->file, "r");
	struct stat status;
	char line[8192];

	assert_non_null(file);
	world->lines = 0;
	world->check = check_new(&book, take_found, world);
	while (fgets(line, sizeof line, file) != NULL) {
		world->lines++;
		check_line(world->check, line, strlen(line) - 1);
	}
	fclose(file);
	check_end(world->check, &world->verdict);
	check_free(world->check);
	assert_int_equal(world->verdict.faults, 0);
	assert_int_equal(world->lines, lines);
	assert_int_equal(stat(folder->file, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
}

static void publish(struct world *world, const struct folder *folder)
{
	struct error err;

	store_commit(world->store);
	if (!fair_publish(world->fair, folder->path, 0640, &err))
		fail_msg("%s", err.text);
}

static void a_transcript_grows_in_its_file(void **state)
{
	struct world *world = *state;
	const struct fair_where private_talk = {"net", "ann!ann@home"};
	struct folder folder = new_folder();
	struct fair_status status;
	mode_t mask = umask(077);
	FILE *file;

	roll(world, "ann", 3);
	assert_true(fair_status(world->fair, &private_talk, 1000, &status, NULL));
	publish(world, &folder);
	check_file(world, &folder, 5);
	umask(mask);
	publish(world, &folder); /* nothing is new */
	check_file(world, &folder, 5);
	assert_int_equal(chmod(folder.file, 0604), 0); /* as an earlier version made it, say */
	roll(world, "ann", 3);
	roll_as(world, "ann", 3, true);
	publish(world, &folder);
	check_file(world, &folder, 8);
	file = fopen(folder.file, "a"); /* a write that a crash cut short */
	fputs("{\"event\":6,\"ki", file);
	fclose(file);
	restart(world);
	roll(world, "ann", 3);
	publish(world, &folder);
	check_file(world, &folder, 10);
	assert_int_equal(unlink(folder.file) + rmdir(folder.path), 0);
}

static void a_file_of_another_history_is_set_aside(void **state)
{
	struct world *world = *state;
	struct folder folder = new_folder();
	char other[160];

	roll(world, "ann", 3);
	publish(world, &folder);
	tear_down(state);
	set_up(state);
	world = *state;
	roll(world, "ann", 3);
	roll(world, "ann", 3);
	publish(world, &folder);
	check_file(world, &folder, 6);
	snprintf(other, sizeof other, "%s.old-1000", folder.file);
	assert_int_equal(unlink(other) + unlink(folder.file) + rmdir(folder.path), 0);
}

/* ---- what was said ---- */

/* Roll once at the table; the receipt for what is said of it. */
static struct receipt *roll_and_promise(struct world *world, int64_t now_ms)
{
	roll(world, "ann", 1);
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
	roll(world, "ann", 1);
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

/* After a copy was put back each place has a new epoch. */
static void test_begin_again(void **state)
{
	struct world *world = *state;
	struct fair_status before, now;
	size_t places = 0;

	roll(world, "ann", 3);
	roll_as(world, "ann", 3, true);
	assert_true(fair_stir_begin(world->fair, &table, 1000, NULL));
	before = status_of(world);
	restart(world);
	assert_true(fair_begin_again(world->fair, 2000, &places));
	assert_int_equal(places, 1);
	now = status_of(world);
	assert_int_equal(now.epoch, 3);
	assert_int_equal(now.rolls, 0);
	assert_false(fair_hash_equal(&before.anchor, &now.anchor));
	assert_int_equal(roll(world, "ann", 3), 1);
	check_all(world);
	assert_int_equal(world->verdict.rolls, 2);
}

/* Somebody's rolls are sought among the newest alone. */
static void test_bounded_looking(void **state)
{
	static const char many_sql[] =
		"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 6009)"
		" INSERT INTO fair_event (place, event, epoch, number, kind, time, roller, said)"
		" SELECT 1, i, 1, i, 6, 1, iif((i - 9) % 1000 = 0, 'ann', 'bob'), 'x' FROM n";
	struct world *world = *state;
	const struct fair_search search = {.where = &table, .who = "ann", .count = 10000};
	int seen = 0;

	assert_false(fair_is_known(world->fair, &table));
	assert_false(fair_is_known(world->fair, &table));
	roll(world, "ann", 1);
	assert_true(fair_is_known(world->fair, &table));
	assert_true(store_run(world->store, NULL, many_sql, ""));
	assert_true(fair_history(world->store, &search, count_past, &seen, NULL));
	assert_int_equal(seen, 5); /* 6000, 5000, 4000, 3000, 2000: not 1000 and 1 */
}

/* Secrets that are damaged in the store are neither rolled with nor shown: no roll, and a
 * reason. */
static void test_damaged_secrets(void **state)
{
	static const char *const cases[] = {
		"UPDATE fair_epoch SET chain = x'00'",
		"UPDATE fair_epoch SET chain = zeroblob(2048)",
		"UPDATE fair_epoch SET chain = zeroblob(2049)",
		"UPDATE fair_epoch SET anchor = zeroblob(32)",
		"UPDATE fair_epoch SET mix = zeroblob(31)",
		"UPDATE fair_epoch SET sealed = zeroblob(31)",
		"UPDATE fair_key SET seed = zeroblob(31)",
		"UPDATE fair_event SET head = zeroblob(31)",
	};
	struct world *world;
	const struct fair_asker who = asker("ann", 1000);
	const struct fair_roll asked = {.input = "1d6"};
	struct error err;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		tear_down(state);
		set_up(state);
		world = *state;
		roll(world, "ann", 3);
		assert_true(store_run(world->store, NULL, cases[i], ""));
		restart(world);
		store_begin(world->store);
		assert_null(fair_begin(world->fair, &table, &who, &asked, NULL, &err));
		assert_non_null(strstr(err.text, "damaged"));
		assert_false(store_end(world->store, true, &err));
		assert_non_null(strstr(err.text, "damaged"));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(long_names_are_one_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_follow_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			each_head_that_was_shown_is_in_the_transcript, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_restart_goes_on_where_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_taken_back_leaves_no_trace, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nothing_that_is_typed_moves_the_dice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hidden_rolls_hide, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_deck_is_shown_when_it_is_done, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_epoch_ends_when_its_secrets_are_used_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_place_takes_little_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			secrets_are_made_in_advance_in_slices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(players_stir_the_next_epoch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_does_not_open_is_left_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_may_stir, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rolls_never_wait_for_who_stirs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_part_can_be_checked_by_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(old_epochs_are_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_roll_has_its_proof, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_head_is_signed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_said_is_remembered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_said_later_says_nothing_of_what_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_receipt_that_is_open_at_the_end_counts_as_lost, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_takes_long_is_marked_until_it_is_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_part_that_is_lost_loses_the_roll, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_mark_that_was_taken_back_is_set_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_transcript_grows_in_its_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_of_another_history_is_set_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_begin_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bounded_looking, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damaged_secrets, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
