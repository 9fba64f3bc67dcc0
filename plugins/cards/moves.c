/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follow players who change their nick or host, or log in: by what they were called last they are
 * known when the bot was away. */
#include "moves.h"

#include <string.h>

#include "here.h"

/* Return whether PLAYER at PLACE is WHO, under the key from now on or from before a log-in. */
static bool is_player(struct plugin *self, const char *place, const struct player *player,
	const struct somebody *who)
{
	struct somebody found;

	return player->owner != NULL && plugin_find_owner(self, place, player->owner, &found) &&
	       strcmp(found.nick, who->nick) == 0;
}

/* Take note of what whoever is called NICK now is known by, if they play at PLACE. */
static void follow(struct plugin *self, const char *place, const char *nick)
{
	struct error err;
	struct table *table = places_find(all_places(self), place, &err);
	struct players *players = table != NULL ? table_players(table) : NULL;
	struct somebody who;
	unsigned seat = 0;

	if (table == NULL || !plugin_find_nick(self, place, nick, &who))
		return;
	while (seat < ZONE_PLAYERS_MAX && !is_player(self, place, &players->at[seat], &who))
		seat++;
	if (seat == ZONE_PLAYERS_MAX)
		return;
	players_set(players, seat, who.owner, who.hostmask, who.nick);
	if (!places_seated(all_places(self), place, &err))
		plugin_warn(self, "%s: %s", place, err.text);
}

void follow_move(struct plugin *self, const struct move *move)
{
	if (move->kind != MOVE_NICK && move->kind != MOVE_HOST && move->kind != MOVE_ACCOUNT)
		return;
	for (size_t i = 0; i < move->place_count; i++)
		follow(self, move->places[i], move->now != NULL ? move->now : move->nick);
}
