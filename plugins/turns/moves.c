/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follow players who change their nick or host, or log in: their entries are theirs still, and are
 * called as they are. */
#include "moves.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/quote.h"
#include "here.h"

/* Write NICK as the name of an entry. */
static void name_of(const char *nick, char name[ORDER_NAME_BYTES_MAX + 1])
{
	struct arena arena = ARENA_INIT;

	order_name_cut(name, quote_words(&arena, nick));
	arena_release(&arena);
}

static bool is_of(const struct mover *mover, const struct entry *entry)
{
	return strcmp(entry->owner, mover->before) == 0;
}

/* Let the entry of MOVER in ORDER follow. People behind one gateway have the same key: of several
 * entries it is the one with their nick. Returns whether there was one. */
static bool follow_entries(const struct mover *mover, struct order *order)
{
	bool changed = false;
	size_t own = 0;

	for (size_t i = 0; i < order->count; i++)
		own += is_of(mover, &order->entries[i]);
	for (size_t i = 0; i < order->count; i++) {
		struct entry *entry = &order->entries[i];

		if (!is_of(mover, entry) || (own > 1 && strcmp(entry->name, mover->name) != 0))
			continue;
		free(entry->owner);
		entry->owner = mem_strdup(mover->now);
		changed = true;
		if (strcmp(entry->name, mover->name) == 0 &&
			order_find_exactly(order, mover->name_now) == ORDER_MAX)
			memcpy(entry->name, mover->name_now, sizeof entry->name);
	}
	return changed;
}

static void follow(struct plugin *self, const char *place, const struct mover *mover)
{
	struct turns turns;
	struct error err = {.text = ""};
	bool fine = turns_load(self, place, &turns, &err);

	if (fine && follow_entries(mover, &turns.order))
		fine = turns_keep(self, place, &turns, &err);
	if (!fine || !player_follow(self, place, mover, &err))
		plugin_warn(self, "%s: %s", place, err.text);
	turns_release(&turns);
}

void follow_move(struct plugin *self, const struct move *move)
{
	struct mover mover = {.before = move->person, .now = move->person_now};

	if ((move->kind != MOVE_NICK && move->kind != MOVE_HOST && move->kind != MOVE_ACCOUNT) ||
		move->own || move->person == NULL || move->person_now == NULL)
		return;
	name_of(move->nick, mover.name);
	name_of(move->now != NULL ? move->now : move->nick, mover.name_now);
	for (size_t i = 0; i < move->place_count; i++)
		follow(self, move->places[i], &mover);
}
