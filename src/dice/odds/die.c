/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what one die shows: at first, then after rerolls and explosions. A die that is rolled again
 * and again is a geometric series, which is added up with the same bound at which the evaluator
 * stops, so that the two agree to the last digit. */
#include "dice/odds/impl.h"

#include <math.h>

#include "dice/roll/eval.h"

void odds_term_init(struct odds_term *term, struct odds_work *work, const struct ast *node,
	uint32_t count, uint32_t sides)
{
	static const struct rules none = {.tally = TALLY_SUM};

	*term = (struct odds_term){.work = work, .node = node, .count = count, .sides = sides};
	term->kind = node->dice.kind;
	term->rules = node->dice.rules != NULL ? node->dice.rules : &none;
	term->range = die_range(term->kind, sides);
}

bool odds_check(struct odds_term *term)
{
	struct odds_work *work = term->work;
	struct dice_size size = {.kind = term->kind, .count = term->count, .sides = term->sides};

	if (rules_differ(term->rules, &size, work->source, work->err) &&
		rules_end(term->rules, &size, work->source, work->err))
		return true;
	work->told = true;
	return false;
}

double odds_worth(const struct odds_term *term, double value)
{
	const struct rules *rules = term->rules;

	switch (rules->tally) {
	case TALLY_TARGET:
		if (rules->has_twice && point_matches(&rules->twice, value, &term->range))
			return 2;
		if (point_matches(&rules->target, value, &term->range))
			return 1;
		return rules->has_fail && point_matches(&rules->fail, value, &term->range) ? -1 : 0;
	case TALLY_EVEN:
		return fmod(value, 2) == 0;
	case TALLY_ODD:
		return fmod(value, 2) != 0;
	default:
		return value;
	}
}

static bool worth(void *arg, double value, double *out)
{
	*out = odds_worth(arg, value);
	return true;
}

struct dist *odds_worths(struct odds_term *term, struct dist *values)
{
	enum tally tally = term->rules->tally;

	if (values->count == 0 || tally == TALLY_SUM || tally == TALLY_MARGIN)
		return values;
	return dist_map(&term->work->pool, values, worth, term);
}

/* ---- what it shows ---- */

struct dist *odds_natural(struct odds_term *term)
{
	struct dist_pool *pool = &term->work->pool;
	const struct die_kind *kind = term->kind;
	struct dist_pair *pairs;

	if (kind->values == NULL)
		return dist_uniform(pool, 1 + kind->shift, term->sides);
	pairs = dist_take(pool, term->sides, sizeof *pairs);
	if (pairs == NULL)
		return NULL;
	for (uint32_t i = 0; i < term->sides; i++)
		pairs[i] = (struct dist_pair){die_value(kind, i + 1), 1.0 / term->sides};
	return dist_gather(pool, pairs, term->sides);
}

struct condition {
	const struct points *points;
	const struct die_range *range;
};

static bool is_match(void *arg, double value)
{
	const struct condition *condition = arg;

	return points_match(condition->points, value, condition->range);
}

/* Part DIST, used up, into what matches POINTS and what does not; either may come out empty. */
static bool part(struct odds_term *term, struct dist *dist, const struct points *points,
	struct dist **match, struct dist **other)
{
	struct dist_pool *pool = &term->work->pool;
	struct condition condition = {points, &term->range};

	if (dist == NULL)
		return false;
	*match = dist_filter(pool, dist, is_match, &condition, true);
	*other = dist_filter(pool, dist, is_match, &condition, false);
	if (*match == NULL || *other == NULL)
		return false;
	dist_drop(pool, dist);
	return true;
}

/* 1 + q + q^2 + … + q^n, its last summand into LAST. */
static double series(double q, int n, double *last)
{
	double sum = 1;

	*last = 1;
	for (int i = 0; i < n; i++)
		sum += *last *= q;
	return sum;
}

/* Returns DIST, used up, with what matches rolled again. */
static struct dist *reroll(struct odds_term *term, struct dist *dist)
{
	struct dist_pool *pool = &term->work->pool;
	const struct points *points = &term->rules->reroll;
	int most = term->rules->reroll_once ? 1 : DICE_MAX_REROLLS;
	struct dist *match, *other;
	double again, last;

	if (points->count == 0 || dist == NULL)
		return dist;
	if (!part(term, dist, points, &match, &other))
		return NULL;
	if (match->count == 0) {
		dist_drop(pool, match);
		return other;
	}
	again = series(dist_mass(match), most, &last);
	dist_scale(match, last);
	if (other->count == 0)
		return match;
	dist_scale(other, again);
	return dist_join(pool, other, match);
}

struct clamp {
	const struct rules *rules;
	int loss;
};

