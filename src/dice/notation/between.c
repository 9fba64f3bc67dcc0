/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels behind a roll, between its terms (2d6 fire + 1d4 cold) and in brackets (1d20+5 [attack]),
 * and the names and numbers that are added there (1d20 + dex 3). */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/limits.h"
#include "dice/notation/reading.h"

/* "1d20+5 [attack]": the parser knows labels, without the blank. */
static enum habit in_brackets(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t rest = reading->rest, end = reading->roll->span.end, at;
	size_t len = strcspn(text + rest + 1, "[]");

	if (text[rest] != '[' || text[rest + 1 + len] != ']' || rest == end ||
		reading->system != NULL || suspect_in(text, rest + 1, rest + 1 + len, &at) != NULL)
		return HABIT_NONE;
	wording_replace(&reading->words, end, rest, "");
	return HABIT_CHANGED;
}

/* An operator, or a word for one, between blanks at AT: its length, and how it is written. */
static size_t operator_at(const char *text, size_t at, const char **sign)
{
	size_t len = word_is(text + at, "plus");

	*sign = "+";
	if (len > 0)
		return len;
	if ((len = word_is(text + at, "minus")) > 0) {
		*sign = "-";
		return len;
	}
	*sign = text[at] == '+' ? "+" : "-";
	return text[at] == '+' || text[at] == '-' ? 1 : 0;
}

/* "plus five", "+ ten", at once behind the roll: the number at AT is put into digits. Whether it is
 * one; behind a dash it has to be the last word. */
static bool number_in_words(struct reading *reading, size_t sign, size_t at)
{
	const char *text = reading->words.text;
	unsigned number;
	size_t len = isalpha((unsigned char)text[at]) ? word_count(text + at, &number) : 0;

	if (len == 0 || (text[sign] == '-' && !word_is_last(text, at + len)))
		return false;
	wording_replace(&reading->words, at, at + len, arena_printf(reading->arena, "%u", number));
	return true;
}

/* Whether a term begins at TEXT that can be added to what stands before. */
static bool term_here(const struct reading *reading, const char *text)
{
	if (word_dice(text) > 0 || word_number(text) > 0)
		return true;
	return (*text == '(' || *text == '{') && reading->begins(reading, text);
}

/* The words from the rest to AT become a label of what stands before them. */
static enum habit add_label(
	struct reading *reading, size_t at, size_t operator_len, const char *sign)
{
	const char *text = reading->words.text;
	size_t rest = reading->rest, end = at, where;
	char label[DICE_MAX_WORD + 8] = "";

	while (end > rest && word_parts(text[end - 1]))
		end--;
	if (suspect_in(text, rest, end, &where) != NULL)
		return HABIT_NONE;
	if (end > rest + 1 && text[rest] == '(' && text[end - 1] == ')') {
		rest++;
		end--;
	}
	if (end > rest && end - rest <= DICE_MAX_WORD && strcspn(text + rest, "[]") >= end - rest) {
		strcat(label, "[");
		strncat(label, text + rest, end - rest);
		strcat(label, "]");
	}
	if (end > rest && label[0] == '\0')
		return HABIT_NONE;
	strcat(label, " ");
	wording_replace(&reading->words, at, at + operator_len, sign);
	wording_replace(&reading->words, reading->roll->span.end, at, label);
	return HABIT_CHANGED;
}

/* What is left behind the roll with the names in it behind a #, so that the numbers still count: "+
 * dex + 3" as "+ 3 # + dex". */
static const char *names_last(const struct reading *reading)
{
	const char *text = reading->words.text + reading->rest, *sign;
	struct strbuf kept = STRBUF_INIT, names = STRBUF_INIT;
	const char *line;

	for (size_t at = 0, end; text[at] != '\0'; at = end) {
		size_t len = operator_at(text, at, &sign);
		bool term = len > 0 && term_here(reading, lex_skip_blanks(text + at + len));

		end = at + 1;
		while (text[end] != '\0' &&
			!(lex_is_blank(text[end - 1]) && operator_at(text, end, &sign) > 0))
			end++;
		strbuf_addch(term ? &kept : &names, ' ');
		strbuf_add(
			term ? &kept : &names, text + at, end - at - lex_is_blank(text[end - 1]));
	}
	line = arena_printf(reading->arena, "%s #%s", kept.text, names.text);
	strbuf_release(&kept);
	strbuf_release(&names);
	return line;
}

/* "1d20 + dex" */
static enum habit refuse_name(struct reading *reading, size_t at)
{
	const char *text = reading->words.text;
	size_t end = reading->system != NULL ? reading->rest : reading->roll->span.end;

	return reading_refuse_for(reading, at,
		"names have no numbers here: write the number itself, "
		"or # before a comment",
		"%.*s%s", (int)end, text, names_last(reading));
}

/* Whether the sign at TEXT, before NEXT, may be a dash: "attack - 2 goblins". */
static bool is_dash(const char *text, const char *next)
{
	size_t number = word_number(next);

	return *text == '-' && lex_is_blank(text[1]) && number > 0 &&
	       isalpha((unsigned char)*lex_skip_blanks(next + number));
}

