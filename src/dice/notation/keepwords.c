/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice kept and dropped in words: drop lowest, keep 3, best 3, take the higher. */
#include <ctype.h>
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
	unsigned number;
	size_t len = word_count(phrase->at, &number);

	/* "drop lowest 6 times" */
	if (phrase->number > 0 || len == 0 ||
		word_among(lex_skip_blanks(phrase->at + len), "times|sets|rolls") > 0)
		return;
	phrase->number = number;
	skip(phrase, len);
}

static void take_end(struct phrase *phrase)
{
	phrase->low = take(phrase, "lowest|worst|lower|low|smallest|smaller");
	phrase->middle = !phrase->low && take(phrase, "middle|median|mid");
	phrase->end = phrase->low || phrase->middle ||
		      take(phrase, "highest|best|higher|high|top|largest|greatest");
}

static const char drop_verbs[] =
	"d|drop|dropping|discard|discarding|remove|removing|lose|without|w/o|"
	"ignore|ignoring|excluding|except";
static const char weak_verbs[] = "no|minus|-|less"; /* of numbers too */
static const char keep_verbs[] =
	"k|keep|keeping|take|taking|use|using|pick|picking|choose|sum of|sum|"
	"total of";

/* Read the phrase at TEXT. Whether it says which dice are kept or dropped. */
static bool read_phrase(const char *text, struct phrase *phrase)
{
	bool weak;

	*phrase = (struct phrase){.at = text};
	take(phrase, "and|then|but");
	weak = take(phrase, weak_verbs);
	phrase->drops = weak || take(phrase, drop_verbs);
	phrase->verb = phrase->drops || take(phrase, keep_verbs);
	take(phrase, "the");
	take_number(phrase);
	take_end(phrase);
	take_number(phrase);
	if (weak && !phrase->end)
		return false;
	if (phrase->verb && phrase->drops && !phrase->end && phrase->number > 0)
		phrase->low = true;
	if (!phrase->end && (!phrase->verb || phrase->number == 0))
		return false;
	if (take(phrase, "dice|die|one|ones|roll|rolls|result|results"))
		return true;
	/* "best friends", "drop the lowest goblin" */
	if (tolower((unsigned char)*phrase->at) == 'x' && isdigit((unsigned char)phrase->at[1]))
		return true; /* "x6" is looked at next */
	return phrase->number > 0 || *phrase->at == '\0' || times_words(phrase->at) > 0 ||
	       strchr("+-*/#;,.!<>=)]", *phrase->at) != NULL ||
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
