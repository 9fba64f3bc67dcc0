/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deal action cards by the rules of their edges. */
#include "deal.h"

#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/text.h"

enum { SUITS = 4, RANK_FIVE = 9 }; /* ranks count from the ace, 0, down to the two, 12 */

bool card_is_joker(int card)
{
	return card >= 0 && card < DEAL_JOKERS;
}

static int rank_of(int card)
{
	return (card - DEAL_JOKERS) / SUITS;
}

bool card_is_low(int card)
{
	return !card_is_joker(card) && rank_of(card) >= RANK_FIVE;
}

void card_write(struct strbuf *out, int card)
{
	static const char *const ranks[] = {
		"A", "K", "Q", "J", "10", "9", "8", "7", "6", "5", "4", "3", "2"};
	static const char *const suits[] = {
		"\xe2\x99\xa0", "\xe2\x99\xa5", "\xe2\x99\xa6", "\xe2\x99\xa3"};

	if (card_is_joker(card))
		strbuf_addstr(out, card == 0 ? "red joker" : "black joker");
	else
		strbuf_addf(out, "%s%s", ranks[rank_of(card)], suits[(card - DEAL_JOKERS) % SUITS]);
}

/* ---- dealing ---- */

size_t deal_width(unsigned edges)
{
	if (edges & EDGE_MORE_LEVEL)
		return 3;
	return edges & (EDGE_LEVEL | EDGE_HESITANT) ? 2 : 1;
}

/* Draw a card for DEALT. Returns it, or -1 when there is none. */
static int draw(struct action_deck *deck, deal_more_fn *more, void *arg, struct dealt *dealt)
{
	int card;

	if (deck->dealt == DEAL_CARDS && (!more(arg, dealt) || deck->dealt == DEAL_CARDS))
		return -1;
	if (dealt->count == DEAL_CARDS)
		return -1;
	card = deck->cards[deck->dealt++];
	deck->joker |= card_is_joker(card);
	dealt->cards[dealt->count++] = card;
	return card;
}

/* Return which of KEPT, -1 for none, and CARD somebody with EDGES keeps. */
static int keep(unsigned edges, int kept, int card)
{
	bool worse = (edges & EDGE_HESITANT) && !card_is_joker(kept) && !card_is_joker(card);

	if (kept < 0)
		return card;
	return (card < kept) != worse ? card : kept;
}

void deal_to(struct action_deck *deck, unsigned edges, deal_more_fn *more, void *arg,
	struct dealt *dealt)
{
	int card;

	*dealt = (struct dealt){.kept = -1};
	for (size_t i = 0; i < deal_width(edges); i++) {
		card = draw(deck, more, arg, dealt);
		if (card >= 0)
			dealt->kept = keep(edges, dealt->kept, card);
	}
	while ((edges & EDGE_QUICK) && dealt->kept >= 0 && card_is_low(dealt->kept)) {
		card = draw(deck, more, arg, dealt);
		if (card < 0)
			break;
		dealt->kept = card;
	}
}

int deal_one_more(
	struct action_deck *deck, int kept, deal_more_fn *more, void *arg, struct dealt *dealt)
{
	int card;

	*dealt = (struct dealt){.kept = kept};
	card = draw(deck, more, arg, dealt);
	if (card >= 0)
		dealt->kept = keep(0, kept, card);
	return dealt->kept;
}

/* ---- words ---- */

static const struct {
	const char *words; /* parted by blanks */
	unsigned edge;
	const char *name;
} edges_rows[] = {
	{"quick q", EDGE_QUICK, "quick"},
	{"lh level levelheaded level-headed", EDGE_LEVEL, "level headed"},
	{"ilh improved improvedlevelheaded improved-level-headed", EDGE_MORE_LEVEL,
		"improved level headed"},
	{"hesitant h slow", EDGE_HESITANT, "hesitant"},
};

enum { EDGES = sizeof edges_rows / sizeof *edges_rows };

/* Return the edge that the LEN bytes of WORD name, or 0. */
static unsigned edge_of(const char *word, size_t len)
{
	for (size_t i = 0; i < EDGES; i++)
		if (text_has_word(edges_rows[i].words, word, len))
			return edges_rows[i].edge;
	return 0;
}

bool edges_read(const char *words, unsigned *edges, const char **bad)
{
	size_t len;

	*edges = 0;
	for (words += strspn(words, " ,"); *words != '\0'; words += strspn(words, " ,")) {
		unsigned edge;

		len = strcspn(words, " ,");
		edge = edge_of(words, len);
		/* "level headed" in two words, and "none". */
		if (edge == EDGE_LEVEL && strncasecmp(words + len, " headed", 7) == 0)
			len += 7;
		*bad = words;
		if (edge == 0 && !(len == 4 && strncasecmp(words, "none", 4) == 0))
			return false;
		*edges |= edge;
		words += len;
	}
	if (*edges & EDGE_MORE_LEVEL)
		*edges &= ~(unsigned)EDGE_LEVEL;
	return true;
}

const char *edges_conflict(unsigned edges)
{
	if ((edges & EDGE_HESITANT) && (edges & ~(unsigned)EDGE_HESITANT))
		return "who is hesitant is neither quick nor level headed";
	return NULL;
}

void edges_write(struct strbuf *out, unsigned edges)
{
	bool any = false;

	for (size_t i = 0; i < EDGES; i++)
		if (edges & edges_rows[i].edge) {
			strbuf_addf(out, "%s%s", any ? ", " : "", edges_rows[i].name);
			any = true;
		}
}
