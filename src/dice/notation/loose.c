/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modifiers behind a blank: 4d6 k3, 10d10 t7 f1, 4d6 kh 3, 3d6 !. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice/notation/reading.h"

enum { SUFFIX_BYTES = 200 };

/* A modifier as it stands loose in the text. */
struct loose {
	const struct modifier *modifier;
	size_t word, number; /* where its word begins, and what is behind a blank; 0: nothing */
	size_t end;
};

/* "kh 3": the end of the number behind a blank that MODIFIER, whose word ends at AT, takes. */
static bool spaced_number(
	const char *text, const struct modifier *modifier, size_t at, struct loose *loose)
{
	size_t number = lex_past_blanks(text, at);
	size_t len = word_number(text + number);

	if (number == at || len == 0 || modifier->takes == TAKES_NOTHING ||
		!isalpha((unsigned char)*modifier->spelling) || modifier->kind == MODIFIER_EXPLODE)
		return false;
	loose->number = number;
	loose->end = number + len;
	return word_is(lex_skip_blanks(text + loose->end), "times") == 0;
}

/* Whether what follows WORD, a modifier that could be an English word, is no sentence. */
static bool stands_alone(const char *rest)
{
	rest = lex_skip_blanks(rest);
	return *rest == '\0' || !isalpha((unsigned char)*rest) || lex_modifier_word(rest) > 0;
}

/* "d1" drops; other numbers behind a d are more likely sides. */
static bool is_die(const char *text)
{
	return word_dice(text) > 0 && !word_drops(text);
}

/* Whether MODIFIER, a letter at TEXT that keeps, drops or rerolls, is all that is left. */
static bool is_last_letter(const char *text, const struct modifier *modifier)
{
	return strlen(modifier->spelling) == 1 && *lex_skip_blanks(text + 1) == '\0' &&
	       (modifier->kind == MODIFIER_KEEP || modifier->kind == MODIFIER_REROLL) &&
	       modifier->takes < NEEDS_DIGITS;
}

/* The length of a modifier at TEXT with the number or comparison that it takes, or 0. */
static size_t modifier_length(const char *text)
{
	const struct modifier *modifier = modifier_match(text);
	enum comparison comparison;
	size_t len, sign;

	if (modifier == NULL || modifier->kind == MODIFIER_REFUSED || is_die(text))
		return 0;
	len = strlen(modifier->spelling);
	if (comparison_match(text + len, &comparison, &sign) && modifier->takes != TAKES_NOTHING)
		len += sign;
	else if (modifier->takes == TAKES_COMPARISON)
		return len;
	return len + strspn(text + len, "0123456789");
}

/* The length of a word at TEXT that is several modifiers, each with its number: dh1kl1, t7f1; or
 * 0. */
static size_t modifiers_length(const char *text)
{
	size_t at = 0, count = 0, len;

	while ((len = modifier_length(text + at)) > 0 &&
		isdigit((unsigned char)text[at + len - 1])) {
		at += len;
		count++;
	}
	return count > 1 && word_ends(text + at) ? at : 0;
}

/* Read the modifier at AT. */
static bool read_loose(const char *text, size_t at, struct loose *loose)
{
	const struct modifier *modifier = modifier_match(text + at);
	size_t len, word;
	bool english;

	if (modifier == NULL || modifier->kind == MODIFIER_REFUSED || is_die(text + at) ||
		*modifier->spelling == 'v' || word_is_heart(text + at))
		return false;
	word = strlen(modifier->spelling);
	*loose = (struct loose){.modifier = modifier, .word = at};
	if (lex_is_blank(text[at + word]) && spaced_number(text, modifier, at + word, loose))
		return true;
	if ((len = modifiers_length(text + at)) > 0) {
		loose->end = at + len;
		return true;
	}
	if (is_last_letter(text + at, modifier)) {
		loose->end = at + 1;
		return true;
	}
	len = lex_modifier_word(text + at);
	loose->end = at + len;
	english = len == word && isalpha((unsigned char)*modifier->spelling) &&
		  modifier->kind != MODIFIER_KEEP && modifier->kind != MODIFIER_EXPLODE;
	if (*modifier->spelling == '!' && len == word)
		return stands_alone(text + loose->end);
	return len > 0 && (!english || stands_alone(text + loose->end));
}

static void add(char *suffix, const char *text, const struct loose *loose)
{
	size_t len = strlen(suffix), word = strlen(loose->modifier->spelling);

	if (loose->number > 0)
		snprintf(suffix + len, SUFFIX_BYTES - len, "%.*s%.*s", (int)word,
			text + loose->word, (int)(loose->end - loose->number),
			text + loose->number);
	else
		snprintf(suffix + len, SUFFIX_BYTES - len, "%.*s", (int)(loose->end - loose->word),
			text + loose->word);
}

