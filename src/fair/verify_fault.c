/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report what is wrong with a transcript. */
#include "fair/verify_fault.h"

#include <stdarg.h>
#include <stdio.h>

void fair_fault_at(struct fair_verify *verify, size_t line, const char *format, ...)
{
	char text[240];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	verify->verdict.faults++;
	verify->fault(verify->fault_arg, line, text);
}
