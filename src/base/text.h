/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_TEXT_H
#define LOGIOS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

/* Short texts: put together where every line of every channel comes by, and printf would be most of
 * the work; and looked at. */

/* Write the first LEN bytes of TEXT into OUT, which has SIZE bytes, cut if they do not fit, and end
 * it. Returns how many were written. */
LOGIOS_API size_t text_copy(char *out, size_t size, const char *text, size_t len);

/* Write FIRST, SECOND and THIRD one after the other in the same way. */
LOGIOS_API size_t text_join(
	char *out, size_t size, const char *first, const char *second, const char *third);

enum { TEXT_NUMBER = 21 }; /* room for any number */

/* Write NUMBER in decimal into OUT. Returns OUT. */
LOGIOS_API const char *text_number(char out[TEXT_NUMBER], int64_t number);

/* Return whether the LEN bytes of NAME are 1 to MOST letters (of ASCII), digits, - and _. */
LOGIOS_API bool text_is_name(const char *name, size_t len, size_t most);

/* Return whether the LEN bytes of WORD are, in any case, among WORDS, which are parted by blanks.
 */
LOGIOS_API bool text_has_word(const char *words, const char *word, size_t len);

#endif
