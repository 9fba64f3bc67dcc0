/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_QUOTE_H
#define LOGIOS_BASE_QUOTE_H

#include <stddef.h>

#include "base/api.h"

struct arena;
struct strbuf;

/* Append LEN bytes of TEXT, the words of a player, so that they cannot look like the bot's own:
 * "||", and what looks like it, becomes "| |"; what turns the direction of writing, has no width or
 * ends a line goes; "(#17 ", which begins the number of a roll, becomes "( #17 "; and where there
 * is formatting, 0x0F ends it. */
LOGIOS_API void quote_add(struct strbuf *out, const char *text, size_t len);

/* Return TEXT in the same manner: itself where nothing is to be done, else a copy in ARENA. */
LOGIOS_API const char *quote_words(struct arena *arena, const char *text);

#endif
