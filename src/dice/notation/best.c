/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words in front of dice that ask for a part of them: best 3 of 4d6, highest of 6x4d6, half of 8d6.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "dice/notation/reading.h"

/* The length of sets, such as 6x4d6kh3, at TEXT; or 0. */
static size_t sets_length(const char *text)
{
	size_t number = strspn(text, "0123456789");

	if (number == 0 || tolower((unsigned char)text[number]) != 'x' ||
		word_dice(text + number + 1) == 0)
		return 0;
	return strcspn(text, " \t#;,");
}

/* "best of three d6": three is a number of dice there. */
static bool count_in_digits(struct reading *reading, size_t at)
{
	const char *text = reading->words.text;
	unsigned number;
	size_t len = isalpha((unsigned char)text[at]) ? word_count(text + at, &number) : 0;
	size_t die = lex_past_blanks(text, at + len);

	if (len == 0 || tolower((unsigned char)text[die]) != 'd' || word_dice(text + die) == 0)
		return false;
	wording_replace(&reading->words, at, die, arena_printf(reading->arena, "%u", number));
	return true;
}

/* "best 3 of 4d6", "best of 6x4d6kh3" */
static enum habit best_of(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t high = word_among(text, "best|better|highest|top|higher|keep|high");
	size_t low = word_among(text, "worst|worse|lowest|lower|low");
	unsigned count = 1;
	size_t number = lex_past_blanks(text, high + low);
	size_t len = word_count(text + number, &count);
	size_t of = lex_past_blanks(text, number + len), dice, sets;
	char suffix[16];

	dice = lex_past_blanks(text, of + word_among(text + of, "of|from"));
	if (high + low == 0 || dice == of || count > 9999)
		return HABIT_NONE;
	if (count_in_digits(reading, dice))
		return HABIT_CHANGED;
	snprintf(suffix, sizeof suffix, "k%c%u", high > 0 ? 'h' : 'l', len > 0 ? count : 1);
	number = dice + word_dice(text + dice);
	sets = sets_length(text + dice);
	if (number == dice && sets == 0)
		return HABIT_NONE;
	if (sets > 0)
		wording_replace(&reading->words, dice + sets, dice + sets, "}");
	number += sets > 0 ? sets + 1 : 0;
	wording_replace(&reading->words, number, number, suffix);
	wording_replace(&reading->words, 0, dice, sets > 0 ? "{" : "");
	return HABIT_CHANGED;
}

/* "drop lowest 4d6": the words go behind the dice. */
static enum habit keep_first(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t words = keep_words(text), dice = words > 0 ? word_dice(text + words) : 0;

	if (dice == 0)
		return HABIT_NONE;
	wording_replace(&reading->words, words + dice, words + dice,
		arena_printf(reading->arena, " %.*s ", (int)lex_before_blanks(text, words), text));
	wording_replace(&reading->words, 0, words, "");
	return HABIT_CHANGED;
}

/* Words in front of dice that could ask for something else than their sum, and what to type for
 * that; %s are the dice. */
static const struct asked {
	const char *words, *instead;
} askeds[] = {
	{"half", "(%s)/2"}, {"max|maximum", "%skh1"}, {"min|minimum", "%skl1"},
	{"average|avg|mean|expected", NULL}, /* !odds says that */
};

/* "half of 8d6", "max 3d6" */
static enum habit asks_otherwise(struct reading *reading)
{
	const char *text = reading->words.text, *lines[2] = {"", ""};

	for (size_t i = 0; i < sizeof askeds / sizeof *askeds; i++) {
		size_t len = word_among(text, askeds[i].words), next = lex_past_blanks(text, len);
		const char *mark = askeds[i].instead != NULL ? strstr(askeds[i].instead, "%s")
							     : NULL;

		next = lex_past_blanks(text, next + word_among(text + next, "of"));
		if (len == 0 || word_dice(text + next) == 0)
			continue;
		if (mark != NULL)
			lines[0] = arena_printf(reading->arena, "%.*s%s%s",
				(int)(mark - askeds[i].instead), askeds[i].instead, text + next,
				mark + 2);
		lines[1] = arena_printf(reading->arena, "%s # %.*s", text + next, (int)len, text);
		return reading_refuse(reading, 0,
			mark != NULL ? "this could be rolled or only noted"
				     : "!odds tells averages; this rolls",
			lines + (mark == NULL), 1 + (mark != NULL));
	}
	return HABIT_NONE;
}

enum habit habit_best(struct reading *reading)
{
	static habit_fn *const habits[] = {best_of, keep_first, asks_otherwise};

	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}
