/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the odds of a roll are asked for: >= 15, 15+, DC 15, 5..9. */
#include <stdlib.h>
#include <string.h>

#include "dice/notation/reading.h"
#include "dice/odds/impl.h"

enum { MAX_DIGITS = 15 };

/* The length of the comparison that TEXT begins with, or 0. */
static size_t comparison_length(const char *text, enum comparison *comparison)
{
	static const struct {
		const char *spelling;
		enum comparison comparison;
	} more[] = {{"\xe2\x89\xa5", COMPARE_AT_LEAST}, {"\xe2\x89\xa4", COMPARE_AT_MOST},
		{"==", COMPARE_EQUAL}};
	size_t len;

	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (strncmp(text, more[i].spelling, strlen(more[i].spelling)) == 0) {
			*comparison = more[i].comparison;
			return strlen(more[i].spelling);
		}
	return comparison_match(text, comparison, &len) ? len : 0;
}

/* The length of the number that TEXT begins with, or 0. */
static size_t number_length(const char *text)
{
	size_t sign = *text == '-' || *text == '+';
	size_t whole = strspn(text + sign, "0123456789"), part = 0;

	if (text[sign + whole] == '.')
		part = strspn(text + sign + whole + 1, "0123456789");
	if (whole == 0 || whole + part > MAX_DIGITS)
		return 0;
	return sign + whole + (part > 0 ? part + 1 : 0);
}

bool odds_read_between(const char *text, struct odds_side *side)
{
	size_t low = number_length(text), to = strncmp(text + low, "..", 2) == 0 ? 2 : 1, high;

	if (low == 0 || (to == 1 && text[low] != '-'))
		return false;
	high = number_length(text + low + to);
	if (high == 0 || *lex_skip_blanks(text + low + to + high) != '\0')
		return false;
	side->number = strtod(text, NULL);
	side->most = strtod(text + low + to, NULL);
	side->compares = side->between = true;
	side->comparison = COMPARE_AT_LEAST;
	return true;
}

bool odds_read_target(const char *text, bool plus, struct odds_side *side)
{
	size_t len = number_length(text);

	if (len == 0 || (plus && text[len] != '+') || *lex_skip_blanks(text + len + plus) != '\0')
		return false;
	side->number = strtod(text, NULL);
	side->comparison = COMPARE_AT_LEAST;
	side->compares = true;
	return true;
}

bool odds_read_comparison(const char *text, struct odds_side *side)
{
	size_t len = comparison_length(text, &side->comparison);
	const char *number = lex_skip_blanks(text + len), *end;
	const char *called = word_difficulty(text);

	if (len == 0 && (odds_read_target(text, true, side) ||
				(called > number && odds_read_target(called, false, side))))
		return true;
	end = number + number_length(number);
	if (len == 0 || end == number || *lex_skip_blanks(end) != '\0')
		return false;
	side->number = strtod(number, NULL);
	side->compares = true;
	return true;
}
