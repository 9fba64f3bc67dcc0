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

static size_t skip_blanks(const char *text, size_t at)
{
	return (size_t)(lex_skip_blanks(text + at) - text);
}

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* Where the number of sets begins, behind a word that asks for them. */
static size_t number_begins(const char *text)
{
	size_t len = word_among(text, "rr|repeat");

	if (len > 0)
		return skip_blanks(text, len);
	if (strncasecmp(text, "repeat", 6) == 0)
		return 6;
	return *text == 'x' || *text == 'X' ? 1 : 0;
}

/* Where that which is repeated begins, behind a number that ends at AT; 0: nowhere. WORD: a word
 * that asks for sets stands before the number. */
static size_t roll_begins(const char *text, size_t at, bool word)
{
	size_t next = skip_blanks(text, at), times = word_is(text + next, "times");

	if (text[next] == '#')
		return skip_blanks(text, next + 1);
	if (times > 0)
		return skip_blanks(text, next + times);
	if ((text[next] == 'x' || text[next] == 'X') && (next > at || lex_is_blank(text[next + 1])))
		return skip_blanks(text, next + 1);
	if (next > at || (!word && (text[at] == '(' || text[at] == '{')))
		return next;
	return 0;
}

/* COUNT times the roll of a game system at BEGIN: each is told by itself. */
static enum habit repeat_system(struct reading *reading, long count, size_t begin)
{
	const char *text = reading->words.text + begin;
	size_t len = strcspn(text, ";#");
	struct strbuf all = STRBUF_INIT;

	while (len > 0 && lex_is_blank(text[len - 1]))
		len--;
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
	number = skip_blanks(text, (size_t)(comma - text) + 1);
	len = digits(text + number);
	if (comma == text || len == 0 || len > 9 || lex_skip_blanks(text + number + len) != close ||
		!reading->begins(reading, text + begin))
		return HABIT_NONE;
	strncat(times, text + number, len);
	strcat(times, "x");
	wording_replace(&reading->words, (size_t)(comma - text), (size_t)(close - text) + 1, "");
	wording_replace(&reading->words, 0, skip_blanks(text, begin), times);
	return HABIT_CHANGED;
}

enum habit habit_sets(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t number = number_begins(text), len = digits(text + number), begin;
	char times[16] = "";
	bool plain;

	if (len == 0 || len > 9)
		return repeat_call(reading);
	begin = roll_begins(text, number + len, number > 0);
	if (begin == 0 || !reading->begins(reading, text + begin))
		return HABIT_NONE;
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

/* "x6" behind dice: three programs know it, each as something else. */
static enum habit refuse_x(struct reading *reading, const char *number, size_t len)
{
	const char *text = reading->words.text;
	int end = (int)reading->roll->span.end;
	struct strbuf lines[3] = {STRBUF_INIT, STRBUF_INIT, STRBUF_INIT};
	bool one = reading->roll->ends_in_die && reading->roll->expr->kind == AST_DICE;
	const char *offers[3];
	enum habit result;

	len += number[len] == '.' ? 1 + digits(number + len + 1) : 0;
	strbuf_addf(&lines[0], "%.*sx%.*s", (int)len, number, end, text);
	strbuf_addf(&lines[1], one ? "%.*s*%.*s" : "(%.*s)*%.*s", end, text, (int)len, number);
	strbuf_addf(&lines[2], "%.*s!%.*s", end, text, (int)len, number);
	if (!reading->accepts(reading, lines[2].text))
		strbuf_cut(&lines[2], (size_t)end + 1);
	for (size_t i = 0; i < 3; i++)
		offers[i] = lines[i].text;
	result = reading_refuse(reading, reading->rest,
		"x could repeat the roll, multiply it or explode", offers, 3);
	for (size_t i = 0; i < 3; i++)
		strbuf_release(&lines[i]);
	return result;
}

/* How often the roll is made, when that is said at TEXT: "6 times", "twice"; its length, or 0. */
static size_t read_times(const char *text, unsigned *count)
{
	size_t len = word_among(text, "twice|thrice"), times;

	*count = tolower((unsigned char)text[1]) == 'w' ? 2 : 3;
	if (len > 0)
		return len;
	len = word_count(text, count);
	times = skip_blanks(text, len);
	len = len > 0 && times > len ? word_is(text + times, "times") : 0;
	return len > 0 ? times + len : 0;
}

enum habit habit_times(struct reading *reading)
{
	const char *rest = reading->words.text + reading->rest;
	bool x = (*rest == 'x' || *rest == 'X') && reading->system == NULL;
	size_t gap = x ? skip_blanks(rest, 1) : 0, len = digits(rest + gap);
	char times[16];
	unsigned count;

	if (x && len > 0 && len < 10 && word_ends(rest + gap + len))
		return refuse_x(reading, rest + gap, len);
	len = read_times(rest, &count);
	if (len == 0 || reading->system != NULL)
		return HABIT_NONE;
	snprintf(times, sizeof times, "%ux", count);
	wording_replace(&reading->words, reading->rest, reading->rest + len, "");
	wording_replace(&reading->words, 0, 0, times);
	return HABIT_CHANGED;
}
