/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls that are repeated: 6 4d6, 6#4d6, 6 x 4d6, 6 times 4d6, x6 4d6, rr 6 4d6, 6(4d6), 4d6 6
 * times. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "dice/limits.h"
#include "dice/notation/reading.h"

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* Where the number of sets begins, behind a word that asks for them. */
static size_t number_begins(const char *text)
{
	size_t len = word_among(text, "rr|repeat");

	if (len > 0)
		return lex_past_blanks(text, len);
	if (strncasecmp(text, "repeat", 6) == 0)
		return 6;
	return *text == 'x' || *text == 'X' ? 1 : 0;
}

/* What is said between a number of sets and the roll, or behind both. */
static const char sets_words[] = "times|sets of|rolls of|sets|rolls";

/* Where that which is repeated begins, behind a number that ends at AT; 0: nowhere. WORD: a word
 * that asks for sets stands before the number. */
static size_t roll_begins(const char *text, size_t at, bool word)
{
	size_t next = lex_past_blanks(text, at), times = word_among(text + next, sets_words);

	if (text[next] == '#' || (word && text[next] == ':'))
		return lex_past_blanks(text, next + 1);
	if (times > 0)
		return lex_past_blanks(text, next + times);
	if ((text[next] == 'x' || text[next] == 'X') && (next > at || lex_is_blank(text[next + 1])))
		return lex_past_blanks(text, next + 1);
	if (next > at || (!word && (text[at] == '(' || text[at] == '{')))
		return next;
	return 0;
}

/* COUNT times the roll of a game system at BEGIN: each is told by itself. */
static enum habit repeat_system(struct reading *reading, long count, size_t begin)
{
	const char *text = reading->words.text + begin;
	size_t len = strcspn(text, ";#\"");
	struct strbuf all = STRBUF_INIT;

	len = lex_before_blanks(text, len);
	if (count > DICE_MAX_ROLLS) {
		return reading_refuse_for(reading, 0, "a line has at most 4 rolls of a game system",
			"%d %.*s", DICE_MAX_ROLLS, (int)len, text);
	}
	for (long i = 1; i < count; i++)
		strbuf_addf(&all, "%.*s ; ", (int)len, text);
	wording_replace(&reading->words, 0, begin, all.text);
	strbuf_release(&all);
	reading->repeated = true;
	return HABIT_CHANGED;
}

/* "repeat(4d6k3, 6)" */
static enum habit repeat_call(struct reading *reading)
{
	const char *text = reading->words.text, *close = strrchr(text, ')'), *comma = close;
	size_t begin = strlen("repeat("), number, len;
	char times[16] = "";

	if (strncasecmp(text, "repeat(", begin) != 0 || close == NULL)
		return HABIT_NONE;
	while (comma > text && *comma != ',')
		comma--;
	number = lex_past_blanks(text, (size_t)(comma - text) + 1);
	len = digits(text + number);
	if (comma == text || len == 0 || len > 9 || lex_skip_blanks(text + number + len) != close ||
		!reading->begins(reading, text + begin))
		return HABIT_NONE;
	strncat(times, text + number, len);
	strcat(times, "x");
	wording_replace(&reading->words, (size_t)(comma - text), (size_t)(close - text) + 1, "");
	wording_replace(&reading->words, 0, lex_past_blanks(text, begin), times);
	return HABIT_CHANGED;
}

/* "twice 2d6", "six times 4d6", "three sets of 3d6": the number is put into digits. */
static enum habit sets_in_words(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t len = word_among(text, "twice|thrice"), next;
	unsigned count = tolower((unsigned char)text[1]) == 'w' ? 2 : 3;
	bool once = len > 0;

	if (!once)
		len = word_count(text, &count);
	next = lex_past_blanks(text, len);
	/* "six 4d6"; but "two d6" are two dice. */
	once = once || (len > 0 && isalpha((unsigned char)*text) &&
			       isdigit((unsigned char)text[next]) && word_dice(text + next) > 0);
	if (len == 0 || (!once && word_among(text + next, sets_words) == 0) ||
		!reading->begins(reading,
			arena_printf(reading->arena, "2%s%s", once ? " times " : "", text + len)))
		return repeat_call(reading);
	wording_replace(&reading->words, 0, len,
		arena_printf(reading->arena, "%u%s", count, once ? " times" : ""));
	return HABIT_CHANGED;
}

/* Whether words, and not those of a game, stand in front of a colon at TEXT: "2 handed sword:
 * 1d20", behind the 2. */
static bool is_label(const struct reading *reading, const char *text)
{
	size_t word = lex_letters(text);
	bool plain;

	return word > 0 && strchr(text, ':') != NULL && word_dice(text) == 0 &&
	       reading->system_rolls(
		       reading, arena_strndup(reading->arena, text, word), word, &plain) == NULL;
}

/* The mean of the dice and the number in the brackets at TEXT, "(2d6 + 3)", as it is printed:
 * rounded down. 0: it is something else. */
