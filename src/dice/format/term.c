/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dice term or group: its head, its dice, its value. */
#include "dice/format/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { OUT_OF_PLAY = DIE_MERGED | DIE_DROPPED };

void format_bold(struct strbuf *out, double number)
{
	strbuf_addch(out, FORMAT_BOLD);
	dice_number(out, number);
	strbuf_addch(out, FORMAT_BOLD);
}

/* ---- a die ---- */

static bool is_dice(const struct term *term)
{
	return term->node->kind == AST_DICE;
}

static const struct rules *rules_of(const struct term *term)
{
	return is_dice(term) ? term->node->dice.rules : term->node->group.rules;
}

/* What a die of TERM with VALUE shows, whose last face is FACE. BOLD: all of it is bold already. */
static void add_value(
	struct strbuf *out, const struct term *term, double value, uint32_t face, bool bold)
{
	static const char *const fate[] = {"[\002-\002]", "[\0020\002]", "[\002+\002]"};
	static const char *const bold_fate[] = {"[-]", "[0]", "[+]"};
	const struct die_kind *kind = is_dice(term) ? term->node->dice.kind : NULL;

	if (kind != NULL && kind->words != NULL)
		strbuf_addstr(out, kind->words[face]);
	else if (kind != NULL && kind->fate && fabs(value) <= 1)
		strbuf_addstr(out, (bold ? bold_fate : fate)[(int)value + 1]);
	else
		dice_number(out, value);
}

static void add_natural(struct strbuf *out, const struct term *term, uint32_t face)
{
	add_value(out, term, die_value(term->node->dice.kind, face), face, false);
}

/* The faces that DIE showed before it was rolled again: all, or the first. */
static void add_rerolled(struct strbuf *out, const struct term *term, const struct die *die,
	const struct style *style)
{
	uint32_t shown = style->full ? die->rerolls - 1U : 0;

	add_natural(out, term, style->faces[die->first].face);
	strbuf_addstr(out, "→");
	for (uint32_t i = 0; i < shown; i++) {
		add_natural(out, term, style->faces[die->rerolls_at + i].face);
		strbuf_addstr(out, "→");
	}
}

/* The value of DIE, or the sum that it compounds with EXTRAS. */
static void add_worth(struct strbuf *out, const struct term *term, const struct die *die,
	const struct die *extras)
{
	double own = die->value;

	if (die->extras == 0 || !(extras->flags & DIE_MERGED)) {
		add_value(out, term, die->value, die->face,
			die->flags & (DIE_SUCCESS | DIE_HIGH | DIE_LOW));
		return;
	}
	for (uint8_t i = 0; i < die->extras; i++)
		own -= extras[i].value;
	dice_number(out, own);
	for (uint8_t i = 0; i < die->extras; i++) {
		strbuf_addch(out, '+');
		dice_number(out, extras[i].value);
	}
}

struct dress {
	unsigned flags;
	char before[3], after[4];
};

/* The first that fits. */
static const struct dress *dress_of(const struct die *die)
{
	static const struct dress dresses[] = {
		{DIE_DROPPED, "(", ")"},
		{DIE_SUCCESS, {FORMAT_BOLD}, {FORMAT_BOLD}},
		{DIE_FAIL, {FORMAT_UNDERLINE}, {FORMAT_UNDERLINE}},
		{DIE_HIGH, {FORMAT_BOLD}, {'*', FORMAT_BOLD}},
		{DIE_LOW, {FORMAT_BOLD}, {'_', FORMAT_BOLD}},
		{0, "", ""},
	};
	size_t i = 0;

	while (dresses[i].flags != 0 && !(die->flags & dresses[i].flags))
		i++;
	return &dresses[i];
}

static bool shows_explosion(const struct term *term, const struct die *die)
{
	const struct rules *rules = rules_of(term);

	return die->flags & DIE_EXPLODED && !rules->extras_apart &&
	       rules->explode != EXPLODE_COMPOUND && rules->explode != EXPLODE_COMPOUND_PENETRATE;
}

static void add_die(struct strbuf *out, const struct term *term, const struct die *die,
	const struct die *extras, const struct style *style)
{
	const struct dress *dress;

	strbuf_addch(out, ' ');
	if (die->flags == 0 && die->rerolls == 0 && die->extras == 0) {
		add_value(out, term, die->value, die->face, false);
		return;
	}
	dress = dress_of(die);
	strbuf_addstr(out, dress->before);
	if (die->rerolls > 0)
		add_rerolled(out, term, die, style);
	add_worth(out, term, die, extras);
	if (shows_explosion(term, die))
		strbuf_addch(out, '!');
	strbuf_addstr(out, dress->after);
}

/* ---- a list of dice ---- */

struct shown {
	const struct die *die, *extras;
};

