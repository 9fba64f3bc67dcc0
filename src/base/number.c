/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read a whole number that somebody typed, in digits or as a word. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

unsigned number_spelled(const char *word, size_t len)
{
	static const char *const words[] = {"one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
		"sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == len && strncasecmp(word, words[i], len) == 0)
			return i + 1;
	return 0;
}
