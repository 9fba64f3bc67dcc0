/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_LIMITS_H
#define LOGIOS_DICE_LIMITS_H

/* What bounds a roll. Each is an error beyond, except the extra dice, where the die stands. */
enum {
	DICE_MAX_DICE = 1000,     /* dice in a term, unless struct dice_limits says less or more */
	DICE_MAX_SIDES = 1000000, /* sides of a die, likewise */
	DICE_MAX_FACES = 10000,   /* faces rolled by one line */
	DICE_MAX_TERMS = 10000,   /* dice terms evaluated by one line; a term may have no dice */
	DICE_MAX_REPEAT = 20,     /* what stands before an x */
	DICE_MAX_REPEATS = 3,     /* x before x before x */
	DICE_MAX_ROLLS = 4,       /* rolls in a line, parted by ; */
	DICE_MAX_LINE = 4096,     /* bytes of a line with its comments */
	DICE_MAX_BYTES = 400,     /* an expression, before the comment */
	DICE_MAX_NESTING = 64,    /* brackets in brackets */
	DICE_MAX_EXTRA = 100,     /* exploded dice for one die */
};

/* The greatest magnitude of any number on the way to a total: 2^53. Up to it every whole number is
 * exact in a double. */
#define DICE_MAX_NUMBER 9007199254740992.0

#endif
