/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that other bots have: a row for each thing that is done. */
#include "bot/near.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* WORDS, parted by |, and what to type INSTEAD. */
static const struct near {
	const char *words, *instead;
} nears[] = {
	{"commands|cmds|halp", "help"},
	{"draw|deal|drawcard", "cards draw"},
	{"shuffle|reshuffle", "cards shuffle"},
	{"deck|decks", "cards list"},
	{"gmroll|gmr", "groll"},
	{"blindroll", "broll"},
	{"selfroll|secretroll|privateroll|hroll", "sroll"},
	{"flip|coin|coinflip|flipcoin", "choose heads, tails"},
	{"rollstats|randchar|statroll", "roll dndstats"},
	{"rolldice|diceroll", "roll"},
	{"prob|probability|anydice", "odds"},
	{"redo|rollagain", "again"},
};

const char *near_word(const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < sizeof nears / sizeof *nears; i++) {
		const char *words = nears[i].words;

		while (*words != '\0') {
			size_t size = strcspn(words, "|");

			if (size == len && strncasecmp(words, word, len) == 0)
				return nears[i].instead;
			words += size + (words[size] == '|');
		}
	}
	return NULL;
}
