/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a dice term through its steps, in a fixed order whatever order its modifiers were typed in
 * (see ast.h): all dice are thrown first, then come rerolls, unique, explosions, and their worth.
 */
#include "dice/roll/eval.h"

#include <string.h>

/* ---- what can never end ---- */

static bool check_points(const struct points *points, const struct dice_size *size,
	const struct source *source, struct error *err, const char *what)
{
	if (points->count == 0 || !points_match_all(points, size->kind, size->sides))
		return true;
	return source_error(source, points->list[0].at, err, "%s", what);
}

bool rules_end(const struct rules *rules, const struct dice_size *size, const struct source *source,
	struct error *err)
{
	if (!rules->reroll_once && !check_points(&rules->reroll, size, source, err,
					   "every face would be rerolled, without end"))
		return false;
	return rules->explode == EXPLODE_ONCE ||
	       check_points(&rules->explode_on, size, source, err,
		       "every face would explode, without end: !o explodes once");
}

bool rules_differ(const struct rules *rules, const struct dice_size *size,
	const struct source *source, struct error *err)
{
	uint32_t distinct = size->kind->distinct > 0 ? size->kind->distinct : size->sides;

	if (rules->unique != UNIQUE_ALWAYS || size->count <= distinct)
		return true;
	return source_error(source, rules->unique_at, err,
		"%u dice cannot all differ: they have only %u values", size->count, distinct);
}

/* The checks that depend on the sides. Those of a die with fixed faces are done once. */
static bool check_rules(struct roller *r, struct term *term, const struct rules *rules)
{
	const struct die_kind *kind = term->node->dice.kind;
	struct dice_size size = {.kind = kind, .count = term->count, .sides = term->sides};

	term->range = die_range(kind, term->sides);
	if (!rules_differ(rules, &size, r->source, r->err))
		return false;
	if (r->checked && term->node->dice.sides == NULL)
		return true;
	return rules_end(rules, &size, r->source, r->err);
}

/* ---- steps 1 to 3 ---- */

static bool reroll(struct roller *r, struct term *term, const struct rules *rules, struct die *die)
{
	uint8_t most = rules->reroll_once ? 1 : DICE_MAX_REROLLS;

	while (points_match(&rules->reroll, term_natural(term, die), &term->range)) {
		if (die->rerolls == most) {
			term->stopped_rerolls |= !rules->reroll_once;
			break;
		}
		if (!term_reroll(r, term, die))
			return false;
	}
	return true;
}

/* One more die behind all others, settled by the rerolls. */
static bool add_extra(struct roller *r, struct term *term, const struct rules *rules, size_t *room)
{
	struct die *die;

	if (term->die_count == *room) {
		struct die *dice = arena_alloc(r->arena, *room * 2 * sizeof *dice);

		memcpy(dice, term->dice, term->die_count * sizeof *dice);
		term->dice = dice;
		*room *= 2;
	}
	die = &term->dice[term->die_count];
	*die = (struct die){.first = (uint32_t)r->face_count, .flags = DIE_EXTRA};
	if (!term_throw_one(r, term, die))
		return false;
	term->die_count++;
	return rules->extras_stand || reroll(r, term, rules, die);
}

/* Die by die, each chain to its end. */
static bool explode(struct roller *r, struct term *term, const struct rules *rules)
{
	uint8_t most = rules->explode == EXPLODE_ONCE ? 1 : DICE_MAX_EXTRA;
	size_t room = term->count;

	for (size_t i = 0; i < term->count; i++) {
		size_t last = i;

		while (points_match(
			&rules->explode_on, term_natural(term, &term->dice[last]), &term->range)) {
			if (term->dice[i].extras == most) {
				term->stopped |= rules->explode != EXPLODE_ONCE;
				break;
			}
			term->dice[last].flags |= DIE_EXPLODED;
			if (!add_extra(r, term, rules, &room))
				return false;
			term->dice[i].extras++;
			last = term->die_count - 1;
		}
	}
	return true;
}

static bool roll_on(struct roller *r, struct term *term, const struct rules *rules)
{
	for (size_t i = 0; rules->reroll.count > 0 && i < term->count; i++)
		if (!reroll(r, term, rules, &term->dice[i]))
			return false;
	if (rules->unique != UNIQUE_NO && !term_make_unique(r, term, rules->unique))
		return false;
	return rules->explode == EXPLODE_NO || explode(r, term, rules);
}

/* ---- step 4 ---- */

static bool penetrates(const struct rules *rules)
{
	return rules->explode == EXPLODE_PENETRATE || rules->explode == EXPLODE_COMPOUND_PENETRATE;
}

static double settled(const struct rules *rules, const struct die *die, double value)
{
	if (rules->has_min && value < rules->min)
		value = rules->min;
	if (rules->has_max && value > rules->max)
		value = rules->max;
	return die->flags & DIE_EXTRA && penetrates(rules) ? value - 1 : value;
}

static void settle_values(struct term *term, const struct rules *rules)
{
	const struct die_kind *kind = term->node->dice.kind;

	for (size_t i = 0; i < term->die_count; i++) {
		struct die *die = &term->dice[i];
		double value = die_value(kind, die->face);

		die->value = rules != NULL ? settled(rules, die, value) : value;
	}
}

/* Chains become one die each. */
static void compound(struct term *term)
{
	struct die *extra = term->dice + term->count;

	for (size_t i = 0; i < term->count; i++)
		for (uint8_t n = 0; n < term->dice[i].extras; n++, extra++) {
			term->dice[i].value += extra->value;
			extra->flags |= DIE_MERGED;
		}
}

/* ---- the whole ---- */

/* Steps 5 and 6 of a term with modifiers. */
static void rank_and_tally(struct arena *arena, struct term *term, const struct rules *rules)
{
	struct ranking ranking = {.dice = NULL};
	struct die **dice;

	if (rules->keep_count > 0 || rules->tally == TALLY_MATCHES) {
		dice = arena_alloc(arena, term->die_count * sizeof *dice);
		for (size_t i = 0; i < term->die_count; i++)
			dice[i] = &term->dice[i];
		ranking = rank_dice(arena, dice, term->die_count);
		rank_keep(&ranking, rules);
	}
	tally_term(term, rules, &ranking);
}

struct term *term_roll(struct roller *r, const struct ast *node, uint32_t count, uint32_t sides)
{
	const struct rules *rules = node->dice.rules;
	struct term *term = term_new(r, node);

	if (term == NULL)
		return NULL;
	term->count = count;
	term->sides = sides;
	if (rules != NULL && !check_rules(r, term, rules))
		return NULL;
	if (!term_throw(r, term) || (rules != NULL && !roll_on(r, term, rules)))
		return NULL;
	settle_values(term, rules);
	if (rules != NULL && (rules->explode == EXPLODE_COMPOUND ||
				     rules->explode == EXPLODE_COMPOUND_PENETRATE))
		compound(term);
	if (rules != NULL)
		rank_and_tally(r->arena, term, rules);
	else
		tally_term(term, NULL, &(struct ranking){.dice = NULL});
	term_hang(r, term);
	return term;
}
