/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the dice that have a name, and finds them. */
#include "dice/notation/named.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "dice/limits.h"
#include "dice/named.h"

struct named_dice *named_dice_new(void)
{
	struct named_dice *dice = mem_zalloc(1, sizeof *dice);

	dice->kinds = map_new();
	return dice;
}

void named_dice_free(struct named_dice *dice)
{
	if (dice == NULL)
		return;
	map_free(dice->kinds);
	arena_release(&dice->arena);
	free(dice);
}

/* NAME in lower case into OUT, which has room for DICE_MAX_WORD bytes and the terminator; false if
 * it is longer. */
static bool fold(const char *name, size_t len, char *out)
{
	if (len > DICE_MAX_WORD)
		return false;
	for (size_t i = 0; i < len; i++)
		out[i] = (char)tolower((unsigned char)name[i]);
	out[len] = '\0';
	return true;
}

const struct die_kind *named_dice_find(const struct named_dice *dice, const char *name, size_t len)
{
	char key[DICE_MAX_WORD + 1];

	return fold(name, len, key) ? map_get(dice->kinds, key) : NULL;
}

void named_dice_put(
	struct named_dice *dice, const char *name, size_t len, const struct die_kind *kind)
{
	struct die_kind *copy = arena_alloc(&dice->arena, sizeof *copy);
	char key[DICE_MAX_WORD + 1], *label = mem_printf("[%.*s]", (int)len, name);

	*copy = *kind;
	copy->label = arena_strdup(&dice->arena, label);
	free(label);
	fold(name, len, key);
	map_set(dice->kinds, key, copy);
}
