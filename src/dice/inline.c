/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls in the middle of a sentence: "I hit for [[2d6+1]]". */
#include <string.h>

#include "base/arena.h"
#include "dice/dice.h"

/* What stands between BEGIN and END, if it is one roll of dice: others write [[…]] for other
 * things. */
static const struct dice_line *read_inline(
	const char *begin, const char *end, const struct dice_book *book, struct arena *arena)
{
	const char *text = arena_strndup(arena, begin, (size_t)(end - begin));
	const struct dice_line *line = dice_parse(text, book, arena, NULL);

	return line != NULL && line->count == 1 && dice_has_dice(&line->rolls[0]) ? line : NULL;
}

size_t dice_inline(const char *text, const struct dice_book *book, struct arena *arena,
	const struct dice_line **lines)
{
	size_t count = 0;

	while (count < DICE_MAX_ROLLS && (text = strstr(text, "[[")) != NULL) {
		const char *end = strstr(text + 2, "]]");

		if (end == NULL)
			break;
		for (const char *later; (later = strstr(text + 2, "[[")) != NULL && later < end;)
			text = later;
		while (end[2] == ']') /* of a label or a list of faces at the end */
			end++;
		lines[count] = end - text > DICE_MAX_BYTES
				       ? NULL
				       : read_inline(text + 2, end, book, arena);
		if (lines[count] != NULL)
			count++;
		text = end + 2;
	}
	return count;
}
