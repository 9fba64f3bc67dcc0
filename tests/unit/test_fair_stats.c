/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/test.h"

#include <stdlib.h>

#include "base/packed.h"
#include "base/strbuf.h"
#include "fair/stats.h"

/* Take the number that *TEXT begins with, and the comma behind it. */
static uint32_t take(const char **text)
{
	char *end;
	uint32_t number = (uint32_t)strtoul(*text, &end, 10);

	*text = end + (*end == ',');
	return number;
}

/* Count dice written as in "6,20" and "1,17". */
static void add(struct fair_stats *stats, const char *sides, const char *faces)
{
	uint32_t side[8], face[8];
	struct strbuf packed = STRBUF_INIT;
	size_t count = 0;

	for (; *sides != '\0'; count++) {
		side[count] = take(&sides);
		face[count] = take(&faces);
	}
	packed_add(&packed, side, face, count);
	fair_stats_add(stats, packed.text, packed.len);
	strbuf_release(&packed);
}

static void add_times(struct fair_stats *stats, const char *sides, const char *faces, int times)
{
	while (times-- > 0)
		add(stats, sides, faces);
}

static void expect(const struct fair_stats *stats, uint32_t sides, const char *text)
{
	struct strbuf out = STRBUF_INIT;

	fair_die_describe(&out, fair_stats_find(stats, sides));
	assert_string_equal(out.text, text);
	strbuf_release(&out);
}

static void dice_are_told_apart(void **state)
{
	struct fair_stats stats = {.count = 0};

	(void)state;
	add(&stats, "6,20,6,1000000", "1,20,6,77");
	add(&stats, "", "");
	fair_stats_add(&stats, "\x01\x06\xc0", 3); /* not on the die */
	fair_stats_add(&stats, "\x06", 1);         /* not dice */
	assert_int_equal(stats.count, 2);
	assert_null(fair_stats_find(&stats, 1000000));
	fair_stats_sort(&stats);
	assert_int_equal(stats.dice[0].sides, 6);
	expect(&stats, 6,
		"2 d6s: mean 3.50 (3.5 expected); fewer than 30 are too few to tell more");
	expect(&stats, 20,
		"1 d20: mean 20.00 (10.5 expected); 1 natural 20, 0 natural 1s; fewer than 30 are "
		"too few to tell more");
	fair_stats_release(&stats);
	assert_int_equal(stats.count, 0);
}

static void what_is_unusual_is_called_so(void **state)
{
	struct fair_stats even = {.count = 0}, odd = {.count = 0}, worse = {.count = 0};

	(void)state;
	add_times(&even, "6,6,6,6,6,6", "1,2,3,4,5,6", 10);
	expect(&even, 6, "60 d6s: mean 3.50 (3.5 expected); nothing unusual, p = 1.00");
	add_times(&odd, "6,6,6,6,6,6", "1,2,3,4,5,6", 10);
	add_times(&odd, "6", "6",
		15); /* chi-square 15 with 5 degrees of freedom: 0.0104; one more: */
	add_times(&odd, "6", "6", 1);
	expect(&odd, 6, "76 d6s: mean 4.03 (3.5 expected); unusual, p = 0.005");
	add_times(&worse, "6", "6", 60);
	expect(&worse, 6, "60 d6s: mean 6.00 (3.5 expected); very unusual, p = 1e-62");
	fair_stats_release(&even);
	fair_stats_release(&odd);
	fair_stats_release(&worse);
}

/* 40 dice of 100 sides: faces are put together until each group is expected five times, thirteen
 * faces a group. */
static void many_sides_are_put_together(void **state)
{
	struct fair_stats stats = {.count = 0};

	(void)state;
	add_times(&stats, "100,100,100,100,100,100,100,100", "5,18,31,44,57,70,83,96", 5);
	assert_true(fair_die_chance(fair_stats_find(&stats, 100)) > 0.9);
	add_times(&stats, "100", "100", 40);
	assert_true(fair_die_chance(fair_stats_find(&stats, 100)) < 0.001);
	fair_stats_release(&stats);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(dice_are_told_apart),
		cmocka_unit_test(what_is_unusual_is_called_so),
		cmocka_unit_test(many_sides_are_put_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
