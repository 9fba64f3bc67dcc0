/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_EXAMPLES_H
#define LOGIOS_DICE_EXAMPLES_H

#include "base/api.h"
#include "dice/dice.h"

/* Roll the examples of BOOK's game systems whose files lie in FOLDER (NULL: of all), with the faces
 * that they name. For each that comes to something else than it says, append a line "PATH:LINE:
 * what it comes to" to MISTAKES. */
LOGIOS_API void dice_check_examples(
	const struct dice_book *book, const char *folder, struct strbuf *mistakes);

#endif
