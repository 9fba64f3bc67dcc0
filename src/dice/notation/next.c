/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the next roll of a line begins: behind ; , "and" & "then", or with the dice behind words:
 * 1d20+5 attack 2d6+3 damage. */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/notation/reading.h"

enum { TRIES_MAX = 24 }; /* places looked at, since each is parsed */

/* Whether a bar stands by itself at AT: two may be meant to look like a result. */
static bool is_bar(const char *text, size_t at)
{
	return at > 1 && text[at] == '|' && lex_is_blank(text[at - 1]) && text[at - 2] != '|' &&
	       lex_is_blank(text[at + 1]) && *lex_skip_blanks(text + at + 1) != '|';
}

/* The length of what parts rolls at AT, with all blanks and more of the kind behind it; or 0. */
static size_t separator(const char *text, size_t at)
{
	size_t end = at, len;
	bool word = at == 0 || lex_is_blank(text[at - 1]);

	for (;;) {
		len = text[end] == ';' || text[end] == ',' || is_bar(text, end) ? 1 : 0;
		if (len == 0 && word)
			len = word_among(text + end, "and|then|&|plus then");
		if (len == 0)
			return end - at;
		end = lex_past_blanks(text, end + len);
		word = true;
	}
}

/* The length of the quoted text at AT, or 0. */
static size_t quoted(const char *text, size_t at)
{
	const char *end = text[at] == '"' || text[at] == '`' ? strchr(text + at + 1, text[at])
							     : NULL;

	return end != NULL ? (size_t)(end - text) + 1 - at : 0;
}

/* Whether an operator, or a word for one (-b of a bonus), stands before AT; x alone may be one. */
static bool behind_operator(const char *text, size_t begin, size_t at)
{
	while (at > begin && lex_is_blank(text[at - 1]))
		at--;
	if (at > begin && strchr("+-*/", text[at - 1]) != NULL)
		return true;
	if (at == begin + 1 && (text[begin] == 'x' || text[begin] == 'X'))
		return true;
	return (at >= begin + 2 && word_is(text + at - 2, "-b") > 0) ||
	       (at >= begin + 4 && word_is(text + at - 4, "plus") > 0) ||
	       (at >= begin + 5 && word_is(text + at - 5, "minus") > 0);
}

/* Append to LINE the first END bytes of TEXT, and all dice that stand side by side from REST on
 * with SIGN between them: "2d8 1d4 fire" as " ; 2d8 ; 1d4 fire". */
static void add_parted(
	struct strbuf *line, const char *text, int end, const char *rest, const char *sign)
{
	size_t len;

	strbuf_addf(line, "%.*s", end, text);
	while (word_dice(rest) > 0) {
		len = strcspn(rest, " \t#;,");
		strbuf_addf(line, " %s %.*s", sign, (int)len, rest);
		rest = lex_skip_blanks(rest + len);
	}
	if (*rest != '\0')
		strbuf_addf(line, " %s", rest);
}

/* A roll at once behind a roll: added, or another? A game's word may only name the dice. */
static enum habit side_by_side(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;
	bool game = reading->system != NULL;
	int end = (int)lex_before_blanks(text, game ? reading->rest : reading->roll->span.end);
	struct strbuf lines[2] = {STRBUF_INIT, STRBUF_INIT};
	const char *offers[3];
	enum habit result;

	add_parted(&lines[0], text, end, rest, ";");
	add_parted(&lines[1], text, end, rest, "+");
	offers[0] = lines[0].text;
	offers[1] = lines[1].text;
	offers[2] = arena_printf(reading->arena, "%s # %.*s", rest, end, text);
	result = reading_refuse(
		reading, reading->rest, "two rolls stand side by side", offers, game ? 3 : 2);
	strbuf_release(&lines[0]);
	strbuf_release(&lines[1]);
	return result;
}

static enum habit split(struct reading *reading, size_t end, size_t next)
{
	reading->next = wording_split(&reading->words, end, next);
	reading->has_next = true;
	return HABIT_CHANGED;
}

/* "+ guidance 1d4": the dice at AT are added, and the words are their label. Whether it is so. */
static bool added_by_name(struct reading *reading, size_t at)
{
	const char *text = reading->words.text, *sign = "+";
	size_t begin = reading->rest, words, end = at;
	size_t len = text[begin] == '+' || text[begin] == '-' ? 1 : 0;

	if (len == 0)
		len = word_among(text + begin, "plus|minus");
	words = lex_past_blanks(text, begin + len);
	while (end > words && lex_is_blank(text[end - 1]))
		end--;
	if (len == 0 || words == begin + len || end <= words || reading->system != NULL)
		return false;
	for (size_t i = words; i < end; i++)
		if (!isalpha((unsigned char)text[i]) && text[i] != ' ' && text[i] != '\'')
			return false;
	if (text[begin] == '-' || tolower((unsigned char)text[begin]) == 'm')
		sign = "-";
	len = word_dice(text + at);
	wording_replace(&reading->words, begin, at + len,
		arena_printf(reading->arena, "%s %.*s[%.*s]", sign, (int)len, text + at,
			(int)(end - words), text + words));
	return true;
}

