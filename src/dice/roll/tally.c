/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the last steps of a term or group: which dice stay in play, what those are worth together,
 * and whether that is a number we can go on with. */
#include "dice/roll/eval.h"

#include <math.h>
#include <string.h>

/* ---- ranking ---- */

enum { SMALL = 12 }; /* up to here insertion is faster than merging */

static void insertion_sort(struct die **dice, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct die *die = dice[i];
		size_t at = i;

		for (; at > 0 && dice[at - 1]->value > die->value; at--)
			dice[at] = dice[at - 1];
		dice[at] = die;
	}
}

/* Sort DICE, keeping equal ones in their order, with SPARE of the same size. */
static void merge_sort(struct die **dice, struct die **spare, size_t count)
{
	size_t half = count / 2, left = 0, right = half;

	if (count <= SMALL) {
		insertion_sort(dice, count);
		return;
	}
	merge_sort(dice, spare, half);
	merge_sort(dice + half, spare, count - half);
	memcpy(spare, dice, count * sizeof *dice);
	for (size_t i = 0; i < count; i++) {
		bool take_left = left < half &&
				 (right == count || spare[left]->value <= spare[right]->value);

		dice[i] = spare[take_left ? left++ : right++];
	}
}

struct ranking rank_dice(struct arena *arena, struct die **dice, size_t count)
{
	struct ranking ranking = {.dice = dice};
	struct die **spare = NULL;

	for (size_t i = 0; i < count; i++)
		if (!(dice[i]->flags & (DIE_MERGED | DIE_DROPPED)))
			dice[ranking.end++] = dice[i];
	if (ranking.end > SMALL)
		spare = arena_alloc(arena, ranking.end * sizeof *spare);
	merge_sort(dice, spare, ranking.end);
	return ranking;
}

static void keep(struct ranking *ranking, const struct keep *keep)
{
	size_t left = ranking->end - ranking->begin, number = keep->number;
	size_t excess = number < left ? left - number : 0, gone = number < left ? number : left;

	switch (keep->end) {
	case KEEP_HIGHEST:
		ranking->begin += excess;
		break;
	case KEEP_LOWEST:
		ranking->end -= excess;
		break;
	case KEEP_MIDDLE:
		ranking->begin += (excess + 1) / 2;
		ranking->end -= excess / 2;
		break;
	case DROP_HIGHEST:
		ranking->end -= gone;
		break;
	case DROP_LOWEST:
		ranking->begin += gone;
		break;
	}
}

/* What is in play is always a run of the sorted dice, so keeps and drops only move its ends. */
void rank_keep(struct ranking *ranking, const struct rules *rules)
{
	size_t count = ranking->end;

	for (size_t i = 0; i < rules->keep_count; i++)
		keep(ranking, &rules->keeps[i]);
	for (size_t i = 0; i < count; i++)
		if (i < ranking->begin || i >= ranking->end)
			ranking->dice[i]->flags |= DIE_DROPPED;
}

/* ---- tallies ---- */

static double sum(const struct term *term)
{
	double value = 0;

	for (size_t i = 0; i < term->die_count; i++)
		if (!(term->dice[i].flags & (DIE_MERGED | DIE_DROPPED)))
			value += term->dice[i].value;
	return value;
}

static double count_target(
	const struct rules *rules, struct die *die, const struct die_range *range)
{
	if (rules->has_twice && point_matches(&rules->twice, die->value, range)) {
		die->flags |= DIE_SUCCESS;
		return 2;
	}
	if (point_matches(&rules->target, die->value, range)) {
		die->flags |= DIE_SUCCESS;
		return 1;
	}
	if (rules->has_fail && point_matches(&rules->fail, die->value, range)) {
		die->flags |= DIE_FAIL;
		return -1;
	}
	return 0;
}

static double count_parity(struct die *die, double rest)
{
	if (fabs(fmod(die->value, 2)) != rest)
		return 0;
	die->flags |= DIE_SUCCESS;
	return 1;
}

static double count_dice(struct term *term, const struct rules *rules)
{
	double value = 0;

	for (size_t i = 0; i < term->die_count; i++) {
		struct die *die = &term->dice[i];

		if (die->flags & (DIE_MERGED | DIE_DROPPED))
			continue;
		value += rules->tally == TALLY_TARGET
				 ? count_target(rules, die, &term->range)
				 : count_parity(die, rules->tally == TALLY_ODD ? 1 : 0);
	}
	return value;
}

static double count_matches(const struct ranking *ranking, const struct rules *rules)
{
	double value = 0;
	size_t run;

	for (size_t i = ranking->begin; i < ranking->end; i += run) {
		struct die **dice = ranking->dice + i;

		for (run = 1; i + run < ranking->end && dice[run]->value == dice[0]->value;)
			run++;
		if (run < rules->match_size)
			continue;
		value++;
		for (size_t n = 0; n < run; n++)
			dice[n]->flags |= DIE_SUCCESS;
	}
	return value;
}

static double margin(double value, const struct compare_point *target)
{
	if (target->comparison == COMPARE_AT_MOST)
		return target->number - value;
	return value - target->number;
}

static void mark(struct term *term, const struct rules *rules)
{
	for (size_t i = 0; i < term->die_count; i++) {
		struct die *die = &term->dice[i];

		if (points_match(&rules->mark_high, die->value, &term->range))
			die->flags |= DIE_HIGH;
		if (points_match(&rules->mark_low, die->value, &term->range))
			die->flags |= DIE_LOW;
	}
}

void tally_term(struct term *term, const struct rules *rules, const struct ranking *ranking)
{
	static const enum dice_unit units[] = {
		[TALLY_SUM] = DICE_POINTS,
		[TALLY_TARGET] = DICE_SUCCESSES,
		[TALLY_EVEN] = DICE_SUCCESSES,
		[TALLY_ODD] = DICE_SUCCESSES,
		[TALLY_MATCHES] = DICE_MATCHES,
		[TALLY_MARGIN] = DICE_MARGIN,
	};
	enum tally tally = rules != NULL ? rules->tally : TALLY_SUM;

	term->unit = units[tally];
	if (rules != NULL && rules->mark_high.count + rules->mark_low.count > 0)
		mark(term, rules);
	if (tally == TALLY_SUM)
		term->value = sum(term);
	else if (tally == TALLY_MARGIN)
		term->value = margin(sum(term), &rules->target);
	else if (tally == TALLY_MATCHES)
		term->value = count_matches(ranking, rules);
	else
		term->value = count_dice(term, rules);
	if (term->node->kind == AST_DICE && dice_show_words(&term->node->dice)) {
		term->unit = DICE_WORDS;
		term->value = 0;
	}
}

/* ---- results ---- */

static bool fail_arith(struct roller *r, enum arith_fault fault, size_t offset)
{
	r->fault = fault;
	return source_error(r->source, offset, r->err, "%s", arith_fault_text(fault));
}

bool eval_settle(struct roller *r, enum arith_fault fault, size_t offset, double value, double *out)
{
	if (fault == ARITH_FINE)
		fault = arith_check(value);
	if (fault != ARITH_FINE)
		return fail_arith(r, fault, offset);
	*out = value;
	return true;
}
