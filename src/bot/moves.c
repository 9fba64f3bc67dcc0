/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do on a network, put into the words that plugins know. */
#include "bot/moves.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "bot/outlet.h"
#include "irc/network/network.h"
#include "people/person.h"
#include "plugin/plugin.h"

/* The kind that plugins are told for a movement, or NOTHING. */
enum { NOTHING = -1 };
static const int kinds[] = {
	[MOVEMENT_JOIN] = MOVE_JOIN,
	[MOVEMENT_PART] = MOVE_PART,
	[MOVEMENT_KICK] = MOVE_PART,
	[MOVEMENT_QUIT] = MOVE_QUIT,
	[MOVEMENT_UNSEEN] = NOTHING,
	[MOVEMENT_NICK] = MOVE_NICK,
	[MOVEMENT_ACCOUNT] = MOVE_ACCOUNT,
	[MOVEMENT_HOST] = MOVE_HOST,
	[MOVEMENT_LOST] = NOTHING,
};

static const char *key_of(
	const struct outlet *outlet, const char *hostmask, const char *account, struct arena *arena)
{
	const struct person who = {.network = outlet->name,
		.casemap = outlet->casemap,
		.hostmask = hostmask,
		.account = account};
	char key[PERSON_KEY];

	if (account == NULL && strchr(hostmask, '!') == NULL)
		return NULL;
	person_key(&who, key);
	return arena_strdup(arena, key);
}

/* Fill in who MOVE is about, before it and after it. */
static void set_person(struct move *move, const struct movement *movement,
	const struct outlet *outlet, struct arena *arena)
{
	const char *account = movement->account, *hostmask = movement->hostmask;
	char now[PERSON_KEY];

	if (move->kind == MOVE_ACCOUNT)
		account = movement->other[0] != '\0' ? movement->other : NULL;
	if (move->kind == MOVE_HOST) {
		snprintf(now, sizeof now, "%s!%s", movement->nick, movement->other);
		hostmask = now;
	}
	move->person = key_of(outlet, movement->hostmask, account, arena);
	move->person_now = key_of(outlet, hostmask, movement->account, arena);
}

/* Fill in where MOVE is seen: its channel, or all channels of NET that NICK is in. */
static void set_places(struct move *move, const struct network *net, const char *channel,
	const char *nick, const struct outlet *outlet, struct arena *arena)
{
	const struct channels *channels = network_channels(net);
	const struct channel *each;
	const char **places;
	size_t at = 0, room = channel != NULL;

	while (channel == NULL && channels_next_of(channels, nick, &at) != NULL)
		room++;
	places = arena_zalloc(arena, room > 0 ? room : 1, sizeof *places);
	if (channel != NULL)
		places[move->place_count++] = outlet_place(outlet, channel, arena);
	for (at = 0; channel == NULL && (each = channels_next_of(channels, nick, &at)) != NULL;)
		places[move->place_count++] = outlet_place(outlet, each->name, arena);
	move->places = places;
}

void moves_tell(struct bot *bot, struct network *net, const struct movement *movement)
{
	const struct outlet outlet = outlet_of(net);
	bool renamed = movement->kind == MOVEMENT_NICK;
	struct arena arena = ARENA_INIT;
	struct move move;

	if (movement->past || kinds[movement->kind] == NOTHING || !plugins_watch(bot->plugins))
		return;
	move = (struct move){.kind = (enum move_kind)kinds[movement->kind],
		.own = movement->ours,
		.network = outlet.name,
		.nick = movement->nick,
		.account = movement->account,
		.now = renamed ? movement->other : NULL};
	if (move.kind == MOVE_PART || move.kind == MOVE_QUIT)
		move.reason = movement->other;
	set_person(&move, movement, &outlet, &arena);
	set_places(&move, net, movement->channel, renamed ? movement->other : movement->nick,
		&outlet, &arena);
	plugins_moved(bot->plugins, &move);
	arena_release(&arena);
}
