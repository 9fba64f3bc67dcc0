/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read a whole number that somebody typed. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

bool number_parse(const char *text, long min, long max, long *out)
{
	const char *digits = text + (*text == '-' || *text == '+');
	char *end;
	long value;

	if (!isdigit((unsigned char)*digits))
		return false;
	errno = 0;
	value = strtol(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < min || value > max)
		return false;
	*out = value;
	return true;
}
