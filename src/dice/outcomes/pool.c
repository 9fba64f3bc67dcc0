/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what the dice of a term come to: one die with all that it adds, then so many of them. */
#include <math.h>
#include <string.h>

#include "dice/outcomes/impl.h"

enum { MAX_SIDES = 1000, MAX_POOLS = 300000 };

/* What is left out of a die that could go on for ever is less likely than this, and so lost in the
 * rounding of all other chances. */
#define CUT 1e-17

struct pool {
	const struct questions *questions;
	struct odds_term *term;
	const char *label;
	enum merge merges[STATES_MAX_WIDTH];
	bool compounds, penetrates;
	double chances[MAX_SIDES + 1]; /* of a die's face, in the end */
	double uniform;                /* of any face */
};

static bool refuse(struct pool *pool, const char *why)
{
	return odds_refuse(pool->term->work, pool->term->node->span.begin, "%s", why) != NULL;
}

/* ---- one die ---- */

static double natural(const struct pool *pool, uint32_t face)
{
	return die_value(pool->term->kind, face);
}

/* What each face's chance is after rerolls. */
static void find_chances(struct pool *pool)
{
	const struct rules *rules = pool->term->rules;
	uint32_t sides = pool->term->sides, again = 0;

	pool->uniform = 1.0 / sides;
	for (uint32_t face = 1; face <= sides; face++)
		again += points_match(&rules->reroll, natural(pool, face), &pool->term->range);
	for (uint32_t face = 1; face <= sides; face++) {
		bool goes = points_match(&rules->reroll, natural(pool, face), &pool->term->range);

		if (rules->reroll_once)
			pool->chances[face] = (goes ? 0 : pool->uniform) +
					      again * pool->uniform * pool->uniform;
		else
			pool->chances[face] = goes ? 0 : 1.0 / (sides - again);
	}
}

static double settled(const struct pool *pool, uint32_t face, bool extra)
{
	const struct rules *rules = pool->term->rules;
	double value = natural(pool, face);

	if (rules->has_min)
		value = fmax(value, rules->min);
	if (rules->has_max)
		value = fmin(value, rules->max);
	return extra && pool->penetrates ? value - 1 : value;
}

/* Fill NUMBERS with what one die that shows FACE comes to. */
static void show_face(const struct pool *pool, uint32_t face, bool extra, double *numbers)
{
	const char *const *words = pool->term->kind->words;
	struct shown shown = {.label = pool->label,
		.natural = natural(pool, face),
		.face = face,
		.sides = pool->term->sides,
		.word = words != NULL ? words[face] : NULL,
		.extra = extra};
	double value = settled(pool, face, extra);

	states_none(pool->questions->merges, pool->questions->width, numbers);
	questions_ask(pool->questions, &shown, numbers);
	numbers[AT_VALUE] = pool->compounds ? value : odds_worth(pool->term, value);
}

/* Add all faces of one die more to FROM: to OUT those that end there, to ON those after which
 * another is rolled. */
static bool roll_one(struct pool *pool, const struct states *from, bool extra, bool last,
	struct states *const to[2])
{
	const struct rules *rules = pool->term->rules;
	bool settles = !extra || !rules->extras_stand;
	enum merge merges[STATES_MAX_WIDTH];

	memcpy(merges, pool->merges, sizeof merges);
	if (pool->compounds)
		merges[AT_VALUE] = MERGE_SUM;
	for (uint32_t face = 1; face <= pool->term->sides; face++) {
		double numbers[STATES_MAX_WIDTH];
		double chance = settles ? pool->chances[face] : pool->uniform;
		struct states one, both;
		bool goes_on = !last && points_match(&rules->explode_on, natural(pool, face),
						&pool->term->range);

		if (chance == 0)
			continue;
		states_init(&one, from->pool, from->width);
		states_init(&both, from->pool, from->width);
		show_face(pool, face, extra, numbers);
		if (!states_add(&one, numbers, chance) || !states_join(from, &one, merges, &both))
			return false;
		for (size_t i = 0; i < both.count; i++)
			if (!states_add(to[goes_on], states_at(&both, i), both.chances[i]))
				return false;
		states_drop(&one);
		states_drop(&both);
	}
	return true;
}

