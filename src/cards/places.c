/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the tables in use in memory and all of them on the shelf, and forget old ones. */
#include "cards/places.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "cards/deck.h"
#include "cards/shelf.h"
#include "cards/table.h"

struct spot {
	struct table *table; /* NULL: on the shelf only */
	size_t bytes;        /* there */
	enum place_kind kind;
	uint64_t used; /* places->now, when it was last asked for */
};

struct places {
	const struct shelf *shelf;
	struct map *spots; /* of struct spot, by place */
	bool known;        /* they are those that are on the shelf */
	uint64_t now;      /* counts what is asked for */
};

struct places *places_new(const struct shelf *shelf)
{
	struct places *places = mem_zalloc(1, sizeof *places);

	places->shelf = shelf;
	places->spots = map_new();
	return places;
}

static void spot_free(struct spot *spot)
{
	table_free(spot->table);
	free(spot);
}

void places_forget(struct places *places)
{
	struct spot *spot;
	const char *place;
	size_t at = 0;

	while ((spot = map_next(places->spots, &at, &place)) != NULL) {
		map_remove(places->spots, place);
		spot_free(spot);
	}
	places->known = false;
}

void places_free(struct places *places)
{
	if (places == NULL)
		return;
	places_forget(places);
	map_free(places->spots);
	free(places);
}

size_t places_count(const struct places *places)
{
	return map_count(places->spots);
}

/* ---- what is on the shelf ---- */

struct listing {
	struct places *places;
	struct error *err;
	bool failed;
};

static bool list_place(void *arg, const char *place, size_t bytes)
{
	struct listing *listing = arg;
	struct places *places = listing->places;
	struct spot *spot;
	int kind;

	if (!shelf_read_kind(places->shelf, place, &kind, listing->err)) {
		listing->failed = true;
		return false;
	}
	spot = mem_zalloc(1, sizeof *spot);
	spot->kind = kind == PLACE_LASTING ? PLACE_LASTING : PLACE_PASSING;
	spot->bytes = bytes;
	spot->used = ++places->now;
	map_set(places->spots, place, spot);
	return true;
}

/* Read all places, the one used longest ago first. */
static bool get_to_know(struct places *places, struct error *err)
{
	const struct shelf *shelf = places->shelf;
	struct listing listing = {.places = places, .err = err};

	if (places->known)
		return true;
	if (shelf->places(shelf->arg, list_place, &listing, err) && !listing.failed)
		places->known = true;
	else
		places_forget(places);
	return places->known;
}

/* Return the spot at PLACE with its table in memory; NULL with an empty ERR if there is none. */
static struct spot *find_spot(struct places *places, const char *place, struct error *err)
{
	struct spot *spot;
	int kind;

	if (!get_to_know(places, err))
		return NULL;
	error_set(err, "%s", "");
	spot = map_get(places->spots, place);
	if (spot == NULL)
		return NULL;
	spot->used = ++places->now;
	if (spot->table == NULL)
		spot->table = shelf_read_table(places->shelf, place, &kind, err);
	return spot->table != NULL ? spot : NULL;
}

struct table *places_find(struct places *places, const char *place, struct error *err)
{
	struct spot *spot = find_spot(places, place, err);

	return spot != NULL ? spot->table : NULL;
}

/* ---- the bounds ---- */

static size_t all_bytes(const struct places *places)
{
	const struct spot *spot;
	size_t bytes = 0, at = 0;

	while ((spot = map_next(places->spots, &at, NULL)) != NULL)
		bytes += spot->table != NULL ? table_bytes(spot->table) : spot->bytes;
	return bytes;
}

static bool goes_before(const struct spot *a, const struct spot *b)
{
	return a->kind != b->kind ? a->kind < b->kind : a->used < b->used;
}

/* Return the place to be forgotten next, or NULL when there is none but KEEP. */
static const char *find_victim(const struct places *places, const struct spot *keep)
{
	const struct spot *victim = NULL, *spot;
	const char *victim_place = NULL, *place;
	size_t at = 0;

	while ((spot = map_next(places->spots, &at, &place)) != NULL) {
		if (spot == keep || (victim != NULL && !goes_before(spot, victim)))
			continue;
		victim = spot;
		victim_place = place;
	}
	return victim_place;
}

static bool make_room(struct places *places, const struct spot *keep, struct error *err)
{
	const struct shelf *shelf = places->shelf;

	while (places_count(places) > PLACES_MAX || all_bytes(places) > PLACES_BYTES_MAX) {
		const char *place = find_victim(places, keep);
		if (place == NULL)
			break;
		if (!shelf->remove(shelf->arg, place, NULL, err))
			return false;
		spot_free(map_remove(places->spots, place));
	}
	return true;
}

struct table *places_open(
	struct places *places, const char *place, enum place_kind kind, struct error *err)
{
	struct spot *spot = find_spot(places, place, err);

	if (spot == NULL && err->text[0] != '\0')
		return NULL;
	if (spot == NULL) {
		spot = mem_zalloc(1, sizeof *spot);
		spot->table = table_new();
		spot->used = ++places->now;
		map_set(places->spots, place, spot);
	}
	spot->kind = kind;
	return make_room(places, spot, err) ? spot->table : NULL;
}

/* ---- changes ---- */

static const struct spot *spot_at(const struct places *places, const char *place)
{
	const struct spot *spot = map_get(places->spots, place);

	assert(spot != NULL && spot->table != NULL);
	return spot;
}

bool places_added(
	struct places *places, const char *place, const struct deck *deck, struct error *err)
{
	const struct spot *spot = spot_at(places, place);

	return shelf_write_table(places->shelf, place, spot->table, spot->kind, err) &&
	       shelf_write_deck(places->shelf, place, spot->table, deck, err);
}

bool places_moved(
	struct places *places, const char *place, const struct deck *deck, struct error *err)
{
	return shelf_write_zones(places->shelf, place, spot_at(places, place)->table, deck, err);
}

bool places_seated(struct places *places, const char *place, struct error *err)
{
	return shelf_write_players(places->shelf, place, spot_at(places, place)->table, err);
}

bool places_put_away(struct places *places, const char *place, struct deck *deck, struct error *err)
{
	struct table *table = spot_at(places, place)->table;
	bool fine = shelf_remove_deck(places->shelf, place, table_name(table, deck), err);

	table_take(table, deck);
	deck_free(deck);
	return fine;
}
