/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_TYPED_H
#define LOGIOS_DICE_TYPED_H

#include "dice/notation/reading.h"
#include "dice/systems/system.h"

struct dice_book;

/* Fill in what READING asks of game systems, those of BOOK, and of rolls that are tried out. BOOK
 * may be NULL. */
void typed_init(struct reading *reading, const struct dice_book *book);

/* Read the roll in the words of READING, to its comment or to the next roll, into ROLL; USE gets
 * the game system, or NULL. On failure sets the reading's error and returns false. */
bool typed_read(struct reading *reading, struct ast_roll *roll, const struct system_use **use);

/* Parse the words as they are, likewise. */
bool typed_parse(struct reading *reading, struct ast_roll *roll, const struct system_use **use,
	struct error *err);

#endif
