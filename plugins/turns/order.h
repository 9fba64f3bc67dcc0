/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_ORDER_H
#define LOGIOS_PLUGIN_TURNS_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "deal.h"

/* Whose turn it is: entries in the order in which they act, the highest value first, round after
 * round. It knows nothing of chat, dice and decks: values in, an order out. */

enum {
	ORDER_MAX = 40,            /* entries */
	ORDER_NAME_BYTES_MAX = 32, /* a name, or a condition */
	ORDER_CONDITIONS_MAX = 8,  /* of an entry */
	ORDER_ROUNDS_MAX = 1000,   /* that a condition lasts */
	ORDER_VALUE_MAX = 1000000, /* either way */
};

struct condition {
	char name[ORDER_NAME_BYTES_MAX + 1];
	long left;  /* turns of its bearer; 0: until it is taken away */
	bool fresh; /* it began in this turn of its bearer, which does not count */
};

struct entry {
	char name[ORDER_NAME_BYTES_MAX + 1];
	char *owner;   /* the key of the player whose it is; "": the GM's */
	bool valued;   /* it has a value, or a card: else it waits for one, behind all that have */
	double value;  /* the higher, the earlier */
	double bonus;  /* decides between equal values */
	unsigned kind; /* those that were added together have the same, and stay together */
	bool hidden;   /* nobody but the GM knows of it until it acts */
	bool held;     /* it waits for its moment */
	struct condition conditions[ORDER_CONDITIONS_MAX];
	size_t condition_count;

	/* of a game that deals cards */
	unsigned edges; /* enum edge */
	int card;       /* from 0; -1: none */
};

struct order {
	struct entry entries[ORDER_MAX];
	size_t count;
	long round;     /* from 1; 0: nobody was up yet */
	size_t up;      /* whose turn it is, once there is a round; `count`: nobody's any more */
	unsigned kinds; /* that were given away */
	bool by_cards;  /* every round is dealt anew */
};

void order_init(struct order *order);

/* Take all entries out; ready to begin again. */
void order_release(struct order *order);

/* Return the place of the entry called NAME, in any case; or the only one whose name begins with
 * NAME and a blank; or ORDER_MAX, with ERR saying which may be meant. Hidden ones are found only
 * with SEES_HIDDEN. */
size_t order_find(const struct order *order, const char *name, bool sees_hidden, struct error *err);

/* Return the place of the entry called NAME and nothing else, in any case, or ORDER_MAX. */
size_t order_find_exactly(const struct order *order, const char *name);

/* Write TEXT as NAME, cut where a name ends. */
void order_name_cut(char name[ORDER_NAME_BYTES_MAX + 1], const char *text);

/* Return whether NAME will do: not too long, no control bytes, not a number. Else say why. */
bool order_name_valid(const char *name, struct error *err);

/* ---- who acts when ---- */

/* An entry that is to be put in. Where others have the same value and the same bonus, TIED is how
 * many kinds of them are in sight, and which of the TIED + 1 places among them it gets is for dice
 * to say. Those who are hidden are behind the one that they came behind. */
struct slot {
	size_t first; /* the first of those with the same value and bonus, */
	size_t tied;  /* how many kinds of them, */
	size_t end;   /* and what follows the last of them */
};
struct slot order_slot(const struct order *order, double value, double bonus);

/* Put ENTRY, whose owner becomes the order's, behind the first BEHIND kinds of SLOT that are in
 * sight, or behind all of it where there are not so many. Whose turn it is stays the same. Returns
 * its place. The order must not be full. */
size_t order_put(
	struct order *order, const struct entry *entry, const struct slot *slot, size_t behind);

/* Put a copy of the entry at AT behind it, under NAME. */
void order_put_twin(struct order *order, size_t at, const char *name);

/* Take the entry at AT out of its place, without freeing it. Whose turn it is stays the same. */
void order_close_gap(struct order *order, size_t at);

/* Sort all entries by their value, as after a deal; what waits for its moment first, those without
 * a value last. */
void order_sort(struct order *order);

/* Let the entry at AT, which waited, act now: it is put before the one whose turn it is, who goes
 * on afterwards. Returns its place. */
size_t order_act(struct order *order, size_t at);

/* ---- turns -- turn.c ---- */

enum { ENDED_MAX = 16 };

/* What ended with a turn: of whom, and what; as much of it as there is room for. */
struct ended {
	char who[ENDED_MAX][ORDER_NAME_BYTES_MAX + 1];
	char what[ENDED_MAX][ORDER_NAME_BYTES_MAX + 1];
	size_t count;
	bool round; /* a new round begins */
};

/* Return how many entries from AT on act as one: in a game of cards those of a kind with one card.
 */
size_t order_together(const struct order *order, size_t at);

/* End the turn, and go to the next entry that does not wait; the first call begins round 1. In a
 * game of cards, at the end of a round, it only says so: the round is to be dealt first. False when
 * there is nobody to go to. A hidden entry that is up is hidden no more. */
bool order_next(struct order *order, struct ended *ended);

/* Take the entry at AT out. If it was its turn, it is that of the next one, perhaps in the next
 * round; in a game of cards the round may be over. */
void order_remove(struct order *order, size_t at);

/* Go back one turn, of those who are not hidden. False at the beginning. Conditions stay as they
 * are. */
bool order_prev(struct order *order);

/* Begin the next round, dealt, at the top. */
void order_begin_round(struct order *order);

/* Return the place of whom order_next would go to, hidden ones left out, and whether that is in the
 * NEXT_ROUND; ORDER_MAX if there is nobody. */
size_t order_after(const struct order *order, bool *next_round);

/* Return whether it is the turn of the entry at AT. */
bool order_is_up(const struct order *order, size_t at);

/* Let the entry at AT wait. If it was its turn, order_next goes on from there. */
void order_hold(struct order *order, size_t at);

/* ---- conditions -- turn.c ---- */

/* Put the condition NAME on ENTRY for LEFT of its turns, 0 without end, instead of one of that
 * name. IS_UP says whether it is its turn. */
bool condition_set(struct entry *entry, const char *name, long left, bool is_up, struct error *err);

/* Take it off. False when it is not there. */
bool condition_clear(struct entry *entry, const char *name);

#endif
