/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what is to be recorded of a roll, so that replay.h reads it alike: nearly always what was
 * typed. A roll of a line with others is tried out by itself, and a system's word that was left out
 * is put in front. */
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"
#include "dice/replay.h"
#include "dice/systems/system.h"

static bool same_point(const struct compare_point *one, const struct compare_point *other)
{
	return one->comparison == other->comparison && one->number == other->number;
}

static bool same_use(const struct system_use *one, const struct system_use *other)
{
	if (one == NULL || other == NULL)
		return one == other;
	return one->system == other->system && one->chosen == other->chosen &&
	       memcmp(one->values, other->values, sizeof one->values) == 0 &&
	       memcmp(one->given, other->given, sizeof one->given) == 0;
}

/* Whether the same is rolled, and means the same. */
static bool same_roll(const struct dice_roll *one, const struct dice_roll *other)
{
	const struct ast_roll *a = one->tree, *b = other->tree;

	return a->span.end == b->span.end &&
	       strncmp(a->source.text, b->source.text, a->span.end) == 0 &&
	       a->compares == b->compares && a->difficulty == b->difficulty &&
	       (one->other == NULL) == (other->other == NULL) &&
	       (!a->compares || same_point(&a->target, &b->target)) &&
	       same_use(one->use, other->use);
}

/* Whether TEXT alone is read as ROLL was. */
static bool reads_as(const char *text, const struct dice_roll *roll, const struct dice_book *book,
	struct arena *arena)
{
	struct dice_book plain = {.systems = book->systems, .named = book->named};
	const struct dice_line *line = dice_parse(text, &plain, arena, NULL);

	return line != NULL && line->count == 1 && same_roll(&line->rolls[0], roll);
}

/* The words of ROLL with the name of its system in front. */
static const char *with_system(const struct dice_roll *roll, struct arena *arena)
{
	return arena_printf(arena, "%s %s", roll->use->system->name, roll->typed);
}

/* Append the expression of ROLL, and what its total is compared with. */
static void add_expression(struct strbuf *text, const struct dice_roll *roll)
{
	static const char *const signs[] = {[COMPARE_EQUAL] = "=",
		[COMPARE_NOT_EQUAL] = "<>",
		[COMPARE_LESS] = "<",
		[COMPARE_GREATER] = ">",
		[COMPARE_AT_MOST] = "<=",
		[COMPARE_AT_LEAST] = ">=",
		[COMPARE_LOWEST] = "=",
		[COMPARE_HIGHEST] = "="};
	static const char *const difficulties[] = {[COMPARE_AT_LEAST] = "vs",
		[COMPARE_LESS] = "under",
		[COMPARE_GREATER] = "over",
		[COMPARE_HIGHEST] = NULL};
	const struct ast_roll *tree = roll->tree;

	strbuf_add(text, tree->source.text, tree->span.end);
	if (!tree->compares)
		return;
	strbuf_addf(
		text, " %s ", (tree->difficulty ? difficulties : signs)[tree->target.comparison]);
	dice_number(text, tree->target.number);
}

/* ROLL in notation, with its comment. What it is rolled against stays as it was typed. */
static const char *in_notation(const struct dice_roll *roll, struct arena *arena)
{
	struct strbuf text = STRBUF_INIT;

	add_expression(&text, roll);
	if (roll->other != NULL)
		strbuf_addf(&text, " vs %s", roll->other->typed);
	else if (*roll->comment != '\0')
		strbuf_addf(&text, " # %s", roll->comment);
	return strbuf_move(&text, arena);
}

const char *dice_recorded(const struct dice_line *line, size_t index, const struct dice_book *book,
	struct arena *arena)
{
	const struct dice_roll *roll = &line->rolls[index];
	bool usual = roll->use != NULL && roll->use->system == book->usual;
	bool chooses = replay_choices(roll->typed, arena, NULL) != NULL;
	const char *text;

	if (line->count == 1 && !usual && !chooses)
		return roll->typed;
	if (!chooses && reads_as(roll->typed, roll, book, arena))
		return roll->typed;
	if (roll->use == NULL)
		return in_notation(roll, arena);
	text = with_system(roll, arena);
	return reads_as(text, roll, book, arena) ? text : roll->typed;
}