static int ascending(const void *a, const void *b)
{
	const struct die *left = ((const struct shown *)a)->die;
	const struct die *right = ((const struct shown *)b)->die;

	if (left->value != right->value)
		return left->value < right->value ? -1 : 1;
	return (left > right) - (left < right);
}

static int descending(const void *a, const void *b)
{
	const struct die *left = ((const struct shown *)a)->die;
	const struct die *right = ((const struct shown *)b)->die;

	return left->value != right->value ? ascending(b, a) : ascending(a, b);
}

/* COUNT dice from DICE on, without those that are part of others, sorted; the caller frees it. */
static struct shown *sorted(const struct term *term, const struct die *dice, size_t *count,
	int (*order)(const void *, const void *))
{
	struct shown *list = mem_alloc((*count + 1) * sizeof *list);
	const struct die *extras = term->dice + term->count;
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		if (!(dice[i].flags & DIE_MERGED))
			list[kept++] = (struct shown){&dice[i], extras};
		extras += dice[i].extras;
	}
	qsort(list, kept, sizeof *list, order);
	*count = kept;
	return list;
}

static void add_sorted(struct strbuf *out, const struct term *term, const struct style *style)
{
	size_t count = term->die_count;
	bool up = rules_of(term)->sort == SORT_ASCENDING;
	struct shown *list = sorted(term, term->dice, &count, up ? ascending : descending);

	for (size_t i = 0; i < count; i++)
		add_die(out, term, list[i].die, list[i].extras, style);
	free(list);
}

/* Extra dice come after their parents. */
void format_faces(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct rules *rules = rules_of(term);
	const struct die *extra = term->dice + term->count;

	if (rules != NULL && rules->sort != SORT_NO) {
		add_sorted(out, term, style);
		return;
	}
	for (size_t i = 0; i < term->count; i++) {
		const struct die *die = &term->dice[i];

		add_die(out, term, die, extra, style);
		if (rules != NULL && rules->extras_apart)
			continue;
		for (uint8_t n = 0; n < die->extras; n++, extra++)
			if (!(extra->flags & DIE_MERGED))
				add_die(out, term, extra, extra, style);
	}
}

static bool looks_alike(const struct die *a, const struct die *b)
{
	return a->value == b->value && dress_of(a) == dress_of(b);
}

static void add_counts(
	struct strbuf *out, const struct term *term, const struct die *dice, size_t count)
{
	struct shown *list = sorted(term, dice, &count, descending);
	size_t run;

	for (size_t i = 0; i < count; i += run) {
		const struct dress *dress = dress_of(list[i].die);
		bool around = list[i].die->flags & DIE_DROPPED;

		for (run = 1; i + run < count && looks_alike(list[i].die, list[i + run].die);)
			run++;
		strbuf_addch(out, ' ');
		if (around)
			strbuf_addstr(out, dress->before);
		dice_number(out, (double)run);
		strbuf_addch(out, 'x');
		if (!around)
			strbuf_addstr(out, dress->before);
		add_value(out, term, list[i].die->value, list[i].die->face,
			list[i].die->flags & (DIE_SUCCESS | DIE_HIGH | DIE_LOW));
		strbuf_addstr(out, dress->after);
	}
	free(list);
}

static void add_dice(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct rules *rules = rules_of(term);
	size_t apart = rules != NULL && rules->extras_apart ? term->die_count - term->count : 0;

	strbuf_addch(out, ':');
	if (term->die_count == 0)
		strbuf_addstr(out, " none");
	else if (style->detail == DETAIL_FACES)
		format_faces(out, term, style);
	else
		add_counts(out, term, term->dice, term->die_count - apart);
	if (apart == 0)
		return;
	strbuf_addstr(out, FORMAT_PART "Exploding dice:");
	if (style->detail == DETAIL_COUNTS)
		add_counts(out, term, term->dice + term->count, apart);
	for (size_t i = term->count; style->detail == DETAIL_FACES && i < term->die_count; i++)
		add_die(out, term, &term->dice[i], &term->dice[i], style);
}

/* ---- head and value ---- */

static void add_head(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct ast *node = term->node;

	if (!is_dice(term)) {
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
	const struct rules *rules = rules_of(term);

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

	if (!is_dice(term) || (term->sides != 20 && term->sides != 100) ||
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
	const struct rules *rules = rules_of(term);

	return is_dice(term) && rules != NULL && term->node->suffix != NULL &&
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
	if (style->detail <= DETAIL_COUNTS && (is_dice(term) || term->count > 1))
		add_dice(out, term, style);
	add_sum(out, term, style);
	add_notes(out, term);
}

bool format_is_again(const struct term *term, const struct term *before, const struct style *style)
{
	return term->inner && term->node == before->node && is_dice(term) &&
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
