/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the values of groups. Of several members the values are kept, see keep_values; of one its
 * dice are, which works when the member is a sum of dice: then every die is worth what it adds to
 * that sum. */
#include "dice/odds/impl.h"

#include <math.h>
#include <string.h>

enum { MAX_POOL_TERMS = 8 };

/* Dice terms that are ranked together, and what is added to them. */
struct pool {
	struct odds_work *work;
	const struct ast *group;
	struct keep_kind kinds[MAX_POOL_TERMS];
	size_t count;
	double constant;
};

static bool refuse_pool(struct pool *pool, const struct ast *node, const char *what)
{
	return odds_refuse(pool->work, node->span.begin, "%s", what) != NULL;
}

/* ---- one member ---- */

/* Whether a die of RULES is one die and adds its value. */
static bool is_simple(const struct rules *rules)
{
	bool one = rules->explode == EXPLODE_NO || rules->explode == EXPLODE_COMPOUND ||
		   rules->explode == EXPLODE_COMPOUND_PENETRATE;

	return one && rules->unique == UNIQUE_NO && rules->keep_count == 0 &&
	       rules->tally == TALLY_SUM;
}

/* The number that NODE is for certain. */
static bool known(struct pool *pool, const struct ast *node, double otherwise, double *value)
{
	struct dist *dist;

	*value = otherwise;
	if (node == NULL)
		return true;
	dist = pool->work->node(pool->work, node);
	if (dist == NULL)
		return false;
	*value = dist_min(dist);
	return dist_min(dist) == dist_max(dist) ||
	       refuse_pool(
		       pool, node, "the odds of a group with a rolled number here are not known");
}

static bool scale_worths(struct pool *pool, struct keep_kind *kind, double factor)
{
	struct keep_face *faces;

	faces = dist_take(&pool->work->pool, kind->face_count, sizeof *faces);
	if (faces == NULL)
		return false;
	memcpy(faces, kind->faces, kind->face_count * sizeof *faces);
	for (size_t i = 0; i < kind->face_count; i++)
		faces[i].worth *= (int64_t)factor;
	kind->faces = faces;
	return true;
}

static bool add_dice(struct pool *pool, const struct ast *node, double factor)
{
	const struct ast_dice *dice = &node->dice;
	double count = 0, sides = 0;
	struct odds_term term;
	struct odds_die die;
	struct keep_kind *kind = &pool->kinds[pool->count];

	if (pool->count == MAX_POOL_TERMS || factor != floor(factor) || fabs(factor) > 1e6)
		return refuse_pool(pool, node, "the odds of such a group are not known");
	if (dice->rules != NULL && !is_simple(dice->rules))
		return refuse_pool(pool, node,
			"the odds of a group of dice with these modifiers are not known");
	if (!known(pool, dice->count, 1, &count) ||
		!known(pool, dice->sides, dice->kind->sides, &sides))
		return false;
	if (!odds_term_size(&term, pool->work, node, count, sides))
		return false;
	if (!odds_die(&term, &die) || !odds_kind(&term, die.stay, term.count, kind))
		return false;
	pool->count += kind->count > 0;
	return scale_worths(pool, kind, factor);
}

static bool add_part(struct pool *pool, const struct ast *node, double factor);

/* A product of a number without dice, on the left or on the right, and the rest. */
static bool add_product(struct pool *pool, const struct ast *node, double factor)
{
	const struct ast_binary *b = &node->binary;
	bool left = !ast_has_dice(b->left);
	double number = 0;

	if (!left && ast_has_dice(b->right))
		return refuse_pool(pool, node, "the odds of such a group are not known");
	return known(pool, left ? b->left : b->right, 1, &number) &&
	       add_part(pool, left ? b->right : b->left, factor * number);
}

static bool add_binary(struct pool *pool, const struct ast *node, double factor)
{
	const struct ast_binary *b = &node->binary;
	const char *op = b->op->spelling;

	if (strcmp(op, "*") == 0)
		return add_product(pool, node, factor);
	if (strcmp(op, "+") != 0 && strcmp(op, "-") != 0)
		return refuse_pool(
			pool, node, "in a group of which dice are kept, odds know only + - and *");
	return add_part(pool, b->left, factor) &&
	       add_part(pool, b->right, *op == '-' ? -factor : factor);
}

