/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the reply to a roll: its parts, its totals, and what to leave out when it is long. */
#include "dice/format/format.h"

#include <string.h>

/* ---- an evaluation ---- */

/* A leaf's prefix, but no + in front of the whole. */
static char dice_prefix(const struct shape *shape, size_t index)
{
	const struct leaf *leaf = &shape->leaves[index];

	return index == 0 && leaf->prefix == '+' ? '\0' : leaf->prefix;
}

static size_t next_dice(const struct shape *shape, size_t index)
{
	while (shape->leaves[index].node->kind == AST_NUMBER)
		index++;
	return index;
}

/* Whether all dice of SHAPE stand before all constants: then factors come before what is added. */
static bool dice_first(const struct shape *shape)
{
	bool constant = false;

	for (size_t i = 0; i < shape->count; i++) {
		bool is_constant = shape->leaves[i].node->kind == AST_NUMBER;

		if (constant && !is_constant)
			return false;
		constant = constant || is_constant;
	}
	return true;
}

static void add_constant(struct strbuf *out, const struct ast *node, const char *text)
{
	size_t len = node->span.end - node->span.begin;

	if (node->label != NULL)
		len = strcspn(text + node->span.begin, "[");
	strbuf_addch(out, FORMAT_BOLD);
	strbuf_add(out, text + node->span.begin, len);
	strbuf_addch(out, FORMAT_BOLD);
	if (node->label != NULL)
		strbuf_addf(out, "[%s]", node->label);
}

/* The constants of SHAPE from LEAF up to END, in the order typed. */
static void add_leaves(
	struct strbuf *out, const struct shape *shape, size_t leaf, size_t end, const char *text)
{
	for (; leaf < end; leaf++) {
		char prefix = dice_prefix(shape, leaf);

		strbuf_addstr(out, FORMAT_PART);
		if (prefix != '\0')
			strbuf_addch(out, prefix);
		add_constant(out, shape->leaves[leaf].node, text);
	}
}

/* FIRST is the prefix of what stands first, where it has none of its own. */
static void add_terms(struct strbuf *out, const struct shape *shape,
	const struct evaluation *evaluation, char first, const struct style *style)
{
	bool in_order = shape->plain && !dice_first(shape);
	const struct term *before = NULL;
	size_t leaf = 0;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next) {
		char prefix = '\0';

		if (shape->plain && !term->inner) {
			size_t next = next_dice(shape, leaf);

			add_leaves(out, shape, in_order ? leaf : next, next, style->text);
			prefix = dice_prefix(shape, next);
			prefix = next == 0 && prefix == '\0' ? first : prefix;
			leaf = next + 1;
		}
		if (before != NULL && format_is_again(term, before, style)) {
			format_again(out, term, style);
		} else {
			strbuf_addstr(out, FORMAT_PART);
			format_term(out, term, prefix, style);
		}
		before = term;
	}
	if (in_order)
		add_leaves(out, shape, leaf, shape->count, style->text);
}

/* The constants of a plain sum that stand behind all dice: the factors, or the others. */
static void add_constants(
	struct strbuf *out, const struct shape *shape, const char *text, const char *prefixes)
{
	for (size_t i = 0; i < shape->count; i++)
		if (shape->leaves[i].node->kind == AST_NUMBER &&
			strchr(prefixes, shape->leaves[i].prefix) != NULL)
			add_leaves(out, shape, i, i + 1, text);
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

	strbuf_addstr(out, FORMAT_PART);
	for (size_t at = roll->span.begin; at < roll->span.end;) {
		if (term != NULL && at == term->node->span.begin) {
			strbuf_addstr(out, term->value < 0 ? "(" : "");
			format_bold(out, term->value);
			strbuf_addstr(out, term->value < 0 ? ")" : "");
			at = term->node->span.end;
			term = skip_inner(term->next);
			continue;
		}
		/* Two bars of a label must not meet. */
		if (!lex_is_blank(roll->source.text[at]) || out->text[out->len - 1] == '|')
			strbuf_addch(out, roll->source.text[at]);
		at++;
	}
}

static void add_evaluation(struct strbuf *out, const struct ast_roll *roll,
	const struct shape *shape, const struct evaluation *evaluation, char first,
	const struct style *style)
{
	if (!roll->has_dice)
		return;
	add_terms(out, shape, evaluation, first, style);
	if (!shape->plain) {
		add_arithmetic(out, roll, evaluation);
		return;
	}
	if (!dice_first(shape))
		return;
	add_constants(out, shape, roll->source.text, "*/");
	add_constants(out, shape, roll->source.text, "+-");
}

/* ---- repetitions and totals ---- */

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

	if (roll->repeat_count == 0 || outcome->unit == DICE_WORDS)
		return;
	strbuf_addf(out, "%sSubtotal: ", joint);
	format_value(out, outcome, outcome->evaluations[done - 1].value);
	for (size_t level = roll->repeat_count - 1; level > 0 && !roll->compares; level--) {
		block *= roll->repeats[level];
		if (block == 1 || done % block != 0)
			continue;
		strbuf_addf(out, " | Subtotal of %zu: ", block);
		format_total(out, outcome, sum_of_last(outcome, done, block));
	}
}

