/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who plays. A seat, and with it a hand in each deck, is its owner's: an account's, or that of a
 * connection for as long as it is in sight. When a connection is not in sight any more, because it
 * or the bot was away, whoever comes with the same nick, user and host has the seat, which is told
 * to all. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"

static bool is_account(const char *owner)
{
	return strstr(owner, "/account:") != NULL;
}

/* Return whether the seat is WHO's, who has logged in since it was taken. */
static bool has_logged_in(
	const struct play *play, const struct player *player, const struct somebody *who)
{
	struct somebody found;

	return !is_account(player->owner) && is_account(who->owner) &&
	       plugin_find_owner(play->self, request_table(play->rq), player->owner, &found) &&
	       strcmp(found.nick, who->nick) == 0;
}

/* Return whether the seat was WHO's connection's, which is not in sight any more. */
static bool has_come_back(
	const struct play *play, const struct player *player, const struct somebody *who)
{
	struct somebody found;

	return !is_account(player->owner) && strcasecmp(player->mask, who->hostmask) == 0 &&
	       !plugin_find_owner(play->self, request_table(play->rq), player->owner, &found);
}

/* Return the seat that is WHO's by their key, or was before they logged in, or ZONE_NOBODY. */
static unsigned own_seat(const struct play *play, const struct somebody *who)
{
	const struct players *players = table_players(play->table);
	unsigned seat = players_find(players, who->owner);

	for (unsigned i = 0; seat == ZONE_NOBODY && i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].owner != NULL && has_logged_in(play, &players->at[i], who))
			seat = i;
	return seat;
}

/* Return the seat of WHO, or ZONE_NOBODY. *BACK says that it is theirs by nick and host alone: then
 * they have no card in one of their own. */
static unsigned find_seat(const struct play *play, const struct somebody *who, bool *back)
{
	const struct players *players = table_players(play->table);
	unsigned seat = own_seat(play, who);

	*back = false;
	if (seat != ZONE_NOBODY && table_knows(play->table, seat))
		return seat;
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].owner != NULL && has_come_back(play, &players->at[i], who)) {
			*back = true;
			return i;
		}
	return seat;
}

bool play_keep_seats(struct play *play)
{
	struct error err;

	if (places_seated(all_places(play->self), request_table(play->rq), &err))
		return true;
	reply_error(play->rq, &err);
	return false;
}

/* Give SEAT to WHO if it is not theirs as it is. */
static bool keep_seat(struct play *play, unsigned seat, const struct somebody *who)
{
	struct players *players = table_players(play->table);
	const struct player *player = &players->at[seat];

	if (player->owner != NULL && strcmp(player->owner, who->owner) == 0 &&
		strcmp(player->mask, who->hostmask) == 0)
		return true;
	if (player->owner == NULL)
		players->at[seat].sits = true;
	players_set(players, seat, who->owner, who->hostmask, who->nick);
	return play_keep_seats(play);
}

/* Find the seat of WHO, or make one. */
static bool sit(struct play *play, const struct somebody *who, unsigned *seat)
{
	unsigned own;
	bool back;

	*seat = find_seat(play, who, &back);
	own = back ? own_seat(play, who) : ZONE_NOBODY;
	if (own != ZONE_NOBODY)
		players_clear(table_players(play->table), own);
	if (back)
		reply(play->rq, "%s has the seat of %s again, by the same nick and host.",
			quote_words(play->arena, who->nick),
			quote_words(play->arena, table_players(play->table)->at[*seat].nick));
	if (*seat == ZONE_NOBODY)
		*seat = table_free_seat(play->table);
	if (*seat == ZONE_NOBODY)
		*seat = play_seat_of_gone(play);
	if (*seat != ZONE_NOBODY)
		return keep_seat(play, *seat, who);
	reply(play->rq,
		"%u people play at this table; that is the most. One who has no cards may "
		"leave with: cards stand; and the GM can free a seat: cards unseat NICK",
		ZONE_PLAYERS_MAX);
	return false;
}

