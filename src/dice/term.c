/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dice term goes through its steps in a fixed order, whatever order its modifiers were typed in:
 * roll, explode, worth, count. A step looks for its own modifiers. */
#include "dice/eval.h"

#include <string.h>

static bool fail(struct roller *r, const struct term *term, const char *what)
{
	return source_error(r->source, term->node->span.begin, r->err, "%s", what);
}

/* ---- faces ---- */

static void keep_face(struct roller *r, uint32_t sides, uint32_t face)
{
	if (r->face_count == r->face_room) {
		size_t room = r->face_room > 0 ? r->face_room * 2 : 16;
		struct dice_face *faces = arena_alloc(r->arena, room * sizeof *faces);

		if (r->face_count > 0)
			memcpy(faces, r->faces, r->face_count * sizeof *faces);
		r->faces = faces;
		r->face_room = room;
	}
	r->faces[r->face_count++] = (struct dice_face){sides, face};
}

static bool roll_face(struct roller *r, const struct term *term, uint32_t *face)
{
	if (r->faces_left == 0)
		return fail(r, term, "a line rolls at most 10000 dice");
	if (!rng_uniform(r->rng, term->sides, face))
		return fail(r, term, rng_failure(r->rng));
	r->faces_left--;
	keep_face(r, term->sides, *face);
	return true;
}

static bool roll_initial(struct roller *r, struct term *term)
{
	if (term->count > r->faces_left)
		return fail(r, term, "a line rolls at most 10000 dice");
	term->dice = arena_alloc(r->arena, term->count * sizeof *term->dice);
	for (; term->die_count < term->count; term->die_count++) {
		struct die *die = &term->dice[term->die_count];
		if (!roll_face(r, term, &die->natural))
			return false;
		die->flags = 0;
	}
	return true;
}

/* ---- modifiers ---- */

static bool matches(const struct compare_point *point, int64_t number)
{
	return point->comparison == COMPARE_EQUAL ? number == point->number
						  : number >= point->number;
}

/* The first modifier of KIND, or NULL. */
static const struct modifier *find(const struct term *term, enum modifier_kind kind)
{
	const struct ast_dice *dice = &term->node->dice;

	for (size_t i = 0; i < dice->modifier_count; i++)
		if (dice->modifiers[i].kind == kind)
			return &dice->modifiers[i];
	return NULL;
}

static bool add_extra(struct roller *r, struct term *term, size_t *room)
{
	if (term->die_count == *room) {
		struct die *dice = arena_alloc(r->arena, *room * 2 * sizeof *dice);

		memcpy(dice, term->dice, term->die_count * sizeof *dice);
		term->dice = dice;
		*room *= 2;
	}
	if (!roll_face(r, term, &term->dice[term->die_count].natural))
		return false;
	term->dice[term->die_count++].flags = DIE_EXTRA;
	return true;
}

/* Die by die, each chain to its end. */
static bool explode(struct roller *r, struct term *term)
{
	const struct modifier *modifier = find(term, MODIFIER_EXPLODE);
	size_t room = term->count;

	if (modifier == NULL)
		return true;
	for (size_t i = 0; i < term->count; i++) {
		uint32_t last = term->dice[i].natural;

		for (int extra = 0; matches(&modifier->point, last); extra++) {
			if (extra == DICE_MAX_EXTRA) {
				term->stopped = true;
				break;
			}
			if (!add_extra(r, term, &room))
				return false;
			last = term->dice[term->die_count - 1].natural;
		}
	}
	return true;
}

static void settle_values(struct term *term)
{
	const int8_t *values = term->node->dice.kind->values;

	for (size_t i = 0; i < term->die_count; i++) {
		struct die *die = &term->dice[i];
		die->value = values != NULL ? values[die->natural] : (int32_t)die->natural;
	}
}

static void count_successes(
	struct term *term, const struct modifier *target, const struct modifier *twice)
{
	term->counts = true;
	for (size_t i = 0; i < term->die_count; i++) {
		struct die *die = &term->dice[i];
		bool two = twice != NULL && matches(&twice->point, die->value);

		if (!two && !matches(&target->point, die->value))
			continue;
		die->flags |= DIE_SUCCESS;
		term->value += two ? 2 : 1;
	}
}

static void sum_up(struct term *term)
{
	const struct modifier *target = find(term, MODIFIER_TARGET);

	if (target != NULL) {
		count_successes(term, target, find(term, MODIFIER_DOUBLE));
		return;
	}
	for (size_t i = 0; i < term->die_count; i++)
		term->value += term->dice[i].value;
}

struct term *term_roll(
	struct roller *r, const struct ast *node, uint32_t count, uint32_t sides)
{
	struct term *term = arena_zalloc(r->arena, 1, sizeof *term);

	term->node = node;
	term->count = count;
	term->sides = sides;
	term->inner = r->inside > 0;
	if (r->terms_left == 0) {
		fail(r, term, "a line rolls at most 10000 times");
		return NULL;
	}
	r->terms_left--;
	if (!roll_initial(r, term) || !explode(r, term))
		return NULL;
	settle_values(term);
	sum_up(term);
	*r->tail = term;
	r->tail = &term->next;
	return term;
}
