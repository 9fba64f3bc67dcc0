/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands before a roll, and is looked at before it is parsed: brackets and quotes around it,
 * words that only ask for a roll, advantage, signs that could mean two things. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* A copy of what stands in TEXT between BEGIN and END, without blanks in front. */
static const char *inside(const struct reading *reading, const char *text, size_t begin, size_t end)
{
	begin = lex_past_blanks(text, begin);
	return arena_strndup(reading->arena, text + begin, end - begin);
}

/* Quotes, or brackets, around the whole. */
static enum habit wrapped(struct reading *reading)
{
	static const char *const pairs[] = {"\"\"", "''", "``", "[]", "**", "__", "~~", "<>"};
	const char *text = reading->words.text;
	size_t len = strlen(text);

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (len < 3 || *text != pairs[i][0] || text[len - 1] != pairs[i][1])
			continue;
		if ((strchr("*_~", *text) == NULL &&
			    strchr(text + 1, pairs[i][1]) != text + len - 1) ||
			!reading->begins(reading, inside(reading, text, 1, len - 1)))
			continue;
		wording_replace(&reading->words, len - 1, len, "");
		wording_replace(&reading->words, 0, lex_past_blanks(text, 1), "");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "[1d20+5] attack", "`1d20+5` attack": brackets around the dice alone. */
static enum habit wrapped_dice(struct reading *reading)
{
	static const char *const pairs[] = {"[]", "``", "**", "\"\""};
	const char *text = reading->words.text, *close;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t dice;

		close = *text == pairs[i][0] ? strchr(text + 1, pairs[i][1]) : NULL;
		if (close == NULL || !lex_is_blank(close[1]))
			continue;
		word_first_dice(close + 1, &dice);
		if ((*text == '"' && dice > 0) ||
			!reading->begins(reading, inside(reading, text, 1, (size_t)(close - text))))
			continue;
		wording_replace(
			&reading->words, (size_t)(close - text), (size_t)(close - text) + 1, "");
		wording_replace(&reading->words, 0, lex_past_blanks(text, 1), "");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "[[2d6]]+3", "1d20 + [[1d4]]"; the last of them first, which may stand in others. */
static enum habit double_brackets(struct reading *reading)
{
	const char *text = reading->words.text, *begin = NULL, *end;
	size_t first, at, comment = strcspn(text, "#");
	bool whole;

	for (const char *next = strstr(text, "[["); next != NULL; next = strstr(next + 1, "[["))
		begin = (size_t)(next - text) < comment ? next : begin;
	end = begin != NULL ? strstr(begin, "]]") : NULL;
	if (end == NULL)
		return HABIT_NONE;
	first = (size_t)(begin - text);
	at = (size_t)(end - text);
	if (first + 2 + strspn(text + first + 2, "0123456789") < at &&
		!reading->begins(reading, inside(reading, text, first + 2, at)))
		return HABIT_NONE;
	whole = first == 0 && end[2] == '\0';
	wording_replace(&reading->words, at, at + 2, whole ? "" : ")");
	wording_replace(&reading->words, first, first + 2, whole ? "" : "(");
	return HABIT_CHANGED;
}

/* "roll 2d6" */
static enum habit asks_for_roll(struct reading *reading)
{
	static const char words[] = "roll|rolls|rolling|r|dice|throw|/roll|/r|!roll|!r|.roll|.r|"
				    "\\roll|\\r";
	const char *text = reading->words.text;
	size_t len = word_among(text, words), next = lex_past_blanks(text, len);