static double mass(const struct states *states)
{
	double sum = 0;

	for (size_t i = 0; i < states->count; i++)
		sum += states->chances[i];
	return sum;
}

/* Fill OUT with what one die and all that it adds come to. */
static bool find_die(struct pool *pool, struct states *out)
{
	const struct rules *rules = pool->term->rules;
	int most = rules->explode == EXPLODE_NO     ? 0
		   : rules->explode == EXPLODE_ONCE ? 1
						    : DICE_MAX_EXTRA;
	struct states from, on;
	double numbers[STATES_MAX_WIDTH];

	states_init(&from, out->pool, out->width);
	states_none(pool->questions->merges, out->width, numbers);
	numbers[AT_VALUE] = 0;
	if (pool->merges[AT_VALUE] != MERGE_SUM && !pool->compounds)
		states_none(&pool->merges[AT_VALUE], 1, &numbers[AT_VALUE]);
	if (!states_add(&from, numbers, 1))
		return false;
	for (int extra = 0; from.count > 0; extra++) {
		struct states *to[2] = {out, &on};

		states_init(&on, out->pool, out->width);
		if (mass(&from) < CUT)
			break;
		if (!roll_one(pool, &from, extra > 0, extra == most, to))
			return false;
		states_drop(&from);
		from = on;
	}
	states_drop(&from);
	return true;
}

/* DIE with what its compounded value is worth. */
static bool settle_worths(struct pool *pool, struct states *die)
{
	struct states out;
	double numbers[STATES_MAX_WIDTH];

	if (!pool->compounds)
		return true;
	states_init(&out, die->pool, die->width);
	for (size_t i = 0; i < die->count; i++) {
		memcpy(numbers, states_at(die, i), die->width * sizeof *numbers);
		numbers[AT_VALUE] = odds_worth(pool->term, numbers[AT_VALUE]);
		if (!states_add(&out, numbers, die->chances[i]))
			return false;
	}
	states_drop(die);
	*die = out;
	return true;
}

/* ---- so many dice ---- */

/* All dice count, or the best or the worst: they become more one by one. */
static bool join_dice(struct pool *pool, const struct states *die, struct states *out)
{
	double numbers[STATES_MAX_WIDTH];

	states_none(pool->merges, out->width, numbers);
	if (!states_add(out, numbers, 1))
		return false;
	for (uint32_t i = 0; i < pool->term->count; i++) {
		struct states more;

		states_init(&more, out->pool, out->width);
		if (!states_join(out, die, pool->merges, &more))
			return false;
		states_drop(out);
		*out = more;
	}
	return true;
}

/* Dice of which some are kept: every choice of faces, whatever their order. */
struct choice {
	struct pool *pool;
	uint32_t faces[DICE_MAX_POINTS * 4]; /* rising by value */
	uint32_t first, last;                /* those that are kept */
	struct states *out;
};

static bool add_choice(const struct choice *choice, double chance)
{
	const struct pool *pool = choice->pool;
	double numbers[STATES_MAX_WIDTH], all[STATES_MAX_WIDTH];
	struct states none, one, sum;
	double value = 0;
	bool fine = true;

	states_none(pool->questions->merges, pool->questions->width, all);
	for (uint32_t i = 0; fine && i < pool->term->count; i++) {
		struct shown shown = {.label = pool->label,
			.natural = natural(pool, choice->faces[i]),
			.face = choice->faces[i],
			.sides = pool->term->sides,
			.dropped = i < choice->first || i >= choice->last};

		states_init(&none, choice->out->pool, choice->out->width);
		states_init(&one, choice->out->pool, choice->out->width);
		states_init(&sum, choice->out->pool, choice->out->width);
		states_none(pool->questions->merges, pool->questions->width, numbers);
		questions_ask(pool->questions, &shown, numbers);
		value += shown.dropped ? 0
				       : odds_worth(pool->term, settled(pool, shown.face, false));
		fine = states_add(&none, all, 1) && states_add(&one, numbers, 1) &&
		       states_join(&none, &one, pool->questions->merges, &sum);
		if (fine)
			memcpy(all, states_at(&sum, 0), sum.width * sizeof *all);
		states_drop(&none);
		states_drop(&one);
		states_drop(&sum);
	}
	all[AT_VALUE] = value;
	return fine && states_add(choice->out, all, chance);
}

