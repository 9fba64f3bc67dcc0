/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order of turns: who acts when, also who comes late, waits, acts out of turn or goes; and that
 * it is the same after it was kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "plugins/turns/keep.h"
#include "test.h"

/* Put NAME with VALUE and BONUS in, behind BEHIND of those it is tied with. */
static void put(struct order *order, const char *name, double value, double bonus, size_t behind)
{
	struct entry entry = {.valued = true, .value = value, .bonus = bonus, .card = -1};
	struct slot slot = order_slot(order, value, bonus);

	snprintf(entry.name, sizeof entry.name, "%s", name);
	entry.owner = mem_strdup("");
	order_put(order, &entry, &slot, behind);
}

static size_t find(const struct order *order, const char *name)
{
	struct error err;
	size_t at = order_find(order, name, true, &err);

	if (at == ORDER_MAX)
		fail_msg("%s", err.text);
	return at;
}

/* Play SCRIPT on ORDER: "n" next, "p" prev, "hX" hold X, "aX" act, "-X" remove, "+XN" put X with
 * the value N, "?X" hide X; names are one letter. */
static void play(struct order *order, const char *script)
{
	char copy[200], *at = copy, *word, name[2] = "";
	struct ended ended;

	snprintf(copy, sizeof copy, "%s", script);
	while ((word = strsep(&at, " ")) != NULL) {
		name[0] = word[0] != '\0' ? word[1] : '\0';
		switch (word[0]) {
		case 'n':
			order_next(order, &ended);
			break;
		case 'p':
			order_prev(order);
			break;
		case 'h':
			order_hold(order, find(order, name));
			break;
		case 'a':
			order_act(order, find(order, name));
			break;
		case '-':
			order_remove(order, find(order, name));
			break;
		case '+':
			put(order, name, atoi(word + 2), 0, 0);
			break;
		case '?':
			order->entries[find(order, name)].hidden = true;
			break;
		default:
			break;
		}
	}
}

/* Write ORDER as "2: a >b (c)": the round, who is up, who waits; hidden ones as "?c". */
static void show(const struct order *order, struct strbuf *out)
{
	strbuf_addf(out, "%ld:", order->round);
	for (size_t i = 0; i < order->count; i++)
		strbuf_addf(out, order->entries[i].held ? " %s%s(%s)" : " %s%s%s",
			order_is_up(order, i) ? ">" : "", order->entries[i].hidden ? "?" : "",
			order->entries[i].name);
}

