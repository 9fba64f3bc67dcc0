/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a comment or a label that could be meant for the dice: a row for each kind. */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "dice/notation/reading.h"

typedef const char *suspect_fn(const char *word, bool first);

static const char *suspect_dice(const char *word, bool first)
{
	size_t rolled = strspn(word, "0123456789");
	bool keeps = rolled > 0 && (word[rolled] == 'k' || word[rolled] == 'K') &&
		     word_number(word + rolled + 1) > 0; /* 5k3 */

	(void)first;
	return keeps || word_dice(word) > 0 ? "these dice would not be rolled" : NULL;
}

static const char *suspect_comparison(const char *word, bool first)
{
	enum comparison comparison;
	size_t len, number;

	(void)first;
	if (word_is_heart(word))
		return NULL;
	len = word_among(word, "ac|dc|tn|dv"); /* "dc 10+2" */
	word = lex_skip_blanks(word + len);
	number = strspn(word, "0123456789");
	if (len > 0 && number > 0)
		return strspn(word + number, "+-*/") > 0 && isdigit((unsigned char)word[number + 1])
			       ? "what is to be reached is one number"
			       : NULL;
	if (!comparison_match(word, &comparison, &len))
		return NULL;
	word = lex_skip_blanks(word + len + strspn(word + len, "<>="));
	word = lex_skip_blanks(word + strspn(word, "-="));
	return isdigit((unsigned char)*word) ? "this comparison would decide nothing" : NULL;
}

/* "k3", "kh", "r<2", but not "m" or "even". */
static const char *suspect_modifier(const char *word, bool first)
{
	const struct modifier *modifier = modifier_match(word);
	size_t len = 0, spelling;

	if (modifier == NULL || word_is_heart(word))
		return NULL;
	spelling = strlen(modifier->spelling);
	if (modifier->kind == MODIFIER_REFUSED)
		len = first && (word_number(word + spelling) > 0 ||
				       *lex_skip_blanks(word + spelling) == '\0')
			      ? spelling + 1
			      : 0;
	else
		len = lex_modifier_word(word);
	if (len == 0 && word_number(word + spelling) > 0 && modifier->takes != TAKES_NOTHING)
		len = spelling + 1;
	if (len == spelling && isalpha((unsigned char)*word) && modifier->kind != MODIFIER_KEEP)
		return NULL;
	return len > 0 && *word != '!' ? "this could be a modifier" : NULL;
}

static const char *suspect_advantage(const char *word, bool first)
{
	struct favour favour;
	size_t len = word_favour(word, &favour);

	(void)first;
	if (len == 0 || word_is(lex_skip_blanks(word + len), "of") > 0)
		return NULL;
	return "advantage would not count";
}

/* "x2", "2x", "$1" */
static const char *suspect_sets(const char *word, bool first)
{
	size_t number = strspn(word, "0123456789");

	(void)first;
	if (number > 0 && (word[number] == 'x' || word[number] == 'X') &&
		word_ends(word + number + 1))
		return "this could repeat the roll or multiply it";
	if ((*word == 'x' || *word == 'X') &&
		(word_number(word + 1) > 0 || word_dice(word + 1) > 0))
		return "this could repeat the roll or multiply it";
	if (*word == '$' && isdigit((unsigned char)word[1]))
		return "$ stands for nothing here";
	return NULL;
}

static const char *suspect_keep(const char *word, bool first)
{
	(void)first;
	return keep_words(word) > 0 ? "this would keep or drop no dice" : NULL;
}

/* "exploding on 9", "rerolling 2s" */
static const char *suspect_words(const char *word, bool first)
{
	static const char words[] =
		"explode|explodes|exploding|reroll|rerolls|rerolling|again|between";
	size_t len = word_among(word, words);

	(void)first;
	word = lex_skip_blanks(word + len);
	word += word_among(word, "on|the|all");
	return len > 0 && isdigit((unsigned char)*lex_skip_blanks(word))
		       ? "this would change no dice"
		       : NULL;
}

/* "twice", "six times" */
static const char *suspect_times(const char *word, bool first)
{
	unsigned number;
	size_t len = word_count(word, &number);

	(void)first;
	if (word_among(word, "twice|thrice") > 0 ||
		(len > 0 && word_is(lex_skip_blanks(word + len), "times") > 0))
		return "this would repeat nothing";
	return NULL;
}

/* "stealth 5+", "stealth /2" */
static const char *suspect_arithmetic(const char *word, bool first)
{
	size_t number = strspn(word, "0123456789");

	(void)first;
	if (number > 0 && word[number] == '+' && word_is_last(word, number + 1))
		return "this comparison would decide nothing";
	if ((*word == '*' || *word == '/') && word_number(lex_skip_blanks(word + 1)) > 0)
		return "this would multiply or divide nothing";
	return NULL;
}

/* "½", "⁵", "①", "±" alone: signs that no arithmetic here knows. */
static const char *suspect_sign(const char *word, bool first)
{
	static const struct {
		uint32_t first, last;
	} signs[] = {{0x00b1, 0x00b3}, {0x00b9, 0x00b9}, {0x00bc, 0x00be}, {0x2070, 0x2079},
		{0x2080, 0x2089}, {0x2150, 0x215f}, {0x2460, 0x249b}};
	size_t size = utf8_size(word, strlen(word));
	uint32_t code = size > 1 ? utf8_code(word, size) : 0;

	(void)first;
	for (size_t i = 0; code > 0 && i < sizeof signs / sizeof *signs; i++)
		if (code >= signs[i].first && code <= signs[i].last && word_is_last(word, size))
			return "numbers are written in plain digits";
	return NULL;
}

static const char *suspect(const char *word, bool first)
{
	static suspect_fn *const suspects[] = {suspect_dice, suspect_comparison, suspect_sets,
		suspect_modifier, suspect_advantage, suspect_keep, suspect_times, suspect_words,
		suspect_arithmetic, suspect_sign};
	const char *why = NULL;

	for (size_t i = 0; i < sizeof suspects / sizeof *suspects && why == NULL; i++)
		why = suspects[i](word, first);
	return why;
}

/* Whether a word, or a comparison, may begin at AT. */
static bool begins_here(const char *text, size_t at)
{
	char before = text[at - 1];

	if (strchr("<>=", text[at]) != NULL)
		return strchr("<>=", before) == NULL;
	return !isalnum((unsigned char)before) && before != '\'' && (unsigned char)before < 0x80;
}

const char *suspect_in(const char *text, size_t begin, size_t end, size_t *at)
{
	for (*at = begin; *at < end && text[*at] != '\0' && text[*at] != '#'; ++*at) {
		const char *quote = strchr("\"`", text[*at]) != NULL
					    ? strchr(text + *at + 1, text[*at])
					    : NULL;
		const char *why = NULL;

		if (quote != NULL)
			*at = (size_t)(quote - text);
		else if (*at == begin || begins_here(text, *at))
			why = suspect(text + *at, *at == begin);
		if (why != NULL)
			return why;
	}
	return NULL;
}