	if (len == 0 || text[next] == '\0')
		return HABIT_NONE;
	if (text[next] == ':')
		next = lex_past_blanks(text, next + 1);
	wording_replace(&reading->words, 0, next, "");
	return HABIT_CHANGED;
}

/* "with advantage 1d20+5": the word goes behind the dice. */
static enum habit advantage_first(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t begin = lex_past_blanks(text, word_among(text, "with|at")), letters, len, next;
	size_t dice, at;
	struct favour favour;

	letters = lex_letters(text + begin);
	len = word_favour(arena_strndup(reading->arena, text + begin, letters), &favour);
	if (len == 0 || text[begin + len] != '(')
		len = word_favour(text + begin, &favour);
	next = begin + len;
	next = lex_past_blanks(
		text, next + (text[next] != '\0' && strchr(":,!", text[next]) != NULL));
	if (len == 0 || (next == begin + len && text[next] != '('))
		return HABIT_NONE;
	at = next + word_first_dice(text + next, &dice);
	/* "adv +5 +1d4" is a d20 with more: the game's word takes it. */
	if (dice == 0 || memchr(text + next, '+', at - next) != NULL ||
		memchr(text + next, '-', at - next) != NULL || word_number(text + next) > 0 ||
		!reading->begins(reading, text + next))
		return HABIT_NONE;
	if (!favour_die(reading, at, &favour))
		wording_replace(&reading->words, at + dice, at + dice,
			arena_printf(reading->arena, " %.*s ", (int)len, text + begin));
	wording_replace(&reading->words, 0, next, "");
	return HABIT_CHANGED;
}

/* "+d20": one program knows a sign before a lone die as advantage. */
static enum habit signed_die(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t die = lex_past_blanks(text, 1), len, other, dice;
	char with[200], without[200];
	const char *lines[] = {with, without};

	if ((*text != '+' && *text != '-') || (text[die] != 'd' && text[die] != 'D'))
		return HABIT_NONE;
	len = word_dice(text + die);
	other = word_first_dice(text + die + len, &dice);
	if (len == 0 || (dice > 0 && other > 0) || strlen(text) > 100)
		return HABIT_NONE;
	snprintf(with, sizeof with, "2%.*sk%c1%s", (int)len, text + die, *text == '+' ? 'h' : 'l',
		text + die + len);
	snprintf(without, sizeof without, *text == '+' ? "1%s" : "0-1%s", text + die);
	return reading_refuse(
		reading, 0, "a sign before a lone die is advantage elsewhere", lines, 2);
}

/* "d66" is two dice, one for the tens; of "d666" nobody knows which is meant. */
static enum habit tens_and_ones(struct reading *reading)
{
	char die[48], figures[48];
	const char *text = reading->words.text;
	const char *const lines[] = {die, figures};
	size_t sixes;

	if (*text != 'd' && *text != 'D')
		return HABIT_NONE;
	sixes = strspn(text + 1, "6");
	if (sixes < 2 || isalnum((unsigned char)text[1 + sixes]))
		return HABIT_NONE;
	if (sixes > 2) {
		snprintf(die, sizeof die, "1%.40s", text);
		snprintf(figures, sizeof figures, "d%.40s", text);
		return reading_refuse(reading, 0,
			"this could be a die of so many sides, or a d6 for each figure", lines, 2);
	}
	wording_replace(&reading->words, 0, 1, "dd");
	return HABIT_CHANGED;
}

/* "+5 1d20", "(+5) 1d20": the number goes behind the dice. "(5) 1d20": how often, or how much? */
static enum habit bonus_first(struct reading *reading)
{
	const char *text = reading->words.text, *lines[2];
	size_t open = *text == '(' || *text == '[', sign = strspn(text + open, "+-");
	size_t number = open + sign, digits = strspn(text + number, "0123456789");
	size_t end = number + digits + open, next = lex_past_blanks(text, end), dice;
	const char *bonus;

