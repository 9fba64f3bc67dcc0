/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the dice of a term: what each shows, and how it is marked. */
#include "dice/format/format.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* ---- a die ---- */

/* What a die of TERM with VALUE shows, whose last face is FACE. BOLD: all of it is bold already. */
static void add_value(
	struct strbuf *out, const struct term *term, double value, uint32_t face, bool bold)
{
	static const char *const fate[] = {"[\002-\002]", "[\0020\002]", "[\002+\002]"};
	static const char *const bold_fate[] = {"[-]", "[0]", "[+]"};
	const struct die_kind *kind = format_is_dice(term) ? term->node->dice.kind : NULL;

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
	const struct rules *rules = format_rules(term);

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
	bool up = format_rules(term)->sort == SORT_ASCENDING;
	struct shown *list = sorted(term, term->dice, &count, up ? ascending : descending);

	for (size_t i = 0; i < count; i++)
		add_die(out, term, list[i].die, list[i].extras, style);
	free(list);
}

/* Extra dice come after their parents. */
void format_faces(struct strbuf *out, const struct term *term, const struct style *style)
{
	const struct rules *rules = format_rules(term);
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

void format_counts(
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

void format_extras(struct strbuf *out, const struct term *term, const struct style *style)
{
	for (size_t i = term->count; i < term->die_count; i++)
		add_die(out, term, &term->dice[i], &term->dice[i], style);
}
