/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game's word that only adds up dice, with more behind it than the game knows: attack +5 adv. */
#include <string.h>

#include "dice/notation/reading.h"

bool reading_unfold(struct reading *reading)
{
	const char *text = reading->words.text, *typed = reading->roll->source.text;
	size_t word = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	struct span span = reading->roll->span;
	const char *name = arena_strndup(reading->arena, text, word), *dice;
	bool plain = false;

	if (reading->system == NULL || reading->label != NULL || reading->roll->repeat_count > 0 ||
		reading->system_rolls(reading, name, word, &plain) == NULL || !plain)
		return false;
	dice = arena_printf(
		reading->arena, "%.*s ", (int)(span.end - span.begin), typed + span.begin);
	reading->label = name;
	wording_replace(&reading->words, 0, reading->rest, dice);
	return true;
}
