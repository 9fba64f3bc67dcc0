/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advantage and disadvantage as words, a row each, mistyped ones too; and the dice that they
 * roll. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* Words, parted by |; which end is kept, and of how many dice. */
static const struct {
	const char *words;
	struct favour favour;
} rows[] = {
	{"adv|advantage|advan|vorteil|ventaja", {.dice = 2}},
	{"dis|disadv|disadvantage|nachteil|desventaja", {.dice = 2, .low = true}},
	{"eadv|elven accuracy|elven advantage", {.dice = 3}},
};

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Whether LEN bytes of WORD are NAME but for one letter that is wrong, missing or too many, or for
 * two that are swapped. */
static bool is_mistyped(const char *word, size_t len, const char *name)
{
	size_t named = strlen(name), same = 0;

	while (same < len && same < named && is_same(word[same], name[same]))
		same++;
	if (len == named + 1)
		return strncasecmp(word + same + 1, name + same, named - same) == 0;
	if (len + 1 == named)
		return strncasecmp(word + same, name + same + 1, len - same) == 0;
	if (len != named || same == len)
		return false;
	if (strncasecmp(word + same + 1, name + same + 1, len - same - 1) == 0)
		return true;
	return same + 1 < len && is_same(word[same], name[same + 1]) &&
	       is_same(word[same + 1], name[same]) &&
	       strncasecmp(word + same + 2, name + same + 2, len - same - 2) == 0;
}

/* The length of a long word at TEXT that is mistyped; "advantages" is none. */
static size_t mistyped(const char *text, struct favour *favour)
{
	static const char *const names[] = {"advantage", "disadvantage"};
	size_t len = lex_letters(text);

	if (len < 8 || tolower((unsigned char)text[len - 1]) == 's' || !word_ends(text + len))
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_mistyped(text, len, names[i])) {
			*favour = (struct favour){.dice = 2, .low = i > 0};
			return len;
		}
	return 0;
}

size_t word_favour(const char *text, struct favour *favour)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = word_among(text, rows[i].words);

		if (len > 0) {
			*favour = rows[i].favour;
			return len;
		}
	}
	return mistyped(text, favour);
}

size_t word_with(const char *text)
{
	return strncasecmp(text, "w/", 2) == 0 ? 2 : word_among(text, "with|at|and|w|having");
}

void favour_wording(struct wording *words, size_t begin, size_t end, const struct favour *favour)
{
	size_t count = strspn(words->text + begin, "0123456789");
	char dice[16];

	snprintf(dice, sizeof dice, "%u", favour->dice);
	wording_replace(words, end, end, favour->low ? "kl1" : "kh1");
	wording_replace(words, begin, begin + count, dice);
}

bool favour_die(struct reading *reading, size_t at, const struct favour *favour)
{
	const char *text = reading->words.text;
	size_t len = word_dice(text + at), count = strspn(text + at, "0123456789");

	if (len == 0 || count > 1 || (count == 1 && text[at] != '1'))
		return false;
	favour_wording(&reading->words, at, at + len, favour);
	return true;
}
