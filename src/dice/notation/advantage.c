/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advantage and disadvantage as words behind a roll: 1d20 adv, 1d20+5 (dis), 1d20 stealth with
 * advantage. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* The words found: where they begin and end in the text, and what they say. */
struct words {
	size_t begin, end;
	struct favour favour;
};

/* Read the words at AT, with brackets around them, or "with" or a sign before them: "-adv". */
static bool read_words(const char *text, size_t at, struct words *words)
{
	static const char opens[] = "([{*'", closes[] = ")]}*'";
	const char *bracket = text[at] != '\0' ? strchr(opens, text[at]) : NULL;
	size_t word = at + (bracket != NULL), len;

	if (bracket == NULL)
		word = lex_past_blanks(text, word + strspn(text + word, "+-@"));
	word = lex_past_blanks(text, word + word_with(text + word));
	len = word_favour(text + word, &words->favour);
	word += len + strspn(text + word + len, bracket != NULL ? "?!" : "");
	if (len == 0 || (bracket != NULL && text[word] != closes[bracket - opens]))
		return false;
	words->begin = at;
	words->end = word_exclaimed(text, word + (bracket != NULL));
	return true;
}

/* Whether one of WORDS, each ending in a blank, stands before AT. */
static bool stands_before(
	const char *text, size_t begin, size_t at, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(words[i]);

		if (at >= begin + len && strncasecmp(text + at - len, words[i], len) == 0)
			return true;
	}
	return false;
}

/* Whether what stands before AT says that there is none, or that it is spoken of. */
static bool denied(const char *text, size_t begin, size_t at)
{
	static const char *const words[] = {
		"no ", "not ", "without ", "lost ", "lose ", "loses ", "has ", "have ", "had "};

	return stands_before(text, begin, at, words, sizeof words / sizeof *words);
}

/* Whether more than one advantage is asked for, which may be of three dice. */
static bool is_more(const char *text, size_t begin, size_t at)
{
	static const char *const words[] = {"double ", "triple ", "super "};

	return stands_before(text, begin, at, words, sizeof words / sizeof *words);
}

/* Whether WORDS at AT are for the dice: first of what is left, last of it, in brackets, or behind
 * "with". */
static bool is_for_dice(const char *text, size_t begin, size_t at, const struct words *words)
{
	const char *end = lex_skip_blanks(text + words->end);

	if (denied(text, begin, at) || is_more(text, begin, at) || word_is(end, "of") > 0)
		return false;
	return at == begin || strchr("([{*", text[at]) != NULL ||
	       tolower((unsigned char)text[at]) == 'w' || *end == '\0' ||
	       strchr("#.,;!?", *end) != NULL;
}

/* Find the words, or else what only may be meant so, UNSURE. */
static bool find_words(const char *text, size_t begin, struct words *words, bool *unsure)
{
	bool found = false;
	struct words at_last = {.begin = begin};

	for (size_t at = begin; text[at] != '\0' && text[at] != '#'; at++) {
		if ((at > begin && !lex_is_blank(text[at - 1])) || !read_words(text, at, &at_last))
			continue;
		*unsure = !is_for_dice(text, begin, at, &at_last);
		if (word_is(lex_skip_blanks(text + at_last.end), "of") > 0)
			continue;
		found = true;
		*words = at_last;
		if (!*unsure)
			return true;
	}
	return found;
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
static enum habit refuse(struct reading *reading, const struct words *words)
{
	const char *text = reading->words.text, *rest = text + words->end;
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
		lines[0] = arena_printf(reading->arena, "3d6k%c2%.*s%s",
			words->favour.low ? 'l' : 'h', end - 3, text + 3, rest);
	else
		lines[0] = two ? arena_printf(reading->arena, "%.*sk%c1%s", end, text,
					 words->favour.low ? 'l' : 'h', rest)
			       : "";
	lines[1] = reading_comment(reading);
	return reading_refuse(reading, words->begin,
		game ? "advantage is for one die that is typed"
		     : "advantage is for one die, such as 1d20 adv; several are kept",
		lines + !(two || pair), 1 + (two || pair));
}

/* The roll alone, with DIE rolled as FAVOUR says. */
static const char *favoured(
	const struct reading *reading, const struct ast *die, struct favour favour)
{
	struct wording words = reading->words;

	wording_replace(&words, reading->roll->span.end, strlen(words.text), "");
	favour_wording(&words, die->span.begin, die->span.end, &favour);
	return words.text;
}

/* "I have advantage", "double advantage": the words could be a comment, or mean more dice. */
static enum habit refuse_unsure(
	struct reading *reading, const struct words *words, const struct ast *die)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[3];
	size_t count = 0;
	struct favour more = {.dice = 3, .low = words->favour.low};

	if (!denied(text, reading->rest, words->begin))
		lines[count++] = arena_printf(
			reading->arena, "%s # %s", favoured(reading, die, words->favour), rest);
	if (is_more(text, reading->rest, words->begin))
		lines[count++] = arena_printf(
			reading->arena, "%s # %s", favoured(reading, die, more), rest);
	lines[count++] = reading_comment(reading);
	return reading_refuse(
		reading, words->begin, "this could be advantage or a comment", lines, count);
}

