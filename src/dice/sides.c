/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a line: two rolls with vs between them, or what line.c makes of it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "dice/line.h"
#include "dice/notation/ast.h"
#include "dice/notation/reading.h"
#include "dice/systems/system.h"
#include "dice/versus.h"

enum { OFFER_BYTES = 120 }; /* of a line that an error has room for */

const char *versus_side(const struct dice_roll *first, const char *text,
	const struct dice_book *book, struct arena *arena)
{
	const struct dice_line *alone, *with;
	const char *copy;

	text = lex_skip_blanks(text);
	if (!versus_is_ruled(first))
		return text;
	alone = line_read(text, book, true, arena, NULL);
	if (alone != NULL && alone->rolls[0].use != NULL)
		return text;
	copy = arena_printf(arena, "%s %s", first->use->system->name, text);
	with = line_read(copy, book, true, arena, NULL);
	/* What is dice of another kind is told to be. */
	return with != NULL || alone == NULL ? copy : text;
}

/* Whether TEXT may be meant as a roll. */
static bool looks_like_roll(const char *text)
{
	return isdigit((unsigned char)*text) || (*text != '\0' && strchr("+-({", *text) != NULL);
}

/* Set in ERR the column of what begins at AT of LINE. */
static void place_error(struct error *err, const char *line, const char *at)
{
	if (err != NULL && err->column > 0)
		err->column += (int)utf8_count(line, (size_t)(at - line));
}

/* The roll of FIRST against SECOND, which was typed as TEXT behind vs. */
static const struct dice_line *together(const struct dice_roll *first,
	const struct dice_roll *second, const char *line, const char *text, struct arena *arena)
{
	struct dice_line *result = arena_zalloc(arena, 1, sizeof *result);
	struct dice_roll *roll = &result->rolls[0];
	bool whole = strcmp(second->typed, text) == 0;

	*roll = *first;
	roll->typed = line;
	roll->input = arena_printf(
		arena, "%s vs %s", first->input, whole ? second->input : quote_words(arena, text));
	roll->other = second;
	result->count = 1;
	return result;
}

/* Say how FIRST, of a game, is rolled against the number TEXT behind vs, if it can be. Whether it
 * can. */
static bool offer_number(const struct dice_roll *first, const char *text,
	const struct dice_book *book, struct arena *arena, struct error *err)
{
	static const char *const words[] = {"tn", "dc"};
	const char *copy;

	if (first->use == NULL || text[strspn(text, "0123456789")] != '\0')
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const struct dice_line *line;

		copy = arena_printf(arena, "%s %s%s", first->typed, words[i], text);
		line = line_read(copy, book, false, arena, NULL);
		if (line == NULL || line->count != 1 || *line->rolls[0].comment != '\0' ||
			strlen(copy) > OFFER_BYTES)
			continue;
		error_at(err, 1, "behind vs stands another roll, not a number; write %s", copy);
		return true;
	}
	return false;
}

/* Read SECOND, behind vs at AT in LINE. Returns false if it is no roll, and no mistake either. */
static bool read_second(const struct dice_roll *first, const char *line, const char *at,
	const struct dice_book *book, struct arena *arena, const struct dice_line **out,
	struct error *err)
{
	const char *text = lex_skip_blanks(at + versus_length(at));
	const char *side = versus_side(first, text, book, arena);
	const struct dice_line *second = line_read(side, book, false, arena, err);

	*out = NULL;
	if (second == NULL && offer_number(first, text, book, arena, err)) {
		place_error(err, line, text);
		return true;
	}
	if (second == NULL) {
		place_error(err, line, side == text ? text : text - (strlen(side) - strlen(text)));
		return looks_like_roll(text);
	}
	if (second->count > 1 || versus_find(text) != NULL)
		return error_at(err, (int)utf8_count(line, (size_t)(text - line)) + 1,
			       "vs stands between two rolls, no more, and nothing else is in the "
			       "line") ||
		       true;
	if (versus_check(first, &second->rolls[0], err))
		*out = together(first, &second->rolls[0], line, text, arena);
	return true;
}

/* Whether a number stands behind vs, which plain dice are to reach: "vs 15", "vs AC 15", "vs 8+";
 * with dice added to it, it is another roll. */
static bool is_difficulty(const char *text)
{
	size_t digits, dice;

	text = word_difficulty(text);
	digits = strspn(text, "0123456789");
	word_first_dice(text + digits, &dice);
	return digits > 0 && digits <= 9 && !(dice > 0 && word_goes_on(text + digits)) &&
	       (text[digits] == '\0' || strchr(" \t,;.:!?+-", text[digits]) != NULL);
}

/* FIRST, of a game that only adds up dice, to reach the number that TEXT, behind vs in LINE, ends
 * with; NULL: it is for others to read. */
static const struct dice_line *against_number(
	const struct dice_roll *first, const char *line, const char *text, struct arena *arena)
{
	const char *digits = word_difficulty(text);
	double number = strtod(digits, NULL);
	struct dice_line *result;
	struct ast_roll *tree;

	if (first->use == NULL || first->tree->compares ||
		digits[strspn(digits, "0123456789")] != '\0')
		return NULL;
	result = arena_zalloc(arena, 1, sizeof *result);
	tree = arena_alloc(arena, sizeof *tree);
	*tree = *first->tree;
	tree->compares = tree->difficulty = true;
	tree->target = (struct compare_point){.comparison = COMPARE_AT_LEAST, .number = number};
	result->count = 1;
	result->rolls[0] = *first;
	result->rolls[0].tree = tree;
	result->rolls[0].typed = line;
	result->rolls[0].input = quote_words(arena, line);
	return result;
}

