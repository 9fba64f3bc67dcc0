/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_MODIFIER_H
#define LOGIOS_DICE_MODIFIER_H

#include <stdbool.h>
#include <stddef.h>

/* The words that can follow a die or a group, a row each. */

enum comparison {
	COMPARE_EQUAL,
	COMPARE_NOT_EQUAL,
	COMPARE_LESS,
	COMPARE_GREATER,
	COMPARE_AT_MOST,
	COMPARE_AT_LEAST,
	COMPARE_LOWEST,  /* equal to the lowest value that the die has */
	COMPARE_HIGHEST, /* to the highest */
};

/* How a comparison is written. */
const char *comparison_spelling(enum comparison comparison);

/* The comparison that TEXT begins with, and the length of its spelling into LEN; false for none. */
bool comparison_match(const char *text, enum comparison *comparison, size_t *len);

/* What may or must follow a modifier's word. */
enum takes {
	TAKES_NOTHING,
	TAKES_DIGITS,     /* perhaps digits */
	TAKES_COMPARISON, /* perhaps a comparison with digits */
	TAKES_POINT,      /* perhaps digits, with or without a comparison */
	NEEDS_DIGITS,
	NEEDS_NUMBER, /* digits, perhaps with a minus */
	NEEDS_POINT,
};

enum modifier_kind {
	MODIFIER_REFUSED, /* `refusal` says why */
	MODIFIER_EXPLODE, /* variant: enum explode */
	MODIFIER_REROLL,  /* variant: once or not */
	MODIFIER_UNIQUE,  /* variant: enum unique */
	MODIFIER_MIN,
	MODIFIER_MAX,
	MODIFIER_KEEP,   /* variant: enum keep_end */
	MODIFIER_TALLY,  /* variant: enum tally */
	MODIFIER_TARGET, /* variant: enum comparison */
	MODIFIER_TWICE,
	MODIFIER_FAIL,
	MODIFIER_MARK_HIGH,
	MODIFIER_MARK_LOW,
	MODIFIER_SORT, /* variant: enum sort */
};

struct modifier {
	const char *spelling;
	enum modifier_kind kind;
	int variant;
	enum takes takes;
	enum comparison bare; /* what digits without a comparison mean */
	enum comparison none; /* what nothing at all means */
	bool groups;          /* it can follow a group */
	bool words;           /* it can follow dice that show words */
	const char *refusal;
};

/* The modifier with the longest spelling that TEXT begins with, in any case; or NULL. */
const struct modifier *modifier_match(const char *text);

#endif
