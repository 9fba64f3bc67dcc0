/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the values of dice that differ: u is a choice of faces, see keep.h; of uo every outcome is
 * gone through. */
#include "dice/odds/impl.h"

#include <math.h>
#include <string.h>

enum { MAX_ONCE_DICE = 16, MAX_ONCE_OUTCOMES = 1000000 };

/* ---- u ---- */

static bool all_alike(const struct keep_kind *kind)
{
	for (size_t i = 1; i < kind->face_count; i++)
		if (kind->faces[i].chance != kind->faces[0].chance)
			return false;
	return true;
}

/* After DICE_MAX_REROLLS a die stands even if it does not differ, which is looked away from. */
static double never_differs(const struct keep_kind *kind)
{
	double sum = 0, seen = 0;

	for (uint32_t i = 1; i < kind->count; i++) {
		seen += kind->faces[i - 1].chance;
		sum += pow(seen, DICE_MAX_REROLLS);
	}
	return sum;
}

static struct dist *always(struct odds_term *term, struct keep_kind *kind)
{
	struct odds_work *work = term->work;
	uint32_t first, last;

	if (kind->face_count > KEEP_MAX_UNEQUAL && !all_alike(kind))
		return odds_refuse(work, term->rules->unique_at,
			"the odds of u with so many faces of different chances are not known");
	work->cut += never_differs(kind);
	odds_window(term->rules, kind->count, &first, &last);
	if (first == last)
		return dist_point(&work->pool, 0);
	return keep_distinct(&work->pool, kind->faces, kind->face_count, kind->count, first, last);
}

/* ---- uo ---- */

struct once {
	struct odds_term *term;
	const struct keep_kind *kind; /* by what the dice show at first; worth after min and max */
	size_t shown[MAX_ONCE_DICE];  /* faces, by die */
	uint32_t first, last;
	struct dist *out;
};

/* All dice are rolled: the kept ones, and what they are worth. */
static bool settle(struct once *once, double chance)
{
	uint32_t count = once->kind->count, rank = 0;
	size_t faces[MAX_ONCE_DICE];
	double worth = 0;

	if (!dist_charge(&once->term->work->pool, (uint64_t)count * count))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		for (rank = i; rank > 0 && faces[rank - 1] > once->shown[i]; rank--)
			faces[rank] = faces[rank - 1];
		faces[rank] = once->shown[i];
	}
	for (rank = once->first; rank < once->last; rank++)
		worth += (double)once->kind->faces[faces[rank]].worth;
	once->out->chances[(size_t)(worth - once->out->first)] += chance;
	return true;
}

static bool is_shown(const struct once *once, uint32_t dice, size_t face)
{
	for (uint32_t i = 0; i < dice; i++)
		if (once->shown[i] == face)
			return true;
	return false;
}

/* So many DICE are rolled, with CHANCE. A new face comes at the first try or at the second; one
 * that has been shown only at the second. */
static bool roll_next(struct once *once, uint32_t dice, double chance)
{
	const struct keep_kind *kind = once->kind;
	double shown = 0;

	if (dice == kind->count)
		return settle(once, chance);
	for (size_t face = 0; face < kind->face_count; face++)
		shown += is_shown(once, dice, face) ? kind->faces[face].chance : 0;
	for (size_t face = 0; face < kind->face_count; face++) {
		double try = is_shown(once, dice, face) ? shown : 1 + shown;

		once->shown[dice] = face;
		if (try > 0 && !roll_next(once, dice + 1, chance * kind->faces[face].chance * try))
			return false;
	}
	return true;
}

static struct dist *once(struct odds_term *term, const struct keep_kind *kind)
{
	struct once o = {.term = term, .kind = kind};
	struct odds_work *work = term->work;
	double low = 0, high = 0;

	if (kind->count > MAX_ONCE_DICE ||
		pow((double)kind->face_count, kind->count) > MAX_ONCE_OUTCOMES)
		return odds_refuse(work, term->rules->unique_at,
			"there are too many outcomes of uo to look at; try fewer dice, or logios "
			"roll --repeat");
	odds_window(term->rules, kind->count, &o.first, &o.last);
	for (size_t i = 0; i < kind->face_count; i++) {
		low = fmin(low, (double)kind->faces[i].worth);
		high = fmax(high, (double)kind->faces[i].worth);
	}
	o.out = dist_new(&work->pool, low * kind->count, (size_t)((high - low) * kind->count) + 1);
	if (o.out == NULL || !roll_next(&o, 0, 1))
		return NULL;
	dist_trim(o.out);
	return o.out;
}

/* The faces as they fall; what each is worth is known only after min and max. */
static bool natural_faces(struct odds_term *term, struct keep_kind *kind)
{
	struct dist *values = odds_natural(term);
	struct keep_face *faces;

	if (values == NULL || !odds_kind(term, values, term->count, kind))
		return false;
	faces = dist_take(&term->work->pool, kind->face_count, sizeof *faces);
	if (faces == NULL)
		return false;
	memcpy(faces, kind->faces, kind->face_count * sizeof *faces);
	for (size_t i = 0; i < kind->face_count; i++) {
		double value = faces[i].rank;

		if (term->rules->has_min)
			value = fmax(value, term->rules->min);
		if (term->rules->has_max)
			value = fmin(value, term->rules->max);
		faces[i].worth = (int64_t)odds_worth(term, value);
	}
	kind->faces = faces;
	return true;
}

struct dist *odds_unique(struct odds_term *term)
{
	struct keep_kind kind;

	if (term->rules->tally == TALLY_MATCHES)
		return odds_refuse(term->work, term->rules->unique_at,
			"the odds of m among dice that differ are not known");
	if (!natural_faces(term, &kind))
		return NULL;
	return term->rules->unique == UNIQUE_ONCE ? once(term, &kind) : always(term, &kind);
}
