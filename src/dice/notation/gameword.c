/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game's word where it only names the roll or has more around it than the game knows: attack
 * 1d20+5, attack adv +5, init: +2, attack +5 AC 15. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* Whether the template ROLLS rolls several dice to keep one. */
static bool keeps_one(const char *rolls)
{
	const char *modifier = rolls + word_dice(rolls);

	return (*modifier == 'k' || *modifier == 'K') && strchr(modifier, '1') != NULL;
}

/* Whether DICE, LEN bytes, are what the template ROLLS begins with. COUNT: it asks for a number of
 * them, which has that many bytes there. */
static bool same_dice(const char *rolls, const char *dice, size_t len, size_t *count)
{
	size_t number = strspn(dice, "0123456789");

	*count = 0;
	if (*rolls == '{' && number > 0) {
		*count = number;
		rolls += strcspn(rolls, "}") + 1;
		return word_dice(rolls) == len - number &&
		       strncasecmp(rolls, dice + number, len - number) == 0;
	}
	if (keeps_one(rolls) && (number == 0 || (number == 1 && *dice == '1'))) {
		rolls += strspn(rolls, "0123456789");
		dice += number;
		len -= number;
	}
	rolls += *rolls == '1' && number == 0;
	return word_dice(rolls) == len && strncasecmp(rolls, dice, len) == 0;
}

/* Whether the dice of the template ROLLS are modified, or what is typed says which they are. */
static bool is_modified(const char *rolls)
{
	return *rolls == '{' || isalpha((unsigned char)rolls[word_dice(rolls)]);
}

/* "death 1d4", dice from AT on, LEN bytes, that the game of the word does not roll: does the word
 * only name them? */
static enum habit refuse_dice(struct reading *reading, size_t word, size_t at, size_t len)
{
	const char *text = reading->words.text, *lines[2];

	lines[0] = arena_printf(reading->arena, "%.*s%s%s", (int)word, text,
		text[at + len] != '\0' ? " " : "", text + at + len);
	lines[1] = arena_printf(reading->arena, "%s # %.*s", text + at, (int)word, text);
	return reading_refuse(reading, at, "this game rolls other dice", lines, 2);
}

/* "cpr 1d10+7": a system's word before its own dice does not roll them twice. Where the system does
 * nothing else with them, the word is a label. */
static enum habit own_dice(struct reading *reading)
{
	const char *text = reading->words.text, *rolls;
	size_t word = lex_letters(text);
	size_t dice = lex_past_blanks(text, word), len, count = 0;
	bool label, same, plus = text[dice] == '+';

	dice = lex_past_blanks(text, dice + plus);
	if (word == 0 || dice == word || (len = word_dice(text + dice)) == 0)
		return HABIT_NONE;
	rolls = reading->system_rolls(
		reading, plus ? arena_strndup(reading->arena, text, word) : text, word, &label);
	if (rolls == NULL || (plus && !label))
		return HABIT_NONE;
	label = label && !is_modified(rolls);
	same = same_dice(rolls, text + dice, len, &count);
	if (!label && !plus && !same && word_dice(rolls) > 0 &&
		!reading->system_adds(reading, text, word))
		return refuse_dice(reading, word, dice, len);
	if ((!label || plus) && !same)
		return HABIT_NONE;
	if (label)
		reading->label = arena_strndup(reading->arena, text, word);
	wording_replace(&reading->words, label ? 0 : dice + count, label ? dice : dice + len, "");
	return HABIT_CHANGED;
}

/* "attack +5 1d20": the number goes behind the dice, which are the game's own. */
static enum habit own_dice_last(struct reading *reading)
{
	const char *text = reading->words.text, *rolls, *bonus;
	size_t word = lex_letters(text), sign = lex_past_blanks(text, word), end, dice, len, count;
	bool open = text[sign] == '(', plain;

	sign += open;
	end = sign + 1 + strspn(text + sign + (text[sign] != '\0'), "0123456789");
	if (word == 0 || (text[sign] != '+' && text[sign] != '-') || end == sign + 1 ||
		(open && text[end] != ')'))
		return HABIT_NONE;
	dice = lex_past_blanks(text, end + open);
	len = word_dice(text + dice);
	if (dice == end + open || len == 0)
		return HABIT_NONE;
	rolls = reading->system_rolls(
		reading, arena_strndup(reading->arena, text, word), word, &plain);
	if (rolls == NULL || !same_dice(rolls, text + dice, len, &count))
		return HABIT_NONE;
	bonus = arena_strndup(reading->arena, text + sign, end - sign);
	wording_replace(&reading->words, dice + len, dice + len, bonus);
	wording_replace(&reading->words, word, dice, " ");
	return HABIT_CHANGED;
}

/* "attack adv +5": the game's word only adds up a d20, as that of advantage does. */
static enum habit own_advantage(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t word = lex_letters(text);
	size_t next = lex_past_blanks(text, word);
	struct favour favour;
	bool plain = false;

	next = lex_past_blanks(text, next + word_among(text + next, "with|at"));
	if (word == 0 || word_favour(text + next, &favour) == 0 ||
		reading->system_rolls(reading, text, word, &plain) == NULL || !plain)
		return HABIT_NONE;
	reading->label = arena_strndup(reading->arena, text, word);
	wording_replace(&reading->words, 0, next, "");
	return HABIT_CHANGED;
}

/* "init: +2": the colon means nothing. */
static enum habit own_colon(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t word = lex_letters(text);
	size_t next = lex_past_blanks(text, word + (text[word] == ':'));
	bool plain;

	if (word == 0 || text[word] != ':' || strchr("+-0123456789", text[next]) == NULL ||
		text[next] == '\0' || word_dice(text + next) > 0 ||
		reading->system_rolls(
			reading, arena_strndup(reading->arena, text, word), word, &plain) == NULL)
		return HABIT_NONE;
	wording_replace(&reading->words, word, word + 1, " ");
	return HABIT_CHANGED;
}

enum habit habit_game_word(struct reading *reading)
{
	static habit_fn *const habits[] = {own_dice, own_dice_last, own_advantage, own_colon};

	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}

/* ---- behind it ---- */

bool reading_unfold(struct reading *reading)
{
	const char *text = reading->words.text, *typed = reading->roll->source.text;
	size_t word = lex_letters(text);
	struct span span = reading->roll->span;
	const char *name = arena_strndup(reading->arena, text, word), *dice;
	bool plain = false;

	if (reading->system == NULL || reading->label != NULL || reading->roll->repeat_count > 0 ||
		reading->system_rolls(reading, name, word, &plain) == NULL || !plain)
		return false;
	dice = arena_printf(
		reading->arena, "%.*s ", (int)(span.end - span.begin), typed + span.begin);
	reading->label = name;
	wording_replace(&reading->words, 0, reading->rest, dice);
	return true;
}
