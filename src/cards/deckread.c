/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Say what is wrong in a line of a deck file. */
#include "cards/deckread.h"

#include <stdarg.h>
#include <stdio.h>

bool deckread_wrong(struct deckread *read, const char *format, ...)
{
	char what[200];
	va_list values;

	va_start(values, format);
	vsnprintf(what, sizeof what, format, values);
	va_end(values);
	return error_set(read->err, "%s.txt:%zu: %s", read->file->type, read->line, what);
}
