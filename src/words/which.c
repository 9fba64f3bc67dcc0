/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read numbers of rolls, and write times and the names of tables. */
#include "words/which.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/number.h"

enum { NUMBER_MAX = 1000000000, DAY_S = 86400 };

bool which_read(const char *text, struct fair_which *which)
{
	const char *slash = strchr(text, '/');
	char digits[16];
	long epoch = 0, number;

	text += text[0] == '#';
	if (slash != NULL) {
		snprintf(digits, sizeof digits, "%.*s", (int)(slash - text), text);
		if (!number_parse(digits, 1, NUMBER_MAX, &epoch))
			return false;
		text = slash + 1;
		text += text[0] == '#';
	}
	which->hidden = text[0] == 'h' || text[0] == 'H';
	text += which->hidden;
	if (!number_parse(text, 1, NUMBER_MAX, &number))
		return false;
	which->epoch = epoch;
	which->number = number;
	return true;
}

const char *which_table(const struct request *rq)
{
	return rq->channel != NULL ? request_base(rq->table) : "this talk";
}

void when_write(char out[WHEN_ROOM], int64_t time_s, int64_t now_s)
{
	time_t seconds = (time_t)time_s;
	struct tm tm;

	out[0] = '\0';
	if (gmtime_r(&seconds, &tm) == NULL)
		return;
	if (time_s / DAY_S == now_s / DAY_S)
		strftime(out, WHEN_ROOM, "%H:%M UTC", &tm);
	else
		strftime(out, WHEN_ROOM, "%Y-%m-%d %H:%M UTC", &tm);
}
