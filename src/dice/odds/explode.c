/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what is kept among dice that add others. How many are added is looked at first; once
 * that is known there are so many dice of which each adds another, and so many of which none does.
 * Mostly the former all rank above the latter; then the two are looked at apart, which is much
 * faster. */
#include "dice/odds/impl.h"

#include <math.h>

enum { KIND_AGAIN, KIND_STAY, KIND_EXTRA, KINDS };

struct explosion {
	struct odds_term *term;
	struct keep_kind kinds[KINDS];
	size_t kind_count;
	struct dist *out;
	bool apart;                     /* those that add others rank above those that do not */
	struct dist *stay;              /* what the kept of those that do not are worth, */
	uint32_t stay_first, stay_last; /* which are these */
	struct dist *again, *again_sum; /* one that adds another; all of them */
};

/* ---- apart ---- */

static bool is_apart(const struct explosion *e)
{
	const struct keep_kind *again = &e->kinds[KIND_AGAIN], *stay = &e->kinds[KIND_STAY];

	return again->faces[0].rank >= stay->faces[stay->face_count - 1].rank;
}

/* What the dice of KIND from FIRST to before LAST are worth. */
static struct dist *part_of(
	struct explosion *e, const struct keep_kind *kind, uint32_t first, uint32_t last)
{
	struct kept kept = {.kinds = kind, .kind_count = 1, .first = first, .last = last};

	if (first >= last)
		return dist_point(&e->term->work->pool, 0);
	if (e->term->rules->tally == TALLY_MATCHES)
		kept.match_size = e->term->rules->match_size;
	return keep_ranks(&e->term->work->pool, &kept);
}

/* Returns what the kept dice that add no others are worth: the same ones in most cases. */
static struct dist *stay_part(struct explosion *e, uint32_t first, uint32_t last)
{
	struct dist_pool *pool = &e->term->work->pool;

	if (e->stay == NULL || first != e->stay_first || last != e->stay_last) {
		dist_drop(pool, e->stay);
		e->stay = part_of(e, &e->kinds[KIND_STAY], first, last);
		e->stay_first = first;
		e->stay_last = last;
	}
	return e->stay != NULL ? dist_copy(pool, e->stay) : NULL;
}

/* Add another die that adds one to the sum of all. */
static bool add_to_sum(struct explosion *e)
{
	struct dist_pool *pool = &e->term->work->pool;
	struct dist *one = dist_copy(pool, e->again);

	e->again_sum = one != NULL ? dist_sum(pool, e->again_sum, one) : NULL;
	return e->again_sum != NULL;
}

static struct dist *again_part(struct explosion *e, uint32_t first, uint32_t last)
{
	bool all = first == 0 && last == e->kinds[KIND_AGAIN].count;

	if (all && e->term->rules->tally != TALLY_MATCHES)
		return dist_copy(&e->term->work->pool, e->again_sum);
	return part_of(e, &e->kinds[KIND_AGAIN], first, last);
}

static struct dist *kept_apart(struct explosion *e)
{
	uint32_t stay = e->kinds[KIND_STAY].count, first, last;
	struct dist *low, *high;

	odds_window(e->term->rules, stay + e->kinds[KIND_AGAIN].count, &first, &last);
	low = stay_part(e, first < stay ? first : stay, last < stay ? last : stay);
	high = again_part(e, first > stay ? first - stay : 0, last > stay ? last - stay : 0);
	return low != NULL && high != NULL ? dist_sum(&e->term->work->pool, low, high) : NULL;
}

/* What one die that adds another is worth, and the sum of none. */
static bool prepare_apart(struct explosion *e, const struct dist *again)
{
	struct dist_pool *pool = &e->term->work->pool;
	struct dist *one = dist_copy(pool, again);

	e->again = one != NULL ? odds_worths(e->term, one) : NULL;
	e->again_sum = dist_point(pool, 0);
	if (e->again == NULL || e->again_sum == NULL)
		return false;
	dist_scale(e->again, 1 / dist_mass(e->again));
	return true;
}

/* ---- all cases ---- */