/* NODE, FACTOR times. */
static bool add_part(struct pool *pool, const struct ast *node, double factor)
{
	double number = 0;

	if (!ast_has_dice(node)) {
		if (!known(pool, node, 0, &number))
			return false;
		pool->constant += number * factor;
		return true;
	}
	switch (node->kind) {
	case AST_DICE:
		return add_dice(pool, node, factor);
	case AST_NEGATE:
		return add_part(pool, node->operand, -factor);
	case AST_BINARY:
		return add_binary(pool, node, factor);
	default:
		return refuse_pool(
			pool, node, "in a group of which dice are kept, odds know only + - and *");
	}
}

static struct dist *keep_pool(struct pool *pool)
{
	struct dist_pool *memory = &pool->work->pool;
	struct kept kept = {.kinds = pool->kinds, .kind_count = pool->count};
	struct dist *sum, *constant = dist_point(memory, pool->constant);
	uint32_t count = 0;

	for (size_t i = 0; i < pool->count; i++)
		count += pool->kinds[i].count;
	odds_window(pool->group->group.rules, count, &kept.first, &kept.last);
	if (kept.first == kept.last)
		return constant;
	sum = constant != NULL ? keep_ranks(memory, &kept) : NULL;
	return sum != NULL ? dist_sum(memory, sum, constant) : NULL;
}

/* {4d6!}kh3 is 4d6!kh3: the keeps of the group come after those of the term. */
static struct dist *one_term(struct odds_work *work, const struct ast *group)
{
	const struct ast *member = group->group.members[0];
	const struct rules *outer = group->group.rules;
	struct rules rules = {.tally = TALLY_SUM};
	struct keep keeps[2 * DICE_MAX_POINTS];
	struct ast node = *member;

	if (member->dice.rules != NULL)
		rules = *member->dice.rules;
	if (rules.keep_count > 0)
		memcpy(keeps, rules.keeps, rules.keep_count * sizeof *keeps);
	memcpy(keeps + rules.keep_count, outer->keeps, outer->keep_count * sizeof *keeps);
	rules.keeps = keeps;
	rules.keep_count += outer->keep_count;
	node.dice.rules = &rules;
	/* The distribution is new and keeps nothing of the node. */
	/* cppcheck-suppress returnDanglingLifetime */
	return work->node(work, &node);
}

static struct dist *one_member(struct odds_work *work, const struct ast *group)
{
	const struct ast *member = group->group.members[0];
	struct pool pool = {.work = work, .group = group};

	if (group->group.rules == NULL || group->group.rules->keep_count == 0)
		return work->node(work, member);
	if (member->kind == AST_DICE)
		return one_term(work, group);
	return add_part(&pool, member, 1) ? keep_pool(&pool) : NULL;
}

/* ---- counting ---- */

static double count_value(const struct rules *rules, double value)
{
	if (rules->has_twice && point_matches(&rules->twice, value, NULL))
		return 2;
	if (point_matches(&rules->target, value, NULL))
		return 1;
	return rules->has_fail && point_matches(&rules->fail, value, NULL) ? -1 : 0;
}

static bool count_total(void *arg, double value, double *out)
{
	*out = count_value(arg, value);
	return true;
}

/* DIST, used up, by the tally of RULES; a margin is taken of the whole at last. */
static struct dist *tally(struct odds_work *work, const struct rules *rules, struct dist *dist)
{
	struct rules copy = *rules;

	return rules->tally == TALLY_TARGET ? dist_map(&work->pool, dist, count_total, &copy)
					    : dist;
}

/* ---- several members ---- */

static bool all_whole(const struct dist *dist)
{
	for (size_t i = 0; dist->values != NULL && i < dist->count; i++)
		if (dist->values[i] != floor(dist->values[i]))
			return false;
	return true;
}

