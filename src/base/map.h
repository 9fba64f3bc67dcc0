/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_MAP_H
#define LOGIOS_BASE_MAP_H

#include <stddef.h>

#include "base/api.h"

/* A table from strings to pointers. Keys are copied and compared byte for byte: fold them first.
 * Its hash is seeded per table, so that strangers cannot choose names that collide. */
struct map;

LOGIOS_API struct map *map_new(void);

/* Free MAP and its keys; the values are the caller's. NULL is fine. */
LOGIOS_API void map_free(struct map *map);

LOGIOS_API size_t map_count(const struct map *map);
LOGIOS_API void *map_get(const struct map *map, const char *key);

/* Set KEY to VALUE, which must not be NULL. Returns what was there before, or NULL. */
LOGIOS_API void *map_set(struct map *map, const char *key, void *value);

/* Remove KEY. Returns its value, or NULL if it was not there. */
LOGIOS_API void *map_remove(struct map *map, const char *key);

/* Walk all entries in no particular order: start with *AT = 0, go on until it returns NULL.
 * Removing the entry just returned is allowed, adding is not. KEY may be NULL; else it gets the
 * key, lent until the entry goes. */
LOGIOS_API void *map_next(const struct map *map, size_t *at, const char **key);

#endif
