/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find entries by open addressing with linear probing. A removed entry leaves a tombstone until the
 * next rehash, so that a walk may remove what it has just seen. */
#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { FIRST_SLOTS = 16 };

struct slot {
	char *key; /* NULL: empty, or removed when `gone` */
	void *value;
	uint32_t hash;
	uint32_t gone;
};

struct map {
	struct slot *slots;
	size_t room;  /* a power of two */
	size_t count; /* live entries */
	size_t taken; /* live entries and tombstones */
	uint32_t seed;
};

static uint32_t fresh_seed(void)
{
	uint32_t seed;

	if (getentropy(&seed, sizeof seed) != 0)
		seed = 0x9e3779b9u;
	return seed;
}

/* Hash KEY by FNV-1a with a seed and a final mix. */
static uint32_t hash_key(const struct map *map, const char *key)
{
	uint32_t hash = 2166136261u ^ map->seed;

	for (const unsigned char *p = (const unsigned char *)key; *p != '\0'; p++)
		hash = (hash ^ *p) * 16777619u;
	hash ^= hash >> 15;
	hash *= 0x2c1b3c6du;
	return hash ^ (hash >> 12);
}

struct map *map_new(void)
{
	struct map *map = mem_zalloc(1, sizeof *map);

	map->seed = fresh_seed();
	map->room = FIRST_SLOTS;
	map->slots = mem_zalloc(map->room, sizeof *map->slots);
	return map;
}

void map_free(struct map *map)
{
	if (map == NULL)
		return;
	for (size_t i = 0; i < map->room; i++)
		free(map->slots[i].key);
	free(map->slots);
	free(map);
}

size_t map_count(const struct map *map)
{
	return map->count;
}

static struct slot *find(const struct map *map, const char *key, uint32_t hash)
{
	for (size_t i = hash & (map->room - 1);; i = (i + 1) & (map->room - 1)) {
		struct slot *slot = &map->slots[i];
		if (slot->key == NULL && !slot->gone)
			return NULL;
		if (slot->key != NULL && slot->hash == hash && strcmp(slot->key, key) == 0)
			return slot;
	}
}

void *map_get(const struct map *map, const char *key)
{
	struct slot *slot = find(map, key, hash_key(map, key));

	return slot != NULL ? slot->value : NULL;
}

static void place(struct map *map, char *key, void *value, uint32_t hash)
{
	size_t i = hash & (map->room - 1);

	while (map->slots[i].key != NULL || map->slots[i].gone)
		i = (i + 1) & (map->room - 1);
	map->slots[i] = (struct slot){.key = key, .value = value, .hash = hash};
	map->count++;
	map->taken++;
}

static void rehash(struct map *map)
{
	struct slot *old = map->slots;
	size_t old_room = map->room;

	while (map->room < map->count * 4)
		map->room *= 2;
	map->slots = mem_zalloc(map->room, sizeof *map->slots);
	map->count = map->taken = 0;
	for (size_t i = 0; i < old_room; i++)
		if (old[i].key != NULL)
			place(map, old[i].key, old[i].value, old[i].hash);
	free(old);
}

void *map_set(struct map *map, const char *key, void *value)
{
	uint32_t hash = hash_key(map, key);
	struct slot *slot = find(map, key, hash);

	if (slot != NULL) {
		void *old = slot->value;
		slot->value = value;
		return old;
	}
	if ((map->taken + 1) * 4 > map->room * 3)
		rehash(map);
	place(map, mem_strdup(key), value, hash);
	return NULL;
}

void *map_remove(struct map *map, const char *key)
{
	struct slot *slot = find(map, key, hash_key(map, key));
	void *value;

	if (slot == NULL)
		return NULL;
	value = slot->value;
	free(slot->key);
	*slot = (struct slot){.gone = 1};
	map->count--;
	return value;
}

void *map_next(const struct map *map, size_t *at, const char **key)
{
	while (*at < map->room) {
		struct slot *slot = &map->slots[(*at)++];
		if (slot->key == NULL)
			continue;
		if (key != NULL)
			*key = slot->key;
		return slot->value;
	}
	return NULL;
}
