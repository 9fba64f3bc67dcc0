/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds where in the line that was typed a byte of the text that is read stands. */
#include "dice/notation/source.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

size_t source_in_line(const struct source *source, size_t offset)
{
	if (offset < source->head)
		return source->start + offset;
	if (offset < source->head + source->inserted)
		return source->start + source->head;
	return source->start + offset - source->inserted;
}

bool source_error(
	const struct source *source, size_t offset, struct error *err, const char *format, ...)
{
	size_t before = source_in_line(source, offset);
	const char *line = source->typed != NULL ? source->typed : source->line;
	char text[sizeof(struct error)];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	if (source->at != NULL)
		before = source->at[before];
	return error_at(err, (int)utf8_count(line, before) + 1, "%s", text);
}
