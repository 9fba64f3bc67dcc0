/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_CASEMAP_H
#define LOGIOS_IRC_CASEMAP_H

#include <stdbool.h>
#include <stddef.h>

/* How a server folds nicks and channel names (ISUPPORT CASEMAPPING). RFC 1459's is the default: it
 * takes {}|~ for the lower case of []\^; the strict one leaves ~ and ^ alone. */
enum casemap { CASEMAP_RFC1459, CASEMAP_STRICT, CASEMAP_ASCII };

/* The mapping with that NAME into OUT; false for one that is not known. */
bool casemap_parse(const char *name, enum casemap *out);

char casemap_lower(enum casemap map, char c);

/* NAME folded into OUT, of SIZE bytes; cut if it does not fit. Returns OUT. */
char *casemap_fold(enum casemap map, const char *name, char *out, size_t size);

bool casemap_equal(enum casemap map, const char *a, const char *b);

/* Whether the server's channel FULL is the one that people call NAME: the same, or "!ABCDEtable"
 * for
 * "!table" (a safe channel, RFC 2811, 3). */
bool casemap_is_channel(enum casemap map, const char *full, const char *name);

/* Whether TEXT matches GLOB whole: `*` any bytes, `?` one byte, both folded. The time is bounded by
 * the product of the lengths. */
bool casemap_match(enum casemap map, const char *glob, const char *text);

#endif
