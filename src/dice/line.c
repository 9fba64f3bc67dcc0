/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line into rolls, and each roll into expression and comment. */
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"
#include "dice/systems/system.h"

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

/* A line being read. */
struct reading {
	const char *text;
	const struct dice_book *book;
	struct arena *arena;
};

/* Read the roll that begins at byte AT of the line. */
static bool read_roll(const struct reading *reading, size_t at, struct arena *arena,
	struct ast_roll *roll, const struct system_use **use, struct error *err)
{
	const char *line = reading->text;
	struct source source = {.text = line + at,
		.line = line,
		.start = at,
		.named = reading->book != NULL ? reading->book->named : NULL};
	enum system_match match = SYSTEM_NONE;

	*use = NULL;
	/* Also what only looks like a system's word, as d6s, is dice if it can be. */
	if (reading->book != NULL && reading->book->systems != NULL)
		match = system_parse(
			&(struct system_place){reading->book, line, at, arena}, roll, use, err);
	if (match == SYSTEM_FOUND)
		return true;
	return parse_roll(&source, arena, roll, match == SYSTEM_NONE ? err : NULL);
}

static size_t after_blanks(const char *line, size_t at)
{
	return (size_t)(lex_skip_blanks(line + at) - line);
}

/* Whether a roll with dice can be read at byte AT of the line. */
static bool is_roll(const struct reading *reading, size_t at)
{
	struct arena scratch = ARENA_INIT;
	const struct system_use *use;
	struct ast_roll roll;
	bool read = read_roll(reading, after_blanks(reading->text, at), &scratch, &roll, &use,
			    NULL) &&
		    roll.has_dice;

	arena_release(&scratch);
	return read;
}

/* Where the text of ROLL ends, in bytes of its source: at the ; before the next roll, or with the
 * line. NEXT is where the next one begins in the line, or 0. */
static size_t roll_end(const struct reading *reading, const struct ast_roll *roll, size_t *next)
{
	const char *text = roll->source.text;
	const char *mark = strchr(text + roll->span.end, ';');

	for (; mark != NULL; mark = strchr(mark + 1, ';')) {
		*next = source_in_line(&roll->source, (size_t)(mark - text)) + 1;
		if (is_roll(reading, *next))
			return (size_t)(mark - text);
	}
	*next = 0;
	return strlen(text);
}

static const char *hint(
	const struct ast_roll *roll, const struct dice_roll *texts, struct arena *arena)
{
	const char *rest = lex_skip_blanks(roll->source.text + roll->span.end);
	bool constant = roll->expr->kind == AST_NUMBER && roll->repeat_count == 0;
	size_t word = roll->ends_in_die ? lex_modifier_word(rest)
		      : constant        ? lex_dice_word(rest)
					: 0;
	struct strbuf text = STRBUF_INIT;
	const char *copy;

	if (word == 0)
		return roll->has_dice ? roll->hint : "no dice were rolled";
	strbuf_addf(&text, "%.*s was read as a comment: write %s%s%.*s", (int)word, rest,
		texts->expression, constant ? "x" : "", (int)word, rest);
	copy = arena_strndup(arena, text.text, text.len);
	strbuf_release(&text);
	return copy;
}

static size_t comment_begin(const struct ast_roll *roll, size_t end)
{
	const char *text = roll->source.text;
	size_t at = after_blanks(text, roll->span.end);

	if (at >= end)
		return end;
	return text[at] == '#' ? at + 1 : at;
}

static void fill(
	struct dice_roll *texts, const struct ast_roll *roll, size_t end, struct arena *arena)
{
	const char *text = roll->source.text;
	const char *shown = texts->use != NULL ? system_shown(texts->use, arena) : text;
	size_t hidden = shown != NULL ? strlen(text) - strlen(shown) : 0;

	texts->tree = roll;
	texts->input = shown != NULL ? trimmed(arena, shown, 0, end - hidden) : texts->typed;
	texts->expression = trimmed(
		arena, shown != NULL ? shown : text, 0, roll->span.end - hidden);
	texts->comment = trimmed(arena, text, comment_begin(roll, end), end);
	texts->hint = hint(roll, texts, arena);
}

/* Looking for the next roll in a comment takes time that grows with it. */
static bool in_bounds(const char *text, struct error *err)
{
	if (strlen(text) <= DICE_MAX_LINE)
		return true;
	return source_error(&(struct source){.text = text, .line = text}, DICE_MAX_LINE, err,
		"a line has at most %d bytes", DICE_MAX_LINE);
}

static bool read_line(const struct reading *reading, struct dice_line *line, struct error *err)
{
	const char *text = reading->text;
	struct arena *arena = reading->arena;
	size_t next = 0;

	do {
		struct ast_roll *roll = arena_alloc(arena, sizeof *roll);
		struct dice_roll *texts = &line->rolls[line->count];
		size_t at = after_blanks(text, next), end;

		if (line->count == DICE_MAX_ROLLS)
			return source_error(&(struct source){.text = text, .line = text}, at, err,
				"a line has at most 4 rolls");
		if (!read_roll(reading, at, arena, roll, &texts->use, err) || !in_bounds(text, err))
			return false;
		end = roll_end(reading, roll, &next);
		texts->typed = trimmed(arena, text, at, next > 0 ? next - 1 : strlen(text));
		fill(texts, roll, end, arena);
		line->count++;
	} while (next > 0);
	return true;
}

const struct dice_line *dice_parse(
	const char *line, const struct dice_book *book, struct arena *arena, struct error *err)
{
	struct dice_line *result = arena_zalloc(arena, 1, sizeof *result);
	struct reading reading = {
		.text = trimmed(arena, line, 0, strlen(line)), .book = book, .arena = arena};

	if (*reading.text == '\0') {
		error_at(err, 1, "there is nothing to roll; write dice, such as 3d6");
		return NULL;
	}
	return read_line(&reading, result, err) ? result : NULL;
}

bool dice_has_dice(const struct dice_roll *roll)
{
	return roll->tree->has_dice;
}
