/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the fields of the line in hand, and report what is found. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check/impl.h"

#define NUMBER_MAX 9007199254740992.0 /* 2^53: what a JSON number holds exactly */

void check_report(
	struct check *check, enum check_gravity gravity, size_t line, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	if (gravity == CHECK_FAULT)
		check->verdict.faults++;
	check->found(check->found_arg, gravity, line, text);
	free(text);
	if (check->verdict.faults == CHECK_FAULTS_MAX)
		check->stopped = check->verdict.given_up = true;
}

const char *check_text(const struct check *check, const char *key)
{
	const struct json_field *field = json_find(&check->now, key, JSON_TEXT);

	return field != NULL ? field->text : NULL;
}

int64_t check_number(const struct check *check, const char *key, int64_t least)
{
	const struct json_field *field = json_find(&check->now, key, JSON_NUMBER);

	if (field == NULL || !(field->number >= (double)least && field->number <= NUMBER_MAX) ||
		field->number != (double)(int64_t)field->number)
		return -1;
	return (int64_t)field->number;
}

bool check_hash(const struct check *check, const char *key, struct fair_hash *hash)
{
	const char *text = check_text(check, key);

	return text != NULL && fair_unhex(text, hash);
}