/* Whether the whole LINE, or the last roll in it, is what a game takes: cpr +12 vs 15. */
static bool is_taken(const char *line, const struct dice_book *book, struct arena *arena)
{
	const struct dice_line *whole = line_read(line, book, true, arena, NULL);
	const struct dice_roll *last = whole != NULL ? &whole->rolls[whole->count - 1] : NULL;

	return last != NULL && last->use != NULL && versus_find(last->comment) == NULL &&
	       strncasecmp(last->comment, "vs ", 3) != 0;
}

/* Refuse what stands behind vs at AT in LINE if it is a roll against the last of those in FIRST: it
 * would be alone. Returns whether it is one. */
static bool among_others(const struct dice_line *first, const char *line, const char *at,
	const struct dice_book *book, struct arena *arena, struct error *err)
{
	const struct dice_roll *last = &first->rolls[first->count - 1];
	const char *text = lex_skip_blanks(at + versus_length(at)), *alone;
	const struct dice_line *second;

	if (!versus_is_ruled(last) && is_difficulty(text))
		return false;
	second = line_read(versus_side(last, text, book, arena), book, false, arena, NULL);
	if (second == NULL || !versus_check(last, &second->rolls[0], NULL))
		return false;
	/* An offer is tried without asking for one, or the two would try each other for ever. */
	alone = err != NULL ? arena_printf(arena, "%s vs %s", last->typed, text) : NULL;
	if (alone != NULL &&
		(strlen(alone) > OFFER_BYTES || dice_parse(alone, book, arena, NULL) == NULL))
		alone = NULL;
	error_at(err, (int)utf8_count(line, (size_t)(at - line)) + 1,
		"two rolls with vs between them stand alone in a line%s%s",
		alone != NULL ? "; write " : "", alone != NULL ? alone : "");
	return true;
}

/* "cpr 14 handgun vs 15": FIRST, of a game that takes a number behind vs, with words before it.
 * LINE, where TEXT stands behind vs, is read so into *OUT; or NULL. */
static const struct dice_line *behind_words(const struct dice_roll *first, const char *line,
	const char *text, const struct dice_book *book, struct arena *arena)
{
	size_t words = strlen(first->comment), typed = strlen(first->typed);
	const struct dice_line *bare;
	struct dice_line *result;

	if (first->use == NULL || words == 0 || words >= typed ||
		strcmp(first->typed + typed - words, first->comment) != 0)
		return NULL;
	bare = line_read(
		arena_printf(arena, "%.*s vs %s", (int)(typed - words), first->typed, text), book,
		true, arena, NULL);
	if (bare == NULL || bare->count != 1 || bare->rolls[0].use == NULL ||
		*bare->rolls[0].comment != '\0')
		return NULL;
	result = arena_zalloc(arena, 1, sizeof *result);
	*result = *bare;
	result->rolls[0].typed = line;
	result->rolls[0].input = quote_words(arena, line);
	result->rolls[0].comment = first->comment;
	return result;
}

/* Whether LINE is two rolls against each other. If so *OUT gets them as one roll, or NULL, and ERR
 * says what is wrong with it. */
static bool read_sides(const char *line, const struct dice_book *book, struct arena *arena,
	const struct dice_line **out, struct error *err)
{
	const char *at = versus_find(line);
	const struct dice_line *first;

	*out = NULL;
	if (at == NULL || is_taken(line, book, arena))
		return false;
	first = line_read(
		arena_strndup(arena, line, (size_t)(at - line)), book, false, arena, NULL);
	if (first == NULL)
		return false;
	if (first->count > 1)
		return among_others(first, line, at, book, arena, err);
	if (!versus_is_ruled(&first->rolls[0]) && is_difficulty(at + versus_length(at))) {
		*out = against_number(&first->rolls[0], line, at + versus_length(at), arena);
		return *out != NULL;
	}
	*out = behind_words(
		&first->rolls[0], line, lex_skip_blanks(at + versus_length(at)), book, arena);
	return *out != NULL || read_second(&first->rolls[0], line, at, book, arena, out, err);
}

/* LINE with "vs" for a word that means the same, or LINE itself. */
static const char *with_vs(const char *line, struct arena *arena)
{
	static const char words[] = "vs.|versus|against|contested by|opposed by";

	for (const char *at = line; *at != '\0' && strchr("#\"", *at) == NULL; at++) {
		size_t len = at > line && lex_is_blank(at[-1]) ? word_among(at, words) : 0;

		if (len > 0 && lex_is_blank(at[len]) &&
			(tolower((unsigned char)*at) == 'v' ||
				word_dice(lex_skip_blanks(at + len)) > 0))
			return arena_printf(arena, "%.*svs%s", (int)(at - line), line, at + len);
	}
	return line;
}

const struct dice_line *dice_parse(
	const char *line, const struct dice_book *book, struct arena *arena, struct error *err)
{
	const char *sides = with_vs(line, arena);
	const struct dice_line *versus;

	/* Where another word than vs makes no two sides, it is a comment. */
	if (strlen(line) <= DICE_MAX_LINE && read_sides(sides, book, arena, &versus, err) &&
		(versus != NULL || sides == line))
		return versus;
	return line_read(line, book, false, arena, err);
}

const struct dice_line *dice_parse_side(
	const char *line, const struct dice_book *book, struct arena *arena, struct error *err)
{
	return line_read(line, book, true, arena, err);
}
