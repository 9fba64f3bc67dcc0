/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes totals, comparisons, and what the comparison of a total comes to. */
#include "dice/format/format.h"

#include <math.h>

/* How each is written, and its opposite, by enum comparison. */
static const struct {
	const char *sign, *opposite;
} comparisons[] = {
	[COMPARE_EQUAL] = {"=", "≠"},
	[COMPARE_NOT_EQUAL] = {"≠", "="},
	[COMPARE_LESS] = {"<", "≥"},
	[COMPARE_GREATER] = {">", "≤"},
	[COMPARE_AT_MOST] = {"≤", ">"},
	[COMPARE_AT_LEAST] = {"≥", "<"},
	[COMPARE_LOWEST] = {"=", "≠"},
	[COMPARE_HIGHEST] = {"=", "≠"},
};

void format_comparison(struct strbuf *out, enum comparison comparison)
{
	strbuf_addstr(out, comparisons[comparison].sign);
}

static void add_verdict(struct strbuf *out, const struct compare_point *target, double value)
{
	bool success = point_matches(target, value, NULL);

	strbuf_addstr(out, success ? "success (" : "failure (");
	dice_number(out, value);
	strbuf_addf(out, " %s ",
		success ? comparisons[target->comparison].sign
			: comparisons[target->comparison].opposite);
	dice_number(out, target->number);
	strbuf_addch(out, ')');
}

void format_unit(struct strbuf *out, double value, enum dice_unit unit)
{
	static const char *const units[] = {
		[DICE_POINTS] = "",
		[DICE_SUCCESSES] = "successes",
		[DICE_MATCHES] = "matches",
		[DICE_MARGIN] = "",
		[DICE_WORDS] = "",
	};

	if (unit == DICE_MARGIN) {
		strbuf_addstr(out, value < 0 ? "missed by " : "made by ");
		value = fabs(value);
	}
	format_counted(out, value, units[unit]);
}

void format_total(struct strbuf *out, const struct dice_outcome *outcome, double total)
{
	strbuf_addch(out, FORMAT_BOLD);
	if (outcome->unit_word == NULL) {
		format_unit(out, total, outcome->unit);
	} else {
		format_counted(out, total, outcome->unit_word);
	}
	strbuf_addch(out, FORMAT_BOLD);
}

void format_value(struct strbuf *out, const struct dice_outcome *outcome, double value)
{
	if (!outcome->roll->tree->compares) {
		format_total(out, outcome, value);
		return;
	}
	strbuf_addch(out, FORMAT_BOLD);
	add_verdict(out, &outcome->roll->tree->target, value);
	strbuf_addch(out, FORMAT_BOLD);
}
