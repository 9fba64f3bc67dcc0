/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes odds in words:
 *
 *   4d6kh3 >= 15: ^B23.1%^B || 15 or more 23.1%, 15 or less 86.6% || mean 12.24, deviation 2.85 ||
 * 3 ▁▂▅█▃ 18 3d6 || 11 or more 50%, 11 or less 62.5% || mean 10.5, deviation 2.96 || 3 ▁▂▅█▅▂▁ 18
 *   A >= 15: ^B79.8%^B vs B >= 15: ^B65%^B || A higher 57%, equal 3.9%, lower 39.1% || means …
 *
 * If that is too long, parts are left out from the end. */
#include "dice/odds/impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

enum { MAX_TITLE = 80, MAX_BARS = 24, MAX_DIGITS = 32 };

/* ---- numbers ---- */

/* COUNT with commas between thousands. */
static void add_thousands(struct strbuf *out, double count)
{
	char digits[MAX_DIGITS];
	int len = snprintf(digits, sizeof digits, "%.0f", count);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			strbuf_addch(out, ',');
		strbuf_addch(out, digits[i]);
	}
}

/* 1 in so many, with two digits that matter: "1 in 3,200", "1 in 10^40". */
static void add_one_in(struct strbuf *out, double chance)
{
	double count = 1 / chance, unit = pow(10, floor(log10(count)) - 1);

	strbuf_addstr(out, "1 in ");
	if (count < 1e9)
		add_thousands(out, unit > 1 ? round(count / unit) * unit : round(count));
	else
		strbuf_addf(out, "10^%.0f", log10(count));
}

/* NUMBER with so many DECIMALS, zeros at the end left out. */
static void add_decimals(struct strbuf *out, double number, int decimals)
{
	char text[MAX_DIGITS];
	size_t len = (size_t)snprintf(text, sizeof text, "%.*f", decimals, number);

	while (strchr(text, '.') != NULL && text[len - 1] == '0')
		text[--len] = '\0';
	if (text[len - 1] == '.')
		text[--len] = '\0';
	strbuf_addstr(out, text);
}

void odds_chance(struct strbuf *out, double chance)
{
	const double often = 0.001, nearly = 0.9995;

	if (chance <= 0)
		strbuf_addstr(out, "never");
	else if (chance >= 1 - 1e-13)
		strbuf_addstr(out, "always");
	else if (chance < often)
		add_one_in(out, chance);
	else if (chance < nearly) {
		/* A little more, so that 12.25 is not 12.2 because of the last bit. */
		add_decimals(out, 100 * chance * (1 + 1e-12), chance < 0.1 ? 2 : 1);
		strbuf_addch(out, '%');
	} else {
		strbuf_addstr(out, "all but ");
		add_one_in(out, 1 - chance);
	}
}

void odds_number(struct strbuf *out, double number)
{
	char text[MAX_DIGITS];

	if (number == 0 || fabs(number) >= 0.01) {
		dice_number(out, number);
		return;
	}
	snprintf(text, sizeof text, "%.2g", number);
	strbuf_addstr(out, text);
}

void odds_title(struct strbuf *out, const struct odds_side *side, size_t max_bytes)
{
	size_t len = strlen(side->expression);

	if (len <= max_bytes)
		strbuf_addstr(out, side->expression);
	else {
		strbuf_add(out, side->expression, utf8_cut(side->expression, len, max_bytes));
		strbuf_addstr(out, "…");
	}
	if (!side->compares)
		return;
	strbuf_addf(out, " %s", side->between ? "" : comparison_spelling(side->comparison));
	strbuf_addstr(out, side->between ? "" : " ");
	dice_number(out, side->number);
	if (side->between) {
		strbuf_addstr(out, "..");
		dice_number(out, side->most);
	}
}

/* ---- bars ---- */

/* The range of values that is shown. */
static void shown_range(const struct dist *dist, size_t max, double *low, double *high)
{
	const double rare = 0.001;
	size_t first = 0, last = dist->count - 1;
	double below = dist->chances[first], above = dist->chances[last];

	if (dist->count > max) {
		while (first < last && below < rare)
			below += dist->chances[++first];
		while (last > first && above < rare)
			above += dist->chances[--last];
	}
	*low = dist_value(dist, first);
	*high = dist_value(dist, last);
}

