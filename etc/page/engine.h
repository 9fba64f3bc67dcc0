/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PAGE_ENGINE_H
#define LOGIOS_PAGE_ENGINE_H

#include <stddef.h>
#include <stdint.h>

/* The dice engine as verify.html calls it, compiled to WebAssembly. Text comes in memory that
 * page_alloc gave, terminated; an answer is good until the next call. */

#define PAGE_EXPORT(name) __attribute__((export_name(name)))

PAGE_EXPORT("page_alloc") void *page_alloc(size_t size);
PAGE_EXPORT("page_free") void page_free(void *memory);

/* Add the game system in TEXT, the file NAME. Returns what is wrong with it, or "". */
PAGE_EXPORT("page_system") const char *page_system(const char *name, const char *text);

/* Add the die with a name on LINE. Returns what is wrong with it, or "". */
PAGE_EXPORT("page_named") const char *page_named(const char *line);

/* Remember a recorded roll as NUMBER ("17", "h3"), until the next page_replay: what that computes
 * may be it, rolled again. */
PAGE_EXPORT("page_remember")
const char *page_remember(const char *number, const char *input, const uint32_t *sides,
	const uint32_t *values, size_t count, const char *error);

/* Compute a recorded roll again: COUNT VALUES on dice of SIDES; ERROR is "" when it came to a
 * total. Returns {"end":"total","total":"13","reply":…} or another end with an "error". */
PAGE_EXPORT("page_replay")
const char *page_replay(const char *input, const uint32_t *sides, const uint32_t *values,
	size_t count, const char *error);

/* Return TEXT as replies show it: set apart from their bars. */
PAGE_EXPORT("page_set_apart") const char *page_set_apart(const char *text);

/* Returns the odds of LINE, {"reply":…,"odds":…}, as the bot says them and as `logios odds --format
 * json` prints them; or {"error":…}. */
PAGE_EXPORT("page_odds") const char *page_odds(const char *line);

#endif
