/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the sets of a repeated roll in one line, and the list of what they come to. */
#include <string.h>

#include "dice/format/format.h"

/* Whether NODE is what LogiosBot knew: a constant, or dice without modifiers and labels. */
static bool is_old(const struct ast *node)
{
	return node->kind == AST_NUMBER ||
	       (node->kind == AST_DICE && node->suffix == NULL && node->label == NULL);
}

bool format_is_sets(
	const struct dice_outcome *outcome, const struct shape *shape, const struct style *style)
{
	const struct ast_roll *roll = outcome->roll->tree;
	bool old = true;

	if (roll->repeat_count == 0 || !roll->has_dice || style->full || !shape->plain ||
		outcome->unit == DICE_WORDS || outcome->then_count > 0)
		return false;
	for (size_t i = 0; i < shape->count; i++) {
		if (shape->leaves[i].node->kind == AST_GROUP)
			return false;
		old = old && is_old(shape->leaves[i].node);
	}
	return !old;
}

static void add_prefix(struct strbuf *out, const struct leaf *leaf, bool first)
{
	if (!first)
		strbuf_addch(out, ' ');
	if (!first || leaf->prefix != '+')
		strbuf_addch(out, leaf->prefix);
}

/* Append the constants from leaf *AT on. */
static void add_constants(
	struct strbuf *out, const struct shape *shape, size_t *at, const char *text)
{
	for (; *at < shape->count && shape->leaves[*at].node->kind == AST_NUMBER; ++*at) {
		const struct ast *node = shape->leaves[*at].node;

		add_prefix(out, &shape->leaves[*at], *at == 0);
		strbuf_add(out, text + node->span.begin, node->span.end - node->span.begin);
	}
}

/* "6 5 3 (2) +2 = 16" */
static void add_set(struct strbuf *out, const struct dice_outcome *outcome,
	const struct shape *shape, const struct evaluation *evaluation, const struct style *style)
{
	size_t leaf = 0;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next) {
		struct strbuf faces = STRBUF_INIT;

		if (term->inner)
			continue;
		add_constants(out, shape, &leaf, style->text);
		add_prefix(out, &shape->leaves[leaf], leaf == 0);
		format_faces(&faces, term, style);
		strbuf_addstr(out, faces.len > 0 ? faces.text + 1 : "0");
		strbuf_release(&faces);
		leaf++;
	}
	add_constants(out, shape, &leaf, style->text);
	strbuf_addstr(out, " = ");
	format_value(out, outcome, evaluation->value);
}

void format_sets(struct strbuf *out, const struct dice_outcome *outcome, const struct shape *shape,
	const struct style *style)
{
	for (size_t i = 0; style->detail == DETAIL_FACES && i < outcome->evaluation_count; i++) {
		strbuf_addstr(out, i == 0 ? FORMAT_PART : " · ");
		add_set(out, outcome, shape, &outcome->evaluations[i], style);
	}
	strbuf_addstr(out, FORMAT_PART "Totals:");
	for (size_t i = 0; i < outcome->evaluation_count; i++) {
		strbuf_addch(out, ' ');
		dice_number(out, outcome->evaluations[i].value);
	}
}
