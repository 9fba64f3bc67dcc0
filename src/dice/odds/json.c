/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes chances as JSON, every value of them: for programs, and for the page that draws them. */
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/odds/impl.h"

static void add_text_value(struct strbuf *out, const char *key, const char *text)
{
	strbuf_addf(out, "\"%s\":", key);
	json_add_text(out, text);
	strbuf_addch(out, ',');
}

static void add_number_value(struct strbuf *out, const char *key, double number)
{
	strbuf_addf(out, "\"%s\":%.15g,", key, number);
}

/* Append [[value, its one of CHANCES],…]; places of a dense distribution that cannot happen are
 * left out. */
static void add_pairs(
	struct strbuf *out, const char *key, const struct dist *dist, const double *chances)
{
	const char *comma = "";

	strbuf_addf(out, "\"%s\":[", key);
	for (size_t i = 0; i < dist->count; i++) {
		if (dist->chances[i] == 0 && i > 0 && i + 1 < dist->count)
			continue;
		strbuf_addf(out, "%s[%.15g,%.15g]", comma, dist_value(dist, i), chances[i]);
		comma = ",";
	}
	strbuf_addstr(out, "],");
}

/* Append the chances of each value or more, then those of each value or less. */
static void add_sums(struct strbuf *out, const struct dist *dist)
{
	double *sums = mem_zalloc(dist->count, sizeof *sums), sum = 0;

	for (size_t i = dist->count; i-- > 0;)
		sums[i] = sum += dist->chances[i];
	add_pairs(out, "at_least", dist, sums);
	sum = 0;
	for (size_t i = 0; i < dist->count; i++)
		sums[i] = sum += dist->chances[i];
	add_pairs(out, "at_most", dist, sums);
	free(sums);
}

/* Append {"words":chance,…}. */
static void add_json_outcomes(struct strbuf *out, const struct odds_side *side)
{
	strbuf_addstr(out, "\"outcomes\":{");
	for (size_t i = 0; i < side->outcome_count; i++) {
		json_add_text(out, side->outcomes[i].words);
		strbuf_addf(out, ":%.15g%s", side->outcomes[i].chance,
			i + 1 < side->outcome_count ? "," : "");
	}
	strbuf_addstr(out, "},");
}

static void add_json_side(struct strbuf *out, const struct odds_side *side)
{
	strbuf_addch(out, '{');
	add_text_value(out, "expression", side->expression);
	add_number_value(out, "mean", side->mean);
	add_number_value(out, "deviation", side->deviation);
	add_number_value(out, "min", dist_min(side->dist));
	add_number_value(out, "max", dist_max(side->dist));
	add_number_value(out, "cut", side->cut);
	if (side->compares) {
		add_text_value(out, "comparison", comparison_spelling(side->comparison));
		add_number_value(out, "number", side->number);
		if (side->between)
			add_number_value(out, "most", side->most);
		add_number_value(out, "chance", side->chance);
	}
	if (side->hint != NULL)
		add_text_value(out, "hint", side->hint);
	if (side->outcome_count > 0)
		add_json_outcomes(out, side);
	add_pairs(out, "values", side->dist, side->dist->chances);
	add_sums(out, side->dist);
	strbuf_cut(out, out->len - 1);
	strbuf_addch(out, '}');
}

void odds_json(struct strbuf *out, const struct odds *odds)
{
	if (odds->count == 1)
		add_json_side(out, &odds->sides[0]);
	else {
		strbuf_addstr(out, "{\"first\":");
		add_json_side(out, &odds->sides[0]);
		strbuf_addstr(out, ",\"second\":");
		add_json_side(out, &odds->sides[1]);
		strbuf_addch(out, ',');
		add_number_value(out, "higher", odds->higher);
		add_number_value(out, "equal", odds->equal);
		add_number_value(out, "lower", odds->lower);
		strbuf_cut(out, out->len - 1);
		strbuf_addch(out, '}');
	}
	strbuf_addch(out, '\n');
}
