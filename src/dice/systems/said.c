/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads how people say what the form of a game has: "with a bonus die" for "bonus". */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/text.h"
#include "dice/notation/lex.h"
#include "dice/systems/said.h"

static bool is_word(const char *text, size_t len, const char *word)
{
	return strlen(word) == len && strncasecmp(text, word, len) == 0;
}

bool said_word(const char *text, const char *word)
{
	return is_word(text, lex_letters(text), word);
}

/* ---- other words ---- */

/* The length of the word at TEXT: letters, with dashes between them, or a sign in square brackets,
 * which Mothership prints for advantage. */
static size_t word_length(const char *text)
{
	size_t len = lex_letters(text);

	while (len > 0 && text[len] == '-' && lex_letters(text + len + 1) > 0)
		len += 1 + lex_letters(text + len + 1);
	return *text == '[' && (text[1] == '+' || text[1] == '-') && text[2] == ']' ? 3 : len;
}

/* The length of what is said at TEXT, behind vs, of the number there: " DC" in "vs DC 15"; or 0. */
static size_t target_word(const char *text)
{
	size_t blanks = strspn(text, " "), word = lex_letters(text + blanks);
	const char *next = text + blanks + word;
	bool said = is_word(text + blanks, word, "ac") || said_for("dc", 2, text + blanks) > 0;

	return said && isdigit((unsigned char)next[strspn(next, " ")]) ? blanks + word : 0;
}

size_t said_for(const char *word, size_t len, const char *text)
{
	static const char *const alike[] = {
		"adv advantage [+]",
		"dis disadvantage disadv [-]",
		"fav favoured favored favourable",
		"ill ill-favoured ill-favored unfavoured unfavored",
		"dc tn dv dn diff difficulty target",
		"vs versus against",
	};
	size_t said = word_length(text);

	for (size_t i = 0; said > 0 && i < sizeof alike / sizeof *alike; i++)
		if (text_has_word(alike[i], word, len) && text_has_word(alike[i], text, said))
			return said + (is_word(word, len, "vs") ? target_word(text + said) : 0);
	return 0;
}

size_t said_count(const char *text, long *number)
{
	size_t len = lex_letters(text);
	unsigned spelled = number_spelled(text, len);

	if (spelled == 0 || spelled > 10)
		return 0;
	*number = spelled;
	return len;
}

/* ---- around an option ---- */

/* Whether FORM, inside of an option, begins with dice by their letters: {y:y}. */
static bool is_pool(const char *form)
{
	return *form == '{' && strchr(form, '}')[-2] == ':';
}

/* Whether the option whose inside FORM is begins with a word, with or without a number before it,
 * or, unless WORDED, is a number with a sign. */
static bool begins_with_word(const char *form, bool worded)
{
	if (*form == '{' && form[1] == '+')
		return !worded;
	if (*form == '{' && !is_pool(form))
		form = strchr(form, '}') + 1;
	return *form == '{' || isalpha((unsigned char)form[*form == ' ']);
}

/* The length of the words at TEXT that may stand before an option: "with a", "w/"; and, before a
 * POOL of dice by their letters, "vs". */
static size_t leading_words(const char *text, bool pool)
{
	static const char words[] = "with w/ a an at on and using as";
	size_t at = 0, len;

	for (;;) {
		len = lex_letters(text + at);
		len += text[at + len] == '/';
		if (len == 0 ||
			!(text_has_word(words, text + at, len) ||
				(pool && said_word(text + at, "vs"))) ||
			!(lex_is_blank(text[at + len]) || text[at + len - 1] == '/'))
			return at;
		at = lex_past_blanks(text, at + len);
	}
}

size_t said_before(struct said_around *around, const char *form, const char *text)
{
	size_t blanks = strspn(text, " \t"), at = blanks, words;
	bool marked = text[at] == ',' || text[at] == '/' ||
		      (text[at] == '-' && lex_is_blank(text[at + 1]));

	if (marked)
		at = lex_past_blanks(text, at + 1);
	if ((text[at] == '(' || (text[at] == '[' && word_length(text + at) == 0)) &&
		*form != text[at]) {
		around->close = text[at] == '(' ? ')' : ']';
		at = lex_past_blanks(text, at + 1);
	}
	words = leading_words(text + at, is_pool(form));
	around->worded = words > 0;
	if (at + words == blanks || !begins_with_word(form, around->worded || marked))
		return 0;
	return at + words;
}

bool said_behind(const struct said_around *around, const char *text, size_t *len)
{
	static const char nouns[] = "die dice difficulty test roll check";
	size_t noun = strspn(text, " \t"), word = lex_letters(text + noun), end;

	*len = 0;
	if (noun > 0 && text_has_word(nouns, text + noun, word)) {
		end = noun + word + strspn(text + noun + word, " \t");
		*len = isdigit((unsigned char)text[end]) ? 0 : noun + word;
	}
	if (around->close == '\0')
		return true;
	end = lex_past_blanks(text, *len);
	*len = end + 1;
	return text[end] == around->close;
}

/* ---- what no form has ---- */

bool said_argument(const char *text)
{
	static const char words[] =
		"adv advantage dis disadvantage disadv bonus penalty boon bane edge easy hard "
		"difficult challenging extreme formidable favoured favored ill eased hindered "
		"unskilled untrained specialty speciality again rote exploding weary wild";
	struct said_around around = {.close = '\0'};
	size_t at = said_before(&around, "a", text), word, end;

	at = lex_past_blanks(text, at);
	at += (text[at] == 'v' || text[at] == 'V') && said_word(text + at, "very")
		      ? lex_past_blanks(text + at, strlen("very"))
		      : 0;
	word = word_length(text + at);
	return text_has_word(words, text + at, word) &&
	       said_behind(&around, text + at + word, &end) &&
	       strchr(".,;:!?#", text[lex_past_blanks(text, at + word + end)]) != NULL;
}