/* Dice behind words, or behind nothing. A label in front of the first roll says that the words
 * between are one of the second. */
static enum habit at_dice(struct reading *reading, size_t at)
{
	if (at == reading->rest)
		return side_by_side(reading);
	if (added_by_name(reading, at))
		return HABIT_CHANGED;
	at = reading->label != NULL ? reading->rest : at;
	return split(reading, at, at);
}

/* Whether dice begin at AT, where a word may begin; "d1" behind dice drops. */
static bool dice_here(const struct reading *reading, size_t at)
{
	const char *text = reading->words.text;

	if (at > reading->rest && isalnum((unsigned char)text[at - 1]))
		return false;
	if (at == reading->rest && word_drops(text + at))
		return false;
	return word_dice(text + at) > 0 && !behind_operator(text, reading->rest, at);
}

/* Whether the brackets from OPEN to CLOSE of TEXT hold dice and no words, or begin with words. */
static bool holds_roll(const char *text, size_t open, size_t close, bool *words)
{
	bool dice = false, written = false;

	*words = isalpha((unsigned char)text[open + 1]) && word_dice(text + open + 1) == 0;
	for (size_t at = open + 1; at < close; at++) {
		dice = dice || word_dice(text + at) > 0;
		written = written ||
			  (!isalpha((unsigned char)text[at - 1]) && lex_letters(text + at) > 2);
	}
	return dice && (*words || !written);
}

/* Roll what stands in the brackets that end at CLOSE too; at once behind a roll it could be added.
 */
static enum habit part_brackets(struct reading *reading, size_t at, size_t close)
{
	const char *text = reading->words.text, *lines[3];
	const char *inside = arena_strndup(reading->arena, text + at + 1, close - at - 1);
	int end = (int)reading->roll->span.end;

	if (at > reading->rest || isalpha((unsigned char)*inside)) {
		wording_replace(&reading->words, close, close + 1, "");
		wording_replace(&reading->words, at, at + 1, "; ");
		return HABIT_CHANGED;
	}
	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(reading->arena, "%.*s %c %s%s", end, text, ";+"[i], inside,
			text + close + 1);
	lines[2] = arena_printf(reading->arena, "%.*s # %s", end, text, text + at);
	return reading_refuse(reading, at, "two rolls stand side by side", lines, 3);
}

/* "(damage 1d8+4)", "to hit (1d8+3)": brackets around another roll. */
static enum habit bracketed_roll(struct reading *reading, size_t at)
{
	static const char opens[] = "([{", closes[] = ")]}";
	const char *text = reading->words.text;
	const char *open = text[at] != '\0' ? strchr(opens, text[at]) : NULL;
	const char *close = open != NULL ? strchr(text + at, closes[open - opens]) : NULL;
	bool words;

	if (close == NULL || reading->system != NULL ||
		!holds_roll(text, at, (size_t)(close - text), &words) || (words && *open != '(') ||
		!reading->begins_labelled(reading, arena_strndup(reading->arena, text + at + 1,
							   (size_t)(close - text) - at - 1)))
		return HABIT_NONE;
	return part_brackets(reading, at, (size_t)(close - text));
}

/* Whether what stands at AT is meant as a roll of a game, which refuses it: "; sr 6 limits 4".
 * Behind a comma or a word the number has to follow the game's word at once, since some of these
 * are English: ", save 2 goblins" is a comment. */
static bool refused_by_game(const struct reading *reading, const char *text, bool semicolon)
{
	size_t word = lex_letters(text);
	bool plain, number = isdigit((unsigned char)*lex_skip_blanks(text + word));

	if (word == 0 || !reading->game_refuses(reading, text, &plain))
		return false;
	if (semicolon)
		return isdigit((unsigned char)text[strcspn(text, "0123456789;#")]);
	return number && !plain;
}

/* Whether a roll begins at AT, behind a separator that stands at BEGIN. A game's word alone,
 * without a number, is one only behind a semicolon: "1d20, attack". */
static bool next_begins(const struct reading *reading, size_t begin, size_t at)
{
	const char *text = reading->words.text;
	bool semicolon = text[begin] == ';';

	if (!semicolon && !isdigit((unsigned char)text[at + strcspn(text + at, "0123456789;#")]))
		return false;
	return reading->begins_labelled(reading, text + at) ||
	       refused_by_game(reading, text + at, semicolon);
}

enum habit habit_next(struct reading *reading)
{
	const char *text = reading->words.text;
	enum habit result;
	size_t tries = 0, len;

	for (size_t at = reading->rest; text[at] != '\0' && text[at] != '#'; at++) {
		if ((len = quoted(text, at)) > 0) {
			at += len - 1;
			continue;
		}
		if (dice_here(reading, at) && (at == reading->rest || lex_is_blank(text[at - 1])))
			return at_dice(reading, at);
		if ((result = bracketed_roll(reading, at)) != HABIT_NONE)
			return result;
		len = separator(text, at);
		if (len == 0 || text[at + len] == '\0')
			continue;
		if (++tries > TRIES_MAX)
			return HABIT_NONE;
		if (next_begins(reading, at, at + len))
			return split(reading, at, at + len);
	}
	return HABIT_NONE;
}
