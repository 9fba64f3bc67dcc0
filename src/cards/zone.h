/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_ZONE_H
#define LOGIOS_CARDS_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Where the cards of one deck lie. The zone is kept for each card, not the cards for each zone: so
 * a card is in exactly one of them, whatever is done. What people do is a move, of one card or of
 * many, and the last move can be taken back. Cards are numbers, from 0 in the order of the deck's
 * file. All functions are bounded: at most ZONE_CARDS_MAX cards, looked at once for each that
 * moves. */

enum zone {
	ZONE_PILE,    /* to draw from, face down; the top has the least rank */
	ZONE_DISCARD, /* face up; the top has the greatest rank */
	ZONE_TABLE,   /* before all eyes, face up or down */
	ZONE_AWAY,    /* out of play until everything is shuffled */
	ZONE_HAND,    /* ZONE_HAND + i: the hand of player i */
};

#define ZONE_PLAYERS_MAX 32u
#define ZONES_MAX (ZONE_HAND + ZONE_PLAYERS_MAX)
#define ZONE_CARDS_MAX 10000u    /* of a deck */
#define ZONE_HAND_CARDS_MAX 100u /* in a hand */
#define ZONE_NOTE_BYTES_MAX 300u
#define ZONE_NOBODY ZONE_PLAYERS_MAX

struct zone_spot {
	uint8_t zone;  /* one of enum zone, below ZONES_MAX */
	uint8_t by;    /* on the table: the player who put it there, or ZONE_NOBODY */
	bool down;     /* on the table, or out of play: face down */
	bool reversed; /* upside down, as it was shuffled */
	int32_t rank;  /* orders the zone. In a hand and on the table it is the number by which
			  people name the card, from 1; it stays as long as the card does */
};

struct zones;

/* Make zones for COUNT cards, all in the pile, card 0 on top. */
LOGIOS_API struct zones *zones_new(size_t count);
LOGIOS_API void zones_free(struct zones *zones); /* NULL is fine */

/* Return where CARD is, lent. */
LOGIOS_API const struct zone_spot *zones_at(const struct zones *zones, size_t card);

/* Return how many cards there are in all, and how many in ZONE. */
LOGIOS_API size_t zones_size(const struct zones *zones);
LOGIOS_API size_t zones_count(const struct zones *zones, unsigned zone);

/* Write the cards of ZONE by rank into CARDS, which has room for zones_count. Returns how many. */
LOGIOS_API size_t zones_list(const struct zones *zones, unsigned zone, size_t *cards);

/* Return whether a card is in a hand, or face down on the table or out of play; whether one is
 * there, or in the pile. */
LOGIOS_API bool zones_hold(const struct zones *zones);
LOGIOS_API bool zones_hide(const struct zones *zones);

/* Return whether player I has a card, or put one on the table, or would when the last move is taken
 * back. */
LOGIOS_API bool zones_know(const struct zones *zones, unsigned player);

/* Return about how much memory it takes. */
LOGIOS_API size_t zones_bytes(const struct zones *zones);

/* ---- moves ---- */

/* Begin a move. What was the last one before is final. */
LOGIOS_API void zones_begin(struct zones *zones);

/* Put CARD into ZONE: on top of the discards, at the bottom of the pile, on the table by player BY
 * and face DOWN, out of play likewise face DOWN, or into a hand under the least number that is
 * free. */
LOGIOS_API void zones_put(struct zones *zones, size_t card, unsigned zone, unsigned by, bool down);

/* Put CARD on top of the pile. */
LOGIOS_API void zones_put_on_top(struct zones *zones, size_t card);

/* Turn CARD, which is on the table, over; it keeps its number. */
LOGIOS_API void zones_flip(struct zones *zones, size_t card);

/* Let PLAYER's hand go on the discards, and what they put on the table be nobody's. It is final,
 * and so is what was before. Returns how many cards the hand had. */
LOGIOS_API size_t zones_leave(struct zones *zones, unsigned player);

/* Say in at most ZONE_NOTE_BYTES_MAX bytes what the move that has begun is; the rest is cut. Return
 * what was said of the last move, lent; "" for nothing. */
LOGIOS_API void zones_note(struct zones *zones, const char *note);
LOGIOS_API const char *zones_noted(const struct zones *zones);

/* Take the last move back. Returns how many cards it moved; 0 when there is none to take back. */
LOGIOS_API size_t zones_undo(struct zones *zones);

/* Make the pile of the COUNT different CARDS, the top first; REVERSED (NULL: none) says of each
 * whether it lies upside down. All other cards that were in the pile go under it. It is final, and
 * so is what was before. */
LOGIOS_API void zones_stack(
	struct zones *zones, const size_t *cards, const bool *reversed, size_t count);

/* ---- as bytes, to be kept ---- */

/* Append where all cards are, and what the last move changed. */
LOGIOS_API void zones_write(const struct zones *zones, struct strbuf *out);

/* Read what zones_write wrote of as many cards. False, with ERR, when it is something else; ZONES
 * is as it was then. */
LOGIOS_API bool zones_read(
	struct zones *zones, const unsigned char *bytes, size_t len, struct error *err);

#endif
