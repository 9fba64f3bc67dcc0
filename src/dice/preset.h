/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_PRESET_H
#define LOGIOS_DICE_PRESET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/ast.h"

/* The dice of particular games, a row each: a name and what follows it is rewritten into a roll, and
 * the dice in that get the game's modifiers. */
struct preset;

/* The preset that the first word of TEXT names, and the word's length into LEN; or NULL. */
const struct preset *preset_find(const char *text, size_t *len);

/* Make SOURCE the roll that PRESET makes of what stands in LINE from byte AT on, behind its name.
 * The text lives in ARENA. If that is nothing the preset takes, sets ERR and returns false. */
bool preset_source(const struct preset *preset, const char *line, size_t at, struct arena *arena,
	struct source *source, struct error *err);

/* Check that ROLL, parsed from that source, is no more than PRESET takes, and give its dice their
 * modifiers. On failure sets ERR and returns false. */
bool preset_apply(const struct preset *preset, struct ast_roll *roll, struct error *err);

#endif
