/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the header of a deck file:
 *
 *   @title TEXT                       what the deck is
 *   @names poker bridge               what else the type is called
 *   @back TEXT                        what its cards look like from behind
 *   @cards 52                         how many there are, to be compared
 *   @suits clubs C ♣, hearts H ♥ red  name, code, sign and colour, in the order for sorting
 *   @ranks Two 2, Ace A               name and code, likewise
 *   @jokers Red joker, Black joker    names of cards
 *   @reversed 1/2                     the chance of a card to lie upside down
 *
 * A card whose name has the words of a rank and of a suit gets its code and its sign of them. */
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/text.h"
#include "cards/deckread.h"

static const char blanks[] = " ";

/* Take the next word of *TEXT, up to a blank or a comma, into the arena; NULL when there is none
 * before the comma or the end. */
static const char *next_word(struct deckread *read, const char **text)
{
	size_t len;

	*text += strspn(*text, blanks);
	len = strcspn(*text, " ,");
	*text += len;
	return len > 0 ? arena_strndup(&read->file->arena, *text - len, len) : NULL;
}

/* Read one suit or rank of *TEXT, and go behind its comma. */
static bool read_word(struct deckread *read, const char **text, struct deckword *word)
{
	const char *colour, *rest;

	*word = (struct deckword){.name = next_word(read, text), .code = next_word(read, text)};
	word->sign = next_word(read, text);
	colour = word->sign != NULL ? next_word(read, text) : NULL;
	rest = colour != NULL ? next_word(read, text) : NULL;
	word->red = colour != NULL && strcasecmp(colour, "red") == 0;
	if (word->name == NULL || word->code == NULL || rest != NULL ||
		(colour != NULL && !word->red && strcasecmp(colour, "black") != 0))
		return false;
	*text += strspn(*text, ", ");
	return true;
}

static bool read_words(
	struct deckread *read, const char *text, struct deckword *words, size_t max, size_t *count)
{
	for (*count = 0; *text != '\0'; ++*count) {
		if (*count == max)
			return deckread_wrong(read, "there are at most %zu of these", max);
		if (!read_word(read, &text, &words[*count]))
			return deckread_wrong(read,
				"a suit is NAME CODE SIGN, as in hearts H ♥ red, and a rank NAME "
				"CODE; commas part them");
	}
	return true;
}

static bool read_suits(struct deckread *read, const char *text)
{
	return read_words(read, text, read->suits, DECKFILE_SUITS_MAX, &read->suit_count);
}

static bool read_ranks(struct deckread *read, const char *text)
{
	return read_words(read, text, read->ranks, DECKFILE_RANKS_MAX, &read->rank_count);
}

static bool read_title(struct deckread *read, const char *text)
{
	read->file->title = arena_strdup(&read->file->arena, text);
	return true;
}

static bool read_names(struct deckread *read, const char *text)
{
	read->file->names = arena_strdup(&read->file->arena, text);
	return true;
}

static bool read_back(struct deckread *read, const char *text)
{
	read->file->back = arena_strdup(&read->file->arena, text);
	return true;
}

static bool read_jokers(struct deckread *read, const char *text)
{
	read->jokers = arena_strdup(&read->file->arena, text);
	return true;
}

static bool read_count(struct deckread *read, const char *text)
{
	long count;

	if (!number_parse(text, 1, DECKFILE_CARDS_MAX, &count))
		return deckread_wrong(read, "@cards is a number from 1 to %u", DECKFILE_CARDS_MAX);
	read->expected = (size_t)count;
	return true;
}

static bool read_reversed(struct deckread *read, const char *text)
{
	const char *slash = strchr(text, '/');
	long part, whole;
	char first[8] = "";

	if (slash != NULL && slash - text < (long)sizeof first)
		memcpy(first, text, (size_t)(slash - text));
	if (!number_parse(first, 1, DECKFILE_TURNS_MAX - 1, &part) ||
		!number_parse(slash + 1, part + 1, DECKFILE_TURNS_MAX, &whole))
		return deckread_wrong(read,
			"@reversed is a chance such as 1/2, of at most %u parts",
			DECKFILE_TURNS_MAX);
	read->file->reversed = (unsigned)part;
	read->file->upright = (unsigned)(whole - part);
	return true;
}

bool deckread_header(struct deckread *read, const char *text)
{
	static const struct {
		const char *key;
		bool (*read)(struct deckread *read, const char *text);
	} keys[] = {{"title", read_title}, {"names", read_names}, {"back", read_back},
		{"cards", read_count}, {"suits", read_suits}, {"ranks", read_ranks},
		{"jokers", read_jokers}, {"reversed", read_reversed}};
	size_t len = strcspn(text, blanks);
	const char *value = text + len + strspn(text + len, blanks);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strlen(keys[i].key) == len && strncasecmp(text, keys[i].key, len) == 0)
			return *value != '\0' ? keys[i].read(read, value)
					      : deckread_wrong(read, "@%s lacks what follows it",
							keys[i].key);
	return deckread_wrong(read,
		"there is no @%.*s; there are @title, @names, @back, @cards, @suits, @ranks, "
		"@jokers and "
		"@reversed",
		(int)(len < 32 ? len : 32), text);
}

/* ---- cards ---- */

static int find_word(const struct deckword *words, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_has_word(name, words[i].name, strlen(words[i].name)))
			return (int)i;
	return -1;
}

static bool is_joker(const char *jokers, const char *name)
{
	size_t len = strlen(name), at;

	for (; jokers != NULL && *jokers != '\0'; jokers += at + strspn(jokers + at, ", ")) {
		at = strcspn(jokers, ",");
		if (at >= len && strncasecmp(jokers, name, len) == 0 &&
			strspn(jokers + len, blanks) == at - len)
			return true;
	}
	return false;
}

void deckread_recognise(struct deckread *read, const char *name, struct deckcard *about)
{
	struct arena *arena = &read->file->arena;

	about->suit = find_word(read->suits, read->suit_count, name);
	about->rank = find_word(read->ranks, read->rank_count, name);
	about->joker = is_joker(read->jokers, name);
	about->red = about->suit >= 0 && read->suits[about->suit].red;
	about->sign = about->code;
	if (about->suit < 0 || about->rank < 0 || about->code[0] != '\0')
		return;
	about->code = arena_printf(
		arena, "%s%s", read->ranks[about->rank].code, read->suits[about->suit].code);
	about->sign = read->suits[about->suit].sign != NULL
			      ? arena_printf(arena, "%s%s", read->ranks[about->rank].code,
					read->suits[about->suit].sign)
			      : about->code;
}
