/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what a roll came to without its arithmetic, as percentile games read it. */
#include "dice/format/format.h"

/* Whether a die of EVALUATION is out of play, or was rolled again. */
static bool has_spare_dice(const struct evaluation *evaluation)
{
	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		for (size_t i = 0; i < term->die_count; i++)
			if (term->dice[i].flags & DIE_DROPPED || term->dice[i].rerolls > 0)
				return true;
	return false;
}

/* Whether the total alone does not say which dice fell. */
static bool needs_dice(const struct dice_outcome *outcome)
{
	return outcome->then_count > 0 || outcome->total != outcome->evaluations[0].value ||
	       has_spare_dice(&outcome->evaluations[0]);
}

/* Append the dice of EVALUATION, parted by commas. LABELLED: those of a term behind its label. */
static void add_dice(struct strbuf *out, const struct evaluation *evaluation, bool labelled,
	const struct style *style)
{
	for (const struct term *term = evaluation->terms; term != NULL; term = term->next) {
		struct strbuf faces = STRBUF_INIT;

		format_faces(&faces, term, style);
		strbuf_addstr(out, term != evaluation->terms ? ", " : "");
		if (labelled && term->node->label != NULL)
			strbuf_addf(out, "%s ", term->node->label);
		strbuf_addstr(out, faces.len > 0 ? faces.text + 1 : "none");
		strbuf_release(&faces);
	}
}

static void add_all_dice(
	struct strbuf *out, const struct dice_outcome *outcome, const struct style *style)
{
	const struct term *first = outcome->evaluations[0].terms;
	bool labelled = outcome->then_count > 0 || (first != NULL && first->next != NULL);

	add_dice(out, &outcome->evaluations[0], labelled, style);
	for (size_t i = 0; i < outcome->then_count; i++) {
		strbuf_addstr(out, ", ");
		add_dice(out, &outcome->thens[i].evaluation, labelled, style);
	}
}

/* A comment could be typed to look like a total: then the bars stand between, which nobody can
 * type. */
void format_result(
	struct strbuf *out, const struct dice_outcome *outcome, const struct style *style)
{
	struct style shown = {.faces = outcome->faces};

	strbuf_addstr(out, *outcome->roll->comment == '\0' ? ": " : FORMAT_PART);
	if (style->detail == DETAIL_FACES && needs_dice(outcome)) {
		add_all_dice(out, outcome, &shown);
		strbuf_addstr(out, " → ");
	}
	format_conclusion(out, outcome);
}

void format_conclusion(struct strbuf *out, const struct dice_outcome *outcome)
{
	format_total(out, outcome, outcome->total);
	if (outcome->verdict != NULL)
		strbuf_addf(out, " · %c%s%c", FORMAT_BOLD, outcome->verdict, FORMAT_BOLD);
}
