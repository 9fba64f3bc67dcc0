/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice that are spelled otherwise: 3w6, 3 d6, d 20, d00, 5k3, one d6; and comparisons in brackets,
 * r[<=2]. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice/limits.h"
#include "dice/notation/reading.h"

/* What stands between BEGIN and END is another spelling of TEXT. */
struct spelled {
	size_t begin, end;
	char text[32];
};

typedef bool spelling_fn(const char *text, size_t at, struct spelled *found);

static bool is_d(char c)
{
	return c == 'd' || c == 'D';
}

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static size_t blanks(const char *text)
{
	return strspn(text, " \t");
}

/* Whether something that has sides begins at TEXT. */
static bool sides(const char *text)
{
	return isdigit((unsigned char)*text) || *text == '%';
}

/* Whether the number at AT says how often: "rr 2 d20". */
static bool asks_for_sets(const char *text, size_t at)
{
	size_t len = word_among(text, "rr|repeat");

	return len > 0 && at == lex_past_blanks(text, len);
}

/* Whether a word stands before AT, as that of a game system. */
static bool behind_word(const char *text, size_t at)
{
	at = lex_before_blanks(text, at);
	return at > 0 && isalpha((unsigned char)text[at - 1]);
}

/* Whether the number at AT, a blank before the die at D, belongs to what stands before it: d20+7
 * d8, goblin 2 d20. */
static bool counts_before(const char *text, size_t at, size_t d)
{
	bool one = strncmp(text + d + 1, "20", 2) == 0 || strncmp(text + d + 1, "100", 3) == 0;

	if (at > 1 && strchr("+-", text[at - 1]) != NULL)
		return true;
	return behind_word(text, at) && (text[d + 1] == '%' || one);
}

/* "3 d6" */
static bool blank_before_d(const char *text, size_t at, struct spelled *found)
{
	size_t count = digits(text + at), gap = blanks(text + at + count), d = at + count + gap;

	if (count == 0 || gap == 0 || !is_d(text[d]) || !sides(text + d + 1) ||
		(at > 0 && word_drops(text + d)) || asks_for_sets(text, at) ||
		counts_before(text, at, d))
		return false;
	*found = (struct spelled){.begin = at + count, .end = d, .text = ""};
	return true;
}

/* "3d 6" */
static bool blank_behind_d(const char *text, size_t at, struct spelled *found)
{
	size_t d = at + digits(text + at), gap;

	if (!is_d(text[d]) || (gap = blanks(text + d + 1)) == 0 || !sides(text + d + 1 + gap))
		return false;
	*found = (struct spelled){.begin = d + 1, .end = d + 1 + gap, .text = ""};
	return true;
}

/* "3w6", as in German */
static bool w_for_d(const char *text, size_t at, struct spelled *found)
{
	size_t w = at + digits(text + at);

	if ((text[w] != 'w' && text[w] != 'W') || word_number(text + w + 1) == 0)
		return false;
	*found = (struct spelled){.begin = w, .end = w + 1, .text = "d"};
	return true;
}

/* "2к6", "2д6", as in Russian */
static bool cyrillic_for_d(const char *text, size_t at, struct spelled *found)
{
	static const char *const letters[] = {"к", "К", "д", "Д"};
	size_t letter = at + digits(text + at);

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		size_t len = strlen(letters[i]);

		if (strncmp(text + letter, letters[i], len) != 0 || !sides(text + letter + len))
			continue;
		*found = (struct spelled){.begin = letter, .end = letter + len, .text = "d"};
		return true;
	}
	return false;
}

/* "d00": a percentile. */
static bool two_zeros(const char *text, size_t at, struct spelled *found)
{
	size_t d = at + digits(text + at);

	if (!is_d(text[d]) || strncmp(text + d + 1, "00", 2) != 0 ||
		isdigit((unsigned char)text[d + 3]))
		return false;
	*found = (struct spelled){.begin = d + 1, .end = d + 3, .text = "100"};
	return true;
}

/* Whether a number at AT may begin a term: it is no part of another, nor what is compared with. */
static bool may_begin_term(const char *text, size_t at)
{
	if (at > 0 && strchr(" \t+-*/(,;{", text[at - 1]) == NULL)
		return false;
	at = lex_before_blanks(text, at);
	return at == 0 || strchr("=<>.", text[at - 1]) == NULL;
}

/* "5k3 unskilled", "14k12": what only the game knows that rolls so. */
static bool roll_and_keep_game(const char *text, size_t at, size_t count, size_t kept)
{
	size_t next = lex_past_blanks(text, at + count + 1 + kept);

	return at == 0 && (strtol(text, NULL, 10) > 10 ||
				  word_among(text + next, "u|unskilled|e|emphasis|tn") > 0);
}

/* "5k3": five d10 that explode, of which three are kept. */
static bool roll_and_keep(const char *text, size_t at, struct spelled *found)
{
	size_t count = digits(text + at), k = at + count, kept;

	if (count == 0 || count > 4 || (text[k] != 'k' && text[k] != 'K') ||
		behind_word(text, at) || !may_begin_term(text, at))
		return false;
	kept = word_number(text + k + 1);
	if (kept == 0 || kept > 4)
		return false;
	if (roll_and_keep_game(text, at, count, kept)) {
		*found = (struct spelled){.begin = at, .end = at, .text = "rk "};
		return true;
	}
	*found = (struct spelled){.begin = k, .end = k + 1 + kept};
	snprintf(found->text, sizeof found->text, "d10!!kh%.*s", (int)kept, text + k + 1);
	return true;
}

