/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line into rolls, and each roll into expression and comment: it is parsed, and what people type
 * otherwise is put into notation, in turns; see notation/reading.h. */
#include "dice/line.h"

#include <string.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "crypto/random.h"
#include "dice/notation/tidy.h"
#include "dice/typed.h"
#include "dice/versus.h"

static bool is_end_blank(char c)
{
	return lex_is_blank(c) || c == '\r' || c == '\n';
}

/* A copy of TEXT from BEGIN to END, blanks at both ends left out. */
static const char *trimmed(struct arena *arena, const char *text, size_t begin, size_t end)
{
	while (begin < end && is_end_blank(text[begin]))
		begin++;
	while (end > begin && is_end_blank(text[end - 1]))
		end--;
	return arena_strndup(arena, text + begin, end - begin);
}

/* Whether a number may stand behind vs at AT of LINE: several rolls stand before it only if the
 * game of the last takes it. */
static bool number_fits(
	const char *line, const char *at, const struct dice_book *book, struct arena *arena)
{
	const char *rolls = arena_strndup(arena, line, (size_t)(at - line));
	const struct dice_line *before = line_read(rolls, book, false, arena, NULL), *whole;
	const char *comment, *side;

	if (before == NULL || !versus_is_ruled(&before->rolls[before->count - 1]))
		return true;
	side = arena_printf(arena, "%s %s", before->rolls[before->count - 1].use->system->name,
		lex_skip_blanks(at + versus_length(at)));
	if (before->count == 1 && line_read(side, book, false, arena, NULL) != NULL)
		return true; /* it is another roll of the game: coc 60 vs 40 */
	whole = line_read(line, book, true, arena, NULL);
	if (whole == NULL || whole->count != before->count)
		return false;
	comment = whole->rolls[whole->count - 1].comment;
	return versus_find(comment) == NULL && versus_length(comment) == 0;
}

/* Whether LINE, which may have vs in it, can be read as two sides, or has none. */
static bool sides_fit(const char *line, const struct dice_book *book, struct arena *arena)
{
	const char *at = versus_find(line), *side, *number, *rest;
	const struct dice_line *first, *second;

	if (at == NULL)
		return true;
	side = lex_skip_blanks(at + versus_length(at));
	number = word_difficulty(side);
	rest = lex_skip_blanks(number + word_number(number));
	if (*rest == '\0' || (*rest == '#' && rest > number))
		return *number != '\0' && number_fits(line, at, book, arena);
	first = line_read(
		arena_strndup(arena, line, (size_t)(at - line)), book, false, arena, NULL);
	second = line_read(side, book, false, arena, NULL);
	return first != NULL && first->count == 1 && second != NULL && second->count == 1 &&
	       versus_find(side) == NULL && versus_check(&first->rolls[0], &second->rolls[0], NULL);
}

/* Whether TEXT could be typed instead: it is read, and rolled. */
static bool accepts(const struct reading *reading, const char *text)
{
	struct arena scratch = ARENA_INIT;
	const struct dice_line *line = line_read(text, reading->arg, false, &scratch, NULL);
	const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct rng *rng = rng_new_seeded(1);
	bool accepted = line != NULL && dice_roll(line, &limits, rng, &scratch, NULL) != NULL &&
			sides_fit(text, reading->arg, &scratch);

	rng_free(rng);
	arena_release(&scratch);
	return accepted;
}

/* ---- what is kept of it ---- */

/* The comment from AT on, without the signs that part it from the roll. */
static const char *comment_from(struct arena *arena, const char *text, size_t at)
{
	size_t end = strlen(text);

	if (text[at] == '#')
		return trimmed(arena, text, at + 1, end);
	while (text[at] != '\0' && strchr(" \t,;:-.?", text[at]) != NULL)
		at++;
	while (end > at && strchr(" \t.,;:?!", text[end - 1]) != NULL)
		end--;
	return arena_strndup(arena, text + at, end - at);
}

static const char *joined(struct arena *arena, const char *label, const char *comment)
{
	size_t len = strlen(label);
	char *text;

	if (*comment == '\0' || len == 0)
		return len == 0 ? comment : label;
	text = arena_alloc(arena, len + strlen(comment) + 3);
	strcpy(text, label);
	strcpy(text + len, ", ");
	strcpy(text + len + 2, comment);
	return text;
}

/* Whether the dice of EXPR are counted, and nothing else happens to them. */
static bool only_counts(const struct ast *expr)
{
	const struct rules *rules = expr->kind == AST_DICE ? expr->dice.rules : NULL;

	return rules != NULL && rules->tally == TALLY_TARGET && rules->explode == EXPLODE_NO &&
	       rules->keep_count == 0 && rules->reroll.count == 0 && !rules->has_twice &&
	       !rules->has_fail;
}

