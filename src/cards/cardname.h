/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CARDS_CARDNAME_H
#define LOGIOS_CARDS_CARDNAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

struct deck;

/* Find the cards that people name: by its number (its rank, see zone.h), by its name, its code or
 * its sign (Q♠, QS), or by pieces of the words of its name in their order (queen sp). Of equal
 * cards the first is taken. */

/* Find the one card among the COUNT CARDS of DECK that TEXT names, leaving out those of which TAKEN
 * (or NULL) says so. False, with ERR, when there is none, or several that differ: then ERR has
 * them. */
LOGIOS_API bool cardname_find(const struct deck *deck, const size_t *cards, size_t count,
	const bool *taken, const char *text, size_t *found, struct error *err);

/* Write all cards that TEXT, which names one or a kind of them, may name into FOUND, which has room
 * for COUNT. Returns how many. */
LOGIOS_API size_t cardname_find_kind(const struct deck *deck, const size_t *cards, size_t count,
	const char *text, size_t *found);

/* Find all cards that TEXT names, one, or several parted by commas, "and" or blanks, or "all", into
 * FOUND, which has room for COUNT, and how many into FOUND_COUNT. False, with ERR, when one of them
 * is not there. */
LOGIOS_API bool cardname_find_all(const struct deck *deck, const size_t *cards, size_t count,
	const char *text, size_t *found, size_t *found_count, struct error *err);

#endif
