/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes functions of rules that look at all the dice at once. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* Whether the one at INDEX of DICE, which are sorted, may join SET: of equal dice the first does,
 * since it does not matter which. */
static bool may_join(const struct rule_die *dice, size_t set, size_t index)
{
	return !(set >> index & 1) && (index == 0 || dice[index - 1].value != dice[index].value ||
					      (set >> (index - 1) & 1));
}

/* For every set of dice the best filling, one die after another: a group more is better than any
 * sum, since at least one die more would have to come. */
double rule_groups(const struct rule_die *dice, size_t count, double number)
{
	struct filling *best;
	double groups, alone = 0;

	if (number < 1)
		return 0;
	for (; count > 0 && dice->value >= number; dice++, count--)
		alone++;
	count = count < RULE_MAX_GROUPED ? count : RULE_MAX_GROUPED;
	best = mem_alloc(((size_t)1 << count) * sizeof *best);
	for (size_t set = 0; set < (size_t)1 << count; set++)
		best[set] = (struct filling){set == 0 ? 0 : -1, 0};
	for (size_t set = 0; set < (size_t)1 << count; set++)
		for (size_t i = 0; best[set].groups >= 0 && i < count; i++) {
			struct filling filling = with_die(best[set], dice[i].value, number);

			if (may_join(dice, set, i) &&
				is_better(filling, best[set | (size_t)1 << i]))
				best[set | (size_t)1 << i] = filling;
		}
	groups = best[((size_t)1 << count) - 1].groups;
	free(best);
	return alone + groups;
}

/* The most raises by what the group that is being filled adds up to, of one set of dice. */
struct raising {
	int8_t most[RULE_MAX_GOAL + RULE_GOAL_MORE]; /* -1: that cannot be */
};

/* Put a die that shows VALUE into the group of SUM, or into a new one once that is worth a raise.
 */
static void raise_with(struct raising *to, int raises, long sum, long value, long goal)
{
	long more = sum + value;
	bool closes = more >= goal + RULE_GOAL_MORE;
	int now = raises + (closes ? 2 : 0);

	more = closes ? 0 : more > 0 ? more : 0;
	if (to->most[more] < now)
		to->most[more] = (int8_t)now;
	if (sum >= goal)
		raise_with(to, raises + 1, 0, value, goal);
}

static size_t count_less(const struct rule_die *dice, size_t count, double number)
{
	size_t less = 0;

	for (size_t i = 0; i < count; i++)
		less += dice[i].value < number;
	return less;
}

/* For every set of dice what it can come to, one die after another: a group of NUMBER is a raise,
 * one of five more two. */
double rule_raises(const struct rule_die *dice, size_t count, double number)
{
	long goal = (long)number;
	struct raising *sets;
	int most = 0, alone = 0;

	if (goal < 1 || goal > RULE_MAX_GOAL)
		return 0;
	/* What is a raise by itself needs another die for two. */
	for (size_t others = count_less(dice, count, number);
		count > 2 * others && dice->value == number; dice++, count--)
		alone++;
	count = count < RULE_MAX_GROUPED ? count : RULE_MAX_GROUPED;
	sets = mem_alloc(((size_t)1 << count) * sizeof *sets);
	memset(sets, -1, ((size_t)1 << count) * sizeof *sets);
	sets[0].most[0] = 0;
	for (size_t set = 0; set < (size_t)1 << count; set++)
		for (long sum = 0; sum < goal + RULE_GOAL_MORE; sum++)
			for (size_t i = 0; sets[set].most[sum] >= 0 && i < count; i++)
				if (may_join(dice, set, i))
					raise_with(&sets[set | (size_t)1 << i], sets[set].most[sum],
						sum, (long)dice[i].value, goal);
	for (long sum = 0; sum < goal + RULE_GOAL_MORE; sum++) {
		int raises = sets[((size_t)1 << count) - 1].most[sum];

		raises += raises >= 0 && sum >= goal;
		most = raises > most ? raises : most;
	}
	free(sets);
	return alone + most;
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
