/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modifiers in words: reroll 1s, explode on 9, 10 again, count 6s, successes on 7. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice/notation/reading.h"

/* The length of a number at TEXT, with a plural s or without: 6, 6s; or 0. */
static size_t number_length(const char *text)
{
	size_t len = strspn(text, "0123456789");

	len += len > 0 && (text[len] == 's' || text[len] == 'S');
	return len > 0 && len < 8 && word_ends(text + len) ? len : 0;
}

/* The roll before what is left. */
static const char *rolled(const struct reading *reading)
{
	return arena_strndup(reading->arena, reading->words.text, reading->roll->span.end);
}

/* The roll with SUFFIX glued to its dice, and what stands in the text from END on; "": it has none
 * that could be meant. */
static const char *with_suffix(const struct reading *reading, const char *suffix, size_t end)
{
	const struct ast *die = reading_die(reading);
	struct wording words = reading->words;

	if (die == NULL)
		return "";
	wording_replace(&words, reading->roll->span.end, end, "");
	wording_replace(&words, die->span.end, die->span.end, suffix);
	return words.text;
}

/* Refuse what stands from the rest to END: SIGNS, formats for the number N, parted by |, could be
 * glued to the dice instead. */
static enum habit refuse_signs(
	struct reading *reading, const char *why, const char *signs, int n, size_t end)
{
	const char *lines[4];
	size_t count = 0;

	while (*signs != '\0' && count < 3) {
		size_t len = strcspn(signs, "|");
		const char *suffix = arena_printf(reading->arena, "%.*s%d", (int)len, signs, n);

		lines[count++] = with_suffix(reading, suffix, end);
		signs += len + (signs[len] == '|');
	}
	lines[count++] = arena_printf(
		reading->arena, "%s # %s", rolled(reading), reading->words.text + reading->rest);
	return reading_refuse(reading, reading->rest, why, lines, count);
}

/* ---- rerolled and exploding dice ---- */

/* Whether another number follows at TEXT: "and 3". */
static bool another_follows(const char *text)
{
	unsigned number;
	size_t len;

	text = lex_skip_blanks(text);
	len = word_among(text, "and|or|,");
	text = lex_skip_blanks(text + len);
	return len > 0 && (word_count(text, &number) > 0 || number_length(text) > 0);
}

/* The length of what is rerolled at TEXT, ones, or ones and twos; and what that means. */
static size_t rerolled(const char *text, char suffix[16])
{
	size_t len = word_among(
		text, "1 and 2|1s and 2s|ones and twos|one and two|1 or 2|1s or 2s|1,2|1, 2");
	unsigned number = 1;

	snprintf(suffix, 16, len > 0 ? "r1r2" : "r1");
	if (len == 0)
		len = word_among(text, "1s|ones");
	if (len == 0)
		len = word_count(text, &number);
	return number == 1 && !another_follows(text + len) ? len : 0;
}

/* The number that stands at AT, behind on, the or all; where it ends, in END, or 0. */
static int number_at(const char *text, size_t at, size_t *end)
{
	size_t len;

	at = lex_past_blanks(text, at + word_among(text + at, "on"));
	at = lex_past_blanks(text, at + word_among(text + at, "a|the|all"));
	len = number_length(text + at);
	*end = len > 0 ? at + len : 0;
	return len > 0 ? (int)strtol(text + at, NULL, 10) : 0;
}

static enum habit glue(struct reading *reading, const char *suffix, size_t end)
{
	const struct ast *die = reading_die(reading);

	if (die == NULL || die->kind != AST_DICE)
		return HABIT_NONE;
	reading_glue(reading, die, suffix, reading->rest, end);
	return HABIT_CHANGED;
}

/* Read "below 3", "<=2", "2 or less" or "2" at AT: the SIGN and the number. Returns where it ends,
 * or 0. */
static size_t read_values(const char *text, size_t at, const char **sign, int *number)
{
	size_t len, end;

	at = lex_past_blanks(text, at + word_among(text + at, "anything|any|all|values|dice|on"));
	len = word_among(text + at, "below|under|less than|lower than|smaller than");
	*sign = len > 0 || text[at] == '<' ? "<" : "";
	if (text[at] == '<') {
		len = 1 + (text[at + 1] == '=');
		*sign = len > 1 ? "<=" : "<";
	}
	*number = number_at(text, lex_past_blanks(text, at + len), &end);
	len = end > 0 ? lex_past_blanks(text, end) : 0;
	len = end > 0 ? word_among(text + len, "or less|or lower|or below|or under|and below|"
					       "and lower|and under") +
				len
		      : 0;
	if (end > 0 && len > lex_past_blanks(text, end)) {
		*sign = "<=";
		return len;
	}
	return end;
}

