/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of channels that we mean to be in, and the part of it that outlives the program. */
#include "irc/network/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct wanted {
	struct wanted_channel *items;
	size_t count, room;
	struct store *store; /* NULL: nothing is kept */
	struct log *log;
	char *network;
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
	if (wanted->store != NULL)
		store_no_loss(wanted->store, wanted);
	wanted_clear(wanted);
	free(wanted->network);
	free(wanted->items);
	free(wanted);
}

size_t wanted_extra(const struct wanted *wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < wanted->count; i++)
		count += !wanted->items[i].configured;
	return count;
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
	for (size_t i = 0; name[0] == '!' && i < wanted->count; i++)
		if (casemap_is_channel(map, name, wanted->items[i].name))
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
	item->key = mem_strdup_or_null(key);
	return item;
}

static void remove_item(struct wanted *wanted, struct wanted_channel *item)
{
	release(item);
	*item = wanted->items[--wanted->count];
}

/* ---- what is kept ---- */

static void keep(struct wanted *wanted, const struct wanted_channel *item)
{
	static const char sql[] =
		"INSERT OR REPLACE INTO wanted_channel (network, channel, key) VALUES (?, ?, ?)";
	struct error err;

	if (wanted->store != NULL && !item->configured &&
		!store_run(wanted->store, &err, sql, "sss", wanted->network, item->name, item->key))
		log_error(wanted->log, "%s: %s cannot be kept for later: %s", wanted->network,
			item->name, err.text);
}

static void forget(struct wanted *wanted, const struct wanted_channel *item)
{
	static const char sql[] = "DELETE FROM wanted_channel WHERE network = ? AND channel = ?";
	struct error err;

	if (wanted->store != NULL &&
		!store_run(wanted->store, &err, sql, "ss", wanted->network, item->name))
		log_error(wanted->log, "%s: %s cannot be forgotten: %s", wanted->network,
			item->name, err.text);
}

/* The names are as they were typed, and told apart byte by byte: that was done under the server's
 * mapping when they were put there. */
static void read_kept(struct wanted *wanted)
{
	static const char sql[] = "SELECT channel, key FROM wanted_channel WHERE network = ?";
	struct store_query *query = store_query(wanted->store, sql, "s", wanted->network);
	struct error err;

	while (store_next(query)) {
		const char *name = store_text(query, 0);
		if (wanted_find(wanted, CASEMAP_ASCII, name) == NULL)
			add(wanted, CASEMAP_ASCII, name,
				store_is_null(query, 1) ? NULL : store_text(query, 1));
	}
	if (!store_done(query, &err))
		log_error(wanted->log, "%s: the channels that were asked for cannot be read: %s",
			wanted->network, err.text);
}

static void read_again(void *arg)
{
	struct wanted *wanted = arg;

	for (size_t i = wanted->count; i-- > 0;)
		if (!wanted->items[i].configured)
			remove_item(wanted, &wanted->items[i]);
	read_kept(wanted);
}

void wanted_keep(struct wanted *wanted, struct store *store, struct log *log, const char *network)
{
	wanted->store = store;
	wanted->log = log;
	wanted->network = mem_strdup(network);
	store_on_loss(store, read_again, wanted);
	read_kept(wanted);
}

/* ---- changes ---- */

void wanted_add(struct wanted *wanted, enum casemap map, const char *name, const char *key)
{
	keep(wanted, add(wanted, map, name, key));
}

void wanted_remove(struct wanted *wanted, enum casemap map, const char *name)
{
	struct wanted_channel *item = wanted_find(wanted, map, name);

	if (item == NULL)
		return;
	forget(wanted, item);
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
		forget(wanted, item);
		remove_item(wanted, item);
	}
	for (size_t i = 0; i < config->channel_count; i++)
		add(wanted, map, config->channels[i].name, config->channels[i].key)->configured =
			true;
}
