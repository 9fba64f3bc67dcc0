/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands right behind dice or a number and is no notation there, but is behind a blank:
 * d20adv, 1d20+7>=15, 3d6,2d8; punctuation at the end; and lists of rolls in brackets. */
#include <ctype.h>
#include <string.h>

#include "dice/notation/reading.h"

static enum habit part(struct reading *reading, size_t at)
{
	wording_replace(&reading->words, at, at, " ");
	return HABIT_CHANGED;
}

/* Whether the ! that ends at END explodes nothing: it stands behind a blank or a number that is
 * added. */
static bool is_shout(const char *text, size_t end)
{
	while (end > 0 && text[end - 1] == '!')
		end--;
	while (end > 0 && isdigit((unsigned char)text[end - 1]))
		end--;
	return end > 0 && strchr("+-*/ \t", text[end - 1]) != NULL;
}

/* Whether the % that ends at END stands behind what something is compared with: "d100<=45%". */
static bool is_percent(const char *text, size_t end)
{
	size_t number = end - 1;

	while (number > 0 && isdigit((unsigned char)text[number - 1]))
		number--;
	return number > 0 && number < end - 1 && strchr("<>=", text[number - 1]) != NULL;
}

/* "1d20+5." */
static enum habit punctuation(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t len = strlen(text), end = len;

	while (end > 0 && (strchr(".,;:? \t", text[end - 1]) != NULL ||
				  (text[end - 1] == '!' && is_shout(text, end)) ||
				  (text[end - 1] == '%' && is_percent(text, end))))
		end--;
	if (end == len || end == 0)
		return HABIT_NONE;
	wording_replace(&reading->words, end, len, "");
	return HABIT_CHANGED;
}

/* "d20adv+5", "1d20+5adv" */
static enum habit advantage(struct reading *reading)
{
	const char *text = reading->words.text;
	struct favour favour;

	for (size_t at = 1; at <= strcspn(text, "#"); at++)
		if (isdigit((unsigned char)text[at - 1]) && word_favour(text + at, &favour) > 0)
			return part(reading, at);
	return HABIT_NONE;
}