/* What f and ds count from has to stand before them, in whatever order they were typed. */
static bool goes_first(const struct modifier *modifier)
{
	return modifier->kind == MODIFIER_TARGET || modifier->kind == MODIFIER_TALLY;
}

static bool is_clamp(const char *text)
{
	const struct modifier *modifier = modifier_match(text);

	return modifier->kind == MODIFIER_MIN || modifier->kind == MODIFIER_MAX;
}

/* Whether a blank stands behind the word at AT. */
static bool is_spaced(const char *text, size_t at)
{
	return lex_is_blank(text[at + lex_letters(text + at)]);
}

enum clamps { CLAMPS_DICE, CLAMPS_TOTAL, CLAMPS_EITHER };

/* What min or max, with the number that ends at END, is for: several dice cannot all be less than
 * it, nor can any be more than its sides. */
static enum clamps clamps(const struct reading *reading, const struct ast *die, size_t end)
{
	const char *text = reading->words.text;
	bool min = modifier_match(text + reading->rest)->kind == MODIFIER_MIN;
	const struct ast *count = die->kind == AST_DICE ? die->dice.count : NULL;
	const struct ast *sides = die->kind == AST_DICE ? die->dice.sides : NULL;
	size_t number = end;
	double value;

	if (!reading->roll->ends_in_die || reading->roll->expr != die)
		return CLAMPS_EITHER;
	if (count == NULL || count->kind != AST_NUMBER || count->number < 2 || sides == NULL ||
		sides->kind != AST_NUMBER || die->dice.rules != NULL)
		return CLAMPS_DICE;
	while (isdigit((unsigned char)text[number - 1]))
		number--;
	value = strtod(text + number, NULL);
	if (min ? value > sides->number : value >= sides->number)
		return CLAMPS_TOTAL;
	return (min ? value <= count->number : value < count->number) ? CLAMPS_DICE : CLAMPS_EITHER;
}

/* "3d6 max 10", up to END: for the total. */
static enum habit clamp_total(struct reading *reading, size_t end)
{
	const char *text = reading->words.text;
	struct span span = reading->roll->span;
	bool min = modifier_match(text + reading->rest)->kind == MODIFIER_MIN;
	size_t number = end;

	while (isdigit((unsigned char)text[number - 1]))
		number--;
	wording_replace(&reading->words, span.end, end,
		arena_printf(reading->arena, ",%.*s) ", (int)(end - number), text + number));
	wording_replace(&reading->words, span.begin, span.begin, min ? "max(" : "min(");
	return HABIT_CHANGED;
}

/* "1d6-1 min 1", up to END: each of the dice, DIE, or the total? */
static enum habit refuse_clamp(struct reading *reading, const struct ast *die, size_t end)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	const struct modifier *modifier = modifier_match(rest);
	bool min = modifier->kind == MODIFIER_MIN;
	size_t number = end;
	int roll = (int)reading->roll->span.end, at = (int)die->span.end;

	while (isdigit((unsigned char)text[number - 1]))
		number--;
	lines[0] = arena_printf(reading->arena, "%s(%.*s,%.*s)%s", min ? "max" : "min", roll, text,
		(int)(end - number), text + number, text + end);
	lines[1] = arena_printf(reading->arena, "%.*s%s%.*s%.*s%s", at, text, modifier->spelling,
		(int)(end - number), text + number, roll - at, text + at, text + end);
	return reading_refuse(reading, reading->rest,
		"this could be for the total or for each of the dice", lines, 2);
}

enum habit habit_modifier(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *die = reading_die(reading);
	char first[2 * SUFFIX_BYTES] = "", suffix[SUFFIX_BYTES] = "";
	size_t at = reading->rest, end = at;
	struct loose loose;

	while (read_loose(text, at, &loose) && strlen(first) + strlen(suffix) < SUFFIX_BYTES / 2 &&
		loose.end - loose.word < SUFFIX_BYTES / 2) {
		add(goes_first(loose.modifier) ? first : suffix, text, &loose);
		end = loose.end;
		at = lex_past_blanks(text, end);
	}
	if (end == reading->rest)
		return HABIT_NONE;
	if (die == NULL)
		return reading_refuse_for(reading, reading->rest,
			"it is not clear to which dice this belongs", "%s",
			reading_comment(reading));
	if (is_clamp(text + reading->rest) &&
		(!reading->roll->ends_in_die || is_spaced(text, reading->rest)))
		switch (clamps(reading, die, end)) {
		case CLAMPS_DICE:
			break;
		case CLAMPS_TOTAL:
			return clamp_total(reading, end);
		case CLAMPS_EITHER:
			return refuse_clamp(reading, die, end);
		}
	strcat(first, suffix);
	reading_glue(reading, die, first, reading->rest, end);
	return HABIT_CHANGED;
}
