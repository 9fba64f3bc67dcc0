/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left behind an expression: each habit looks at it, and what none of them takes is a
 * comment, unless it holds something that could be meant for the dice. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/notation/reading.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Refuse what stands at AT, offering it as a comment, or JOINED to the roll by a sign. */
static enum habit refuse(struct reading *reading, size_t at, const char *why, const char *joint)
{
	const char *text = reading->words.text, *offers[3];
	int end = (int)lex_before_blanks(text, reading->rest);
	size_t count = 0;

	if (reading->system != NULL)
		offers[count++] = reading->system;
	if (joint != NULL)
		offers[count++] = arena_printf(
			reading->arena, "%.*s%s%s", end, text, joint, text + reading->rest);
	offers[count++] = reading_comment(reading);
	return reading_refuse(reading, at, why, offers, count);
}

/* "2d6 ! Fire damage": a comment in one program. */
static enum habit comment_mark(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;

	if (*rest != '!' || !lex_is_blank(rest[1]) ||
		!isalpha((unsigned char)*lex_skip_blanks(rest + 1)) ||
		lex_modifier_word(lex_skip_blanks(rest + 1)) > 0)
		return HABIT_NONE;
	wording_replace(&reading->words, reading->rest, reading->rest + 1, "");
	return HABIT_CHANGED;
}

/* "5d6 >> 4": one program counts so. */
static enum habit double_sign(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;
	int end = (int)reading->roll->span.end;
	const char *number = lex_skip_blanks(rest + 2);
	char lines[2][100];
	const char *offers[] = {lines[0], lines[1]};

	if ((strncmp(rest, ">>", 2) != 0 && strncmp(rest, "<<", 2) != 0) ||
		!isdigit((unsigned char)*number) || reading->system != NULL)
		return HABIT_NONE;
	for (size_t i = 0; i < 2; i++)
		snprintf(lines[i], sizeof lines[i], "%.*s%c%s%s", end, text, *rest,
			i == 0 ? "=" : "", number);
	return reading_refuse(reading, reading->rest, "one sign is enough", offers, 2);
}

/* "4d6, keep 3", "4d6 (drop lowest)": the mark means nothing. */
static enum habit marked(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;
	const char *inner = lex_skip_blanks(rest + 1);
	size_t close = reading->rest + strcspn(rest, ")]");

	if (*rest == '\0' || strchr(",:([", *rest) == NULL || reading->system != NULL ||
		(keep_words(inner) == 0 && times_words(inner) == 0 &&
			word_among(inner, "reroll|rerolling|explode|exploding") == 0))
		return HABIT_NONE;
	if (strchr("([", *rest) != NULL && text[close] != '\0')
		wording_replace(&reading->words, close, close + 1, "");
	wording_replace(&reading->words, reading->rest, reading->rest + 1, "");
	return HABIT_CHANGED;
}

/* Whether a number by itself stands in EXPR. */
static bool has_number(const struct ast *expr)
{
	switch (expr->kind) {
	case AST_NUMBER:
		return true;
	case AST_NEGATE:
		return has_number(expr->operand);
	case AST_BINARY:
		return has_number(expr->binary.left) || has_number(expr->binary.right);
	default:
		return false;
	}
}

/* Append to LINE the number with a sign that stands at AT of TEXT, with words before or behind it
 * as its label: "+5 dex". Returns where that ends, or 0. NAMED: set if there are words. */
static size_t add_bonus(struct strbuf *line, const char *text, size_t at, bool *named)
{
	size_t words = at, len = strspn(text + at, LETTERS " "), sign = at + len, end;

	if (text[sign] != '+' && text[sign] != '-')
		return 0;
	end = sign + 1 + word_dice(text + sign + 1);
	if (end == sign + 1)
		end += strspn(text + end, "0123456789");
	if (end == sign + 1)
		return 0;
	strbuf_add(line, text + sign, end - sign);
	if (strspn(text + words, " ") == len) {
		words = lex_past_blanks(text, end);
		len = strspn(text + words, LETTERS " ");
		end = words + len;
	}
	while (len > 0 && text[words + len - 1] == ' ')
		len--;
	if (len > 0 && isalpha((unsigned char)text[words])) {
		strbuf_addf(line, "[%.*s]", (int)len, text + words);
		*named = true;
	}
	return end;
}

/* Append to LINE the numbers with signs that stand in the brackets at AT of TEXT. Returns where
 * these end, or 0. */
static size_t add_bonuses(struct strbuf *line, const char *text, size_t at, bool *named)
{
	char close = text[at] == '(' ? ')' : ']';

	if (text[at] != '(' && text[at] != '[')
		return 0;
	do
		at = add_bonus(line, text, at + 1, named);
	while (at > 0 && text[at] == ',');
	return at > 0 && text[at] == close ? at + 1 : 0;
}

