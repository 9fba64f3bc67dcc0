/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_PLAY_H
#define LOGIOS_PLUGIN_CARDS_PLAY_H

#include "cards/cards.h"
#include "here.h"
#include "logios.h"
#include "texts.h"

/* One line about cards while it is answered. */
struct play {
	struct plugin *self;
	struct request *rq;
	struct arena *arena;
	const struct action *action;
	struct texts texts; /* the words of the line that are not understood yet */
	struct table *table;
	struct deck *deck; /* the one that is meant, once play_deck has found it */
	struct zones *zones;
	const char *name;
	unsigned seat; /* of the asker, once play_sit has found it; else ZONE_NOBODY */
	bool sorted;   /* hands are told by suit and rank, not by number */
};

/* What !cards can do: a row each. */
struct action {
	const char *name, *usage, *summary, *example;
	bool brief; /* is understood without `cards` while no other command has the word */
	enum role role;
	void (*run)(struct play *play);
};

/* Find the deck that is called NAME here, with NULL the one that is meant when none is named; and
 * the table. False after saying that there is none. */
bool play_deck(struct play *play, const char *name);

/* Take "from NAME", "of NAME" or "in NAME" off the end of the words, where NAME is a deck here, and
 * find that deck, or the one that is meant. With BARE the NAME may stand alone. */
bool play_named_deck(struct play *play, bool bare);

/* Find the deck that the words name: there is one word. False after saying what is wrong. */
bool play_only_deck(struct play *play);

/* Begin a move: what is done from now on is taken back together. */
void play_begin(struct play *play);

/* Begin a move by putting COUNT CARDS into ZONE; on the table they are the asker's, and face DOWN
 * if so. */
void play_move(struct play *play, const size_t *cards, size_t count, unsigned zone, bool down);

/* Keep what was done; with a NOTE, "ann draws 2 cards", it is the last move. False after saying
 * that it could not be kept. */
bool play_end(struct play *play, const char *note);

/* Say NOTE of a move to all, with the deck's name where there are several. */
void play_say(struct play *play, const char *note);

/* Show the order of the deck if nothing of it is hidden any more. */
void play_done_deck(struct play *play);

/* Roll a die of SIDES for WHAT, "to cut deck1", and say so. Returns what it shows, or 0 after
 * saying why it could not be rolled. */
uint32_t play_roll(struct play *play, size_t sides, const char *what);

/* Return the asker's nick as it may be repeated. */
const char *play_nick(const struct play *play);

/* Say how to use the action. */
void play_usage(struct play *play);

/* ---- who: seats.c ---- */

/* Find the asker's seat, and give them one if need be; what they held under another nick, before
 * they logged in, or before the bot was away, is theirs again. False after saying why not. */
bool play_sit(struct play *play);

/* Tell WHO the one called NICK is, who is here and may hold cards. False after saying why not. */
bool play_may_hold(struct play *play, const char *nick, struct somebody *who);

/* Find who has the nick now that PLAYER had when they were seen last. */
bool play_find_nick_of(
	const struct play *play, const struct player *player, struct somebody *found);

/* Find the seat of NICK, who is here, in the same way as the asker's. */
bool play_seat_of(struct play *play, const char *nick, unsigned *seat);

/* Find the asker's seat, if they have one, for what needs none. */
void play_look(struct play *play);

/* Free the seat of somebody who is not in sight, of one with few cards if there is. Returns it, or
 * ZONE_NOBODY. -- unseat.c */
unsigned play_seat_of_gone(struct play *play);

/* Return whether the player at SEAT is in sight, and give them their seat again if they were not
 * when they had it last. */
bool play_is_here(struct play *play, unsigned seat);

/* Keep who sits. False after saying that it could not be kept. */
bool play_keep_seats(struct play *play);

/* Return the nick of the player at SEAT: now, if they are in sight, else as it was. */
const char *play_nick_at(const struct play *play, unsigned seat);

/* ---- words: say.c ---- */

/* Append the name of CARD as it is shown here. */
void say_card(const struct play *play, struct strbuf *out, size_t card);

/* Append what the deck file says that CARD means, as it lies, where that is said here. */
void say_meaning(const struct play *play, struct strbuf *out, size_t card);

/* Append "Ace of clubs, Two of clubs"; with NUMBERS, "1. Ace of clubs, 4. Two of clubs". */
void say_cards(const struct play *play, struct strbuf *out, const size_t *cards, size_t count,
	bool numbers);

/* Return "1 card", "2 cards". */
const char *say_count(const struct play *play, size_t count);

/* Tell the player at SEAT alone what they hold; the COUNT cards in NEW stand out. */
void say_hand(struct play *play, unsigned seat, const size_t *new, size_t count);

#endif
