/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fill in why something failed. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

static LOGIOS_PRINTF(3, 0) void fill(
	struct error *err, int column, const char *format, va_list values)
{
	int len = vsnprintf(err->text, sizeof err->text, format, values);

	/* An over-long sentence is cut between characters. */
	if (len >= (int)sizeof err->text)
		err->text[utf8_cut(err->text, sizeof err->text - 1, sizeof err->text - 1)] = '\0';
	err->column = column;
}

bool error_set(struct error *err, const char *format, ...)
{
	va_list values;

	if (err == NULL)
		return false;
	va_start(values, format);
	fill(err, 0, format, values);
	va_end(values);
	return false;
}

bool error_at(struct error *err, int column, const char *format, ...)
{
	va_list values;

	if (err == NULL)
		return false;
	va_start(values, format);
	fill(err, column, format, values);
	va_end(values);
	return false;
}