static void turns(void **state)
{
	static const struct {
		const char *script, *shown, *next, *why;
	} rows[] = {
		{"", "0: a b c", "a", "nothing has begun"},
		{"n", "1: >a b c", "b", "the highest begins"},
		{"n n n", "1: a b >c", "a!", "to the end"},
		{"n n n n", "2: >a b c", "b", "and round"},
		{"n n n n p", "1: a b >c", "a!", "back over the round"},
		{"n p", "1: >a b c", "b", "not before the beginning"},
		{"p", "0: a b c", "a", "nor before anything"},
		{"n n +d25", "1: d a >b c", "c", "who comes late before who is up waits a round"},
		{"n n +d15", "1: a >b d c", "d", "who comes late behind is next"},
		{"n n +d20", "1: a d >b c", "c", "tied with who is up: where the dice say"},
		{"n n +d25 n n", "2: >d a b c", "a", "and acts in the next round"},
		{"+d5", "0: a b c d", "a", "at the end"},
		{"n hb n", "1: a (b) >c", "a!", "who waits is passed over"},
		{"n ha", "1: >(a) b c", "b", "whose turn it is, until next"},
		{"n ha n", "1: (a) >b c", "c", "waits"},
		{"n ha n aa", "1: >a b c", "b", "acts before who was up, who then goes on"},
		{"n ha n n aa", "1: b >a c", "c", "and stays there"},
		{"n ha n n aa n n", "2: >b a c", "a", "in the next round too"},
		{"n n n hb ab", "1: a >b c", "c", "also who has acted may wait"},
		{"n hc n n", "2: >a b (c)", "b", "the round ends without who waits"},
		{"n hc n n ac", "2: >c a b", "a", "and they act in the next"},
		{"n ha hb hc n", "1: >(a) (b) (c)", "-", "all wait: nobody is next"},
		{"n -b", "1: >a c", "c", "one goes"},
		{"n n -a", "1: >b c", "c", "one before goes"},
		{"n -a", "1: >b c", "c", "who is up goes: the next is up"},
		{"n n n -c", "2: >a b", "b", "at the end a new round begins"},
		{"n -a -b -c", "0:", "-", "all are gone"},
		{"?b n", "1: >a ?b c", "c", "who is hidden is not told as next"},
		{"?b n n", "1: a >b c", "c", "and is seen when they act"},
		{"n ?b -a", "1: >b c", "c", "also when the one before goes"},
		{"n n +d21 ?d p", "1: >a ?d b c", "b", "going back passes over who is hidden"},
		{"n +d5 ?d n n n n p", "1: a b c >d", "a!", "who acted is hidden no more"},
		{"n n n n +d5 ?d p", "1: a b >c ?d", "a!",
			"back over the round past who is hidden"},
		{"n +d30 ?d p", "1: ?d >a b c", "b", "nobody but who is hidden is before"},
		{"n n n n n n n", "3: >a b c", "b", "rounds are counted"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf shown = STRBUF_INIT;
		struct order order;
		bool next_round;
		size_t next;

		order_init(&order);
		put(&order, "b", 20, 0, 0);
		put(&order, "c", 10, 0, 0);
		put(&order, "a", 22, 0, 0);
		play(&order, rows[i].script);
		show(&order, &shown);
		if (strcmp(shown.text, rows[i].shown) != 0)
			fail_msg("%s: %s", rows[i].why, shown.text);
		next = order_after(&order, &next_round);
		strbuf_reset(&shown);
		strbuf_addf(&shown, "%s%s", next < ORDER_MAX ? order.entries[next].name : "-",
			next < ORDER_MAX && next_round ? "!" : "");
		if (strcmp(shown.text, rows[i].next) != 0)
			fail_msg("%s: next is %s", rows[i].why, shown.text);
		strbuf_release(&shown);
		order_release(&order);
	}
}

static void ties(void **state)
{
	struct order order;
	struct slot slot;

	(void)state;
	order_init(&order);
	put(&order, "a", 12, 3, 0);
	put(&order, "b", 12, 5, 0);
	assert_string_equal(order.entries[0].name, "b"); /* the greater bonus */
	slot = order_slot(&order, 12, 3);
	assert_int_equal(slot.first, 1);
	assert_int_equal(slot.tied, 1);
	put(&order, "goblin 1", 12, 0, 0);
	order_put_twin(&order, 2, "goblin 2");
	slot = order_slot(&order, 12, 0);
	assert_int_equal(slot.first, 2);
	assert_int_equal(slot.tied, 1); /* two of a kind are one */
	put(&order, "c", 12, 0, 1);
	put(&order, "d", 12, 0, 1);
	assert_string_equal(order.entries[3].name, "goblin 2");
	assert_string_equal(order.entries[4].name, "d");
	assert_string_equal(order.entries[5].name, "c");
	order_release(&order);
}

static void finds(void **state)
{
	static const struct {
		const char *name;
		bool sees;
		const char *found, *mistake;
	} rows[] = {
		{"ANN", false, "ann", NULL},
		{"goblin", false, NULL, "Which one: goblin 1, goblin 2?"},
		{"goblin 2", false, "goblin 2", NULL},
		{"orc", false, "orc chief", NULL},
		{"or", false, NULL, "or is not in the order."},
		{"spy", false, NULL, "spy is not in the order."},
		{"spy", true, "spy", NULL},
	};
	struct order order;

	(void)state;
	order_init(&order);
	put(&order, "ann", 5, 0, 0);
	put(&order, "goblin 1", 4, 0, 0);
	put(&order, "goblin 2", 3, 0, 0);
	put(&order, "orc chief", 2, 0, 0);
	put(&order, "spy", 1, 0, 0);
	order.entries[4].hidden = true;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err;
		size_t at = order_find(&order, rows[i].name, rows[i].sees, &err);

		if (rows[i].found != NULL)
			assert_string_equal(order.entries[at].name, rows[i].found);
		else
			assert_string_equal(err.text, rows[i].mistake);
	}
	order_release(&order);
}

static void conditions(void **state)
{
	struct order order;
	struct entry *ann;
	struct ended ended;
	struct error err;
	char name[8];

	(void)state;
	order_init(&order);
	put(&order, "ann", 5, 0, 0);
	put(&order, "bob", 4, 0, 0);
	ann = &order.entries[0];
	assert_true(condition_set(ann, "stunned", 2, false, &err));
	assert_true(condition_set(ann, "prone", 0, false, &err));
	order_next(&order, &ended);
	order_next(&order, &ended); /* ann's first turn is over */
	assert_int_equal(ended.count, 0);
	assert_int_equal(ann->conditions[0].left, 1);
	order_next(&order, &ended);
	assert_true(ended.round);
	assert_true(condition_set(ann, "shielded", 1, true, &err)); /* in her own turn */
	order_next(&order, &ended);
	assert_int_equal(ended.count, 1);
	assert_string_equal(ended.what[0], "stunned");
	order_next(&order, &ended);
	order_next(&order, &ended);
	assert_int_equal(ended.count, 1);
	assert_string_equal(ended.what[0], "shielded");
	assert_true(condition_clear(ann, "PRONE"));
	assert_false(condition_clear(ann, "prone"));
	for (int i = 0; i < ORDER_CONDITIONS_MAX; i++) {
		snprintf(name, sizeof name, "c%d", i);
		assert_true(condition_set(ann, name, 1, false, &err));
	}
	assert_true(condition_set(ann, "C1", 9, false, &err));
	assert_int_equal(ann->conditions[1].left, 9);
	assert_false(condition_set(ann, "more", 1, false, &err));
	assert_string_equal(err.text, "ann has 8 conditions already.");
	order_release(&order);
}

