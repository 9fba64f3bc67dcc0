/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find cards by what people call them. The ways to name one are tried from the strictest to the
 * loosest; the first in which any card answers decides. */
#include "cards/cardname.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/zone.h"

enum { CANDIDATES_MAX = 6, TEXT_BYTES_MAX = 200 };

static const char blanks[] = " ";

/* What a card is compared with. */
struct wanted {
	const char *text;
	long number; /* or 0 */
};

typedef bool way(const struct deck *deck, size_t card, const struct wanted *wanted);

static bool by_number(const struct deck *deck, size_t card, const struct wanted *wanted)
{
	return wanted->number > 0 && zones_at(deck_zones(deck), card)->rank == wanted->number;
}

static bool by_name(const struct deck *deck, size_t card, const struct wanted *wanted)
{
	return strcasecmp(deck_file(deck)->cards[card], wanted->text) == 0;
}

static bool by_code(const struct deck *deck, size_t card, const struct wanted *wanted)
{
	const struct deckcard *about = deck_file(deck)->about[card];

	return strcasecmp(about->code, wanted->text) == 0 ||
	       strcasecmp(about->sign, wanted->text) == 0;
}

/* Return whether each word of the text begins a word of the name, in their order. */
static bool by_pieces(const struct deck *deck, size_t card, const struct wanted *wanted)
{
	const char *name = deck_file(deck)->cards[card], *text = wanted->text;
	size_t len, name_len;

	for (; *text != '\0'; text += len + strspn(text + len, blanks)) {
		len = strcspn(text, blanks);
		while (*name != '\0' && strncasecmp(name, text, len) != 0) {
			name_len = strcspn(name, blanks);
			name += name_len + strspn(name + name_len, blanks);
		}
		if (*name == '\0')
			return false;
		name_len = strcspn(name, blanks);
		if (name_len < len)
			return false;
		name += name_len + strspn(name + name_len, blanks);
	}
	return true;
}

/* ---- one ---- */

/* The cards that answer in one way: the first, and the different names of all. */
struct answers {
	size_t first, names;
	struct strbuf list;
	const char *seen[CANDIDATES_MAX];
};

static void add_answer(struct answers *answers, const struct deck *deck, size_t card)
{
	const char *name = deck_file(deck)->cards[card];

	for (size_t i = 0; i < answers->names && i < CANDIDATES_MAX; i++)
		if (strcmp(answers->seen[i], name) == 0)
			return;
	if (answers->names == 0)
		answers->first = card;
	if (answers->names < CANDIDATES_MAX) {
		answers->seen[answers->names] = name;
		strbuf_addf(&answers->list, "%s%s", answers->names > 0 ? ", " : "", name);
	}
	answers->names++;
}

static bool ambiguous(const struct wanted *wanted, struct answers *answers, struct error *err)
{
	error_set(err, "%.60s may be %s%s: say more.", wanted->text, answers->list.text,
		answers->names > CANDIDATES_MAX ? ", …" : "");
	strbuf_release(&answers->list);
	return false;
}

static way *const ways[] = {by_number, by_name, by_code, by_pieces};

size_t cardname_find_kind(
	const struct deck *deck, const size_t *cards, size_t count, const char *text, size_t *found)
{
	struct wanted wanted = {.text = text};
	size_t found_count = 0;

	for (size_t w = 0; *text != '\0' && found_count == 0 && w < sizeof ways / sizeof *ways; w++)
		for (size_t i = 0; i < count; i++)
			if (ways[w](deck, cards[i], &wanted))
				found[found_count++] = cards[i];
	return found_count;
}