/* "1d20 (+5)", "1d20 (dex +5)", "1d20 [+5 dex, +2]": modifiers count in brackets too. With words
 * behind a number they may only say where that comes from. */
static enum habit bracketed(struct reading *reading)
{
	const char *text = reading->words.text, *lines[2];
	int roll = (int)reading->roll->span.end;
	struct strbuf line = STRBUF_INIT;
	enum habit result = HABIT_NONE;
	bool named = false;
	size_t end = reading->system == NULL ? add_bonuses(&line, text, reading->rest, &named) : 0;

	if (end > 0 && named &&
		(has_number(reading->roll->expr) || strstr(line.text, "[if ") != NULL)) {
		lines[0] = arena_printf(
			reading->arena, "%.*s%s%s", roll, text, line.text, text + end);
		lines[1] = reading_comment(reading);
		result = reading_refuse(reading, reading->rest,
			"this could be added or only say what is in the roll", lines, 2);
	} else if (end > 0) {
		wording_replace(&reading->words, reading->rest, end, line.text);
		result = HABIT_CHANGED;
	}
	strbuf_release(&line);
	return result;
}

/* "1d20+5 >= 1d20+3": rolls are compared by vs. */
static enum habit compared_dice(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;
	size_t sign = strspn(rest, "<>=");
	const char *other = lex_skip_blanks(rest + sign);

	if (sign == 0 || word_dice(other) == 0 || reading->system != NULL || reading->compares)
		return HABIT_NONE;
	return reading_refuse_for(reading, reading->rest, "rolls are compared by vs", "%.*s vs %s",
		(int)reading->roll->span.end, text, other);
}

/* "coc 60 vs" */
static enum habit against_nothing(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest;
	size_t len = word_among(rest, "vs|versus|against|v");
	int end = (int)(reading->system != NULL ? reading->rest : reading->roll->span.end);
	const char *lines[2];

	if (len == 0 || reading->has_next || rest[len + strspn(rest + len, " \t.,:;!?")] != '\0')
		return HABIT_NONE;
	end = (int)lex_before_blanks(text, (size_t)end);
	lines[0] = arena_printf(reading->arena, "%.*s vs %.*s", end, text, end, text);
	lines[1] = arena_printf(reading->arena, "%.*s vs 15", end, text);
	return reading_refuse(
		reading, reading->rest, "against what?", lines, reading->system != NULL ? 1 : 2);
}

/* Whether the template ROLLS changes what a die shows or which of them count: lucky, gwf. */
static bool changes_dice(const char *rolls)
{
	return *rolls == '{' || isalpha((unsigned char)rolls[word_dice(rolls)]);
}

/* "5d10 wod 6", "2d6 gwf": a game's word stands before its dice. */
static enum habit game_behind(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[3], *rolls;
	size_t word = lex_letters(rest), number = lex_past_blanks(rest, word);
	size_t digits = word_number(rest + number), end = digits > 0 ? number + digits : word;
	int roll = (int)reading->roll->span.end;
	bool plain;

	if (reading->system != NULL || word_is(rest, "under") > 0)
		return HABIT_NONE;
	rolls = reading->system_rolls(
		reading, arena_strndup(reading->arena, rest, word), word, &plain);
	if (rolls == NULL || (plain && !changes_dice(rolls)) || (digits == 0 && !plain))
		return HABIT_NONE;
	lines[0] = arena_printf(
		reading->arena, "%.*s %.*s%s", (int)word, rest, roll, text, rest + word);
	if (!word_is_last(rest, end) && (digits == 0 || !reading->accepts(reading, lines[0])))
		return HABIT_NONE;
	lines[1] = digits > 0 ? rest : "";
	lines[2] = reading_comment(reading);
	return reading_refuse(
		reading, reading->rest, "a game's word stands before its dice", lines, 3);
}

/* "d100 45", "d100 45%" */
static enum habit under_number(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[3];
	size_t len = strspn(rest, "0123456789"), end = len + (rest[len] == '%');
	int roll = (int)reading->roll->span.end;

	if (len == 0 || len > 6 || !word_ends(rest + end) || reading->system != NULL ||
		reading->leaves_comparison || !ast_is_percentile(reading->roll->expr))
		return HABIT_NONE;
	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(reading->arena, i == 0 ? "%.*s <= %.*s%s" : "%.*s+%.*s%s",
			roll, text, (int)len, rest, rest + end);
	lines[2] = reading_comment(reading);
	return reading_refuse(reading, reading->rest, "this number belongs to nothing", lines, 3);
}