/* Keep in ROLL and TEXTS what READING found in the line TYPED. */
static void keep(const struct reading *reading, const char *typed, struct ast_roll *roll,
	struct dice_roll *texts)
{
	const char *text = roll->source.text;
	struct arena *arena = reading->arena;
	const char *shown = texts->use != NULL ? system_shown(texts->use, arena) : NULL;
	size_t hidden = shown != NULL ? strlen(text) - strlen(shown) : 0;
	const char *comment = comment_from(arena, reading->words.text, reading->rest);

	roll->source.typed = typed;
	roll->source.at = reading->words.at;
	roll->compares = reading->compares;
	roll->target = reading->target;
	roll->difficulty = reading->difficulty != NULL;
	roll->shows_sum = reading->spaced && only_counts(roll->expr);
	texts->tree = roll;
	texts->input = quote_words(
		arena, shown != NULL ? trimmed(arena, shown, 0, strlen(shown)) : texts->typed);
	/* It may lack more than what stands in front of the dice: then all of it is shown. */
	texts->expression = shown != NULL && roll->span.end < hidden
				    ? trimmed(arena, shown, 0, strlen(shown))
				    : trimmed(arena, shown != NULL ? shown : text, 0,
					      roll->span.end - hidden);
	if (reading->difficulty != NULL)
		comment = joined(arena, reading->difficulty, comment);
	texts->comment = joined(arena, reading->label != NULL ? reading->label : "", comment);
}

/* ---- the line ---- */

/* The column of ERR counts in the words of READING: let it count in the LINE. */
static void place_error(const struct reading *reading, const char *line, struct error *err)
{
	const char *text = reading->words.text;
	size_t len = strlen(text), at = 0;

	if (err == NULL || err->column < 1)
		return;
	for (int column = 1; column < err->column && at < len; column++) {
		size_t size = utf8_size(text + at, len - at);
		at += size > 0 ? size : 1;
	}
	err->column = (int)utf8_count(line, wording_in_line(&reading->words, at)) + 1;
}

/* A roll that was not typed where it stands, as the first two of "fists 3 sr 6". */
static const char *as_read(const struct reading *reading)
{
	const char *text = trimmed(
		reading->arena, reading->words.text, 0, strlen(reading->words.text));
	if (reading->label == NULL)
		return text;
	return arena_printf(reading->arena, "%s: %s", reading->label, text);
}

static bool read_line(struct reading *reading, const char *text, struct dice_line *line)
{
	size_t begin = 0, end;

	do {
		struct ast_roll *roll = arena_alloc(reading->arena, sizeof *roll);
		struct dice_roll *texts = &line->rolls[line->count];

		if (line->count == DICE_MAX_ROLLS) {
			reading_refuse(reading, 0, "a line has at most 4 rolls", NULL, 0);
			return false;
		}
		reading->has_next = reading->compares = reading->spaced = false;
		reading->repeated = false;
		reading->difficulty = NULL;
		reading->label = NULL;
		begin = wording_in_line(&reading->words, 0);
		if (!typed_read(reading, roll, &texts->use))
			return false;
		end = reading->has_next
			      ? wording_in_line(&reading->words, strlen(reading->words.text))
			      : strlen(text);
		texts->typed = reading->repeated ? "" : trimmed(reading->arena, text, begin, end);
		if (*texts->typed == '\0')
			texts->typed = as_read(reading);
		keep(reading, text, roll, texts);
		line->count++;
		reading->words = reading->next;
	} while (reading->has_next);
	return true;
}

/* Looking for the next roll in a comment takes time that grows with it. */
static bool in_bounds(struct reading *reading)
{
	struct ast_roll roll;
	const struct system_use *use;

	if (strlen(reading->words.text) <= DICE_MAX_LINE)
		return true;
	if (typed_parse(reading, &roll, &use, reading->err))
		source_error(&roll.source, DICE_MAX_LINE, reading->err,
			"a line has at most %d bytes", DICE_MAX_LINE);
	return false;
}

const struct dice_line *line_read(const char *line, const struct dice_book *book,
	bool leaves_comparison, struct arena *arena, struct error *err)
{
	struct dice_line *result = arena_zalloc(arena, 1, sizeof *result);
	const char *text = trimmed(arena, line, 0, strlen(line));
	struct reading reading = {.words = {.text = text, .arena = arena},
		.leaves_comparison = leaves_comparison,
		.arena = arena,
		.err = err,
		.accepts = accepts};

	typed_init(&reading, book);
	if (*text == '\0') {
		error_at(err, 1, "there is nothing to roll; write dice, such as 3d6");
		return NULL;
	}
	if (!in_bounds(&reading))
		return NULL;
	tidy(&reading.words);
	if (read_line(&reading, text, result))
		return result;
	place_error(&reading, text, err);
	return NULL;
}

bool dice_has_dice(const struct dice_roll *roll)
{
	return roll->tree->has_dice;
}
