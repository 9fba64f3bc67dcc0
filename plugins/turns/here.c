/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find the order of a place in the store, and who may change it. The game master who led it last
 * may go on in private, where nobody reads what is still hidden. */
#include "here.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/quote.h"

static const char order_key[] = "order";   /* of a place: its order */
static const char leads_place[] = "leads"; /* by the leader's key: the place, and its channel */

/* ---- who leads from where ---- */

/* Note that the asker leads here, for when they come in private. */
static bool note_leader(struct here *here, struct error *err)
{
	const char *owner = request_owner(here->rq), *value;

	if (request_channel(here->rq) == NULL || request_role(here->rq) < ROLE_GM || owner == NULL)
		return true;
	free(here->turns.leader);
	here->turns.leader = mem_strdup(owner);
	value = arena_printf(
		request_arena(here->rq), "%s\t%s", here->place, request_channel(here->rq));
	return plugin_store_put(here->self, leads_place, owner, value, strlen(value), err);
}

/* Find the place that the asker led last, and may lead still, from here, in private. */
static void find_led(struct here *here)
{
	const char *owner = request_owner(here->rq);
	char *value, *tab;
	size_t len;

	if (request_channel(here->rq) != NULL || owner == NULL)
		return;
	value = plugin_store_get(here->self, leads_place, owner, &len, NULL);
	tab = value != NULL ? strchr(value, '\t') : NULL;
	if (tab != NULL)
		*tab = '\0';
	if (tab != NULL && plugin_role_at(here->self, here->rq, value) >= ROLE_GM) {
		here->place = arena_strdup(request_arena(here->rq), value);
		here->channel = arena_strdup(request_arena(here->rq), tab + 1);
	}
	free(value);
}

/* ---- opening and closing ---- */

/* Do the work of turns_load; *DAMAGED says whether what was kept is no order. */
static bool load(struct plugin *self, const char *place, struct turns *turns, bool *damaged,
	struct error *err)
{
	size_t len;
	char *text = plugin_store_get(self, place, order_key, &len, err);
	bool fine = text != NULL || err->text[0] == '\0';

	if (!fine)
		turns_init(turns);
	*damaged = fine && !turns_read(turns, text);
	free(text);
	return fine;
}

bool turns_load(struct plugin *self, const char *place, struct turns *turns, struct error *err)
{
	bool damaged, fine = load(self, place, turns, &damaged, err);

	if (damaged)
		plugin_warn(self, "the order of %s was damaged, and is gone", place);
	return fine;
}

bool turns_keep(
	struct plugin *self, const char *place, const struct turns *turns, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	bool fine;

	turns_write(turns, &text);
	fine = plugin_store_put(self, place, order_key, text.text, text.len, err);
	strbuf_release(&text);
	return fine;
}

/* Whether the asker, who is in private, led HERE's place last. */
static bool is_leader(const struct here *here)
{
	const char *owner = request_owner(here->rq);

	return owner != NULL && strcmp(here->turns.leader, owner) == 0;
}

/* Read the order of HERE's place. False, after saying so, when that fails. */
static bool load_here(struct here *here)
{
	struct error err = {.text = ""};

	if (turns_load(here->self, here->place, &here->turns, &err))
		return true;
	reply(here->rq, "The order here cannot be read: %s", err.text);
	turns_release(&here->turns);
	return false;
}

bool here_open(struct here *here, struct plugin *self, struct request *rq)
{
	*here = (struct here){.self = self, .rq = rq, .place = request_table(rq)};
	find_led(here);
	if (!load_here(here))
		return false;
	if (here->channel != NULL && !is_leader(here)) {
		turns_release(&here->turns);
		here->channel = NULL;
		here->place = request_table(rq);
		if (!load_here(here))
			return false;
	}
	here->leads = request_channel(rq) == NULL || request_role(rq) >= ROLE_GM ||
		      !request_has_gm(rq);
	return true;
}

/* ---- too many of them ---- */

/* The places where there is an order, but for that at hand and the list of leaders. */
struct places {
	struct arena *arena;
	const char *here;
	size_t count;
	const char *private;                 /* the oldest of people, whom we talked to alone */
	const char *others[PLACES_KEPT_MAX]; /* those of channels, the oldest first */
	size_t other_count;
};

/* Return whether PLACE is the key of a person. */
static bool is_private(const char *place)
{
	const char *what = strchr(place, '/');

	return what != NULL &&
	       (strncmp(what, "/account:", 9) == 0 || strncmp(what, "/visit:", 7) == 0);
}

static bool note_place(void *arg, const char *place, size_t bytes)
{
	struct places *places = arg;

	(void)bytes;
	if (strcmp(place, places->here) == 0 || strcmp(place, leads_place) == 0)
		return true;
	places->count++;
	if (!is_private(place) && places->other_count < PLACES_KEPT_MAX)
		places->others[places->other_count++] = arena_strdup(places->arena, place);
	else if (is_private(place) && places->private == NULL)
		places->private = arena_strdup(places->arena, place);
	return true;
}

