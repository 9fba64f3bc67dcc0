/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_DURATION_H
#define LOGIOS_BASE_DURATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { DURATION_ROOM = 40 }; /* bytes of one in words, with its terminator */

/* Read the first LEN bytes of TEXT, all of them, as a time such as 90s, 30m, 2h, 7d, 2w or 1h30m,
 * from a second to ten years, into *SECONDS. Returns false, with words for the person who wrote it.
 */
bool duration_parse(const char *text, size_t len, long *seconds, struct error *err);

/* Write SECONDS (0 or more) in words, by its two largest units: "45 seconds", "1 hour 30 minutes",
 * "7 days". Returns OUT. */
const char *duration_words(long seconds, char out[DURATION_ROOM]);

#endif
