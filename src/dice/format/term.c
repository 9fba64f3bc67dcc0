/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dice term or group: its head, its dice, its value. */
#include "dice/format/format.h"

enum { OUT_OF_PLAY = DIE_MERGED | DIE_DROPPED };

void format_bold(struct strbuf *out, double number)
{
	strbuf_addch(out, FORMAT_BOLD);
	dice_number(out, number);
	strbuf_addch(out, FORMAT_BOLD);
}

/* ---- its dice ---- */

static void add_dice(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct rules *rules = format_rules(term);
	size_t apart = rules != NULL && rules->extras_apart ? term->die_count - term->count : 0;

	strbuf_addch(out, ':');
	if (term->die_count == 0)
		strbuf_addstr(out, " none");
	else if (style->detail == DETAIL_FACES)
		format_faces(out, term, style);
	else
		format_counts(out, term, term->dice, term->die_count - apart);
	if (apart == 0)
		return;
	strbuf_addstr(out, FORMAT_PART "Exploding dice:");
	if (style->detail == DETAIL_COUNTS)
		format_counts(out, term, term->dice + term->count, apart);
	else if (style->detail == DETAIL_FACES)
		format_extras(out, term, style);
}

/* ---- head and value ---- */

static void add_head(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct ast *node = term->node;

	if (!format_is_dice(term)) {
		strbuf_add(out, style->text + node->span.begin, node->span.end - node->span.begin);
		return;
	}
	dice_number(out, term->count);
	strbuf_addch(out, 'd');
	if (node->dice.kind->label != NULL)
		strbuf_addstr(out, node->dice.kind->label);
	else
		dice_number(out, term->sides);
	if (node->suffix != NULL)
		strbuf_addstr(out, node->suffix);
	if (node->label != NULL)
		strbuf_addf(out, "[%s]", node->label);
}

static void add_point(struct strbuf *out, const char *before, const struct compare_point *point,
	const struct die_range *range)
{
	strbuf_addstr(out, before);
	format_comparison(out, point->comparison);
	dice_number(out, point->comparison == COMPARE_HIGHEST  ? range->highest
			 : point->comparison == COMPARE_LOWEST ? range->lowest
							       : point->number);
}

/* The rule that counted, if it was typed. */
static void add_rule(struct strbuf *out, const struct term *term)
{
	const struct rules *rules = format_rules(term);

	if (rules == NULL || term->node->suffix == NULL)
		return;
	if (rules->tally == TALLY_TARGET || rules->tally == TALLY_MARGIN)
		add_point(out, " ", &rules->target, &term->range);
	else if (rules->tally == TALLY_EVEN || rules->tally == TALLY_ODD)
		strbuf_addstr(out, rules->tally == TALLY_EVEN ? " (even)" : " (odd)");
	if (rules->has_twice)
		add_point(out, ", twice ", &rules->twice, &term->range);
	if (rules->has_fail)
		add_point(out, ", failures ", &rules->fail, &term->range);
}

/* The only die in play, if it is a d20 or percentile that shows its least or greatest number. */
static const struct die *natural_of(const struct term *term)
{
	const struct die *only = NULL;

	if (!format_is_dice(term) || (term->sides != 20 && term->sides != 100) ||
		term->node->dice.kind->values != NULL || term->node->dice.kind->shift != 0)
		return NULL;
	if (term->unit != DICE_POINTS && term->unit != DICE_MARGIN)
		return NULL;
	for (size_t i = 0; i < term->die_count; i++) {
		const struct die *die = &term->dice[i];

		if (die->flags & OUT_OF_PLAY)
			continue;
		if (only != NULL || die->extras > 0 || die->flags & (DIE_HIGH | DIE_LOW))
			return NULL;
		only = die;
	}
	if (only == NULL || (only->face != 1 && only->face != term->sides))
		return NULL;
	return only;
}

/* What the dice add up to, where the comparison may have been meant for that. */
static void add_plain_sum(struct strbuf *out, const struct term *term)
{
	const struct compare_point *target = &term->node->dice.rules->target;
	double sum = 0;

	for (size_t i = 0; i < term->die_count; i++)
		sum += term->dice[i].value;
	strbuf_addstr(out, " (sum ");
	dice_number(out, sum);
	strbuf_addstr(out, point_matches(target, sum, &term->range) ? ", meets " : ", misses ");
	dice_number(out, target->number);
	strbuf_addch(out, ')');
}

static void add_sum(struct strbuf *out, const struct term *term, const struct style *style)
{
	if (term->unit == DICE_WORDS)
		return;
	strbuf_addstr(out, " = ");
	if (term->unit == DICE_MARGIN) {
		strbuf_addch(out, FORMAT_BOLD);
		format_unit(out, term->value, term->unit);
		strbuf_addch(out, FORMAT_BOLD);
	} else {
		format_bold(out, term->value);
		if (term->unit == DICE_SUCCESSES)
			strbuf_addstr(out, term->value == 1 ? " success" : " successes");
		else if (term->unit == DICE_MATCHES)
			strbuf_addstr(out, term->value == 1 ? " match" : " matches");
	}
	add_rule(out, term);
	if (style->shows_sum)
		add_plain_sum(out, term);
}

/* Whether dice that were typed exploded, and the faces they added were kept or dropped one by one:
 * other programs keep a die with all that it added. */
static bool keeps_faces(const struct term *term)
{
	const struct rules *rules = format_rules(term);

	return format_is_dice(term) && rules != NULL && term->node->suffix != NULL &&
	       rules->keep_count > 0 && rules->explode == EXPLODE_ALWAYS &&
	       term->die_count > term->count;
}

static void add_notes(struct strbuf *out, const struct term *term)
{
	const struct die *natural = natural_of(term);

	if (natural != NULL)
		strbuf_addf(out, " (natural %u)", natural->face);
	if (keeps_faces(term))
		strbuf_addstr(out, " (faces are kept; !! keeps dice)");
	if (term->stopped)
		strbuf_addf(out, " (stopped after %d extra dice)", DICE_MAX_EXTRA);
	if (term->stopped_rerolls)
		strbuf_addf(out, " (stopped after %d rerolls)", DICE_MAX_REROLLS);
}

void format_term(
	struct strbuf *out, const struct term *term, char prefix, const struct style *style)
{
	if (prefix != '\0')
		strbuf_addch(out, prefix);
	add_head(out, term, style);
	if (style->detail <= DETAIL_COUNTS && (format_is_dice(term) || term->count > 1))
		add_dice(out, term, style);
	add_sum(out, term, style);
	add_notes(out, term);
}

bool format_is_again(const struct term *term, const struct term *before, const struct style *style)
{
	return term->inner && term->node == before->node && format_is_dice(term) &&
	       term->unit == DICE_POINTS && style->detail == DETAIL_FACES && !style->full;
}

void format_again(struct strbuf *out, const struct term *term, const struct style *style)
{
	strbuf_addstr(out, " ·");
	format_faces(out, term, style);
	strbuf_addstr(out, " = ");
	format_bold(out, term->value);
	add_notes(out, term);
}