enum habit habit_advantage(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *die = single_die(reading);
	struct words found = {.begin = 0};
	bool unsure;

	if (!find_words(text, reading->rest, &found, &unsure))
		return HABIT_NONE;
	if (reading->system != NULL && !unsure && reading_unfold(reading))
		return HABIT_CHANGED;
	if (unsure)
		return die != NULL ? refuse_unsure(reading, &found, die) : HABIT_NONE;
	if (die == NULL)
		return refuse(reading, &found);
	wording_replace(&reading->words, found.begin, found.end, "");
	favour_wording(&reading->words, die->span.begin, die->span.end, &found.favour);
	return HABIT_CHANGED;
}

/* "1d20+5 best of 2" */
enum habit habit_best_of(struct reading *reading)
{
	static const char best[] = "best of|better of|highest of|higher of|the best of|"
				   "the better of|the highest of|the higher of";
	static const char worst[] = "worst of|worse of|lowest of|lower of|the worst of|"
				    "the worse of|the lowest of|the lower of";
	const char *text = reading->words.text, *lines[2];
	size_t high = word_among(text + reading->rest, best);
	size_t low = word_among(text + reading->rest, worst), number, end;
	const struct ast *die = single_die(reading);
	struct favour favour = {.low = low > 0};

	number = lex_past_blanks(text, reading->rest + high + low);
	end = number + word_count(text + number, &favour.dice);
	if (high + low == 0 || end == number || favour.dice < 2 || favour.dice > 20 ||
		reading->system != NULL)
		return HABIT_NONE;
	number = lex_past_blanks(text, end);
	number += word_among(text + number, "rolls|dice|tries");
	end = number > lex_past_blanks(text, end) ? number : end;
	if (die == NULL) {
		int roll = (int)reading->roll->span.end;

		lines[0] = arena_printf(reading->arena, "{%ux%.*s}k%c1%s", favour.dice, roll, text,
			low > 0 ? 'l' : 'h', text + end);
		lines[1] = reading_comment(reading);
		return reading_refuse(
			reading, reading->rest, "this could keep one of several rolls", lines, 2);
	}
	wording_replace(&reading->words, reading->rest, end, "");
	favour_wording(&reading->words, die->span.begin, die->span.end, &favour);
	return HABIT_CHANGED;
}

/* "1d20+5; adv": no other roll, since nothing follows. */
enum habit habit_advantage_parted(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t mark = reading->rest, word = lex_past_blanks(text, mark + (text[mark] != '\0'));
	struct words words;

	if ((text[mark] != ';' && text[mark] != ',') || single_die(reading) == NULL ||
		!read_words(text, word, &words) || !word_is_last(text, words.end))
		return HABIT_NONE;
	wording_replace(&reading->words, mark, mark + 1, " ");
	return HABIT_CHANGED;
}

enum habit label_advantage(struct reading *reading, size_t end, size_t roll)
{
	const char *text = reading->words.text;
	struct words words = {.begin = 0};
	size_t dice, at = roll + word_first_dice(text + roll, &dice);

	for (size_t begin = 1; begin < end; begin++) {
		if (!lex_is_blank(text[begin - 1]) || !read_words(text, begin, &words) ||
			words.end != end || denied(text, 0, begin) || is_more(text, 0, begin))
			continue;
		if (!favour_die(reading, at, &words.favour))
			return HABIT_NONE;
		wording_replace(&reading->words, words.begin, words.end, "");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}
