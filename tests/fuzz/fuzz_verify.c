/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a transcript: every fault has words and a line that exists, the count of faults is
 * true, and no more rolls are found than lines. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "dice/dice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	size_t faults, line;
};

static void demand(int kept)
{
	if (!kept)
		abort();
}

static void count_fault(void *arg, enum check_gravity gravity, size_t line, const char *text)
{
	struct told *told = arg;

	told->faults += gravity == CHECK_FAULT;
	demand(line <= told->line && strlen(text) > 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dice_book book = {.systems = NULL};
	struct told told = {0};
	struct check *check = check_new(&book, count_fault, &told);
	struct check_verdict verdict;

	for (size_t at = 0; at < size;) {
		const uint8_t *end = memchr(data + at, '\n', size - at);
		size_t len = end != NULL ? (size_t)(end - (data + at)) : size - at;
		told.line++;
		check_line(check, (const char *)data + at, len);
		at += len + 1;
	}
	check_end(check, &verdict);
	demand(verdict.faults == told.faults);
	demand(verdict.readable || verdict.faults > 0);
	demand(verdict.meant <= told.line && verdict.hidden <= told.line);
	check_log_line(check, 1, (const char *)data, size);
	check_log_end(check);
	check_free(check);
	return 0;
}
