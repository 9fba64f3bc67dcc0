/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_ARENA_H
#define LOGIOS_BASE_ARENA_H

#include <stddef.h>

#include "base/api.h"

/* Memory for things that die together: taken piece by piece, given back whole. */
struct arena {
	struct arena_block *blocks; /* newest first */
	size_t used;                /* bytes taken from the newest block */
	size_t total;               /* bytes taken since the last reset, for limits and tests */
};

#define ARENA_INIT                                                                                 \
	{                                                                                          \
		.blocks = NULL, .used = 0, .total = 0                                              \
	}

/* Return SIZE bytes, aligned for any type, not initialised. */
LOGIOS_API void *arena_alloc(struct arena *arena, size_t size);

/* Return COUNT elements of SIZE bytes, all zero. */
LOGIOS_API void *arena_zalloc(struct arena *arena, size_t count, size_t size);

/* Copy TEXT; NULL for NULL. */
LOGIOS_API char *arena_strdup(struct arena *arena, const char *text);

/* Copy LEN bytes of TEXT, and terminate them. */
LOGIOS_API char *arena_strndup(struct arena *arena, const char *text, size_t len);

/* Write a text as printf does. */
LOGIOS_API char *arena_printf(struct arena *arena, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Forget everything taken, keeping the first block for reuse. */
LOGIOS_API void arena_reset(struct arena *arena);

/* Free everything; the arena is as new. */
LOGIOS_API void arena_release(struct arena *arena);

#endif
