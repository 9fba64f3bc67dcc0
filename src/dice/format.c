/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dice/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BOLD '\x02'
#define PART " || "

static void add_bold_number(struct strbuf *out, double number)
{
	strbuf_addch(out, BOLD);
	dice_number(out, number);
	strbuf_addch(out, BOLD);
}

/* ---- a term ---- */

static void add_face(struct strbuf *out, const struct term *term, const struct die *die)
{
	static const char *const fate[] = {"[\002-\002]", "[\0020\002]", "[\002+\002]"};

	if (term->node->dice.kind->values != NULL)
		strbuf_addstr(out, fate[die->value + 1]);
	else if (die->flags & DIE_SUCCESS)
		add_bold_number(out, die->value);
	else
		dice_number(out, die->value);
}

static void add_faces(
	struct strbuf *out, const struct term *term, const struct die *dice, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		strbuf_addch(out, ' ');
		add_face(out, term, &dice[i]);
	}
}

static int greatest_first(const void *a, const void *b)
{
	int32_t left = ((const struct die *)a)->value, right = ((const struct die *)b)->value;

	return (left < right) - (left > right);
}

static void add_face_counts(
	struct strbuf *out, const struct term *term, const struct die *dice, size_t count)
{
	struct die *sorted = mem_alloc(count * sizeof *sorted);
	size_t run;

	if (count > 0)
		memcpy(sorted, dice, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, greatest_first);
	for (size_t i = 0; i < count; i += run) {
		for (run = 1; i + run < count && sorted[i + run].value == sorted[i].value;)
			run++;
		strbuf_addch(out, ' ');
		dice_number(out, (double)run);
		strbuf_addch(out, 'x');
		add_face(out, term, &sorted[i]);
	}
	free(sorted);
}

static void add_dice(struct strbuf *out, const struct term *term, const struct die *dice,
	size_t count, enum detail detail)
{
	if (count == 0)
		strbuf_addstr(out, " none");
	else if (detail == DETAIL_FACES)
		add_faces(out, term, dice, count);
	else
		add_face_counts(out, term, dice, count);
}

static void add_label(struct strbuf *out, const struct term *term)
{
	const struct die_kind *kind = term->node->dice.kind;

	dice_number(out, term->count);
	strbuf_addch(out, 'd');
	if (kind->label != NULL)
		strbuf_addstr(out, kind->label);
	else
		dice_number(out, term->sides);
}

void format_term(struct strbuf *out, const struct term *term, char prefix, enum detail detail)
{
	size_t apart = term->node->dice.extras_apart ? term->die_count - term->count : 0;

	if (prefix != '\0')
		strbuf_addch(out, prefix);
	add_label(out, term);
	if (detail <= DETAIL_COUNTS) {
		strbuf_addch(out, ':');
		add_dice(out, term, term->dice, term->die_count - apart, detail);
	}
	if (detail <= DETAIL_COUNTS && apart > 0) {
		strbuf_addstr(out, PART "Exploding dice:");
		add_dice(out, term, term->dice + term->count, apart, detail);
	}
	strbuf_addstr(out, " = ");
	add_bold_number(out, term->value);
	if (term->counts)
		strbuf_addstr(out, " successes");
	if (term->stopped)
		strbuf_addf(out, " (stopped after %d extra dice)", DICE_MAX_EXTRA);
}

/* ---- an evaluation ---- */

/* A leaf's prefix, but no + in front of the whole. */
static char dice_prefix(const struct shape *shape, size_t index)
{
	const struct leaf *leaf = &shape->leaves[index];

	return index == 0 && leaf->prefix == '+' ? '\0' : leaf->prefix;
}

static size_t next_dice(const struct shape *shape, size_t index)
{
	while (shape->leaves[index].node->kind != AST_DICE)
		index++;
	return index;
}

static void add_terms(struct strbuf *out, const struct shape *shape,
	const struct evaluation *evaluation, enum detail detail)
{
	size_t leaf = 0;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next) {
		char prefix = '\0';

		if (shape->plain && !term->inner) {
			leaf = next_dice(shape, leaf);
			prefix = dice_prefix(shape, leaf++);
		}
		strbuf_addstr(out, PART);
		format_term(out, term, prefix, detail);
	}
}

/* The constants of a plain sum: the factors, or the others. */
static void add_constants(
	struct strbuf *out, const struct shape *shape, const char *text, const char *prefixes)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct leaf *leaf = &shape->leaves[i];
		const struct span *span = &leaf->node->span;

		if (leaf->node->kind != AST_NUMBER || strchr(prefixes, leaf->prefix) == NULL)
			continue;
		strbuf_addstr(out, PART);
		strbuf_addch(out, leaf->prefix);
		strbuf_addch(out, BOLD);
		strbuf_add(out, text + span->begin, span->end - span->begin);
		strbuf_addch(out, BOLD);
	}
}

static const struct term *skip_inner(const struct term *term)
{
	while (term != NULL && term->inner)
		term = term->next;
	return term;
}

