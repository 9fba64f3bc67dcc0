/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remember players beyond a fight: their bonus, and their edges. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "here.h"

#define PREFIX "player "

static const char *key_of(const struct here *here, const char *owner)
{
	return arena_printf(request_arena(here->rq), PREFIX "%s", owner);
}

/* Read TEXT, "nick<tab>rolls<tab>bonus<tab>edges". */
static void parse(const char *text, struct player *player)
{
	size_t len = strcspn(text, "\t");
	int rolls = 0;

	*player = (struct player){.rolls = false};
	if (len > ORDER_NAME_BYTES_MAX || text[len] != '\t' ||
		sscanf(text + len, "\t%d\t%lf\t%u", &rolls, &player->bonus, &player->edges) != 3)
		return;
	memcpy(player->nick, text, len);
	player->rolls = rolls != 0;
}

/* Read what PLACE has under KEY into PLAYER; nothing reads as zeros. False, with ERR, when that
 * fails. */
static bool read_key(struct plugin *self, const char *place, const char *key, struct player *player,
	struct error *err)
{
	size_t len;
	char *text;

	err->text[0] = '\0';
	text = plugin_store_get(self, place, key, &len, err);
	parse(text != NULL ? text : "", player);
	free(text);
	return err->text[0] == '\0';
}

void player_read(const struct here *here, const char *owner, struct player *player)
{
	struct error err; /* nothing is known of them then */

	read_key(here->self, here->place, key_of(here, owner), player, &err);
}

static char *text_of(const struct player *player)
{
	return mem_printf(
		"%s\t%d\t%.17g\t%u", player->nick, player->rolls, player->bonus, player->edges);
}

/* Put PLAYER under the key NEW, in place of OLD. False, with ERR, when that fails. */
static bool put_moved(struct plugin *self, const char *place, const char *old, const char *new,
	const struct player *player, struct error *err)
{
	char *text = text_of(player);
	bool fine = plugin_store_put(self, place, new, text, strlen(text), err) &&
		    (strcmp(old, new) == 0 || plugin_store_delete(self, place, old, err));

	free(text);
	return fine;
}

bool player_follow(
	struct plugin *self, const char *place, const struct mover *mover, struct error *err)
{
	char *old = mem_printf(PREFIX "%s", mover->before),
	     *new = mem_printf(PREFIX "%s", mover->now);
	struct player player, other = {.rolls = false};
	bool fine = read_key(self, place, old, &player, err) &&
		    (strcmp(old, new) == 0 || read_key(self, place, new, &other, err));

	/* People behind one gateway have the same key: only what is of that nick goes along. */
	if (fine && player.nick[0] != '\0' && other.nick[0] == '\0' &&
		strcmp(player.nick, mover->name) == 0) {
		memcpy(player.nick, mover->name_now, sizeof player.nick);
		fine = put_moved(self, place, old, new, &player, err);
	}
	free(old);
	free(new);
	return fine;
}

struct visiting {
	bool (*visit)(void *arg, const char *owner, const struct player *player);
	void *arg;
};

static bool visit_row(void *arg, const char *key, const void *value, size_t len)
{
	struct visiting *visiting = arg;
	struct player player;
	char *text;

	if (strncmp(key, PREFIX, strlen(PREFIX)) != 0)
		return true;
	text = mem_strndup(value, len);
	parse(text, &player);
	free(text);
	return visiting->visit(visiting->arg, key + strlen(PREFIX), &player);
}

void players_each(const struct here *here,
	bool (*visit)(void *arg, const char *owner, const struct player *player), void *arg)
{
	struct visiting visiting = {visit, arg};

	plugin_store_each(here->self, here->place, visit_row, &visiting, NULL);
}

static bool count(void *arg, const char *owner, const struct player *player)
{
	(void)owner, (void)player;
	++*(size_t *)arg;
	return true;
}

bool player_write(const struct here *here, struct player *player)
{
	const char *key = key_of(here, here_owner(here));
	size_t players = 0;
	struct error err;
	char *text;
	bool fine;

	players_each(here, count, &players);
	if (players >= PLAYERS_MAX && player->nick[0] == '\0') {
		reply(here->rq, "I remember at most %d players here.", PLAYERS_MAX);
		return false;
	}
	order_name_cut(player->nick, here_nick(here));
	text = text_of(player);
	fine = plugin_store_put(here->self, here->place, key, text, strlen(text), &err);
	free(text);
	if (!fine)
		reply_error(here->rq, &err);
	return fine;
}
