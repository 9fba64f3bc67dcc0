/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_NAMED_H
#define LOGIOS_DICE_NAMED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

/* Dice that have a name, for d[NAME], from files of lines
 *
 *   NAME = FACE, FACE, …
 *
 * with the faces as they would stand in d[…]. Empty lines and those that begin with # are skipped.
 * Case does not matter in names. They become part of the dice language through struct dice_book. */

struct named_dice;
struct strbuf;

enum {
	NAMED_DICE_MAX = 1000,         /* dice in all files */
	NAMED_DICE_FILE_MAX = 1 << 18, /* bytes of a file */
};

LOGIOS_API struct named_dice *named_dice_new(void);
LOGIOS_API void named_dice_free(struct named_dice *dice); /* NULL is fine */

/* -- notation/named_file.c
 *
 * Read every NAME.txt of FOLDER, in the order of their names. A die that was there before under the
 * same name gives way. A line that is broken is left out and told in MISTAKES, a line "PATH:LINE:
 * what is wrong". A folder that does not exist has no files. */
LOGIOS_API void named_dice_load(
	struct named_dice *dice, const char *folder, struct strbuf *mistakes);

/* Read one LINE of a file, in the same place. On failure sets ERR and returns false. */
bool named_dice_line(struct named_dice *dice, const char *line, struct error *err);

#endif
