/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_PARSE_H
#define LOGIOS_DICE_PARSE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/notation/ast.h"

/* Text into trees. The grammar stands at the head of parse.c. */

/* Read the roll that SOURCE's text begins with into ROLL, whose tree lives in ARENA; what follows
 * ROLL->span.end is not looked at. On failure sets ERR and returns false. */
bool parse_roll(
	const struct source *source, struct arena *arena, struct ast_roll *roll, struct error *err);

/* Read the whole of SOURCE's text as an expression without dice, blanks anywhere. The tree lives in
 * ARENA. On failure sets ERR and returns NULL. */
struct ast *parse_sum(const struct source *source, struct arena *arena, struct error *err);

#endif