/* "1,000" */
static bool thousands(const char *text, size_t at, struct spelled *found)
{
	size_t head = digits(text + at), comma = at + head;

	if (head == 0 || head > 3 || text[comma] != ',' || digits(text + comma + 1) != 3 ||
		(at > 0 && strchr(" \t+-*/", text[at - 1]) == NULL))
		return false;
	*found = (struct spelled){.begin = comma, .end = comma + 1, .text = ""};
	return true;
}

/* "r[<=2]" */
static bool bracketed_comparison(const char *text, size_t at, struct spelled *found)
{
	enum comparison comparison;
	size_t len, number;

	if (text[at] != '[' || !comparison_match(text + at + 1, &comparison, &len))
		return false;
	number = digits(text + at + 1 + len);
	if (number == 0 || number > 9 || text[at + 1 + len + number] != ']')
		return false;
	*found = (struct spelled){.begin = at, .end = at + len + number + 2};
	snprintf(found->text, sizeof found->text, "%.*s", (int)(len + number), text + at + 1);
	return true;
}

/* "1d20ー5": a mark of long vowels, typed for a minus. */
static bool long_vowel(const char *text, size_t at, struct spelled *found)
{
	static const char *const marks[] = {"ー", "ｰ"};
	size_t len = strlen(marks[0]);

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(text + at, marks[i], len) == 0 && at > 0 &&
			(isdigit((unsigned char)text[at - 1]) || lex_is_blank(text[at - 1])) &&
			isdigit((unsigned char)*lex_skip_blanks(text + at + len))) {
			*found = (struct spelled){.begin = at, .end = at + len, .text = "-"};
			return true;
		}
	return false;
}

/* "ld20", "I'd20", where the line begins: the letter is a 1, and phones add the mark. */
static bool letter_for_one(const char *text, size_t at, struct spelled *found)
{
	size_t d = at + 1 + (at == 0 && *text != '\0' && text[1] == '\'');

	if (at > 0 || *text == '\0' || strchr("lIi", *text) == NULL || !is_d(text[d]) ||
		word_dice(text + d) == 0)
		return false;
	*found = (struct spelled){.begin = 0, .end = d, .text = "1"};
	return true;
}

/* "1d2o", "d1OO": the letters are zeros. */
static bool letters_for_zeros(const char *text, size_t at, struct spelled *found)
{
	size_t d = at + digits(text + at), zeros;

	if (!is_d(text[d]) || strchr("123", text[d + 1]) == NULL || text[d + 1] == '\0')
		return false;
	zeros = strspn(text + d + 2, "oO");
	if (zeros == 0 || zeros > 2 || !word_ends(text + d + 2 + zeros))
		return false;
	*found = (struct spelled){.begin = d + 2, .end = d + 2 + zeros};
	snprintf(found->text, sizeof found->text, "%.*s", (int)zeros, "00");
	return true;
}

/* "one d6", "a d20", where the line begins */
static bool number_word(const char *text, size_t at, struct spelled *found)
{
	unsigned number = 1;
	size_t len = at == 0 && isalpha((unsigned char)*text) ? word_count(text, &number) : 0;
	size_t gap;

	len = at == 0 && len == 0 ? word_is(text, "a") : len;
	gap = blanks(text + len);
	if (len == 0 || gap == 0 || !is_d(text[len + gap]) || word_dice(text + len + gap) == 0)
		return false;
	*found = (struct spelled){.begin = 0, .end = len + gap};
	snprintf(found->text, sizeof found->text, "%u", number);
	return true;
}

/* Whether something new may begin at AT. */
static bool begins_here(const char *text, size_t at)
{
	return at == 0 || (!isalnum((unsigned char)text[at - 1]) && text[at - 1] != '\'' &&
				  (unsigned char)text[at - 1] < 0x80);
}

static bool find(const char *text, size_t at, struct spelled *found)
{
	static spelling_fn *const spellings[] = {number_word, letter_for_one, letters_for_zeros,
		blank_before_d, blank_behind_d, w_for_d, cyrillic_for_d, two_zeros, roll_and_keep,
		thousands};

	if ((text[at] == '[' && bracketed_comparison(text, at, found)) ||
		((unsigned char)text[at] >= 0x80 && long_vowel(text, at, found)))
		return true;
	if (!begins_here(text, at))
		return false;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (spellings[i](text, at, found))
			return true;
	return false;
}

enum habit habit_spelling(struct reading *reading)
{
	const char *text = reading->words.text;
	struct spelled found;

	for (size_t at = 0; text[at] != '\0' && text[at] != '#' && at < DICE_MAX_BYTES; at++) {
		if (strchr("\"`", text[at]) != NULL)
			break;
		if (!find(text, at, &found))
			continue;
		wording_replace(&reading->words, found.begin, found.end, found.text);
		return HABIT_CHANGED;
	}
	return HABIT_NONE;
}
