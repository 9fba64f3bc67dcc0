/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels in front of a roll: fireball 8d6, Perception: d20+3, 2 attacks 1d20. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dice/limits.h"
#include "dice/notation/reading.h"

/* Where a roll may begin behind a label: a word that is no dash. */
static bool may_begin(const char *text, size_t at)
{
	if (!lex_is_blank(text[at - 1]) && strchr(":,;", text[at - 1]) == NULL)
		return false;
	return strchr("+-*/ \t", text[at]) == NULL || isdigit((unsigned char)text[at + 1]) ||
	       text[at + 1] == '(';
}

/* Whether a roll begins at TEXT, or a list of rolls in brackets. */
static bool begins_unwrapped(const struct reading *reading, const char *text)
{
	return reading->begins(reading, text) ||
	       (*text == '(' && reading->begins(reading, text + 1));
}

/* Whether the word of a game and a number stand at TEXT: "sr 6", "save +3"; but "save 3 goblins"
 * may be English. */
static bool game_here(const struct reading *reading, const char *text)
{
	size_t word = lex_letters(text);
	const char *number = lex_skip_blanks(text + word);
	bool sign = *number == '+' || *number == '-', plain;

	return word > 0 && number > text + word && isdigit((unsigned char)number[sign]) &&
	       reading->system_rolls(
		       reading, arena_strndup(reading->arena, text, word), word, &plain) != NULL &&
	       (sign || !plain);
}

/* Where the roll begins, that of a game if GAMES, if it begins behind a label; or 0. */
static size_t behind_label(const struct reading *reading, bool games)
{
	const char *text = reading->words.text;

	for (size_t at = 1; text[at] != '\0' && text[at] != ';' && at < DICE_MAX_BYTES; at++) {
		size_t inner = strspn(text + at, "[(");

		if (!may_begin(text, at) || (games && !game_here(reading, text + at)))
			continue;
		if (!games && word_dice(text + at + inner) == 0 &&
			!isdigit((unsigned char)text[at + inner]) &&
			strchr("({[+-", text[at]) == NULL)
			continue;
		if (begins_unwrapped(reading, text + at))
			return at;
	}
	return 0;
}

/* Brackets around all that stands behind a label: "(1d20+6, 1d8+4)", "[1d20+6]". */
static void unwrap(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t len = strlen(text);

	if (len < 3 || !((*text == '[' && text[len - 1] == ']') ||
			       (*text == '(' && text[len - 1] == ')' && strchr(text, ',') != NULL)))
		return;
	if (strcspn(text + 1, "[](){}") < len - 2)
		return;
	wording_replace(&reading->words, len - 1, len, "");
	wording_replace(&reading->words, 0, 1, "");
}

/* What stands before BEGIN is a label. */
static enum habit take_label(struct reading *reading, size_t begin)
{
	const char *text = reading->words.text, *why;
	size_t end = begin, at;

	while (end > 0 && word_parts(text[end - 1]))
		end--;
	if (label_difficulty(reading, end, begin) != HABIT_NONE ||
		label_advantage(reading, end, begin) != HABIT_NONE)
		return HABIT_CHANGED;
	why = suspect_in(text, 0, end, &at);
	if (why != NULL)
		return reading_refuse_for(
			reading, at, why, "%s # %.*s", text + begin, (int)end, text);
	reading->label = arena_strndup(reading->arena, text, end);
	wording_replace(&reading->words, 0, begin, "");
	unwrap(reading);
	return HABIT_CHANGED;
}

/* Whether a number before what stands from WORDS to END of TEXT says how many there are: "attacks",
 * "goblins:", but not "handed sword". */
static bool is_counted(const char *text, size_t words, size_t end, size_t begin)
{
	const char *marks = text + words;
	bool marked = strcspn(marks, ":-") < begin - words;

	if (!isalpha((unsigned char)*marks) || word_among(marks, "handed|weapon") > 0)
		return false;
	return !marked || (strcspn(marks, ":") < begin - words &&
				  tolower((unsigned char)text[end - 1]) == 's');
}

