/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_NUMBER_H
#define LOGIOS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"

/* Read the whole of TEXT as a decimal number from MIN to MAX into OUT: an optional sign, digits and
 * nothing else. Anything else, or a number outside, returns false and leaves OUT alone. */
LOGIOS_API bool number_parse(const char *text, long min, long max, long *out);

/* Return the number from 1 to 20 that the LEN bytes of WORD spell in English, in any case; 0 for
 * none. */
LOGIOS_API unsigned number_spelled(const char *word, size_t len);

#endif
