/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice terms. Dice that all count are so many times one die; if only some are kept, see keep.h. */
#include "dice/roll/eval.h"
#include "dice/odds/impl.h"

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void odds_window(const struct rules *rules, uint32_t count, uint32_t *first, uint32_t *last)
{
	*first = 0;
	*last = count;
	for (size_t i = 0; i < rules->keep_count; i++) {
		uint32_t here = *last - *first;
		uint32_t number = least(rules->keeps[i].number, here);

		switch (rules->keeps[i].end) {
		case KEEP_HIGHEST:
			*first = *last - number;
			break;
		case KEEP_LOWEST:
			*last = *first + number;
			break;
		case KEEP_MIDDLE:
			*first += (here - number + 1) / 2;
			*last = *first + number;
			break;
		case DROP_HIGHEST:
			*last -= number;
			break;
		case DROP_LOWEST:
			*first += number;
			break;
		}
	}
}

bool odds_kind(
	struct odds_term *term, const struct dist *values, uint32_t count, struct keep_kind *kind)
{
	struct keep_face *faces = dist_take(
		&term->work->pool, values->count > 0 ? values->count : 1, sizeof *faces);

	*kind = (struct keep_kind){.count = count, .faces = faces};
	if (faces == NULL)
		return false;
	for (size_t i = 0; i < values->count; i++) {
		double value = dist_value(values, i);

		if (values->chances[i] > 0)
			faces[kind->face_count++] = (struct keep_face){
				value, (int64_t)odds_worth(term, value), values->chances[i]};
	}
	return true;
}

struct dist *odds_kept(struct odds_term *term, const struct keep_kind *kinds, size_t kind_count)
{
	struct kept kept = {.kinds = kinds, .kind_count = kind_count};
	uint32_t count = 0;

	for (size_t i = 0; i < kind_count; i++)
		count += kinds[i].count;
	odds_window(term->rules, count, &kept.first, &kept.last);
	if (term->rules->tally == TALLY_MATCHES)
		kept.match_size = term->rules->match_size;
	if (kept.first == kept.last)
		return dist_point(&term->work->pool, 0);
	return keep_ranks(&term->work->pool, &kept);
}

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
	return node != NULL ? odds_node(work, node) : dist_point(&work->pool, otherwise);
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
