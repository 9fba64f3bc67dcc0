/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the records in a ring from the youngest to the oldest, with a map to find them by key. */
#include "base/lru.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

struct node {
	struct node *younger, *older;
	char *key;
	alignas(max_align_t) char record[];
};

struct lru {
	struct map *nodes;
	struct node *youngest, *oldest;
	size_t max, size;
};

struct lru *lru_new(size_t max, size_t size)
{
	struct lru *lru = mem_zalloc(1, sizeof *lru);

	lru->nodes = map_new();
	lru->max = max;
	lru->size = size;
	return lru;
}

static void unhang(struct lru *lru, struct node *node)
{
	if (node->younger != NULL)
		node->younger->older = node->older;
	else
		lru->youngest = node->older;
	if (node->older != NULL)
		node->older->younger = node->younger;
	else
		lru->oldest = node->younger;
}

static void hang_first(struct lru *lru, struct node *node)
{
	node->younger = NULL;
	node->older = lru->youngest;
	if (lru->youngest != NULL)
		lru->youngest->younger = node;
	else
		lru->oldest = node;
	lru->youngest = node;
}

static void drop(struct lru *lru, struct node *node)
{
	unhang(lru, node);
	map_remove(lru->nodes, node->key);
	free(node->key);
	free(node);
}

void lru_free(struct lru *lru)
{
	if (lru == NULL)
		return;
	while (lru->oldest != NULL)
		drop(lru, lru->oldest);
	map_free(lru->nodes);
	free(lru);
}

size_t lru_count(const struct lru *lru)
{
	return map_count(lru->nodes);
}

void *lru_get(struct lru *lru, const char *key)
{
	struct node *node = map_get(lru->nodes, key);

	if (node == NULL) {
		if (map_count(lru->nodes) >= lru->max)
			drop(lru, lru->oldest);
		node = mem_zalloc(1, sizeof *node + lru->size);
		node->key = mem_strdup(key);
		map_set(lru->nodes, key, node);
	} else {
		unhang(lru, node);
	}
	hang_first(lru, node);
	return node->record;
}

void *lru_peek(const struct lru *lru, const char *key)
{
	struct node *node = map_get(lru->nodes, key);

	return node != NULL ? node->record : NULL;
}

void *lru_next(const struct lru *lru, size_t *at, const char **key)
{
	struct node *node = map_next(lru->nodes, at, key);

	return node != NULL ? node->record : NULL;
}

bool lru_remove(struct lru *lru, const char *key)
{
	struct node *node = map_get(lru->nodes, key);

	if (node == NULL)
		return false;
	drop(lru, node);
	return true;
}
