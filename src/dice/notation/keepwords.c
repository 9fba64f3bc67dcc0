/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice kept and dropped in words: drop lowest, keep 3, best 3, take the higher. */
#include <stdio.h>
#include <string.h>

#include "dice/notation/reading.h"

/* Words read so far. */
struct phrase {
	const char *at;
	bool verb, drops, end, low, middle;
	unsigned number; /* 0: not said */
};

static void skip(struct phrase *phrase, size_t len)
{
	phrase->at = lex_skip_blanks(phrase->at + len);
}

/* Take one of WORDS if it is next. */
static bool take(struct phrase *phrase, const char *words)
{
	size_t len = word_among(phrase->at, words);

	skip(phrase, len);
	return len > 0;
}

static void take_number(struct phrase *phrase)
{
	if (phrase->number == 0)
		skip(phrase, word_count(phrase->at, &phrase->number));
}

static void take_end(struct phrase *phrase)
{
	phrase->low = take(phrase, "lowest|worst|lower|low|smallest|smaller");
	phrase->middle = !phrase->low && take(phrase, "middle|median|mid");
	phrase->end = phrase->low || phrase->middle ||
		      take(phrase, "highest|best|higher|high|top|largest|greatest");
}

/* Read the phrase at TEXT. Whether it says which dice are kept or dropped. */
static bool read_phrase(const char *text, struct phrase *phrase)
{
	*phrase = (struct phrase){.at = text};
	take(phrase, "and|then|but");
	phrase->drops = take(phrase, "drop|dropping|discard|remove|lose|without");
	phrase->verb = phrase->drops ||
		       take(phrase, "keep|keeping|take|taking|use|using|pick|picking|choose");
	take(phrase, "the");
	take_number(phrase);
	take_end(phrase);
	take_number(phrase);
	if (phrase->verb && phrase->drops && !phrase->end && phrase->number > 0)
		phrase->low = true;
	if (!phrase->end && (!phrase->verb || phrase->number == 0))
		return false;
	if (take(phrase, "dice|die|one|ones|roll|rolls|result|results"))
		return true;
	/* "best friends", "drop the lowest goblin" */
	return phrase->number > 0 || *phrase->at == '\0' ||
	       strchr("+-*/#;,.!<>=", *phrase->at) != NULL ||
	       (phrase->verb && word_among(phrase->at, "for|to|on|as|then|and|in") > 0);
}

size_t keep_words(const char *text)
{
	struct phrase phrase;

	return read_phrase(text, &phrase) && phrase.verb ? (size_t)(phrase.at - text) : 0;
}

/* Whether DIE is a term of dice of which some could go. */
static bool is_several(const struct ast *die)
{
	const struct ast *count;

	if (die == NULL || die->kind != AST_DICE)
		return die != NULL;
	count = die->dice.count;
	return count != NULL && (count->kind != AST_NUMBER || count->number != 1);
}

enum habit habit_keep(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *die = reading_die(reading);
	struct phrase phrase;
	char suffix[16];

	if (!read_phrase(text + reading->rest, &phrase))
		return HABIT_NONE;
	if (!is_several(die))
		return reading_refuse_for(reading, reading->rest,
			"it is not clear of which dice some are kept or dropped", "%.*s # %s",
			(int)reading->roll->span.end, text, text + reading->rest);
	snprintf(suffix, sizeof suffix, "%c%c%u", phrase.drops ? 'd' : 'k',
		phrase.low      ? 'l'
		: phrase.middle ? 'm'
				: 'h',
		phrase.number > 0 ? phrase.number : 1);
	reading_glue(reading, die, suffix, reading->rest, (size_t)(phrase.at - text));
	return HABIT_CHANGED;
}