size_t odds_bars(const struct dist *dist, struct odds_bar *bars, size_t max, double *most)
{
	bool whole = dist->values == NULL;
	double low, high, breadth;
	size_t count;

	shown_range(dist, max, &low, &high);
	breadth = whole ? ceil((high - low + 1) / (double)max) : (high - low) / (double)max;
	breadth = breadth > 0 ? breadth : 1;
	count = (size_t)((high - low) / breadth) + 1;
	count = count < max ? count : max;
	for (size_t i = 0; i < count; i++) {
		double begin = low + (double)i * breadth, end = begin + breadth - (whole ? 1 : 0);

		bars[i] = (struct odds_bar){begin, i + 1 < count ? end : high, 0};
	}
	for (size_t i = 0; i < dist->count; i++) {
		double value = dist_value(dist, i);
		size_t at = value > low ? (size_t)((value - low) / breadth) : 0;

		if (value >= low && value <= high)
			bars[at < count ? at : count - 1].chance += dist->chances[i];
	}
	*most = 0;
	for (size_t i = 0; i < count; i++)
		*most = fmax(*most, bars[i].chance);
	return count;
}

static void add_bars(struct strbuf *out, const struct odds_side *side)
{
	static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	struct odds_bar bars[MAX_BARS];
	double most;
	size_t count = odds_bars(side->dist, bars, MAX_BARS, &most);

	odds_number(out, bars[0].low);
	strbuf_addch(out, ' ');
	for (size_t i = 0; i < count; i++) {
		double height = most > 0 ? ceil(8 * bars[i].chance / most - 0.5) : 0;

		height = bars[i].chance > 0 ? fmax(height, 1) : 0;
		strbuf_addstr(out, blocks[(int)height]);
	}
	strbuf_addch(out, ' ');
	odds_number(out, bars[count - 1].high);
}

/* ---- parts ---- */

static void add_result(struct strbuf *out, const struct odds_side *side)
{
	odds_title(out, side, MAX_TITLE);
	if (!side->compares)
		return;
	strbuf_addstr(out, ": \x02");
	odds_chance(out, side->chance);
	strbuf_addch(out, '\x02');
}

static void add_both(struct strbuf *out, const struct odds *odds)
{
	add_result(out, &odds->sides[0]);
	strbuf_addstr(out, " vs ");
	add_result(out, &odds->sides[1]);
}

/* The value nearest to the mean. */
static double middle(const struct odds_side *side)
{
	const struct dist *dist = side->dist;
	double best = dist_min(dist);

	for (size_t i = 0; i < dist->count; i++)
		if (dist->chances[i] > 0 &&
			fabs(dist_value(dist, i) - side->mean) <= fabs(best - side->mean))
			best = dist_value(dist, i);
	return best;
}

/* The chances around the number asked about, or around the middle. */
static void add_around(struct strbuf *out, const struct odds_side *side)
{
	double number = side->compares ? side->number : middle(side);

	odds_number(out, number);
	strbuf_addstr(out, " or more ");
	odds_chance(out, dist_at_least(side->dist, number));
	strbuf_addstr(out, ", ");
	odds_number(out, number);
	strbuf_addstr(out, " or less ");
	odds_chance(out, dist_at_most(side->dist, number));
}

static void add_mean(struct strbuf *out, const struct odds_side *side)
{
	strbuf_addstr(out, "mean ");
	odds_number(out, side->mean);
	strbuf_addstr(out, ", deviation ");
	odds_number(out, side->deviation);
	if (side->cut > 0) {
		strbuf_addstr(out, ", cut: ");
		add_one_in(out, side->cut);
		strbuf_addstr(out, " is left out");
	}
}

static void add_winner(struct strbuf *out, const struct odds *odds)
{
	strbuf_addstr(out, "the first wins \x02");
	odds_chance(out, odds->higher);
	strbuf_addf(out, "\x02, a tie%s ", odds->tie);
	odds_chance(out, odds->equal);
	strbuf_addstr(out, ", the second wins ");
	odds_chance(out, odds->lower);
}

static void add_versus(struct strbuf *out, const struct odds *odds)
{
	const char *bold = odds->sides[0].compares ? "" : "\x02";

	if (odds->tie != NULL) {
		add_winner(out, odds);
		return;
	}
	strbuf_addf(out, "the first is higher %s", bold);
	odds_chance(out, odds->higher);
	strbuf_addf(out, "%s, equal ", bold);
	odds_chance(out, odds->equal);
	strbuf_addstr(out, ", lower ");
	odds_chance(out, odds->lower);
}

