/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a transcript: every fault has words and a line that exists, the count of faults is
 * true, and no more rolls are found than lines. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fair/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	size_t faults, line;
};

static void demand(int kept)
{
	if (!kept)
		abort();
}

static void count_fault(void *arg, size_t line, const char *text)
{
	struct told *told = arg;

	told->faults++;
	demand(line <= told->line && strlen(text) > 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told = {0};
	struct fair_verify *verify = fair_verify_new(count_fault, &told);
	struct fair_verdict verdict;

	for (size_t at = 0; at < size;) {
		const uint8_t *end = memchr(data + at, '\n', size - at);
		size_t len = end != NULL ? (size_t)(end - (data + at)) : size - at;
		told.line++;
		fair_verify_line(verify, (const char *)data + at, len);
		at += len + 1;
	}
	fair_verify_end(verify, &verdict);
	demand(verdict.faults == told.faults);
	demand(verdict.readable || verdict.faults > 0);
	demand(verdict.rolls + verdict.pending + verdict.hidden <= told.line);
	fair_verify_free(verify);
	return 0;
}