/* Tell WHO the asker is. False when nobody could tell them from the next. */
static bool know_asker(const struct play *play, struct somebody *who)
{
	const char *owner = request_owner(play->rq);

	if (owner == NULL)
		return false;
	*who = (struct somebody){.own = false};
	memcpy(who->nick, request_nick(play->rq),
		strnlen(request_nick(play->rq), sizeof who->nick - 1));
	memcpy(who->hostmask, request_hostmask(play->rq),
		strnlen(request_hostmask(play->rq), sizeof who->hostmask - 1));
	memcpy(who->owner, owner, strnlen(owner, sizeof who->owner - 1));
	return true;
}

void play_look(struct play *play)
{
	struct somebody who;
	bool back;

	if (know_asker(play, &who))
		play->seat = find_seat(play, &who, &back);
}

bool play_sit(struct play *play)
{
	struct somebody who;

	if (know_asker(play, &who))
		return sit(play, &who, &play->seat);
	reply(play->rq,
		"I keep a hand only for those whom I see in a channel, or who are logged in "
		"to services.");
	return false;
}

bool play_may_hold(struct play *play, const char *nick, struct somebody *who)
{
	struct request *rq = play->rq;
	const char *shown = quote_words(play->arena, nick);

	if (strcasecmp(nick, request_nick(rq)) == 0 && know_asker(play, who))
		return true;
	if (!plugin_find_nick(play->self, request_table(rq), nick, who))
		reply(rq, "%s is not here.", shown);
	else if (who->own || who->bot)
		reply(rq, "%s", who->own ? "I hold no cards." : "That is a bot.");
	else if (who->hostmask[strlen(who->hostmask) - 1] == '!')
		reply(rq, "I do not know yet who %s is: let them say something.", shown);
	else
		return true;
	return false;
}

bool play_seat_of(struct play *play, const char *nick, unsigned *seat)
{
	struct somebody who;

	return play_may_hold(play, nick, &who) && sit(play, &who, seat);
}

bool play_find_nick_of(const struct play *play, const struct player *player, struct somebody *found)
{
	char nick[PLUGIN_NICK_BYTES] = "";

	memcpy(nick, player->mask, strnlen(player->mask, sizeof nick - 1));
	nick[strcspn(nick, "!")] = '\0';
	return plugin_find_nick(play->self, request_table(play->rq), nick, found);
}

bool play_is_here(struct play *play, unsigned seat)
{
	const struct player *player = &table_players(play->table)->at[seat];
	struct somebody found;
	bool back;

	if (player->owner == NULL)
		return false;
	if (plugin_find_owner(play->self, request_table(play->rq), player->owner, &found))
		return true;
	return play_find_nick_of(play, player, &found) && find_seat(play, &found, &back) == seat &&
	       sit(play, &found, &seat);
}

const char *play_nick_at(const struct play *play, unsigned seat)
{
	const struct player *player = &table_players(play->table)->at[seat];
	struct somebody found;

	if (player->owner == NULL)
		return "nobody";
	if (plugin_find_owner(play->self, request_table(play->rq), player->owner, &found))
		return quote_words(play->arena, arena_strdup(play->arena, found.nick));
	return quote_words(play->arena, player->nick);
}

/* ---- the words ---- */

/* Say who sits. */
static void say_seats(struct play *play)
{
	const struct players *players = table_players(play->table);
	struct strbuf names = STRBUF_INIT;

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].owner != NULL && players->at[i].sits)
			strbuf_addf(
				&names, "%s%s", names.len > 0 ? ", " : "", play_nick_at(play, i));
	reply(play->rq, "At this table: %s", names.len > 0 ? names.text : "nobody");
	strbuf_release(&names);
}

/* Let the asker sit, or not. */
static void set_sitting(struct play *play, bool sits)
{
	if (!play_named_deck(play, true) || !play_sit(play))
		return;
	table_players(play->table)->at[play->seat].sits = sits;
	if (play_keep_seats(play))
		say_seats(play);
}

void sit_run(struct play *play)
{
	set_sitting(play, true);
}

void stand_run(struct play *play)
{
	set_sitting(play, false);
}