static long mean_of(const char *text)
{
	char *end;
	long dice = strtol(text + 1, &end, 10), sides, more = 0;

	if (dice < 1 || dice > 100 || (*end != 'd' && *end != 'D'))
		return 0;
	sides = strtol(end + 1, &end, 10);
	end += strspn(end, " ");
	if (*end == '+' || *end == '-') {
		bool minus = *end++ == '-';

		more = strtol(end, &end, 10);
		more = minus ? -more : more;
		end += strspn(end, " ");
	}
	if (sides < 1 || sides > 100 || more < -1000 || more > 1000 || *end != ')')
		return 0;
	return dice * (sides + 1) / 2 + more;
}

/* "10 (2d6+3)": as many sets, or the mean and its dice, as monsters' damage is printed? */
static enum habit refuse_mean(struct reading *reading, const char *number, size_t len, size_t begin)
{
	const char *text = reading->words.text, *lines[2];

	lines[0] = text + begin;
	lines[1] = arena_printf(reading->arena, "%.*sx%s", (int)len, number, text + begin);
	return reading_refuse(
		reading, 0, "this could be so many sets, or a mean and its dice", lines, 2);
}

enum habit habit_sets(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t number = number_begins(text), len = digits(text + number), begin;
	char times[16] = "";
	bool plain;

	if (len == 0 && number == 0)
		return sets_in_words(reading);
	if (len == 0 || len > 9)
		return repeat_call(reading);
	begin = roll_begins(text, number + len, number > 0);
	if (begin == 0 || is_label(reading, text + begin) ||
		!reading->begins(reading, text + begin))
		return HABIT_NONE;
	if (number == 0 && text[begin] == '(' && begin > len &&
		mean_of(text + begin) == strtol(text, NULL, 10))
		return refuse_mean(reading, text, len, begin);
	strncat(times, text + number, len);
	if (reading->system_rolls(reading, text + begin, strcspn(text + begin, " \t"), &plain) !=
			NULL ||
		word_dice(text + begin) == 0) {
		long count = strtol(times, NULL, 10);
		bool dice = strchr("({d0123456789", text[begin]) != NULL;

		if (!dice && count > 0)
			return repeat_system(reading, count, begin);
	}
	strcat(times, "x");
	wording_replace(&reading->words, 0, begin, times);
	return HABIT_CHANGED;
}

/* ---- behind the roll ---- */

/* "x6" behind dice: three programs know it, each as something else. NUMBER has LEN bytes; what
 * follows at END is left alone. */
static enum habit refuse_x(struct reading *reading, const char *number, size_t len, const char *end)
{
	const char *text = reading->words.text;
	int roll = (int)reading->roll->span.end, digits = (int)len;
	bool one = reading->roll->ends_in_die && reading->roll->expr->kind == AST_DICE;
	struct arena *arena = reading->arena;
	const char *lines[] = {
		arena_printf(arena, "%.*sx%.*s%s", digits, number, roll, text, end),
		arena_printf(arena, one ? "%.*s*%.*s%s" : "(%.*s)*%.*s%s", roll, text, digits,
			number, end),
		arena_printf(arena, "%.*s!%.*s%s", roll, text, digits, number, end),
	};

	if (!reading->accepts(reading, lines[2]))
		lines[2] = arena_printf(arena, "%.*s!%s", roll, text, end);
	return reading_refuse(reading, reading->rest,
		"x could repeat the roll, multiply it or explode", lines,
		word_dice(number) > 0 ? 2 : 3);
}

/* "x6", "x 6", "(x6)", "6x", "times 6" behind dice; "x1d6" too. */
static enum habit times_sign(struct reading *reading)
{
	const char *rest = reading->words.text + reading->rest;
	size_t open = *rest == '(', word = word_among(rest + open, "times|multiplied by|mal");
	size_t at = open + word, len, end;
	bool x = tolower((unsigned char)rest[open]) == 'x';
	unsigned times = 0;

	at = lex_past_blanks(rest, at + (x && word == 0));
	if (word > 0 && isalpha((unsigned char)rest[at]) &&
		(len = word_count(rest + at, &times)) > 0)
		return refuse_x(reading, arena_printf(reading->arena, "%u", times),
			times > 9 ? 2 : 1, rest + at + len);
	len = word_dice(rest + at);
	if (len == 0)
		len = digits(rest + at);
	end = at + len;
	if (!x && word == 0) { /* "6x" */
		if (len == 0 || tolower((unsigned char)rest[end]) != 'x')
			return HABIT_NONE;
		end++;
	} else if (rest[end] == '.' && digits(rest + end + 1) > 0) {
		len += 1 + digits(rest + end + 1);
		end = at + len;
	}
	if (len == 0 || len > 9 || (!word_ends(rest + end) && strchr("<>=", rest[end]) == NULL))
		return HABIT_NONE;
	return refuse_x(reading, rest + at, len, rest + end + (open && rest[end] == ')'));
}