/* "2 attacks 1d20+7", "three goblins: 1d20+2": rolled so often, or a label? */
static enum habit refuse_number(struct reading *reading, size_t begin)
{
	const char *text = reading->words.text, *lines[2];
	unsigned count = 0;
	size_t number = word_count(text, &count), words = lex_past_blanks(text, number);
	size_t end = begin;

	while (end > 0 && word_parts(text[end - 1]))
		end--;
	if (number == 0 || count < 2 || count > 99 || words == number || end <= words ||
		!is_counted(text, words, end, begin) || word_dice(text + begin) == 0)
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "%ux%s # %.*s", count, text + begin,
		(int)(end - words), text + words);
	lines[1] = arena_printf(reading->arena, "%s # %.*s", text + begin, (int)end, text);
	return reading_refuse(reading, 0, "this could be rolled so often, or be a label", lines, 2);
}

/* "Longsword +5, 1d8+3", "greataxe +7 1d12+4": the number in front of the dice at BEGIN may be for
 * a die that was left out. */
static enum habit refuse_bonus(struct reading *reading, size_t begin)
{
	const char *text = reading->words.text, *lines[2];
	size_t sign = 1, digits, words, dice = begin, dice_len;
	bool d20;

	while (sign < begin + 1 &&
		!((text[sign] == '+' || text[sign] == '-') && lex_is_blank(text[sign - 1]) &&
			isdigit((unsigned char)text[sign + 1])))
		sign++;
	digits = strspn(text + sign + (sign <= begin), "0123456789");
	if (sign > begin || (sign < begin && strcspn(text + sign, ":") < begin - sign))
		return HABIT_NONE;
	if (sign == begin)
		dice = lex_past_blanks(text, sign + 1 + digits);
	dice_len = word_dice(text + dice);
	d20 = dice_len >= 3 && strncasecmp(text + dice + dice_len - 3, "d20", 3) == 0;
	if (dice == begin + 1 + digits || dice_len == 0 ||
		(sign == begin && d20 &&
			(text[dice + dice_len] == '\0' || lex_is_blank(text[dice + dice_len]))))
		return HABIT_NONE;
	for (words = sign; words > 0 && word_parts(text[words - 1]);)
		words--;
	lines[0] = arena_printf(reading->arena, "1d20%.*s %.*s ; %s", (int)digits + 1, text + sign,
		(int)words, text, text + dice);
	lines[1] = arena_printf(
		reading->arena, "%s # %.*s", text + dice, (int)(sign + 1 + digits), text);
	return reading_refuse(reading, sign, "which dice does this go with?", lines, 2);
}

enum habit habit_label_first(struct reading *reading)
{
	enum habit result;
	size_t begin;

	if (reading->label != NULL || *reading->words.text == '#')
		return HABIT_NONE;
	begin = behind_label(reading, false);
	begin = begin > 0 ? begin : behind_label(reading, true);
	if (begin == 0)
		return HABIT_NONE;
	result = refuse_number(reading, begin);
	if (result == HABIT_NONE)
		result = refuse_bonus(reading, begin);
	return result != HABIT_NONE ? result : take_label(reading, begin);
}

/* Where the roll begins behind a colon, or a dash between blanks, at AT; or 0. */
static size_t behind_mark(const char *text, size_t at)
{
	bool dash = text[at] == '-' && at > 0 && lex_is_blank(text[at - 1]) &&
		    lex_is_blank(text[at + 1]);

	if (text[at] != ':' && !dash)
		return 0;
	return lex_past_blanks(text, at + 1);
}

enum habit habit_label_marked(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t begin = 0, found = 0;

	if (reading->label != NULL || strchr("+-.{", *text) != NULL ||
		isdigit((unsigned char)*text) || word_among(text, "rr|repeat") > 0)
		return HABIT_NONE;
	for (size_t at = 0; text[at] != '\0' && text[at] != ';' && at < DICE_MAX_BYTES; at++) {
		if (word_dice(text + at) > 0 && (at == 0 || !isalnum((unsigned char)text[at - 1])))
			break;
		begin = behind_mark(text, at);
		found = begin > 0 ? begin : found;
	}
	if (found == 0 || !begins_unwrapped(reading, text + found))
		return HABIT_NONE;
	if (refuse_number(reading, found) == HABIT_REFUSED)
		return HABIT_REFUSED;
	return take_label(reading, found);
}
