/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the values of dice terms. Dice that all count are so many times one die; if only some are
 * kept, see keep.h. */
#include "dice/roll/eval.h"
#include "dice/odds/impl.h"

/* Whether it does not matter which dice there are beside one. */
static bool all_count(const struct odds_term *term)
{
	return term->rules->keep_count == 0 && term->rules->tally != TALLY_MATCHES;
}

/* No die adds another; VALUES are used up. */
static struct dist *plain(struct odds_term *term, struct dist *values)
{
	struct dist_pool *pool = &term->work->pool;
	struct keep_kind kind;

	if (all_count(term)) {
		values = odds_worths(term, values);
		return values != NULL ? dist_power(pool, values, term->count) : NULL;
	}
	if (!odds_kind(term, values, term->count, &kind))
		return NULL;
	dist_drop(pool, values);
	return odds_kept(term, &kind, 1);
}

/* Dice and what they add, all of which counts. DIE is used up. */
static struct dist *chains(struct odds_term *term, struct odds_die *die)
{
	struct dist **const parts[] = {&die->again, &die->stay, &die->more_again, &die->more_stay};
	struct dist *chain;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		*parts[i] = odds_worths(term, *parts[i]);
		if (*parts[i] == NULL)
			return NULL;
	}
	chain = odds_chain(term, die, term->rules->explode == EXPLODE_ONCE);
	return chain != NULL ? dist_power(&term->work->pool, chain, term->count) : NULL;
}

static struct dist *from_dice(struct odds_term *term)
{
	struct odds_die die;

	if (!odds_die(term, &die))
		return NULL;
	if (die.again == NULL)
		return plain(term, die.stay);
	return all_count(term) ? chains(term, &die) : odds_exploded(term, &die);
}

struct dist *odds_margin(struct odds_work *work, const struct rules *rules, struct dist *sum)
{
	struct dist *target = dist_point(&work->pool, -rules->target.number);

	sum = target != NULL ? dist_sum(&work->pool, sum, target) : NULL;
	if (sum != NULL && rules->target.comparison == COMPARE_AT_MOST)
		dist_negate(sum);
	return sum;
}

struct dist *odds_term(struct odds_term *term)
{
	struct dist *sum;

	if (term->count == 0)
		sum = dist_point(&term->work->pool, 0);
	else
		sum = term->rules->unique != UNIQUE_NO ? odds_unique(term) : from_dice(term);
	if (sum != NULL && term->rules->tally == TALLY_MARGIN)
		return odds_margin(term->work, term->rules, sum);
	return sum;
}

/* ---- how many dice of how many sides ---- */

/* The values of NODE, or 1 for certain. */
static struct dist *values_of(struct odds_work *work, const struct ast *node, double otherwise)
{
	return node != NULL ? work->node(work, node) : dist_point(&work->pool, otherwise);
}

bool odds_term_size(struct odds_term *term, struct odds_work *work, const struct ast *node,
	double count, double sides)
{
	struct term_place place = {
		.node = node, .limits = work->limits, .source = work->source, .err = work->err};
	uint32_t dice_of = 0, sides_of = 0;

	if (!dice_count(&place, count, &dice_of) || !dice_sides(&place, sides, &sides_of)) {
		work->told = true;
		return false;
	}
	odds_term_init(term, work, node, dice_of, sides_of);
	return odds_check(term);
}

/* Join to OUT the value of NODE with COUNT dice of SIDES sides, which happens with CHANCE. */
static bool add_term(struct odds_work *work, const struct ast *node, double count, double sides,
	double chance, struct dist **out)
{
	struct odds_term term;
	struct dist *value;

	if (chance == 0)
		return true;
	if (!odds_term_size(&term, work, node, count, sides))
		return false;
	value = odds_term(&term);
	if (value == NULL)
		return false;
	if (chance != 1)
		dist_scale(value, chance);
	*out = dist_join(&work->pool, *out, value);
	return *out != NULL;
}

struct dist *odds_dice(struct odds_work *work, const struct ast *node)
{
	const struct ast_dice *dice = &node->dice;
	struct dist *counts, *sides, *out = NULL;

	if (dice_show_words(dice))
		return odds_refuse(work, node->span.begin, "dice that show words have no total");
	counts = values_of(work, dice->count, 1);
	sides = counts != NULL ? values_of(work, dice->sides, dice->kind->sides) : NULL;
	if (sides == NULL)
		return NULL;
	for (size_t i = 0; i < counts->count; i++)
		for (size_t j = 0; j < sides->count; j++)
			if (!add_term(work, node, dist_value(counts, i), dist_value(sides, j),
				    counts->chances[i] * sides->chances[j], &out))
				return NULL;
	dist_drop(&work->pool, counts);
	dist_drop(&work->pool, sides);
	return out;
}
