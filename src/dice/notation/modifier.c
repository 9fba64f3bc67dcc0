/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of modifiers and comparisons, and how text is matched against them. */
#include "dice/notation/modifier.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/ast.h"

/* Longer spellings before their own beginnings. */
static const struct {
	const char *spelling;
	enum comparison comparison;
} comparisons[] = {
	{"!=", COMPARE_NOT_EQUAL},
	{"<>", COMPARE_NOT_EQUAL},
	{"<=", COMPARE_AT_MOST},
	{">=", COMPARE_AT_LEAST},
	{"=", COMPARE_EQUAL},
	{"<", COMPARE_LESS},
	{">", COMPARE_GREATER},
	{NULL, COMPARE_EQUAL},
};

const char *comparison_spelling(enum comparison comparison)
{
	static const char *const spellings[] = {
		[COMPARE_EQUAL] = "=",
		[COMPARE_NOT_EQUAL] = "<>",
		[COMPARE_LESS] = "<",
		[COMPARE_GREATER] = ">",
		[COMPARE_AT_MOST] = "<=",
		[COMPARE_AT_LEAST] = ">=",
		[COMPARE_LOWEST] = "=",
		[COMPARE_HIGHEST] = "=",
	};

	return spellings[comparison];
}

bool comparison_match(const char *text, enum comparison *comparison, size_t *len)
{
	for (size_t i = 0; comparisons[i].spelling != NULL; i++) {
		*len = strlen(comparisons[i].spelling);
		if (strncmp(text, comparisons[i].spelling, *len) != 0)
			continue;
		*comparison = comparisons[i].comparison;
		return true;
	}
	return false;
}

#define EXPLODES(text, how, argument)                                                              \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_EXPLODE, .variant = how, .takes = argument,     \
		.bare = COMPARE_EQUAL, .none = COMPARE_HIGHEST                                     \
	}
#define REROLLS(text, once, number)                                                                \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_REROLL, .variant = once, .takes = TAKES_POINT,  \
		.bare = number, .none = COMPARE_LOWEST                                             \
	}
#define KEEPS(text, end)                                                                           \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_KEEP, .variant = end, .takes = TAKES_DIGITS,    \
		.groups = true                                                                     \
	}
#define TARGET(text, comparison)                                                                   \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_TARGET, .variant = comparison,                  \
		.takes = NEEDS_NUMBER, .groups = true                                              \
	}
#define SORTS(text, order)                                                                         \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_SORT, .variant = order, .groups = true          \
	}
#define REFUSED(text, why)                                                                         \
	{                                                                                          \
		.spelling = text, .kind = MODIFIER_REFUSED, .refusal = why                         \
	}

