/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read lengths of time as people type them, and write them in words. */
#include "base/duration.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_SECONDS = 3650 * 86400, MAX_COUNT = 1000000000 };

static const struct unit {
	char letter;
	bool spoken; /* weeks are read, and said in days */
	long seconds;
	const char *word;
} units[] = {
	{'w', false, 7 * 86400, "week"},
	{'d', true, 86400, "day"},
	{'h', true, 3600, "hour"},
	{'m', true, 60, "minute"},
	{'s', true, 1, "second"},
};

enum { UNITS = sizeof units / sizeof *units };

static const struct unit *unit_of(char letter)
{
	for (size_t i = 0; i < UNITS; i++)
		if (units[i].letter == tolower((unsigned char)letter))
			return &units[i];
	return NULL;
}

/* Read a count and its unit at *TEXT, before END, and add them to *SECONDS. */
static bool part(const char **text, const char *end, long *seconds)
{
	const char *c = *text;
	const struct unit *unit;
	long count = 0;

	for (; c < end && isdigit((unsigned char)*c) && count < MAX_COUNT / 10; c++)
		count = count * 10 + (*c - '0');
	unit = c < end && c > *text ? unit_of(*c) : NULL;
	if (unit == NULL || count > MAX_SECONDS / unit->seconds)
		return false;
	*seconds += count * unit->seconds;
	*text = c + 1;
	return *seconds <= MAX_SECONDS;
}

bool duration_parse(const char *text, size_t len, long *seconds, struct error *err)
{
	const char *at = text, *end = text + len;
	long sum = 0;

	while (at < end)
		if (!part(&at, end, &sum))
			return error_set(err,
				"%.*s is no time of at most ten years, as in 30m, 2h, 7d or 1h30m.",
				(int)(len < 40 ? len : 40), text);
	if (sum == 0)
		return error_set(err, "A time of nothing makes no sense.");
	*seconds = sum;
	return true;
}

const char *duration_words(long seconds, char out[DURATION_ROOM])
{
	size_t len = 0;
	int parts = 0;

	for (size_t i = 0; i < UNITS && parts < 2 && len < DURATION_ROOM; i++) {
		long count = units[i].spoken ? seconds / units[i].seconds : 0;
		if (count == 0 && !(i == UNITS - 1 && len == 0)) {
			parts += parts > 0; /* nothing of the next unit: enough is said */
			continue;
		}
		seconds -= count * units[i].seconds;
		len += (size_t)snprintf(out + len, DURATION_ROOM - len, "%s%ld %s%s",
			len > 0 ? " " : "", count, units[i].word, count == 1 ? "" : "s");
		parts++;
	}
	return out;
}