/* The number that stands in TEXT behind marks, or all of it in brackets; its length, or 0. */
static size_t marked_number(const char *text, size_t *number)
{
	static const char marks[] = " \t,;:&.|\\~_@", opens[] = "([{<", bullet[] = "•";
	bool open = *text != '\0' && strchr(opens, *text) != NULL;
	size_t len;

	*number = strspn(text, marks);
	if ((len = word_among(text, "and|more|extra|with|w")) > 0)
		*number = lex_past_blanks(text, len);
	if (strncmp(text, bullet, strlen(bullet)) == 0)
		*number = lex_past_blanks(text, strlen(bullet));
	if (open)
		*number = 1 + strspn(text + 1, "+-");
	len = strspn(text + *number, "0123456789");
	if (!open && isalpha((unsigned char)*text) && !word_is_last(text, *number + len))
		return 0;
	if (!open)
		return word_number(text + *number);
	return len > 0 && strchr(")]}>", text[*number + len]) != NULL &&
			       text[*number + len] != '\0' &&
			       *lex_skip_blanks(text + *number + len + 1) == '\0'
		       ? len
		       : 0;
}

/* "1d20 5", "1d20 (5)", "1d20 ... 5" */
static enum habit stray_number(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	size_t number, len = marked_number(rest, &number);
	int end = (int)reading->roll->span.end;
	bool sign;

	if (len == 0 || reading->leaves_comparison)
		return HABIT_NONE;
	sign = number > 0 && strchr("+-", rest[number - 1]) != NULL;
	if (number == 0 || reading->system != NULL || strchr(",;:&", *rest) != NULL)
		return refuse(reading, reading->rest + number, "this number belongs to nothing",
			reading->system == NULL && number == 0 ? "+" : NULL);
	lines[0] = arena_printf(reading->arena, "%.*s%s%.*s", end, text,
		*rest == '@' ? " vs "
		: sign       ? ""
			     : "+",
		(int)(len + sign), rest + number - sign);
	lines[1] = reading_comment(reading);
	return reading_refuse(reading, reading->rest, "this number belongs to nothing", lines, 2);
}

/* "1d20 v12": against a number, or would the lowest be dropped? */
static enum habit short_versus(struct reading *reading)
{
	const char *text = reading->words.text, *rest = text + reading->rest, *lines[2];
	int end = (int)reading->roll->span.end;

	if ((*rest != 'v' && *rest != 'V') || word_number(rest + 1) == 0 ||
		reading->system != NULL || reading->leaves_comparison)
		return HABIT_NONE;
	lines[0] = arena_printf(reading->arena, "%.*s vs %s", end, text, rest + 1);
	lines[1] = reading_comment(reading);
	return reading_refuse(
		reading, reading->rest, "this could be versus or drop dice", lines, 2);
}

/* "sr 6 limit 4", "wng 4d6 !soak": a game system would have to know it. */
static enum habit system_argument(struct reading *reading)
{
	static const char prepositions[] = "for|to|against|vs|on|with|at|in|of|from|and|the";
	const char *rest = reading->words.text + reading->rest;
	size_t word = lex_letters(rest);

	if (reading->system == NULL || (word == 0 && *rest != '!') ||
		word_among(rest, prepositions) > 0)
		return HABIT_NONE;
	if (*rest != '!' && word_number(lex_skip_blanks(rest + word)) == 0)
		return HABIT_NONE;
	return reading_refuse_game(reading, reading->rest);
}

static enum habit suspects(struct reading *reading)
{
	const char *why;
	size_t at;

	if (reading->leaves_comparison)
		return HABIT_COMMENT;
	why = suspect_in(reading->words.text, reading->rest, SIZE_MAX, &at);
	return why != NULL ? refuse(reading, at, why, NULL) : HABIT_COMMENT;
}

/* ---- all of them ---- */

static enum habit nothing_left(struct reading *reading)
{
	const char *rest = reading->words.text + reading->rest, *end;

	if (*rest == '\0' || *rest == '#')
		return HABIT_COMMENT;
	end = strchr("\"'`", *rest) != NULL ? strchr(rest + 1, *rest) : NULL;
	return end != NULL && end[1] == '\0' ? HABIT_COMMENT : HABIT_NONE;
}

enum habit habit_behind(struct reading *reading)
{
	static habit_fn *const habits[] = {habit_chained, habit_undecided, habit_advantage_parted,
		nothing_left, habit_secret_behind, comment_mark, habit_foreign_behind, double_sign,
		bracketed, marked, compared_dice, habit_phrase, habit_next, habit_compare,
		habit_difficulty, against_nothing, habit_modifier, habit_spoken, habit_best_of,
		habit_keep, habit_advantage, habit_times, habit_label_between, game_behind,
		under_number, short_versus, stray_number, system_argument, suspects};

	return habits_try(reading, habits, sizeof habits / sizeof *habits);
}
