/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_AGAIN_H
#define LOGIOS_DICE_AGAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"
#include "dice/dice.h"

/* Rolling again, in part or as a whole, what lies on the table: a game's file says which dice, what
 * changes, and how often ([again NAME], logios-systems(7)). A roll is kept as a line of text: what
 * was typed, the faces that fell, and what was done with it since. */

enum {
	DICE_KEPT_FACES = 300, /* of a roll that is kept */
	DICE_KEPT_BYTES = 4096,
	DICE_ASKED_FACES = 20,
};

/* What was done with a roll since it was typed. */
struct dice_past {
	const char *history; /* "push,push", or "" */
	const char *params;  /* "s=3,push=1": parameters that are no longer as typed; or "" */
};

/* Append OUTCOME to KEPT, a line without its end, if its game lets it be rolled again and it is no
 * larger than what is kept. Returns false, and KEPT is as it was, if not. -- kept.c */
LOGIOS_API bool dice_keep(struct strbuf *kept, const struct dice_outcome *outcome);

/* What a player asks for: "push #17", "17", "willpower dice 2 3", "luck 7". */
struct dice_asked {
	char way[25];  /* "push"; "": the first that the game has */
	char roll[17]; /* "17", "h3"; "": the last */
	bool has_number;
	long number;                  /* that goes with the way */
	long faces[DICE_ASKED_FACES]; /* what dice show; or, where those that stay are picked, their
				       * places, from 1 */
	size_t face_count;
};

/* Read TEXT into ASKED; SYSTEMS tell which ways there are. On failure sets ERR and returns false.
 * -- asked.c */
LOGIOS_API bool dice_asked_read(const char *text, const struct systems *systems,
	struct dice_asked *asked, struct error *err);

/* Whether a game of SYSTEMS has a way to roll again that is called as the first LEN bytes of WORD
 * say. -- asked.c */
LOGIOS_API bool dice_way(const struct systems *systems, const char *word, size_t len);

/* A roll that is going to be rolled again. */
struct dice_again;

/* Decide how the KEPT roll, which people know as NUMBER ("#17"), is rolled again as ASKED. Nothing
 * is rolled yet. BOOK is that of dice_parse; the result lives in ARENA and lends BOOK. On failure
 * sets ERR and returns NULL. -- again.c */
LOGIOS_API const struct dice_again *dice_again(const char *kept, const char *number,
	const struct dice_asked *asked, const struct dice_book *book,
	const struct dice_limits *limits, struct arena *arena, struct error *err);

/* What is to be recorded of it, so that it can be computed again (replay.h): "push #17", "willpower
 * #9 dice 5 2". */
LOGIOS_API const char *dice_again_recorded(const struct dice_again *again);

/* Roll AGAIN with numbers from RNG: none where only what is said of the dice changes. On failure
 * sets ERR and returns NULL. */
LOGIOS_API const struct dice_outcome *dice_again_roll(const struct dice_again *again,
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err);

#endif