/* Return whether nobody is in the order of PLACE. One that cannot be read may have somebody. */
static bool is_ended(const struct here *here, const char *place)
{
	struct error err = {.text = ""};
	struct turns turns;
	bool damaged, ended;

	ended = load(here->self, place, &turns, &damaged, &err) && !damaged &&
		turns.order.count == 0;
	turns_release(&turns);
	return ended;
}

/* Return whether the place at hand has an order already. */
static bool is_kept(const struct here *here)
{
	size_t len;
	char *text = plugin_store_get(here->self, here->place, order_key, &len, NULL);
	bool kept = text != NULL;

	free(text);
	return kept;
}

/* Return the place that is to be forgotten: a private one, or of a channel whose order has ended;
 * NULL if there is none. */
static const char *choose(const struct here *here, const struct places *places)
{
	for (size_t i = 0; places->private == NULL && i < places->other_count; i++)
		if (is_ended(here, places->others[i]))
			return places->others[i];
	return places->private;
}

/* Forget an order that has not been used for long, if there are too many. Where none can go, only a
 * new one is refused: one that is kept already may go on, and end. */
static bool make_room(const struct here *here, struct error *err)
{
	struct places *places = arena_zalloc(request_arena(here->rq), 1, sizeof *places);
	const char *gone;

	places->arena = request_arena(here->rq);
	places->here = here->place;
	if (!plugin_store_places(here->self, note_place, places, err))
		return false;
	if (places->count < PLACES_KEPT_MAX)
		return true;
	gone = choose(here, places);
	if (gone != NULL)
		return plugin_store_delete(here->self, gone, NULL, err);
	if (here->turns.order.count == 0 || is_kept(here))
		return true;
	return error_set(err, "I keep %d orders already, in which somebody is; end one: init end",
		PLACES_KEPT_MAX);
}

static bool count_row(void *arg, const char *key, const void *value, size_t len)
{
	(void)key, (void)value, (void)len;
	++*(size_t *)arg;
	return true;
}

/* Forget who led where, if that are too many: they lead again when they say the next word. */
static bool forget_leaders(const struct here *here, struct error *err)
{
	size_t count = 0;

	return plugin_store_each(here->self, leads_place, count_row, &count, err) &&
	       (count <= PLACES_KEPT_MAX ||
		       plugin_store_delete(here->self, leads_place, NULL, err));
}

void here_close(struct here *here)
{
	struct error err;

	if (here->changed && (!make_room(here, &err) || !forget_leaders(here, &err) ||
				     !note_leader(here, &err) ||
				     !turns_keep(here->self, here->place, &here->turns, &err)))
		reply_error(here->rq, &err);
	turns_release(&here->turns);
}

/* ---- rights ---- */

const char *here_owner(const struct here *here)
{
	return request_person(here->rq);
}

const char *here_nick(const struct here *here)
{
	return quote_words(request_arena(here->rq), request_nick(here->rq));
}

bool here_leads(const struct here *here, const char *what)
{
	if (!here->leads)
		reply(here->rq, "%s is for the game master.", what);
	return here->leads;
}

/* Return the place of the asker's own entry: the one called by their nick, or the first. */
static size_t own_entry(const struct here *here)
{
	const struct order *order = &here->turns.order;
	size_t found = ORDER_MAX;

	for (size_t i = order->count; i-- > 0;)
		if (strcmp(order->entries[i].owner, here_owner(here)) == 0 &&
			(found == ORDER_MAX ||
				strcasecmp(order->entries[found].name, here_nick(here)) != 0))
			found = i;
	return found;
}

size_t here_named(const struct here *here, const char *name)
{
	size_t at = order_find_exactly(&here->turns.order, name);
	const struct entry *entry = &here->turns.order.entries[at];

	if (at == ORDER_MAX || here->leads || !entry->hidden ||
		strcmp(entry->owner, here_owner(here)) == 0)
		return at;
	return ORDER_MAX;
}

/* Say ERR: that NAME is not one entry; to the asker alone where it names hidden ones. */
static void say_not_one(const struct here *here, const char *name, const struct error *err)
{
	struct error open;

	if (*name == '\0' || (order_find(&here->turns.order, name, false, &open) == ORDER_MAX &&
				     strcmp(open.text, err->text) == 0))
		reply_error(here->rq, err);
	else
		reply_private(here->rq, "%s", err->text);
}

size_t here_entry(const struct here *here, const char *name)
{
	const struct order *order = &here->turns.order;
	size_t at = *name == '\0' ? own_entry(here) : ORDER_MAX;
	struct error err;

	if (*name == '\0' && at == ORDER_MAX && here->leads && order->round > 0 &&
		order->up < order->count)
		return order->up; /* the game master means whoever is up */
	if (*name == '\0' && at == ORDER_MAX)
		error_set(&err, "You are not in the order: init roll d20+3 puts you in.");
	if (*name != '\0')
		at = order_find(order, name, here->leads, &err);
	if (at == ORDER_MAX) {
		say_not_one(here, name, &err);
	} else if (!here->leads && strcmp(order->entries[at].owner, here_owner(here)) != 0) {
		reply(here->rq, "%s is not yours.", order->entries[at].name);
		at = ORDER_MAX;
	}
	return at;
}
