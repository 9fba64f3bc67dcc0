/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_QUOTE_H
#define LOGIOS_BASE_QUOTE_H

#include <stddef.h>

#include "base/api.h"

struct strbuf;

/* Append LEN bytes of TEXT, the words of a player, so that they cannot look like the bot's own:
 * "||" becomes "| |"; what turns the direction of writing, has no width or ends a line goes; and
 * where there is formatting, 0x0F ends it. */
LOGIOS_API void quote_add(struct strbuf *out, const char *text, size_t len);

#endif
