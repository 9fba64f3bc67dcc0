/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_MEM_H
#define LOGIOS_BASE_MEM_H

#include <stddef.h>

#include "base/api.h"

/* Allocation that cannot fail: when memory is gone, the program says so and ends.
 * What these return is released with free(). */

/* SIZE bytes, not initialised. A SIZE of 0 gives a pointer that may be freed. */
LOGIOS_API void *mem_alloc(size_t size);

/* COUNT elements of SIZE bytes, all zero. */
LOGIOS_API void *mem_zalloc(size_t count, size_t size);

/* OLD, grown or shrunk to COUNT elements of SIZE bytes. OLD may be NULL. */
LOGIOS_API void *mem_resize(void *old, size_t count, size_t size);

/* A copy of TEXT. */
LOGIOS_API char *mem_strdup(const char *text);

/* A terminated copy of the first LEN bytes of TEXT. */
LOGIOS_API char *mem_strndup(const char *text, size_t len);

/* A string made by FORMAT. */
LOGIOS_API char *mem_printf(const char *format, ...) LOGIOS_PRINTF(1, 2);

#endif
