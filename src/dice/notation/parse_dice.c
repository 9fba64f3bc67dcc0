/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dice = [ digits | "(" , expr , ")" ] , "d" , sides , { modifier | label } */
#include "dice/notation/parse_impl.h"

/* The sides after the d, into DICE. Takes all of their tokens but does not look further. */
static bool sides(struct parser *p, struct ast_dice *dice)
{
	static const struct die_kind *const kinds[] = {
		[TOKEN_PERCENT] = &die_percent,
		[TOKEN_FATE] = &die_fate,
		[TOKEN_FATE_ONE] = &die_fate_one,
	};

	dice->kind = &die_numbered;
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		dice->sides = parse_number(p);
		return dice->sides != NULL;
	case TOKEN_OPEN:
		dice->sides = parse_brackets(p);
		return dice->sides != NULL;
	case TOKEN_FACES:
		dice->kind = parse_faces(p);
		return dice->kind != NULL;
	case TOKEN_PERCENT:
	case TOKEN_FATE:
	case TOKEN_FATE_ONE:
		dice->kind = kinds[p->token.kind];
		p->end = p->token.span.end;
		return true;
	case TOKEN_UNCLOSED:
		return parse_fail(p, "these faces are never closed") != NULL;
	default:
		return parse_fail(p, "a die needs its sides after the d: a number, % or F, such "
				     "as 3d6") != NULL;
	}
}

/* What makes the dice explode or be rolled again has to be something that they can show. */
static bool can_happen(struct parser *p, const struct ast_dice *dice, const struct points *points)
{
	uint32_t sides = dice->kind->sides;

	if (dice->kind == &die_numbered && dice->sides->kind != AST_NUMBER)
		return true;
	if (dice->kind == &die_numbered)
		sides = dice->sides->number <= DICE_MAX_SIDES ? (uint32_t)dice->sides->number : 0;
	for (size_t i = 0; sides > 0 && i < points->count; i++)
		if (!point_matches_any(&points->list[i], dice->kind, sides))
			return parse_fail_at(p, points->list[i].at,
				       "no face of this die can be that") != NULL;
	return true;
}

struct ast *parse_dice(struct parser *p, struct ast *count, size_t begin)
{
	struct ast_dice dice = {.count = count};
	struct ast *node;

	if (p->no_dice)
		return parse_fail(p, "there are no dice in a sum");
	parse_advance(p, lex_sides);
	if (!sides(p, &dice))
		return NULL;
	node = parse_node(p, AST_DICE, begin);
	node->dice = dice;
	p->dice++;
	lex_after_die(&p->lexer, &p->token);
	if (!parse_modifiers(p, node, true))
		return NULL;
	if (node->dice.rules != NULL &&
		(!can_happen(p, &node->dice, &node->dice.rules->explode_on) ||
			!can_happen(p, &node->dice, &node->dice.rules->reroll)))
		return NULL;
	if (p->words == NULL && dice_show_words(&node->dice))
		p->words = node;
	return node;
}
