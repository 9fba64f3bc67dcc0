/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what kept dice are worth by counting faces, not dice: go through the faces from the one end
 * of the order to the other, and for each ask how many of the dice that are left show it. What must
 * be remembered is only how many dice of each kind have been seen, and what those kept among them
 * are worth. As soon as the last kept rank has been seen the rest does not matter. */
#include "dice/odds/keep.h"

#include <math.h>
#include <stdlib.h>

/* What is to be done around pouring and looking at a state, in steps of the pool. */
enum { STEPS_A_POUR = 8, STEPS_A_STATE = 4 };

/* A face of a kind, as it is come to. */
struct step {
	double rank;
	size_t kind;
	int64_t worth;
	double hazard; /* the chance of a die that shows this face or a later one to show this
			* one */
	double rest;   /* to show a later one: 1 - hazard, without taking away */
};

/* What is known when so many dice of each kind have been seen. */
struct state {
	uint32_t kept;   /* dice seen that are kept */
	double *chances; /* by what these are worth, from kept * low on; NULL when all are seen */
	size_t count;
};

struct walk {
	struct dist_pool *pool;
	const struct keep_kind *kinds;
	size_t kind_count;
	uint32_t match_size;
	struct step *steps;
	size_t step_count;
	bool down;           /* from the highest rank */
	uint32_t skip, keep; /* dice not kept at the beginning of the walk, then kept ones */
	int64_t low, high;   /* the least and the greatest worth */
	size_t *stride;      /* of a state's number, by kind */
	struct state *states;
	size_t state_count;
	double *row; /* the chances of how many of the dice left show a face */
	struct dist *out;
};

/* ---- the steps ---- */

