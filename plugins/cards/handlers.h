/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_HANDLERS_H
#define LOGIOS_PLUGIN_CARDS_HANDLERS_H

#include "play.h"

/* What the rows of actions run, and what they share. */

void new_run(struct play *play);     /* decks.c */
void use_run(struct play *play);     /* decks.c */
void list_run(struct play *play);    /* decks.c */
void remove_run(struct play *play);  /* decks.c */
void draw_run(struct play *play);    /* draw.c */
void deal_run(struct play *play);    /* deal.c */
void peek_run(struct play *play);    /* draw.c */
void hand_run(struct play *play);    /* hand.c */
void play_run(struct play *play);    /* hand.c */
void discard_run(struct play *play); /* hand.c */
void away_run(struct play *play);    /* apart.c */
void return_run(struct play *play);  /* hand.c */
void pass_run(struct play *play);    /* hand.c */
void show_run(struct play *play);    /* hand.c */
void table_run(struct play *play);   /* board.c */
void flip_run(struct play *play);    /* board.c */
void take_run(struct play *play);    /* board.c */
void shuffle_run(struct play *play); /* pile.c */
void cut_run(struct play *play);     /* pile.c */
void status_run(struct play *play);  /* pile.c */
void undo_run(struct play *play);    /* pile.c */
void sit_run(struct play *play);     /* seats.c */
void stand_run(struct play *play);   /* seats.c */
void unseat_run(struct play *play);  /* unseat.c */

enum { DRAW_MAX = 52 }; /* cards drawn at once, or dealt to each */

/* Open a deck of TYPE, called NAME (NULL: by its number), shuffle it, and say so. */
bool open_shuffled(struct play *play, const char *type, const char *name);

/* Put all cards back and shuffle; what was drawn of it is in ORDER, the caller's to tell and to
 * release. */
bool shuffle_all(struct play *play, struct deck_order *order, struct error *err);

/* Do so, show the order of before, and say so in words if it TELLS. False after saying why not. */
bool shuffle_again(struct play *play, bool tells);

/* Cards that somebody named. */
struct held {
	size_t *cards, count;
};

/* Find which cards of the asker's hand the words name. False after telling them why not. */
bool held_find(struct play *play, struct held *held);

/* Find the deck, the asker's seat and the cards that they name. False after saying why not. */
bool held_begin(struct play *play, struct held *held);

/* Return "ann VERB Ace of clubs, Two of clubs"; with HIDDEN only how many. */
const char *held_note(struct play *play, const char *verb, const struct held *held, bool hidden);

/* Find which cards of ZONE, the table or the discards, the words name, among those whose faces the
 * asker knows, and by number among all. What is wrong is told to them alone. */
bool board_find(struct play *play, unsigned zone, struct held *held);

/* Return whether the asker may lay hands on all of HELD; if not, say so. */
bool may_touch(struct play *play, const struct held *held);

/* Put "[N | all] CARD" that are out of play under the pile. */
void return_away(struct play *play);

/* Put all cards of zone FROM, the table or the discards, into zone TO: "ann VERB 3 cards WHENCE".
 */
void sweep(struct play *play, unsigned from, unsigned to, const char *verb, const char *whence);

/* Return whether the hand at SEAT has room for COUNT more; if not, say so. */
bool hand_has_room(struct play *play, unsigned seat, size_t count);

#endif
