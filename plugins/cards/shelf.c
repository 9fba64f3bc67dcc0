/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put what the card engine keeps into the plugin's store; the shelf's arg is the plugin. */
#include "shelf.h"

static bool shelf_put(void *arg, const char *place, const char *key, const void *value, size_t len,
	struct error *err)
{
	return plugin_store_put(arg, place, key, value, len, err);
}

static bool shelf_remove(void *arg, const char *place, const char *key, struct error *err)
{
	return plugin_store_delete(arg, place, key, err);
}

static bool shelf_each(void *arg, const char *place,
	bool (*row)(void *row_arg, const char *key, const void *value, size_t len), void *row_arg,
	struct error *err)
{
	return plugin_store_each(arg, place, row, row_arg, err);
}

static bool shelf_places(void *arg, bool (*row)(void *row_arg, const char *place, size_t bytes),
	void *row_arg, struct error *err)
{
	return plugin_store_places(arg, row, row_arg, err);
}

struct shelf plugin_shelf(struct plugin *self)
{
	return (struct shelf){.put = shelf_put,
		.remove = shelf_remove,
		.each = shelf_each,
		.places = shelf_places,
		.arg = self};
}
