/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice kept and dropped in words: drop lowest, keep 3, best 3, take the higher. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
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
	"d|drop|dropping|discard|discarding|remove|removing|lose|without|w/o|toss|tossing|"
	"ignore|ignoring|excluding|except|all but|all except|keep all but|keep all except|"
	"take all but|use all but";
static const char weak_verbs[] = "no|minus|-|less"; /* of numbers too */
static const char keep_verbs[] =
	"k|keep|keeping|take|taking|use|using|pick|picking|choose|sum of|sum|"
	"total of";

/* What is done to the roll besides. */
static const char goes_on[] = "plus|minus|add|then|reroll|rerolling|re-roll|explode|exploding|vs";

/* Whether PHRASE is followed by what can stand behind it; not by "friends", as in "best
 * friends". */
static bool ends_well(struct phrase *phrase)
{
	if (take(phrase, "dice|die|one|ones|roll|rolls|result|results") && phrase->verb)
		return true;
	if (tolower((unsigned char)*phrase->at) == 'x' && isdigit((unsigned char)phrase->at[1]))
		return true; /* "x6" is looked at next */
	if (phrase->number > 0 || *phrase->at == '\0' || times_words(phrase->at) > 0 ||
		word_among(phrase->at, goes_on) > 0 || word_dice(phrase->at) > 0 ||
		strchr("+-*/#;,.!<>=)]&", *phrase->at) != NULL)
		return true;
	return phrase->verb && (word_among(phrase->at, "for|to|on|as|then|and|in") > 0 ||
				       word_among(phrase->at, drop_verbs) > 0);
}

/* Read the phrase at TEXT; BEFORE is one that it goes on, whose verb is its own, or NULL. Whether
 * it says which dice are kept or dropped. */
static bool read_phrase(const char *text, const struct phrase *before, struct phrase *phrase)
{
	bool weak, joined;

	*phrase = (struct phrase){.at = text};
	joined = take(phrase, "and|then|but|&");
	weak = take(phrase, weak_verbs);
	phrase->drops = weak || take(phrase, drop_verbs);
	phrase->verb = phrase->drops || take(phrase, keep_verbs);
	take(phrase, "the");
	phrase->number = take(phrase, "both") ? 2 : 0;
	take_number(phrase);
	take_end(phrase);
	take_number(phrase);
	if (before != NULL && !phrase->verb && phrase->end &&
		(joined || *before->at == ',' || phrase->number > 0)) {
		phrase->verb = before->verb;
		phrase->drops = before->drops;
	}
	if (weak && !phrase->end)
		return false;
	if (phrase->verb && phrase->drops && !phrase->end && phrase->number > 0)
		phrase->low = true;
	if (!phrase->end && (!phrase->verb || phrase->number == 0))
		return false;
	return ends_well(phrase);
}

size_t keep_words(const char *text)
{
	struct phrase phrase;

	return read_phrase(text, NULL, &phrase) && phrase.verb ? (size_t)(phrase.at - text) : 0;
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

/* The modifier that PHRASE means. */
static void add_suffix(char suffix[32], const struct phrase *phrase)
{
	size_t len = strlen(suffix);

	snprintf(suffix + len, 32 - len, "%c%c%u", phrase->drops ? 'd' : 'k',
		phrase->low      ? 'l'
		: phrase->middle ? 'm'
				 : 'h',
		phrase->number > 0 ? phrase->number : 1);
}

/* Refuse what stands from the rest on, as a comment: WHY. */
static enum habit refuse(struct reading *reading, const char *why)
{
	return reading_refuse_for(reading, reading->rest, why, "%s", reading_comment(reading));
}

/* "2d20 max", "4d6 drop": could be a comment too. */
static enum habit lone_word(struct reading *reading, const struct ast *die)
{
	static const struct meaning rows[] = {
		{"max|maximum", "kh"},
		{"min|minimum", "kl"},
		{"drop|discard", "dl1"},
		{"keep", "kh1"},
	};
	const char *text = reading->words.text, *suffix, *lines[2];
	size_t end;

	suffix = word_meaning(text, reading->rest, rows, sizeof rows / sizeof *rows, &end);
	if (suffix == NULL || text[lex_past_blanks(text, end)] != '\0' || !is_several(die) ||
		!reading->roll->ends_in_die)
		return HABIT_NONE;
	lines[0] = arena_printf(
		reading->arena, "%.*s%s", (int)reading->roll->span.end, text, suffix);
	lines[1] = reading_comment(reading);
	return reading_refuse(
		reading, reading->rest, "this could be for the dice or be a comment", lines, 2);
}

enum habit habit_keep(struct reading *reading)
{
	const char *text = reading->words.text;
	const struct ast *die = reading_die(reading);
	static const char both_ends[] = "drop both ends|drop the ends|dropping both ends";
	struct phrase phrase, more;
	char suffix[32] = "";
	size_t len;

	if (is_several(die) && (len = word_among(text + reading->rest, both_ends)) > 0) {
		reading_glue(reading, die, "dh1dl1", reading->rest, reading->rest + len);
		return HABIT_CHANGED;
	}
	if (!read_phrase(text + reading->rest, NULL, &phrase))
		return lone_word(reading, die);
	if (!is_several(die) && !phrase.verb && phrase.number == 0)
		return HABIT_NONE; /* "best roll" */
	if (!is_several(die))
		return refuse(reading, "it is not clear of which dice some are kept or dropped");
	add_suffix(suffix, &phrase);
	if (read_phrase(phrase.at, &phrase, &more) && more.verb) {
		if (!phrase.drops && !more.drops)
			return refuse(reading, "dice are kept from one end only");
		add_suffix(suffix, &more);
		phrase = more;
	}
	reading_glue(reading, die, suffix, reading->rest, (size_t)(phrase.at - text));
	return HABIT_CHANGED;
}

/* ---- with a minus, before the text is parsed ---- */

/* Read "- 1 lowest", "-2L" or "- H" at TEXT, behind dice. Returns its length, or 0. */
static size_t read_minus(const char *text, struct phrase *phrase)
{
	size_t digits, letter;

	*phrase = (struct phrase){.at = lex_skip_blanks(text), .drops = true, .verb = true};
	if (*phrase->at != '-')
		return 0;
	skip(phrase, 1);
	digits = strspn(phrase->at, "0123456789");
	phrase->number = digits < 3 ? (unsigned)strtoul(phrase->at, NULL, 10) : 0;
	skip(phrase, digits);
	letter = word_among(phrase->at, "l|h");
	phrase->low = letter > 0 && tolower((unsigned char)*phrase->at) == 'l';
	skip(phrase, letter);
	if (letter == 0)
		take_end(phrase);
	if (digits > 2 || (letter == 0 && !phrase->end))
		return 0;
	take(phrase, "dice|die|one|ones");
	/* "2d6 - high winds" */
	return isalpha((unsigned char)*phrase->at) ? 0 : (size_t)(phrase->at - text);
}

/* "4d6 - L", "4d6 -1 lowest" */
enum habit habit_keep_minus(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t dice, at = word_first_dice(text, &dice), len;
	struct phrase phrase;
	char suffix[32] = "";

	if (dice == 0 || !isdigit((unsigned char)text[at]) || word_is(text + at, "1d") > 0 ||
		(len = read_minus(text + at + dice, &phrase)) == 0)
		return HABIT_NONE;
	add_suffix(suffix, &phrase);
	wording_replace(&reading->words, at + dice, at + dice + len, suffix);
	return HABIT_CHANGED;
}