/* "1d20+PB+3": names have no numbers, which is said where blanks stand around the signs. */
static enum habit name(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t end = strcspn(text, " \t#([{");

	for (size_t at = 1; at + 1 < end; at++) {
		if (text[at] != '+' || !isalpha((unsigned char)text[at + 1]) ||
			word_dice(text + at + 1) > 0 ||
			text[at + 1 + lex_letters(text + at + 1)] == '(')
			continue;
		for (size_t sign = end; sign-- > at;)
			if (text[sign] == '+' || text[sign] == '-') {
				wording_replace(&reading->words, sign + 1, sign + 1, " ");
				wording_replace(&reading->words, sign, sign, " ");
			}
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "1d20+3str": the name of a number is its label. */
static enum habit named_number(struct reading *reading)
{
	const char *text = reading->words.text;
	struct favour favour;

	for (size_t at = 1; text[at] != '\0' && strchr("#\"`", text[at]) == NULL; at++) {
		size_t digits = strspn(text + at + 1, "0123456789");
		size_t name = at + 1 + digits, len = lex_letters(text + name);

		if ((text[at] != '+' && text[at] != '-') || digits == 0 || len < 2 ||
			!word_ends(text + name + len) || lex_modifier_word(text + name) > 0 ||
			word_favour(text + name, &favour) > 0 ||
			word_among(text + name, "times|dice") > 0)
			continue;
		wording_replace(&reading->words, name + len, name + len, "]");
		wording_replace(&reading->words, name, name, "[");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "3d6x10": behind a blank it is refused with all that it could mean. */
static enum habit repetition(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t at = strcspn(text, "xX \t#");

	if (at == 0 || strchr("xX", text[at]) == NULL || text[at] == '\0' ||
		(!isdigit((unsigned char)text[at + 1]) && word_dice(text + at + 1) == 0) ||
		!reading->begins(reading, arena_strndup(reading->arena, text, at)))
		return HABIT_NONE;
	return part(reading, at);
}

/* "1d20+7>=15" */
static enum habit comparison(struct reading *reading)
{
	const char *text = reading->words.text;
	int nesting = 0;

	for (size_t at = 0; text[at] != '\0' && strchr("# \t", text[at]) == NULL; at++) {
		enum comparison found;
		size_t len;

		nesting += (text[at] == '(' || text[at] == '{') -
			   (text[at] == ')' || text[at] == '}');
		if (nesting > 0 || at == 0 || text[at] == '!' ||
			!comparison_match(text + at, &found, &len))
			continue;
		if (word_number(text + at + len) > 0 && strcspn(text, "+-*/)") < at &&
			(isdigit((unsigned char)text[at - 1]) || text[at - 1] == ')'))
			return part(reading, at);
		return HABIT_NONE;
	}
	return HABIT_NONE;
}

/* Whether a label in brackets stands at OPEN, right behind a number. */
static bool is_label(const char *text, size_t open)
{
	size_t len = strcspn(text + open, ")");

	return text[open] == '(' && text[open + len] == ')' &&
	       isalnum((unsigned char)text[open - 1]) && isalpha((unsigned char)text[open + 1]) &&
	       strcspn(text + open, "0123456789[]+*/") > len;
}

/* "2d6(fire)", "d20 + 3(str)": a label. */
static enum habit label(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t first = strcspn(text, "( \t#"), end = strcspn(text, "#"), close;

	for (size_t open = 1; open < end; open++) {
		if (!is_label(text, open) ||
			(open != first && !isdigit((unsigned char)text[open - 1])))
			continue;
		close = open + strcspn(text + open, ")");
		wording_replace(&reading->words, close, close + 1, "]");
		wording_replace(&reading->words, open, open + 1, "[");
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}

/* "d20: to hit", "1d20+5. attack" */
static enum habit colon(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t end = strcspn(text, " \t#"), at = end;

	while (at > 0 && strchr(":.?", text[at - 1]) != NULL)
		at--;
	if (at == 0 || at == end || !lex_is_blank(text[end]) ||
		!reading->begins(reading, arena_strndup(reading->arena, text, at)))
		return HABIT_NONE;
	return part(reading, at);
}

/* The modifier whose number ends at AT and that may stand twice: r of r1; its length, or 0. */
static size_t repeatable(const char *text, size_t at, size_t *begin)
{
	size_t digit = at, word;

	while (digit > 0 && isdigit((unsigned char)text[digit - 1]))
		digit--;
	word = digit;
	while (word > 0 && strchr("rRoOiI", text[word - 1]) != NULL)
		word--;
	*begin = word;
	return digit < at && word > 0 && isdigit((unsigned char)text[word - 1]) ? digit - word : 0;
}

/* "4d6r1,2": both are rerolled; "1d20,5" and "1d1,000" could be anything. */
static enum habit comma_number(struct reading *reading, size_t at)
{
	const char *text = reading->words.text, *lines[2];
	size_t word, len = repeatable(text, at, &word),
		     number = strspn(text + at + 1, "0123456789");

	if (number == 0 || !word_ends(text + at + 1 + number))
		return HABIT_NONE;
	if (len > 0) {
		wording_replace(&reading->words, at, at + 1,
			arena_strndup(reading->arena, text + word, len));
		return HABIT_CHANGED;
	}
	lines[0] = arena_printf(reading->arena, "%.*s%s", (int)at, text, text + at + 1);
	lines[1] = arena_printf(reading->arena, "%.*s+%s", (int)at, text, text + at + 1);
	return reading_refuse(reading, at,
		"a comma stands only between the numbers of a function or in { }",
		lines + (number != 3), 2 - (number != 3));
}

/* "3d6,2d8", "1d20+5|2d6" */
static enum habit comma(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t at = strcspn(text, ",&|#");

	if (at == 0 || text[at] == '\0' || text[at] == '#' || lex_is_blank(text[at - 1]))
		return HABIT_NONE;
	if ((!lex_is_blank(text[at + 1]) || text[at] == '|') &&
		!reading->begins(reading, lex_skip_blanks(text + at + 1)))
		return text[at] == ',' && strcspn(text, "([{") > at ? comma_number(reading, at)
								    : HABIT_NONE;
	if (text[at] == '|' || text[at] == '&')
		wording_replace(&reading->words, at, at + 1, " ; ");
	else
		wording_replace(&reading->words, at, at, " ");
	return HABIT_CHANGED;
}

/* Whether dice are kept or dropped at TEXT: behind a list, which is a group then. */
static bool keep_follows(const char *text)
{
	const struct modifier *modifier = modifier_match(text);

	return modifier != NULL && modifier->kind == MODIFIER_KEEP &&
	       strcmp(modifier->spelling, "d") != 0; /* a die */
}

/* "(1d20+6, 1d8+4)": the text between the brackets; "(1d6,1d8)kh1": a group. */
static enum habit list(struct reading *reading)
{
	const char *text = reading->words.text, *end = strchr(text, ')');
	const char *inside;
	size_t close;
	bool group;

	if (*text != '(' || end == NULL || memchr(text, ',', (size_t)(end - text)) == NULL)
		return HABIT_NONE;
	group = keep_follows(end + 1);
	inside = arena_strndup(reading->arena, text + 1, (size_t)(end - text) - 1);
	if (!(group || word_ends(end + 1)) || !reading->begins(reading, inside))
		return HABIT_NONE;
	close = (size_t)(end - text);
	wording_replace(&reading->words, close, close + 1, group ? "}" : "");
	wording_replace(&reading->words, 0, 1, group ? "{" : "");
	return HABIT_CHANGED;
}

enum habit habit_glued(struct reading *reading)
{
	static habit_fn *const habits[] = {advantage, name, named_number, repetition, comparison,
		list, label, colon, comma, punctuation};

	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}
