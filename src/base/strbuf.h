/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_STRBUF_H
#define LOGIOS_BASE_STRBUF_H

#include <stddef.h>

#include "base/api.h"

struct arena;

/* Text that grows. `text` is never NULL and always terminated, `len` is its length in bytes without
 * the terminator. Begin with STRBUF_INIT, end with strbuf_release. */
struct strbuf {
	char *text;
	size_t len;
	size_t room; /* bytes allocated; 0 while `text` is the shared empty string */
};

extern LOGIOS_API char strbuf_empty[1];

#define STRBUF_INIT                                                                                \
	{                                                                                          \
		.text = strbuf_empty, .len = 0, .room = 0                                          \
	}

/* Free what SB holds; it is as new afterwards. */
LOGIOS_API void strbuf_release(struct strbuf *sb);

/* Make SB empty, keeping its memory. */
LOGIOS_API void strbuf_reset(struct strbuf *sb);

/* Cut SB to its first LEN bytes; longer than it is does nothing. */
LOGIOS_API void strbuf_cut(struct strbuf *sb, size_t len);

LOGIOS_API void strbuf_add(struct strbuf *sb, const char *bytes, size_t len);
LOGIOS_API void strbuf_addstr(struct strbuf *sb, const char *text);
LOGIOS_API void strbuf_addch(struct strbuf *sb, char c);
LOGIOS_API void strbuf_addf(struct strbuf *sb, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Give the text away: the caller frees it, SB is as new. */
LOGIOS_API char *strbuf_detach(struct strbuf *sb);

/* Move the text to ARENA, SB is as new. Returns it. */
LOGIOS_API char *strbuf_move(struct strbuf *sb, struct arena *arena);

/* Make sure that MORE bytes can be added without allocating. */
LOGIOS_API void strbuf_reserve(struct strbuf *sb, size_t more);

/* Remove the first COUNT bytes (at most all). */
LOGIOS_API void strbuf_drop(struct strbuf *sb, size_t count);

#endif
