/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_MORE_H
#define LOGIOS_MORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What did not fit into a reply and waits for somebody to say !more, by place. It is kept for ten
 * minutes, for the latest places only. */
struct more;
struct receipt;

struct more *more_new(void);
void more_free(struct more *more);

/* Forget what PLACE still had: a new reply takes its stead. */
void more_clear(struct more *more, const char *place);

/* Put a line behind those of PLACE. RECEIPT (or NULL) is held until it is said, or lost when it is
 * forgotten. */
void more_add(struct more *more, const char *place, const char *line, struct receipt *receipt,
	int64_t now_ms);

/* How many lines wait for PLACE. */
size_t more_count(struct more *more, const char *place, int64_t now_ms);

/* The next line of PLACE, or NULL. The caller frees it, and holds its *RECEIPT. */
char *more_take(struct more *more, const char *place, struct receipt **receipt, int64_t now_ms);

#endif