/* "reroll lowest": which of the dice are is not known before they fall. */
static enum habit refuse_rank(struct reading *reading, size_t at)
{
	const char *text = reading->words.text;

	at = lex_past_blanks(text, at + word_among(text + at, "the|all"));
	if (word_among(text + at, "lowest|highest|worst|best") == 0)
		return HABIT_NONE;
	return reading_refuse_for(reading, reading->rest, "dice are rerolled by what they show",
		"%s # %s", rolled(reading), text + reading->rest);
}

/* What is rerolled at AT, ONCE or not, in values that are not just ones. */
static enum habit reroll_values(struct reading *reading, size_t at, bool once)
{
	const char *text = reading->words.text, *sign;
	int number;
	size_t end = read_values(text, at, &sign, &number), last;

	if (end == 0)
		return refuse_rank(reading, at);
	if (another_follows(text + end))
		return HABIT_NONE;
	last = lex_past_blanks(text, end);
	if (word_is(text + last, "once") > 0) {
		once = true;
		end = last + strlen("once");
	}
	if (once && (*sign != '\0' || number == 1))
		return glue(reading, arena_printf(reading->arena, "ro%s%d", sign, number), end);
	if (once)
		return refuse_signs(
			reading, "this could be one face or more", "ro|ro<=", number, end);
	return refuse_signs(reading, "this could be done once, or as long as it falls",
		*sign == '\0'            ? "ro|r|r<="
		: strcmp(sign, "<") == 0 ? "ro<|r<"
					 : "ro<=|r<=",
		number, end);
}

/* "reroll 1s", "rerolling ones once", "reroll 2" */
static enum habit reroll(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t len = word_among(
		text + reading->rest, "reroll|rerolls|rerolling|re-roll|re-rolling");
	size_t at = lex_past_blanks(text, reading->rest + len), end, once;
	char suffix[16];

	if (len == 0)
		return HABIT_NONE;
	if ((once = word_is(text + at, "once")) > 0)
		return reroll_values(reading, lex_past_blanks(text, at + once), true);
	len = rerolled(text + at, suffix);
	end = lex_past_blanks(text, at + len);
	if (len == 0 || word_is(text + end, "or") > 0)
		return reroll_values(reading, at, false);
	once = word_is(text + end, "once");
	if (once > 0)
		return glue(reading, strcmp(suffix, "r1") == 0 ? "ro1" : "ro<=2", end + once);
	return glue(reading, suffix, at + len);
}

/* "minimum 2": the modifier, behind a blank. */
static enum habit clamp(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"minimum|minimum of|min of|no lower than|no less than", "min "},
		{"maximum|maximum of|max of|no higher than", "max "},
	};
	const char *text = reading->words.text, *modifier;
	size_t number;

	modifier = word_meaning(text, reading->rest, rows, sizeof rows / sizeof *rows, &number);
	if (modifier == NULL)
		return HABIT_NONE;
	number = lex_past_blanks(text, number);
	if (word_number(text + number) == 0)
		return HABIT_NONE;
	wording_replace(&reading->words, reading->rest, number, modifier);
	return HABIT_CHANGED;
}

/* Whether NUMBER is the highest face of the dice. */
static bool is_highest(const struct reading *reading, int number)
{
	const struct ast *die = reading_die(reading);

	return die != NULL && die->kind == AST_DICE && ast_has_sides(die, number);
}

/* "exploding", "explode on 6" */
static enum habit explode(struct reading *reading)
{
	static const char words[] = "exploding dice|explode|explodes|exploding";
	const char *text = reading->words.text;
	size_t len = word_among(text + reading->rest, words), end;
	size_t at = lex_past_blanks(text, reading->rest + len);
	int number;

	if (len == 0)
		return HABIT_NONE;
	number = number_at(text, at, &end);
	if (end == 0)
		return word_is(text + at, "on") > 0 ? HABIT_NONE
						    : glue(reading, "!", reading->rest + len);
	if (is_highest(reading, number))
		return glue(reading, "!", end);
	return refuse_signs(
		reading, "this could explode on one face or on more", "!|!>=", number, end);
}

