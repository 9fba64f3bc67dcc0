/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chance that one of two rolls wins: by their totals, or by what their game says. */
#include "dice/odds/impl.h"
#include "dice/outcomes/outcomes.h"
#include "dice/versus.h"

/* Which of the two is higher. BELOW is the chance that the second is less than the first's
 * value. */
static void compare_sides(struct odds *odds)
{
	const struct dist *first = odds->sides[0].dist, *second = odds->sides[1].dist;
	double below = 0, whole = dist_mass(second);
	size_t j = 0;

	for (size_t i = 0; i < first->count; i++) {
		double value = dist_value(first, i), same = 0;

		while (j < second->count && dist_value(second, j) < value)
			below += second->chances[j++];
		if (j < second->count && dist_value(second, j) == value)
			same = second->chances[j];
		odds->higher += first->chances[i] * below;
		odds->equal += first->chances[i] * same;
	}
	odds->lower = dist_mass(first) * whole - odds->higher - odds->equal;
	odds->lower = odds->lower > 0 ? odds->lower : 0;
}

/* Which of the two wins, by what their game says. */
static void compare_ranks(struct odds *odds)
{
	const struct odds_side *first = &odds->sides[0], *second = &odds->sides[1];
	static const char *const ties[] = {[TIE_NOBODY] = "",
		[TIE_FIRST] = ", which the first wins,",
		[TIE_SECOND] = ", which the second wins,"};
	size_t ranks = first->roll->use->chosen->versus_count;

	odds->tie = ties[first->roll->use->chosen->tie];
	for (size_t i = 0; i < first->rank_count; i++)
		for (size_t j = 0; j < second->rank_count; j++) {
			int sign = versus_compare(
				first->ranks[i].ranks, second->ranks[j].ranks, ranks);
			double chance = first->ranks[i].chance * second->ranks[j].chance;

			odds->higher += sign > 0 ? chance : 0;
			odds->equal += sign == 0 ? chance : 0;
			odds->lower += sign < 0 ? chance : 0;
		}
}

bool odds_compare(struct odds *odds, struct error *err)
{
	const struct odds_side *first = &odds->sides[0], *second = &odds->sides[1];

	if (!versus_check(first->roll, second->roll, err))
		return false;
	if (first->roll->use == NULL || first->roll->use->chosen->versus_count == 0)
		compare_sides(odds);
	else if (first->ranks == NULL || second->ranks == NULL ||
		 !dist_charge(&odds->work.pool, first->rank_count * second->rank_count))
		return error_at(err, 1, "%s: the odds of who wins take too long to compute",
			first->roll->use->system->name);
	else
		compare_ranks(odds);
	return true;
}
