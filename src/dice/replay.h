/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_REPLAY_H
#define LOGIOS_DICE_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A roll that was recorded is computed again, on the numbers that are recorded with it: whether the
 * input asks for these dice, and what they come to. What stands in a record as its input is what
 * dice_recorded returns (dice.h), dice_again_recorded (again.h), or "choose " and the things to
 * choose from. */

struct arena;
struct dice_book;
struct dice_choices;
struct dice_outcome;

enum { REPLAY_DEPTH = 8 }; /* rolls that were rolled again, and again */

struct replay_record {
	const char *input;              /* valid UTF-8 */
	const uint32_t *sides, *values; /* COUNT each; every value is on its die */
	size_t count;
	const char
		*error; /* what is recorded as the reason why nothing came of it; NULL: nothing */
	/* Fill EARLIER with the record that is known as NUMBER ("17", "h3") to the roller and was
	 * made before this one. Returns false if it is not known. NULL: none is. */
	bool (*earlier)(void *arg, const char *number, struct replay_record *earlier);
	void *arg;
	int depth; /* 0; counts how often EARLIER was asked */
};

enum replay_end {
	REPLAY_TOTAL,  /* it rolls these dice, and comes to a total */
	REPLAY_FAILED, /* it rolls these dice, and then fails */
	REPLAY_OTHER,  /* it rolls other dice */
	REPLAY_UNREAD, /* it is nothing that can be rolled, as far as the book knows */
};

struct replay {
	enum replay_end end;
	double total;
	const struct dice_outcome *outcome; /* of dice that came to a total */
	const char *choice;                 /* of things to choose from: the one */
	bool labelled;      /* it begins with a word that is only a label here: elsewhere it may be
			       a game's, and mean other dice, or another total */
	struct error error; /* unless it came to a total: why not, a sentence about the input */
};

/* Compute RECORD again with what BOOK knows (without what is usual in a channel) into REPLAY, whose
 * pointers live in ARENA. What an operator may limit is not limited, unless the recorded error
 * tells of that limit. -- replay.c */
void dice_replay(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct replay *replay);

/* Return what INPUT, as it is recorded, gives to choose from, in ARENA; NULL and ERR if it is
 * nothing of the kind. */
const struct dice_choices *replay_choices(
	const char *input, struct arena *arena, struct error *err);

#endif
