/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_LRU_H
#define LOGIOS_BASE_LRU_H

#include <stdbool.h>
#include <stddef.h>

/* Small records about strangers, by name, in bounded memory: when there are as many as allowed, the
 * one that was not asked for the longest gives way. Keys are copied and compared byte for byte:
 * fold them first. */
struct lru;

/* Make room for at most MAX records (at least 1) of SIZE bytes. They hold no pointers that somebody
 * would have to free. */
struct lru *lru_new(size_t max, size_t size);
void lru_free(struct lru *lru); /* NULL is fine */

size_t lru_count(const struct lru *lru);

/* Return the record of KEY, now the youngest; make it, all zero, if there was none. Lent until the
 * next call for LRU. */
void *lru_get(struct lru *lru, const char *key);

/* Return the record of KEY, or NULL; its age does not change. */
void *lru_peek(const struct lru *lru, const char *key);

/* Walk all records in no particular order: start with *AT = 0, until NULL. KEY gets its key, lent
 * until the record goes. */
void *lru_next(const struct lru *lru, size_t *at, const char **key);

/* Forget KEY. Returns whether it was there. */
bool lru_remove(struct lru *lru, const char *key);

#endif