static bool clamp(void *arg, double value, double *out)
{
	const struct clamp *c = arg;

	if (c->rules->has_min)
		value = fmax(value, c->rules->min);
	if (c->rules->has_max)
		value = fmin(value, c->rules->max);
	*out = value - c->loss;
	return true;
}

struct dist *odds_clamp(struct odds_term *term, struct dist *values, int loss)
{
	struct clamp c = {.rules = term->rules, .loss = loss};

	if (values == NULL || values->count == 0 ||
		(loss == 0 && !term->rules->has_min && !term->rules->has_max))
		return values;
	return dist_map(&term->work->pool, values, clamp, &c);
}

/* ---- explosions ---- */

/* A copy; of NULL or nothing at all, NULL. */
static struct dist *copy_of(struct dist_pool *pool, const struct dist *dist)
{
	return dist != NULL && dist->count > 0 ? dist_copy(pool, dist) : NULL;
}

/* Join to OUT a chain, RUN so far (used up), whose next die adds no other. */
static bool end_chain(
	struct dist_pool *pool, struct dist **out, const struct dist *run, const struct dist *last)
{
	struct dist *sum, *copy = copy_of(pool, last);

	if (copy == NULL)
		return pool->spent == DIST_FINE;
	sum = dist_copy(pool, run);
	sum = sum != NULL ? dist_sum(pool, sum, copy) : NULL;
	*out = sum != NULL ? dist_join(pool, *out, sum) : NULL;
	return *out != NULL;
}

/* Add a die that adds another to the chain RUN. */
static bool go_on(struct dist_pool *pool, struct dist **run, const struct dist *again)
{
	struct dist *copy = copy_of(pool, again);

	*run = copy != NULL ? dist_sum(pool, *run, copy) : NULL;
	return *run != NULL;
}

struct dist *odds_chain(struct odds_term *term, struct odds_die *die, bool once)
{
	struct dist_pool *pool = &term->work->pool;
	struct dist *run = die->again, *out = die->stay->count > 0 ? die->stay : NULL;
	int most = once ? 1 : DICE_MAX_EXTRA;

	for (int extra = 1;; extra++) {
		double left = dist_mass(run) * term->count;

		if (extra < most && left < ODDS_CUT) {
			term->work->cut += left;
			break;
		}
		if (!end_chain(pool, &out, run, die->more_stay))
			return NULL;
		if (extra == most) {
			if (!end_chain(pool, &out, run, die->more_again))
				return NULL;
			break;
		}
		if (!go_on(pool, &run, die->more_again))
			return NULL;
	}
	dist_drop(pool, run);
	dist_drop(pool, die->more_again);
	dist_drop(pool, die->more_stay);
	return out;
}

static bool compounds(const struct rules *rules)
{
	return rules->explode == EXPLODE_COMPOUND || rules->explode == EXPLODE_COMPOUND_PENETRATE;
}

static int loss_of(const struct rules *rules)
{
	return rules->explode == EXPLODE_PENETRATE || rules->explode == EXPLODE_COMPOUND_PENETRATE;
}

/* Part DIST, used up, by whether it adds another die. */
static bool explode(struct odds_term *term, struct odds_die *die, struct dist *dist)
{
	struct dist_pool *pool = &term->work->pool;
	struct dist *copy = dist_copy(pool, dist);
	const struct points *points = &term->rules->explode_on;
	int loss = loss_of(term->rules);

	if (copy == NULL || !part(term, dist, points, &die->again, &die->stay) ||
		!part(term, copy, points, &die->more_again, &die->more_stay))
		return false;
	if (die->again->count == 0) {
		die->again = die->more_again = die->more_stay = NULL;
		die->stay = odds_clamp(term, die->stay, 0);
		return die->stay != NULL;
	}
	die->again = odds_clamp(term, die->again, 0);
	die->stay = odds_clamp(term, die->stay, 0);
	die->more_again = odds_clamp(term, die->more_again, loss);
	die->more_stay = odds_clamp(term, die->more_stay, loss);
	return die->again != NULL && die->stay != NULL && die->more_again != NULL &&
	       die->more_stay != NULL;
}

bool odds_die(struct odds_term *term, struct odds_die *die)
{
	struct dist *dist = reroll(term, odds_natural(term));

	*die = (struct odds_die){.stay = NULL};
	if (dist == NULL)
		return false;
	if (term->rules->explode == EXPLODE_NO) {
		die->stay = odds_clamp(term, dist, 0);
		return die->stay != NULL;
	}
	if (!explode(term, die, dist))
		return false;
	if (die->again == NULL || !compounds(term->rules))
		return true;
	*die = (struct odds_die){.stay = odds_chain(term, die, false)};
	return die->stay != NULL;
}