	if (sign > 1 || sign + open == 0 || digits == 0 || next == end ||
		(open > 0 && text[end - 1] != (*text == '(' ? ')' : ']')) ||
		word_dice(text + next) == 0)
		return HABIT_NONE;
	bonus = arena_printf(
		reading->arena, "%s%.*s", sign > 0 ? "" : "+", (int)(sign + digits), text + open);
	dice = next + strcspn(text + next, " \t#;,");
	if (sign == 0) {
		lines[0] = arena_printf(reading->arena, "%sx%s", bonus + 1, text + next);
		lines[1] = arena_printf(reading->arena, "%.*s%s%s", (int)(dice - next), text + next,
			bonus, text + dice);
		return reading_refuse(
			reading, 0, "this could repeat the roll or be added to it", lines, 2);
	}
	wording_replace(&reading->words, dice, dice, bonus);
	wording_replace(&reading->words, 0, next, "");
	return HABIT_CHANGED;
}

/* "%", "35% chance", "%35" */
static enum habit percent_alone(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t sign = *text == '%', number = strspn(text + sign, "0123456789");
	size_t end = sign + number + (sign == 0 && number > 0 && text[number] == '%');

	if (number > 0 && number < 4 && end > number && word_ends(text + end) &&
		strspn(lex_skip_blanks(text + end), "+-*/") == 0)
		return reading_refuse_for(reading, 0, "there are no dice in this", "d%% <= %.*s%s",
			(int)number, text + sign, text + end);

	if (*text != '%' || !word_ends(text + 1))
		return HABIT_NONE;
	return reading_refuse_for(reading, 0, "this is how many sides a die has", "d%s", text);
}

/* "15 <= d20", "10 < d20 < 15": the number stands on the wrong side. */
static enum habit number_first(struct reading *reading)
{
	static const char *const turned[][2] = {{">=", "<="}, {"<=", ">="}, {"=>", "<="},
		{"=<", ">="}, {">", "<"}, {"<", ">"}, {"=", "="}};
	const char *text = reading->words.text;
	size_t number = strspn(text, "0123456789"), sign = lex_past_blanks(text, number), dice;

	if (number == 0 || number > 9 || strchr("<>=", text[sign]) == NULL || text[sign] == '\0')
		return HABIT_NONE;
	for (size_t i = 0; i < sizeof turned / sizeof *turned; i++) {
		size_t len = strlen(turned[i][0]);

		if (strncmp(text + sign, turned[i][0], len) != 0)
			continue;
		dice = lex_past_blanks(text, sign + len);
		len = strcspn(text + dice, " <>=#");
		if (word_dice(text + dice) == 0)
			return HABIT_NONE;
		return reading_refuse_for(reading, 0,
			"dice stand before what they are compared with", "%.*s %s %.*s", (int)len,
			text + dice, turned[i][1], (int)number, text);
	}
	return HABIT_NONE;
}

/* "1d+2": dice of how many sides? */
static enum habit no_sides(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t d = strspn(text, "0123456789");

	if ((text[d] != 'd' && text[d] != 'D') || (d == 0 && text[1] != '\0') ||
		strchr("+-", text[lex_past_blanks(text, d + 1)]) == NULL)
		return HABIT_NONE;
	return reading_refuse_for(reading, d, "a die needs its sides", "%.*s%s6%s", (int)d + 1,
		d > 0 ? text : "1d", d > 0 ? "" : "d", text + d + 1);
}

/* Where two dashes stand in TEXT before what they could take off, at NEXT; or 0. Behind a blank it
 * has to be the last word, since "-- 5 orcs" is a comment; "- -5" is arithmetic. */
static size_t find_dashes(const char *text, size_t *next)
{
	for (size_t at = 1; text[at] != '\0' && strchr("#\"", text[at]) == NULL; at++) {
		size_t second = lex_past_blanks(text, at + 1), number;

		*next = text[second] == '-' ? lex_past_blanks(text, second + 1) : at;
		if (text[at] != '-' || *next == at || (second > at + 1 && *next == second + 1))
			continue;
		number = word_number(text + *next);
		if (*next == second + 1 ? isdigit((unsigned char)text[*next]) || text[*next] == 'd'
					: number > 0 && word_is_last(text, *next + number))
			return at;
	}
	return 0;
}

/* "3d6--1", "1d20 -- 5" */
static enum habit two_dashes(struct reading *reading)
{
	const char *text = reading->words.text, *lines[2];
	size_t next, at = find_dashes(text, &next), first = strcspn(text, " \t");

	if (at == 0 || (first < at && lex_past_blanks(text, first) < at))
		return HABIT_NONE;
	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(
			reading->arena, "%.*s%c%s", (int)at, text, i == 0 ? '-' : '+', text + next);
	return reading_refuse(reading, at, "two dashes could be one", lines, 2);
}

/* "1d20 +- 5": blanks behind two signs mean nothing. */
static enum habit two_signs(struct reading *reading)
{
	const char *text = reading->words.text;

