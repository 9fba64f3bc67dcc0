/* SPDX-License-Identifier: GPL-3.0-or-later */
/* { modifier | label } behind dice, { groupmod | label } behind a group: gathered into a struct
 * rules, which says what the dice go through and not how that was typed. */
#include "dice/notation/parse_draft.h"

#include <string.h>

static bool fail_number(struct parser *p, size_t at)
{
	const char *text = p->lexer.source->text;

	return source_error(p->lexer.source, p->lexer.at, p->err,
		"%.*s needs a whole number, such as %.*s2", (int)(p->lexer.at - at), text + at,
		(int)(p->lexer.at - at), text + at);
}

/* What follows the word of M, which stands at AT, as far as M takes it. */
static bool read_argument(
	struct parser *p, const struct modifier *m, size_t at, struct argument *arg)
{
	bool compares, sign;

	*arg = (struct argument){.at = at, .point = {.at = at}};
	compares = (m->takes == TAKES_POINT || m->takes == NEEDS_POINT ||
			   m->takes == TAKES_COMPARISON) &&
		   lex_comparison(&p->lexer, &arg->point.comparison);
	sign = compares || m->takes == NEEDS_NUMBER;
	if (m->takes != TAKES_NOTHING && (m->takes != TAKES_COMPARISON || compares))
		arg->digits = lex_digits(&p->lexer, sign, &arg->number);
	if (!arg->digits && (compares || m->takes >= NEEDS_DIGITS))
		return fail_number(p, at);
	if (arith_check(arg->number) != ARITH_FINE)
		return parse_fail_at(p, at, "numbers go up to 9007199254740992 (2^53)") != NULL;
	if (!compares)
		arg->point.comparison = arg->digits ? m->bare : m->none;
	arg->point.number = arg->number;
	return true;
}

static bool is_for(struct draft *d, const struct modifier *m)
{
	if (m->kind == MODIFIER_REFUSED)
		return true;
	if (d->kind == NULL && !m->groups)
		return source_error(d->p->lexer.source, d->p->token.span.begin, d->p->err,
			"%s is for dice: write it after those within { }", m->spelling);
	if (d->kind != NULL && d->kind->words != NULL && !m->words)
		return source_error(d->p->lexer.source, d->p->token.span.begin, d->p->err,
			"%s needs numbers, and these dice show words", m->spelling);
	return true;
}

/* Add what stands between BEGIN and the lexer to the modifiers as typed. */
static void add_suffix(struct parser *p, struct ast *node, size_t begin)
{
	const char *text = p->lexer.source->text + begin;
	size_t len = p->lexer.at - begin;
	size_t before = node->suffix != NULL ? strlen(node->suffix) : 0;
	char *suffix = arena_alloc(p->arena, before + len + 1);

	if (before > 0)
		memcpy(suffix, node->suffix, before);
	memcpy(suffix + before, text, len);
	suffix[before + len] = '\0';
	node->suffix = suffix;
}

/* Whether the letter M, at AT, keeps or drops dice, but stands before a comparison, as if it took
 * that: "4d6k>3". */
static bool keeps_by_value(const struct parser *p, const struct modifier *m, size_t at)
{
	enum comparison comparison;
	size_t len;

	return m->kind == MODIFIER_KEEP && strlen(m->spelling) == 1 && p->lexer.at == at + 1 &&
	       comparison_match(p->lexer.source->text + p->lexer.at, &comparison, &len);
}

static bool read_modifier(struct draft *d)
{
	struct parser *p = d->p;
	const struct modifier *m = p->token.modifier;
	size_t at = p->token.span.begin;
	struct argument arg;

	if (at >= DICE_MAX_BYTES)
		return parse_fail_at(p, DICE_MAX_BYTES, parse_too_long) != NULL;
	if (!is_for(d, m) || !read_argument(p, m, at, &arg))
		return false;
	if (keeps_by_value(p, m, at))
		return parse_fail_at(p, at, "dice are kept by number, not by value") != NULL;
	if (!draft_apply(d, m, &arg))
		return false;
	p->end = d->node->span.end = p->lexer.at;
	return true;
}

static struct points take_points(struct parser *p, const struct point_list *list)
{
	struct compare_point *copy;

	if (list->count == 0)
		return (struct points){NULL, 0};
	copy = arena_alloc(p->arena, list->count * sizeof *copy);
	memcpy(copy, list->list, list->count * sizeof *copy);
	return (struct points){copy, list->count};
}

static const struct rules *take_rules(struct draft *d)
{
	struct arena *arena = d->p->arena;
	struct rules *rules = arena_alloc(arena, sizeof *rules);

	*rules = d->rules;
	rules->explode_on = take_points(d->p, &d->explode_on);
	rules->reroll = take_points(d->p, &d->reroll);
	rules->mark_high = take_points(d->p, &d->high);
	rules->mark_low = take_points(d->p, &d->low);
	if (rules->keep_count > 0) {
		struct keep *keeps = arena_alloc(arena, rules->keep_count * sizeof *keeps);

		memcpy(keeps, d->keeps, rules->keep_count * sizeof *keeps);
		rules->keeps = keeps;
	}
	return rules;
}

/* Modifiers from here to the last, labels between them. */
static bool read_rules(struct parser *p, struct ast *node, bool has_dice)
{
	struct draft d = {.p = p, .node = node, .has_dice = has_dice};
	size_t run = p->token.span.begin; /* where modifiers without a label between them begin */
	const struct rules *rules;

	d.kind = node->kind == AST_DICE ? node->dice.kind : NULL;
	while (p->token.kind == TOKEN_MODIFIER || p->token.kind == TOKEN_LABEL) {
		bool label = p->token.kind == TOKEN_LABEL;

		if (!label && !read_modifier(&d))
			return false;
		if (!label && modifier_match(p->lexer.source->text + p->lexer.at) == NULL)
			add_suffix(p, node, run);
		if (label && !parse_label(p, node))
			return false;
		run = label ? p->lexer.at : run;
		lex_after_die(&p->lexer, &p->token);
	}
	rules = take_rules(&d);
	if (node->kind == AST_DICE)
		node->dice.rules = rules;
	else
		node->group.rules = rules;
	return true;
}

bool parse_modifiers(struct parser *p, struct ast *node, bool has_dice)
{
	while (p->token.kind == TOKEN_LABEL) {
		if (!parse_label(p, node))
			return false;
		lex_after_die(&p->lexer, &p->token);
	}
	return p->token.kind != TOKEN_MODIFIER || read_rules(p, node, has_dice);
}
