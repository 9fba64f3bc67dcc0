/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the last rolls of people in the plugin's store: a line each, the newest first. */
#include "recent.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "words.h"

#define PLACES "again " /* in front of the places where rolls are kept */

enum {
	SWEEP_MS = 3600 * 1000,
	SWEPT_MAX = 256, /* at once, of a place */
	BARE_MAX = 1024, /* people of whom we know that nothing is kept */
	BARE_KEY = 1024, /* room for a place and a person, which are shorter */
};

static const char *place_of(struct request *rq)
{
	return arena_printf(request_arena(rq), PLACES "%s", request_table(rq));
}

/* ---- those of whom nothing is kept, so that the store is not asked at each roll ---- */

static char is_bare; /* what the map has for each: that it is there says all */

static const char *bare_key(struct request *rq, char key[BARE_KEY])
{
	text_join(key, BARE_KEY, request_table(rq), " ", request_person(rq));
	return key;
}

void recent_begin(struct state *state)
{
	state->bare = map_new();
}

void recent_end(struct state *state)
{
	map_free(state->bare);
}

void recent_forget(struct state *state)
{
	recent_end(state);
	recent_begin(state);
}

static void note_bare(struct state *state, const char *key)
{
	if (map_count(state->bare) >= BARE_MAX)
		recent_forget(state);
	map_set(state->bare, key, &is_bare);
}

/* ---- lines: "NUMBER VEIL[@OWNER] TIME USED KIND TEXT" ---- */

/* Cut the next word off *LINE. */
static char *next_word(char **line)
{
	char *word = *line, *end = word + strcspn(word, " ");

	*line = end + (*end != '\0');
	*end = '\0';
	return word;
}

static struct recent read_item(char *line)
{
	struct recent item = {.number = next_word(&line)};
	const char *used;
	char *end;

	item.owner = next_word(&line);
	item.veil = (int)strtol(item.owner, &end, 10);
	item.owner = *end == '@' ? end + 1 : "";
	item.time_s = strtoll(next_word(&line), NULL, 10);
	used = next_word(&line);
	item.used = strcmp(used, "-") == 0 ? "" : used;
	item.again = strcmp(next_word(&line), "again") == 0;
	item.text = line;
	return item;
}

static void write_item(struct strbuf *out, const struct recent *item)
{
	strbuf_addf(out, "%s %d%s%s %" PRId64 " %s %s %s\n", item->number, item->veil,
		*item->owner != '\0' ? "@" : "", item->owner, item->time_s,
		*item->used != '\0' ? item->used : "-", item->again ? "again" : "no", item->text);
}

static bool may_read(const struct request *rq, const struct recent *item, int64_t oldest)
{
	const char *owner = request_owner(rq);

	return item->time_s > oldest &&
	       (item->veil == VEIL_NONE || (owner != NULL && strcmp(owner, item->owner) == 0));
}

bool recent_read(
	struct plugin *self, struct request *rq, struct recent_list *list, struct error *err)
{
	struct state *state = plugin_state(self);
	int64_t oldest = plugin_wall_s(self) - RECENT_SECONDS;
	char key[BARE_KEY], *value, *text;
	size_t len;

	list->count = 0;
	if (map_get(state->bare, bare_key(rq, key)) != NULL)
		return true;
	value = plugin_store_get(self, place_of(rq), request_person(rq), &len, err);
	if (value == NULL && err->text[0] == '\0')
		note_bare(state, key);
	if (value == NULL)
		return err->text[0] == '\0';
	text = arena_strndup(request_arena(rq), value, len);
	free(value);
	for (char *end; list->count < RECENT_MAX && (end = strchr(text, '\n')) != NULL;
		text = end + 1) {
		*end = '\0';
		list->items[list->count] = read_item(text);
		list->count += may_read(rq, &list->items[list->count], oldest);
	}
	return true;
}

void recent_add(struct recent_list *list, const struct recent *item)
{
	/* A roll that cannot be rolled again only matters while it is the last one. */
	size_t gone = list->count > 0 && !list->items[0].again ? 1 : 0;

	memmove(list->items + 1, list->items + gone, (list->count - gone) * sizeof *list->items);
	list->items[0] = *item;
	list->count += 1 - gone;
	if (list->count > RECENT_MAX)
		list->count = RECENT_MAX;
}

bool recent_write(
	struct plugin *self, struct request *rq, const struct recent_list *list, struct error *err)
{
	const struct state *state = plugin_state(self);
	struct strbuf text = STRBUF_INIT;
	size_t before = 0;
	char key[BARE_KEY];
	bool fine;

	map_remove(state->bare, bare_key(rq, key));
	for (size_t i = 0; i < list->count && text.len <= RECENT_BYTES; i++) {
		before = text.len;
		write_item(&text, &list->items[i]);
	}
	if (text.len > RECENT_BYTES)
		strbuf_cut(&text, before);
	fine = plugin_store_put(self, place_of(rq), request_person(rq), text.text, text.len, err);
	strbuf_release(&text);
	return fine;
}

/* ---- what is too old ---- */

struct sweep {
	int64_t oldest;
	char *keys[SWEPT_MAX];
	size_t count;
};

static bool find_old(void *arg, const char *key, const void *value, size_t len)
{
	struct sweep *sweep = arg;
	char *line = mem_strndup(value, len);

	if (read_item(line).time_s <= sweep->oldest)
		sweep->keys[sweep->count++] = mem_strdup(key);
	free(line);
	return sweep->count < SWEPT_MAX;
}

/* The places where rolls are kept. */
struct places {
	char *names[SWEPT_MAX];
	size_t count;
};

static bool find_place(void *arg, const char *place, size_t bytes)
{
	struct places *places = arg;

	(void)bytes;
	if (strncmp(place, PLACES, strlen(PLACES)) == 0)
		places->names[places->count++] = mem_strdup(place);
	return places->count < SWEPT_MAX;
}

static void sweep_place(struct plugin *self, const char *place)
{
	struct sweep sweep = {.oldest = plugin_wall_s(self) - RECENT_SECONDS};

	plugin_store_each(self, place, find_old, &sweep, NULL);
	for (size_t i = 0; i < sweep.count; i++) {
		plugin_store_delete(self, place, sweep.keys[i], NULL);
		free(sweep.keys[i]);
	}
}

void recent_sweep(struct plugin *self, void *arg)
{
	struct places places = {.count = 0};

	(void)arg;
	plugin_store_places(self, find_place, &places, NULL);
	for (size_t i = 0; i < places.count; i++) {
		sweep_place(self, places.names[i]);
		free(places.names[i]);
	}
	plugin_after(self, SWEEP_MS, recent_sweep, NULL);
}
