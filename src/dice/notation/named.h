/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_NOTATION_NAMED_H
#define LOGIOS_DICE_NOTATION_NAMED_H

#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "dice/notation/ast.h"

/* The dice that have a name, seen from within the language; dice/named.h is for those who read
 * their files. */

struct named_dice {
	struct arena arena; /* all kinds, and the text of their faces */
	struct map *kinds;  /* by name in lower case */
};

/* Return what the faces of the die are worth whose name is LEN bytes of NAME, or NULL. -- named.c
 */
const struct die_kind *named_dice_find(const struct named_dice *dice, const char *name, size_t len);

/* Put a copy of KIND there under NAME, at most DICE_MAX_WORD bytes, in the place of what had that
 * name. What KIND points to is in the arena already. -- named.c */
void named_dice_put(
	struct named_dice *dice, const char *name, size_t len, const struct die_kind *kind);

#endif
