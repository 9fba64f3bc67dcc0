/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advantage and disadvantage as words behind a roll: 1d20 adv, 1d20+5 (dis), 1d20 stealth with
 * advantage. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* The words found: where they begin and end in the text, and which end is kept. */
struct favour {
	size_t begin, end;
	bool low;
};

/* Read the words at AT, with brackets around them, or "with" or a sign before them: "-adv". */
static bool read_favour(const char *text, size_t at, struct favour *favour)
{
	bool bracket = text[at] == '(' || text[at] == '[';
	size_t word = at + bracket, len;

	if (!bracket)
		word = lex_past_blanks(text, word + strspn(text + word, "+-"));
	len = word_among(text + word, "with|at|w/|and");
	word = lex_past_blanks(text, word + len);
	favour->low = (len = word_among(text + word, "dis|disadv|disadvantage")) > 0;
	if (!favour->low)
		len = word_among(text + word, "adv|advantage");
	if (len == 0 || (bracket && text[word + len] != ')' && text[word + len] != ']'))
		return false;
	favour->begin = at;
	favour->end = word_exclaimed(text, word + len + bracket);
	return true;
}

/* Whether what stands before AT says that there is none, or that it is spoken of. */
static bool denied(const char *text, size_t begin, size_t at)
{
	static const char *const words[] = {
		"no ", "not ", "without ", "lost ", "lose ", "loses ", "has ", "have ", "had "};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);

		if (at >= begin + len && strncasecmp(text + at - len, words[i], len) == 0)
			return true;
	}
	return false;
}

/* Find the words: first of what is left, last of it, in brackets, or behind "with". */
static bool find_favour(const char *text, size_t begin, struct favour *favour)
{
	for (size_t at = begin; text[at] != '\0' && text[at] != '#'; at++) {
		const char *end;

		if (at > begin && !lex_is_blank(text[at - 1]))
			continue;
		if (!read_favour(text, at, favour) || denied(text, begin, at))
			continue;
		end = lex_skip_blanks(text + favour->end);
		if (at == begin || strchr("([", text[at]) != NULL ||
			word_is(text + at, "with") > 0 || *end == '\0' ||
			strchr("#.,;!?", *end) != NULL)
			return word_is(end, "of") == 0;
	}
	return false;
}

/* Of single dice in NODE, the d20, else the only one. COUNT: how many of either there are. */
static void find_single(const struct ast *node, const struct ast **die, size_t *d20s, size_t *all)
{
	switch (node->kind) {
	case AST_DICE:
		++*all;
		if (!ast_is_one_die(node) || (*d20s > 0 && !ast_has_sides(node, 20)))
			break;
		*d20s += ast_has_sides(node, 20);
		*die = node;
		break;
	case AST_NEGATE:
		find_single(node->operand, die, d20s, all);
		break;
	case AST_BINARY:
		find_single(node->binary.left, die, d20s, all);
		find_single(node->binary.right, die, d20s, all);
		break;
	default:
		break;
	}
}

static const struct ast *single_die(const struct reading *reading)
{
	const struct ast *die = NULL;
	size_t d20s = 0, all = 0;

	if (reading->system != NULL)
		return NULL;
	find_single(reading->roll->expr, &die, &d20s, &all);
	return d20s == 1 || (d20s == 0 && all == 1) ? die : NULL;
}

/* There is no single die: "2d20 adv" or "sr 6 adv". */
static enum habit refuse(struct reading *reading, const struct favour *favour)
{
	const char *text = reading->words.text, *rest = text + favour->end;
	const struct ast *expr = reading->roll->expr;
	bool game = reading->system != NULL;
	bool two = !game && expr->kind == AST_DICE && ast_has_sides(expr, 20) &&
		   expr->dice.rules == NULL;
	bool pair = !two && !game && strncasecmp(text, "2d6", 3) == 0 &&
		    !isalnum((unsigned char)text[3]);
	int end = (int)(game ? reading->rest : reading->roll->span.end);
	const char *lines[2];

	end = (int)lex_before_blanks(text, (size_t)end);
	if (pair)
		lines[0] = arena_printf(reading->arena, "3d6k%c2%.*s%s", favour->low ? 'l' : 'h',
			end - 3, text + 3, rest);
	else
		lines[0] = two ? arena_printf(reading->arena, "%.*sk%c1%s", end, text,
					 favour->low ? 'l' : 'h', rest)
			       : "";
	lines[1] = arena_printf(reading->arena, "%.*s # %s", end, text, text + reading->rest);
	return reading_refuse(reading, favour->begin,
		game ? "advantage is for one die that is typed"
		     : "advantage is for one die, such as 1d20 adv; several are kept",
		lines + !(two || pair), 1 + (two || pair));
}

enum habit habit_advantage(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *die = single_die(reading);
	struct favour favour;
	size_t count;

	if (!find_favour(text, reading->rest, &favour))
		return HABIT_NONE;
	if (reading->system != NULL && reading_unfold(reading))
		return HABIT_CHANGED;
	if (die == NULL)
		return refuse(reading, &favour);
	count = die->dice.count != NULL ? die->dice.count->span.end - die->span.begin : 0;
	wording_replace(&reading->words, favour.begin, favour.end, "");
	wording_replace(&reading->words, die->span.end, die->span.end, favour.low ? "kl1" : "kh1");
	wording_replace(&reading->words, die->span.begin, die->span.begin + count, "2");
	return HABIT_CHANGED;
}
