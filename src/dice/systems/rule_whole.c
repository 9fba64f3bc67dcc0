/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes functions of rules that look at all the dice at once. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "dice/systems/rule_impl.h"

double rule_nth(const struct rule_die *dice, size_t count, double number)
{
	return number >= 1 && number <= (double)count ? dice[(size_t)number - 1].value : 0;
}

/* How far dice are put into groups: whole ones, and what the one that is being filled has. */
struct filling {
	double groups, sum;
};

static struct filling with_die(struct filling filling, double value, double goal)
{
	filling.sum += value;
	if (filling.sum < goal)
		return filling;
	return (struct filling){filling.groups + 1, 0};
}

static bool is_better(struct filling a, struct filling b)
{
	return a.groups != b.groups ? a.groups > b.groups : a.sum > b.sum;
}

/* For every set of dice the best filling, one die after another: a group more is better than any
 * sum, since at least one die more would have to come. */
double rule_groups(const struct rule_die *dice, size_t count, double number)
{
	struct filling *best;
	double groups;

	count = count < RULE_MAX_GROUPED ? count : RULE_MAX_GROUPED;
	if (number < 1)
		return 0;
	best = mem_zalloc((size_t)1 << count, sizeof *best);
	for (size_t set = 1; set < (size_t)1 << count; set++) {
		best[set] = (struct filling){-1, 0};
		for (size_t i = 0; i < count; i++) {
			struct filling filling;

			if (!(set >> i & 1))
				continue;
			filling = with_die(best[set ^ (size_t)1 << i], dice[i].value, number);
			if (is_better(filling, best[set]))
				best[set] = filling;
		}
	}
	groups = best[((size_t)1 << count) - 1].groups;
	free(best);
	return groups;
}

/* Of equal dice the smaller ones are the highest, so that the larger one is left. */
double rule_largest(const struct rule_die *dice, size_t count, double number)
{
	double sides = 0, used = 0;

	for (size_t i = 0; i < count; i++) {
		if (dice[i].face == 1)
			continue;
		if (used < number)
			used++;
		else
			sides = fmax(sides, dice[i].sides);
	}
	return sides;
}

static int compare_dice(const void *a, const void *b)
{
	const struct rule_die *left = a, *right = b;

	if (left->value != right->value)
		return left->value < right->value ? 1 : -1;
	return left->sides != right->sides ? (left->sides > right->sides ? 1 : -1) : 0;
}

double rule_whole(
	const struct rule_function *function, struct rule_die *dice, size_t count, double number)
{
	if (count > 1)
		qsort(dice, count, sizeof *dice, compare_dice);
	return function->whole(dice, count, number);
}
