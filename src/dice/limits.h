/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_LIMITS_H
#define LOGIOS_DICE_LIMITS_H

/* What bounds a roll. Each is an error beyond, except the extra dice and the rerolls, where the die
 * stands and the reply says so. */
enum {
	DICE_MAX_DICE = 1000,     /* dice in a term, unless struct dice_limits says less or more */
	DICE_MAX_SIDES = 1000000, /* sides of a die, likewise; also the greatest value of a face */
	DICE_MAX_FACES = 10000,   /* faces rolled by one line */
	DICE_MAX_PACKED = 4096, /* bytes that the dice of one roll take packed, see base/packed.h */
	DICE_MAX_TERMS = 10000, /* dice terms and groups evaluated by one line */
	DICE_MAX_STEPS = 400000,   /* parts of expressions evaluated by one line */
	DICE_MAX_REPEAT = 20,      /* what stands before an x */
	DICE_MAX_REPEATS = 3,      /* x before x before x */
	DICE_MAX_ROLLS = 4,        /* rolls in a line, parted by ; */
	DICE_MAX_LINE = 4096,      /* bytes of a line with its comments */
	DICE_MAX_BYTES = 400,      /* an expression, before the comment */
	DICE_MAX_NESTING = 64,     /* brackets in brackets */
	DICE_MAX_EXTRA = 100,      /* exploded dice for one die */
	DICE_MAX_REROLLS = 100,    /* rerolls of one die */
	DICE_MAX_POINTS = 16,      /* conditions of one kind, or keeps and drops, after one die */
	DICE_MAX_FACE_LIST = 1000, /* faces written out in d[…] */
	DICE_MAX_CHOICES = 100,    /* things to choose from */
	DICE_MAX_WEIGHT = 1000,    /* of one of them */
	DICE_MAX_WORD = 40,        /* bytes of a word on a face */
};

/* The greatest magnitude of any number on the way to a total: 2^53. Up to it every whole number is
 * exact in a double. */
#define DICE_MAX_NUMBER 9007199254740992.0

#endif