/* Longer spellings before their own beginnings. */
static const struct modifier modifiers[] = {
	EXPLODES("!!p", EXPLODE_COMPOUND_PENETRATE, TAKES_POINT),
	EXPLODES("!!", EXPLODE_COMPOUND, TAKES_POINT),
	EXPLODES("!p", EXPLODE_PENETRATE, TAKES_POINT),
	EXPLODES("!o", EXPLODE_ONCE, TAKES_POINT),
	EXPLODES("!", EXPLODE_ALWAYS, TAKES_POINT),
	EXPLODES("xo", EXPLODE_ONCE, TAKES_POINT),
	EXPLODES("x", EXPLODE_ALWAYS, TAKES_COMPARISON),
	{.spelling = "ie",
		.kind = MODIFIER_EXPLODE,
		.variant = EXPLODE_ALWAYS,
		.takes = TAKES_DIGITS,
		.bare = COMPARE_AT_LEAST,
		.none = COMPARE_HIGHEST},
	REROLLS("rr", false, COMPARE_EQUAL),
	REROLLS("ro", true, COMPARE_EQUAL),
	REROLLS("r", false, COMPARE_EQUAL),
	REROLLS("ir", false, COMPARE_AT_MOST),
	{.spelling = "uo", .kind = MODIFIER_UNIQUE, .variant = UNIQUE_ONCE, .words = true},
	{.spelling = "u", .kind = MODIFIER_UNIQUE, .variant = UNIQUE_ALWAYS, .words = true},
	{.spelling = "min", .kind = MODIFIER_MIN, .takes = NEEDS_NUMBER},
	{.spelling = "mi", .kind = MODIFIER_MIN, .takes = NEEDS_NUMBER},
	{.spelling = "max", .kind = MODIFIER_MAX, .takes = NEEDS_NUMBER},
	{.spelling = "ma", .kind = MODIFIER_MAX, .takes = NEEDS_NUMBER},
	{.spelling = "ms",
		.kind = MODIFIER_TALLY,
		.variant = TALLY_MARGIN,
		.takes = NEEDS_POINT,
		.bare = COMPARE_AT_LEAST,
		.groups = true},
	REFUSED("mt", "m counts sets of equal dice, m3 those of three or more"),
	{.spelling = "m",
		.kind = MODIFIER_TALLY,
		.variant = TALLY_MATCHES,
		.takes = TAKES_DIGITS,
		.words = true},
	KEEPS("kh", KEEP_HIGHEST),
	KEEPS("kl", KEEP_LOWEST),
	KEEPS("km", KEEP_MIDDLE),
	KEEPS("k", KEEP_HIGHEST),
	KEEPS("dh", DROP_HIGHEST),
	KEEPS("dl", DROP_LOWEST),
	{.spelling = "ds",
		.kind = MODIFIER_TWICE,
		.takes = TAKES_POINT,
		.bare = COMPARE_AT_LEAST,
		.none = COMPARE_HIGHEST},
	KEEPS("d", DROP_LOWEST),
	{.spelling = "v",
		.kind = MODIFIER_KEEP,
		.variant = DROP_LOWEST,
		.takes = NEEDS_DIGITS,
		.groups = true},
	KEEPS("-h", DROP_HIGHEST),
	KEEPS("-l", DROP_LOWEST),
	KEEPS("h", KEEP_HIGHEST),
	KEEPS("l", KEEP_LOWEST),
	{.spelling = "b",
		.kind = MODIFIER_KEEP,
		.variant = KEEP_HIGHEST,
		.takes = NEEDS_DIGITS,
		.groups = true},
	TARGET("tl", COMPARE_AT_MOST),
	TARGET("t", COMPARE_AT_LEAST),
	{.spelling = "f",
		.kind = MODIFIER_FAIL,
		.takes = NEEDS_POINT,
		.bare = COMPARE_EQUAL,
		.groups = true},
	{.spelling = "even", .kind = MODIFIER_TALLY, .variant = TALLY_EVEN},
	{.spelling = "odd", .kind = MODIFIER_TALLY, .variant = TALLY_ODD},
	{.spelling = "cs",
		.kind = MODIFIER_MARK_HIGH,
		.takes = TAKES_POINT,
		.bare = COMPARE_EQUAL,
		.none = COMPARE_HIGHEST},
	{.spelling = "cf",
		.kind = MODIFIER_MARK_LOW,
		.takes = TAKES_POINT,
		.bare = COMPARE_EQUAL,
		.none = COMPARE_LOWEST},
	SORTS("sa", SORT_ASCENDING),
	SORTS("sd", SORT_DESCENDING),
	SORTS("s", SORT_ASCENDING),
	TARGET("<>", COMPARE_NOT_EQUAL),
	TARGET("<=", COMPARE_AT_MOST),
	TARGET(">=", COMPARE_AT_LEAST),
	REFUSED("=>", "at least is written >="),
	REFUSED("=<", "at most is written <="),
	REFUSED("==", "one = is enough, such as =6"),
	TARGET("=", COMPARE_EQUAL),
	TARGET("<", COMPARE_LESS),
	TARGET(">", COMPARE_GREATER),
	REFUSED("e", "e means three things to three programs: ! explodes, !o once, >= counts"),
	KEEPS("pl", DROP_LOWEST),
	KEEPS("ph", DROP_HIGHEST),
	REFUSED("p", "p alone means nothing here: !p penetrates"),
	REFUSED("c", "c means nothing here: >= counts, cs and cf mark"),
	REFUSED("i", "i means nothing here: ie explodes, ir rerolls"),
	REFUSED("a", "a means nothing here: ! adds a die for each highest one"),
	{.spelling = NULL},
};

/* "-L" and "-h2": a minus, and a lone letter that stands for an end of the dice. */
static bool is_end_dropped(const char *text)
{
	return text[1] != '\0' && strchr("hHlL", text[1]) != NULL &&
	       !isalpha((unsigned char)text[2]);
}

const struct modifier *modifier_match(const char *text)
{
	char first = (char)tolower((unsigned char)*text);

	if (strchr(" +*/)},;#", first) != NULL)
		return NULL; /* the end too; here most terms are over */
	if (first == '-' && !is_end_dropped(text))
		return NULL;
	for (const struct modifier *m = modifiers; m->spelling != NULL; m++)
		if (*m->spelling == first &&
			strncasecmp(text, m->spelling, strlen(m->spelling)) == 0)
			return m;
	return NULL;
}
