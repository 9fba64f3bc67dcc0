/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_DEAL_H
#define LOGIOS_PLUGIN_TURNS_DEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Initiative by action cards, as in Savage Worlds: a deck of 52 cards and two jokers. The two come
 * first, then aces down to twos; between equal ranks spades, hearts, diamonds, clubs. A card is its
 * place in that order, from 0. */

enum { DEAL_CARDS = 54, DEAL_JOKERS = 2 };

enum edge {
	EDGE_QUICK = 1 << 0,      /* a five or lower is drawn again until it is higher */
	EDGE_LEVEL = 1 << 1,      /* the better of two */
	EDGE_MORE_LEVEL = 1 << 2, /* the best of three */
	EDGE_HESITANT = 1 << 3,   /* the worse of two, a joker aside */
};

/* Append "A♠", "10♣" or "joker". */
void card_write(struct strbuf *out, int card);

/* Return whether CARD is a joker; whether it is a five or lower. */
bool card_is_joker(int card);
bool card_is_low(int card);

/* The deck: in which order its cards lie, and how many were dealt. */
struct action_deck {
	unsigned char cards[DEAL_CARDS]; /* from the top */
	size_t dealt;                    /* DEAL_CARDS: it was never shuffled, or has run out */
	bool shuffled;                   /* it ever was */
	bool joker;                      /* one fell since: after this round it is shuffled */
};

/* What one entry was dealt, in order: the first ones side by side, of which one was kept, then
 * those that Quick drew instead. */
struct dealt {
	int cards[DEAL_CARDS];
	size_t count;
	int kept; /* -1: the deck had none */
};

/* Return how many cards somebody with EDGES is dealt side by side. */
size_t deal_width(unsigned edges);

/* Deal from DECK to somebody with EDGES: first the cards side by side, of which the best is kept,
 * or the worst; only then Quick. When the deck runs out, MORE is called with ARG and what was dealt
 * so far, and shall put other cards into it; if it puts none, those dealt so far have to do. */
typedef bool deal_more_fn(void *arg, const struct dealt *dealt);
void deal_to(struct action_deck *deck, unsigned edges, deal_more_fn *more, void *arg,
	struct dealt *dealt);

/* Take one more card, as for a Benny, that no edge changes; the better of it and KEPT is returned.
 */
int deal_one_more(
	struct action_deck *deck, int kept, deal_more_fn *more, void *arg, struct dealt *dealt);

/* ---- edges in words ---- */

/* Read WORDS, as "quick lh", into EDGES. False when one is no edge, *BAD points to it. */
bool edges_read(const char *words, unsigned *edges, const char **bad);

/* Return what is wrong with EDGES together, or NULL. */
const char *edges_conflict(unsigned edges);

/* Append "quick, level headed". */
void edges_write(struct strbuf *out, unsigned edges);

#endif