static enum habit refuse_dash(struct reading *reading, size_t at)
{
	const char *text = reading->words.text;
	size_t end = reading->system != NULL ? reading->rest : reading->roll->span.end;
	const char *number = lex_skip_blanks(text + at + 1);
	struct strbuf lines[2] = {STRBUF_INIT, STRBUF_INIT};
	const char *offers[2];
	enum habit result;

	strbuf_addf(&lines[0], "%.*s # %s", (int)end, text, text + reading->rest);
	strbuf_addf(&lines[1], "%.*s-%s", (int)end, text, number);
	offers[0] = lines[0].text;
	offers[1] = lines[1].text;
	result = reading_refuse(reading, at, "this could be a dash or a minus", offers, 2);
	strbuf_release(&lines[0]);
	strbuf_release(&lines[1]);
	return result;
}

/* "str+2": the plus at AT stands between a word and a number. */
static bool is_glued_plus(const char *text, size_t at)
{
	return text[at] == '+' && isalpha((unsigned char)text[at - 1]) &&
	       word_number(text + at + 1) > 0;
}

/* "Str 3", "Str(3)", "Str: 3": the length of a name at TEXT and of the number that it says, which
 * begins at NUMBER and has DIGITS; or 0. */
static size_t named_number(const char *text, size_t *number, size_t *digits)
{
	size_t len = lex_letters(text), end;

	*number = len + strspn(text + len, " \t:=(");
	*digits = strspn(text + *number, "0123456789");
	end = *number + *digits;
	end += *digits > 0 && text[end] == ')' && memchr(text, '(', *number) != NULL;
	if (len == 0 || *digits == 0 || *digits > 3 || *number == len || !word_ends(text + end) ||
		isalpha((unsigned char)*lex_skip_blanks(text + end)))
		return 0;
	return end;
}

/* "+ Str 3": the name at NAME, behind the SIGN at AT, says its number: that stands in its place,
 * and the name is the label. "- Str 3" could be words behind a dash. */
static enum habit says_number(struct reading *reading, size_t at, size_t name, const char *sign)
{
	const char *text = reading->words.text, *term, *lines[2];
	size_t number, digits, len = named_number(text + name, &number, &digits);
	int end = (int)reading->roll->span.end;

	if (len == 0 || reading->system != NULL)
		return HABIT_NONE;
	term = arena_printf(reading->arena, "%s %.*s[%.*s]", sign, (int)digits,
		text + name + number, (int)lex_letters(text + name), text + name);
	if (text[at] == '-') {
		lines[0] = arena_printf(
			reading->arena, "%.*s %s%s", end, text, term, text + name + len);
		lines[1] = reading_comment(reading);
		return reading_refuse(reading, at, "this could be a dash or a minus", lines, 2);
	}
	wording_replace(&reading->words, at, name + len, term);
	return HABIT_CHANGED;
}

/* "stealth (+2)": brackets around a number with a sign, at AT, mean nothing. Whether there are
 * some. */
static bool unwrap_bonus(struct reading *reading, size_t at)
{
	const char *text = reading->words.text;
	size_t digits, close;

	if (text[at] != '(' || (text[at + 1] != '+' && text[at + 1] != '-') ||
		reading->system != NULL)
		return false;
	digits = strspn(text + at + 2, "0123456789");
	close = at + 2 + digits;
	if (digits == 0 || text[close] != ')')
		return false;
	wording_replace(&reading->words, close, close + 1, "");
	wording_replace(&reading->words, at, at + 1, "");
	return true;
}

/* "attack +5 stealth +2": the number whose sign stands at AT is added where the game only adds up,
 * and refused otherwise. */
static enum habit number_behind_game(struct reading *reading, size_t at)
{
	return reading_unfold(reading) ? HABIT_CHANGED : reading_refuse_game(reading, at);
}

enum habit habit_label_between(struct reading *reading)
{
	const char *text = reading->words.text, *sign;
	enum habit result = in_brackets(reading);
	size_t len;

	for (size_t at = reading->rest;
		result == HABIT_NONE && text[at] != '\0' && strchr("#\"`", text[at]) == NULL;
		at++) {
		const char *next;

		if (at > reading->rest && lex_is_blank(text[at - 1]) && unwrap_bonus(reading, at))
			return HABIT_CHANGED;
		if ((at > reading->rest && !lex_is_blank(text[at - 1]) &&
			    !is_glued_plus(text, at)) ||
			(len = operator_at(text, at, &sign)) == 0)
			continue;
		next = lex_skip_blanks(text + at + len);
		if (at == reading->rest && number_in_words(reading, at, (size_t)(next - text)))
			return HABIT_CHANGED;
		if (is_dash(text + at, next))
			return refuse_dash(reading, at);
		if (reading->system != NULL && word_number(next) > 0)
			return number_behind_game(reading, at);
		if (term_here(reading, next) && reading->system == NULL)
			return add_label(reading, at, len, sign);
		result = says_number(reading, at, (size_t)(next - text), sign);
		if (result != HABIT_NONE)
			return result;
		if ((text[at] == '+' || (len > 1 && *sign == '+' && at == reading->rest &&
						word_is_last(next, lex_letters(next)))) &&
			(isalpha((unsigned char)*next) || *next == '{' || *next == '@' ||
				(unsigned char)*next >= 0x80))
			return refuse_name(reading, at);
	}
	return result;
}