/* What was rolled besides. */
static void add_thens(struct strbuf *out, const struct dice_outcome *outcome, struct style style)
{
	struct shape shape;

	style.faces = outcome->faces;
	for (size_t i = 0; i < outcome->then_count; i++) {
		const struct dice_then *then = &outcome->thens[i];

		style.text = then->roll->source.text;
		shape_of(then->roll->expr, &shape);
		add_evaluation(out, then->roll, &shape, &then->evaluation, then->aside ? '\0' : '+',
			&style);
	}
}

/* Append the parts, those of one evaluation after the other; may stop beyond MAX_BYTES. */
static void add_parts(struct strbuf *out, const struct dice_outcome *outcome, struct style style,
	size_t max_bytes)
{
	const struct ast_roll *roll = outcome->roll->tree;
	size_t before = out->len;
	struct shape shape;

	style.text = roll->source.text;
	style.faces = outcome->faces;
	style.shows_sum = roll->shows_sum;
	shape_of(roll->expr, &shape);
	if (format_is_sets(outcome, &shape, &style)) {
		format_sets(out, outcome, &shape, &style);
		return;
	}
	for (size_t i = 0; i < outcome->evaluation_count; i++) {
		add_evaluation(out, roll, &shape, &outcome->evaluations[i], '\0', &style);
		add_subtotals(out, outcome, roll->has_dice ? " | " : FORMAT_PART, i + 1);
		if (out->len - before > max_bytes)
			return; /* too long already, and the rest is not cheap */
	}
	add_thens(out, outcome, style);
}

static void add_bare_subtotals(struct strbuf *out, const struct dice_outcome *outcome)
{
	if (outcome->roll->tree->repeat_count == 0 || outcome->unit == DICE_WORDS)
		return;
	strbuf_addstr(out, FORMAT_PART "Subtotals:");
	for (size_t i = 0; i < outcome->evaluation_count; i++) {
		strbuf_addch(out, ' ');
		format_bold(out, outcome->evaluations[i].value);
	}
}

void format_whole_total(struct strbuf *out, const struct dice_outcome *outcome)
{
	if (outcome->unit == DICE_WORDS) {
		strbuf_addch(out, FORMAT_BOLD);
		format_words(out, outcome);
		strbuf_addch(out, FORMAT_BOLD);
	} else if (outcome->roll->tree->compares && outcome->evaluation_count == 1) {
		format_value(out, outcome, outcome->evaluations[0].value);
	} else {
		format_total(out, outcome, outcome->total);
	}
	if (outcome->verdict != NULL)
		strbuf_addf(out, FORMAT_PART "%c%s%c", FORMAT_BOLD, outcome->verdict, FORMAT_BOLD);
}

/* What is said of OUTCOME behind its input. */
static void add_side(struct strbuf *out, const struct dice_outcome *outcome, struct style style,
	size_t max_bytes)
{
	if (outcome->only_result && !style.full) {
		format_result(out, outcome, &style);
		return;
	}
	if (style.detail <= DETAIL_SUMS)
		add_parts(out, outcome, style, max_bytes);
	else if (style.detail == DETAIL_SUBTOTALS)
		add_bare_subtotals(out, outcome);
	strbuf_addstr(out, FORMAT_TOTAL);
	format_whole_total(out, outcome);
}

static void add_reply(struct strbuf *out, const struct dice_outcome *outcome, struct style style,
	size_t max_bytes)
{
	strbuf_addstr(out, outcome->roll->input);
	add_side(out, outcome, style, max_bytes);
	if (outcome->other == NULL)
		return;
	strbuf_addstr(out, FORMAT_PART "vs");
	add_side(out, outcome->other, style, max_bytes);
	strbuf_addf(out, FORMAT_PART "%c%s%c", FORMAT_BOLD, outcome->contest, FORMAT_BOLD);
}

void dice_reply_as(struct strbuf *out, const struct dice_outcome *outcome, enum dice_amount amount,
	size_t max_bytes)
{
	struct style style = {.detail = amount == DICE_BRIEF ? DETAIL_SUBTOTALS : DETAIL_FACES,
		.full = amount == DICE_FULL};
	size_t before = out->len;

	for (; style.detail <= DETAIL_NONE; style.detail++) {
		strbuf_cut(out, before);
		add_reply(out, outcome, style, max_bytes);
		if (out->len - before <= max_bytes)
			return;
	}
}

void dice_reply(struct strbuf *out, const struct dice_outcome *outcome, size_t max_bytes)
{
	dice_reply_as(out, outcome, DICE_NORMAL, max_bytes);
}

void dice_detail(struct strbuf *out, const struct dice_outcome *outcome)
{
	struct style style = {.detail = DETAIL_FACES, .full = true};
	struct strbuf parts = STRBUF_INIT;

	add_parts(&parts, outcome, style, SIZE_MAX);
	if (outcome->other != NULL) {
		strbuf_addstr(&parts, FORMAT_PART "vs");
		add_parts(&parts, outcome->other, style, SIZE_MAX);
	}
	if (parts.len > 0)
		strbuf_addstr(out, parts.text + strlen(FORMAT_PART));
	strbuf_release(&parts);
}
