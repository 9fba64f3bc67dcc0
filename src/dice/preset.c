/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dice/preset.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum shape {
	SHAPE_POOL, /* [Nx]POOL[+N|-N]: `dice` comes behind the pool */
	SHAPE_SUM,  /* `dice`, then whatever an expression can go on with */
};

struct preset {
	const char *name;
	enum shape shape;
	const char *dice;
	int max_pool;
	const struct rules *rules; /* NULL: none */
};

static const struct compare_point tens[] = {{COMPARE_EQUAL, 10, 0}};

static const struct rules scion_rules = {
	.tally = TALLY_TARGET,
	.target = {COMPARE_AT_LEAST, 7, 0},
	.has_twice = true,
	.twice = {COMPARE_EQUAL, 10, 0},
};

static const struct rules ww_rules = {
	.explode = EXPLODE_ALWAYS,
	.explode_on = {tens, 1},
	.tally = TALLY_TARGET,
	.target = {COMPARE_AT_LEAST, 8, 0},
	.extras_apart = true,
};

static const struct preset presets[] = {
	{.name = "scion",
		.shape = SHAPE_POOL,
		.dice = "d10",
		.max_pool = 100,
		.rules = &scion_rules},
	{.name = "ww", .shape = SHAPE_POOL, .dice = "d10", .max_pool = 100, .rules = &ww_rules},
	{.name = "besm", .shape = SHAPE_SUM, .dice = "2d6"},
	{.name = NULL},
};

const struct preset *preset_find(const char *text, size_t *len)
{
	*len = strcspn(text, " \t#;");
	for (const struct preset *preset = presets; preset->name != NULL; preset++)
		if (strlen(preset->name) == *len && strncasecmp(preset->name, text, *len) == 0)
			return preset;
	return NULL;
}

/* The length of "5" or "2x5", or 0. */
static size_t pool_length(const char *text)
{
	size_t len = 0;

	for (;;) {
		size_t digits = strspn(text + len, "0123456789");
		if (digits == 0)
			return 0;
		len += digits;
		if (text[len] != 'x' && text[len] != 'X')
			return len;
		len++;
	}
}

/* What joins the dice to the rest: nothing before an operator, a plus before a bare number, a blank
 * before a comment. */
static const char *joint(const char *rest)
{
	if (*rest == '\0' || *rest == ';' || lex_continues(rest))
		return "";
	return lex_begins_operand(rest) ? "+" : " ";
}

bool preset_source(const struct preset *preset, const char *line, size_t at, struct arena *arena,
	struct source *source, struct error *err)
{
	const char *args = lex_skip_blanks(line + at), *middle = "";
	size_t head = 0, dice = strlen(preset->dice), rest;
	char *text;

	*source = (struct source){.text = line, .line = line};
	if (preset->shape == SHAPE_POOL)
		head = pool_length(args);
	else
		middle = joint(args);
	if (preset->shape == SHAPE_POOL && head == 0)
		return source_error(source, (size_t)(args - line), err,
			"%s needs the number of dice, such as %s 5+2", preset->name, preset->name);
	rest = strlen(args + head);
	text = arena_alloc(arena, head + dice + strlen(middle) + rest + 1);
	memcpy(text, args, head);
	memcpy(text + head, preset->dice, dice);
	memcpy(text + head + dice, middle, strlen(middle));
	memcpy(text + head + dice + strlen(middle), args + head, rest + 1);
	*source = (struct source){.text = text,
		.line = line,
		.start = (size_t)(args - line),
		.head = head,
		.inserted = dice + strlen(middle)};
	return true;
}

/* The dice of POOL or POOL+N or POOL-N, or NULL and AT where it is something else. */
static struct ast *pool_dice(struct ast *expr, size_t *at)
{
	const struct ast_binary *binary = &expr->binary;

	*at = expr->span.begin;
	if (expr->kind == AST_DICE)
		return expr;
	if (expr->kind != AST_BINARY)
		return NULL;
	*at = binary->at;
	if (strchr("+-", *binary->op->spelling) == NULL || binary->left->kind != AST_DICE)
		return NULL;
	if (binary->right->kind != AST_NUMBER || binary->right->bracketed ||
		binary->right->number != floor(binary->right->number))
		return NULL;
	return binary->left;
}

bool preset_apply(const struct preset *preset, struct ast_roll *roll, struct error *err)
{
	struct ast *dice;
	size_t at;
	double pool;

	if (preset->shape != SHAPE_POOL)
		return true;
	dice = pool_dice(roll->expr, &at);
	if (dice == NULL)
		return source_error(&roll->source, at, err,
			"%s takes the number of dice and at most one +N or -N", preset->name);
	if (dice->dice.rules != NULL)
		return source_error(&roll->source, dice->span.begin, err,
			"%s takes no modifiers: its dice have theirs", preset->name);
	pool = dice->dice.count->number;
	if (pool < 1 || pool > preset->max_pool)
		return source_error(&roll->source, dice->span.begin, err, "%s rolls 1 to %d dice",
			preset->name, preset->max_pool);
	dice->dice.rules = preset->rules;
	roll->ends_in_die = false;
	return true;
}
