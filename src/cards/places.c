/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cards/places.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "cards/table.h"

struct spot {
	struct table *table;
	enum place_kind kind;
	uint64_t used; /* places->now, when it was last asked for */
};

struct places {
	struct map *spots; /* of struct spot, by place */
	uint64_t now;      /* counts what is asked for */
};

struct places *places_new(void)
{
	struct places *places = mem_zalloc(1, sizeof *places);

	places->spots = map_new();
	return places;
}

static void spot_free(struct spot *spot)
{
	table_free(spot->table);
	free(spot);
}

void places_free(struct places *places)
{
	struct spot *spot;
	size_t at = 0;

	if (places == NULL)
		return;
	while ((spot = map_next(places->spots, &at, NULL)) != NULL)
		spot_free(spot);
	map_free(places->spots);
	free(places);
}

size_t places_count(const struct places *places)
{
	return map_count(places->spots);
}

static struct spot *find_spot(struct places *places, const char *place)
{
	struct spot *spot = map_get(places->spots, place);

	if (spot != NULL)
		spot->used = ++places->now;
	return spot;
}

struct table *places_find(struct places *places, const char *place)
{
	struct spot *spot = find_spot(places, place);

	return spot != NULL ? spot->table : NULL;
}

static size_t all_bytes(const struct places *places)
{
	const struct spot *spot;
	size_t bytes = 0, at = 0;

	while ((spot = map_next(places->spots, &at, NULL)) != NULL)
		bytes += table_bytes(spot->table);
	return bytes;
}

static bool goes_before(const struct spot *a, const struct spot *b)
{
	return a->kind != b->kind ? a->kind < b->kind : a->used < b->used;
}

/* Forget one table that is not KEEP; false when there is no other. */
static bool forget_one(struct places *places, const struct spot *keep)
{
	const char *victim_place = NULL, *place;
	struct spot *victim = NULL, *spot;
	size_t at = 0;

	while ((spot = map_next(places->spots, &at, &place)) != NULL) {
		if (spot == keep || (victim != NULL && !goes_before(spot, victim)))
			continue;
		victim = spot;
		victim_place = place;
	}
	if (victim == NULL)
		return false;
	map_remove(places->spots, victim_place);
	spot_free(victim);
	return true;
}

static void make_room(struct places *places, const struct spot *keep)
{
	while (places_count(places) > PLACES_MAX || all_bytes(places) > PLACES_BYTES_MAX)
		if (!forget_one(places, keep))
			return;
}

struct table *places_open(struct places *places, const char *place, enum place_kind kind)
{
	struct spot *spot = find_spot(places, place);

	if (spot == NULL) {
		spot = mem_zalloc(1, sizeof *spot);
		spot->table = table_new();
		spot->used = ++places->now;
		map_set(places->spots, place, spot);
	}
	spot->kind = kind;
	make_room(places, spot);
	return spot->table;
}
