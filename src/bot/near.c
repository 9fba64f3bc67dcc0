/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that other bots have: a row for each thing that is done. */
#include "bot/near.h"

#include <stddef.h>
#include <strings.h>

#include "request/row.h"

/* WORDS, parted by blanks, and what to type INSTEAD. */
static const struct near {
	const char *words, *instead;
} nears[] = {
	{"commands cmds halp", "help"},
	{"draw drawcard", "cards draw"},
	{"deal", "cards deal"},
	{"hand myhand", "cards hand"},
	{"shuffle reshuffle", "cards shuffle"},
	{"deck decks", "cards list"},
	{"gmroll gmr", "groll"},
	{"blindroll", "broll"},
	{"selfroll secretroll privateroll hroll", "sroll"},
	{"randomtable rolltable oracle 8ball eightball", "table yesno"},
	{"flip coin coinflip flipcoin", "choose heads, tails"},
	{"rollstats randchar statroll ability abilities", "roll dndstats"},
	{"rolldice diceroll rolls rol", "roll"},
	{"prob probability anydice", "odds"},
	{"redo rollagain", "again"},
	{"multiroll mroll iterroll", "roll 6 4d6"},
	{"percentile percent", "roll d%"},
	{"dnd 5e dnd5e d&d", "systems dnd"},
	{"7s 7sea", "systems 7th sea"},
	{"rollhelp dicehelp dice-help", "help roll"},
};

const char *near_word(const char *word)
{
	char one[ROW_WORD_ROOM];

	for (size_t i = 0; i < sizeof nears / sizeof *nears; i++)
		for (const char *words = nears[i].words; row_next_word(&words, one);)
			if (strcasecmp(one, word) == 0)
				return nears[i].instead;
	return NULL;
}
