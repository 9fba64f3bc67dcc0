/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_SOURCE_H
#define LOGIOS_DICE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct named_dice;

/* The text that is parsed, and where it stands in the line that was typed. A preset parses
 * something else than was typed: "scion 2x5+2" is read as "2x5d10+2". Its beginning (`head` bytes)
 * stands in the line at `start`, then come `inserted` bytes that do not, then the line goes on.
 * All strings are lent and outlive the struct. */
struct source {
	const char *text;               /* what is parsed, to its end */
	const char *line;               /* what was typed, blanks trimmed */
	size_t start;                   /* bytes */
	size_t head;                    /* bytes */
	size_t inserted;                /* bytes */
	const struct named_dice *named; /* dice that d[NAME] knows; NULL: none */
	const char *typed;              /* NULL: `line`; else what that was made of, and by byte */
	const uint16_t *at;             /* where in it what stands in `line` was; see wording.h */
};

/* Where in the line the byte at OFFSET of the text stands, in bytes from 0. */
size_t source_in_line(const struct source *source, size_t offset);

/* Fill ERR, with the column in the line of the text's byte at OFFSET. Always returns false. */
bool source_error(const struct source *source, size_t offset, struct error *err, const char *format,
	...) LOGIOS_PRINTF(4, 5);

#endif