bool cardname_find(const struct deck *deck, const size_t *cards, size_t count, const bool *taken,
	const char *text, size_t *found, struct error *err)
{
	struct wanted wanted = {.text = text};

	if (!number_parse(text, 1, ZONE_CARDS_MAX, &wanted.number))
		wanted.number = 0;
	for (size_t w = 0; *text != '\0' && w < sizeof ways / sizeof *ways; w++) {
		struct answers answers = {.list = STRBUF_INIT};
		for (size_t i = 0; i < count; i++)
			if ((taken == NULL || !taken[i]) && ways[w](deck, cards[i], &wanted))
				add_answer(&answers, deck, cards[i]);
		if (answers.names > 1)
			return ambiguous(&wanted, &answers, err);
		strbuf_release(&answers.list);
		if (answers.names == 1) {
			*found = answers.first;
			return true;
		}
	}
	return error_set(err, "There is no card called %.60s there.", text);
}

/* ---- several ---- */

struct search {
	const struct deck *deck;
	const size_t *cards;
	size_t count;
	bool *taken;
	size_t *found, found_count;
	struct error *err;
};

/* Find the card that the LEN bytes of TEXT name. */
static bool find_piece(struct search *search, const char *text, size_t len)
{
	char piece[TEXT_BYTES_MAX + 1];
	size_t card, at = 0;

	if (len > TEXT_BYTES_MAX)
		return error_set(search->err, "No card has so long a name.");
	memcpy(piece, text, len);
	piece[len] = '\0';
	if (!cardname_find(search->deck, search->cards, search->count, search->taken, piece, &card,
		    search->err))
		return false;
	while (search->cards[at] != card)
		at++;
	search->taken[at] = true;
	search->found[search->found_count++] = card;
	return true;
}

/* Find the cards that each word of TEXT names. The error is that of TEXT as a whole unless the
 * first word names a card. */
static bool find_words(struct search *search, const char *text, size_t len)
{
	struct error whole = *search->err;
	size_t before = search->found_count, word;

	for (const char *end = text + len; text < end; text += word + strspn(text + word, blanks)) {
		word = strcspn(text, blanks);
		if (word > (size_t)(end - text))
			word = (size_t)(end - text);
		if (find_piece(search, text, word))
			continue;
		if (search->found_count == before)
			*search->err = whole;
		return false;
	}
	return search->found_count > before;
}

/* Return how long the part of TEXT is that ends at a comma or the word "and", which begins at
 * *NEXT then, or at its end. */
static size_t part_len(const char *text, const char **next)
{
	const char *comma = strchr(text, ','), *and = strstr(text, " and ");
	size_t len = strlen(text);

	*next = text + len;
	if (comma != NULL) {
		len = (size_t)(comma - text);
		*next = comma + 1;
	}
	if (and != NULL && (size_t)(and-text) < len) {
		len = (size_t)(and-text);
		*next = and+sizeof " and " - 1;
	}
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return len;
}

/* Find the cards that the parts of TEXT name: each one card, or as many as it has words. */
static bool find_parts(struct search *search, const char *text)
{
	const char *next;

	for (text += strspn(text, blanks); *text != '\0'; text = next + strspn(next, blanks)) {
		size_t len = part_len(text, &next);
		if (len > 0 && !find_piece(search, text, len) && !find_words(search, text, len))
			return false;
	}
	return search->found_count > 0 ||
	       error_set(search->err, "Which card? By its number, or a piece of its name.");
}

bool cardname_find_all(const struct deck *deck, const size_t *cards, size_t count, const char *text,
	size_t *found, size_t *found_count, struct error *err)
{
	struct search search = {.deck = deck,
		.cards = cards,
		.count = count,
		.taken = mem_zalloc(count + 1, sizeof(bool)),
		.found = found,
		.err = err};
	bool fine;

	if (strcasecmp(text, "all") == 0) {
		memcpy(found, cards, count * sizeof *found);
		search.found_count = count;
		fine = count > 0 || error_set(err, "There is no card there.");
	} else {
		/* A name may have an "and" in it. */
		fine = (*text != '\0' && find_piece(&search, text, strlen(text))) ||
		       find_parts(&search, text);
	}
	free(search.taken);
	*found_count = search.found_count;
	return fine;
}