/* The expression with values in the place of dice. */
static void add_arithmetic(
	struct strbuf *out, const struct ast_roll *roll, const struct evaluation *evaluation)
{
	const struct term *term = skip_inner(evaluation->terms);

	strbuf_addstr(out, PART);
	for (size_t at = roll->span.begin; at < roll->span.end;) {
		if (term != NULL && at == term->node->span.begin) {
			strbuf_addstr(out, term->value < 0 ? "(" : "");
			add_bold_number(out, term->value);
			strbuf_addstr(out, term->value < 0 ? ")" : "");
			at = term->node->span.end;
			term = skip_inner(term->next);
			continue;
		}
		if (!lex_is_blank(roll->source.text[at]))
			strbuf_addch(out, roll->source.text[at]);
		at++;
	}
}

static void add_evaluation(struct strbuf *out, const struct ast_roll *roll,
	const struct shape *shape, const struct evaluation *evaluation, enum detail detail)
{
	if (!roll->has_dice)
		return;
	add_terms(out, shape, evaluation, detail);
	if (!shape->plain) {
		add_arithmetic(out, roll, evaluation);
		return;
	}
	add_constants(out, shape, roll->source.text, "*/");
	add_constants(out, shape, roll->source.text, "+-");
}

/* ---- repetitions and totals ---- */

static void add_total(struct strbuf *out, const struct dice_outcome *outcome, double total)
{
	strbuf_addch(out, BOLD);
	dice_number(out, total);
	if (outcome->successes)
		strbuf_addstr(out, " successes");
	strbuf_addch(out, BOLD);
}

static double sum_of_last(const struct dice_outcome *outcome, size_t end, size_t count)
{
	double sum = 0;

	for (size_t i = end - count; i < end; i++)
		sum += outcome->evaluations[i].value;
	return sum;
}

/* The subtotals that end with evaluation number DONE, counted from 1. */
static void add_subtotals(
	struct strbuf *out, const struct dice_outcome *outcome, const char *joint, size_t done)
{
	const struct ast_roll *roll = outcome->roll->tree;
	size_t block = 1;

	if (roll->repeat_count == 0)
		return;
	strbuf_addf(out, "%sSubtotal: ", joint);
	add_total(out, outcome, outcome->evaluations[done - 1].value);
	for (size_t level = roll->repeat_count - 1; level > 0; level--) {
		block *= roll->repeats[level];
		if (block == 1 || done % block != 0)
			continue;
		strbuf_addf(out, " | Subtotal of %zu: ", block);
		add_total(out, outcome, sum_of_last(outcome, done, block));
	}
}

static void add_parts(
	struct strbuf *out, const struct dice_outcome *outcome, enum detail detail, size_t max_bytes)
{
	const struct ast_roll *roll = outcome->roll->tree;
	size_t before = out->len;
	struct shape shape;

	shape_of(roll->expr, &shape);
	for (size_t i = 0; i < outcome->evaluation_count; i++) {
		add_evaluation(out, roll, &shape, &outcome->evaluations[i], detail);
		add_subtotals(out, outcome, roll->has_dice ? " | " : PART, i + 1);
		if (out->len - before > max_bytes)
			return; /* too long already, and the rest is not cheap */
	}
}

static void add_bare_subtotals(struct strbuf *out, const struct dice_outcome *outcome)
{
	if (outcome->roll->tree->repeat_count == 0)
		return;
	strbuf_addstr(out, PART "Subtotals:");
	for (size_t i = 0; i < outcome->evaluation_count; i++) {
		strbuf_addch(out, ' ');
		add_bold_number(out, outcome->evaluations[i].value);
	}
}

static void add_reply(
	struct strbuf *out, const struct dice_outcome *outcome, enum detail detail, size_t max_bytes)
{
	strbuf_addstr(out, outcome->roll->input);
	if (detail <= DETAIL_SUMS)
		add_parts(out, outcome, detail, max_bytes);
	else if (detail == DETAIL_SUBTOTALS)
		add_bare_subtotals(out, outcome);
	strbuf_addstr(out, PART "Total: ");
	add_total(out, outcome, outcome->total);
	if (outcome->roll->hint != NULL)
		strbuf_addf(out, " (%s)", outcome->roll->hint);
}

void dice_reply(struct strbuf *out, const struct dice_outcome *outcome, size_t max_bytes)
{
	size_t before = out->len;

	for (enum detail detail = DETAIL_FACES; detail <= DETAIL_NONE; detail++) {
		strbuf_cut(out, before);
		add_reply(out, outcome, detail, max_bytes);
		if (out->len - before <= max_bytes)
			return;
	}
}

void dice_detail(struct strbuf *out, const struct dice_outcome *outcome)
{
	struct strbuf parts = STRBUF_INIT;

	add_parts(&parts, outcome, DETAIL_FACES, SIZE_MAX);
	if (parts.len > 0)
		strbuf_addstr(out, parts.text + strlen(PART));
	strbuf_release(&parts);
}
