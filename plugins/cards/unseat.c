/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Free seats: of those who are gone when the last is needed, or of whom the game master names. The
 * cards that they hold are not lost: they go on the discards. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "handlers.h"

/* Free SEAT, and say "ann SAID" with how many cards go on the discards. False after saying that it
 * could not be kept. */
static bool unseat(struct play *play, unsigned seat, const char *said)
{
	const char *nick = arena_strdup(play->arena, play_nick_at(play, seat));
	size_t cards = 0;
	struct error err;

	for (size_t i = 0; i < table_count(play->table); i++) {
		struct deck *deck = table_at(play->table, i);
		if (!zones_know(deck_zones(deck), seat))
			continue;
		cards += zones_leave(deck_zones(deck), seat);
		if (!places_moved(all_places(play->self), request_table(play->rq), deck, &err)) {
			reply_error(play->rq, &err);
			return false;
		}
		if (!zones_hide(deck_zones(deck)))
			request_deck_done(play->rq, table_name(play->table, deck));
	}
	players_clear(table_players(play->table), seat);
	if (!play_keep_seats(play))
		return false;
	if (cards > 0)
		reply(play->rq, "%s %s; %s to the discards.", nick, said, say_count(play, cards));
	else
		reply(play->rq, "%s %s.", nick, said);
	return true;
}

/* Return whether PLAYER is here, perhaps not known again yet. */
static bool is_in_sight(const struct play *play, const struct player *player)
{
	struct somebody found;

	return plugin_find_owner(play->self, request_table(play->rq), player->owner, &found) ||
	       (play_find_nick_of(play, player, &found) &&
		       strcasecmp(found.hostmask, player->mask) == 0);
}

/* Return how many cards the hands at SEAT have. */
static size_t count_held(const struct play *play, unsigned seat)
{
	size_t count = 0;

	for (size_t i = 0; i < table_count(play->table); i++)
		count += zones_count(deck_zones(table_at(play->table, i)), ZONE_HAND + seat);
	return count;
}

unsigned play_seat_of_gone(struct play *play)
{
	const struct players *players = table_players(play->table);
	unsigned gone = ZONE_NOBODY;
	size_t least = 0;

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++) {
		size_t held = count_held(play, i);
		if (players->at[i].owner == NULL || is_in_sight(play, &players->at[i]) ||
			(gone != ZONE_NOBODY && held >= least))
			continue;
		gone = i;
		least = held;
	}
	if (gone == ZONE_NOBODY || !unseat(play, gone, "is gone, and gives up the seat"))
		return ZONE_NOBODY;
	return gone;
}

void unseat_run(struct play *play)
{
	const struct players *players;
	const char *nick;

	if (!table_here(play->self, play->rq, &play->table))
		return;
	if (table_count(play->table) == 0 && !play_deck(play, NULL))
		return;
	if (play->texts.count != 1) {
		play_usage(play);
		return;
	}
	nick = quote_words(play->arena, play->texts.at[0]);
	players = table_players(play->table);
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].owner != NULL && strcasecmp(play_nick_at(play, i), nick) == 0) {
			unseat(play, i, "has no seat any more");
			return;
		}
	reply(play->rq, "%s has no seat here.", nick);
}
