/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels: in front of a roll (fireball 8d6, Perception: d20+3), between its terms (2d6 fire + 1d4
 * cold), and in brackets behind a blank (1d20+5 [attack]). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "dice/limits.h"
#include "dice/notation/reading.h"

static bool is_end(char c)
{
	return lex_is_blank(c) || strchr(":,;-!.", c) != NULL;
}

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

	while (end > 0 && is_end(text[end - 1]))
		end--;
	why = suspect_in(text, 0, end, &at);
	if (why != NULL)
		return reading_refuse_for(
			reading, at, why, "%s # %.*s", text + begin, (int)end, text);
	reading->label = arena_strndup(reading->arena, text, end);
	wording_replace(&reading->words, 0, begin, "");
	unwrap(reading);
	return HABIT_CHANGED;
}

/* "2 attacks 1d20+7": rolled twice, or a label? */
static enum habit refuse_number(struct reading *reading, size_t begin)
{
	const char *text = reading->words.text, *lines[2];
	size_t number = word_number(text), words = lex_past_blanks(text, number), end = begin;

	while (end > 0 && is_end(text[end - 1]))
		end--;
	if (number == 0 || number > 2 || words == number || !isalpha((unsigned char)text[words]) ||
		(number == 1 && *text == '1') || strcspn(text, ":-") < begin ||
		word_dice(text + begin) == 0)
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "%.*sx%s # %.*s", (int)number, text, text + begin,
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
	for (words = sign; words > 0 && is_end(text[words - 1]);)
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
		isdigit((unsigned char)*text))
		return HABIT_NONE;
	for (size_t at = 0; text[at] != '\0' && text[at] != ';' && at < DICE_MAX_BYTES; at++) {
		if (word_dice(text + at) > 0 && (at == 0 || !isalnum((unsigned char)text[at - 1])))
			break;
		begin = behind_mark(text, at);
		found = begin > 0 ? begin : found;
	}
	if (found == 0 || !begins_unwrapped(reading, text + found))
		return HABIT_NONE;
	return take_label(reading, found);
}

/* ---- behind the roll ---- */

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
	size_t rest = reading->rest, end = at;
	char label[DICE_MAX_WORD + 8] = "";

	while (end > rest && is_end(text[end - 1]))
		end--;
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

/* "+ Str 3", "+ Str(3)", "+ Str: 3": the name at NAME, behind the plus at AT, says its number.
 * Whether it does: then the number stands in its place, and the name is the label. */
static bool says_number(struct reading *reading, size_t at, size_t name)
{
	const char *text = reading->words.text;
	size_t len = lex_letters(text + name), number = name + len, digits, end;

	number += strspn(text + number, " \t:=(");
	digits = strspn(text + number, "0123456789");
	end = number + digits;
	end += digits > 0 && text[end] == ')' && memchr(text + name, '(', number - name) != NULL;
	if (len == 0 || digits == 0 || digits > 3 || number == name + len ||
		!word_ends(text + end) || reading->system != NULL ||
		isalpha((unsigned char)*lex_skip_blanks(text + end)))
		return false;
	wording_replace(&reading->words, at, end,
		arena_printf(reading->arena, "+ %.*s[%.*s]", (int)digits, text + number, (int)len,
			text + name));
	return true;
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
	const char *text = reading->words.text;
	int end = (int)reading->rest;

	if (reading_unfold(reading))
		return HABIT_CHANGED;
	while (end > 0 && lex_is_blank(text[end - 1]))
		end--;
	return reading_refuse_for(reading, at,
		arena_printf(reading->arena,
			"this is nothing that this game takes, which is written like %s",
			reading->system),
		"%.*s # %s", end, text, text + reading->rest);
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
		if (is_dash(text + at, next))
			return refuse_dash(reading, at);
		if (reading->system != NULL && word_number(next) > 0)
			return number_behind_game(reading, at);
		if (term_here(reading, next) && reading->system == NULL)
			return add_label(reading, at, len, sign);
		if (text[at] == '+' && says_number(reading, at, (size_t)(next - text)))
			return HABIT_CHANGED;
		if (text[at] == '+' && (isalpha((unsigned char)*next) || *next == '{' ||
					       *next == '@' || (unsigned char)*next >= 0x80))
			return refuse_name(reading, at);
	}
	return result;
}
