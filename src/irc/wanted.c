/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "irc/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct wanted {
	struct wanted_channel *items;
	size_t count, room;
};

struct wanted *wanted_new(void)
{
	return mem_zalloc(1, sizeof(struct wanted));
}

static void release(struct wanted_channel *item)
{
	free(item->name);
	free(item->key);
}

void wanted_clear(struct wanted *wanted)
{
	for (size_t i = 0; i < wanted->count; i++)
		release(&wanted->items[i]);
	wanted->count = 0;
}

void wanted_free(struct wanted *wanted)
{
	if (wanted == NULL)
		return;
	wanted_clear(wanted);
	free(wanted->items);
	free(wanted);
}

size_t wanted_count(const struct wanted *wanted)
{
	return wanted->count;
}

struct wanted_channel *wanted_at(const struct wanted *wanted, size_t index)
{
	return &wanted->items[index];
}

struct wanted_channel *wanted_find(const struct wanted *wanted, enum casemap map, const char *name)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (casemap_equal(map, wanted->items[i].name, name))
			return &wanted->items[i];
	return NULL;
}

static struct wanted_channel *add(
	struct wanted *wanted, enum casemap map, const char *name, const char *key)
{
	struct wanted_channel *item = wanted_find(wanted, map, name);

	if (item == NULL) {
		if (wanted->count == wanted->room) {
			wanted->room = wanted->room > 0 ? 2 * wanted->room : 8;
			wanted->items = mem_resize(
				wanted->items, wanted->room, sizeof *wanted->items);
		}
		item = &wanted->items[wanted->count++];
		*item = (struct wanted_channel){.name = mem_strdup(name)};
	}
	free(item->key);
	item->key = key != NULL ? mem_strdup(key) : NULL;
	return item;
}

void wanted_add(struct wanted *wanted, enum casemap map, const char *name, const char *key)
{
	add(wanted, map, name, key);
}

static void remove_item(struct wanted *wanted, struct wanted_channel *item)
{
	release(item);
	*item = wanted->items[--wanted->count];
}

void wanted_remove(struct wanted *wanted, enum casemap map, const char *name)
{
	struct wanted_channel *item = wanted_find(wanted, map, name);

	if (item != NULL)
		remove_item(wanted, item);
}

static bool named_by(const struct config_network *config, enum casemap map, const char *name)
{
	for (size_t i = 0; i < config->channel_count; i++)
		if (casemap_equal(map, config->channels[i].name, name))
			return true;
	return false;
}

void wanted_configure(struct wanted *wanted, enum casemap map, const struct config_network *config,
	void (*leave)(void *arg, const char *name), void *arg)
{
	for (size_t i = 0; i < wanted->count;) {
		struct wanted_channel *item = &wanted->items[i];
		if (!item->configured || named_by(config, map, item->name)) {
			i++;
			continue;
		}
		leave(arg, item->name);
		remove_item(wanted, item);
	}
	for (size_t i = 0; i < config->channel_count; i++)
		add(wanted, map, config->channels[i].name, config->channels[i].key)->configured =
			true;
}
