/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute in SQL what the steps of the schema need. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/packed.h"
#include "base/strbuf.h"
#include "store/impl.h"

/* Take the number, at least 1, that *TEXT begins with, and the comma behind it. */
static bool take_number(const char **text, uint32_t *number)
{
	char *end;
	unsigned long value;

	if (**text < '1' || **text > '9')
		return false;
	value = strtoul(*text, &end, 10);
	*text = end + (*end == ',');
	*number = (uint32_t)value;
	return value <= UINT32_MAX;
}

static size_t count_numbers(const char *text)
{
	size_t count = *text != '\0';

	for (; *text != '\0'; text++)
		count += *text == ',';
	return count;
}

/* Append the dice of SIDES and VALUES, lists of numbers, to OUT, as far as they are sound. Without
 * SIDES each die has as many as there are values. */
static void pack(struct strbuf *out, const char *sides, const char *values)
{
	uint32_t *list = mem_alloc(2 * sizeof *list * PACKED_MAX), *value = list + PACKED_MAX;
	uint32_t all = (uint32_t)count_numbers(values);
	size_t count = 0;

	while (count < PACKED_MAX && take_number(&values, &value[count]) &&
		(sides == NULL || take_number(&sides, &list[count]))) {
		if (sides == NULL)
			list[count] = all;
		if (value[count] > list[count])
			break;
		count++;
	}
	packed_add(out, list, value, count);
	free(list);
}

/* pack_dice(sides, values): see pack. */
static void pack_dice(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *sides = (const char *)sqlite3_value_text(argv[0]);
	const char *values = (const char *)sqlite3_value_text(argv[1]);
	struct strbuf out = STRBUF_INIT;

	(void)argc;
	if (values == NULL)
		return;
	pack(&out, sides, values);
	sqlite3_result_blob(context, out.text, (int)out.len, SQLITE_TRANSIENT);
	strbuf_release(&out);
}

bool store_add_functions(sqlite3 *db)
{
	return sqlite3_create_function(db, "pack_dice", 2,
		       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, pack_dice,
		       NULL, NULL) == SQLITE_OK;
}
