/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_ODDS_H
#define LOGIOS_DICE_ODDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "base/error.h"

/* How likely the totals of a roll are, computed and not tried out.
 *
 * The chances are exact but for rounding (see dist.h). Dice that may explode for ever are cut where
 * all that is left out together is less likely than some 1e-12, and the answer says so. What would
 * take more than some 0.2 s or 16 MB is refused. */

struct dice_book;
struct dice_limits;
struct odds;
struct strbuf;

/* Answer LINE: "ROLL [COMPARISON NUMBER] [vs ROLL [COMPARISON NUMBER]]", where ROLL is what can be
 * rolled, and COMPARISON (>= > <= < = <>) is about its total; if only one of two rolls has one it
 * is for both. BOOK is that of dice_parse; a game system with a total of its own, or dice that
 * depend on others, is refused. A comparison right after dice, without a blank, is theirs and
 * counts successes. On failure sets ERR (columns count from the first character that is no blank)
 * and returns NULL; else odds_free what it returns. */
LOGIOS_API struct odds *odds_new(const char *line, const struct dice_book *book,
	const struct dice_limits *limits, struct error *err);
LOGIOS_API void odds_free(struct odds *odds);

/* Do the same, unless it takes more than some 2 ms: then return NULL, with SLOW true. */
LOGIOS_API struct odds *odds_new_quick(const char *line, const struct dice_book *book,
	const struct dice_limits *limits, bool *slow, struct error *err);

/* Append the answer as one line of at most MAX_BYTES, if that is possible at all. 0x02 switches
 * bold. */
LOGIOS_API void odds_reply(struct strbuf *out, const struct odds *odds, size_t max_bytes);

#endif