/* Join what is kept when there are as many dice of each kind as is said, which has CHANCE. */
static bool add_case(struct explosion *e, double chance)
{
	struct dist_pool *pool = &e->term->work->pool;
	struct dist *kept;

	if (chance == 0)
		return true;
	kept = e->apart ? kept_apart(e) : odds_kept(e->term, e->kinds, e->kind_count);
	if (kept == NULL)
		return false;
	dist_scale(kept, chance);
	e->out = dist_join(pool, e->out, kept);
	return e->out != NULL;
}

/* Go through how many dice in all add another, by the negative binomial distribution. */
static bool add_repeating(struct explosion *e, double q, double stay)
{
	struct odds_work *work = e->term->work;
	uint32_t count = e->term->count;
	double chance = pow(stay, count);

	if (pow(q, DICE_MAX_EXTRA) * count > ODDS_CUT || chance == 0)
		return odds_refuse(work, e->term->node->span.begin,
			       "these dice explode too often to tell which are kept; try fewer "
			       "dice, or logios roll --repeat") != NULL;
	e->kinds[KIND_STAY].count = count;
	for (uint32_t again = 0;; again++) {
		double ratio = q * (count + again) / (again + 1);

		e->kinds[KIND_AGAIN].count = again;
		if (!add_case(e, chance))
			return false;
		if (ratio < 1 && chance * ratio / (1 - ratio) < ODDS_CUT) {
			work->cut += chance * ratio / (1 - ratio);
			return true;
		}
		if (e->apart && !add_to_sum(e))
			return false;
		chance *= ratio;
	}
}

/* Go through how many of the first dice add one more. */
static bool add_once(struct explosion *e, double q, double stay)
{
	uint32_t count = e->term->count;
	double ways = 1;

	for (uint32_t again = 0; again <= count; again++) {
		e->kinds[KIND_AGAIN].count = e->kinds[KIND_EXTRA].count = again;
		e->kinds[KIND_STAY].count = count - again;
		if (!add_case(e, ways * pow(q, again) * pow(stay, count - again)))
			return false;
		ways *= (double)(count - again) / (again + 1);
	}
	return true;
}

/* Any die of those that are added. */
static struct dist *any(struct odds_term *term, const struct odds_die *die)
{
	struct dist_pool *pool = &term->work->pool;
	struct dist *again = dist_copy(pool, die->more_again), *stay;

	if (die->more_stay->count == 0 || again == NULL)
		return again;
	stay = dist_copy(pool, die->more_stay);
	return stay != NULL ? dist_join(pool, again, stay) : NULL;
}

static bool can_match(const struct rules *rules)
{
	return rules->explode == EXPLODE_ALWAYS && !rules->has_min && !rules->has_max;
}

struct dist *odds_exploded(struct odds_term *term, const struct odds_die *die)
{
	bool once = term->rules->explode == EXPLODE_ONCE;
	struct explosion e = {.term = term, .kind_count = once ? KINDS : KIND_EXTRA};
	double q = dist_mass(die->again), stay = dist_mass(die->stay);
	struct dist *extra = once ? any(term, die) : NULL;

	if (term->rules->explode == EXPLODE_PENETRATE)
		return odds_refuse(term->work, term->node->span.begin,
			"the odds of !p with keep or drop are not known; those of !!p are");
	if (term->rules->tally == TALLY_MATCHES && !can_match(term->rules))
		return odds_refuse(term->work, term->node->span.begin,
			"the odds of m after these modifiers are not known");
	if (!odds_kind(term, die->again, 0, &e.kinds[KIND_AGAIN]) ||
		!odds_kind(term, die->stay, 0, &e.kinds[KIND_STAY]))
		return NULL;
	if (once && (extra == NULL || !odds_kind(term, extra, 0, &e.kinds[KIND_EXTRA])))
		return NULL;
	e.apart = !once && stay > 0 && is_apart(&e);
	if (e.apart && !prepare_apart(&e, die->again))
		return NULL;
	return (once ? add_once : add_repeating)(&e, q, stay) ? e.out : NULL;
}