/* Choose the faces of the dice from number DICE on, none below FACE. CHANCE is that of those
 * before, RUN how many of them show FACE. */
static bool choose(struct choice *choice, uint32_t dice, uint32_t face, uint32_t run, double chance)
{
	const struct pool *pool = choice->pool;

	if (dice == pool->term->count)
		return add_choice(choice, chance);
	for (; face <= pool->term->sides; face++, run = 0) {
		double ways = (double)(dice + 1) / (run + 1);

		choice->faces[dice] = face;
		if (pool->chances[face] > 0 && !choose(choice, dice + 1, face, run + 1,
						       chance * ways * pool->chances[face]))
			return false;
	}
	return true;
}

/* How many choices of faces there are. */
static double choices(uint32_t dice, uint32_t sides)
{
	double count = 1;

	for (uint32_t i = 1; i <= dice; i++)
		count *= (double)(sides + i - 1) / i;
	return count;
}

static bool choose_dice(struct pool *pool, struct states *out)
{
	const struct odds_term *term = pool->term;
	struct choice choice = {.pool = pool, .out = out};

	if (term->count > sizeof choice.faces / sizeof *choice.faces ||
		choices(term->count, term->sides) > MAX_POOLS || term->kind->values != NULL ||
		term->rules->explode != EXPLODE_NO)
		return refuse(pool, "the odds of what is said of so many dice of which some are "
				    "kept are not known");
	for (size_t i = AT_FIRST; i < pool->questions->at_values; i++)
		if (pool->merges[i] == MERGE_FIRST)
			return refuse(pool, "the odds of the first of dice of which some are kept "
					    "are not known");
	odds_window(term->rules, term->count, &choice.first, &choice.last);
	return choose(&choice, 0, 1, 0, 1);
}

/* How the values of the dice become that of the term; false if not by one after another. */
static bool merges_values(struct pool *pool)
{
	const struct rules *rules = pool->term->rules;
	const struct keep *keep = rules->keeps;
	bool one = rules->keep_count == 1 && keep->number == 1;

	for (size_t i = 0; i < pool->questions->count; i++)
		if (pool->questions->list[i].only_kept && rules->keep_count > 0)
			return false;
	if (one && keep->end == KEEP_HIGHEST)
		pool->merges[AT_VALUE] = MERGE_MOST;
	if (one && keep->end == KEEP_LOWEST)
		pool->merges[AT_VALUE] = MERGE_LEAST;
	return rules->keep_count == 0 || pool->merges[AT_VALUE] != MERGE_SUM;
}

/* Let no dice be worth nothing, whatever of them is kept. */
static void settle_value(struct states *states)
{
	for (size_t i = 0; i < states->count; i++)
		if (!isfinite(states->numbers[i * states->width + AT_VALUE]))
			states->numbers[i * states->width + AT_VALUE] = 0;
}

bool pool_states(const struct questions *questions, struct odds_term *term, const char *label,
	struct states *out)
{
	const struct rules *rules = term->rules;
	struct pool pool = {.questions = questions, .term = term, .label = label};
	struct states die;
	bool fine;

	if (!questions_suit(questions, label, term->kind, term->sides) || term->sides > MAX_SIDES ||
		rules->unique != UNIQUE_NO || rules->tally == TALLY_MATCHES ||
		rules->tally == TALLY_MARGIN)
		return refuse(&pool, "the odds of what is said of such dice are not known");
	memcpy(pool.merges, questions->merges, sizeof pool.merges);
	pool.compounds = rules->explode == EXPLODE_COMPOUND ||
			 rules->explode == EXPLODE_COMPOUND_PENETRATE;
	pool.penetrates = rules->explode == EXPLODE_PENETRATE ||
			  rules->explode == EXPLODE_COMPOUND_PENETRATE;
	find_chances(&pool);
	if (!merges_values(&pool))
		return choose_dice(&pool, out);
	states_init(&die, out->pool, out->width);
	fine = find_die(&pool, &die) && settle_worths(&pool, &die) && join_dice(&pool, &die, out);
	states_drop(&die);
	settle_value(out);
	return fine;
}