/* "sneak attack x3": the same behind words. */
static enum habit times_last(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	size_t end = strcspn(rest, "#"), x, words;
	int roll = (int)reading->roll->span.end, number;
	bool one = reading->roll->expr->kind == AST_DICE;

	while (end > 0 && lex_is_blank(rest[end - 1]))
		end--;
	for (x = end; x > 0 && isdigit((unsigned char)rest[x - 1]);)
		x--;
	number = (int)(end - x);
	if (number == 0 || number > 3 || x < 2 || tolower((unsigned char)rest[x - 1]) != 'x' ||
		!lex_is_blank(rest[x - 2]) || strcspn(rest, "\"`;,") < end)
		return HABIT_NONE;
	words = x - 2;
	lines[0] = arena_printf(
		reading->arena, "%.*sx%.*s # %.*s", number, rest + x, roll, text, (int)words, rest);
	lines[1] = arena_printf(reading->arena, one ? "%.*s*%.*s # %.*s" : "(%.*s)*%.*s # %.*s",
		roll, text, number, rest + x, (int)words, rest);
	return reading_refuse(
		reading, reading->rest + x - 1, "x could repeat the roll or multiply it", lines, 2);
}

/* How often the roll is made, when that is said at TEXT: "6 times", "twice"; its length, or 0. */
static size_t read_times(const char *text, unsigned *count)
{
	size_t len = word_among(text, "twice|thrice"), times;

	*count = tolower((unsigned char)text[1]) == 'w' ? 2 : 3;
	if (len > 0)
		return len;
	if ((len = word_among(text, "-rr|repeat|repeated|repeating")) > 0) {
		times = lex_past_blanks(text, len);
		len = word_count(text + times, count);
		times = len > 0 ? times + len : 0;
		len = lex_past_blanks(text, times);
		return times > 0 && word_is(text + len, "times") > 0 ? len + strlen("times")
								     : times;
	}
	len = word_count(text, count);
	times = lex_past_blanks(text, len);
	len = len > 0 && times > len ? word_among(text + times, sets_words) : 0;
	return len > 0 ? times + len : 0;
}

size_t times_words(const char *text)
{
	unsigned count;

	return read_times(text, &count);
}

/* "5d6 each", "3d20+5 separately": a roll of its own for each of the dice? */
static enum habit each(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	size_t begin = reading->roll->span.begin, count = digits(text + begin);
	size_t word = word_among(rest, "each die|each|separately|individually|apiece");
	int end = (int)reading->roll->span.end;

	if (word == 0 || rest[word + strspn(rest + word, " .!?")] != '\0' ||
		reading->roll->repeat_count > 0 || word_dice(text + begin) == 0 || count == 0 ||
		count > 3 || (count == 1 && text[begin] == '1'))
		return HABIT_NONE;
	if (tolower((unsigned char)*rest) != 'e') {
		wording_replace(&reading->words, reading->rest, reading->rest + word, "");
		wording_replace(&reading->words, begin + count, begin + count, "x");
		return HABIT_CHANGED;
	}
	lines[0] = arena_printf(reading->arena, "%.*sx%.*s", (int)(begin + count), text,
		end - (int)(begin + count), text + begin + count);
	lines[1] = reading_comment(reading);
	return reading_refuse(reading, reading->rest,
		"the dice could be rolled one by one, or together for each target", lines, 2);
}

/* "for 3 attacks", "three shots": so often, or only noted? */
static enum habit so_many(struct reading *reading)
{
	static const char nouns[] = "attacks|shots|strikes|swings|hits|arrows|rays|missiles|darts|"
				    "checks|saves|tries";
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	size_t number = lex_past_blanks(rest, word_among(rest, "for|with")), noun;
	unsigned count = 0;
	size_t len = word_count(rest + number, &count);
	int end = (int)reading->roll->span.end;

	noun = lex_past_blanks(rest, number + len);
	if (len == 0 || count < 2 || count > 20 || reading->roll->repeat_count > 0 ||
		word_among(rest + noun, nouns) == 0)
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "%ux%.*s # %s", count, end, text, rest + noun);
	lines[1] = reading_comment(reading);
	return reading_refuse(
		reading, reading->rest, "this could be rolled so often, or be a comment", lines, 2);
}

enum habit habit_times(struct reading *reading)
{
	const char *rest = reading->words.text + reading->rest;
	enum habit result;
	unsigned count;
	size_t len;

	if (reading->system != NULL)
		return HABIT_NONE;
	result = times_sign(reading);
	if (result == HABIT_NONE)
		result = times_last(reading);
	if (result == HABIT_NONE)
		result = each(reading);
	if (result == HABIT_NONE)
		result = so_many(reading);
	if (result != HABIT_NONE || (len = read_times(rest, &count)) == 0)
		return result;
	wording_replace(&reading->words, reading->rest, reading->rest + len, "");
	wording_replace(&reading->words, 0, 0, arena_printf(reading->arena, "%ux", count));
	return HABIT_CHANGED;
}
