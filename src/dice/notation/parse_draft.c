/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each modifier adds to the rules of its dice or group, and with which others it cannot
 * stand. */
#include "dice/notation/parse_draft.h"

const char parse_misplaced_repeat[] =
	"x repeats a whole roll and stands before it, such as 6x3d6; * multiplies, ! explodes";

static bool refuse(struct draft *d, const struct argument *arg, const char *what)
{
	return parse_fail_at(d->p, arg->at, what) != NULL;
}

static bool repeated(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	return source_error(d->p->lexer.source, arg->at, d->p->err,
		"%s can stand only once after a die", m->spelling);
}

static bool too_many(struct draft *d, const struct argument *arg)
{
	return source_error(d->p->lexer.source, arg->at, d->p->err,
		"at most %d of a kind can follow a die", DICE_MAX_POINTS);
}

static bool add_point(struct draft *d, struct point_list *list, const struct argument *arg)
{
	if (list->count == DICE_MAX_POINTS)
		return too_many(d, arg);
	list->list[list->count++] = arg->point;
	return true;
}

/* ---- a function for each kind ---- */

static bool apply_refused(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	return refuse(d, arg, m->refusal);
}

static bool apply_explode(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	const struct parser *p = d->p;
	const char *text = p->lexer.source->text;

	if (m->takes == TAKES_COMPARISON && lex_begins_operand(text + p->lexer.at))
		return refuse(d, arg, parse_misplaced_repeat);
	if (d->rules.unique != UNIQUE_NO)
		return refuse(d, arg, "dice that must differ (u) cannot explode");
	if (d->has_explode && d->rules.explode != (enum explode)m->variant)
		return refuse(d, arg, "dice explode in one way only: two different ones are here");
	d->has_explode = true;
	d->rules.explode = (enum explode)m->variant;
	return add_point(d, &d->explode_on, arg);
}

static bool apply_reroll(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.unique != UNIQUE_NO)
		return refuse(d, arg, "dice that must differ (u) cannot be rerolled otherwise");
	if (d->has_reroll && d->rules.reroll_once != (bool)m->variant)
		return refuse(d, arg, "ro rerolls once and r until: one die takes one of them");
	d->has_reroll = true;
	d->rules.reroll_once = m->variant;
	return add_point(d, &d->reroll, arg);
}

static bool apply_unique(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.unique != UNIQUE_NO)
		return repeated(d, m, arg);
	if (d->has_reroll || d->has_explode)
		return refuse(d, arg, "dice that must differ (u) cannot be rerolled or explode");
	d->rules.unique = (enum unique)m->variant;
	d->rules.unique_at = arg->at;
	return true;
}

static bool clamps_fit(struct draft *d, const struct argument *arg)
{
	if (!d->rules.has_min || !d->rules.has_max || d->rules.min <= d->rules.max)
		return true;
	return refuse(d, arg, "min is above max");
}

static bool apply_min(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.has_min)
		return repeated(d, m, arg);
	d->rules.has_min = true;
	d->rules.min = arg->number;
	return clamps_fit(d, arg);
}

static bool apply_max(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.has_max)
		return repeated(d, m, arg);
	d->rules.has_max = true;
	d->rules.max = arg->number;
	return clamps_fit(d, arg);
}

/* Whether NODE has dice that are counted or show words; not those that make a count or sides. */
static bool has_counted(const struct ast *node)
{
	switch (node->kind) {
	case AST_DICE:
		return node->dice.kind->words != NULL ||
		       (node->dice.rules != NULL && node->dice.rules->tally != TALLY_SUM);
	case AST_NEGATE:
		return has_counted(node->operand);
	case AST_BINARY:
		return has_counted(node->binary.left) || has_counted(node->binary.right);
	case AST_CALL:
		for (size_t i = 0; i < node->call.count; i++)
			if (has_counted(node->call.args[i]))
				return true;
		return false;
	default:
		return false;
	}
}

