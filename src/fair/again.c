/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Begin again where a copy of the store takes up: no number that was known comes a second time. */
#include <stdlib.h>

#include "base/mem.h"
#include "fair/impl.h"
#include "os/log.h"

static const char places_sql[] = "SELECT network, place FROM fair_place WHERE begun > 0";

struct name {
	char *network, *place;
};

struct names {
	struct name *items;
	size_t count;
};

static bool read_names(struct store *store, struct names *names, struct error *err)
{
	struct store_query *query = store_query(store, places_sql, "");

	while (store_next(query)) {
		names->items = mem_resize(names->items, names->count + 1, sizeof *names->items);
		names->items[names->count++] = (struct name){
			mem_strdup(store_text(query, 0)), mem_strdup(store_text(query, 1))};
	}
	return store_done(query, err);
}

static void release_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->items[i].network);
		free(names->items[i].place);
	}
	free(names->items);
}

static bool begin_named(struct fair *fair, const struct name *name, int64_t now_s)
{
	const struct fair_where where = {name->network, name->place};
	struct fair_place *place;
	struct error err;
	bool fine;

	store_begin(fair->store);
	place = fair_open(fair, &where, now_s, &err);
	fine = place != NULL && fair_next_epoch(fair, place, now_s, &err);
	fine = store_end(fair->store, fine, &err) && fine;
	if (!fine)
		log_error(
			fair->log, "%s %s: no new epoch: %s", name->network, name->place, err.text);
	return fine;
}

bool fair_begin_again(struct fair *fair, int64_t now_s, size_t *places)
{
	struct names names = {.count = 0};
	struct error err;
	bool fine = read_names(fair->store, &names, &err);

	if (!fine)
		log_error(fair->log, "cannot read the places of rolls: %s", err.text);
	for (size_t i = 0; i < names.count; i++)
		fine = begin_named(fair, &names.items[i], now_s) && fine;
	*places = names.count;
	release_names(&names);
	return fine;
}