static int later_rank(const void *left, const void *right)
{
	const struct step *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

static int earlier_rank(const void *left, const void *right)
{
	return later_rank(right, left);
}

/* Chances into hazards: those of each face and all that come after it are added up from the end. */
static void set_hazards(struct walk *w, double *after)
{
	for (size_t i = w->step_count; i-- > 0;) {
		struct step *step = &w->steps[i];
		double later = after[step->kind], all = later + step->hazard;

		after[step->kind] = all;
		step->hazard = step->hazard / all;
		step->rest = later / all;
	}
}

static bool make_steps(struct walk *w)
{
	double *after = dist_take(w->pool, w->kind_count, sizeof *after);
	size_t room = 0;

	for (size_t kind = 0; kind < w->kind_count; kind++)
		room += w->kinds[kind].face_count;
	w->steps = dist_take(w->pool, room, sizeof *w->steps);
	if (after == NULL || w->steps == NULL || !dist_charge(w->pool, room * 64))
		return false;
	for (size_t kind = 0; kind < w->kind_count; kind++)
		for (size_t i = 0; i < w->kinds[kind].face_count; i++) {
			const struct keep_face *face = &w->kinds[kind].faces[i];

			if (face->chance > 0 && w->kinds[kind].count > 0)
				w->steps[w->step_count++] = (struct step){.rank = face->rank,
					.kind = kind,
					.worth = face->worth,
					.hazard = face->chance};
		}
	qsort(w->steps, w->step_count, sizeof *w->steps, w->down ? earlier_rank : later_rank);
	set_hazards(w, after);
	dist_drop(w->pool, after);
	return true;
}

/* ---- the states ---- */

static uint32_t seen_of(const struct walk *w, size_t state, size_t kind)
{
	return (uint32_t)(state / w->stride[kind] % (w->kinds[kind].count + 1));
}

static uint32_t seen(const struct walk *w, size_t state)
{
	uint32_t sum = 0;

	for (size_t kind = 0; kind < w->kind_count; kind++)
		sum += seen_of(w, state, kind);
	return sum;
}

static bool make_states(struct walk *w)
{
	w->stride = dist_take(w->pool, w->kind_count, sizeof *w->stride);
	if (w->stride == NULL)
		return false;
	w->state_count = 1;
	for (size_t kind = 0; kind < w->kind_count; kind++) {
		w->stride[kind] = w->state_count;
		if (!dist_charge(w->pool, w->state_count))
			return false;
		w->state_count *= w->kinds[kind].count + 1;
	}
	w->states = dist_take(w->pool, w->state_count, sizeof *w->states);
	for (size_t i = 0; w->states != NULL && i < w->state_count; i++) {
		struct state *state = &w->states[i];
		uint32_t dice = seen(w, i);

		if (dice >= w->skip + w->keep)
			continue;
		state->kept = dice > w->skip ? dice - w->skip : 0;
		state->count = (size_t)(state->kept * (w->high - w->low)) + 1;
		state->chances = dist_take(w->pool, state->count, sizeof *state->chances);
		if (state->chances == NULL)
			return false;
	}
	return w->states != NULL;
}

/* ---- the walk ---- */

/* Let the row be the chances for LEFT + 1 dice of how many show a face, from those for LEFT. */
static void next_row(double *row, uint32_t left, const struct step *step)
{
	row[left + 1] = row[left] * step->hazard;
	for (uint32_t i = left; i > 0; i--)
		row[i] = row[i] * step->rest + row[i - 1] * step->hazard;
	row[0] *= step->rest;
}

/* Into OUT, from what the worth SHIFT means there on, goes FROM times FACTOR. */
static bool pour(
	struct walk *w, double *out, int64_t shift, const struct state *from, double factor)
{
	if (!dist_charge(w->pool, from->count + STEPS_A_POUR))
		return false;
	for (size_t i = 0; i < from->count; i++)
		out[(size_t)shift + i] += from->chances[i] * factor;
	return true;
}

/* What KEPT dice that show the face of STEP are worth, above the least that so many can be. */
static int64_t shift_of(const struct walk *w, const struct step *step, uint32_t kept)
{
	if (w->match_size > 0)
		return kept >= w->match_size;
	return kept * (step->worth - w->low);
}

/* NUMBER dice of those left show the face of STEP, with CHANCE. */
static bool show(
	struct walk *w, size_t from, const struct step *step, uint32_t number, double chance)
{
	const struct state *state = &w->states[from];
	struct state *to = &w->states[from + number * w->stride[step->kind]];

	return pour(w, to->chances, shift_of(w, step, to->kept - state->kept), state, chance);
}

/* At least so many of those left show it that all kept ranks are seen. */
static bool finish(struct walk *w, size_t from, const struct step *step, double chance)
{
	const struct state *state = &w->states[from];

	return pour(w, w->out->chances, shift_of(w, step, w->keep - state->kept), state, chance);
}

/* From a state, with LEFT dice of the step's kind left; the row is for as many. */
static bool walk_on(struct walk *w, size_t from, const struct step *step, uint32_t left)
{
	struct state *state = &w->states[from];
	uint32_t missing = w->skip + w->keep - seen(w, from);
	double enough = 0;

	for (uint32_t number = left; number >= missing; number--)
		enough += w->row[number];
	if (enough > 0 && !finish(w, from, step, enough))
		return false;
	for (uint32_t number = 1; number <= left && number < missing; number++)
		if (w->row[number] > 0 && !show(w, from, step, number, w->row[number]))
			return false;
	for (size_t i = 0; i < state->count; i++)
		state->chances[i] *= w->row[0];
	return dist_charge(w->pool, state->count + 2 * left);
}

/* Those with most dice seen go first, so that what is poured into a state is not poured on. */
static bool take_step(struct walk *w, const struct step *step)
{
	uint32_t dice = w->kinds[step->kind].count;

	w->row[0] = 1;
	for (uint32_t left = 0; left <= dice; left++) {
		if (!dist_charge(w->pool, STEPS_A_STATE * w->state_count + 2 * left))
			return false;
		for (size_t i = 0; i < w->state_count; i++)
			if (w->states[i].chances != NULL &&
				seen_of(w, i, step->kind) == dice - left &&
				!walk_on(w, i, step, left))
				return false;
		if (left < dice)
			next_row(w->row, left, step);
	}
	return true;
}

static void find_worths(struct walk *w)
{
	w->low = w->high = w->steps[0].worth;
	if (w->match_size > 0) {
		w->low = 0;
		w->high = 1;
		return;
	}
	for (size_t i = 1; i < w->step_count; i++) {
		int64_t worth = w->steps[i].worth;

		w->low = worth < w->low ? worth : w->low;
		w->high = worth > w->high ? worth : w->high;
	}
}

/* The end of the order from which fewer dice must be seen is where to begin. */
static uint32_t choose_end(struct walk *w, uint32_t first, uint32_t last)
{
	uint32_t total = 0, most = 0;

	for (size_t kind = 0; kind < w->kind_count; kind++) {
		total += w->kinds[kind].count;
		most = w->kinds[kind].count > most ? w->kinds[kind].count : most;
	}
	w->down = total - last <= first;
	w->skip = w->down ? total - last : first;
	w->keep = last - first;
	return most;
}

static bool prepare(struct walk *w, uint32_t most)
{
	w->row = dist_take(w->pool, (size_t)most + 1, sizeof *w->row);
	if (w->row == NULL || !make_steps(w))
		return false;
	find_worths(w);
	w->out = dist_new(
		w->pool, (double)(w->keep * w->low), (size_t)(w->keep * (w->high - w->low)) + 1);
	return w->out != NULL && make_states(w);
}

static void clean_up(struct walk *w)
{
	for (size_t i = 0; i < w->state_count; i++)
		dist_drop(w->pool, w->states[i].chances);
	dist_drop(w->pool, w->states);
	dist_drop(w->pool, w->stride);
	dist_drop(w->pool, w->steps);
	dist_drop(w->pool, w->row);
}

struct dist *keep_ranks(struct dist_pool *pool, const struct kept *kept)
{
	struct walk w = {.pool = pool,
		.kinds = kept->kinds,
		.kind_count = kept->kind_count,
		.match_size = kept->match_size};
	uint32_t most = choose_end(&w, kept->first, kept->last);

	if (!prepare(&w, most))
		return NULL;
	w.states[0].chances[0] = 1;
	for (size_t i = 0; i < w.step_count; i++)
		if (!take_step(&w, &w.steps[i]))
			return NULL;
	clean_up(&w);
	if (kept->kind_count > 1 || kept->match_size > 0)
		dist_trim(w.out); /* the extremes may not go together */
	return w.out;
}
