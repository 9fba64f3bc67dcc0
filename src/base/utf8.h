/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_UTF8_H
#define LOGIOS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

struct strbuf;

/* Return how many bytes the character at TEXT takes (1 to 4), with LEN bytes there to read; 0 when
 * they are not the beginning of a well-formed sequence (RFC 3629: no overlong forms, no surrogates,
 * at most U+10FFFF) or LEN is 0. */
LOGIOS_API size_t utf8_size(const char *text, size_t len);

/* Return the code point of the character at TEXT, of which utf8_size says the SIZE. Where that is 0
 * or 1, the byte itself. */
LOGIOS_API uint32_t utf8_code(const char *text, size_t size);

/* Return how many characters LEN bytes of TEXT hold; each ill-formed byte counts as one. */
LOGIOS_API size_t utf8_count(const char *text, size_t len);

/* Return where character number INDEX, from 0, of TEXT (LEN bytes) begins; LEN when there are not
 * so many. */
LOGIOS_API size_t utf8_at(const char *text, size_t len, size_t index);

/* Return the longest prefix of TEXT (LEN bytes) that is at most MAX bytes long and does not end
 * inside a character. A TEXT that fits is returned whole, however it ends, except for a sequence
 * that is cut short by LEN itself. With MAX >= 1 and LEN >= 1 the result is 0 only when the first
 * character is longer than MAX, or when its beginning is all that LEN bytes hold. */
LOGIOS_API size_t utf8_cut(const char *text, size_t len, size_t max);

/* Append TEXT to OUT with each ill-formed byte replaced by U+FFFD. */
LOGIOS_API void utf8_clean(struct strbuf *out, const char *text, size_t len);

#endif
