/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls a line that was read, computes sums, and writes the line that reports an error. */
#include "dice/dice.h"

#include <string.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/roll/eval.h"
#include "dice/notation/parse.h"
#include "dice/systems/system.h"
#include "dice/versus.h"

/* A roll whose total is compared counts how often it fits. */
static void compare_totals(struct dice_outcome *outcome)
{
	const struct ast_roll *roll = outcome->roll->tree;

	if (!roll->compares || (roll->difficulty && outcome->evaluation_count == 1))
		return;
	outcome->total = 0;
	outcome->unit = DICE_SUCCESSES;
	outcome->unit_word = NULL;
	for (size_t i = 0; i < outcome->evaluation_count; i++)
		outcome->total += point_matches(&roll->target, outcome->evaluations[i].value, NULL);
}

static bool roll_side(struct roller *roller, struct dice_outcome *outcome)
{
	if (!eval_roll(roller, outcome->roll->tree, outcome) || !system_judge(roller, outcome))
		return false;
	compare_totals(outcome);
	if (outcome->rank_count == 0) {
		outcome->ranks = &outcome->total;
		outcome->rank_count = 1;
	}
	return true;
}

/* The faces of both sides, one behind the other. */
static void join_faces(
	struct dice_outcome *first, const struct dice_outcome *second, struct arena *arena)
{
	size_t count = first->face_count + second->face_count;
	struct dice_face *faces = arena_alloc(arena, count * sizeof *faces);

	if (first->face_count > 0)
		memcpy(faces, first->faces, first->face_count * sizeof *faces);
	if (second->face_count > 0)
		memcpy(faces + first->face_count, second->faces,
			second->face_count * sizeof *faces);
	first->faces = faces;
	first->face_count = count;
}

/* The column of ERR is in what stands behind vs in ROLL: let it be one of the line. */
static void place_error(struct error *err, const struct dice_roll *roll)
{
	const char *second = roll->other->typed;

	if (err != NULL && err->column > 0)
		err->column += (int)utf8_count(roll->typed, strlen(roll->typed)) -
			       (int)utf8_count(second, strlen(second));
}

/* Roll what OUTCOME is of, and what stands against it. */
static bool roll_one(struct roller *roller, struct dice_outcome *outcome)
{
	struct dice_outcome *other;

	if (!roll_side(roller, outcome))
		return false;
	if (outcome->roll->other == NULL)
		return true;
	other = arena_zalloc(roller->arena, 1, sizeof *other);
	other->roll = outcome->roll->other;
	if (!roll_side(roller, other)) {
		place_error(roller->err, outcome->roll);
		return false;
	}
	outcome->other = other;
	versus_judge(outcome, roller->arena);
	join_faces(outcome, other, roller->arena);
	return true;
}

const struct dice_result *dice_roll(const struct dice_line *line, const struct dice_limits *limits,
	struct rng *rng, struct arena *arena, struct error *err)
{
	struct dice_result *result = arena_zalloc(arena, 1, sizeof *result);
	struct roller roller = eval_roller(limits, rng, arena, err);

	for (size_t i = 0; i < line->count; i++)
		if (!eval_fits(&roller, line->rolls[i].tree))
			return NULL;
	for (; result->count < line->count; result->count++) {
		struct dice_outcome *outcome = &result->outcomes[result->count];

		outcome->roll = &line->rolls[result->count];
		if (!roll_one(&roller, outcome))
			return NULL;
	}
	return result;
}

enum dice_sum dice_calculate(
	const char *text, struct arena *arena, double *total, struct error *err)
{
	const char *line = lex_skip_blanks(text);
	struct source source = {.text = line, .line = line};
	struct roller roller = {.node = eval_node,
		.source = &source,
		.arena = arena,
		.err = err,
		.steps_left = DICE_MAX_STEPS};
	const struct ast *sum = parse_sum(&source, arena, err);

	if (sum == NULL)
		return DICE_SUM_INVALID;
	if (eval_node(&roller, sum, total))
		return DICE_SUM_DONE;
	return roller.fault == ARITH_ZERO_DIVISOR ? DICE_SUM_ZERO_DIVISOR : DICE_SUM_INVALID;
}

/* ---- the line that reports an error ---- */

/* How much of what was typed is shown, in characters: all up to SHOWN_MAX, else SHOWN_BEFORE the
 * mistake and SHOWN_AFTER. */
enum { SHOWN_MAX = 48, SHOWN_BEFORE = 28, SHOWN_AFTER = 12 };

static void add_printable(struct strbuf *out, const char *text, size_t len)
{
	struct strbuf plain = STRBUF_INIT;

	for (size_t i = 0; i < len; i++)
		strbuf_addch(
			&plain, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i]);
	quote_add(out, plain.text, plain.len);
	strbuf_release(&plain);
}

static void add_shortened(struct strbuf *out, const char *text, size_t column)
{
	size_t len = strlen(text), count = utf8_count(text, len);
	size_t first = column > SHOWN_BEFORE + 1 ? column - 1 - SHOWN_BEFORE : 0;
	size_t last = first > 0 ? column + SHOWN_AFTER : SHOWN_BEFORE + SHOWN_AFTER;
	size_t begin, end;

	if (count <= SHOWN_MAX) {
		first = 0;
		last = count;
	}
	begin = utf8_at(text, len, first);
	end = utf8_at(text, len, last);
	strbuf_addstr(out, first > 0 ? "…" : "");
	add_printable(out, text + begin, end - begin);
	strbuf_addstr(out, last < count ? "…" : "");
}

void dice_error_line(struct strbuf *out, const char *line, const struct error *err)
{
	const char *text = lex_skip_blanks(line);
	size_t before = out->len;

	add_shortened(out, text, (size_t)err->column);
	while (out->len > before && lex_is_blank(out->text[out->len - 1]))
		strbuf_cut(out, out->len - 1);
	if (out->len > before)
		strbuf_addstr(out, ": ");
	quote_add(out, err->text, strlen(err->text));
	if (err->column > 0)
		strbuf_addf(out, " (column %d)", err->column);
}