static bool apply_keep(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	struct rules *rules = &d->rules;
	bool drops = m->variant == DROP_HIGHEST || m->variant == DROP_LOWEST;
	double number = arg->digits ? arg->number : 1;
	bool pools = d->kind == NULL && d->node->group.count == 1;

	if (number == 0 && !drops)
		return refuse(d, arg, "at least 1 must be kept");
	if (*m->spelling == 'b' && rules->tally == TALLY_TARGET)
		return refuse(d, arg, "b counts botches elsewhere: f does so here");
	if (pools && !d->has_dice)
		return refuse(d, arg, "there are no dice in this group to keep or drop");
	if (pools && has_counted(d->node->group.members[0]))
		return refuse(d, arg, "dice that are counted cannot be ranked by their group");
	if (rules->keep_count == DICE_MAX_POINTS)
		return too_many(d, arg);
	d->keeps[rules->keep_count++] = (struct keep){
		(enum keep_end)m->variant, number < UINT32_MAX ? (uint32_t)number : UINT32_MAX};
	return true;
}

static bool set_tally(struct draft *d, const struct argument *arg, enum tally tally)
{
	if (d->has_tally)
		return refuse(d, arg, "these are counted already: one target, even, odd, m or ms");
	d->has_tally = true;
	d->rules.tally = tally;
	d->rules.target = arg->point;
	return true;
}

static bool apply_target(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	struct argument target = *arg;

	target.point.comparison = (enum comparison)m->variant;
	return set_tally(d, &target, TALLY_TARGET);
}

static bool apply_tally(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (m->variant == TALLY_MARGIN && arg->point.comparison != COMPARE_AT_LEAST &&
		arg->point.comparison != COMPARE_AT_MOST)
		return refuse(d, arg, "a margin is that of >= or <=, such as ms15 or ms<=45");
	if (m->variant == TALLY_MATCHES) {
		double size = arg->digits ? arg->number : 2;

		if (size < 2)
			return refuse(d, arg, "a match needs 2 dice at least");
		d->rules.match_size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
	}
	return set_tally(d, arg, (enum tally)m->variant);
}

static bool needs_target(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.tally == TALLY_TARGET)
		return true;
	return source_error(d->p->lexer.source, arg->at, d->p->err,
		"%s needs a target before it, such as 5d10>=8%s1", m->spelling, m->spelling);
}

static bool apply_twice(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.has_twice)
		return repeated(d, m, arg);
	d->rules.has_twice = true;
	d->rules.twice = arg->point;
	return needs_target(d, m, arg);
}

static bool apply_fail(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.has_fail)
		return repeated(d, m, arg);
	d->rules.has_fail = true;
	d->rules.fail = arg->point;
	return needs_target(d, m, arg);
}

static bool apply_mark(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	return add_point(d, m->kind == MODIFIER_MARK_HIGH ? &d->high : &d->low, arg);
}

static bool apply_sort(struct draft *d, const struct modifier *m, const struct argument *arg)
{
	if (d->rules.sort != SORT_NO)
		return repeated(d, m, arg);
	d->rules.sort = (enum sort)m->variant;
	return true;
}

bool draft_apply(struct draft *draft, const struct modifier *m, const struct argument *arg)
{
	static bool (*const applies[])(
		struct draft *, const struct modifier *, const struct argument *) = {
		[MODIFIER_REFUSED] = apply_refused,
		[MODIFIER_EXPLODE] = apply_explode,
		[MODIFIER_REROLL] = apply_reroll,
		[MODIFIER_UNIQUE] = apply_unique,
		[MODIFIER_MIN] = apply_min,
		[MODIFIER_MAX] = apply_max,
		[MODIFIER_KEEP] = apply_keep,
		[MODIFIER_TALLY] = apply_tally,
		[MODIFIER_TARGET] = apply_target,
		[MODIFIER_TWICE] = apply_twice,
		[MODIFIER_FAIL] = apply_fail,
		[MODIFIER_MARK_HIGH] = apply_mark,
		[MODIFIER_MARK_LOW] = apply_mark,
		[MODIFIER_SORT] = apply_sort,
	};

	return applies[m->kind](draft, m, arg);
}
