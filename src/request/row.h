/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ROW_H
#define LOGIOS_ROW_H

#include <stdbool.h>

#include "base/error.h"
#include "logios.h"

/* A row of the table of commands, without the table. */

enum {
	ROW_MAX_WORD = 32, /* bytes */
	ROW_MAX_ARGS = 8,
	ROW_WORD_ROOM = ROW_MAX_WORD + 2, /* one byte more than any word, and the end */
};

/* Whether WORD can be a command's: letters in lower case, digits, _ and -. */
bool row_word_valid(const char *word);

/* Copy the next of WORDS, parted by blanks, to WORD, and move *WORDS past it. Of one that is too
 * long one byte too many is copied. False after the last. */
bool row_next_word(const char **words, char word[ROW_WORD_ROOM]);

/* Whether ROW has all that it needs; else sets ERR. */
bool row_check(const struct command *row, struct error *err);

/* Make COPY a copy of ROW whose texts live in ARENA. */
void row_copy(struct command *copy, const struct command *row, struct arena *arena);

#endif