/* Put NAME in with CARD and KIND, as a game of cards has it. */
static void put_card(struct order *order, const char *name, int card, unsigned kind)
{
	put(order, name, -card, 0, 0);
	order->entries[find(order, name)].card = card;
	order->entries[find(order, name)].kind = kind;
}

/* Those of a kind act together on their card, and all of their conditions count. */
static void together(void **state)
{
	struct order order;
	struct ended ended;
	struct error err;
	bool next_round;

	(void)state;
	order_init(&order);
	order.by_cards = true;
	put_card(&order, "a", 3, 1);
	put_card(&order, "z", 9, 2);
	put_card(&order, "y", 9, 2);
	put_card(&order, "x", 9, 2);
	put_card(&order, "b", 8, 3);
	order_sort(&order);
	order_begin_round(&order);
	assert_int_equal(order_together(&order, 0), 1);
	order_next(&order, &ended);
	order_next(&order, &ended);
	assert_int_equal(order.up, 2);
	assert_int_equal(order_together(&order, 2), 3);
	assert_int_equal(order_after(&order, &next_round), ORDER_MAX);
	assert_true(condition_set(&order.entries[2], "stunned", 1, false, &err));
	assert_true(condition_set(&order.entries[4], "prone", 1, false, &err));
	order_next(&order, &ended);
	assert_true(ended.round);
	assert_int_equal(ended.count, 2);
	assert_string_equal(ended.who[1], order.entries[4].name);
	assert_string_equal(ended.what[1], "prone");
	order.up = order.count;
	assert_true(order_prev(&order));
	assert_int_equal(order.up, 2);
	order.entries[3].held = true; /* who waits does not act with them */
	assert_int_equal(order_together(&order, 2), 1);
	order_release(&order);
}

/* What is kept reads as it was; what was damaged reads as nothing. */
static void keeps(void **state)
{
	static const char *const damaged[] = {"x", "o\t1\n", "c\tstunned\t1\t0\n", "e\tann\n",
		"o\t1\t5\t0\t0\t\t0\n", "d\t99\t1\t0\tff\n", "e\tann\t\t1\tinf\t0\t1\t0\t0\t-1\n",
		"e\tann\t\t1\t1\t0\t1\t0\t0\t54\n"};
	struct turns turns, again;
	struct strbuf one = STRBUF_INIT, other = STRBUF_INIT;
	struct error err;
	char *copy;

	(void)state;
	turns_init(&turns);
	put(&turns.order, "ann", 12.5, -1, 0);
	put(&turns.order, "bob", 11, 2, 0);
	assert_true(condition_set(&turns.order.entries[0], "on fire", 3, true, &err));
	play(&turns.order, "n n");
	turns.order.entries[0].held = turns.order.entries[1].hidden = true;
	turns.order.by_cards = true;
	turns.deck.shuffled = turns.deck.joker = true;
	turns.deck.dealt = 7;
	for (size_t i = 0; i < DEAL_CARDS; i++)
		turns.deck.cards[i] = (unsigned char)(DEAL_CARDS - 1 - i);
	turns.life = 3;
	turns_write(&turns, &one);
	copy = mem_strdup(one.text);
	assert_true(turns_read(&again, copy));
	turns_write(&again, &other);
	assert_string_equal(one.text, other.text);
	assert_int_equal(again.deck.cards[0], DEAL_CARDS - 1);
	assert_string_equal(again.order.entries[0].conditions[0].name, "on fire");
	free(copy);
	turns_release(&again);
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		copy = mem_strdup(damaged[i]);
		assert_false(turns_read(&again, copy));
		assert_int_equal(again.order.count, 0);
		turns_release(&again);
		free(copy);
	}
	assert_true(turns_read(&again, NULL));
	turns_release(&again);
	turns_release(&turns);
	strbuf_release(&one);
	strbuf_release(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(turns), cmocka_unit_test(ties),
		cmocka_unit_test(finds), cmocka_unit_test(conditions), cmocka_unit_test(together),
		cmocka_unit_test(keeps)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
