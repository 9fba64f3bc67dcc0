/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_WORDS_H
#define LOGIOS_PLUGIN_TURNS_WORDS_H

/* The words behind `init`, a file a topic. Each gets what follows its word, without blanks at its
 * ends, which it may change. */

#include "here.h"

struct word {
	const char *name; /* NULL ends the table */
	const char *more; /* other words for it, parted by blanks */
	const char *usage, *example;
	bool needs_text; /* without any the usage is shown */
	bool apart;      /* also for an order that is led from a private talk */
	void (*run)(struct here *here, char *text);
};

extern const struct word roll_words[], add_words[], move_words[], state_words[], card_words[];

/* Return what is rolled where only a bonus is said. -- roll.c */
const char *usual_dice(const struct here *here);

/* Take the last word off TEXT, and return it; "" if TEXT is one word or none. -- put.c */
char *last_word(char *text);

/* Read TEXT, a number of at most ORDER_VALUE_MAX either way, into VALUE. -- put.c */
bool read_value(const char *text, double *value);

/* Put ENTRY into the order, COUNT times with numbers behind its name if COUNT is more than one;
 * what is tied is decided by a fair roll, and told behind LINE. An entry of that name is replaced.
 * Returns its place; ORDER_MAX, after saying so, when that is not possible. -- put.c */
size_t put_entry(struct here *here, const struct entry *entry, long count, struct strbuf *line);

/* Say of the COUNT entries from AT on, put in together, where they are, and BEHIND. -- put.c */
void say_added(struct here *here, size_t at, size_t count, const char *behind);

/* Say whose turn it is, behind what LINE has, and release LINE. -- move.c */
void say_turn(struct here *here, struct strbuf *line);

/* Say LINE, unless it is empty, and release it. -- put.c */
void say_line(struct here *here, struct strbuf *line);

/* Make ENTRY, called NAME, with VALUE and BONUS. Its owner lies in the arena of the request. --
 * put.c */
void make_entry(struct here *here, struct entry *entry, const char *name, const char *owner,
	double value, double bonus);

/* Deal a round to all, by cards. False, after saying so, when that failed. -- dealing.c */
bool deal_round(struct here *here);

/* Take the edges off the end of TEXT, "Baron quick", and return them. -- cards.c */
unsigned take_edges(char *text);

/* Deal to the entries from AT on, the last ones, which came together in a round that is under way.
 * -- dealing.c */
void deal_late(struct here *here, size_t at);

/* Deal one more card to the entry at AT, which has one, and keep the better. -- dealing.c */
void deal_again(struct here *here, size_t at);

#endif