static void add_means(struct strbuf *out, const struct odds *odds)
{
	for (size_t i = 0; i < 2; i++) {
		strbuf_addstr(out, i > 0 ? " vs " : "");
		add_mean(out, &odds->sides[i]);
	}
}

/* Append WORDS and their CHANCE, behind a semicolon if something is there since BEGIN. */
static void add_outcome(struct strbuf *out, size_t begin, const char *words, double chance)
{
	strbuf_addf(out, "%s%s \x02", out->len > begin ? "; " : "", words);
	odds_chance(out, chance);
	strbuf_addch(out, '\x02');
}

/* Append the chances of what is said at least as likely as LEAST, and of all else together. */
static void add_outcomes(struct strbuf *out, const struct odds_side *side, double least)
{
	size_t begin, left = 0;
	double rest = 0;
	char others[40];

	strbuf_addstr(out, side->apart ? "each by itself: " : "");
	begin = out->len;
	for (size_t i = 0; i < side->outcome_count; i++) {
		const struct outcome *outcome = &side->outcomes[i];

		if (outcome->chance >= least)
			add_outcome(out, begin,
				*outcome->words != '\0' ? outcome->words : "nothing of these",
				outcome->chance);
		else
			rest += outcome->chance;
		left += outcome->chance < least;
	}
	snprintf(others, sizeof others, "%zu %s", left, left == 1 ? "other" : "others");
	if (left > 0 && side->apart)
		strbuf_addf(out, "; %s", others);
	else if (left > 0)
		add_outcome(out, begin, others, rest);
}

/* The smallest chance of what is said that is more likely than THAN, or 0. */
static double next_likely(const struct odds_side *side, double than)
{
	double next = 0;

	for (size_t i = 0; i < side->outcome_count; i++)
		if (side->outcomes[i].chance > than &&
			(next == 0 || side->outcomes[i].chance < next))
			next = side->outcomes[i].chance;
	return next;
}

/* Append the chance of each thing that is said, or of as many of the likely ones as LIMIT, how long
 * OUT may be, leaves room for. */
static void add_likely_outcomes(struct strbuf *out, const struct odds_side *side, size_t limit)
{
	size_t begin;
	double least = 0;

	strbuf_addstr(out, " || ");
	begin = out->len;
	add_outcomes(out, side, least);
	while (out->len > limit && (least = next_likely(side, least)) > 0) {
		strbuf_cut(out, begin);
		add_outcomes(out, side, least);
	}
	if (out->len > limit)
		strbuf_cut(out, begin - strlen(" || "));
}

static void part_around(struct strbuf *out, const struct odds *odds)
{
	add_around(out, &odds->sides[0]);
}

static void part_mean(struct strbuf *out, const struct odds *odds)
{
	add_mean(out, &odds->sides[0]);
}

static void part_bars(struct strbuf *out, const struct odds *odds)
{
	add_bars(out, &odds->sides[0]);
}

/* Append what ADD says, unless OUT then has more than LIMIT bytes. */
static bool add_part(struct strbuf *out, const struct odds *odds, size_t limit,
	void (*add)(struct strbuf *out, const struct odds *odds))
{
	size_t before = out->len;

	strbuf_addstr(out, " || ");
	add(out, odds);
	if (out->len > limit)
		strbuf_cut(out, before);
	return out->len > before;
}

static void add_hint(struct strbuf *out, const struct odds *odds, size_t limit)
{
	size_t before = out->len;

	for (size_t i = 0; i < odds->count; i++)
		if (odds->sides[i].hint != NULL) {
			strbuf_addf(out, " (%s)", odds->sides[i].hint);
			break;
		}
	if (out->len > limit)
		strbuf_cut(out, before);
}

void odds_reply(struct strbuf *out, const struct odds *odds, size_t max_bytes)
{
	size_t limit = out->len + max_bytes;

	if (odds->count > 1) {
		add_both(out, odds);
		if (add_part(out, odds, limit, add_versus))
			add_part(out, odds, limit, add_means);
	} else {
		add_result(out, &odds->sides[0]);
		if (odds->sides[0].outcome_count > 0)
			add_likely_outcomes(out, &odds->sides[0], limit);
		if (!odds->sides[0].worded && add_part(out, odds, limit, part_around) &&
			add_part(out, odds, limit, part_mean))
			add_part(out, odds, limit, part_bars);
	}
	add_hint(out, odds, limit);
}
