/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep who plays at a table. As text each has a line: number, + or - for whether they sit, owner,
 * mask and nick, parted by tabs, which none of them has. */
#include "cards/players.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"

enum { FIELDS = 5, FIELD_BYTES_MAX = 700 };

unsigned players_find(const struct players *players, const char *owner)
{
	unsigned i = 0;

	while (i < ZONE_PLAYERS_MAX &&
		(players->at[i].owner == NULL || strcmp(players->at[i].owner, owner) != 0))
		i++;
	return i < ZONE_PLAYERS_MAX ? i : ZONE_NOBODY;
}

void players_set(struct players *players, unsigned player, const char *owner, const char *mask,
	const char *nick)
{
	struct player *at = &players->at[player];
	struct player now = {.owner = mem_strdup(owner),
		.mask = mem_strdup(mask),
		.nick = mem_strdup(nick),
		.sits = at->sits};

	assert(player < ZONE_PLAYERS_MAX);
	players_clear(players, player);
	*at = now;
}

void players_clear(struct players *players, unsigned player)
{
	struct player *at = &players->at[player];

	free(at->owner);
	free(at->mask);
	free(at->nick);
	*at = (struct player){.owner = NULL};
}

void players_release(struct players *players)
{
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		players_clear(players, i);
}

void players_write(const struct players *players, struct strbuf *out)
{
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++) {
		const struct player *at = &players->at[i];
		if (at->owner != NULL)
			strbuf_addf(out, "%u\t%c\t%s\t%s\t%s\n", i, at->sits ? '+' : '-', at->owner,
				at->mask, at->nick);
	}
}

/* Read the line from AT to END. */
static bool read_line(struct players *players, const char *at, const char *end)
{
	char fields[FIELDS][FIELD_BYTES_MAX];
	long player;

	for (int i = 0; i < FIELDS; i++) {
		const char *stop = memchr(at, i < FIELDS - 1 ? '\t' : '\n', (size_t)(end - at));
		if (stop == NULL || stop - at >= FIELD_BYTES_MAX ||
			memchr(at, '\0', (size_t)(stop - at)) != NULL)
			return false;
		memcpy(fields[i], at, (size_t)(stop - at));
		fields[i][stop - at] = '\0';
		at = stop + 1;
	}
	if (!number_parse(fields[0], 0, ZONE_PLAYERS_MAX - 1, &player) || fields[2][0] == '\0')
		return false;
	players_set(players, (unsigned)player, fields[2], fields[3], fields[4]);
	players->at[player].sits = fields[1][0] == '+';
	return true;
}

bool players_read(struct players *players, const char *text, size_t len)
{
	const char *end = text + len;
	bool fine = true;

	players_release(players);
	while (fine && text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		fine = newline != NULL && read_line(players, text, newline + 1);
		text = newline != NULL ? newline + 1 : end;
	}
	if (!fine)
		players_release(players);
	return fine;
}
