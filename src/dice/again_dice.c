/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses which of the dice that lie there are rolled again: those that the game's rows name, or
 * the player by what they show. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "dice/again_impl.h"

bool again_stays(const struct dice_again *again, const char *why)
{
	return error_set(again->err, "%s stays as it is: %s", again->number, why);
}

/* A die that a rule looks at. */
struct die_view {
	const struct rule_scene *scene;
	struct rule_die die;
};

static bool die_number(const void *arg, const char *name, size_t len, double *out)
{
	const struct die_view *view = arg;

	if (len == 4 && strncasecmp(name, "face", 4) == 0)
		*out = view->die.face;
	else if (len == 5 && strncasecmp(name, "value", 5) == 0)
		*out = view->die.value;
	else
		return view->scene->number(view->scene->arg, name, len, out);
	return true;
}

static const struct rule_die *die_dice(
	const void *arg, const char *label, size_t len, size_t *count)
{
	const struct die_view *view = arg;

	return view->scene->dice(view->scene->arg, label, len, count);
}

/* Whether a row of the way, one for choices if CHOICE, has the die of VIEW labelled LABEL. */
static bool has_die(const struct dice_again *again, const struct die_view *view, const char *label,
	bool choice, bool *out)
{
	const struct rule_scene scene = {.number = die_number, .dice = die_dice, .arg = view};
	const char *own = label != NULL ? label : "plain";
	double holds;

	*out = false;
	for (size_t i = 0; i < again->way->dice_count && !*out; i++) {
		const struct system_again_dice *row = &again->way->dice[i];

		if ((row->kind != AGAIN_USUAL && !choice) ||
			(strcasecmp(row->label, "all") != 0 && strcasecmp(row->label, own) != 0))
			continue;
		if (!rule_compute(row->rule, &scene, &holds, again->err))
			return false;
		*out = holds != 0;
	}
	return true;
}

/* A die with what it is worth, while those to be rolled again are chosen. */
struct candidate {
	struct lying_die die;
	struct die *at;
	double value;
	bool usual, may;
};

static bool add_candidate(struct dice_again *again, struct candidate *out,
	const struct die_view *view, const char *label)
{
	*out = (struct candidate){
		.die = {.label = label, .sides = view->die.sides, .face = view->die.face},
		.value = view->die.value};
	return has_die(again, view, label, false, &out->usual) &&
	       has_die(again, view, label, true, &out->may);
}

static size_t count_lying(const struct evaluation *evaluation)
{
	size_t count = 0;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		count += term->node->kind == AST_DICE ? term->count : 0;
	return count;
}

/* Fill LIST with the dice of the roll. */
static bool list_dice(
	struct dice_again *again, const struct rule_scene *scene, struct candidate *list)
{
	const struct term *term = again->lay->evaluations[0].terms;

	for (; term != NULL; term = term->next) {
		if (term->node->kind != AST_DICE)
			continue;
		for (size_t i = 0; i < term->count; i++) {
			struct die_view view = {scene, system_die(term, i)};

			if (term->die_count > term->count || term->dice[i].rerolls > 0)
				return again_stays(again,
					"dice that explode or are rerolled cannot be "
					"rolled again in part");
			if (!add_candidate(
				    again, &list[again->lying_count], &view, term->node->label))
				return false;
			list[again->lying_count].die.marks = again->kept.marks[again->lying_count];
			list[again->lying_count++].at = &term->dice[i];
		}
	}
	return true;
}

/* Take those that the player names by what they show. */
static bool take_named(struct dice_again *again, struct candidate *list)
{
	const struct dice_asked *asked = again->asked;

	if (again->way->most > 0 && asked->face_count > (size_t)again->way->most)
		return error_set(again->err, "%s rolls at most %ld %s again", again->way->name,
			again->way->most, again->way->most == 1 ? "die" : "dice");
	for (size_t n = 0; n < asked->face_count; n++) {
		size_t i = 0;

		while (i < again->lying_count && (list[i].die.again || !list[i].may ||
							 list[i].value != (double)asked->faces[n]))
			i++;
		if (i == again->lying_count)
			return error_set(again->err,
				"%s has no %s%ld among the dice that %s rolls again", again->number,
				n > 0 ? "further " : "", asked->faces[n], again->way->name);
		list[i].die.again = true;
	}
	return true;
}

/* Take those that are rolled again as a rule, the lowest first where only some may be. */
static void take_usual(const struct dice_again *again, struct candidate *list)
{
	size_t most = again->way->most > 0 ? (size_t)again->way->most : again->lying_count;

	for (size_t taken = 0; taken < most; taken++) {
		struct candidate *lowest = NULL;

		for (size_t i = 0; i < again->lying_count; i++)
			if (list[i].usual && !list[i].die.again &&
				(lowest == NULL || list[i].value < lowest->value))
				lowest = &list[i];
		if (lowest == NULL)
			return;
		lowest->die.again = true;
	}
}

/* Let those stay that the player names by their place, and those that stayed before. */
static bool pick(struct dice_again *again, struct candidate *list)
{
	const struct dice_asked *asked = again->asked;

	if (asked->face_count == 0)
		return error_set(again->err, "%s takes the places of the dice that stay: %s 1 3",
			again->way->name, again->way->name);
	for (size_t n = 0; n < asked->face_count; n++) {
		size_t at = (size_t)asked->faces[n] - 1;

		if (at >= again->lying_count)
			return error_set(again->err, "%s has %zu dice, and no die %ld",
				again->number, again->lying_count, asked->faces[n]);
		if (!list[at].may || list[at].die.marks & DIE_DROPPED)
			return error_set(again->err, "die %ld of %s cannot stay any more",
				asked->faces[n], again->number);
		list[at].die.marks = DIE_PICKED;
	}
	for (size_t i = 0; i < again->lying_count; i++)
		if (list[i].may && !(list[i].die.marks & DIE_PICKED))
			list[i].die.marks = DIE_DROPPED;
	for (size_t i = 0; i < again->lying_count; i++)
		list[i].at->flags |= list[i].die.marks;
	return true;
}

bool again_choose_dice(
	struct dice_again *again, const struct rule_scene *scene, struct arena *arena)
{
	size_t room = count_lying(&again->lay->evaluations[0]);
	struct candidate *list = arena_zalloc(arena, room, sizeof *list);

	if (!list_dice(again, scene, list))
		return false;
	if (again->way->picks ? !pick(again, list)
			      : again->asked->face_count > 0 && !take_named(again, list))
		return false;
	if (again->asked->face_count == 0)
		take_usual(again, list);
	again->lying = arena_zalloc(arena, room, sizeof *again->lying);
	for (size_t i = 0; i < again->lying_count; i++) {
		again->lying[i] = list[i].die;
		again->again_count += list[i].die.again;
	}
	return again->again_count > 0 || again->way->set_count > 0 || again->way->number >= 0 ||
	       again_stays(again, "no die of it is rolled again");
}
