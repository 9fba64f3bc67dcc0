/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_SYSTEMS_SAID_H
#define LOGIOS_DICE_SYSTEMS_SAID_H

#include <stdbool.h>
#include <stddef.h>

/* How people say what a form has: other words for its words, and words around them. */

/* Whether the first word of TEXT is WORD, in any case. */
bool said_word(const char *text, const char *word);

/* Return the length of what TEXT begins with if people say it for the LEN bytes of WORD: advantage
 * for adv, tn for dc, versus DC for vs where a number follows; or 0. */
size_t said_for(const char *word, size_t len, const char *text);

/* Return the length of the word up to ten that TEXT begins with, and its number; or 0. */
size_t said_count(const char *text, long *number);

/* What stands before an option and so is asked for behind it. Begins as a zeroed struct. */
struct said_around {
	char close;  /* the bracket that closes the one before it, or '\0' */
	bool worded; /* "with", say */
};

/* Return the length of blanks, a comma, a dash or a bracket, and words such as "with a" before the
 * option at TEXT that FORM begins with inside, and note it in AROUND; or 0 if there are but
 * blanks, or that option is no word. */
size_t said_before(struct said_around *around, const char *form, const char *text);

/* Look at TEXT behind an option: "difficulty" behind "hard", and the bracket that AROUND asks for.
 * *LEN becomes the length of that. Returns false if the bracket is missing. */
bool said_behind(const struct said_around *around, const char *text, size_t *len);

/* Whether TEXT is a word that means something to the dice in many games, and no more. */
bool said_argument(const char *text);

#endif
