/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_MEM_H
#define LOGIOS_BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

#include "base/api.h"

/* Allocation that cannot fail: when memory is gone, the program says so and ends.
 * What these return is released with free(). */

/* Return SIZE bytes, not initialised. A SIZE of 0 gives a pointer that may be freed. */
LOGIOS_API void *mem_alloc(size_t size);

/* Return COUNT elements of SIZE bytes, all zero. */
LOGIOS_API void *mem_zalloc(size_t count, size_t size);

/* Resize OLD, which may be NULL, to COUNT elements of SIZE bytes. Returns where it is now. */
LOGIOS_API void *mem_resize(void *old, size_t count, size_t size);

/* Copy TEXT. */
LOGIOS_API char *mem_strdup(const char *text);

/* Copy TEXT; NULL stays NULL. */
LOGIOS_API char *mem_strdup_or_null(const char *text);

/* Copy the first LEN bytes of TEXT, and terminate them. */
LOGIOS_API char *mem_strndup(const char *text, size_t len);

/* Make a string by FORMAT. */
LOGIOS_API char *mem_printf(const char *format, ...) LOGIOS_PRINTF(1, 2);
LOGIOS_API char *mem_vprintf(const char *format, va_list values) LOGIOS_PRINTF(1, 0);

#endif
