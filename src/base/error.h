/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_ERROR_H
#define LOGIOS_BASE_ERROR_H

#include <stdbool.h>

#include "base/api.h"

/* Why something failed, in words for the person who asked. The caller owns it, usually on the
 * stack; a callee that returns false or NULL has filled it. */
struct error {
	char text[240]; /* one sentence, no newline, always terminated */
	int column;     /* where in the input, from 1, counted in characters; 0: nowhere in
			 * particular */
};

/* Fill ERR with a sentence, without a place. ERR may be NULL. Always returns false, so that a
 * failing function can end with `return error_set(err, …)`. */
LOGIOS_API bool error_set(struct error *err, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Do the same, with the COLUMN of the input where the mistake is. */
LOGIOS_API bool error_at(struct error *err, int column, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

#endif
