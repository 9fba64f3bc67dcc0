/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Throws the dice of a term, and keeps every face that fell. */
#include "dice/roll/eval.h"

#include <string.h>

static bool fail(struct roller *r, const struct term *term, const char *what)
{
	return source_error(r->source, term->node->span.begin, r->err, "%s", what);
}

bool eval_too_large(
	struct error *err, const struct source *source, const struct ast *node, bool too_many)
{
	if (too_many)
		return source_error(source, node->span.begin, err, "a line rolls at most %d dice",
			DICE_MAX_FACES);
	return source_error(source, node->span.begin, err,
		"the dice of a roll may take %d bytes to record, these take more: roll fewer, or "
		"with fewer sides",
		DICE_MAX_PACKED);
}

/* Count that COUNT more dice of TERM fall. False, with the error set, when they are too many, or
 * take too much room. */
static bool take_room(struct roller *r, const struct term *term, uint32_t count)
{
	if (count > r->faces_left)
		return eval_too_large(r->err, r->source, term->node, true);
	r->faces_left -= count;
	packed_size_add(&r->packed, term->sides, count);
	return packed_size_bytes(&r->packed) <= DICE_MAX_PACKED ||
	       eval_too_large(r->err, r->source, term->node, false);
}

struct term *term_new(struct roller *r, const struct ast *node)
{
	struct term *term;

	if (r->terms_left == 0) {
		source_error(
			r->source, node->span.begin, r->err, "a line rolls at most 10000 times");
		return NULL;
	}
	r->terms_left--;
	term = arena_zalloc(r->arena, 1, sizeof *term);
	term->node = node;
	term->depth = r->computing;
	term->inner = r->computing > 0 || r->grouped > 0;
	return term;
}

void term_hang(struct roller *r, struct term *term)
{
	*r->tail = term;
	r->tail = &term->next;
}

/* Make room for COUNT more faces. */
static void reserve_faces(struct roller *r, size_t count)
{
	size_t room = r->face_room > 0 ? r->face_room * 2 : 16;
	struct dice_face *faces;

	if (r->face_room - r->face_count >= count)
		return;
	while (room - r->face_count < count)
		room *= 2;
	faces = arena_alloc(r->arena, room * sizeof *faces);
	if (r->face_count > 0)
		memcpy(faces, r->faces, r->face_count * sizeof *faces);
	r->faces = faces;
	r->face_room = room;
}

/* Roll DIE; there is room for its face. */
static bool roll_face(struct roller *r, const struct term *term, struct die *die)
{
	if (!rng_uniform(r->rng, term->sides, &die->face))
		return fail(r, term, rng_failure(r->rng));
	r->faces[r->face_count++] = (struct dice_face){term->sides, die->face};
	return true;
}

bool term_throw_one(struct roller *r, const struct term *term, struct die *die)
{
	if (!take_room(r, term, 1))
		return false;
	reserve_faces(r, 1);
	return roll_face(r, term, die);
}

/* The next die that lies there for TERM, or NULL. */
static struct lying_die *next_lying(struct roller *r, const struct term *term)
{
	const char *label = term->node->label != NULL ? term->node->label : "";

	for (size_t i = 0; i < r->lying_count; i++) {
		struct lying_die *lying = &r->lying[i];

		if (lying->taken || lying->sides != term->sides ||
			strcmp(lying->label != NULL ? lying->label : "", label) != 0)
			continue;
		lying->taken = true;
		return lying;
	}
	return NULL;
}

/* Throw DIE, or let it lie as it is; there is room for its face, and for one more. */
static bool throw_first(struct roller *r, const struct term *term, struct die *die)
{
	const struct lying_die *lying = next_lying(r, term);

	if (lying == NULL)
		return roll_face(r, term, die);
	die->face = lying->face;
	die->flags |= lying->marks;
	r->faces[r->face_count++] = (struct dice_face){term->sides, die->face};
	if (!lying->again)
		return true;
	die->flags |= DIE_AGAIN;
	die->rerolls = 1;
	die->rerolls_at = (uint32_t)r->face_count;
	return roll_face(r, term, die);
}

bool term_throw(struct roller *r, struct term *term)
{
	if (!take_room(r, term, term->count))
		return false;
	reserve_faces(r, (size_t)term->count + r->lying_count);
	term->dice = arena_alloc(r->arena, term->count * sizeof *term->dice);
	for (uint32_t i = 0; i < term->count; i++) {
		struct die *die = &term->dice[i];

		*die = (struct die){.first = (uint32_t)r->face_count};
		if (!throw_first(r, term, die))
			return false;
	}
	term->die_count = term->count;
	return true;
}

double term_natural(const struct term *term, const struct die *die)
{
	return die_value(term->node->dice.kind, die->face);
}

bool term_reroll(struct roller *r, struct term *term, struct die *die)
{
	if (die->rerolls++ == 0)
		die->rerolls_at = (uint32_t)r->face_count;
	return term_throw_one(r, term, die);
}