/* A member as a die that shows VALUES, each worth what it is under RULES. */
static bool member_kind(struct odds_work *work, const struct rules *rules,
	const struct dist *values, struct keep_kind *kind)
{
	struct keep_face *faces = dist_take(&work->pool, values->count, sizeof *faces);
	bool counts = rules->tally == TALLY_TARGET;

	*kind = (struct keep_kind){.count = 1, .face_count = values->count, .faces = faces};
	if (faces == NULL)
		return false;
	for (size_t i = 0; i < values->count; i++) {
		double value = dist_value(values, i);

		faces[i] = (struct keep_face){.rank = value,
			.worth = (int64_t)(counts ? count_value(rules, value) : value),
			.chance = values->chances[i]};
	}
	return true;
}

/* As dice of as many kinds, of which there is one each. */
static struct dist *rank_members(
	struct odds_work *work, const struct rules *rules, struct dist **values, struct kept *kept)
{
	struct keep_kind *kinds = dist_take(&work->pool, kept->kind_count, sizeof *kinds);

	for (size_t i = 0; i < kept->kind_count; i++) {
		if (kinds == NULL || !member_kind(work, rules, values[i], &kinds[i]))
			return NULL;
		dist_drop(&work->pool, values[i]);
	}
	kept->kinds = kinds;
	return keep_ranks(&work->pool, kept);
}

static struct dist *keep_members(struct odds_work *work, const struct ast *group,
	const struct rules *rules, struct dist **values)
{
	enum { FEW = 8 }; /* members of which all sets can be looked at */
	uint32_t count = (uint32_t)group->group.count;
	struct kept kept = {.kind_count = count};
	bool whole = rules->tally == TALLY_TARGET;
	bool one_end;

	odds_window(rules, count, &kept.first, &kept.last);
	if (kept.first == kept.last)
		return dist_point(&work->pool, 0);
	if (!whole) {
		whole = true;
		for (uint32_t i = 0; i < count; i++)
			whole = whole && all_whole(values[i]);
	}
	one_end = kept.first == 0 || kept.last == count;
	if (whole && (count <= FEW || !one_end || rules->tally == TALLY_TARGET))
		return rank_members(work, rules, values, &kept);
	if (one_end)
		return keep_values(&work->pool, values, count, kept.first, kept.last);
	return odds_refuse(work, group->span.begin,
		"the odds of fractions that are dropped at both ends are not known");
}

static struct dist *sum_members(
	struct odds_work *work, const struct rules *rules, struct dist **values, size_t count)
{
	struct dist *sum = NULL;

	for (size_t i = 0; i < count; i++) {
		struct dist *value = tally(work, rules, values[i]);

		if (value == NULL)
			return NULL;
		sum = i > 0 ? dist_sum(&work->pool, sum, value) : value;
		if (sum == NULL)
			return NULL;
	}
	return sum;
}

static struct dist *several(struct odds_work *work, const struct ast *group)
{
	static const struct rules none = {.tally = TALLY_SUM};
	const struct ast_group *g = &group->group;
	const struct rules *rules = g->rules != NULL ? g->rules : &none;
	struct dist **values = dist_take(&work->pool, g->count, sizeof(struct dist *)), *out;

	for (size_t i = 0; values != NULL && i < g->count; i++) {
		values[i] = work->node(work, g->members[i]);
		if (values[i] == NULL)
			return NULL;
	}
	if (values == NULL)
		return NULL;
	out = rules->keep_count > 0 ? keep_members(work, group, rules, values)
				    : sum_members(work, rules, values, g->count);
	dist_drop(&work->pool, values);
	return out;
}

struct dist *odds_group(struct odds_work *work, const struct ast *group)
{
	const struct rules *rules = group->group.rules;
	struct dist *sum;

	if (group->group.count > 1)
		sum = several(work, group);
	else
		sum = one_member(work, group);
	if (sum != NULL && rules != NULL && group->group.count == 1)
		sum = tally(work, rules, sum);
	if (sum != NULL && rules != NULL && rules->tally == TALLY_MARGIN)
		sum = odds_margin(work, rules, sum);
	return sum;
}