	for (size_t at = 1; text[at] != '\0' && strchr("#\"", text[at]) == NULL; at++) {
		size_t next;

		if (strncmp(text + at, "+-", 2) != 0 && strncmp(text + at, "-+", 2) != 0)
			continue;
		next = lex_past_blanks(text, at + 2);
		if (next == at + 2 || !isdigit((unsigned char)text[next]))
			continue;
		wording_replace(&reading->words, at, next, "-");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "1d20±5" */
static enum habit either_sign(struct reading *reading)
{
	static const char sign[] = "±";
	const char *text = reading->words.text, *found = strstr(text, sign), *lines[2];
	const char *number = found != NULL ? lex_skip_blanks(found + strlen(sign)) : text;
	int end = found != NULL ? (int)lex_before_blanks(text, (size_t)(found - text)) : 0;

	if (found == NULL || (!isdigit((unsigned char)*number) && word_dice(number) == 0) ||
		strcspn(text, "#\"") < (size_t)end)
		return HABIT_NONE;
	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(reading->arena, "%.*s%c%s", end, text, "+-"[i], number);
	return reading_refuse(
		reading, (size_t)(found - text), "this could be added or taken off", lines, 2);
}

/* "1d20+7/+2": the bonuses of two attacks, hardly a division. */
static enum habit two_bonuses(struct reading *reading)
{
	const char *text = reading->words.text, *slash = strstr(text, "/+"), *lines[2];
	size_t end = slash != NULL ? (size_t)(slash - text) : 0, first = end, dice;

	while (first > 0 && isdigit((unsigned char)text[first - 1]))
		first--;
	if (first < 2 || first == end || text[first - 1] != '+' || word_number(slash + 2) == 0 ||
		strcspn(text, " \t#({\"") < end)
		return HABIT_NONE;
	word_first_dice(text, &dice);
	if (dice == 0)
		return HABIT_NONE;
	lines[0] = arena_printf(
		reading->arena, "%.*s ; %.*s%s", (int)end, text, (int)first - 1, text, slash + 1);
	return reading_refuse(reading, end, "one roll has one bonus", lines, 1);
}

/* "d20+5 / d8+3": two rolls, or a division? A d20 is hardly divided by other dice. */
static enum habit slash(struct reading *reading)
{
	const char *text = reading->words.text, *slash = strstr(text, " / ");
	const char *next = slash != NULL ? lex_skip_blanks(slash + 3) : NULL;
	const char *lines[2];
	size_t dice, at;
	int end;

	if (slash == NULL || word_dice(next) == 0)
		return HABIT_NONE;
	end = (int)(slash - text);
	at = word_first_dice(text, &dice);
	if (at > (size_t)end || dice < 3 || strncasecmp(text + at + dice - 3, "d20", 3) != 0 ||
		strcspn(text, "#({\"") < (size_t)end)
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "%.*s ; %s", end, text, next);
	lines[1] = arena_printf(reading->arena, "(%.*s)/(%s)", end, text, next);
	return reading_refuse(reading, (size_t)end + 1,
		"this could part two rolls or divide one by the other", lines, 2);
}

enum habit habit_before(struct reading *reading)
{
	static habit_fn *const habits[] = {habit_spoiler, double_brackets, wrapped, wrapped_dice,
		asks_for_roll, bonus_first, percent_alone, advantage_first, habit_best,
		habit_secret, signed_die, two_dashes, two_signs, either_sign, two_bonuses, slash,
		no_sides, tens_and_ones, habit_game_word, habit_difficulty_first, habit_keep_minus,
		habit_label_marked, habit_spelling};
	/* Most rolls begin with a number: then no word, sign, quote or bracket stands in front. */
	static habit_fn *const behind_number[] = {percent_alone, habit_spoiler, double_brackets,
		two_dashes, two_signs, either_sign, two_bonuses, slash, no_sides, number_first,
		tens_and_ones, habit_keep_minus, habit_label_marked, habit_spelling};

	if (isdigit((unsigned char)*reading->words.text))
		return habits_try(
			reading, behind_number, sizeof behind_number / sizeof *behind_number);
	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}
