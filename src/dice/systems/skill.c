/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the words that people type between a system's word and its number: "coc spot hidden 60". */
#include <ctype.h>
#include <string.h>

#include "dice/notation/lex.h"
#include "dice/systems/impl.h"
#include "dice/systems/said.h"

enum { MAX_WORDS = 5 };

/* The length of the word at TEXT: letters, also such as in "sleight-of-hand", "cook's". */
static size_t word_length(const char *text)
{
	size_t len = 0;

	while (isalpha((unsigned char)text[len]) || (unsigned char)text[len] >= 0x80 ||
		(len > 0 && (text[len] == '\'' || text[len] == '-') &&
			isalpha((unsigned char)text[len + 1])))
		len++;
	return len;
}

bool system_has_option(const struct system *system, const char *word, size_t len)
{
	for (size_t i = 0; i < system->form_count; i++) {
		const char *at = strchr(system->forms[i].text, '[');

		for (; at != NULL && *at != '\0'; at++) {
			size_t own = 0;

			if (*at == '{')
				at = strchr(at, '}');
			while (isalpha((unsigned char)at[own]))
				own++;
			if (own == 0 || isalpha((unsigned char)at[-1]))
				continue;
			if ((own == len && strncasecmp(at, word, len) == 0) ||
				said_for(at, own, word) == len)
				return true;
		}
	}
	return false;
}

/* Whether SYSTEM takes the LEN bytes of WORD, or they mean something in many games. */
static bool means_something(const struct system *system, const char *word, size_t len)
{
	static const char *const words[] = {"and", "then", "plus", "minus", "x", "times", "d",
		"adv", "advantage", "dis", "disadvantage", "rote", "chance", "rolls"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == len && strncasecmp(word, words[i], len) == 0)
			return true;
	return system_has_option(system, word, len);
}

/* Whether TEXT is a number, with a sign unless SIGNLESS, and no dice. */
static bool is_number(const char *text, bool signless)
{
	size_t sign = *text == '+' || *text == '-', digits;

	if (sign > 0)
		sign += strspn(text + 1, " ");
	digits = strspn(text + sign, "0123456789");
	return digits > 0 && (sign > 0 || signless) && !isalpha((unsigned char)text[sign + digits]);
}

/* Whether the first number that SYSTEM takes has no sign. */
static bool takes_signless(const struct system *system)
{
	const char *number = strchr(system->forms[0].text, '{');

	return number != NULL && number[1] != '+';
}

bool system_skill(const struct system *system, const char *text, size_t *begin, size_t *end)
{
	size_t at = 0, words = 0;
	bool versus = false; /* the last word: what follows it is a difficulty */

	while (isalnum((unsigned char)text[at]) || text[at] == '_')
		at++;
	*begin = at = lex_past_blanks(text, at);
	for (; !is_number(text + at, takes_signless(system)); words++) {
		size_t len = word_length(text + at);

		if (len == 0 || words == MAX_WORDS || means_something(system, text + at, len))
			return false;
		versus = len == 2 && strncasecmp(text + at, "vs", len) == 0;
		at += len;
		at += text[at] == ',';
		if (!lex_is_blank(text[at]))
			return false;
		at = lex_past_blanks(text, at);
	}
	*end = at;
	return words > 0 && !versus && lex_is_blank(text[*begin - 1]);
}
