/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_TEXTS_H
#define LOGIOS_PLUGIN_CARDS_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

#define TEXTS_MAX 80u

/* The words of a line, of which one after the other is understood and taken out. */
struct texts {
	const char *at[TEXTS_MAX];
	size_t count;
};

/* Part LINE at its blanks; the words lie in ARENA. False when there are more than TEXTS_MAX. */
bool texts_split(struct texts *texts, struct arena *arena, const char *line);

/* Return whether word I is WORD, in any case. */
bool texts_is(const struct texts *texts, size_t i, const char *word);

/* Take out COUNT words from AT on. */
void texts_cut(struct texts *texts, size_t at, size_t count);

/* Take out the words of PHRASE, parted by single blanks, where they stand in a row. Returns whether
 * they did. */
bool texts_take(struct texts *texts, const char *phrase);

/* Take out ZONE, "table", with "from" and "the" before it where they are. Returns whether it was
 * there. */
bool texts_take_from(struct texts *texts, const char *zone);

/* Take the first word out, if it is a number from 1 to MAX, or such a word up to ten, into NUMBER.
 */
bool texts_take_number(struct texts *texts, long max, long *number);

/* Cut "cards" off, which people say behind a number. */
void texts_cut_cards(struct texts *texts);

/* Return all words from FROM on, parted by blanks. */
const char *texts_join(const struct texts *texts, struct arena *arena, size_t from);

#endif