/* "10 again", "8-again" */
static enum habit again(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t digits = strspn(text + reading->rest, "0123456789"), len;
	size_t at = reading->rest + digits;
	int number = digits > 0 && digits < 7 ? (int)strtol(text + reading->rest, NULL, 10) : 0;

	at = lex_past_blanks(text, at + (text[at] == '-'));
	len = word_is(text + at, "again");
	if (number == 0 || len == 0)
		return HABIT_NONE;
	if (is_highest(reading, number))
		return glue(reading, "!", at + len);
	return refuse_signs(
		reading, "this could explode on one face or on more", "!>=|!", number, at + len);
}

/* Where "and 6s", or more of the kind, at AT ends, with blanks; or what is there. */
static size_t and_number(const char *text, size_t at)
{
	for (size_t next, len;; at = next + len) {
		at = lex_past_blanks(text, at);
		next = lex_past_blanks(text, at + word_among(text + at, "and|or|,"));
		len = next > at ? number_length(text + next) : 0;
		if (len == 0)
			return at;
	}
}

/* "count 6s", "successes on 7", "success 7+" */
static enum habit count(struct reading *reading)
{
	static const char counted[] = "success|successes|hit|hits|dice|all";
	const char *text = reading->words.text;
	size_t begin = reading->rest, at, end;
	size_t verb = word_among(text + begin, "count|counting|counts"), noun;
	int number;

	at = lex_past_blanks(text, begin + verb);
	noun = word_among(text + at, counted);
	at = lex_past_blanks(text, at + noun);
	if (verb + noun == 0)
		return HABIT_NONE;
	at = lex_past_blanks(text, at + word_among(text + at, "at|on|of|for|over|above"));
	end = at + strspn(text + at, "0123456789");
	if (end > at && end < at + 7 && text[end] == '+') {
		number = (int)strtol(text + at, NULL, 10);
		end++;
	} else {
		number = number_at(text, at, &end);
	}
	if (end == 0 || text[and_number(text, end)] != '\0')
		return HABIT_NONE;
	return refuse_signs(
		reading, "this could count dice", ">=|=", number, and_number(text, end));
}

/* "5s and 6s" alone */
static enum habit faces(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t len = strspn(text + reading->rest, "0123456789"), end;
	int number = len > 0 && len < 7 ? (int)strtol(text + reading->rest, NULL, 10) : 0;

	if (number == 0 || word_is(text + reading->rest + len, "s") == 0)
		return HABIT_NONE;
	end = and_number(text, reading->rest + len + 1);
	if (text[end] != '\0')
		return HABIT_NONE;
	return refuse_signs(reading, "this could count dice", ">=|=", number, end);
}

/* Words that are a modifier when nothing follows them. */
static enum habit last_words(struct reading *reading)
{
	static const struct meaning rows[] = {
		{"unique|distinct|no repeats|without repeats|no duplicates", "u"},
		{"sorted|sort|in ascending order", "s"},
		{"in descending order", "sd"},
	};
	const char *text = reading->words.text, *suffix;
	size_t end;

	suffix = word_meaning(text, reading->rest, rows, sizeof rows / sizeof *rows, &end);
	if (suffix == NULL || text[lex_past_blanks(text, end)] != '\0')
		return HABIT_NONE;
	return glue(reading, suffix, end);
}

/* "1s cancel" behind dice that are counted */
static enum habit cancel(struct reading *reading)
{
	static const char words[] = "cancel|cancels|subtract|count against|remove";
	const char *text = reading->words.text;
	const struct ast *die = reading_die(reading);
	size_t at = lex_past_blanks(text, reading->rest + (text[reading->rest] == ',')), len;

	at = lex_past_blanks(text, at + word_among(text + at, "and|with"));
	if ((len = word_among(text + at, "1s|ones|1")) == 0)
		return HABIT_NONE;
	at = lex_past_blanks(text, at + len);
	if ((len = word_among(text + at, words)) == 0 || die == NULL || die->kind != AST_DICE ||
		die->dice.rules == NULL || die->dice.rules->tally != TALLY_TARGET ||
		die->dice.rules->has_fail)
		return HABIT_NONE;
	return glue(reading, "f1", at + len);
}

/* Modifiers in words. */
enum habit habit_spoken(struct reading *reading)
{
	static habit_fn *const habits[] = {
		reroll, clamp, explode, again, count, faces, last_words, cancel};

	return reading->system == NULL ? habits_try(reading, habits, sizeof habits / sizeof *habits)
				       : HABIT_NONE;
}
