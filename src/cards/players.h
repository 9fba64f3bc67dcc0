/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_PLAYERS_H
#define LOGIOS_CARDS_PLAYERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/strbuf.h"
#include "cards/zone.h"

/* Who plays at a table. Player I has hand ZONE_HAND + I in each deck there. Who somebody is, is in
 * the caller's words. */

struct player {
	char *owner; /* the key of whom it is; NULL: nobody, the number is free */
	char *mask;  /* as what they were seen last: nick!user@host */
	char *nick;
	bool sits; /* is dealt to when all are */
};

struct players {
	struct player at[ZONE_PLAYERS_MAX];
};

/* Return the player with the key OWNER, or ZONE_NOBODY. */
LOGIOS_API unsigned players_find(const struct players *players, const char *owner);

/* Make player I be that person; all is copied. */
LOGIOS_API void players_set(struct players *players, unsigned player, const char *owner,
	const char *mask, const char *nick);

/* Free number I. */
LOGIOS_API void players_clear(struct players *players, unsigned player);
LOGIOS_API void players_release(struct players *players);

/* Append them as text, to be kept; read such a text. False, and nobody plays, when it is no such
 * text. */
LOGIOS_API void players_write(const struct players *players, struct strbuf *out);
LOGIOS_API bool players_read(struct players *players, const char *text, size_t len);

#endif
